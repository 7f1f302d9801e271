"""The deal ledger: what came of it, from sample to repeat, as each side says."""
