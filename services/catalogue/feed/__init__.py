"""The catalogue's feed: goods and firms as linked data, for whoever else shows or counts them."""
