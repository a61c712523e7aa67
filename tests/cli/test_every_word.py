"""What the plain dialogue and the reports say comes from the book of words: with a deck in Hangul, nothing is left in plain letters."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizapp.cli.plain import phrases
from quizapp.demos import catalogue
from quizapp.demos.kit import Finding
from quizapp.domain.history import MockSetup, Rating
from quizapp.domain.modes import MODES
from quizapp.services.container import Services
from quizapp.settings import SETTINGS
from tests.cli.dialogue import Conversation
from tests.conftest import Clock
from tests.disguise import disguise, plain_words
from tests.ui import hangul

LINK = re.compile(r"quizapp demo 1|\]\([^)]*\)")
"""A command, and what links lead to."""
CODES = {"en", "ko", "seed"}
"""Languages, and what a report's file is called by."""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Cards, topics and a demo without a Latin letter."""
    folder = tmp_path / "content"
    hangul.write_deck(folder)
    return folder


@pytest.fixture(autouse=True)
def in_disguise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(catalogue, "demos", lambda: {hangul.DEMO: hangul.run})
    monkeypatch.setattr(Finding, "verdict", "")  # a demo's own
    with disguise():
        yield


VISITS = {
    "typing": ("?", "t", "가", "나", "-", "", "", "?", "A", "o", "x", "3", "u", "2", "q"),
    "a demo": ("", "d", "?", "1", "", "", "?", "p", "", "d", "", "e", "", "q"),
    "follow-ups": ("f", "", "f", "?", "", "?", "", "", "", "1", "f", "q", "q"),
    "putting aside": ("u", "b", "s", "r", "?", "1", "", "r", "p", "?", "3", "p", "l", "q"),
    "to the end": (*("", "4") * 5, "?", "r", "q"),
}


@pytest.mark.parametrize("lines", VISITS.values(), ids=VISITS)
def test_the_plain_quiz_says_nothing_that_is_not_in_the_book(ask: Conversation, lines: tuple[str, ...]) -> None:
    said = ask(*lines)
    assert plain_words("\n".join([*said, ask.beside])) <= CODES


def test_a_leech_is_told_in_the_words_of_the_book(ask: Conversation, services: Services, clock: Clock) -> None:
    services.library.refresh()
    for rating in (Rating.GOOD, Rating.AGAIN) * (services.study.leech_lapses - 1):
        services.study.grade("1/1", rating, 1)
    services.study.grade("1/1", Rating.HARD, 1)
    clock.tick(days=9)
    said = ask("", "1", "?", "", "u", "s", "q", limit=1)
    assert phrases.leech(services.study.leech_lapses) in said
    assert plain_words("\n".join(said)) <= CODES


def test_the_plain_interview_and_its_report_say_nothing_that_is_not_in_the_book(ask: Conversation, services: Services) -> None:
    setup = MockSetup(questions=2, seed=1)
    begun = ask.interview("?", "", "?", "u", "t", "가", "", "", "o", "m", "?", "A", "q", setup=setup)
    again = ask.interview("?", "", "", "m", "3", "", "m", "y", "", "n", "", "2", "", "y", "", "n", "?", "c", "?", "u", "", setup=setup)
    reports = [*services.mocks.listing(), services.mocks.text("last", "md")]
    said = "\n".join([*begun, *again, *reports, ask.beside]).replace(str(services.mocks.folder), "")
    assert plain_words(LINK.sub("", said)) <= CODES


def test_a_discarded_interview_and_one_from_a_topic_are_told_in_the_words_of_the_book(ask: Conversation) -> None:
    setup = MockSetup(topics=("첫째",), questions=2, seed=1)
    said = ask.interview("", "", "q", setup=setup) + ask.interview("d", "", "q", setup=setup)
    assert plain_words("\n".join(said)) <= CODES


def test_the_progress_report_says_nothing_that_is_not_in_the_book(ask: Conversation, services: Services) -> None:
    assert plain_words(services.exports.markdown()) <= CODES, "before anything was asked"
    ask("t", "가", "", "", "1", "", "d", "1", "", "", "q", "3", "s", "q")
    assert plain_words(services.exports.markdown()) <= CODES


def test_modes_and_settings_are_described_in_the_words_of_the_book() -> None:
    texts = [text for mode in MODES.values() for text in (mode.title, mode.asks, mode.schedule, mode.none)]
    meanings = [setting.sentence.partition(":")[0] for setting in SETTINGS.values()]
    assert [text for text in (*texts, *meanings) if plain_words(text)] == []
