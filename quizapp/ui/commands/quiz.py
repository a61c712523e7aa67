"""In the quiz: a question, its answer, its grade."""

from quizapp.ui.commands.command import Command
from quizapp.ui.phrases import POINT_LETTERS


class ShowAnswer(Command):
    """Show the answer."""

    key, label = "space", "Show answer"


class GradeAgain(Command):
    """Grade: not recalled. The card returns in this session."""

    key, label, shown = "1", "Again", False


class GradeHard(Command):
    """Grade: recalled with difficulty. Where there are two buttons: recalled."""

    key, label, shown = "2", "Hard", False


class GradeGood(Command):
    """Grade: recalled."""

    key, label, shown = "3", "Good", False


class GradeEasy(Command):
    """Grade: recalled without effort. Not where there are two buttons."""

    key, label, shown = "4", "Easy", False


class GradePass(Command):
    """Grade, where there are two buttons: recalled."""

    key, label = "space", "Good"


class TypeAnswer(Command):
    """Type your answer. It is kept until you grade the card, also over a restart."""

    key, label = "t", "Type"


class LeaveTyping(Command):
    """Leave off typing; what is typed stays. {show_answer} then shows the answer beside it."""

    key, label, key_display = "escape", "Done typing", "Esc"


class TickPoint(Command):
    """Say of a key point that you said it, or that you did not: its letter changes its mark."""

    key, label, shown, key_display = "A", "Tick", False, "A-Z"
    each = POINT_LETTERS


class Undo(Command):
    """Take back the last grade, also one from before a restart; press again for the one before."""

    key, label = "u", "Undo"


class FollowUps(Command):
    """Play the follow-up questions, for practice: of the card whose answer is shown, otherwise of the card graded last."""

    key, label = "f", "Follow-ups"


class NextFollowUp(Command):
    """The next follow-up question; after the last one, back to where you were."""

    key, label = "space,enter", "Next"


class Pause(Command):
    """Pause: the question is hidden and the clock stands. Again, and it goes on."""

    key, label, shown = "p", "Pause", False


class Bury(Command):
    """Put this card aside until tomorrow."""

    key, label, shown = "b", "Bury", False


class Suspend(Command):
    """Put this card aside until you resume it from the list of cards."""

    key, label, shown = "s", "Suspend", False
