"""In the dialogs, each of which asks one thing."""

from quizapp.ui.commands.command import Command


class EditLeech(Command):
    """Open the card in your editor, to split it or to write it otherwise."""

    key, label = "e", "Edit"


class SuspendLeech(Command):
    """Put the card aside until you resume it from the list of cards."""

    key, label = "s", "Suspend"


class GoOn(Command):
    """Go on with the card as it is."""

    key, label, key_display = "enter,escape,q", "Go on", "⏎"


class CopyDeck(Command):
    """Copy the deck into a folder of your own, and edit it there."""

    key, label, key_display = "enter", "Copy and edit", "⏎"


class SameCard(Command):
    """It is the same card: what you remember of it counts on."""

    key, label, key_display = "enter", "Same card", "⏎"


class AnotherCard(Command):
    """It is another card: it starts as new. Its history stays."""

    key, label = "n", "Another card, start as new"


class SameCards(Command):
    """This card and all others in question are the same."""

    key, label, key_display = "escape,q", "All are the same", "Esc"


class ConfirmReset(Command):
    """Forget what you remember of the card; its history stays."""

    key, label, key_display = "enter", "Start afresh", "⏎"


class WriteBack(Command):
    """Write what is still in memory back to its place, or to your home folder where that is gone as well."""

    key, label, key_display = "enter", "Write it back", "⏎"


class SetDatesRight(Command):
    """Give each the moment at which it was done; your history keeps the others."""

    key, label, key_display = "enter", "Set right", "⏎"


class ResumeMock(Command):
    """Go on with the interview where it was left."""

    key, label, key_display = "enter", "Go on", "⏎"


class DiscardMock(Command):
    """End the interview without a report. Its answers stay in your history."""

    key, label = "x", "Discard"
