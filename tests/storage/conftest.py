"""A real database file for each test, with one learner."""

import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

import pytest
from sqlalchemy import Connection, Engine

from quizapp.domain.card import Card, CardText, Deck, DemoLink, FollowUp, KeyPoint, Problem, Topic
from quizapp.domain.day import Calendar
from quizapp.domain.memory import Memory
from quizapp.domain.rules import Rules
from quizapp.settings import shipped
from quizapp.storage.catalog_store import CatalogStore
from quizapp.storage.deck_store import Changes, DeckStore, ReadDeck
from quizapp.storage.engine import open_engine
from quizapp.storage.history import History
from quizapp.storage.learners import ensure_local_learner
from quizapp.storage.quick_reader import QuickReader
from quizapp.storage.upgrade import ensure_current

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
RULES = Rules(Calendar(UTC))
FROZEN = Path(__file__).parent / "frozen"
"""The databases of released versions."""


def make_deck(*names: str, id: str = "deck", edition: str = "") -> Deck:
    """A deck whose cards are named, in one topic; `edition` makes the texts differ."""
    cards = [
        Card(
            f"{id}/{name}",
            "t",
            {
                "en": CardText(
                    "en",
                    f"What is {name}?{edition}",
                    answer="It is.",
                    key_points=(KeyPoint("a **b**", ("b",)),),
                    follow_ups=(FollowUp("And?", "Yes."),),
                    demos=(DemoLink("xor-failure", (("gate", "and"),), "run"),),
                    path=f"{name}.md",
                    line=1,
                )
            },
        )
        for name in names
    ]
    return Deck(id, {"en": "Deck"}, "en", [Topic("t", {"en": "Topic"}, [card.id for card in cards])], cards)


def store(
    library: DeckStore,
    deck: Deck | None = None,
    problems: Sequence[Problem] = (),
    fingerprint: str = "f",
    position: int = 0,
    gone: Collection[str] = (),
    history: History | None = None,
) -> Changes:
    """A sync of one deck; progress is carried over in `history`, where a test expects that."""

    def rename(connection: Connection, pairs: Sequence[tuple[str, str]]) -> None:
        assert history is not None, f"renamed: {pairs}"
        history.rename_within(connection, AT, lambda: 1, pairs)

    return library.sync([ReadDeck(deck, problems, fingerprint, position)] if deck else [], gone, AT, rename)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "quizapp.db"
    ensure_current(path, shipped("migrations"), AT)
    return path


@pytest.fixture
def connect(database: Path) -> Iterator[Callable[[], Engine]]:
    """Opens the database as another program would, as often as a test likes."""
    engines: list[Engine] = []

    def connection() -> Engine:
        engines.append(open_engine(database))
        return engines[-1]

    yield connection
    for engine in engines:
        engine.dispose()


@pytest.fixture
def engine(connect: Callable[[], Engine], database: Path) -> Engine:
    engine = connect()
    ensure_local_learner(database, UUID(int=7), AT, RULES.basis)
    return engine


@pytest.fixture
def history(engine: Engine) -> History:
    return History(engine, 1, Memory(RULES))


@pytest.fixture
def library(engine: Engine) -> DeckStore:
    return DeckStore(engine)


@pytest.fixture
def cards(engine: Engine) -> CatalogStore:
    return CatalogStore(engine, 1)


@pytest.fixture
def reader(database: Path, engine: Engine) -> Iterator[QuickReader]:
    reader = QuickReader(database)
    yield reader
    reader.close()


Machines: TypeAlias = Callable[[], AbstractContextManager[History]]
"""Makes a new machine whenever it is called: the history of a learner of its own, over a database of its own."""


@pytest.fixture(scope="session")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Machines:
    folder, numbers = tmp_path_factory.mktemp("machines"), count()
    ensure_current(folder / "new.db", shipped("migrations"), AT)
    ensure_local_learner(folder / "new.db", UUID(int=7), AT, RULES.basis)

    @contextmanager
    def machine() -> Iterator[History]:
        path = folder / f"{next(numbers)}.db"
        shutil.copy(folder / "new.db", path)
        engine = open_engine(path)
        yield History(engine, 1, Memory(RULES))
        engine.dispose()
        path.unlink()

    return machine


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """A database of the first version, alone in a folder."""
    path = tmp_path / "home" / "quizapp.db"
    path.parent.mkdir()
    shutil.copy(FROZEN / "v1.db", path)
    return path
