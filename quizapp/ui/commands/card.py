"""What can be done with a card, wherever it is shown."""

from quizapp.ui.commands.command import Command


class OpenCard(Command):
    """Read the card under the cursor."""

    key, label, key_display = "enter", "Read", "⏎"


class RunDemo(Command):
    """Run the card's demo beside the answer, or put it away."""

    key, label = "d", "Demo"


class OpenLink(Command):
    """List the links in the answer, to open one: another card, a demo, a web page."""

    key, label, shown = "o", "Links", False


class FollowLink(Command):
    """Open the link under the cursor."""

    key, label, key_display = "enter", "Open", "⏎"


class SwitchLanguage(Command):
    """Show this card in the next language."""

    key, label = "l", "Language"


class Edit(Command):
    """Open this card's file in your editor, at its line."""

    key, label, shown = "e", "Edit", False


class VisitAddress(Command):
    """Open the address in a browser in this terminal."""

    key, label, key_display = "enter", "Open", "⏎"


class CopyAddress(Command):
    """Copy the address, if the terminal allows it."""

    key, label = "c", "Copy"
