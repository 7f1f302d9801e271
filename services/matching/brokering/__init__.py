"""Brokering: one account that states demands for many end buyers, and follows them."""
