"""The pages: hall, products, exhibitors, matches, inbox, sign-in, imports, in two languages."""
