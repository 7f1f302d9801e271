"""Leads: whom an exhibitor met or heard from, one a pair, whatever brought them together."""
