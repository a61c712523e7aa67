"""Where history lives: SQLAlchemy models, the engine, stores, schema upgrades and backups."""
