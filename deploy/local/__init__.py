"""Everything real on one machine without containers: broker, database, services, mail catcher."""
