"""What can be done before a mock interview, in it, and in its report."""

from quizapp.ui.commands.command import Command


class BeginMock(Command):
    """Draw the questions and begin the interview."""

    key, label, key_display = "enter", "Begin", "⏎"


class ToggleTopic(Command):
    """Draw questions from the topic under the cursor, or leave it out."""

    key, label = "space", "Topic"


class ToggleTopics(Command):
    """Draw questions from every topic, or clear them all to choose your own."""

    key, label = "a", "All or none"


class MoreQuestions(Command):
    """Ask one more question; {fewer_questions} asks one fewer."""

    key, label, shown = "n", "Questions", False


class FewerQuestions(Command):
    """Ask one question fewer."""

    key, label, shown = "N", "Fewer questions", False


class MoreMinutes(Command):
    """Allow five more minutes; {fewer_minutes} allows five fewer."""

    key, label, shown = "m", "Minutes", False


class FewerMinutes(Command):
    """Allow five minutes fewer."""

    key, label, shown = "M", "Fewer minutes", False


class NextLanguage(Command):
    """Be asked in the next language; "alternate" asks in one and shows the answer in another."""

    key, label, shown = "l", "Language", False


class TypeSeed(Command):
    """Type a seed: with the same history, the same seed draws the same questions."""

    key, label, shown = "s", "Seed", False


class ShowModelAnswer(Command):
    """Show the model answer now; the report includes it either way."""

    key, label = "m", "Model answer"


class HadFollowUp(Command):
    """Say that you knew the answer to the follow-up question."""

    key, label, shown = "y", "Knew it", False


class MissedFollowUp(Command):
    """Say that you did not know the answer to the follow-up question."""

    key, label, shown = "n", "Missed it", False


class LookBack(Command):
    """Does nothing here: there is no going back in an interview."""

    key, label, shown = "u", "Undo", False


class CountGrades(Command):
    """Count the interview's grades towards your schedule, once; {undo} undoes them one by one."""

    key, label = "c", "Count grades"


class RunWeakestDemo(Command):
    """Run the demo of your weakest card."""

    key, label = "d", "Demo"
