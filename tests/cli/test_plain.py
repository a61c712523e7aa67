"""The plain quiz, lines in and lines out, over a real database."""

import re
import sqlite3
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from quizapp.cli.plain.dialogue import NO_KEY
from quizapp.cli.plain.quiz import QuizDialogue
from quizapp.demos import xor_failure
from quizapp.demos.kit import Finding, Frame, Progress
from quizapp.domain.card import Card
from quizapp.domain.errors import StorageError
from quizapp.domain.history import Draft, Rating
from quizapp.domain.modes import Mode
from quizapp.domain.session import ACTS, Act
from quizapp.services.backups import Backups
from quizapp.services.container import Services
from tests.cli.dialogue import (
    AT_THE_END,
    LEFT,
    OFFER_OF_ONE,
    PROMPT,
    PROMPT_OF_ONE,
    SECONDS,
    Conversation,
    Typist,
    durations,
    graded,
    history,
)
from tests.conftest import Clock
from tests.sessions import answer_all

# -- from question to grade --------------------------------------------------------------------------------------------------


def test_a_card_is_asked_revealed_and_graded_line_by_line(ask: Conversation, services: Services) -> None:
    assert ask("", "3", "q") == [
        "Small deck · First: due 0, new 5",
        "What is one?",
        PROMPT_OF_ONE,
        "",
        "The answer to one.",
        "",
        "Watch (demo)",
        "",
        "Key points",
        "A: one is a number",
        "",
        OFFER_OF_ONE,
        "Good: back in 2 days.",
        "",
        "Small deck · First: due 0, new 4",
        "What is two?",
        PROMPT,
        "Today: 1 card in 00:20, 1 recalled on the first try.",
        LEFT,
    ]
    assert graded(services) == [("one", 3)]


def test_the_time_taken_runs_from_the_question_to_the_grade(ask: Conversation, services: Services) -> None:
    ask("x", "l", "", "3", "", "4", "q")
    assert durations(services) == [4 * SECONDS, 2 * SECONDS]


def test_before_the_answer_grades_and_the_demo_do_nothing_but_say_so(ask: Conversation, services: Services) -> None:
    lines = ask("1", "2", "3", "4", "d", "", "3")
    assert lines.count("Show the answer first: press Enter.") == 5
    assert graded(services) == [("one", 3)]


def test_a_wrong_key_says_what_is_allowed_and_asks_again(ask: Conversation, services: Services) -> None:
    lines = ask("good", "", "5", "x", "3")
    assert lines[3:5] == [NO_KEY, PROMPT_OF_ONE]
    assert lines[lines.index(OFFER_OF_ONE) :][1:5] == [NO_KEY, OFFER_OF_ONE, NO_KEY, OFFER_OF_ONE]
    assert graded(services) == [("one", 3)]


def test_a_question_mark_tells_what_each_key_does_now(ask: Conversation) -> None:
    lines = ask("?", "", "?", "q")
    assert lines[3] == "Enter: Show the card's answer."
    assert "u: Undo the last thing you did, even in an earlier quiz." in lines
    assert "3: Grade it good." in lines
    assert "A: Mark the key point with this letter as said or missing." in lines
    named = [part.split()[0] for line in (PROMPT_OF_ONE, OFFER_OF_ONE) for part in line.rpartition(": ")[2].split(", ")]
    assert all(any(line.startswith(f"{key}: ") for line in lines) for key in named if key != "?"), "the help has all that is named"


def test_whatever_a_session_can_allow_has_a_key(services: Services) -> None:
    """Editing alone has none: it needs the terminal for itself."""
    dialogue = QuizDialogue(services, None, None, "en")
    assert set[Act]().union(*ACTS.values()) - {Act.EDIT} <= set(dialogue.by_act())


# -- taking back and putting aside -------------------------------------------------------------------------------------------


def test_a_grade_is_taken_back_to_its_answer_and_given_otherwise(ask: Conversation, services: Services) -> None:
    lines = ask("", "4", "u", "1")
    place = lines.index("Taken back: Easy.")
    assert lines[place : place + 6] == [
        "Taken back: Easy.",
        "",
        "Small deck · First: due 0, new 5",
        "What is one?",
        "",
        "The answer to one.",
    ]
    assert lines[place + 12 :][:2] == [OFFER_OF_ONE, "Again: back today."]
    assert graded(services) == [("one", 1)]


def test_a_grade_that_is_taken_back_has_not_taken_the_time_of_another_card(ask: Conversation, services: Services) -> None:
    ask("", "4", "x", "x", "x", "u", "1")
    assert durations(services)[-1] == 3 * SECONDS, "two lines before it was taken back, and one afterwards"


def test_a_grade_of_an_earlier_run_is_taken_back_to_its_question(ask: Conversation, services: Services) -> None:
    ask("", "4", "q")
    lines = ask("", "u", "q")
    assert lines[lines.index("Taken back: Easy.") :][3:5] == ["What is one?", PROMPT_OF_ONE]
    assert graded(services) == []


def test_the_last_grade_of_the_day_can_be_taken_back_then_and_in_a_later_run(ask: Conversation, services: Services) -> None:
    lines = ask(*["", "4"] * 5, "u", "3")
    place = lines.index("Taken back: Easy.")
    assert (lines[place + 3], lines[place + 5]) == ("What is five?", "The answer to five.")
    assert graded(services)[-1] == ("five", 3)
    later = ask("u", "", "2")
    assert later[2:5] == [AT_THE_END, "Taken back: Good.", ""]
    assert later[6:8] == ["What is five?", PROMPT]
    assert graded(services)[-1] == ("five", 2)


def test_with_nothing_to_take_back_that_is_said(ask: Conversation) -> None:
    lines = ask("u", "")
    assert lines[3:5] == ["There is nothing to undo.", PROMPT_OF_ONE]
    assert lines.count("What is one?") == 1


def test_a_card_is_put_aside_until_tomorrow_or_until_resumed(ask: Conversation, services: Services) -> None:
    lines = ask("b", "", "s", "u", "q")
    assert lines[3:7] == ["Put aside until tomorrow. u undoes this.", "", "Small deck · First: due 0, new 4", "What is two?"]
    assert "Suspended. u undoes this; r resumes it at any time." in lines
    assert history(services) == [("bury", "small/one"), ("suspend", "small/two"), ("undo", 1)]
    assert ask()[1] == "What is two?"


# -- languages ---------------------------------------------------------------------------------------------------------------


def test_korean_is_asked_and_answered_in_korean(ask: Conversation) -> None:
    lines = ask("", lang="ko", topic="첫째")
    assert lines[:2] == ["작은 덱 · 첫째: due 0, new 3", "하나란 무엇인가요?"]
    assert lines[4:10] == ["하나의 답입니다.", "", "보기 (demo)", "", "핵심 포인트", "A: 하나"]
    assert lines[-1] == "첫째: 0 due, 3 new left for today"


def test_the_language_is_switched_before_and_after_the_answer(ask: Conversation) -> None:
    lines = ask("l", "", "l", "q")
    assert lines[3:5] == ["작은 덱 · 첫째: due 0, new 5", "하나란 무엇인가요?"]
    again = lines.index("What is one?", 5)
    assert again > lines.index("하나의 답입니다.")
    assert lines[again + 2] == "The answer to one."
    assert lines[-3] == OFFER_OF_ONE, "it still waits for a grade"


def test_a_card_in_one_language_says_so(ask: Conversation) -> None:
    assert "This card is in one language only." in ask("b", "l")


def test_alternating_asks_in_one_language_and_answers_in_the_other(ask: Conversation) -> None:
    lines = ask("", "q", lang="alternate")
    assert (lines[1], lines[4]) == ("What is one?", "하나의 답입니다.")
    swapped = ask("l", "", "q", lang="alternate")
    assert swapped[4] == "하나란 무엇인가요?"
    assert "The answer to one." in swapped


# -- the demo ----------------------------------------------------------------------------------------------------------------


def test_a_card_without_a_demo_says_so(ask: Conversation, content: Path) -> None:
    (content / "small" / "one.md").write_text("# What is one?\n\nThe answer to one.\n")
    (content / "small" / "one.ko.md").unlink()
    lines = ask("", "d", "x", "q")
    assert "This card has no demo." in lines
    assert NO_KEY in lines
    assert not any(" d demo" in line for line in lines)


def test_a_demo_that_fails_says_so_and_the_card_still_waits(ask: Conversation, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(rng: np.random.Generator, **settings: object) -> Generator[Frame | Progress, None, Finding]:
        yield Progress(0, 1 // 0)
        return Finding("never reached", claim_held=False, values={})

    monkeypatch.setattr(xor_failure, "run", replace(xor_failure.run, run=broken))
    lines = ask("", "d", "1", "3", "q")
    assert lines.count(OFFER_OF_ONE) == 2
    assert any("failed in frame 1: ZeroDivisionError" in line for line in lines)
    assert graded(services) == [("one", 3)]


# -- the end -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "stored"),
    [((), []), (("",), []), (("", "?"), []), (("", "2"), [("one", 2)]), (("", "1", ""), [("one", 1)])],
    ids=["asking", "revealed", "told the keys", "after a grade", "revealed after a grade"],
)
def test_the_end_of_input_leaves_with_a_summary_and_everything_stored(
    ask: Conversation, services: Services, lines: tuple[str, ...], stored: list[tuple[str, int]]
) -> None:
    *_, summary, left = ask(*lines)
    assert summary.startswith("Today: 1 card in") if stored else summary == "No cards asked today."
    assert left.endswith("left for today")
    assert graded(services) == stored


def test_the_end_of_the_day_tells_how_it_went_and_when_the_next_cards_come(ask: Conversation, services: Services) -> None:
    lines = ask("", "1", *["", "4"] * 5)
    assert lines[-3:] == [
        "Today: 5 cards in 02:00, 4 recalled on the first try.",
        "nothing due, next tomorrow",
        AT_THE_END,
    ]
    assert ask("x", "q") == [*lines[-3:], NO_KEY, lines[-1]]


def test_with_nothing_due_and_nothing_asked_the_next_day_is_named(ask: Conversation, services: Services, clock: Clock) -> None:
    answer_all(services.sessions.start(), Rating.EASY)
    clock.tick(days=1)
    assert ask("")[:2] == ["No cards asked today.", "nothing due, next in 6 days"]


def test_one_topic_with_a_limit_asks_no_more(ask: Conversation, services: Services) -> None:
    lines = ask("", "3", "", topic="second", limit=1)
    assert lines[1] == "What is four?"
    assert lines[-2] == "Second: 0 due, 1 new left for today"
    assert graded(services) == [("four", 3)]


# -- what can go wrong -------------------------------------------------------------------------------------------------------


def test_a_grade_that_cannot_be_stored_is_refused_and_the_card_waits(ask: Conversation, services: Services, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "data" / "quizapp.db")) as connection, connection:
        connection.execute("CREATE TRIGGER t BEFORE INSERT ON events WHEN new.rating = 4 BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    lines = ask("", "4", "3", "q")
    refused = next(i for i, line in enumerate(lines) if "cannot grow: the disk is full. Free some space" in line)
    assert lines[refused + 1] == OFFER_OF_ONE
    assert "What is two?" in lines[refused:]
    assert graded(services) == [("one", 3)]


def test_where_the_next_question_cannot_be_read_enter_tries_again_and_no_grade_is_asked_for(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A grade would be given to the card that follows, whose question nobody has read."""
    dialogue = QuizDialogue(services, None, None, "en")
    to_ask, broken = services.study.to_ask, iter([True, True])

    def read(card: str, mode: Mode) -> tuple[Card, Draft] | None:
        if next(broken, False):
            raise StorageError("the disk went away")
        return to_ask(card, mode)

    monkeypatch.setattr("sys.stdin", Typist(clock, "", "3", "3", "", "", "q"))
    monkeypatch.setattr(services.study, "to_ask", read)
    dialogue.hold()
    lines = capsys.readouterr().out.splitlines()
    again = "The next question could not be read: Enter try again, u undo, r resume suspended, q quit, ? help."
    assert lines[lines.index(OFFER_OF_ONE) + 1 :][:7] == [
        "the disk went away.",
        again,
        NO_KEY,
        again,
        "the disk went away.",
        again,
        "Small deck · First: due 0, new 4",
    ]
    assert graded(services) == [("one", 3)]


def test_a_changed_deck_is_asked_as_it_is_now_and_its_mistakes_are_told_beside_it(ask: Conversation, content: Path) -> None:
    (content / "small" / "one.md").write_text("# What is the first?\n\nOne.\n")
    (content / "small" / "two.md").write_text("# Two?\n\nA.\n\n## Key point\n- x\n")
    lines = ask("b", "q")
    assert (lines[1], lines[6]) == ("What is the first?", "What is three?")
    assert ask.beside == "quizapp: 1 error in the decks: `quizapp check` shows it.\n"


EVIL = "\x1b]52;c;ZXZpbA==\x07\x9b31m\u202eevil\u2066\x1b[2J&#x202e;&#x9b;31m&#x1b;[2J&#13;&#8;&#x2066;[red]x[/red][/]"


def test_a_hostile_deck_sends_nothing_but_text(ask: Conversation, content: Path) -> None:
    deck = content / "small"
    deck.joinpath("deck.toml").write_text(f"title = '''{EVIL.encode('unicode_escape').decode()} Deck'''\n")
    for path in deck.glob("*.md"):
        path.unlink()
    body = f"{EVIL}\n\n```\n{EVIL}\n```\n\n| {EVIL} | b |\n|---|---|\n| c | {EVIL} |\n\n[{EVIL}](https://x/{EVIL.replace(' ', '')})"
    deck.joinpath("one.md").write_text(
        f"# One {EVIL}?\n\n{body}\n\n## Key points\n- **{EVIL}** end\n\n## Follow-ups\n\n- {EVIL}?\n\n  {EVIL}\n", encoding="utf-8"
    )
    said = "\n".join(ask("?", "t", EVIL, "-", EVIL, "", "", "x", "o", "d", "f", "l", "A", "s", "r", "1", "u", "u", "3", "u", "q"))
    said += "\n".join(ask.interview("", "t", EVIL, "", "", "o", "3", "", "y", "")) + ask.beside
    assert "evil" in said
    assert [char for char in said + ask.beside if char != "\n" and not char.isprintable()] == []


# -- other modes, two buttons and leeches ------------------------------------------------------------------------------------


def test_cramming_promises_no_interval_and_leaves_the_day_as_it_is(ask: Conversation, services: Services) -> None:
    lines = ask("", "1", "", "3", "q", mode=Mode.CRAM, topic="Second")
    assert lines[:2] == ["Small deck · Second: practice 2", "What is four?"]
    assert any(line.startswith("Grade it: 1 again, 2 hard, 3 good, 4 easy, A mark") for line in lines)
    assert lines[lines.index("Again.") :][:4] == ["Again.", "", "Small deck · Second: practice 2", "What is five?"]
    assert lines[-3] == "No cards asked today."
    assert re.match(r"Practice: 2 cards in \d\d:\d\d, 1 recalled on the first try", lines[-2])
    assert lines[-1] == "Second: 0 due, 2 new left for today"
    assert [kind for kind, *_ in history(services)] == ["practice", "practice"]


def test_a_mode_with_nothing_to_ask_says_so(ask: Conversation) -> None:
    assert ask(mode=Mode.AHEAD)[0] == "There are no cards left to study ahead."


def test_more_new_cards_are_kept_with_their_mode(ask: Conversation, services: Services) -> None:
    ask("", "3", mode=Mode.MORE_NEW)
    assert history(services) == [("grade", "small/one", 3, "more-new", "fsrs-6", "", ())]


def test_with_two_buttons_1_fails_and_2_3_and_enter_pass(ask: Conversation, services: Services) -> None:
    services.preferences.change("buttons", 2)
    ask.settings = services.preferences.settings
    lines = ask("", "1", "", "2", "", "4", "", "q", limit=2)
    assert any(line.startswith("Grade it: 1 again today, 2 good 2d, A mark") for line in lines)
    assert NO_KEY in lines, "there is no fourth button"
    assert graded(services) == [("one", 1), ("two", 3), ("one", 3)]


@pytest.fixture
def leech(services: Services, clock: Clock) -> Services:
    """The first card is due, and its next lapse makes it a leech."""
    for rating in (Rating.GOOD, Rating.AGAIN) * (services.study.leech_lapses - 1):
        services.study.grade("small/one", rating, 1)
    due = services.study.grade("small/one", Rating.HARD, 1).schedule.due
    assert due is not None
    clock.tick(days=(due - services.study.day()).days)
    return services


def test_a_leech_is_told_once_and_suspended_though_another_card_comes_next(leech: Services, ask: Conversation) -> None:
    lines = ask("", "1", "s", "q", limit=2)
    told = next(place for place, line in enumerate(lines) if "It is a leech" in line)
    assert lines[told + 1 : told + 3] == [
        "Keep the card as it is, or suspend it: Enter keep it, u undo, s suspend, r resume suspended, q quit, ? help.",
        "Suspended. u undoes this; r resumes it at any time.",
    ]
    assert lines[told + 5] == "What is two?"
    assert leech.study.schedule("small/one").suspended


def test_the_input_may_end_where_a_leech_is_told(leech: Services, ask: Conversation) -> None:
    lines = ask("", "1", limit=2)
    assert lines[-3].startswith("Keep the card as it is, or suspend it: ")
    assert lines[-2].startswith("Today: 1 card in")


def test_taking_back_that_a_leech_was_suspended_leads_to_the_offer_again(leech: Services, ask: Conversation) -> None:
    lines = ask("", "1", "s", "u", "", "q", limit=2)
    assert sum("It is a leech" in line for line in lines) == 2
    place = lines.index("Taken back: suspended.")
    assert "It is a leech" in lines[place + 2]
    assert lines[place + 5 : place + 7] == ["What is two?", PROMPT]
    assert not leech.study.schedule("small/one").suspended


def test_a_defect_in_the_backup_behind_the_dialogue_is_raised_when_that_is_over(ask: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Backups, "of_the_day", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ask("", "3", "q")
    with pytest.raises(ZeroDivisionError):
        ask.interview("q")
