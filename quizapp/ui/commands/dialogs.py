"""What answers the dialogs, each of which asks one thing."""

from quizapp.ui.commands.command import Command


class EditLeech(Command):
    """Open the card in your editor, to split or rewrite it."""

    key, label = "e", "Edit"


class SuspendLeech(Command):
    """Put the card aside until you resume it from the list of cards."""

    key, label = "s", "Suspend"


class GoOn(Command):
    """Carry on with the card as it is."""

    key, label, key_display = "enter,escape,q", "Continue", "⏎"


class CopyDeck(Command):
    """Copy the deck to a folder of your own and edit it there."""

    key, label, key_display = "enter", "Copy and edit", "⏎"


class SameCard(Command):
    """Keep the card's progress: it is the same card."""

    key, label, key_display = "enter", "Same card", "⏎"


class AnotherCard(Command):
    """Start the card as new: it is a different one. Its history stays."""

    key, label = "n", "Different card, start as new"


class SameCards(Command):
    """Keep the progress of this card and of all the others in question."""

    key, label, key_display = "escape,q", "All are the same", "Esc"


class ConfirmReset(Command):
    """Start the card over as new; its history stays."""

    key, label, key_display = "enter", "Start over", "⏎"


class WriteBack(Command):
    """Write what is still in memory back to its place, or to your home folder if that is gone too."""

    key, label, key_display = "enter", "Write it back", "⏎"


class SetDatesRight(Command):
    """Give each event the best guess at its date; your history keeps the old ones."""

    key, label, key_display = "enter", "Correct", "⏎"


class ResumeMock(Command):
    """Continue the interview where you left off."""

    key, label, key_display = "enter", "Continue", "⏎"


class DiscardMock(Command):
    """End the interview without a report. Its answers stay in your history."""

    key, label = "x", "Discard"


class WentWell(Command):
    """Keep in your history that the interview went well."""

    key, label = "1", "Well"


class WentMixed(Command):
    """Keep in your history that the interview went partly well."""

    key, label = "2", "So-so"


class WentBadly(Command):
    """Keep in your history that the interview went badly."""

    key, label = "3", "Badly"


class NotHeld(Command):
    """Keep in your history that the interview did not take place."""

    key, label = "4", "Not held"


class RatherNotSay(Command):
    """Say nothing about the interview; you are not asked again."""

    key, label, key_display = "escape,q", "Rather not say", "Esc"
