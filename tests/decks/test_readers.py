"""Reading many files at once in other processes gives what reading them here does."""

from pathlib import Path

import pytest

from quizapp.decks import load as loading
from quizapp.decks import readers
from quizapp.decks.cache import encode_file
from quizapp.decks.contents import read_contents
from quizapp.decks.files import sources
from quizapp.decks.load import load
from quizapp.decks.parse import parse
from quizapp.decks.readers import parse_many
from quizapp.decks.source import Source
from quizapp.settings import shipped

DECK = shipped("content") / "deep-learning"


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """As few files as these are many, whatever the machine."""
    monkeypatch.setattr(readers, "MANY", 20)
    monkeypatch.setattr(loading, "MANY", 20)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


def deck() -> list[Source]:
    return [source for source in sources(DECK, read_contents(DECK)) if isinstance(source, Source)]


def test_processes_read_what_is_read_here_and_say_how_far_they_are() -> None:
    signs: list[tuple[int, int]] = []
    found = parse_many(deck(), "en", lambda done, of: signs.append((done, of)))
    assert found == {source.path: encode_file(parse(source, "en")) for source in deck()}
    assert signs[-1] == (34, 34)
    assert signs == sorted(signs)


@pytest.mark.parametrize("program", ["/bin/false", "/nowhere/python", ""])
def test_where_no_process_can_read_the_deck_is_read_here(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = load(DECK, lambda _: None)
    monkeypatch.setattr("sys.executable", program)
    assert parse_many(deck(), "en", None) == {}
    assert load(DECK, lambda _: None).deck == read.deck


def test_a_package_in_the_working_directory_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "quizapp").mkdir()
    (tmp_path / "quizapp" / "__init__.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')\n")
    (tmp_path / "json.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')\n")
    monkeypatch.chdir(tmp_path)
    assert len(parse_many(deck(), "en", None)) == 34
    assert not (tmp_path / "run").exists()
