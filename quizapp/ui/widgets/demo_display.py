"""What is drawn of a demo's run: where it stands, its parameters, what is said of it, its figures and its code."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from quizapp.domain.i18n import gettext
from quizapp.services.demo_view import DemoView, SettledPrediction
from quizapp.ui import commands
from quizapp.ui.phrases import score_phrase, settled_phrase
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.code import Code
from quizapp.ui.widgets.drawing import Drawing
from quizapp.ui.widgets.parameters import Parameters
from quizapp.ui.widgets.scrubber import Scrubber

if TYPE_CHECKING:
    from quizapp.demos.kit import Progress


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
        &.-no-code Code, &.-tight Code { display: none; }
        &.-low Parameters, &.-low #demo-said, &.-low #demo-choices, &.-low #demo-typed { margin-bottom: 0; }
    }
    """
    VERTICAL_ROOM = 34
    """Rows below which nothing is left blank between its parts."""
    CODE_ROWS = 4, 9
    """The fewest and the most that the code gets, its rule included; with fewer it goes."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = DemoView()
        """What was drawn last."""

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

    def say(self, words: Content) -> None:
        """Stands where the caption stands, until something is drawn again."""
        self.query_one("#demo-said", Static).update(words)

    def draw(self, view: DemoView) -> None:
        """Where there is no frame yet, what was drawn before stays, unless that is over."""
        self._shown = view
        if view.stopped:
            self.query_one(Drawing).show(())
        self.set_class(view.predicting and not view.error and view.moment is not None, "-predicting")
        if view.demo is not None:
            self.query_one(Parameters).show(view.parameters, view.values, None if view.predicting else view.chosen)
        self._share_out(view)
        if view.demo is None:
            return
        code = self.query_one(Code)
        code.lines = tuple(view.source)
        if view.moment is not None:
            code.line = view.moment.line
            self.query_one("#demo-head", Static).update(_head(view, view.demo.title))
            self.query_one(Scrubber).show(view.first, view.moment.number, view.last, ended=view.ended)
            self.query_one(Drawing).show(view.moment.frame.figures)
            self.query_one(Choices).show(view.demo.predict.choices, view.chosen)
        if view.error and view.failed_at is not None:
            code.line = view.failed_at

    def _share_out(self, view: DemoView) -> None:
        """What decides is whole: the verdict and every figure. For them the prose gives way first, then the code."""
        width, height = self.size
        room = height - 1 - self.query_one(Parameters).get_content_height(self.size, self.size, width) - 2 * (height >= self.VERTICAL_ROOM)
        if self.has_class("-predicting") and view.demo is not None:
            room -= len(view.demo.predict.choices) or 1
        drawn = self._rows_of_figures(view)
        least, most = self.CODE_ROWS
        told = 0
        for said in filter(None, (_words(view), _words(view, short=True))):
            self.say(said)
            told = said.get_height({}, max(width, 1))
            if told + drawn + least <= room:
                break
        left = room - max(told, 2) - drawn
        self.set_class(left < least, "-tight")
        self.query_one(Code).styles.height = max(min(left, most), least)

    def _rows_of_figures(self, view: DemoView) -> int:
        if view.moment is None:
            return 0
        from quizapp.plots.compose import rows_needed

        return rows_needed(view.moment.frame.figures, self.size.width)


def _head(view: DemoView, title: str) -> str:
    """A line: whether it plays, the frame being looked at, the speed, the title."""
    assert view.moment is not None
    state = "▶" if view.playing else "∎" if view.at_end else "‖"
    number = view.moment.number
    place = gettext("{number} of {total}", number=number, total=view.last) if view.ended else f"{number}"
    speed = f" · {view.speed:g}x" if view.speed != 1 else ""
    return f"{state} {place}{speed} · {title}"


def _words(view: DemoView, *, short: bool = False) -> Content | None:
    """What stands above the picture, without the claim where it is to be `short`; None where what stood there stays."""
    if view.progress is not None:
        return Content(_computing(view.progress))
    if view.stopped:
        return Content(gettext("Stopped. {key} computes it anyway, or change a parameter.", key=commands.PlayPause.spoken()))
    if view.error:
        return Content(view.error)
    if view.demo is None or view.moment is None:
        return None
    claim = gettext("Claim: {claim}", claim=view.demo.claim_with_conditions)
    if view.predicting:
        return question(view) if short else Content.assemble((f"{claim}\n", "$ink-muted"), question(view))
    if view.at_end and view.finding is not None:
        prediction = _settled(view.settled, short=short) if view.settled else ""
        before = " " if short else Content.styled(f"\n{claim} ", "$ink-muted")
        return Content.assemble(prediction, view.finding.text, before, (view.finding.verdict, "bold"))
    return Content(view.moment.frame.caption)


def _computing(progress: "Progress") -> str:
    done = round(20 * progress.done / max(progress.of, 1))
    bar = f"{'━' * done}{'─' * (20 - done)}"
    key = commands.Cancel.spoken()
    return gettext("Computing {bar} {done} of {total}. {key} stops it.", bar=bar, done=progress.done, total=progress.of, key=key)


def question(view: DemoView) -> Content:
    """What is to be predicted."""
    assert view.demo is not None
    return Content.styled(gettext("Predict: {question}", question=view.demo.predict.question), "bold")


def _settled(settled: SettledPrediction, *, short: bool) -> Content:
    words = Content.styled(settled_phrase(settled), "bold $success" if settled.right else "bold $warning")
    score = f" {score_phrase(settled.score)}." if settled.score is not None and not short else ""
    return Content.assemble(words, (score, "$ink-muted"), "\n")
