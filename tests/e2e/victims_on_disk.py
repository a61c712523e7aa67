"""What is killed while it writes files or the database: settings, the reading of a changed deck, an upgrade, a restore."""

import random
import shutil
import sqlite3
import sys
import tomllib
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

from quizapp.bootstrap import open_services
from quizapp.decks.load import load
from quizapp.domain.history import Rating
from quizapp.services.preferences import Preferences
from quizapp.settings import from_process, shipped
from quizapp.storage.upgrade import HEAD, ensure_current
from tests.conftest import START
from tests.e2e.forked import Nursery, Program
from tests.e2e.kills import Victim
from tests.e2e.terminal import services_of, stored
from tests.e2e.victims_on_screen import assert_sound, rows

HERE = "tests.e2e.victims_on_disk"
FROZEN = sorted((Path(__file__).parents[1] / "storage" / "frozen").glob("*.db"))
OWN = '# My own words.\nlanguage = "ko"  # kept\n'
IMPORTED = 60
EDITED = ("e0", "e1", "e2")
GRADES = "SELECT card_id, rating FROM events WHERE kind = 'grade' ORDER BY id"


class Settings(Victim):
    """One setting is changed again and again, in a config file that a person has written into."""

    steps = 5

    def __init__(self, home: Path, dice: random.Random) -> None:
        super().__init__(home, dice)
        self._config = home / "data" / "config.toml"
        self._config.write_text(OWN + self._config.read_text())
        self._acknowledged = int(tomllib.loads(self._config.read_text())["new_per_day"])

    def begin(self, nursery: Nursery) -> Program:
        return Program(nursery, self.home, str(self._acknowledged - 1), run=f"{HERE}:change_settings")

    def work(self, program: Program) -> Iterator[None]:
        while True:
            self._acknowledged = int(program.wait_for(rb"saved (\d+)\.")[1])
            yield

    def check(self) -> None:
        text = self._config.read_text()
        assert text.startswith(OWN)
        settings = tomllib.loads(text)
        assert settings.keys() == {"language", "new_per_day", "time_zone"}
        assert settings["new_per_day"] in (self._acknowledged, self._acknowledged - 1), "a change that was acknowledged is lost"
        self._acknowledged = settings["new_per_day"]


def change_settings() -> None:
    """As the settings screen does, downwards from a number."""
    preferences = Preferences(from_process())
    for number in range(int(sys.argv[1]), 0, -1):
        preferences.change("new_per_day", number)
        print(f"saved {number}.", flush=True)


class Sync(Victim):
    """A deck is read again whenever it has changed: cards are edited together, one comes and another goes."""

    steps = 4

    def __init__(self, home: Path, dice: random.Random) -> None:
        super().__init__(home, dice)
        self._acknowledged = 0
        edit(home / "content", 0)
        with services_of(home) as services:
            services.library.refresh()
            for name in (*EDITED, "n03"):
                services.study.grade(f"numbers/{name}", Rating.GOOD, 1000)
        self._grades = rows(home, GRADES)

    def begin(self, nursery: Nursery) -> Program:
        return Program(nursery, self.home, str(self._acknowledged + 1), run=f"{HERE}:sync_decks")

    def work(self, program: Program) -> Iterator[None]:
        while True:
            self._acknowledged = int(program.wait_for(rb"read (\d+)\.")[1])
            yield

    def check(self) -> None:
        assert self._version() in (self._acknowledged, self._acknowledged + 1), "a reading that was acknowledged is lost"
        with services_of(self.home) as services:
            services.library.refresh()
        self._acknowledged = self._version()
        assert f"Version {self._acknowledged}." in (self.home / "content" / "numbers" / "edited.md").read_text(), (
            "the deck is not read again"
        )
        assert rows(self.home, GRADES) == self._grades
        assert_sound(self.home)

    def _version(self) -> int:
        """The one version that all cards are of."""
        texts = dict(rows(self.home, "SELECT card_id, body FROM texts"))
        (version,) = {int(texts[f"numbers/{name}"].partition("Version ")[2].partition(".")[0]) for name in EDITED}
        there = rows(self.home, "SELECT id FROM cards WHERE archived_at IS NULL AND id LIKE 'numbers/v%'")
        assert there == [(f"numbers/v{version}",)]
        return version


def sync_decks() -> None:
    """Changes the deck and has it read, from one version on."""
    settings = from_process()
    services = open_services(settings)
    for version in count(int(sys.argv[1])):
        edit(settings.content, version)
        services.library.refresh()
        print(f"read {version}.", flush=True)


def edit(content: Path, version: int) -> None:
    """One file of the deck is replaced by another version of it."""
    cards = [f"# What is {name}? {{#{name}}}\n\nVersion {version}.\n" for name in (*EDITED, f"v{version}")]
    draft = content / "draft"
    draft.write_text("\n".join(cards))
    draft.replace(content / "numbers" / "edited.md")


def events(path: Path) -> list[tuple[object, ...]]:
    """What every version knows of the events in a database, which must be whole."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return connection.execute("SELECT id, kind, at, card_id, rating, duration_ms, undoes FROM events ORDER BY id").fetchall()


class Upgrade(Victim):
    """A database of an earlier version is brought to this one."""

    steps = 0
    frozen: Path

    def __init__(self, home: Path, dice: random.Random) -> None:
        super().__init__(home, dice)
        self._database = home / "data" / "quizapp.db"
        self._upgraded = home / "undisturbed.db"
        shutil.copy(self.frozen, self._upgraded)
        ensure_current(self._upgraded, shipped("migrations"), START)

    def begin(self, nursery: Nursery) -> Program:
        shutil.rmtree(self._database.parent)
        self._database.parent.mkdir()
        shutil.copy(self.frozen, self._database)
        return Program(nursery, self.home, run=f"{HERE}:upgrade")

    def work(self, program: Program) -> Iterator[None]:
        yield from ()

    def check(self) -> None:
        """All or nothing; and the next start does what is left to do."""
        before = events(self.frozen)
        assert events(self._database) == before
        for backup in (self._database.parent / "backups").glob("*.db"):
            assert events(backup) == before, "a backup that cannot be relied on"
        ensure_current(self._database, shipped("migrations"), START)
        with closing(sqlite3.connect(self._database)) as ours, closing(sqlite3.connect(self._upgraded)) as undisturbed:
            assert ours.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
            assert list(ours.iterdump()) == list(undisturbed.iterdump())


def upgrade() -> None:
    """As at a start of the program."""
    settings = from_process()
    ensure_current(settings.database, settings.migrations, START)


class Import(Victim):
    """A collection is imported into a new folder, or a newer version of it into the same one; its due dates are recorded."""

    steps = 0

    def __init__(self, home: Path, dice: random.Random) -> None:
        super().__init__(home, dice)
        self._source, self._deck = home / "source", home / "imported"
        self._source.mkdir()
        self._lives = 0

    def begin(self, nursery: Nursery) -> Program:
        if self._lives % 2 == 0 and self._deck.exists():
            with services_of(self.home) as services:
                services.imports.take_back(self._deck)
        self._lives += 1
        (self._source / "cards.md").write_text(collection(self._lives))
        self._told = collection(self._lives)
        return Program(nursery, self.home, "import", str(self._source), "--to", str(self._deck), "--yes")

    def work(self, program: Program) -> Iterator[None]:
        yield from ()

    def check(self) -> None:
        """No card is half a one, the deck is whole or not there, and the next import does what is left to do."""
        assert (self._source / "cards.md").read_text() == self._told, "the source is only read"
        if self._deck.exists():
            texts = [path.read_text() for path in self._deck.glob("card-*.md")]
            assert len(texts) == IMPORTED
            versions = {int(text.partition("Version ")[2].partition(".")[0]) for text in texts}
            assert versions <= {self._lives, self._lives - 1}
            assert [problem for problem in load(self._deck, lambda _: None).problems if problem.is_error] == []
        with services_of(self.home) as services:
            services.imports.bring_in(services.imports.look(self._source, self._deck))
            services.library.refresh()
            assert not services.imports.bring_in(services.imports.look(self._source, self._deck)), "nothing is left to do"
        assert not [path for path in self.home.iterdir() if path.name.endswith(".importing")]
        assert f"Version {self._lives}." in (self._deck / "card-7.md").read_text()
        (count_,) = rows(self.home, "SELECT count(*) FROM standing WHERE kind = 'estimate' AND card_id LIKE 'imported/%'")
        assert count_ == (IMPORTED,)
        assert_sound(self.home)


def collection(version: int) -> str:
    """Flashcards with due dates that never change."""
    card = "What is card {0}? ::Version {1}. It is {0}. ^card-{0}\n<!--SR:!2026-03-05,12,230-->\n\n"
    return "#flashcards\n\n" + "".join(card.format(number, version) for number in range(IMPORTED))


class Restore(Victim):
    """An earlier state is put back in the place of a later one."""

    steps = 0

    def __init__(self, home: Path, dice: random.Random) -> None:
        super().__init__(home, dice)
        self._data, self._before = home / "data", home / "before"
        with services_of(home) as services:
            services.study.grade("numbers/n00", Rating.GOOD, 1000)
            services.backups.make()
            self._early = stored(home)
            services.study.grade("numbers/n01", Rating.HARD, 1000)
            self._late = stored(home)
            shutil.copytree(self._data, self._before)  # with the later grade in the log alone

    def begin(self, nursery: Nursery) -> Program:
        shutil.rmtree(self._data)
        shutil.copytree(self._before, self._data)
        return Program(nursery, self.home, "restore", "--yes")

    def work(self, program: Program) -> Iterator[None]:
        yield from ()

    def check(self) -> None:
        """The later state is there, or the earlier one and the later one beside it."""
        found = stored(self.home)
        if found != self._late:
            assert found == self._early
            (kept,) = self._data.glob("quizapp-before-restore-*.db")
            assert len(events(kept)) == len(self._late)
        assert_sound(self.home)
        with services_of(self.home) as services:
            services.backups.restore(services.backups.find(None))
        assert stored(self.home) == self._early, "the next try does it"
