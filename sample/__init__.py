"""Makes the sample expo: spreadsheets of made-up exhibitors, products, buyers and demands."""
