"""What `quizapp due` looks up is what all services would tell; where something has to be done first, it does not guess."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.errors import DeckError, StorageError
from quizapp.domain.history import Rating
from quizapp.services.container import Services
from quizapp.services.preferences import Preferences
from quizapp.services.waiting import look_up
from quizapp.settings import Settings
from tests.conftest import Clock

CARDS = [f"small/{name}" for name in ("one", "two", "three", "four", "five")]
ACTS = st.lists(st.tuples(st.sampled_from(CARDS), st.sampled_from(("good", "again", "bury", "suspend", "night"))), max_size=8)


@given(acts=ACTS, new=st.integers(0, 4), reviews=st.integers(0, 3) | st.just(9999))
def test_it_is_what_the_services_tell(services: Services, clock: Clock, acts: list[tuple[str, str]], new: int, reviews: int) -> None:
    services.preferences.change("new_per_day", new)
    services.preferences.change("reviews_per_day", reviews)
    for card, act in acts:
        match act:
            case "good":
                services.study.grade(card, Rating.GOOD, 1)
            case "again":
                services.study.grade(card, Rating.AGAIN, 1)
            case "night":
                clock.tick(days=2)
            case _:
                getattr(services.study, act)(card)
    assert look_up(services.preferences, services.study.now()) == services.study.today()


def _edit_a_card(settings: Settings) -> Settings:
    with next(settings.content.glob("small/**/*.md")).open("a") as file:
        file.write("\nMore.\n")
    return settings


def _remove_a_deck(settings: Settings) -> Settings:
    (settings.content / "small").rename(settings.content.parent / "elsewhere")
    return settings


def _sleep_less(settings: Settings) -> Settings:
    return replace(settings, rollover_hour=2)


def _delete_the_database(settings: Settings) -> Settings:
    settings.database.unlink()
    return settings


def _use_an_older_database(settings: Settings) -> Settings:
    with closing(sqlite3.connect(settings.database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    return settings


def _begin_anew(settings: Settings) -> Settings:
    with closing(sqlite3.connect(settings.database)) as connection, connection:
        connection.execute("DELETE FROM learners")
    return settings


TO_BE_DONE = [_edit_a_card, _remove_a_deck, _sleep_less, _delete_the_database, _use_an_older_database, _begin_anew]


@pytest.mark.parametrize("change", TO_BE_DONE, ids=lambda act: act.__name__)
def test_where_something_is_to_be_done_first_it_tells_nothing(
    services: Services, clock: Clock, change: Callable[[Settings], Settings]
) -> None:
    services.close()
    settings = services.preferences.settings
    assert look_up(Preferences(settings), clock()) is not None
    assert look_up(Preferences(change(settings)), clock()) is None


def test_what_is_wrong_is_told_as_by_the_services(services: Services, clock: Clock) -> None:
    services.close()
    settings = services.preferences.settings
    with pytest.raises(DeckError, match="cannot be read"):
        look_up(Preferences(replace(settings, content=settings.content / "nowhere")), clock())
    settings.database.write_bytes(b"no database")
    with pytest.raises(StorageError, match="is not a QuizApp database"):
        look_up(Preferences(settings), clock())
