"""With a card, wherever it is shown."""

from quizapp.ui.commands.command import Command


class OpenCard(Command):
    """Read the card under the cursor."""

    key, label, key_display = "enter", "Read", "⏎"


class RunDemo(Command):
    """Run the card's demo beside the answer, or put it away."""

    key, label = "d", "Demo"


class OpenLink(Command):
    """List the links of the answer, to open one: another card, a demo, a page on the web."""

    key, label, shown = "o", "Links", False


class FollowLink(Command):
    """Open the link under the cursor."""

    key, label, key_display = "enter", "Open", "⏎"


class SwitchLanguage(Command):
    """Show this card in its next language."""

    key, label = "l", "Language"


class Edit(Command):
    """Open this card's file in your editor, at its line."""

    key, label, shown = "e", "Edit", False


class VisitAddress(Command):
    """Open the address in a browser here, in the terminal."""

    key, label, key_display = "enter", "Open", "⏎"


class CopyAddress(Command):
    """Copy the address, where the terminal lets programs do so."""

    key, label = "c", "Copy"
