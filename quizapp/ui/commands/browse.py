"""In the list of cards and in that of demos."""

from quizapp.ui.commands.command import Command


class Find(Command):
    """Type to narrow the list."""

    key, label = "slash", "Find"
    key_display = "/"


class NextTopic(Command):
    """List the next topic alone; after the last one all cards, as at first."""

    key, label, shown = "t", "Topic", False


class PreviousTopic(Command):
    """List the topic before alone."""

    key, label, shown = "T", "Topic before", False


class NextState(Command):
    """List cards of one state alone, then of the next that there is: due, failing, review, new, buried, suspended; and all again."""

    key, label, shown = "f", "State", False


class PreviousState(Command):
    """List the state before alone."""

    key, label, shown = "F", "State before", False


class NextOrder(Command):
    """Sort by the next column; after the last one as the decks have it. A click on a heading sorts by it."""

    key, label, shown = "o", "Order", False


class ReverseOrder(Command):
    """Sort from the other end."""

    key, label, shown = "O", "Reverse", False


class ShowAll(Command):
    """List all cards again: no words, no topic, no state."""

    key, label, shown = "a", "Show all", False


class AskListed(Command):
    """Start a quiz of exactly the cards listed, in their order, due or not; suspended ones are left out."""

    key, label = "g", "Quiz"


class ToggleSuspended(Command):
    """Suspend the card under the cursor, or resume it."""

    key, label = "s", "Suspend"


class ResetCard(Command):
    """Start afresh with the card under the cursor, once you have confirmed it: it is asked as a new one."""

    key, label, shown = "r", "Reset", False


class OpenDemo(Command):
    """Run the demo under the cursor."""

    key, label, key_display = "enter", "Run", "⏎"
