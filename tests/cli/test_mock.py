"""`quizapp mock` where it needs no terminal, or finds none."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from quizapp.domain.history import MockSetup, Rating
from quizapp.domain.session import State
from quizapp.services.container import Services
from tests.cli.conftest import Quizapp, sentence


@pytest.fixture
def held(services: Services) -> str:
    """The name of an interview that was held."""
    return hold(services, MockSetup(questions=2, seed=4711))


def hold(services: Services, setup: MockSetup) -> str:
    """Holds an interview without follow-ups to its end; its name."""
    interview = services.mocks.begin(setup)
    while interview.session.state is not State.DONE:
        interview.reveal()
        interview.grade(Rating.HARD)
    return services.mocks.finish(interview.id).name


def test_before_the_first_interview_there_is_nothing_to_list_or_report(quizapp: Quizapp) -> None:
    listed = quizapp("mock", "--list")
    assert listed.stdout == "No mock interview has been finished yet.\n"
    assert listed.returncode == 0
    result = quizapp("mock", "--report")
    assert result.returncode == 2
    assert sentence(result) == "quizapp: no mock interview has been finished. `quizapp mock` starts one."


def test_a_report_is_printed_by_name_or_the_last(quizapp: Quizapp, held: str) -> None:
    assert quizapp("mock", "--list").stdout == f"{held:<32} 2 of 2 answered, 0 Good or Easy\n"
    last = quizapp("mock", "--report")
    assert last.stdout == quizapp("mock", "--report", "last").stdout == quizapp("mock", "--report", held).stdout
    assert last.stdout.startswith("# Mock interview of 2026-03-02")
    document = json.loads(quizapp("mock", "--report", held, "--format", "json").stdout)
    assert document["format"] == "quizapp-mock"
    assert [answer["grade"] for answer in document["answers"]] == [2, 2]


def test_an_unknown_report_is_told_with_what_to_try(quizapp: Quizapp, held: str) -> None:
    result = quizapp("mock", "--report", "yesterday")
    assert result.returncode == 2
    assert "'yesterday'. `quizapp mock --list` lists them all." in sentence(result)


@pytest.mark.parametrize("options", [(), ("--plain",)])
def test_without_a_terminal_an_interview_is_held_line_by_line(quizapp: Quizapp, services: Services, options: tuple[str, ...]) -> None:
    result = quizapp("mock", "--questions", "1", "--topic", "First", *options, stdin="\n\n3\n\n")
    assert (sentence(result), result.returncode) == ("", 0)
    assert "Question 1 of 1" in result.stdout
    assert services.mocks.report().answers[0].rating == Rating.GOOD


def test_without_anybody_to_press_enter_no_interview_begins(quizapp: Quizapp, services: Services) -> None:
    assert quizapp("mock").returncode == 0
    assert services.mocks.open() is None
    assert "there is no topic 'Frst'. Did you mean 'First'?" in sentence(quizapp("mock", "--topic", "Frst"))


@pytest.mark.parametrize("wrong", [("--questions", "0"), ("--minutes", "0"), ("--seed", "-1"), ("--format", "csv")])
def test_wrong_values_are_refused(quizapp: Quizapp, wrong: tuple[str, str]) -> None:
    assert quizapp("mock", *wrong).returncode == 2


def test_a_deck_cannot_steer_the_terminal_through_a_report(
    open_app: Callable[..., Services], content: Path, quizapp: Quizapp, services: Services
) -> None:
    (content / "small" / "one.md").write_text("# One &#27;[2J?\n\nYes.\n")
    services.library.refresh()
    hold(services, MockSetup(topics=("small/first",)))
    assert "\x1b" not in quizapp("mock", "--report").stdout
