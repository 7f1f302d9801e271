"""The inbox: matches that were heard of, folded into one entry per party and demand."""
