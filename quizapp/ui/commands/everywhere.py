"""On nearly every screen."""

from quizapp.ui.commands.command import Command


class Help(Command):
    """What every key does."""

    key, label, key_display = "question_mark", "Help", "?"


class Back(Command):
    """Leave this screen; nothing is lost."""

    key, label = "q,escape", "Back"


class SuspendProcess(Command):
    """Back to the shell, where `fg` goes on."""

    key, label, shown = "ctrl+z", "To the shell", False
