"""What is saved of a database of which pages are damaged, and what is said of it."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest

from quizapp.domain.errors import StorageError
from quizapp.domain.history import Draft, Graded, Rating
from quizapp.domain.memory import Memory
from quizapp.storage.connection import checkpoint
from quizapp.storage.deck_store import DeckStore
from quizapp.storage.engine import open_engine
from quizapp.storage.history import History
from quizapp.storage.salvage import salvage
from tests.storage.conftest import AT, RULES, make_deck, store

EVENTS = 400
randoms = count(1)


@pytest.fixture
def whole(database: Path, history: History, library: DeckStore) -> list[Graded]:
    """The events of a database with several pages of them."""
    store(library, make_deck("a", "b"))
    given = []
    for number in range(EVENTS):
        graded = Graded(UUID(int=0), AT, f"deck/{'ab'[number % 2]}", Rating.GOOD, number, "quiz", "fsrs-6", f"attempt {number}")
        made = history.record(AT, next(randoms), partial(_with_id, graded)).event
        assert isinstance(made, Graded)
        given.append(made)
    history.draft("deck/b", Draft("half an answer"))
    history.close()
    history._engine.dispose()
    checkpoint(database)
    return given


def _with_id(event: Graded, id: UUID) -> Graded:
    return replace(event, id=id)


def pages_of(path: Path, table: str) -> list[int]:
    """The numbers of the pages of a table or an index that hold rows, by their type: 13 a table's, 10 an index's."""
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    data = path.read_bytes()

    def leaves(page: int) -> list[int]:
        start = (page - 1) * size + (100 if page == 1 else 0)
        kind, cells = data[start], int.from_bytes(data[start + 3 : start + 5])
        if kind in (10, 13):
            return [page]
        pointers = [int.from_bytes(data[start + 12 + 2 * n : start + 14 + 2 * n]) for n in range(cells)]
        children = [int.from_bytes(data[(page - 1) * size + at : (page - 1) * size + at + 4]) for at in pointers]
        return [leaf for child in [*children, int.from_bytes(data[start + 8 : start + 12])] for leaf in leaves(child)]

    return leaves(root)


def overwrite(path: Path, *pages: int) -> None:
    data = bytearray(path.read_bytes())
    for page in pages:
        data[(page - 1) * 4096 : page * 4096] = b"\xaa" * 4096
    path.write_bytes(data)


@pytest.mark.parametrize("which", [0, 1, -1])
def test_events_on_a_damaged_page_are_lost_and_counted_and_all_others_are_saved(
    database: Path, whole: list[Graded], tmp_path: Path, which: int
) -> None:
    pages = pages_of(database, "events")
    assert len(pages) > 3
    overwrite(database, pages[which])
    before = database.read_bytes()
    saved, of, _ = salvage(database, tmp_path / "saved.db")
    assert database.read_bytes() == before
    assert of == EVENTS
    assert EVENTS - 60 < saved < EVENTS
    engine = open_engine(tmp_path / "saved.db")
    history = History(engine, 1, Memory(RULES))
    events = list(history.events())
    assert len(events) == saved
    assert set(events) <= set(whole)
    history.rebuild()
    assert history.differences() == []
    engine.dispose()


def test_a_damaged_index_costs_no_event(database: Path, whole: list[Graded], tmp_path: Path) -> None:
    overwrite(database, *pages_of(database, "sqlite_autoindex_events_1"))
    saved, of, _ = salvage(database, tmp_path / "saved.db")
    assert (saved, of) == (EVENTS, EVENTS)


def test_what_was_typed_and_the_cards_are_saved_as_well(database: Path, whole: list[Graded], tmp_path: Path) -> None:
    overwrite(database, pages_of(database, "events")[2])
    _, _, drafts = salvage(database, tmp_path / "saved.db")
    assert drafts == 1
    with closing(sqlite3.connect(tmp_path / "saved.db")) as connection:
        assert connection.execute("SELECT card_id, text FROM drafts").fetchall() == [("deck/b", "half an answer")]
        assert connection.execute("SELECT id FROM cards ORDER BY id").fetchall() == [("deck/a",), ("deck/b",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_row_of_which_half_is_lost_is_not_believed(database: Path, whole: list[Graded], tmp_path: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DROP TRIGGER events_refuse_update")
        connection.execute("UPDATE events SET kind = 'grxde' WHERE rowid = 7")
    saved, of, _ = salvage(database, tmp_path / "saved.db")
    assert (saved, of) == (EVENTS - 1, EVENTS)


def test_where_nothing_can_be_read_nothing_is_left_and_it_is_said(database: Path, whole: list[Graded], tmp_path: Path) -> None:
    overwrite(database, 1)
    with pytest.raises(StorageError, match="nothing can be read"):
        salvage(database, tmp_path / "saved.db")
    assert not (tmp_path / "saved.db").exists()
