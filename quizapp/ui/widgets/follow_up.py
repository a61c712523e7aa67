"""A follow-up question: think, see the answer, say whether you had it."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Markdown, Static

from quizapp.domain.card import FollowUp
from quizapp.ui.widgets.inline import inline

UNWRITTEN = "The card holds no answer to this one: judge for yourself."


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
        &.-revealed VerticalScroll, &.-revealed #had { visibility: visible; }
    }
    """

    class Judged(Message):
        """The learner had it, or had not."""

        def __init__(self, *, correct: bool) -> None:
            super().__init__()
            self.correct = correct

    def compose(self) -> ComposeResult:
        yield Static("", id="follows", markup=False)
        with VerticalScroll():
            yield Markdown("", open_links=False)
        with Horizontal(id="had"):
            yield Judgement("y Had it", correct=True)
            yield Judgement("n Not yet", correct=False)

    async def ask(self, follows: str, follow_up: FollowUp) -> None:
        """Another one, its answer hidden; `follows` is the question before it, inline Markdown."""
        self.set_class(False, "-revealed")
        self.query_one("#follows", Static).update(inline(f"Follow-up to: {follows}"))
        await self.query_one(Markdown).update(follow_up.answer or UNWRITTEN)
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def reveal(self) -> None:
        """Shows the answer."""
        self.set_class(True, "-revealed")
        self.query_one(VerticalScroll).focus()


class Judgement(Static):
    """One of the two."""

    def __init__(self, text: str, *, correct: bool) -> None:
        super().__init__(text, markup=False)
        self._correct = correct

    def on_click(self, event: events.Click) -> None:
        """Reports it."""
        event.stop()
        self.post_message(FollowUpPane.Judged(correct=self._correct))
