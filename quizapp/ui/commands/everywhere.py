"""What can be done on nearly every screen."""

from quizapp.ui.commands.command import Command


class Help(Command):
    """Show what every key does."""

    key, label, key_display = "question_mark", "Help", "?"


class Back(Command):
    """Go back; nothing is lost."""

    key, label = "q,escape", "Back"


class SuspendProcess(Command):
    """Return to the shell; `fg` brings you back here."""

    key, label, shown = "ctrl+z", "To the shell", False

    @classmethod
    def has_its_key(cls) -> bool:
        """Whether no command that the learner has put on its key has taken it; `undo = "u,ctrl+z"` does."""
        own = set(cls.chosen.get(cls.action(), cls.key).split(","))
        return not any(own & set(keys.split(",")) for name, keys in cls.chosen.items() if name != cls.action())
