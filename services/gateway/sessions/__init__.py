"""Sessions: who is signed in where, on the pages and by the API, and how that ends."""
