"""What a learner shares with a group: what the group's reader sees of it, and that it is gone when it is withdrawn."""

from collections.abc import Callable

import pytest

from quizapp.domain.addresses import DatabaseAddress, read_address
from quizapp.domain.errors import PlaceError
from quizapp.domain.sharing import GroupMember, Shared, SharedTopic
from quizapp.storage.postgres.group import group_view
from quizapp.storage.postgres.tables import GROUP
from quizapp.storage.postgres_place import PostgresPlace
from tests.postgres import Ask, as_role

SHARED = Shared(12, 340, (SharedTopic("Perceptrons", 0.8125), SharedTopic("역전파", 0.0)))


@pytest.fixture
def teacher(psql: Callable[[DatabaseAddress], Ask], name: Callable[[str], str], shared_database: str) -> DatabaseAddress:
    """Whom the owner has let see the group."""
    role = name("teacher")
    psql(read_address(shared_database))(f"CREATE ROLE {role} LOGIN IN ROLE {GROUP}")
    return as_role(shared_database, role)


def seen_of(teacher: DatabaseAddress, learner: DatabaseAddress) -> list[Shared]:
    return [member.shared for member in group_view(teacher).members if member.name == learner.parameters["user"]]


def test_the_group_sees_what_was_shared_last_until_it_is_withdrawn(
    learner: Callable[[], DatabaseAddress], place: Callable[..., PostgresPlace], teacher: DatabaseAddress, shared_database: str
) -> None:
    address = learner()
    mine = place(address)
    mine.share(None)
    assert seen_of(teacher, address) == []
    mine.share(Shared(1, 2, ()))
    mine.share(SHARED)
    assert seen_of(teacher, address) == [SHARED]
    assert group_view(teacher).whole
    mine.share(None)
    assert seen_of(teacher, address) == []
    mine.share(SHARED)
    assert seen_of(teacher, address) == [SHARED]


def test_a_learner_sees_what_the_group_sees_of_them(learner: Callable[[], DatabaseAddress], place: Callable[..., PostgresPlace]) -> None:
    address, other = learner(), learner()
    place(other).share(SHARED)
    view = group_view(address)
    assert (view.members, view.whole) == ([], False)
    place(address).share(SHARED)
    assert group_view(address).members == [GroupMember(address.parameters["user"], SHARED)]


HOSTILE = [
    (1, 1, "no json"),
    (1, 1, "{}"),
    (1, 1, "7"),
    (1, 1, "null"),
    (1, 1, '["a"]'),
    (1, 1, '[{"topic":"x"}]'),
    (1, 1, '[{"topic":"x","ready":2}]'),
    (1, 1, '[{"topic":"x","ready":NaN}]'),
    (1, 1, '[{"topic":"x","ready":true}]'),
    (1, 1, '[{"topic":7,"ready":1}]'),
    (1, 1, '[{"topic":"x","ready":1,"more":1}]'),
    (1, 1, '[{"topic":"' + "x" * 201 + '","ready":1}]'),
    (1, 1, "[" * 30_000),
    (1, 1, '[{"topic":"x","ready":' + "9" * 5000 + "}]"),
    (-1, 1, "[]"),
    (1, 2**40, "[]"),
]


@pytest.mark.parametrize(("streak", "reviews", "readiness"), HOSTILE)
def test_what_no_program_of_ours_has_written_is_named_and_left_out(
    learner: Callable[[], DatabaseAddress],
    place: Callable[..., PostgresPlace],
    psql: Callable[[DatabaseAddress], Ask],
    teacher: DatabaseAddress,
    streak: int,
    reviews: int,
    readiness: str,
) -> None:
    address, good = learner(), learner()
    role = address.parameters["user"]
    psql(address)("INSERT INTO quizapp.shares VALUES (%s, %s, %s, %s)", role, streak, reviews, readiness)
    place(good).share(SHARED)
    assert seen_of(teacher, address) == []
    assert role in group_view(teacher).unreadable
    assert seen_of(teacher, good) == [SHARED]
    psql(address)("UPDATE quizapp.shares SET streak = NULL, reviews = NULL, readiness = NULL")


def test_somebody_without_the_right_is_told_who_gives_it(
    psql: Callable[[DatabaseAddress], Ask], name: Callable[[str], str], shared_database: str
) -> None:
    role = name("stranger")
    psql(read_address(shared_database))(f"CREATE ROLE {role} LOGIN")
    with pytest.raises(PlaceError, match="GRANT quizapp_group TO NAME"):
        group_view(as_role(shared_database, role))
