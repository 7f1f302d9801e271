"""Partners: programs of others, let in by keys with scopes that the office makes and revokes."""
