"""The plain mock interview, lines in and lines out, over a real database."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quizapp.cli.plain.mock import FIRST_ASK_FOR_IT, KEPT, LOOK, NO_WAY_BACK
from quizapp.domain.errors import UnknownTopicError
from quizapp.domain.history import MockSetup
from quizapp.services.container import Services
from tests.cli.dialogue import Conversation, history
from tests.conftest import Clock

FIRST = MockSetup(topics=("First",), questions=2, minutes=10, seed=1)
BEGIN = "Ready: Enter begin, q quit, ? help."
TWO = [line for _ in range(2) for line in ("", "3")]


@pytest.fixture
def followed(content: Path) -> None:
    """Every card has one follow-up."""
    for path in (content / "small").glob("*.md"):
        heading = "꼬리 질문" if path.stem.endswith(".ko") else "Follow-ups"
        path.write_text(f"{path.read_text()}\n## {heading}\n\n- Why?\n\n  Because.\n")


def test_an_interview_is_held_from_begin_to_report(ask: Conversation, services: Services) -> None:
    lines = ask.interview("", "t", "no idea", "", "", "m", "A", "3", "", "2", "", setup=FIRST)
    assert lines[:2] == [
        "Mock interview: 2 questions from First in 10 minutes, seed 1. `quizapp mock --help` explains how to change this.",
        BEGIN,
    ]
    assert lines[2] == "Question 1 of 2"
    assert lines[4] == "10 min left. Say your answer: Enter I have answered, t type yours, q quit, ? help."
    assert any("Grade it: 1 again, 2 hard, 3 good, 4 easy, m model answer, q quit, ? help." in line for line in lines)
    assert any(
        "1/1 said, which suggests good. Grade it: 1 again, 2 hard, 3 good, 4 easy, A mark, q quit, ? help." in line for line in lines
    )
    assert "Question 2 of 2" in lines
    over = lines.index("The interview is over.")
    assert lines[over + 2].startswith("Mock interview of 2026-03-02")
    assert lines[-1] == "Your schedule has not changed: Enter quit, c count the grades, ? help."
    assert (services.mocks.folder / f"{services.mocks.report().name}.md").exists()
    assert [kind for kind, *_ in history(services)] == ["mock-begin", "practice", "practice", "mock-end"]


@pytest.mark.usefixtures("followed")
def test_follow_ups_are_asked_and_judged(ask: Conversation, services: Services) -> None:
    services.library.refresh()
    lines = ask.interview("", "", "3", "y", "", "m", "n", setup=MockSetup(questions=1, seed=1))
    place = lines.index("Follow-up 1 of 1")
    assert lines[place + 1] == "Why?"
    assert lines[place + 2].endswith(" min left. Say your answer: Enter I have answered, q quit, ? help.")
    assert lines[place + 3] == "Show the answer first: press Enter."
    asked = next(line for line in lines[place + 4 :] if "Did you get it right" in line)
    assert asked.endswith(" min left. Did you get it right: m model answer, y yes, n not yet, q quit, ? help.")
    shown = lines.index("Because.")
    assert shown > lines.index(asked), "not before it is asked for"
    assert any("Did you get it right: y yes, n not yet, q quit, ? help." in line for line in lines[shown:])
    assert ("follow-up", 0, 1, "Why?", False) in history(services)


@pytest.mark.parametrize("left", [("", "", "3"), ("", "", "3", ""), ("", "", "3", "t", "half"), ("", "", "3", "q")])
def test_an_interview_that_was_left_goes_on(ask: Conversation, services: Services, clock: Clock, left: tuple[str, ...]) -> None:
    assert ask.interview(*left, setup=FIRST)[-1] == KEPT
    clock.tick(days=2)
    lines = ask.interview("", "", "3", "", setup=MockSetup(questions=5))
    assert lines[0].startswith("The interview of 2026-03-02 09:00 was interrupted: 1 of 2 questions answered, 10 min left.")
    assert lines[2] == "Continue it: Enter continue, d discard it, q quit, ? help."
    assert lines[3] == "Question 2 of 2"
    assert ("You typed:" in lines) == ("half" in left)
    assert services.mocks.open() is None
    assert len(services.mocks.report().answers) == 2


def test_an_interrupted_interview_is_discarded_and_another_begun(ask: Conversation, services: Services) -> None:
    ask.interview("", "", "3", setup=FIRST)
    lines = ask.interview("d", "", *TWO, "", setup=FIRST)
    assert lines[lines.index("Discarded.") + 3] == BEGIN
    assert len(services.mocks.held()) == 1
    assert len(history(services)) == 2 + 1 + 4


@pytest.mark.parametrize("lines", [(), ("q",), ("x",)])
def test_nothing_begins_unless_somebody_presses_enter(ask: Conversation, services: Services, lines: tuple[str, ...]) -> None:
    assert BEGIN in ask.interview(*lines)
    assert history(services) == []


@pytest.mark.parametrize("more", [(), ("c",)])
def test_the_input_may_end_at_the_report(ask: Conversation, services: Services, more: tuple[str, ...]) -> None:
    lines = ask.interview("", *TWO, *more, setup=FIRST)
    assert KEPT not in lines
    assert services.mocks.open() is None


def test_there_is_no_looking_back_and_no_link_that_helps(ask: Conversation) -> None:
    lines = ask.interview("", "u", "3", "", "m", "o", "b", setup=FIRST)
    assert NO_WAY_BACK in lines
    assert "Show the answer first: press Enter." in lines
    assert "This answer has no links." in lines, "its link to a demo would tell too much"


@pytest.mark.parametrize("key", ["A", "o"])
def test_what_goes_with_the_model_answer_waits_until_that_is_asked_for(ask: Conversation, key: str) -> None:
    assert FIRST_ASK_FOR_IT.format(key=LOOK) in ask.interview("", "", key, setup=FIRST)
    assert FIRST_ASK_FOR_IT.format(key=LOOK) not in ask.interview("", "m", key, setup=FIRST)


def test_its_grades_are_counted_once_and_taken_back(ask: Conversation, services: Services) -> None:
    lines = ask.interview("", *TWO, "c", "c", "u", "u", "", setup=FIRST)
    assert "2 grades count in your schedule now. u undoes them one by one." in lines
    assert lines.count("That key does nothing here.") == 1
    assert lines.count("Taken back: Good.") == 2
    assert "The grades count in your schedule: Enter quit, u undo, ? help." in lines
    assert services.study.overview().today.new == 5


def test_when_the_time_is_up_the_answer_is_finished_and_the_report_follows(ask: Conversation, services: Services) -> None:
    setup = MockSetup(questions=2, minutes=1, seed=1)
    lines = ask.interview("", "t", *["on and on"] * 7, "", "", "3", "", setup=setup)
    assert any(line.startswith("Time is up: finish this answer. ") for line in lines)
    assert "The interview is over." in lines
    assert len(services.mocks.report().answers) == 1


def test_it_is_held_in_korean(ask: Conversation) -> None:
    lines = ask.interview("", "t", "하나", "", "", setup=MockSetup(topics=("첫째",), questions=3, seed=3), lang="ko")
    assert any("mock" not in line and "하나" in line for line in lines)


def test_an_answer_that_cannot_be_stored_is_refused_and_waits(ask: Conversation, services: Services, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "data" / "quizapp.db")) as connection, connection:
        connection.execute("CREATE TRIGGER t BEFORE INSERT ON events WHEN new.rating = 4 BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    lines = ask.interview("", "", "4", "3", "q", setup=FIRST)
    refused = next(place for place, line in enumerate(lines) if "the disk is full" in line)
    assert "Grade it" in lines[refused + 1]
    assert "Question 2 of 2" in lines[refused:]


def test_an_unknown_topic_is_refused_before_anything_begins(ask: Conversation, services: Services) -> None:
    with pytest.raises(UnknownTopicError, match="frst"):
        ask.interview("", setup=MockSetup(topics=("frst",)))
    assert history(services) == []


def test_without_a_card_to_ask_that_is_said(ask: Conversation, services: Services) -> None:
    for name in ("four", "five"):
        services.study.suspend(f"small/{name}")
    lines = ask.interview("", "q", setup=MockSetup(topics=("Second",)))
    assert any(line.startswith("there are no cards to ask") for line in lines)
