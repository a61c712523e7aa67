"""In a mock interview: before it, in it, and in its report."""

from quizapp.ui.commands.command import Command


class BeginMock(Command):
    """Draw the questions and begin the interview."""

    key, label, key_display = "enter", "Begin", "⏎"


class ToggleTopic(Command):
    """Draw from the topic under the cursor, or not."""

    key, label = "space", "Topic"


class ToggleTopics(Command):
    """Draw from all topics, or from none but those you choose then."""

    key, label = "a", "All or none"


class MoreQuestions(Command):
    """One question more; {fewer_questions} takes one away."""

    key, label, shown = "n", "Questions", False


class FewerQuestions(Command):
    """One question less."""

    key, label, shown = "N", "Fewer questions", False


class MoreMinutes(Command):
    """Five minutes more; {fewer_minutes} takes five away."""

    key, label, shown = "m", "Minutes", False


class FewerMinutes(Command):
    """Five minutes less."""

    key, label, shown = "M", "Fewer minutes", False


class NextLanguage(Command):
    """Be asked in the next language; alternate asks in one and shows the answer in another."""

    key, label, shown = "l", "Language", False


class TypeSeed(Command):
    """Type a seed: the same one draws the same questions from the same history."""

    key, label, shown = "s", "Seed", False


class ShowModelAnswer(Command):
    """Show the model answer now; the report of the interview holds it in any case."""

    key, label = "m", "Model answer"


class HadFollowUp(Command):
    """Say of a follow-up question that you had it."""

    key, label, shown = "y", "Had it", False


class MissedFollowUp(Command):
    """Say of a follow-up question that you did not have it."""

    key, label, shown = "n", "Not yet", False


class LookBack(Command):
    """Takes nothing back: an interview has no looking back."""

    key, label, shown = "u", "Undo", False


class CountGrades(Command):
    """Have the grades of the interview count for the schedule, once; {undo} takes them back one by one."""

    key, label = "c", "Count grades"


class RunWeakestDemo(Command):
    """Run the demo of the weakest card."""

    key, label = "d", "Demo"
