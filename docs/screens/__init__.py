"""Pictures of the main pages, and the script that takes them."""
