"""Requests for quotation: a demand turned into a question, its quotes, and who is awarded."""
