"""When an app that is driven by a test has nothing left to do, asked of the event loop itself.

Textual's own pilot waits until the process has used little CPU for 20 ms, and has every widget on the screen handle a message before. Both
take long, and neither is exact. Here the app is idle once the loop has nothing to run, waits for no thread and has no timer that is due
soon, and the screen has nothing left to draw: everything then waits for a key, for a worker on a thread or for a later timer.

The screen is drawn as soon as all else is done, as the pilot does it as well, and seldom in between. What is about the pictures on the way
takes the fixture `sixty_pictures_a_second`.

Style sheets are parsed once a worker: all apps have the same ones, and Textual keeps what it has parsed for one app alone.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import textual.app
import textual.pilot
import textual.screen
from textual._context import active_app
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot
from textual.screen import Screen

SOON = 0.025
"""Seconds in which a timer counts as work that has been begun, such as the next step of an animation."""
STEPS = 60
"""Timers and pictures after which what goes on and on, such as a demo that plays, is waited for no longer. A second may be too short."""
SELDOM = 0.25
"""Seconds between two pictures while other things are still to do."""

_computing: set[asyncio.Future[Any]] = set()
"""What is computed on threads for the app itself, such as the reading of Markdown. Who wants what a worker computes waits for it."""


async def idle(*_: float) -> None:
    """Waits until the app has nothing to do, now or soon, and all that it has changed is drawn."""
    loop = asyncio.get_running_loop()
    steps = 0
    while steps < STEPS:
        if _ready(loop):
            await asyncio.sleep(0)
        elif _next_timer(loop) <= SOON:
            await asyncio.sleep(max(0, _next_timer(loop)))
            steps += 1
        elif on_threads := {future for future in _computing if future.get_loop() is loop}:
            await asyncio.wait(on_threads)
        elif (screen := _screen()) is not None and _undrawn(screen):
            screen._on_timer_update()
            steps += 1
        elif screen is not None and screen.app._batch_count:  # a picture is held back until all of it is there
            await next_timer()
            steps += 1
        else:
            return


async def next_timer() -> None:
    """Waits for what the loop waits for itself, where that is a timer."""
    await asyncio.sleep(min(max(0, _next_timer(asyncio.get_running_loop())), SOON))


def _ready(loop: Any) -> bool:
    """Whether anything runs in this turn of the loop after the task that asks, or in the next."""
    return bool(loop._ready)


def _next_timer(loop: Any) -> float:
    """Seconds until the loop's next timer."""
    times: list[float] = [timer.when() for timer in loop._scheduled if not timer.cancelled()]
    return min(times, default=float("inf")) - float(loop.time())


def _screen() -> Screen[Any] | None:
    """What is on view, if the app has not ended."""
    app = active_app.get()
    return app.screen if app.screen_stack and not app._exit else None


def _undrawn(screen: Screen[Any]) -> bool:
    changed = screen._layout_required or screen._scroll_required or screen._repaint_required or screen._recompose_required
    return screen.is_current and not screen.app._batch_count and bool(changed or screen._dirty_widgets or screen._callbacks)


def install() -> None:
    """Every pilot waits like this from now on."""
    for place, name, value in (
        (Pilot, "_wait_for_screen", _wait_for_screen),
        (Pilot, "pause", _pause),
        (textual.pilot, "wait_for_idle", idle),
        (textual.app, "wait_for_idle", idle),
        (textual.screen, "UPDATE_PERIOD", SELDOM),
        (asyncio.BaseEventLoop, "run_in_executor", _run_in_executor),
        (Stylesheet, "_parse_rules", _parse_rules),
    ):
        assert hasattr(place, name)
        setattr(place, name, value)


async def _wait_for_screen(pilot: Pilot[Any], timeout: float = 30.0) -> bool:
    await idle()
    return True


async def _pause(pilot: Pilot[Any], delay: float | None = None) -> None:
    assert delay is None, "a test waits for what happens, not for a time"
    await idle()


_original = asyncio.BaseEventLoop.run_in_executor


def _run_in_executor(loop: asyncio.BaseEventLoop, executor: Any, call: Callable[..., Any], *arguments: Any) -> asyncio.Future[Any]:
    future: asyncio.Future[Any] = _original(loop, executor, call, *arguments)
    if not getattr(call, "__qualname__", "").startswith("Worker."):
        _computing.add(future)
        future.add_done_callback(_computing.discard)
    return future


_parsed: dict[tuple[object, ...], list[RuleSet]] = {}
_original_parse = Stylesheet._parse_rules


def _parse_rules(sheet: Stylesheet, css: str, **named: Any) -> list[RuleSet]:
    """The rules in `css`, as they are with the variables of the theme."""
    key = (css, *sorted(named.items()), frozenset(sheet._variables.items()))
    if key not in _parsed:
        _parsed[key] = _original_parse(sheet, css, **named)
    return _parsed[key]
