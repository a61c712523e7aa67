"""Whether this program and the tables of a database go together."""

from sqlalchemy import Connection, text

from quizapp.domain.addresses import DatabaseAddress
from quizapp.domain.errors import PlaceError
from quizapp.domain.i18n import gettext
from quizapp.storage.postgres.tables import HEAD

_REVISION = text("SELECT version_num FROM quizapp.alembic_version")


def check_revision(connection: Connection, address: DatabaseAddress) -> None:
    """Raises PlaceError where they do not, and says who has to do something."""
    revision = connection.scalar(_REVISION)
    if revision == HEAD:
        return
    if revision is None or revision < HEAD:
        raise PlaceError(
            gettext("{place} was prepared by an older QuizApp", place=address.shown),
            gettext("Its owner runs `quizapp sync --init {place}`.", place=address.shown),
        )
    raise PlaceError(
        gettext(
            "{place} was prepared by a newer QuizApp (version {newer}; this program has {own})",
            place=address.shown,
            newer=revision,
            own=HEAD,
        ),
        gettext("Upgrade QuizApp."),
    )
