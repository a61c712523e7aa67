"""The grades, each with the time until the card comes back. The only coloured buttons of the app."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from quizapp.domain.grading import Suggestion
from quizapp.domain.history import Rating
from quizapp.domain.i18n import gettext
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
        &.-narrow GradeButton { padding: 0; }
        GradeButton:hover { background: $panel; }
        GradeButton.-suggested { text-style: bold underline; }
        &.-resting GradeButton { display: none; }
        &.-resting #suggestion { text-align: left; padding: 0 1; }
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
        self._suggestion: Sequence[str] = ()
        """In ever fewer words."""
        self._resting = ""

    def compose(self) -> ComposeResult:
        of_keys = [COMMANDS[rating] for rating in Rating]  # with two buttons, the first two keys
        for command, rating in zip(of_keys, self._ratings, strict=False):
            yield GradeButton(rating, command)
        yield Static("", id="suggestion", markup=False)

    def offer(self, intervals: Mapping[Rating, int], suggestion: Suggestion | None) -> None:
        """Shows when the card comes back for each grade, in days; where that is not known, as for practice, a button is its word.

        A suggested grade is underlined, with the reason. It is never more than that.
        """
        for button in self.query(GradeButton):
            button.days = intervals.get(button.rating)
            button.set_class(suggestion is not None and button.rating is suggestion.rating, "-suggested")
        self._suggestion = _in_words(suggestion) if suggestion else ()
        self._arrange()

    def rest(self, why: str) -> None:
        """Shows `why` there is nothing to choose at present, instead of the grades; with "" the grades again."""
        if why != self._resting:
            self._resting = why
            self._arrange()

    def on_resize(self) -> None:
        """Where the buttons do not fit beside each other as they are, the times stand below the words."""
        self._arrange()

    def _arrange(self) -> None:
        buttons = list(self.query(GradeButton))
        room = self.size.width - sum(map(_cells, buttons))
        narrow = room < 0 < self.size.width
        self.set_class(narrow, "-narrow")
        self.set_class(bool(self._resting), "-resting")
        for button in buttons:
            button.put(narrow=narrow)
        self.styles.height = self.gutter.height + (2 if narrow else 1)
        beside = self.query_one("#suggestion", Static)
        fitting = (each for each in self._suggestion if cell_len(each) <= room)
        beside.update(self._resting or next(fitting, self._suggestion[-1] if self._suggestion else ""))
        beside.display = bool(self._resting or (self._suggestion and not narrow))


class GradeButton(Static):
    """One grade."""

    def __init__(self, rating: Rating, command: type[commands.Command]) -> None:
        super().__init__("", id=rating.name.lower(), markup=False)
        self._command = command
        self.rating = rating
        self.days: int | None = None
        """Until the card comes back; None where that is not known."""

    def put(self, *, narrow: bool) -> None:
        """Shows its key and word, and the time beside them or below; the same ones again cost nothing."""
        words = self.words("\n" if narrow else "  ")
        if self.content != words:
            self.update(words)

    def words(self, between: str) -> str:
        """Its key and word, and behind `between` the time until the card comes back."""
        return f"{self._command.keys()} {self.rating.label}" + ("" if self.days is None else f"{between}{interval(self.days)}")

    def on_click(self, event: events.Click) -> None:
        """Reports the choice."""
        event.stop()
        self.post_message(Grades.Chosen(self.rating))


def _in_words(suggestion: Suggestion) -> Sequence[str]:
    """The reason with the grade, which is underlined anyway, then less and less of it."""
    whole = gettext("{reason}: {grade}", reason=suggestion.reason, grade=suggestion.rating.label)
    return whole, suggestion.reason, suggestion.brief


def _cells(button: GradeButton) -> int:
    """The cells of its line, with the blanks around it."""
    return cell_len(button.words("  ")) + 4
