"""What moves in lists and texts, on every screen. The widgets know the arrows by themselves; these add keys that the learner may choose."""

from quizapp.ui.commands.command import Command, Commands


class MoveDown(Command):
    """Move down a line."""

    key, label, shown, key_display = "down", "Down", False, "↓"


class MoveUp(Command):
    """Move up a line."""

    key, label, shown, key_display = "up", "Up", False, "↑"


class MovePageDown(Command):
    """Move down a page."""

    key, label, shown, key_display = "pagedown", "Page down", False, "PgDn"


class MovePageUp(Command):
    """Move up a page."""

    key, label, shown, key_display = "pageup", "Page up", False, "PgUp"


class MoveToTop(Command):
    """Move to the top."""

    key, label, shown = "ctrl+home", "Top", False


class MoveToBottom(Command):
    """Move to the bottom."""

    key, label, shown = "ctrl+end", "Bottom", False


MOVES: Commands = (MoveDown, MoveUp, MovePageDown, MovePageUp, MoveToTop, MoveToBottom)
