"""The grades, each with the time until the card comes back. The only coloured buttons of the app."""

from collections.abc import Mapping, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from quizapp.domain.grading import Suggestion
from quizapp.domain.history import Rating
from quizapp.ui import commands
from quizapp.ui.phrases import interval

COMMANDS = dict(zip(Rating, (commands.GradeAgain, commands.GradeHard, commands.GradeGood, commands.GradeEasy), strict=True))


class Grades(Horizontal):
    """Four buttons in a row, or two."""

    DEFAULT_CSS = """
    Grades {
        height: 1; padding: 0 2;
        GradeButton { width: auto; padding: 0 1; margin-right: 2; text-style: bold; }
        #again { color: $error; }
        #hard { color: $warning; }
        #good { color: $success; }
        #easy { color: $primary; }
        GradeButton:hover { background: $panel; }
        GradeButton.-suggested { text-style: bold underline; }
        #suggestion { width: 1fr; text-align: right; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    class Chosen(Message):
        """A grade was clicked."""

        def __init__(self, rating: Rating) -> None:
            super().__init__()
            self.rating = rating

    def __init__(self, ratings: Sequence[Rating]) -> None:
        super().__init__()
        self._ratings = ratings

    def compose(self) -> ComposeResult:
        keys = [COMMANDS[rating].keys() for rating in Rating]  # with two buttons, the first two keys
        for key, rating in zip(keys, self._ratings, strict=False):
            yield GradeButton(rating, f"{key} {rating.label}")
        yield Static("", id="suggestion", markup=False)

    def offer(self, intervals: Mapping[Rating, int], suggestion: Suggestion | None) -> None:
        """Shows when the card comes back for each grade, in days; where that is not known, as for practice, a button is its word.

        A suggested grade is underlined, with the reason. It is never more than that.
        """
        for button in self.query(GradeButton):
            days = intervals.get(button.rating)
            button.put(button.words if days is None else f"{button.words}  {interval(days)}")
            button.set_class(suggestion is not None and button.rating is suggestion.rating, "-suggested")
        self.query_one("#suggestion", Static).update(f"{suggestion.reason}: {suggestion.rating.label}" if suggestion else "")


class GradeButton(Static):
    """One grade."""

    def __init__(self, rating: Rating, words: str) -> None:
        super().__init__(words, id=rating.name.lower(), markup=False)
        self.words = words
        self.rating = rating

    def put(self, words: str) -> None:
        """Shows `words`; the same ones again cost nothing."""
        if self.content != words:
            self.update(words)

    def on_click(self, event: events.Click) -> None:
        """Reports the choice."""
        event.stop()
        self.post_message(Grades.Chosen(self.rating))
