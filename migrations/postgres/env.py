"""Runs the migrations of a PostgreSQL place on the connection of its owner, who also owns the transaction around them."""

from alembic import context

from quizapp.storage.postgres.tables import SCHEMA, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table_schema=SCHEMA,
)
context.run_migrations()
