"""What can be done in the list of cards and in the list of demos."""

from quizapp.ui.commands.command import Command


class Find(Command):
    """Type to narrow the list."""

    key, label = "slash", "Find"
    key_display = "/"


class NextTopic(Command):
    """List only the next topic; after the last one, all cards again."""

    key, label, shown = "t", "Topic", False


class PreviousTopic(Command):
    """List only the previous topic."""

    key, label, shown = "T", "Previous topic", False


class NextState(Command):
    """List only cards in the next state: due, failing, review, new, buried, suspended; then all cards again."""

    key, label, shown = "f", "State", False


class PreviousState(Command):
    """List only cards in the previous state."""

    key, label, shown = "F", "Previous state", False


class NextOrder(Command):
    """Sort by the next column; after the last one, in deck order. Clicking a heading sorts by it."""

    key, label, shown = "o", "Order", False


class ReverseOrder(Command):
    """Sort in reverse order."""

    key, label, shown = "O", "Reverse", False


class ShowAll(Command):
    """List all cards again, whatever their words, topic or state."""

    key, label, shown = "a", "Show all", False


class AskListed(Command):
    """Start a quiz of exactly the cards listed, in this order, due or not; suspended ones are left out."""

    key, label = "g", "Quiz"


class ToggleSuspended(Command):
    """Suspend the card under the cursor, or resume it."""

    key, label = "s", "Suspend"


class ResetCard(Command):
    """Start over with the card under the cursor, after you confirm: it is asked as a new one."""

    key, label, shown = "r", "Reset", False


class OpenDemo(Command):
    """Run the demo under the cursor."""

    key, label, key_display = "enter", "Run", "⏎"
