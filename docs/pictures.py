"""Makes the pictures in README from the real app on the real deck: `make pictures`."""

import asyncio
import re
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from quizapp.bootstrap import open_services
from quizapp.domain.history import Rating
from quizapp.services.bundle import Services
from quizapp.settings import load
from quizapp.ui.app import QuizApp
from quizapp.ui.screens import quiz

FOLDER = Path(__file__).parent
TODAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
PICTURES = {
    "home.svg": ("home", (100, 24), ()),
    "answer-and-demo.svg": ("quiz", (120, 40), ("space", "d", "down", "enter", "end")),
    "demo.svg": ("home", (120, 36), ("d", "down", "enter", "end")),
}


async def picture(services: Services, start: str, size: tuple[int, int], keys: tuple[str, ...]) -> str:
    """The app as SVG after some keys."""
    app = QuizApp(services, start, topic="deep-learning/perceptrons" if start == "quiz" else None)
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        for key in keys:
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause(0.2)
        return app.export_screenshot(title="QuizApp")


def steady(svg: str) -> str:
    """The same picture gives the same file: Textual names its styles by a random number."""
    return re.sub(r"terminal-\d+", "terminal", svg)


def learned(services: Services, clock: list[datetime]) -> None:
    """Two mornings of use, so that there is something to show."""
    for day, ratings in ((2, [Rating.GOOD] * 6), (1, [Rating.GOOD, Rating.AGAIN, Rating.GOOD, Rating.HARD])):
        clock[0] = TODAY - timedelta(days=day)
        sitting = services.study.sit(limit=len(ratings))
        for rating in ratings:
            if sitting.card() is not None:
                sitting.grade(rating, 41_000)
    clock[0] = TODAY


def main(folder: Path = FOLDER) -> None:
    """Writes every picture to `folder`."""
    quiz.monotonic = lambda: 0.0  # the stopwatch would make every run another picture
    clock, randoms = [TODAY], count(1)
    with tempfile.TemporaryDirectory() as home:
        settings = replace(load({"QUIZAPP_DATA_DIR": home}), time_zone="UTC")
        services = open_services(settings, lambda: clock[0], lambda: next(randoms))
        services.library.refresh()
        learned(services, clock)
        for name, (start, size, keys) in PICTURES.items():
            (folder / name).write_text(steady(asyncio.run(picture(services, start, size, keys))), "utf-8")
        services.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
