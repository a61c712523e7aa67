"""What the plain dialogue stores: the same as the full screen, and as the session itself, for the same inputs."""

import shutil
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizapp.cli.plain.quiz import QuizDialogue
from quizapp.domain.history import Rating
from quizapp.domain.session import State
from quizapp.services.container import Services
from quizapp.services.session import LiveQuiz
from quizapp.settings import Settings
from quizapp.ui.app import QuizApp
from tests.cli.dialogue import Conversation, Typist, history
from tests.conftest import Clock
from tests.ui.conftest import press, settled

PLAYS = [
    (("", "3", "", "1", "", "2", "", "4"), ("space", "3", "space", "1", "space", "2", "space", "4")),
    (("b", "s", "", "3"), ("b", "s", "space", "3")),
    (("", "3", "u", "4", "b", "u", "u", "1"), ("space", "3", "u", "4", "b", "u", "u", "1")),
    (tuple(line for grade in "11133333" for line in ("", grade)), tuple(key for grade in "11133333" for key in ("space", grade))),
]


@pytest.mark.parametrize(("lines", "keys"), PLAYS)
async def test_it_stores_what_the_full_screen_stores(
    ask: Conversation,
    services: Services,
    open_app: Callable[..., Services],
    learner_settings: Settings,
    tmp_path: Path,
    lines: tuple[str, ...],
    keys: tuple[str, ...],
) -> None:
    ask(*lines)
    other = open_app(replace(learner_settings, database=tmp_path / "other" / "quizapp.db"))
    other.library.refresh()
    app = QuizApp(other, "quiz")
    async with app.run_test() as pilot:
        await settled(pilot)
        await press(pilot, *keys)
    assert history(services) == history(other)
    assert history(services)


# -- for any inputs ----------------------------------------------------------------------------------------------------------

INPUTS = [("",), ("", "1"), ("", "3"), ("1",), ("2",), ("4",), ("u",), ("b",), ("s",), ("l",), ("x",)]
"""One or two lines each."""
A_LEECH = [("", "1"), ("s",), ("u",), ("",), ("u",), ("2",)]


@pytest.fixture
def learners(
    open_app: Callable[..., Services], learner_settings: Settings, services: Services, clock: Clock, tmp_path: Path
) -> Callable[[str], Services]:
    """Opens learners who are alike, each with a database of its own. The first card is due, and its next lapse makes it a leech."""
    for rating in (Rating.GOOD, Rating.AGAIN, Rating.HARD):
        services.study.grade("small/one", rating, 1)
    services.close()
    clock.tick(days=9)

    def opened(name: str) -> Services:
        database = tmp_path / name / "quizapp.db"
        database.parent.mkdir(exist_ok=True)
        shutil.copy(learner_settings.database, database)
        return open_app(replace(learner_settings, database=database, leech_lapses=2))

    return opened


def held(services: Services, clock: Clock, lines: list[str]) -> list[tuple[object, ...]]:
    """What is stored after the plain dialogue over `lines`."""
    with pytest.MonkeyPatch.context() as typing, redirect_stdout(StringIO()):
        typing.setattr("sys.stdin", Typist(clock, *lines))
        QuizDialogue(services, None, None, "en").hold()
    return history(services)


def driven(services: Services, lines: list[str]) -> list[tuple[object, ...]]:
    """What is stored after the session has got what `lines` mean."""
    quiz = services.sessions.start(language="en")
    for line in lines:
        if line == "" and quiz.session.state is State.DONE:
            break  # Enter leaves
        put_in(quiz, line)
    return history(services)


def put_in(quiz: LiveQuiz, line: str) -> None:
    match line:
        case "" if quiz.session.state is State.ASKING:
            quiz.reveal()
        case "":
            quiz.go_on()
        case "1" | "2" | "3" | "4":
            quiz.grade(Rating(int(line)))
        case "u":
            quiz.undo()
        case "b":
            quiz.bury()
        case "s":
            quiz.suspend()
        case "l":
            quiz.switch_language()


@settings(max_examples=settings().max_examples // 5)
@given(lines=st.lists(st.sampled_from(INPUTS), max_size=20))
@example(lines=A_LEECH)
def test_it_stores_what_the_session_stores_for_any_inputs(
    learners: Callable[[str], Services], clock: Clock, lines: list[tuple[str, ...]]
) -> None:
    plain, session, now = learners("plain"), learners("session"), clock.at
    inputs = [line for several in lines for line in several]
    try:
        assert held(plain, clock, inputs) == driven(session, inputs)
    finally:
        clock.at = now
        plain.close()
        session.close()
