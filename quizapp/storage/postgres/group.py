"""What a group's members share, as a role reads it that the owner has let do so; anybody else reads what they share themselves."""

from sqlalchemy import select, text

from quizapp.domain.addresses import DatabaseAddress
from quizapp.domain.i18n import gettext
from quizapp.domain.sharing import GroupMember, GroupView, shared_of
from quizapp.storage.postgres.connection import explained, open_engine
from quizapp.storage.postgres.revision import check_revision
from quizapp.storage.postgres.tables import GROUP, shares

_MAY_READ = text(f"SELECT pg_has_role(CURRENT_USER, '{GROUP}', 'USAGE')")
_SHARED = select(shares).where(shares.c.streak.is_not(None)).order_by(shares.c.learner)


def group_view(address: DatabaseAddress) -> GroupView:
    """What is shared in the database at `address`. Raises PlaceError."""
    engine = open_engine(address)
    hint = gettext("Its owner grants this with `GRANT {role} TO NAME`.", role=GROUP)
    members: list[GroupMember] = []
    unreadable: list[str] = []
    with explained(address, hint), engine.connect() as connection, connection.begin():
        check_revision(connection, address)
        whole = bool(connection.scalar(_MAY_READ))
        for row in connection.execute(_SHARED):
            try:
                members.append(GroupMember(row.learner, shared_of(row.streak, row.reviews, row.readiness)))
            except ValueError:  # the learner's own program has not written it
                unreadable.append(row.learner)
    return GroupView(members, whole, unreadable)
