"""Where an answer is given and judged: the learner's attempt, the card's answer behind it, and its key points with their marks."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from quizapp.domain.card import CardText
from quizapp.domain.progress import Misses
from quizapp.domain.turn import Turn
from quizapp.ui.notices import reported
from quizapp.ui.widgets.answer import TickedAnswer
from quizapp.ui.widgets.typed import Typed

if TYPE_CHECKING:
    from quizapp.ui.widgets.points import Points

SIDE_BY_SIDE = 110
"""Columns from which what is typed stands beside the card's answer, not above it."""


class AnswerPane(Horizontal):
    """Draws one turn after another. The answer is laid out while it is hidden, and never stands under another question.

    Laying out takes several steps, one after the other in this widget's own queue of messages. What is asked for meanwhile is drawn after
    it; until what is laid out is the answer of the turn drawn last, none is seen.
    """

    DEFAULT_CSS = """
    AnswerPane {
        height: 1fr;
        #typed-side { display: none; width: 2fr; }
        #given-side { width: 3fr; }
        &.-wide #typed-side { border-right: solid $rule; }
        &.-narrow { layout: vertical; }
        &.-narrow #typed-side, &.-narrow #given-side { width: 1fr; }
        &.-narrow.-revealed #typed-side { height: auto; max-height: 5; border-bottom: solid $rule; }
        &.-narrow.-revealed Typed { height: auto; }
        &.-narrow.-revealed TextArea { height: auto; max-height: 3; }
    }
    """

    class Marked(Message):
        """The learner points at a key point."""

        def __init__(self, point: int) -> None:
            super().__init__()
            self.point = point

    def __init__(self, misses: Callable[[Turn], Sequence[Misses]] | None = None) -> None:
        """`misses` tells of each key point of a turn's answer how often it was missed before; without it nothing is said of that."""
        super().__init__()
        self._misses = misses
        self._turn: Turn | None = None
        self._seen = True
        self._laid_out: tuple[str, CardText] | None = None
        """The card and the text that stand on the answer's side."""

    def compose(self) -> ComposeResult:
        with Vertical(id="typed-side"):
            yield Typed()
        with Vertical(id="given-side"):
            yield TickedAnswer(CardText("", ""), id="answer")

    def respell(self) -> None:
        """Lays the answer's side out anew, with its own words in the language of the interface."""
        self._laid_out = None

    def show(self, turn: Turn | None, number: int, *, seen: bool = True) -> None:
        """Draws `turn`, or nothing; what is typed from now on is meant for `number`. The answer is held back until it may be `seen`."""
        before, self._turn, self._seen = self._turn, turn, seen
        if turn is None:
            self._laid_out = None
            self._show_or_hide()
            return
        if before is not None and (before.card.id != turn.card.id or before.revealed > turn.revealed):
            self._laid_out = None  # also the same card again, whose points may have been missed meanwhile
        self.query_one(Typed).show(turn.attempt, number, typing=turn.typing, frozen=turn.revealed)
        self._show_or_hide()
        if self._laid_out == _wanted(turn):
            self.query_one(TickedAnswer).mark(turn.marks)
        else:
            self.call_after_refresh(self._lay_out)  # the question is painted first

    def typed(self) -> tuple[str, int]:
        """What is typed, and the number that it is meant for."""
        return self.query_one(Typed).typed()

    def show_point(self, point: int) -> None:
        """Shows a key point that may be out of sight."""
        self.query_one(TickedAnswer).scroll_to_point(point)

    def focus_answer(self) -> None:
        """The keys scroll the card's answer, where it is seen."""
        if self._turn is not None and self._turn.revealed:
            self.query_one(TickedAnswer).focus()

    async def _lay_out(self) -> None:
        turn, before = self._turn, self._laid_out
        if turn is None or before == _wanted(turn) or not self.is_attached:
            return
        self._laid_out = None
        shown = self.query_one(TickedAnswer)
        same = before is not None and (before[0], before[1].language) == (turn.card.id, turn.answer.language)
        await shown.show(turn.answer, from_top=not same)
        misses: Sequence[Misses] = [Misses()] * len(turn.answer.key_points)
        with reported(self):
            misses = self._misses(turn) if self._misses is not None else misses
        await shown.show_points(misses, turn.marks)
        self._laid_out = _wanted(turn)
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        """Shows the answer, where it is the one that the turn reveals; the keys scroll it then."""
        turn = self._turn
        revealed = turn is not None and turn.revealed and self._seen and self._laid_out == _wanted(turn)
        given = self.query_one("#given-side")
        appears = revealed and not given.visible
        self.set_class(revealed, "-revealed", update=False)  # which would style anew every line of the answer
        self.query_one("#typed-side").update_node_styles()
        given.visible = revealed
        if revealed and turn is not None:
            self.query_one(TickedAnswer).put_points(first=bool(turn.attempt.strip()))
        self._arrange()
        if appears:
            self.query_one(TickedAnswer).focus()

    def on_points_toggled(self, event: "Points.Toggled") -> None:
        """As by its letter."""
        event.stop()
        self.post_message(self.Marked(event.index))

    def on_resize(self) -> None:
        """Put attempt and answer beside each other from a certain width on."""
        self._arrange()

    def _arrange(self) -> None:
        wide = self.size.width >= SIDE_BY_SIDE
        self.set_class(wide, "-wide")
        self.set_class(not wide, "-narrow")
        turn = self._turn
        attempted = turn is not None and (turn.typing or bool(turn.attempt))
        self.query_one("#typed-side").display = attempted
        self.query_one("#given-side").display = wide or not attempted or (turn is not None and turn.revealed and self._seen)


def _wanted(turn: Turn) -> tuple[str, CardText]:
    return turn.card.id, turn.answer
