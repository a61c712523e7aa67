"""A follow-up question: think, see the answer, say whether you had it."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Markdown, Static

from quizapp.domain.i18n import gettext
from quizapp.domain.mock_session import FollowUpTurn
from quizapp.ui import commands
from quizapp.ui.widgets.page import page


class FollowUpPane(Vertical):
    """Shows a follow-up below the question that it follows; reports what the learner says of it."""

    DEFAULT_CSS = """
    FollowUpPane {
        height: 1fr;
        #follows { padding: 0 2; height: auto; max-height: 3; color: $text-muted; }
        VerticalScroll { height: 1fr; padding: 1 2 0 2; visibility: hidden; }
        Markdown { padding: 0; margin: 0; background: transparent; }
        #had { height: 2; padding: 0 2; border-top: solid $rule; visibility: hidden; }
        Judgement { width: auto; padding: 0 1; margin-right: 2; text-style: bold; }
        Judgement:hover { background: $panel; }
        &.-seen VerticalScroll, &.-revealed #had { visibility: visible; }
    }
    """

    class Judged(Message):
        """The learner had it, or had not."""

        def __init__(self, *, correct: bool) -> None:
            super().__init__()
            self.correct = correct

    def __init__(self) -> None:
        super().__init__()
        self._turn: FollowUpTurn | None = None
        self._laid_out: FollowUpTurn | None = None
        """What stands there; until it is what is asked, no answer is seen."""
        self._revealed = False
        self._seen = False

    def compose(self) -> ComposeResult:
        yield Static("", id="follows", markup=False)
        with VerticalScroll():
            yield page()
        with Horizontal(id="had"):
            yield Judgement(commands.HadFollowUp, correct=True)
            yield Judgement(commands.MissedFollowUp, correct=False)

    def respell(self) -> None:
        """Lays it out anew, with its own words in the language of the interface."""
        self._laid_out = None
        for each in self.query(Judgement):
            each.respell()

    def show(self, turn: FollowUpTurn, *, revealed: bool, seen: bool) -> None:
        """Draws `turn`, to be judged where it is `revealed`, with the card's answer where that is to be `seen`."""
        self._turn, self._revealed, self._seen = turn, revealed, revealed and seen
        self.query_one("#follows", Static).update(gettext("Follow-up to: {question}", question=turn.follows.question))
        self._show_or_hide()
        if self._laid_out != turn:
            self.call_later(self._lay_out)

    async def _lay_out(self) -> None:
        turn = self._turn
        if turn is None or self._laid_out == turn:
            return
        self._laid_out = None
        unwritten = gettext("The card has no answer to this one; judge for yourself.")
        await self.query_one(Markdown).update(turn.follow_up.answer or unwritten)
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self._laid_out = turn
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        there = self._laid_out == self._turn
        appears = self._seen and there and not self.has_class("-seen")
        self.set_class(self._revealed and there, "-revealed")
        self.set_class(self._seen and there, "-seen")
        if appears:
            self.query_one(VerticalScroll).focus()


class Judgement(Static):
    """One of the two."""

    def __init__(self, command: type[commands.Command], *, correct: bool) -> None:
        super().__init__("", markup=False)
        self._command = command
        self._correct = correct
        self.respell()

    def respell(self) -> None:
        """Shows its key and its word."""
        self.update(f"{self._command.keys()} {self._command.words()}")

    def on_click(self, event: events.Click) -> None:
        """Reports it."""
        event.stop()
        self.post_message(FollowUpPane.Judged(correct=self._correct))
