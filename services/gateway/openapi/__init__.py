"""The API described: one OpenAPI document made of the services' own, with examples."""
