"""What leads from the home screen to the others, and from one screen to the next."""

from quizapp.domain.i18n import gettext
from quizapp.ui.commands.command import Command


class Start(Command):
    """Start the topic under the cursor; the first line starts everything due today."""

    key, label, key_display = "enter", "Start", "⏎"


class ShowDemos(Command):
    """Show the list of demos."""

    key, label = "d", "Demos"


class ShowCards(Command):
    """Browse the cards: find, filter and sort them, read them, or start a quiz from them."""

    key, label = "c", "Cards"


class ShowProgress(Command):
    """Show your progress in figures: study days, coming reviews, what you recall, time, and what is hard."""

    key, label = "p", "Progress"


class ShowSuspended(Command):
    """List the suspended cards, where you can resume them."""

    key, label, shown = "s", "Suspended", False


class ShowModes(Command):
    """Study the topic under the cursor, or everything, in another way: more new cards, ahead, weakest, cram."""

    key, label = "m", "More"


class StartMode(Command):
    """Start what is under the cursor."""

    key, label, key_display = "enter", "Start", "⏎"


class ShowMock(Command):
    """Start a mock interview, or continue the one that was interrupted."""

    key, label = "i", "Mock"


class ShowProblems(Command):
    """Show what is wrong in the decks or the settings."""

    key, label = "n", "Notices"


class ShowWrongDates(Command):
    """Correct what a wrong clock has dated in the future."""

    key, label = "w", "Wrong dates"


class ShowSettings(Command):
    """Change the settings."""

    key, label, key_display = "comma", "Settings", ","


class GoHome(Command):
    """Go back to the home screen."""

    key, label = "enter,q,escape", "Home"
    key_display = "⏎"


class Quit(Command):
    """Leave QuizApp; nothing is lost."""

    key, label = "q", "Quit"


def meanwhile() -> str:
    """What to do while nothing is due."""
    return gettext(
        "Meanwhile, you can study more ({study}), run a demo ({demo}) or read a card ({read}).",
        study=ShowModes.keys(),
        demo=ShowDemos.keys(),
        read=ShowCards.keys(),
    )
