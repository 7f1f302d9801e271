"""The inbox: matches and quotes that were heard of, folded by party, occasion and demand."""
