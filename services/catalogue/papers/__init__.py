"""Papers as evidence: declared by their holder, shown by files, judged by the office."""
