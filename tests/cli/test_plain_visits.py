"""What the plain quiz goes away for and comes back from: follow-up questions, suspended cards, a demo."""

import re
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from quizapp.demos import xor_failure
from quizapp.demos.kit import Amount, Finding, Frame, Progress
from quizapp.services.container import Services
from tests.cli.conftest import Quizapp
from tests.cli.dialogue import Conversation, durations, graded, history

BACK = "Back to: What is one?"


# -- follow-ups --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def followed(content: Path) -> None:
    """The first card has follow-ups, two in English and one in Korean."""
    for language, more in (("", "\n- More **zero**?\n\n  No.\n"), (".ko", "")):
        path = content / "small" / f"one{language}.md"
        heading = "꼬리 질문" if language else "Follow-ups"
        path.write_text(f"{path.read_text()}\n## {heading}\n\n- Why{language}?\n\n  Because{language}.\n{more}")


ASKED = "Say your answer: Enter show the answer, l language, q go back, ? help."


@pytest.mark.usefixtures("followed")
def test_follow_ups_are_played_one_by_one_and_take_none_of_the_answers_time(ask: Conversation, services: Services) -> None:
    lines = ask("", "f", "", "", "", "", "3", "q")
    place = lines.index("Follow-up 1 of 2: Why?")
    assert lines[place + 1 : place + 6] == [ASKED, "", "Because.", "", "Go on: Enter next, l language, q go back, ? help."]
    assert lines[place + 6 : place + 10] == ["Follow-up 2 of 2: More zero?", ASKED, "", "No."]
    assert BACK in lines[place + 10 :]
    assert durations(services) == [30]
    assert [kind for kind, *_ in history(services)] == ["grade"]


@pytest.mark.usefixtures("followed")
def test_follow_ups_stay_folded_until_they_are_asked(ask: Conversation) -> None:
    lines = ask("")
    assert not any("Because" in line or "Why" in line for line in lines)
    assert any("f follow-ups, " in line for line in lines)


@pytest.mark.usefixtures("followed")
def test_those_of_the_card_graded_last_are_offered_at_the_next_question(ask: Conversation) -> None:
    lines = ask("f", "", "3", "f", "l", "", "q", "q")
    assert lines[3] == "There are no follow-up questions."
    assert any("f follow-ups to the last card, " in line for line in lines)
    place = lines.index("Follow-up 1 of 1: Why.ko?")
    assert "Because.ko." in lines[place:]
    assert "Back to: What is two?" in lines[place:]


@pytest.mark.usefixtures("followed")
@pytest.mark.parametrize("lines", [("", "f"), ("", "f", ""), ("", "d"), ("", "d", "1"), ("s", "r")])
def test_the_input_may_end_anywhere(ask: Conversation, lines: tuple[str, ...]) -> None:
    assert ask(*lines)[-1].endswith("left for today")


# -- suspended cards ---------------------------------------------------------------------------------------------------------


def test_a_suspended_card_is_resumed_and_asked_again(ask: Conversation, services: Services) -> None:
    ask("s", "s", "q")
    assert ask("q")[1] == "What is three?"
    lines = ask("r", "2", "", "q")
    place = lines.index("2 cards are suspended.")
    assert lines[place + 1 : place + 3] == ["1: What is one?", "2: What is two?"]
    assert lines[place + 3] == "Type the number of a card to resume it: 1 to 2 resume, Enter go back, ? help."
    assert lines[place + 4] == "Resumed as a new card: What is two?"
    assert lines[place + 6 : place + 8] == ["1 card is suspended.", "1: What is one?"]
    assert "Back to: What is three?" in lines
    assert ask("q")[1] == "What is two?"
    assert history(services)[-1] == ("resume", "small/two")


def test_resuming_is_taken_back_by_undo(ask: Conversation, services: Services) -> None:
    lines = ask("s", "r", "1", "u", "q")
    assert "Taken back: resumed." in lines
    assert services.study.schedule("small/one").suspended


def test_without_a_suspended_card_that_is_said(ask: Conversation) -> None:
    assert "No cards are suspended." in ask("r", "q")


def test_also_when_nothing_is_left_to_ask_a_card_can_be_resumed(ask: Conversation, services: Services) -> None:
    lines = ask(*"sssss", "r", "5", "", "")
    assert "Resumed as a new card: What is five?" in lines
    assert not services.study.schedule("small/five").suspended


# -- a demo ------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def ready(content: Path) -> None:
    """The first card's demo has eight epochs of AND."""
    one = content / "small" / "one.md"
    one.write_text(one.read_text().replace("demo:xor-failure", "demo:xor-failure?gate=and&epochs=8"))


@pytest.mark.usefixtures("ready")
def test_a_demo_is_predicted_stepped_through_and_settled(ask: Conversation, quizapp: Quizapp, services: Services) -> None:
    lines = ask("", "d", "1", "", "e", "", "3", "q")
    command = quizapp("demo", "xor-failure", "--set", "gate=and", "--set", "epochs=8").stdout.splitlines()
    start = lines.index(command[0])
    assert lines[start + 1].startswith("Predict: ")
    assert lines[start + 1 : start + 5] == [line.strip() for line in command[1:5]], "the question, and what may be answered"
    claim = next(place for place, line in enumerate(lines) if line.startswith("Claim: "))
    assert "It fails where" in lines[claim]
    assert claim > max(place for place, line in enumerate(lines) if line.partition(".")[0].isdigit()), "it would give the answer away"
    captions = re.findall(r"^ *\d+  (\S.*)$", "\n".join(command), re.MULTILINE)
    printed = [line.split(". ", 1)[1] for line in lines[start:] if line.partition(".")[0].isdigit()]
    assert printed == captions, "every frame, once"
    (prediction,) = (event for event in history(services) if event[0] == "prediction")
    _, demo, predicted, measured, right = prediction
    assert demo == "xor-failure"
    place = lines.index(command[-2])
    assert place == claim
    assert lines[place - 2] == (
        f'You predicted "{predicted}": right.' if right else f'You predicted "{predicted}"; the answer is "{measured}".'
    )
    assert lines[place - 1] == command[-3]
    assert lines[place + 1].startswith(f"Predictions: {int(bool(right))} of 1 right")
    assert lines[place + 2] == "The run has ended: Enter go back, n try gate xor, p picture, ? help."
    assert BACK in lines[place:]
    assert graded(services) == [("one", 3)]


@pytest.mark.usefixtures("ready")
def test_a_demo_runs_without_a_prediction_and_shows_its_figures(ask: Conversation, services: Services) -> None:
    lines = ask("", "d", "", "p", "q", "3", "q")
    first = next(place for place, line in enumerate(lines) if line.startswith("1. "))
    assert lines[first + 1] == "Go on: Enter next frame, e the rest, p picture, q go back, ? help."
    assert "│" in "".join(lines[first + 2 : lines.index(BACK)])
    assert [kind for kind, *_ in history(services)] == ["grade"]


@pytest.mark.usefixtures("ready")
def test_after_the_run_one_key_makes_the_move_back_and_asks_for_another_prediction(ask: Conversation, services: Services) -> None:
    lines = ask("", "d", "1", "e", "n", "2", "e", "", "3", "q")
    assert len([line for line in lines if line.startswith("Predict: ")]) == 2
    assert lines.index('You predicted "3 of 4": right.') > lines.index('You predicted "2 of 4"; the answer is "4 of 4".')
    assert [event[0] for event in history(services)] == ["prediction", "prediction", "grade"]


def counting(rng: np.random.Generator, **settings: object) -> Generator[Frame | Progress, None, Finding]:
    yield Progress(1, 2)
    yield Frame("counted")
    return Finding("There are 7.", claim_held=True, values={"n": 7})


def broken(rng: np.random.Generator, **settings: object) -> Generator[Frame | Progress, None, Finding]:
    yield Frame("so far, so good")
    yield Progress(0, 1 // 0)
    return Finding("never reached", claim_held=False, values={})


def test_a_number_is_predicted_by_typing_it(ask: Conversation, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Amount("How many?", "n")
    monkeypatch.setattr(xor_failure, "run", replace(xor_failure.run, run=counting, predict=asked))
    lines = ask("", "d", "many", "7", "", "", "q")
    assert "Your prediction, a number: Enter skip the prediction, q go back, ? help." in lines
    assert "'many' is not a number. Give one such as 12 or 0.5." in lines
    assert 'You predicted "7": right.' in lines
    assert ("prediction", "xor-failure", "7", "7", True) in history(services)


def test_a_demo_that_fails_on_the_way_says_so_and_leads_back(
    ask: Conversation, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xor_failure, "run", replace(xor_failure.run, run=broken))
    lines = ask("", "d", "", "e", "3", "q")
    failed = next(place for place, line in enumerate(lines) if "failed in frame 2: ZeroDivisionError" in line)
    assert BACK in lines[failed:]
    assert graded(services) == [("one", 3)]
