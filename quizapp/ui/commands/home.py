"""On the home screen and from one screen to the next."""

from quizapp.ui.commands.command import Command


class Start(Command):
    """Start with the topic under the cursor; the first line starts everything due today."""

    key, label, key_display = "enter", "Start", "⏎"


class ShowDemos(Command):
    """The list of demos."""

    key, label = "d", "Demos"


class ShowCards(Command):
    """Browse the cards: find, narrow and sort them, read them, start a quiz from them."""

    key, label = "c", "Cards"


class ShowSuspended(Command):
    """List the cards that are suspended; there they can be resumed."""

    key, label, shown = "s", "Suspended", False


class ShowModes(Command):
    """More ways to study the topic under the cursor, or all: more new cards, ahead, the weakest, cramming."""

    key, label = "m", "More"


class StartMode(Command):
    """Start what is under the cursor."""

    key, label, key_display = "enter", "Start", "⏎"


class ShowMock(Command):
    """Hold a mock interview, or go on with the one that was interrupted."""

    key, label = "i", "Mock"


class ShowProblems(Command):
    """What is wrong in the decks or in the settings."""

    key, label = "n", "Notices"


class ShowWrongDates(Command):
    """Set right what a wrong clock has dated in the future."""

    key, label = "w", "Wrong dates"


class ShowSettings(Command):
    """Change the settings."""

    key, label, key_display = "comma", "Settings", ","


class GoHome(Command):
    """Back to the home screen."""

    key, label = "enter,q,escape", "Home"
    key_display = "⏎"


class Quit(Command):
    """Leave QuizApp; nothing is lost."""

    key, label = "q", "Quit"


def meanwhile() -> str:
    """What to do where nothing is due."""
    return f"study more ({ShowModes.keys()}), run a demo ({ShowDemos.keys()}) or read a card ({ShowCards.keys()})."
