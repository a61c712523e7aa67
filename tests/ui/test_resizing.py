"""A window that is resized while screens come and go."""

import random

import pytest
from textual import events
from textual.geometry import Size

from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from tests.ui.conftest import burst, press, settled


def resize(app: QuizApp, size: tuple[int, int]) -> None:
    """As the terminal's driver says it, which waits for nothing."""
    app.post_message(events.Resize(Size(*size), Size(*size)))


@pytest.mark.parametrize("begin", ["home", "quiz"])
@pytest.mark.parametrize("opened", [(), ("c",), ("space", "d")])
async def test_help_and_escape_at_once_while_the_window_is_resized(services: Services, begin: str, opened: tuple[str, ...]) -> None:
    app, dice = QuizApp(services, begin), random.Random(7)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *opened)
        for _ in range(6):
            burst(app, "?")
            resize(app, (dice.choice([40, 80, 109, 130]), dice.choice([10, 24, 40])))
            burst(app, "escape", *dice.choice([(), ("?",), ("?", "escape"), ("c", "q")]))
            resize(app, (dice.choice([40, 80, 109, 130]), dice.choice([10, 24, 40])))
            if dice.random() < 0.5:
                await pilot.pause()
        await settled(pilot)
    assert app.crash is None
