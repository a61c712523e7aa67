"""What decides is whole at every size: the verdict of a demo, every figure of its last frame and, when it is wanted, the claim."""

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from quizapp.demos.catalogue import demos
from quizapp.demos.kit import SEED
from quizapp.services.container import Services
from quizapp.services.demo_view import DemoView, SettledPrediction
from quizapp.ui import themes
from quizapp.ui.widgets.code import Code
from quizapp.ui.widgets.demo_display import DemoDisplay
from quizapp.ui.widgets.drawing import Drawing
from tests.ui.conftest import settled

ROOM = {"80x24": (80, 16), "100x30": (100, 22), "120x40 beside an answer": (59, 32)}
"""What a quiz leaves a demo, by the size of the screen."""


class Bench(App[None]):
    """A demo's display alone."""

    CSS = "Screen { layout: vertical; }"

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(themes.DARK)
        self.theme = themes.DARK.name

    def compose(self) -> ComposeResult:
        yield DemoDisplay()


def end_of(services: Services, demo: str) -> DemoView:
    """The last frame of a run, whose prediction was wrong."""
    player = services.lab.play(demo, {}, 0)
    player.last()
    first, last = player.seen
    settled = SettledPrediction("one of the choices", "another of the choices", right=False)
    return DemoView(
        demo=player.demo,
        source=player.demo.source,
        parameters=[*player.demo.parameters, SEED],
        values={**player.settings, "seed": 0},
        moment=player.now,
        first=first,
        last=last,
        finding=player.finding,
        at_end=player.at_end,
        predicting=False,
        settled=settled,
    )


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("demo", [*demos()])
async def test_verdict_and_figures_are_whole_at_every_size(services: Services, demo: str) -> None:
    view = end_of(services, demo)
    assert view.demo is not None
    assert view.moment is not None
    assert view.finding is not None
    app = Bench()
    async with app.run_test(size=ROOM["80x24"]) as pilot:
        for size in ROOM.values():
            await pilot.resize_terminal(*size)
            app.query_one(DemoDisplay).draw(view)
            await settled(pilot)
            said, drawing, code = app.query_one("#demo-said", Static), app.query_one(Drawing), app.query_one(Code)
            shown = squeezed("".join(strip.text for strip in said.render_lines(said.region.reset_offset)))
            assert squeezed(view.finding.text) in shown
            assert squeezed(view.finding.verdict) in shown
            for figure in view.moment.frame.figures[
                : 2 if min(size) < 24 or size[0] < 100 else None
            ]:  # a gallery shows what there is room for
                assert figure.title in str(drawing.render()), size
            assert said.region.bottom <= drawing.region.y
            assert drawing.region.bottom <= (code.region.y if code.display else size[1])
            assert max(drawing.region.bottom, code.region.bottom if code.display else 0) <= size[1]
            app.query_one(DemoDisplay).claim_wanted = True
            app.query_one(DemoDisplay).draw(view)
            await settled(pilot)
            shown = squeezed("".join(strip.text for strip in said.render_lines(said.region.reset_offset)))
            assert squeezed(view.demo.claim_with_conditions) in shown
            app.query_one(DemoDisplay).claim_wanted = False
