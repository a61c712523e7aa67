"""The lab: finding, checking and running demos. NumPy is imported when the first one is asked for."""

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.domain.errors import DemoError, ExportError
from quizapp.domain.i18n import gettext

if TYPE_CHECKING:
    from quizapp.demos.kit import Demo, Frame, Setting
    from quizapp.demos.player import Player
    from quizapp.domain.card import DemoLink


SEED_NAME = "seed"
"""The name under which the seed stands among a demo's parameters."""
SEEDS = 1000
"""Seeds that a learner can set: 0 and those that follow."""


def seed_after(reviews: int) -> int:
    """The seed of a demo that is opened from a card with so many reviews: another one each time, so that no prediction is remembered."""
    return reviews % SEEDS


class Lab:
    """All demos."""

    def demos(self) -> "list[Demo]":
        """Every demo, in the order in which the deck teaches."""
        from quizapp.demos.catalogue import demos

        return list(demos().values())

    def warm(self, demo: str) -> None:
        """Imports what that demo runs and is drawn with, which takes a moment. Meant for a worker, while something else is read.

        Raises DemoError where there is none.
        """
        from quizapp.demos import player  # noqa: F401
        from quizapp.plots import compose  # noqa: F401

        self.demo(demo)

    def problems(self) -> list[str]:
        """What was wrong with demos that installed packages offer."""
        from quizapp.demos.catalogue import problems

        return problems()

    def demo(self, id: str) -> "Demo":
        """The demo `id`. Raises DemoError naming the nearest."""
        from quizapp.demos.catalogue import find

        return find(id)

    def play(self, id: str, given: "Mapping[str, Setting]", seed: int = 0, kept: int | None = None) -> "Player":
        """A run of the demo `id` with the parameters `given`, as a link or the command line writes them. Raises DemoError.

        A seed among them goes before `seed`. `kept` frames, by default some thousands, are remembered for going back.
        """
        from quizapp.demos.player import KEPT, Player

        demo = self.demo(id)
        settings, own = _parsed(demo, {name: str(value) for name, value in given.items()})
        return Player(demo, settings, seed if own is None else own, kept or KEPT)

    def check_link(self, link: "DemoLink") -> str | None:
        """What is wrong with a card's link to a demo, or None."""
        try:
            _parsed(self.demo(link.demo), dict(link.settings))
        except DemoError as error:
            return str(error)
        return None

    @staticmethod
    def text(frame: "Frame", columns: int, rows: int) -> str:
        """The frame's figures as plain text."""
        from quizapp.plots.compose import compose

        return compose(frame.figures, columns, rows).text

    @staticmethod
    def save_svg(path: Path, frame: "Frame", *, overwrite: bool) -> None:
        """Writes the frame's figures over its caption. Raises ExportError."""
        from quizapp.export.files import write_file
        from quizapp.plots.svg import svg

        write_file(path, svg(frame.figures, frame.caption), overwrite=overwrite)

    @staticmethod
    def save_gif(path: Path, frames: "Iterable[Frame]", *, overwrite: bool) -> None:
        """Writes the frames one after the other, each over its caption. Raises ExportError, also where Pillow is not installed."""
        from quizapp.export.files import check_place, write_file
        from quizapp.plots.shapes import pages

        try:
            from quizapp.plots.gif import MOST_FRAMES, gif
        except ModuleNotFoundError as error:
            raise ExportError(
                gettext("drawing a GIF needs Pillow, which is not installed"), gettext("Install it: pip install pillow")
            ) from error
        check_place(path, overwrite=overwrite)
        run = list(islice(frames, MOST_FRAMES + 1))  # computing a frame takes far less time than drawing it
        if len(run) > MOST_FRAMES:
            raise ExportError(
                gettext("the run has more than {limit} frames, too many for a GIF", limit=MOST_FRAMES),
                gettext("Use fewer of them, with --every N."),
            )
        write_file(path, gif(pages(run)), overwrite=overwrite)


def _parsed(demo: "Demo", given: "Mapping[str, str]") -> "tuple[dict[str, Setting], int | None]":
    """The demo's settings, and the seed where `given` names one. Raises DemoError."""
    from quizapp.demos.kit import SEED

    seed = given.get(SEED_NAME) if demo.seeded else None
    own = given if seed is None else {name: text for name, text in given.items() if name != SEED_NAME}
    return demo.parsed(own), None if seed is None else int(SEED.parse(seed))
