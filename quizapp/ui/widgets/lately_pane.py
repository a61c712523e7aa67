"""The last weeks and what was hard in them, beside the topics where there is room."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.i18n import gettext, ngettext
from quizapp.services.desk import WEEKS, DeskView
from quizapp.ui.widgets.inline import inline
from quizapp.ui.widgets.lately import calendar


class LatelyPane(Vertical):
    """Empty until it is told."""

    def compose(self) -> ComposeResult:
        yield Static("", id="weeks", markup=False)
        yield Static("", id="hard", markup=False)

    def show(self, view: DeskView) -> None:
        """Shows the days of `view`, and its hard cards."""
        title = gettext("The last {count} weeks", count=WEEKS)
        self.query_one("#weeks", Static).update(Content.assemble((title, "bold"), "\n\n", calendar(view.answers, view.today, WEEKS)))
        hard = Content.assemble((gettext("Hard lately"), "bold"), "\n\n", _hard(view)) if view.hard else Content("")
        self.query_one("#hard", Static).update(hard)


def _hard(view: DeskView) -> Content:
    """The cards that were hard lately, each with how often it was failed."""
    failed = (ngettext("failed {count} time", "failed {count} times", each.times) for each in view.hard)
    return Content("\n").join(
        Content.assemble(inline(each.question), " ", (f"({times})", "$text-muted")) for each, times in zip(view.hard, failed, strict=True)
    )
