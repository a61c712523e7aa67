"""What the plain dialogue stores: the same as the full screen, and as the session itself, for the same inputs."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout, suppress
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizapp.cli.lines import EndOfInputError
from quizapp.cli.plain.mock import InterviewDialogue
from quizapp.cli.plain.quiz import QuizDialogue
from quizapp.domain.history import Draft, MockSetup, Rating
from quizapp.domain.modes import Mode
from quizapp.domain.session import Act, State
from quizapp.services.container import Services
from quizapp.services.session import LiveQuiz, LiveSession, S
from quizapp.settings import Settings
from quizapp.ui.app import QuizApp
from tests.cli.dialogue import Conversation, Typist, history
from tests.conftest import Clock
from tests.ui.conftest import press, settled

PLAYS = [
    (("", "3", "", "1", "", "2", "", "4"), ("space", "3", "space", "1", "space", "2", "space", "4")),
    (("b", "s", "", "3"), ("b", "s", "space", "3")),
    (("", "3", "u", "4", "b", "u", "u", "1"), ("space", "3", "u", "4", "b", "u", "u", "1")),
    (
        ("t", "one is a number", "", "", "A", "1", "f", "", "3", "", "A", "4"),
        ("t", *"one", "space", *"is", "space", "a", "space", *"number", "escape", "space", "A", "1", "f", "space", "3", "space", "A", "4"),
    ),
    (("t", "가", "", "", "2", "u", "A", "3"), ("t", "가", "escape", "space", "2", "u", "A", "3")),
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

INPUTS = [("",), ("", "1"), ("", "3"), ("1",), ("2",), ("4",), ("u",), ("b",), ("s",), ("l",), ("p",), ("A",), ("B",), ("x",)]
"""One or two lines each."""
TYPED = [("t", "one is a number", ""), ("t", "하나", "p", "")]
"""Lines that are text, and the empty one that ends it."""
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
        with suppress(EndOfInputError):
            QuizDialogue(services, None, None, "en").hold()
    return history(services)


def driven(services: Services, lines: list[str]) -> list[tuple[object, ...]]:
    """What is stored after the session has got what `lines` mean."""
    quiz = services.sessions.start(language="en")
    left = iter(lines)
    for line in left:
        if line == "" and quiz.session.state is State.DONE:
            break  # Enter leaves
        if line == "t":
            type_in(quiz, left)
        else:
            put_in(quiz, line)
    return history(services)


def type_in(live: LiveSession[S], lines: Iterator[str]) -> None:
    """Types lines up to an empty one, where one can type: otherwise the key is ignored, and they are keys as well."""
    if live.turn is None or Act.TYPE not in live.session.acts:
        return
    attempt = live.turn.attempt.split("\n") if live.turn.attempt else []
    for line in lines:
        if line == "":
            return
        attempt.append(line)
        live.write("\n".join(attempt))
        live.keep()


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
        case "p":
            quiz.pause()
        case "A" | "B":
            quiz.mark("AB".index(line))


@settings(max_examples=settings().max_examples // 5)
@given(lines=st.lists(st.sampled_from([*INPUTS, *TYPED]), max_size=20))
@example(lines=A_LEECH)
@example(lines=[TYPED[0], ("",), ("A",), ("3",), TYPED[1]])
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


# -- mock interviews ---------------------------------------------------------------------------------------------------------

SETUP = MockSetup(topics=("small/first",), questions=2, minutes=5, language="en", seed=1)
ANSWERS = [("",), ("", "3"), ("m",), ("1",), ("4",), ("A",), ("y",), ("n",), ("u",), ("x",), *TYPED]
INTERVIEWS = [
    (("", "", "3", "", "y", "", "n", "", "A", "1", "", "y"), ("space", "3", "space", "y", "space", "n", "space", "A", "1", "space", "y")),
    (("", "t", "no", "", "", "B", "2"), ("t", *"no", "escape", "space", "B", "2")),
]


@pytest.fixture
def followed(content: Path) -> None:
    """The first card has two follow-ups, the others one."""
    for path in (content / "small").glob("*.md"):
        more = "\n- Really?\n\n  Yes.\n" if path.stem == "one" else ""
        heading = "꼬리 질문" if path.stem.endswith(".ko") else "Follow-ups"
        path.write_text(f"{path.read_text()}\n## {heading}\n\n- Why?\n\n  Because.\n{more}")


@pytest.mark.usefixtures("followed")
@pytest.mark.parametrize(("lines", "keys"), INTERVIEWS)
async def test_an_interview_stores_what_it_stores_on_the_full_screen(
    ask: Conversation,
    services: Services,
    open_app: Callable[..., Services],
    learner_settings: Settings,
    tmp_path: Path,
    lines: tuple[str, ...],
    keys: tuple[str, ...],
) -> None:
    ask.interview(*lines, setup=SETUP)
    other = open_app(replace(learner_settings, database=tmp_path / "other" / "quizapp.db"))
    other.library.refresh()
    app = QuizApp(other, mock=SETUP)
    async with app.run_test() as pilot:
        await settled(pilot)
        await press(pilot, *keys)
    assert history(services) == history(other)
    assert len(history(services)) > 1


def interviewed(services: Services, clock: Clock, lines: list[str]) -> tuple[list[tuple[object, ...]], list[Draft]]:
    """What is stored, graded or not, after a plain interview over `lines`."""
    interview = services.mocks.begin(SETUP)
    with pytest.MonkeyPatch.context() as typing, redirect_stdout(StringIO()):
        typing.setattr("sys.stdin", Typist(clock, *lines))
        with suppress(EndOfInputError):
            InterviewDialogue(interview).hold()
    return stored_and_kept(services)


def driven_interview(services: Services, lines: list[str]) -> tuple[list[tuple[object, ...]], list[Draft]]:
    """What is stored after the interview has got what `lines` mean."""
    interview = services.mocks.begin(SETUP)
    left = iter(lines)
    for line in left:
        match line:
            case "t":
                type_in(interview, left)
            case "":
                interview.reveal()
            case "1" | "3" | "4":
                interview.grade(Rating(int(line)))
            case "A":
                if interview.session.looked:
                    interview.mark(0)
            case "m":
                interview.look()
            case "y" | "n":
                interview.judge(correct=line == "y")
    return stored_and_kept(services)


def stored_and_kept(services: Services) -> tuple[list[tuple[object, ...]], list[Draft]]:
    drafts = [found[1] for card in ("small/one", "small/two", "small/three") if (found := services.study.to_ask(card, Mode.CRAM))]
    return history(services), drafts


@pytest.mark.usefixtures("followed")
@settings(max_examples=settings().max_examples // 10)
@given(lines=st.lists(st.sampled_from(ANSWERS), max_size=16))
@example(lines=[TYPED[0], ("", "3"), ("", "y"), ("",), ("n",), TYPED[1]])
def test_an_interview_stores_what_its_session_stores_for_any_inputs(
    learners: Callable[[str], Services], clock: Clock, lines: list[tuple[str, ...]]
) -> None:
    plain, session, now = learners("plain"), learners("session"), clock.at
    inputs = [line for several in lines for line in several]
    try:
        assert interviewed(plain, clock, inputs) == driven_interview(session, inputs)
    finally:
        clock.at = now
        plain.close()
        session.close()
