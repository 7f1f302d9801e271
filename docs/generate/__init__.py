"""Writes from the code what it says of events: schemas, docs/events.md, docs/asyncapi.json."""
