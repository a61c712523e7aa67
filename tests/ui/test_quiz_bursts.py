"""Keys faster than the quiz draws: none is lost, none acts on what it was not meant for, no answer stands under another question."""

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from textual.widgets import Markdown, TextArea

from quizapp.domain.card import CardText
from quizapp.domain.languages import Languages
from quizapp.domain.stopwatch import Stopwatch
from quizapp.domain.turn import Turn
from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.quiz import QuizScreen
from quizapp.ui.widgets.answer import TickedAnswer
from quizapp.ui.widgets.answer_pane import AnswerPane
from tests.ui.conftest import burst, drawn, grades, press, settled, text_of

pytestmark = pytest.mark.usefixtures("sixty_pictures_a_second")
NAMES = ("one", "two", "three", "four", "five")
BURSTS = [
    ("3", "space"),
    ("3", "space", "3", "space", "3", "space"),
    ("3", "space", "u", "u", "space"),
    ("b", "space", "u", "space"),
    ("u", "space", "2", "u", "space", "1", "space"),
    ("l", "3", "l", "space", "s", "space"),
    ("A", "3", "space", "A", "u", "A", "3"),
    ("d", "3", "space", "d"),
    ("p", "3", "p", "3", "space"),
    ("q", "enter", "space", "q", "enter"),
]


def strangers(app: QuizApp) -> list[str]:
    """The answers that are on screen without their questions."""
    screen = drawn(app)
    return [name for name in NAMES if f"The answer to {name}." in screen and f"What is {name}?" not in screen and "하나란" not in screen]


@pytest.mark.parametrize(("size", "keys"), [*product([(80, 24)], BURSTS), *product([(120, 40)], BURSTS[::4])])
async def test_an_answer_never_stands_under_another_question(
    quiz: QuizApp, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    """Whatever is painted on the way is looked at."""
    painted: list[list[str]] = []
    async with quiz.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "space", "3", "space")
        monkeypatch.setattr(quiz, "post_display_hook", lambda: painted.append(strangers(quiz)))
        burst(quiz, *keys)
        await settled(pilot)
    assert quiz.crash is None
    assert len(painted) > 1
    assert [seen for seen in painted if seen] == []


@pytest.mark.parametrize("focused", [False, True])
async def test_keys_that_come_faster_than_the_answer_is_laid_out_show_its_own_one(quiz: QuizApp, services: Services, focused: bool) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        if not focused:
            quiz.screen.set_focus(None)
        burst(quiz, "3", "space")
        await settled(pilot)
        assert grades(services) == [("small/one", 3)]
        assert text_of(quiz, "#question") == "What is two?"
        assert "The answer to two." in drawn(quiz)
        assert "The answer to one." not in drawn(quiz)


async def test_the_next_question_is_painted_before_its_answer_is_laid_out(quiz: QuizApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        steps: list[str] = []
        show = TickedAnswer.show

        async def lay_out(answer: TickedAnswer, text: CardText, *, from_top: bool = True) -> None:
            steps.append(f"laid out: {text.question}")
            await show(answer, text, from_top=from_top)

        monkeypatch.setattr(TickedAnswer, "show", lay_out)
        monkeypatch.setattr(quiz, "post_display_hook", lambda: steps.append(f"painted: {text_of(quiz, '#question')}"))
        await press(pilot, "3")
        assert steps.index("painted: What is two?") < steps.index("laid out: What is two?")


async def test_what_is_asked_while_an_answer_is_laid_out_gets_its_own(
    quiz: QuizApp, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Laying out takes several steps; a click on the footer comes in between."""
    one, two = (Turn(services.catalog.card(f"small/{name}"), Languages("en"), Stopwatch(0), revealed=True) for name in ("one", "two"))
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        pane = quiz.screen.query_one(AnswerPane)
        show = TickedAnswer.show

        async def show_and_ask(answer: TickedAnswer, text: CardText, *, from_top: bool = True) -> None:
            monkeypatch.undo()
            await show(answer, text, from_top=from_top)
            pane.show(one, 3)

        monkeypatch.setattr(TickedAnswer, "show", show_and_ask)
        pane.show(two, 2)
        await settled(pilot)
        assert "The answer to one." in pane.query_one("#spoken", Markdown).source
        assert "The answer to one." in drawn(quiz)


async def test_keys_that_come_before_the_answers_side_exists_are_not_lost(
    quiz: QuizApp, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first question is painted before the widgets of its answer are imported."""
    prepare = QuizScreen._prepare

    async def later(screen: QuizScreen) -> None:
        """As on a slow machine."""

    monkeypatch.setattr(QuizScreen, "_prepare", later)
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        assert not quiz.screen.query(AnswerPane)
        assert isinstance(quiz.screen, QuizScreen)
        await prepare(quiz.screen)
        await settled(pilot)
        assert "The answer to one." in drawn(quiz)
        await press(pilot, "3")
        assert grades(services) == [("small/one", 3)]
        assert "The answer to" not in drawn(quiz)


@pytest.fixture
def from_the_start(quiz: QuizApp, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Keys that are there before anything is painted."""
    on_mount = QuizScreen.on_mount

    def pressed(*keys: str) -> None:
        def on_mount_with_keys(screen: QuizScreen) -> None:
            monkeypatch.undo()
            on_mount(screen)
            burst(quiz, *keys)

        monkeypatch.setattr(QuizScreen, "on_mount", on_mount_with_keys)

    return pressed


async def test_what_is_typed_right_behind_the_key_for_typing_is_text(
    quiz: QuizApp, services: Services, from_the_start: Callable[..., None]
) -> None:
    from_the_start("t", *"dquit3")
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert quiz.screen.query_one(TextArea).text == "dquit3"
        assert text_of(quiz, "#question") == "What is one?"
        assert grades(services) == []


async def test_a_grade_that_is_pressed_before_anything_is_painted_counts_for_its_question(
    quiz: QuizApp, services: Services, from_the_start: Callable[..., None]
) -> None:
    from_the_start("space", "2", "space")
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert grades(services) == [("small/one", 2)]
        assert "The answer to two." in drawn(quiz)


@pytest.mark.parametrize("keys", [("q",), ("space", "q"), ("t", "h", "i", "escape", "q")], ids=" ".join)
async def test_a_quiz_that_is_left_before_anything_is_painted_ends_quietly(
    quiz: QuizApp, from_the_start: Callable[..., None], keys: tuple[str, ...]
) -> None:
    from_the_start(*keys)
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(quiz.screen, HomeScreen)
    assert quiz.crash is None


def test_the_first_question_waits_for_nothing_that_its_answer_needs(tmp_path: Path, content: Path, services: Services) -> None:
    """What lays answers out, edits text and writes is imported once the question has been drawn."""
    program = (
        "import asyncio, sys\n"
        "from quizapp.bootstrap import open_services\nfrom quizapp.settings import load\n"
        "from quizapp.ui.app import QuizApp\nfrom quizapp.ui.screens.quiz import QuizScreen\n"
        "heavy = {'numpy', 'sqlalchemy', 'fsrs', 'quizapp.ui.widgets.answer_pane', 'quizapp.ui.screens.home'}\n"
        "heavy |= {'quizapp.domain.matching', 'quizapp.domain.mock'}\n"
        "mounted = QuizScreen.on_mount\n"
        "def on_mount(screen):\n    mounted(screen)\n    print(screen.query_one('#question').content, sorted(heavy & set(sys.modules)))\n"
        "QuizScreen.on_mount = on_mount\n"
        "import os; settings = load(dict(os.environ))\n"
        "async def run():\n    async with QuizApp(open_services(settings), 'quiz').run_test(): pass\n"
        "asyncio.run(run())\n"
    )
    environ = {**os.environ, "TZ": "UTC", "QUIZAPP_DATA_DIR": str(tmp_path / "data"), "QUIZAPP_CONTENT": str(content)}
    result = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[0] == "What is one? []"
