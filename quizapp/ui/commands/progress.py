"""What can be done where the progress is shown."""

from quizapp.ui.commands.command import Command


class NextFigures(Command):
    """Go to the next page; after the last one, to the first."""

    key, label, key_display = "right,space", "Next", "→"


class PreviousFigures(Command):
    """Go to the previous page."""

    key, label, key_display = "left", "Previous", "←"
