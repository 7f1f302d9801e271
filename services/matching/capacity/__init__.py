"""The sub-room of capacity: whom a product's months are promised to, never twice."""
