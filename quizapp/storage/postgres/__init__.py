"""A PostgreSQL database as a place where machines exchange events: its tables, connections to it, and what its owner does."""
