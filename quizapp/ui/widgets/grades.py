"""The four grades, each with the time until the card comes back. The only coloured buttons of the app."""

from collections.abc import Mapping

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from quizapp.domain.history import Rating
from quizapp.ui import commands
from quizapp.ui.wording import interval

COMMANDS = dict(zip(Rating, (commands.GradeAgain, commands.GradeHard, commands.GradeGood, commands.GradeEasy), strict=True))


class Grades(Horizontal):
    """Four buttons in a row."""

    DEFAULT_CSS = """
    Grades {
        height: 1; padding: 0 2;
        GradeButton { width: auto; padding: 0 1; margin-right: 2; text-style: bold; }
        #again { color: $error; }
        #hard { color: $warning; }
        #good { color: $success; }
        #easy { color: $primary; }
        GradeButton:hover { background: $panel; }
    }
    """

    class Chosen(Message):
        """A grade was clicked."""

        def __init__(self, rating: Rating) -> None:
            super().__init__()
            self.rating = rating

    def compose(self) -> ComposeResult:
        for rating in Rating:
            yield GradeButton(rating)

    def offer(self, intervals: Mapping[Rating, int]) -> None:
        """Shows when the card comes back for each grade, in days."""
        for button in self.query(GradeButton):
            key = COMMANDS[button.rating].keys()
            button.update(f"{key} {button.rating.label}  {interval(intervals[button.rating])}")


class GradeButton(Static):
    """One grade."""

    def __init__(self, rating: Rating) -> None:
        super().__init__(f"{COMMANDS[rating].keys()} {rating.label}", id=rating.name.lower(), markup=False)
        self.rating = rating

    def on_click(self, event: events.Click) -> None:
        """Reports the choice."""
        event.stop()
        self.post_message(Grades.Chosen(self.rating))
