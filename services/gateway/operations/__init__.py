"""Looking after all services from one place: how each is, and what operations tell them."""
