"""Runs migrations on the connection that QuizApp hands over; the app owns the transaction, the backup and the checks around it."""

from alembic import context

from quizapp.storage.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
context.run_migrations()
