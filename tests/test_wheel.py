"""What the wheel carries, and a first start of the program that is installed from it."""

import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from quizapp.bootstrap import open_services
from quizapp.decks.folder import fingerprint_by_contents
from quizapp.decks.listing import listing
from quizapp.domain.i18n import LANGUAGES
from quizapp.settings import load
from quizapp.settings.interface import ENGLISH

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_the_wheel_carries_the_decks_and_the_migrations(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"quizapp/_content/deep-learning/deck.toml", "quizapp/_content/deep-learning/mlp.md"} <= names
    assert {"quizapp/_migrations/env.py", "quizapp/_migrations/versions/0001_first_schema.py", "quizapp/ui/screens/quiz.tcss"} <= names
    assert {"quizapp/_migrations/postgres/env.py", "quizapp/_migrations/postgres/versions/0001_a_place.py", "quizapp/py.typed"} <= names


def test_the_wheel_carries_the_words_of_every_language_compiled_and_speaks_them(wheel: Path, tmp_path: Path) -> None:
    compiled = {f"quizapp/locale/{language}/LC_MESSAGES/quizapp.mo" for language in LANGUAGES if language != ENGLISH}
    assert [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".mo")] == sorted(compiled)
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    environ = os.environ | {"PYTHONPATH": str(tmp_path / "installed"), "QUIZAPP_DATA_DIR": str(tmp_path / "data"), "LANG": "ko_KR.UTF-8"}
    due = [sys.executable, "-m", "quizapp", "due"]
    assert subprocess.run(due, cwd=tmp_path, env=environ, check=True, capture_output=True).stdout.decode() == "복습 0, 새 카드 10\n"


def test_a_first_start_of_the_installed_program_reads_no_deck_and_imports_no_sqlalchemy(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    environ = os.environ | {"PYTHONPATH": str(tmp_path / "installed"), "QUIZAPP_DATA_DIR": str(tmp_path / "data")}
    due = [sys.executable, "-X", "importtime", "-m", "quizapp", "due"]
    run = subprocess.run(due, cwd=tmp_path, env=environ, check=True, capture_output=True, text=True)
    imported = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines()}
    assert run.stdout == "0 due, 10 new\n"
    assert "quizapp.storage.queue_reader" in imported
    assert imported.isdisjoint({"sqlalchemy", "markdown_it", "quizapp.decks.load"})


def test_the_ready_made_database_holds_what_reading_the_decks_gives_and_nobodys_history(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "installed.db").write_bytes(zipfile.ZipFile(wheel).read("quizapp/_ready_made.db"))
    services = open_services(load({"QUIZAPP_DATA_DIR": str(tmp_path), "QUIZAPP_DATABASE_URL": f"sqlite:///{tmp_path / 'read.db'}"}))
    services.library.refresh()
    services.close()
    installed, read = (tables(tmp_path / name) for name in ("installed.db", "read.db"))
    assert installed.pop("learners") == []
    assert installed.pop("files") == []
    decks = [{**deck, "fingerprint": fingerprint_by_contents(listing(ROOT / "content" / deck["id"]))} for deck in read["decks"]]
    assert installed == {name: rows for name, rows in read.items() if name in installed} | {"decks": decks}


def tables(path: Path) -> dict[str, list[dict[str, Any]]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in names}
