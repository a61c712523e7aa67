"""What all tests share: hypothesis profiles, a small deck on disk, and a learner's database.

A database is made once a worker and copied for each test: the schema alone, and one in which the small deck has been read. Files of a
deck are copied with their times, so that a copied database knows a copied deck.
"""

import gc
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from quizapp.bootstrap import open_services
from quizapp.decks.folder import fingerprint
from quizapp.decks.listing import listing
from quizapp.domain import i18n
from quizapp.services.container import Services
from quizapp.services.deck_folders import deck_folders
from quizapp.settings import Settings, load

pytest_plugins = ("tests.postgres",)
"""For everybody: the tests of stores and of the command line share one server."""

_RELAXED = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
settings.register_profile("default", max_examples=200, deadline=None, suppress_health_check=_RELAXED)
settings.register_profile("slow", max_examples=20_000, deadline=None, suppress_health_check=_RELAXED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported: threads of several workers only wait for one another


def pytest_xdist_auto_num_workers() -> int:
    """Two for each core: tests of screens and terminals spend much of their time waiting."""
    return 2 * (os.cpu_count() or 1)


def pytest_configure() -> None:
    """Workers and the programs that tests start keep what they have compiled: some two hundred processes read the same files."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):  # the learners of the tests speak English, whoever runs them
        os.environ.pop(name, None)
    os.environ["LANG"] = "C.UTF-8"


def pytest_collection_finish() -> None:
    """The garbage collector leaves alone what has been imported, and comes seldom: it took a sixth of the time of the screens' tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Whatever language a test has the interface speak, the next one begins in English."""
    yield
    i18n.use(None)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Processes that a test starts hear signals that the tests may have been started without: in the background, or by nohup."""
    handlers: dict[signal.Signals, Any] = {signal.SIGINT: signal.default_int_handler}
    if sys.platform != "win32":
        handlers |= {signal.SIGHUP: signal.SIG_DFL, signal.SIGQUIT: signal.SIG_DFL}
    before = {each: signal.signal(each, handler) for each, handler in handlers.items()}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


class Clock:
    """A clock that moves only when told."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        """The same clock, as durations are taken from."""
        return self.at.timestamp()

    def tick(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@dataclass(frozen=True)
class Template:
    """A database to copy, the folder of decks that it has read, if any, and how many random numbers went into it."""

    database: Path
    content: Path
    drawn: int

    def knows(self, content: Path) -> bool:
        """Whether it has read the decks in `content`, as they are now."""
        folders, others = ([(each.name, fingerprint(listing(each))) for each in deck_folders(of)] for of in (self.content, content))
        return folders == others

    def copy(self, to: Path) -> None:
        """Puts a copy where a program would have made the database."""
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy2(self.database, to)


def make(folder: Path, content: Path, *, read: bool) -> Template:
    """A new learner's database in `folder`, its decks read or not, closed and whole in one file."""
    randoms = count(1)
    settings = learner_of(folder, content)
    services = open_services(settings, Clock(), lambda: next(randoms))
    if read:
        services.library.refresh()
    services.close()
    assert [path.name for path in settings.database.parent.iterdir()] == [settings.database.name], "nothing is left in a write-ahead log"
    return Template(settings.database, content, next(randoms) - 1)


def learner_of(folder: Path, content: Path) -> Settings:
    """The settings of a learner in UTC whose data are in `folder`."""
    return replace(load({"QUIZAPP_DATA_DIR": str(folder / "data"), "QUIZAPP_CONTENT": str(content)}), time_zone="UTC")


@pytest.fixture(scope="session")
def small_content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of decks with one small deck, to be copied: five cards in two topics, the first in two languages."""
    folder = tmp_path_factory.mktemp("decks") / "content" / "small"
    folder.mkdir(parents=True)
    (folder / "deck.toml").write_text(
        'title = { en = "Small deck", ko = "작은 덱" }\nlanguage = "en"\n'
        '[[topic]]\ntitle = { en = "First", ko = "첫째" }\ncards = ["one", "two", "three"]\n'
        '[[topic]]\ntitle = { en = "Second" }\ncards = ["four", "five"]\n'
    )
    for name in ("one", "two", "three", "four", "five"):
        (folder / f"{name}.md").write_text(
            f"# What is {name}?\n\nThe answer to {name}.\n\n[Watch](demo:xor-failure)\n\n## Key points\n- **{name}** is a number\n"
        )
    (folder / "one.ko.md").write_text(
        "# 하나란 무엇인가요?\n\n하나의 답입니다.\n\n[보기](demo:xor-failure)\n\n## 핵심 포인트\n- **하나**\n"
    )
    return folder.parent


@pytest.fixture(scope="session")
def new_learner(tmp_path_factory: pytest.TempPathFactory, small_content: Path) -> Template:
    """A database into which nothing has been read."""
    return make(tmp_path_factory.mktemp("new"), small_content, read=False)


@pytest.fixture(scope="session")
def small_learner(tmp_path_factory: pytest.TempPathFactory, small_content: Path) -> Template:
    """A database into which the small deck has been read."""
    return make(tmp_path_factory.mktemp("small"), small_content, read=True)


@pytest.fixture
def content(tmp_path: Path, small_content: Path) -> Path:
    """The test's own folder of decks with the small deck."""
    return shutil.copytree(small_content, tmp_path / "content")


@pytest.fixture
def learner_settings(tmp_path: Path, content: Path) -> Settings:
    return learner_of(tmp_path, content)


@pytest.fixture
def open_app(learner_settings: Settings, clock: Clock, new_learner: Template) -> Iterator[Callable[..., Services]]:
    """Opens a learner's services, as often as a test likes; all are closed at its end. Where there is no database yet, one is copied."""
    opened: list[Services] = []
    randoms = count(1)

    def opener(settings: Settings = learner_settings, template: Template = new_learner) -> Services:
        if not settings.database.exists():
            template.copy(settings.database)
            for _ in range(template.drawn):
                next(randoms)
        services = open_services(settings, clock, lambda: next(randoms), clock.seconds)
        opened.append(services)
        return services

    yield opener
    for services in opened:
        services.close()


@pytest.fixture
def services(open_app: Callable[..., Services], small_learner: Template, new_learner: Template, content: Path) -> Services:
    """A new learner, with the small deck read."""
    services = open_app(template=small_learner if small_learner.knows(content) else new_learner)
    services.library.refresh()
    return services
