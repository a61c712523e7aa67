"""What is drawn of a demo's run: where it stands, its parameters, what is said of it, its figures and its code."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from quizapp.domain.i18n import gettext
from quizapp.services.demo_view import DemoView
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.code import Code
from quizapp.ui.widgets.demo_words import words
from quizapp.ui.widgets.drawing import Drawing
from quizapp.ui.widgets.parameters import Parameters
from quizapp.ui.widgets.scrubber import Scrubber

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizapp.demos.kit import Demo, Figure


class DemoDisplay(Vertical):
    """Draws a `DemoView`. A subclass says what its keys and clicks do."""

    DEFAULT_CSS = """
    DemoDisplay {
        height: 1fr; padding: 0 2;
        #demo-top { height: 1; }
        #demo-head {
            width: auto; max-width: 70%; height: 1; padding-right: 2;
            color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis;
        }
        Parameters { margin-bottom: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #demo-said { height: auto; min-height: 2; max-height: 70%; margin-bottom: 1; }
        #demo-choices { height: auto; margin-bottom: 1; display: none; text-wrap: nowrap; text-overflow: ellipsis; }
        #demo-typed { display: none; margin-bottom: 1; background: $panel; }
        Drawing { height: 1fr; }
        Code { border-top: solid $rule; }
        &.-predicting #demo-choices { display: block; }
        &.-predicting #demo-said { margin-bottom: 0; }
        &.-typing #demo-typed { display: block; }
        &.-toggled Code, &.-tight Code { display: none; }
        &.-tight.-toggled Code { display: block; }
        &.-tight.-toggled Drawing { display: none; }
        &.-low Parameters, &.-low #demo-said, &.-low #demo-choices, &.-low #demo-typed { margin-bottom: 0; }
    }
    """
    VERTICAL_ROOM = 34
    """Rows below which nothing is left blank between its parts."""
    FIGURE_ROWS = 11
    """Rows that figures get before prose that can be done without."""
    CODE_ROWS = 4, 9
    """The fewest and the most that the code gets, its rule included: a third of what the words leave; with fewer it goes."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = DemoView()
        """What was drawn last."""
        self.complaint = ""
        """What was wrong with what was typed."""
        self.claim_wanted = False
        """Whether the claim is to be read rather than what was found."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="demo-top"):
            yield Static("", id="demo-head", markup=False)
            yield Scrubber()
        yield Parameters()
        yield Static("", id="demo-said", markup=False)
        yield Choices("", id="demo-choices", markup=False)
        yield Input(id="demo-typed", compact=True, select_on_focus=False)
        yield Drawing(id="demo-drawing")
        yield Code(id="demo-code")

    def on_resize(self) -> None:
        """Few rows are shared out differently."""
        self.set_class(self.size.height < self.VERTICAL_ROOM, "-low")
        self._share_out(self._shown)

    def draw(self, view: DemoView, *, overdue: bool = False) -> None:
        """Where a run has just been begun, the picture of the one before stays for the moment that it takes, unless that is `overdue`."""
        self._shown = view
        self.set_class(view.asking, "-predicting")
        if view.demo is not None:
            self.query_one(Parameters).show(view.parameters, view.values, None if view.predicting else view.chosen)
            self.query_one(Choices).show(view.demo.predict.choices, view.chosen)
            if view.moment is not None or view.progress is not None or view.stopped or view.error or overdue:
                self._draw_moment(view, view.demo)
        self._share_out(view)

    def _draw_moment(self, view: DemoView, demo: "Demo") -> None:
        """All that belongs to one frame; nothing of it where there is none."""
        code = self.query_one(Code)
        code.line = view.failed_at if view.error and view.failed_at else view.moment.line if view.moment else 0
        code.lines = tuple(view.source) if code.line else ()
        code.hidden = 0 if view.claim_known else (demo.module.__doc__ or "").count("\n") + 1
        self.query_one("#demo-head", Static).update(_head(view, demo.title))
        self.query_one(Scrubber).show(view.first, view.moment.number if view.moment else view.first, view.last, ended=view.ended)
        self.query_one(Drawing).show(self._figures(view))

    def _figures(self, view: DemoView) -> "Sequence[Figure]":
        if view.moment is None:
            return ()
        from quizapp.plots.compare import over

        return over(view.moment.frame.figures, view.before.figures if view.before else ())

    def _share_out(self, view: DemoView) -> None:
        """What decides is whole: the verdict and every figure. For them the prose gives way first, then the code."""
        width, height = self.size
        room = height - 1 - self.query_one(Parameters).get_content_height(self.size, self.size, width) - 2 * (height >= self.VERTICAL_ROOM)
        if self.has_class("-predicting") and view.demo is not None:
            room -= len(view.demo.predict.choices) or 1
        drawn = self._rows_of_figures(view)
        least, most = self.CODE_ROWS
        high = 0
        for said in words(view, self.complaint, claim=self.claim_wanted and view.claim_known):
            self.query_one("#demo-said", Static).update(said)
            high = said.get_height({}, max(width, 1))
            if high + max(drawn, self.FIGURE_ROWS) + least <= room:
                break
        left = room - max(high, 2)
        tight = left - drawn < least
        self.set_class(tight, "-tight")
        rows = min(max(left // 3, least), most, max(left - drawn, least))
        self.query_one(Code).styles.height = "1fr" if tight else rows

    def _rows_of_figures(self, view: DemoView) -> int:
        if view.moment is None:
            return 0
        from quizapp.plots.compose import rows_needed

        return rows_needed(view.moment.frame.figures, self.size.width)


def _head(view: DemoView, title: str) -> str:
    """A line: whether it computes, plays or has ended, the frame being looked at, the speed, the title."""
    if view.moment is None:
        return title
    state = "…" if view.computing else "▶" if view.playing else "∎" if view.at_end else "‖"
    number = view.moment.number
    place = gettext("{number} of {total}", number=number, total=view.last) if view.ended else f"{number}"
    speed = f" · {view.speed:g}x" if view.speed != 1 else ""
    return f"{state} {place}{speed} · {title}"
