"""Badges: who registered to come in, and the short code by which a gate or a stand knows them."""
