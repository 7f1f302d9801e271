"""The inbox: what was heard of, folded by party, occasion and demand."""
