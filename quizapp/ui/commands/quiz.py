"""What can be done in the quiz: with a question, its answer, its grade."""

from quizapp.ui.commands.command import Command
from quizapp.ui.phrases import POINT_LETTERS


class ShowAnswer(Command):
    """Show the answer."""

    key, label = "space", "Show answer"


class GradeAgain(Command):
    """Grade: not recalled. The card returns in this session."""

    key, label, shown = "1", "Again", False


class GradeHard(Command):
    """Grade: recalled with difficulty. With two buttons: recalled."""

    key, label, shown = "2", "Hard", False


class GradeGood(Command):
    """Grade: recalled."""

    key, label, shown = "3", "Good", False


class GradeEasy(Command):
    """Grade: recalled without effort. Not available with two buttons."""

    key, label, shown = "4", "Easy", False


class GradePass(Command):
    """Grade, with two buttons: recalled."""

    key, label = "space", "Good"


class TypeAnswer(Command):
    """Type your answer. It is kept until you grade the card, even across a restart."""

    key, label = "t", "Type"


class LeaveTyping(Command):
    """Stop typing; your answer stays. {show_answer} then shows the card's answer beside it."""

    key, label, key_display = "escape", "Done typing", "Esc"


class TickPoint(Command):
    """Mark a key point as said or not said, by its letter."""

    key, label, shown, key_display = "A", "Tick", False, "A-Z"
    each = POINT_LETTERS


class Undo(Command):
    """Undo the last grade, even one from before a restart; press again for the one before it."""

    key, label = "u", "Undo"


class FollowUps(Command):
    """Practise the follow-up questions of the card whose answer is shown, or else of the card graded last."""

    key, label = "f", "Follow-ups"


class NextFollowUp(Command):
    """Go to the next follow-up question; after the last one, back to where you were."""

    key, label = "space,enter", "Next"


class Pause(Command):
    """Pause: hide the question and stop the clock. Press again to continue."""

    key, label, shown = "p", "Pause", False


class Bury(Command):
    """Put this card aside until tomorrow."""

    key, label, shown = "b", "Bury", False


class Suspend(Command):
    """Put this card aside until you resume it from the list of cards."""

    key, label, shown = "s", "Suspend", False
