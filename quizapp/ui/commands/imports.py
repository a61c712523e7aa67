"""What can be done on the way from another program's questions to a deck."""

from quizapp.ui.commands.command import Command


class ShowImport(Command):
    """Import questions that are written for another program, or in another way."""

    key, label, shown = "b", "Import", False


class BringIn(Command):
    """Import what was found."""

    key, label, key_display = "enter", "Import", "⏎"
