"""Makes the pictures in the documents and the gallery of demos from the real app on the real deck: `make pictures`."""

import asyncio
import re
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from textual.widgets import TextArea

from docs.film import Shot, film
from quizapp.bootstrap import open_services
from quizapp.domain.history import Rating
from quizapp.services.container import Services
from quizapp.settings import load
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import DemoRequested
from quizapp.ui.widgets import demo_pane
from quizapp.ui.widgets.demo_pane import DemoPane
from tests.ui.conftest import settled, until

demo_pane.FRAME_SECONDS = 3600  # no demo plays on by itself: how far it came would be the machine's doing

FOLDER = Path(__file__).parent
TODAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
PICTURES = {
    "home.svg": ("home", (100, 24), ()),
    "answer-and-demo.svg": ("quiz", (120, 40), ("space", "d", "enter", "end")),
    "browse.svg": ("home", (120, 32), ("c", *"ooooo", "home", "down")),
    "demo.svg": ("home", (120, 36), ("d", "slash", *"mlp-xor", "enter", "enter", "down", "enter", "end")),
}
TOUR_SIZE = (100, 30)
TOUR_ATTEMPT = """A weighted sum of the inputs plus a bias goes through a step function. Its boundary is a line, or a hyperplane. \
It learns from its mistakes."""
GALLERY_SIZE = (100, 32)
GALLERY_PARTS = 2
"""Each is made by a process of its own."""


async def picture(services: Services, start: str, size: tuple[int, int], keys: tuple[str, ...]) -> str:
    """The app as SVG after some keys."""
    app = QuizApp(services, start, topic="deep-learning/perceptrons" if start == "quiz" else None)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        return app.export_screenshot(title="QuizApp")


async def tour(services: Services) -> str:
    """A question, an answer typed, its marks, a prediction and the demo, as an SVG that plays them."""
    app = QuizApp(services, "quiz", topic="deep-learning/perceptrons")
    shots: list[Shot] = []
    async with app.run_test(size=TOUR_SIZE) as pilot:

        async def shot(seconds: float, *keys: str) -> None:
            await pilot.press(*keys)
            await settled(pilot)
            shots.append(Shot(app.export_screenshot(), seconds))

        await shot(1.6)
        await pilot.press("t")
        await settled(pilot)
        app.screen.query_one(TextArea).cursor_blink = False  # seen from the first word on, which draws its line anew
        for word in re.findall(r"\S+ ?", TOUR_ATTEMPT):
            await shot(0.22, *word)
        await shot(0.8, "escape")
        await shot(4, "space")
        for key in ("d", "down", "up"):
            await shot(0.8, key)
        await pilot.press("enter")
        demo = app.screen.query_one(DemoPane).demo_run
        while not demo.view().at_end:
            await shot(0.45, "right", "right")
        shots.append(replace(shots[-1], seconds=4))
    return film(shots, TOUR_SIZE)


async def gallery(services: Services, part: int) -> dict[str, str]:
    """The end of every demo of one part as SVG, by the name of its file."""
    files = {}
    app = QuizApp(services)
    async with app.run_test(size=GALLERY_SIZE) as pilot:
        for demo in services.lab.demos()[part::GALLERY_PARTS]:
            app.post_message(DemoRequested(demo.id))
            await until(pilot, lambda: bool(app.screen.query(DemoPane)))  # a key pressed too early would go to the screen below
            await pilot.press("end")
            await settled(pilot)
            files[f"{demo.id}.svg"] = steady(app.export_screenshot(title="QuizApp"))
            await pilot.press("q")
            await until(pilot, lambda: not app.screen.query(DemoPane))
    return files


def gallery_page(services: Services) -> str:
    """The page that shows the gallery."""
    page = [
        "# The demos\n\nEach is a page of plain NumPy that you step through. This is how they end with the parameters they start with.\n"
    ]
    for demo in services.lab.demos():
        page.append(f"## {demo.title}\n\n`quizapp demo {demo.id}`\n\nClaim: {demo.claim_with_conditions}\n")
        page.append(f"![{demo.title}: {demo.summary}]({demo.id}.svg)\n")
    return "\n".join(page)


def steady(svg: str) -> str:
    """The same picture gives the same file: Textual names its styles by a random number."""
    return re.sub(r"terminal-\d+", "terminal", svg)


def learned(services: Services, clock: list[datetime]) -> None:
    """Two mornings of use, so that there is something to show."""
    for day, ratings in ((2, [Rating.GOOD] * 6), (1, [Rating.GOOD, Rating.AGAIN, Rating.GOOD, Rating.HARD])):
        clock[0] = TODAY - timedelta(days=day)
        session = services.sessions.start(limit=len(ratings))
        for rating in ratings:
            clock[0] += timedelta(seconds=41)
            session.reveal()
            session.grade(rating)
    clock[0] = TODAY


@contextmanager
def learner() -> Iterator[Services]:
    """The services of somebody who has used the app on two mornings."""
    clock, randoms = [TODAY], count(1)
    with tempfile.TemporaryDirectory() as home:
        settings = replace(load({"QUIZAPP_DATA_DIR": home}), time_zone="UTC")
        services = open_services(settings, lambda: clock[0], lambda: next(randoms), lambda: clock[0].timestamp())
        services.library.refresh()
        learned(services, clock)
        yield services
        services.close()


def write_tour(folder: Path) -> None:
    """Writes the picture at the top of README to `folder`."""
    with learner() as services:
        (folder / "tour.svg").write_text(asyncio.run(tour(services)), "utf-8")


def write_pictures(folder: Path) -> None:
    """Writes the pictures in the guide to `folder`."""
    with learner() as services:
        for name, (start, size, keys) in PICTURES.items():
            (folder / name).write_text(steady(asyncio.run(picture(services, start, size, keys))), "utf-8")


def write_gallery(folder: Path, part: int) -> None:
    """Writes a part of the gallery to `folder`; the first one writes the page too."""
    with learner() as services:
        files = asyncio.run(gallery(services, part)) | ({} if part else {"README.md": gallery_page(services)})
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")


def main(folder: Path = FOLDER) -> None:
    """Writes every picture to `folder`, several at a time: most of the time is spent waiting."""
    (folder / "gallery").mkdir(exist_ok=True)
    with ProcessPoolExecutor(2 + GALLERY_PARTS) as pool:
        parts = [pool.submit(write_gallery, folder / "gallery", part) for part in range(GALLERY_PARTS)]
        for done in [*parts, pool.submit(write_tour, folder), pool.submit(write_pictures, folder)]:
            done.result()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
