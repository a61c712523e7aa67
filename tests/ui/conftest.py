"""The real app over a real database, driven by keys."""

from collections.abc import Callable
from contextlib import suppress
from threading import Event

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Static
from textual.worker import WorkerCancelled

from quizapp.demos.player import Moment
from quizapp.domain.history import Graded, Rating
from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.widgets.demo_pane import DemoPane
from tests.conftest import Clock
from tests.stored import stored_events
from tests.ui.idle import install, next_timer

install()


@pytest.fixture
def app(services: Services) -> QuizApp:
    return QuizApp(services)


@pytest.fixture
def quiz(services: Services) -> QuizApp:
    return QuizApp(services, "quiz")


@pytest.fixture
def studied(services: Services, clock: Clock) -> Services:
    """One in review, two failing, three put aside, four suspended, five new."""
    study = services.study
    study.grade("small/one", Rating.EASY, 1)
    study.grade("small/two", Rating.GOOD, 1)
    clock.tick(days=5)
    study.grade("small/two", Rating.AGAIN, 1)
    study.bury("small/three")
    study.suspend("small/four")
    return services


@pytest.fixture
def sixty_pictures_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen is drawn as often as in a terminal, also while much is still to do."""
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 1 / 60)


@pytest.fixture
def still_clock(clock: Clock) -> Callable[[float], None]:
    """A stopwatch that shows what a test says."""

    def advance(seconds: float) -> None:
        clock.tick(seconds=seconds)

    return advance


async def settled(pilot: Pilot[None]) -> None:
    """Waits until workers are done, also those that others have started, and their results are on screen."""
    at_rest = False
    while not at_rest:
        with suppress(WorkerCancelled):  # a newer one took its place, and is waited for next
            await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        computing = any(pane.demo_run.view().computing for pane in pilot.app.screen.query(DemoPane))
        turns = isinstance(pilot.app, QuizApp) and pilot.app.turns.busy
        at_rest = not (computing or turns or any(not worker.is_finished for worker in pilot.app.workers))
        if not at_rest:
            await next_timer()


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Waits for what comes in several steps, each begun by the one before. What never comes is a failed test."""
    for _ in range(100):
        await settled(pilot)
        if holds():
            return
    pytest.fail(f"it never came:\n{drawn(pilot.app)}")


async def points(pilot: Pilot[None], event: events.MouseEvent) -> None:
    """Does what the terminal's driver does: a Pilot's own clicks do not come by the app."""
    pilot.app.post_message(event)
    await settled(pilot)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys, each when what the one before did is on screen."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def shown(pane: DemoPane) -> Moment:
    """The frame of the demo that is being looked at."""
    moment = pane.demo_run.view().moment
    assert moment is not None
    return moment


def burst(app: App[None], *keys: str) -> None:
    """Presses keys all at once: none waits for what the one before does."""
    for key in keys:
        event = events.Key(key, key if len(key) == 1 else None)
        event.set_sender(app)  # as the terminal's driver does
        app.post_message(event)


def text_of(app: App[None], selector: str) -> str:
    """What a text on the current screen says."""
    return str(app.screen.query_one(selector, Static).render())


def drawn(app: App[None]) -> str:
    """Everything on screen, as text."""
    return "\n".join("".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips())


def notices(app: App[None]) -> list[str]:
    """What the app has notified."""
    return [notification.message for notification in app._notifications]


def grades(services: Services) -> list[tuple[str, int]]:
    """The cards and ratings that are stored, also those that were taken back."""
    return [(event.card, int(event.rating)) for event in stored_events(services) if isinstance(event, Graded)]


@pytest.fixture
def reading_decks(open_app: Callable[..., Services], monkeypatch: pytest.MonkeyPatch) -> tuple[Services, Event]:
    """Services that have no cards yet, and what lets them read their decks."""
    services, read = open_app(), Event()
    refresh = services.library.refresh
    monkeypatch.setattr(services.library, "refresh", lambda *_: (read.wait(60), refresh())[1])
    return services, read
