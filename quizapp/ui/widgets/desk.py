"""Where an answer is given and judged: what is typed, the card's answer behind it, and its key points with their marks."""

from asyncio import Lock
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer

from quizapp.domain.card import Card, CardText, Coverage
from quizapp.domain.errors import QuizAppError
from quizapp.domain.grading import Suggestion
from quizapp.domain.history import Attempt
from quizapp.domain.progress import Misses
from quizapp.services.answers import Answers, attempt
from quizapp.ui.widgets.answer import TickedAnswer
from quizapp.ui.widgets.typed import Typed

if TYPE_CHECKING:
    from quizapp.ui.widgets.points import Points

KEEP_SECONDS = 0.4
SIDE_BY_SIDE = 110
"""Columns from which what is typed stands beside the card's answer, not above it."""


class Desk(Horizontal):
    """One card's answer: typed or said first, then shown. What is typed is kept on disk while it is being typed."""

    DEFAULT_CSS = """
    Desk {
        height: 1fr; padding-top: 1;
        #typed-side { display: none; width: 1fr; }
        #given-side { width: 1fr; }
        &.-wide #typed-side { border-right: solid $rule; }
        &.-narrow { layout: vertical; }
        &.-narrow.-revealed #typed-side { height: auto; max-height: 5; border-bottom: solid $rule; }
        &.-narrow.-revealed Typed { height: 4; }
    }
    """

    class Marked(Message):
        """Marks of key points have been set, and may suggest a grade."""

        def __init__(self, suggestion: Suggestion | None) -> None:
            super().__init__()
            self.suggestion = suggestion

    def __init__(self, answers: Answers, *, tells_misses: bool = False) -> None:
        """`tells_misses`: how often a key point was missed before stands behind it."""
        super().__init__()
        self._answers = answers
        self._tells_misses = tells_misses
        self.card: Card | None = None
        """What is asked."""
        self._text = CardText("", "")
        self._to_lay_out = False
        """The text is not what stands on the answer's side yet."""
        self._from_top = True
        self._laying_out = Lock()
        self._coverages: list[Coverage] | None = None
        """How much of each key point was said; None while nobody has gone through them."""
        self._unkept: str | None = None
        """What has been typed and is not on disk yet."""
        self._keeping: Timer | None = None
        self.revealed = False

    def compose(self) -> ComposeResult:
        yield Vertical(id="typed-side")
        with Vertical(id="given-side"):
            yield TickedAnswer(self._text, id="answer")

    async def ask(self, card: Card, answer: CardText) -> None:
        """Another card, its answer hidden; what was being typed for it before is there again.

        Its answer is laid out after the question has been painted, which need not wait for it; `lay_out` does.
        """
        self.keep()
        if self._keeping is not None:
            self._keeping.stop()
        self.hide()
        for side in self.query("#typed-side"):  # none is there while the screen is being left
            await side.remove_children()
        self.card, self._text, self._coverages, self._unkept = card, answer, None, None
        self._to_lay_out = self._from_top = True
        if draft := self._answers.draft(card.id):
            for side in self.query("#typed-side"):
                if side.is_attached and side.is_running:
                    await side.mount(Typed(draft))
        self._arrange()
        self.call_after_refresh(self.lay_out)

    def hide(self) -> None:
        """At once, whatever has to be awaited before another card is asked: its question must not stand beside these answers."""
        self._set_revealed(False)
        for side in self.query("#typed-side"):
            side.display = False

    async def show(self, card: Card, answer: CardText, *, from_top: bool = True) -> None:
        """The same card in another language, or edited; what was typed and marked stays."""
        if self._coverages is not None and len(self._coverages) != len(answer.key_points):
            self._coverages = None  # of points that are no longer there
            self.post_message(self.Marked(None))
        self.card, self._text = card, answer
        self._to_lay_out = True
        self._from_top |= from_top
        await self.lay_out()

    async def lay_out(self) -> None:
        """Returns once the answer of the card that is asked, and no other, stands on its side: to await before it is revealed."""
        async with self._laying_out:  # keys come to the screen and to what has the focus, each with a task of its own
            while self._to_lay_out:
                from_top, self._to_lay_out, self._from_top = self._from_top, False, False
                for shown in self.query(TickedAnswer):  # none is there while the screen is being left
                    await shown.show(self._text, from_top=from_top)
                    if not self._to_lay_out:  # else another text has come meanwhile, and its points are not these
                        await shown.show_points(self._misses(), self._marks)

    def _misses(self) -> list[Misses]:
        """One for each key point on screen."""
        number = len(self._text.key_points)
        told = self._answers.misses(self.card) if self._tells_misses and self.card is not None else []
        return [*told, *[Misses()] * number][:number]

    def focus_answer(self) -> None:
        """The keys scroll the card's answer."""
        self.query_one(TickedAnswer).focus()

    async def type(self) -> None:
        """The keys go to the learner's answer."""
        if not self.query(Typed):
            await self.query_one("#typed-side").mount(Typed(""))
        self._arrange()
        self.query_one(Typed).type()

    def reveal(self) -> None:
        """Shows the card's answer, which `lay_out` has put there, and marks the key points that the typed one covers."""
        self.keep()
        self._set_revealed(True)
        for typed in self.query(Typed):
            typed.freeze()
        self._arrange()
        self.focus_answer()
        if self.card is not None and self._typed:
            self._tick(self._answers.coverage(self.card, self._typed))

    def toggle(self, index: int) -> None:
        """A point that was not said, or perhaps, was; one that was said was not."""
        marks = self._marks
        if self.revealed and index < len(marks):
            marks[index] = Coverage.MISSING if marks[index] is Coverage.SAID else Coverage.SAID
            self._tick(marks)
            self.query_one(TickedAnswer).scroll_to_point(index)

    @property
    def points(self) -> int:
        """How many can be ticked off."""
        return len(self._text.key_points)

    @property
    def attempt(self) -> Attempt:
        """What has been given as an answer."""
        assert self.card is not None
        return attempt(self.card, self._typed, self._coverages)

    def keep(self) -> None:
        """Stores what is typed and not stored yet."""
        if self._unkept is None or self.card is None:
            return
        try:
            self._answers.keep(self.card.id, self._unkept)
        except QuizAppError as error:
            self.notify(str(error), severity="error", timeout=12, markup=False)
        self._unkept = None

    def on_typed_left(self) -> None:
        """The keys are the screen's again."""
        self.screen.set_focus(None)

    def on_typed_changed(self) -> None:
        """What is typed is kept once no other key has followed for a moment."""
        self._unkept = self._typed
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(KEEP_SECONDS, self.keep)

    def on_unmount(self) -> None:
        """Whichever way the screen is left."""
        self.keep()

    def on_points_toggled(self, event: "Points.Toggled") -> None:
        """As by its letter."""
        event.stop()
        self.toggle(event.index)

    def on_resize(self) -> None:
        """From a certain width on, both answers stand beside each other."""
        self._arrange()

    @property
    def _typed(self) -> str:
        return "".join(typed.text for typed in self.query(Typed)).strip()

    @property
    def _marks(self) -> list[Coverage]:
        """One for each key point on screen, whose number may differ from that of the original."""
        number = len(self._text.key_points)
        return [*(self._coverages or ()), *[Coverage.MISSING] * number][:number]

    def _tick(self, coverages: list[Coverage]) -> None:
        self._coverages = coverages
        self.query_one(TickedAnswer).mark(self._marks)
        self.post_message(self.Marked(self._answers.suggestion(coverages)))

    def _set_revealed(self, revealed: bool) -> None:
        self.revealed = revealed
        self.set_class(revealed, "-revealed", update=False)  # which would style anew every line of the answer
        for side in self.query("#typed-side"):
            side.update_node_styles()
        for side in self.query("#given-side"):
            side.visible = revealed

    def _arrange(self) -> None:
        wide = self.size.width >= SIDE_BY_SIDE
        self.set_class(wide, "-wide")
        self.set_class(not wide, "-narrow")
        typed = bool(self.query(Typed))
        for side in self.query("#typed-side"):
            side.display = typed
        for side in self.query("#given-side"):
            side.display = wide or self.revealed or not typed
