"""Keys one by one: in a burst they do what they would do one after another."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual import events

from quizapp.services.container import Services
from quizapp.settings import Settings
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.quiz import QuizScreen
from tests.stored import stored_events
from tests.ui.conftest import settled

pytestmark = pytest.mark.usefixtures("sixty_pictures_a_second")
KEYS = [
    "space",
    "1",
    "2",
    "3",
    "4",
    "t",
    "u",
    "l",
    "b",
    "s",
    "q",
    "escape",
    "enter",
    "c",
    "question_mark",
    "m",
    "x",
    "tab",
    "A",
    "f",
    "ㅅ",
    "down",
    "d",
]


def send(app: QuizApp, keys: list[str]) -> None:
    """As a terminal sends what is typed faster than it is read: all at once."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else {"space": " ", "question_mark": "?"}.get(key)))


def seen(app: QuizApp, services: Services) -> tuple[object, ...]:
    """Where the app is, and what is stored."""
    screens = [type(screen).__name__ for screen in app.screen_stack]
    stored = [(type(event).__name__, getattr(event, "card", ""), getattr(event, "rating", 0)) for event in stored_events(services)]
    shown = None
    if isinstance(app.screen, QuizScreen) and (turn := app.screen._live.turn):
        shown = turn.card.id, turn.attempt, turn.revealed, turn.question.language
    return screens, shown, stored


async def play(services: Services, keys: list[str], *, burst: bool) -> tuple[object, ...]:
    app = QuizApp(services)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        for batch in [keys] if burst else [[key] for key in keys]:
            send(app, batch)
            await settled(pilot)
        return (app._exit, *seen(app, services))


@given(st.lists(st.sampled_from(KEYS), min_size=2, max_size=14))
@settings(max_examples=settings().max_examples // 50, suppress_health_check=list(HealthCheck))
async def test_a_burst_does_what_the_same_keys_do_one_by_one(
    open_app: Callable[..., Services], learner_settings: Settings, tmp_path_factory: pytest.TempPathFactory, keys: list[str]
) -> None:
    results = []
    for burst in (False, True):
        folder: Path = tmp_path_factory.mktemp("learner")
        services = open_app(replace(learner_settings, database=folder / "quizapp.db", state_dir=folder))
        services.library.refresh()
        results.append(await play(services, keys, burst=burst))
    assert results[0] == results[1]


@pytest.mark.parametrize("keys", [["c", "q"], ["question_mark", "q"], ["enter", "q", "c", "q"], ["m", "q"]])
async def test_a_screen_that_is_opened_and_left_at_once_leads_back_home(app: QuizApp, keys: list[str]) -> None:
    async with app.run_test() as pilot:
        await settled(pilot)
        send(app, keys * 2)
        await settled(pilot)
        assert not app._exit
        assert [type(screen) for screen in app.screen_stack] == [HomeScreen]


async def test_what_is_typed_right_behind_t_is_text(quiz: QuizApp, services: Services) -> None:
    """Also before the answer's side has been made, right after the question shows."""
    async with quiz.run_test() as pilot:
        send(quiz, ["t", *"buds uss"])
        await settled(pilot)
        assert isinstance(quiz.screen, QuizScreen)
        turn = quiz.screen._live.turn
        assert turn is not None
        assert (turn.card.id, turn.attempt) == ("small/one", "buds uss")
        assert stored_events(services) == []
