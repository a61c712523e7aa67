"""In lists and texts, on every screen. The widgets know the arrows by themselves; these add other keys, which the learner may choose."""

from quizapp.ui.commands.command import Command, Commands


class MoveDown(Command):
    """Down a line."""

    key, label, shown, key_display = "down", "Down", False, "↓"


class MoveUp(Command):
    """Up a line."""

    key, label, shown, key_display = "up", "Up", False, "↑"


class MovePageDown(Command):
    """Down a page."""

    key, label, shown, key_display = "pagedown", "Page down", False, "PgDn"


class MovePageUp(Command):
    """Up a page."""

    key, label, shown, key_display = "pageup", "Page up", False, "PgUp"


class MoveToTop(Command):
    """To the top."""

    key, label, shown = "ctrl+home", "Top", False


class MoveToBottom(Command):
    """To the bottom."""

    key, label, shown = "ctrl+end", "Bottom", False


MOVES: Commands = (MoveDown, MoveUp, MovePageDown, MovePageUp, MoveToTop, MoveToBottom)
