"""Keys one by one: the next is handed on once all that the one before it did is done.

A key travels from widget to widget until somebody does something with it, and what that leads to, such as another screen, travels on as a
message. Keys pressed in a burst would overtake it, and land on a screen that was never meant, or on one that is not there yet. So a key
waits until those before it have run their course. A person who types at leisure never notices.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from textual.app import App
from textual.dom import DOMNode
from textual.events import Event

MOST_ROUNDS = 50
"""Looks for something still on its way. What never comes to rest, such as an animation, does not hold keys back for ever."""


class Turns:
    """The keys and pastes that wait in `app`. `handle` is run as one of its message handlers."""

    def __init__(self, app: App[Any], handle: Callable[[Event], Awaitable[None]]) -> None:
        self._app = app
        self._handle = handle
        self._waiting: deque[Event] = deque()
        self._task: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether a key waits, or something that one did is not done yet."""
        return self._task is not None and not self._task.done()

    def add(self, event: Event) -> None:
        """Hands `event` on after all others."""
        self._waiting.append(event)
        if not self.busy:
            self._task = asyncio.create_task(self._take(), name="keys")

    def add_next(self, events: Sequence[Event]) -> None:
        """Hands `events` on before all others, in their order."""
        self._waiting.extendleft(reversed(events))

    async def finish(self, seconds: float) -> None:
        """Returns when all that has been pressed is done, or after `seconds`."""
        if self._task is not None:
            await asyncio.wait([self._task], timeout=seconds)

    def close(self) -> None:
        """The app ends: what still waits is meant for nobody."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    async def _take(self) -> None:
        while self._waiting:
            await _run_in(self._app, partial(self._handle, self._waiting.popleft()))
            await self._rest()

    async def _rest(self) -> None:
        """Returns when whoever may have to do with a key has nothing left to do, and nobody else has taken the place."""
        for _ in range(MOST_ROUNDS):
            before = self._path()
            for node in before:
                await _run_in(node)
            if self._path() == before and not any(node.message_queue_size for node in before):
                return

    def _path(self) -> list[DOMNode]:
        """The way of a key: from what has the focus, or else the screen, up to the app."""
        app = self._app
        if not app.screen_stack:
            return [app]
        return list((app.focused or app.screen).ancestors_with_self)


async def _run_in(node: DOMNode, act: Callable[[], Awaitable[None]] | None = None) -> None:
    """Runs `act` after all messages that `node` has got so far. Returns also where `node` goes away without."""
    done = asyncio.get_running_loop().create_future()

    async def run() -> None:
        try:
            if act is not None:
                await act()
        finally:
            if not done.done():
                done.set_result(None)

    if node.call_later(run):
        await asyncio.wait([done, *([node.task] if node._task is not None else [])], return_when=asyncio.FIRST_COMPLETED)
