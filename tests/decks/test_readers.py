"""Reading many files at once in other processes gives what reading them here does."""

from pathlib import Path

import pytest

from quizapp.decks import load as loading
from quizapp.decks import readers
from quizapp.decks.cache import encode_file
from quizapp.decks.contents import read_contents
from quizapp.decks.files import files_of
from quizapp.decks.listing import listing
from quizapp.decks.load import load
from quizapp.decks.parse import parse
from quizapp.decks.readers import Progress, parse_many
from quizapp.decks.source import Source, source
from quizapp.settings import shipped

DECK = shipped("content") / "deep-learning"


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """As few files as these are many, whatever the machine."""
    monkeypatch.setattr(readers, "MANY", 20)
    monkeypatch.setattr(loading, "MANY", 20)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


CONTENTS = read_contents(DECK)
NAMES = [*files_of(listing(DECK), CONTENTS).stamps]


def read_here(name: str) -> str:
    text = source(DECK, name, CONTENTS.languages)
    assert isinstance(text, Source)
    return encode_file(parse(text, "en"))


def read_there(progress: Progress | None = None, names: list[str] = NAMES) -> dict[str, str]:
    return parse_many(DECK, names, "en", CONTENTS.languages, progress)


def test_processes_read_what_is_read_here_and_say_how_far_they_are() -> None:
    signs: list[tuple[int, int]] = []
    found = read_there(lambda done, of: signs.append((done, of)))
    assert found == {name: read_here(name) for name in NAMES}
    assert signs[-1] == (34, 34)
    assert signs == sorted(signs)


def test_files_that_are_refused_are_missing_and_counted() -> None:
    signs: list[tuple[int, int]] = []
    found = read_there(lambda done, of: signs.append((done, of)), [*NAMES, "not-there.md", "n\udcff.md"])
    assert found.keys() == {*NAMES}
    assert signs[-1] == (36, 36)


@pytest.mark.parametrize("program", ["/bin/false", "/nowhere/python", ""])
def test_where_no_process_can_read_the_deck_is_read_here(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = load(DECK, lambda _: None)
    monkeypatch.setattr("sys.executable", program)
    assert read_there() == {}
    assert load(DECK, lambda _: None).deck == read.deck


@pytest.mark.parametrize("answered", ["", "[3,", "[3, 4]", r"[3, 4]\n", r"[3, 4]\nabc"])
def test_what_a_process_answers_before_it_dies_is_left_to_be_read_here(
    answered: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\nread line\nprintf '{answered}'\n")
    program.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(program))
    assert read_there() == {}


def test_a_package_in_the_working_directory_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "quizapp").mkdir()
    (tmp_path / "quizapp" / "__init__.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')\n")
    (tmp_path / "json.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')\n")
    monkeypatch.chdir(tmp_path)
    assert len(read_there()) == 34
    assert not (tmp_path / "run").exists()
