"""Pictures of products and exhibitors, each in three sizes under an address of its content."""
