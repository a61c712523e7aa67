"""What is typed, marked and looked up in the plain quiz."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quizapp.cli.plain.answering import TAKE_BACK, TYPING
from quizapp.cli.plain.dialogue import NO_KEY
from quizapp.domain.history import Graded
from quizapp.services.container import Services
from tests.cli.dialogue import OFFER_OF_ONE, PROMPT_OF_ONE, Conversation, durations, graded, history
from tests.stored import stored_events

POINTS = "# What is one?\n\nThe answer to one.\n\n## Key points\n- the **first number**\n- it is **odd**\n- **no prime**\n"


@pytest.fixture
def three_points(content: Path) -> None:
    """The first card, in English alone, has three key points."""
    (content / "small" / "one.ko.md").unlink()
    (content / "small" / "one.md").write_text(POINTS)


def given(services: Services) -> list[tuple[str, list[str]]]:
    """What was typed, and the marks, of each grade."""
    return [(event.answer, [str(tick.coverage) for tick in event.ticks]) for event in stored_events(services) if isinstance(event, Graded)]


def test_key_points_stand_next_to_the_prompt_that_asks_for_their_marks(ask: Conversation, content: Path) -> None:
    (content / "small" / "one.ko.md").unlink()
    (content / "small" / "one.md").write_text(f"{POINTS}\n## Sources\n- A book.\n")
    lines = ask("", "t", "q")
    assert lines[lines.index("Sources") :][:5] == ["Sources", "- A book.", "", "Key points", "A: the first number"]
    assert "You can only type an answer before the card's answer is shown." in lines


# -- typing ------------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("three_points")
def test_an_answer_is_typed_line_by_line_and_its_key_points_are_marked(ask: Conversation, services: Services) -> None:
    lines = ask("t", "It is the first number.", "Nothing else.", "", "", "3", "q")
    assert lines[3] == TYPING.format(take_back=TAKE_BACK)
    place = lines.index("Key points")
    assert lines[place + 1 : place + 4] == ["A said: the first number", "B missing: it is odd", "C missing: no prime"]
    assert lines[place + 5].startswith("1/3 said, which suggests again. Grade it: 1 again today")
    assert given(services) == [("It is the first number.\nNothing else.", ["said", "missing", "missing"])]


def test_a_korean_answer_is_typed_and_matched(ask: Conversation, services: Services, content: Path) -> None:
    (content / "small" / "one.ko.md").write_text("# 하나란 무엇인가요?\n\n답입니다.\n\n## 핵심 포인트\n- **가중합**을 구한다\n")
    lines = ask("t", "입력의 가중합을 구합니다", "", "", "3", lang="ko")
    assert "A said: 가중합을 구한다" in lines
    assert given(services) == [("입력의 가중합을 구합니다", ["said"])]


def test_what_looks_like_a_key_is_text_while_one_types(ask: Conversation, services: Services) -> None:
    ask("t", "q", "?", "3", "", "", "2", "q")
    assert given(services) == [("q\n?\n3", ["missing"])]


def test_a_line_that_was_typed_is_taken_back_and_typing_goes_on_later(ask: Conversation, services: Services) -> None:
    lines = ask("t", "one", "two", "-", "", "t", "three", "", "", "3")
    assert "Removed: two" in lines
    assert given(services)[0][0] == "one\nthree"


@pytest.mark.parametrize("lines", [("t", "half a thought"), ("t", "half a thought", ""), ("t", "half a thought", "", "")])
def test_what_was_typed_is_kept_when_the_input_ends(ask: Conversation, services: Services, lines: tuple[str, ...]) -> None:
    ask(*lines)
    assert graded(services) == []
    later = ask("", "2")
    assert later[2:4] == ["You typed:", "half a thought"]
    assert given(services) == [("half a thought", ["missing"])]


def test_the_indent_of_a_typed_line_is_kept_and_control_characters_are_not(ask: Conversation, services: Services) -> None:
    ask("t", "for x in y:", "    pass\x1b[A  ", "", "", "3")
    assert given(services)[0][0] == "for x in y:\n    pass[A"


def test_a_long_answer_takes_the_time_in_which_its_lines_were_typed(ask: Conversation, services: Services) -> None:
    """Of a silence the first minute counts, and whoever types is not silent."""
    ask("t", *["another line"] * 8, "", "", "3")
    assert durations(services) == [120]


def test_a_line_that_cannot_be_kept_says_so_and_typing_goes_on(ask: Conversation, services: Services, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "data" / "quizapp.db")) as connection, connection:
        connection.execute("CREATE TRIGGER t BEFORE INSERT ON drafts WHEN new.text = 'one' BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    lines = ask("t", "one", "two", "", "", "3")
    assert "the disk is full" in lines[4]
    assert given(services)[0][0] == "one\ntwo"


def test_an_answer_taken_back_comes_back_with_what_was_typed_and_marked(ask: Conversation, services: Services) -> None:
    lines = ask("t", "no idea", "", "", "A", "4", "u", "3")
    place = lines.index("Taken back: Easy.")
    assert lines[place + 4 : place + 6] == ["You typed:", "no idea"]
    assert "A said: one is a number" in lines[place:]
    assert given(services)[-1] == ("no idea", ["said"])


# -- marks -------------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("three_points")
def test_letters_correct_marks_and_the_suggestion_follows(ask: Conversation, services: Services) -> None:
    lines = ask("", "A", "c", "B", "B", "3", "q")
    place = lines.index("A said: the first number")
    assert lines[place + 1].startswith(
        "1/3 said, which suggests again. Grade it: 1 again today, 2 hard 1d, 3 good 2d, 4 easy 7d, A to C mark"
    )
    assert lines[place + 2] == "C said: no prime", "a small letter that is no other key is the letter as well"
    assert lines[place + 3].startswith("2/3 said, which suggests hard. ")
    assert lines[place + 4 : place + 8 : 2] == ["B said: it is odd", "B missing: it is odd"]
    assert given(services) == [("", ["said", "missing", "said"])]


@pytest.mark.usefixtures("three_points")
def test_a_capital_letter_without_a_key_point_is_no_other_key(ask: Conversation, services: Services) -> None:
    """B shall not bury the card because it has but one point."""
    lines = ask("B", "", "D", "AB", "Q")
    assert lines.count("Show the answer first: press Enter.") == 1
    assert lines.count("This answer has no key point with that letter.") == 1
    assert lines.count(NO_KEY) == 1
    assert history(services) == []
    assert lines[-1].endswith("left for today"), "Q is no point's letter"


@pytest.mark.usefixtures("three_points")
def test_how_often_a_point_was_missed_stands_beside_it(ask: Conversation) -> None:
    lines = ask("", "A", "1", *["", "4"] * 4, "", "q")
    assert lines.count("B: it is odd (missed 1 of 1 time)") == 1


def test_without_a_mark_nothing_is_said_of_a_point(ask: Conversation, services: Services) -> None:
    assert "A: one is a number" in ask("", "3", "q")
    assert given(services) == [("", [])]


# -- links and the clock -----------------------------------------------------------------------------------------------------


def test_links_are_listed_with_where_they_lead(ask: Conversation, content: Path) -> None:
    body = "[Page](https://example.org/a%20b) [two](card:two) <https://example.org/x>\n\n[Run it](demo:xor-failure?gate=and)"
    (content / "small" / "three.md").write_text(f"# What is three?\n\n{body}\n")
    lines = ask("b", "b", "", "o", "q")
    place = lines.index("Run it: `quizapp demo xor-failure --set gate=and`")
    assert lines[place - 3 : place] == ["Page: https://example.org/a%20b", "two: `quizapp show two`", "https://example.org/x"]


def test_an_answer_without_links_offers_none(ask: Conversation, content: Path) -> None:
    (content / "small" / "one.md").write_text("# What is one?\n\nThe answer to one.\n")
    (content / "small" / "one.ko.md").unlink()
    lines = ask("", "o", "q")
    assert "This answer has no links." in lines
    assert not any(" o links" in line for line in lines)


def test_a_pause_stops_the_clock_and_nothing_else_can_be_done(ask: Conversation, services: Services) -> None:
    lines = ask("", "p", "3", "x", "p", "3", "q")
    paused = "The clock is stopped: p start the clock, r resume suspended, q quit, ? help."
    assert lines.count("The clock is stopped. p starts it again.") == 2
    assert lines[lines.index(OFFER_OF_ONE) + 1].startswith("The clock is stopped: ")
    assert paused.replace("p start", "d demo, p start") in lines
    assert durations(services) == [30]


def test_the_prompt_of_a_question_names_every_key(ask: Conversation) -> None:
    assert ask()[2] == PROMPT_OF_ONE


def test_commands_are_understood_with_an_input_method_on_and_what_is_typed_stays_as_it_is(ask: Conversation, services: Services) -> None:
    ask("ㅅ", "ㅂ 가ㅅ３", "", "", "３", "ㅂ")
    assert graded(services) == [("one", 3)]
    assert [text for text, _ in given(services)] == ["ㅂ 가ㅅ３"]
