"""Everything a learner can do, one class an action.

Its key, its words in the footer, its entry in the palette and its line in the help all come from it.

A screen lists its commands and has an `action_` method for each, named after the class: `ShowAnswer` runs `action_show_answer`.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import ClassVar, TypeAlias

from textual.binding import Binding, BindingType
from textual.keys import format_key

_NAMES = {"escape": "Esc", "home": "Home", "end": "End", "pageup": "PgUp", "pagedown": "PgDn"}
_SPOKEN = {"enter": "Enter", "space": "Space"}


class Command:
    """An action. The docstring's first line is what the help and the palette say of it."""

    key: ClassVar[str]
    label: ClassVar[str]
    """One or two words for the footer."""
    shown: ClassVar[bool] = True
    """Whether the footer has room for it; the help and the palette always do."""
    key_display: ClassVar[str | None] = None
    each: ClassVar[tuple[str, ...]] = ()
    """Keys of which each does it to another thing: the action gets the key's place among them."""
    chosen: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """The keys in force by action name, where a preset or the learner has chosen other ones than `key`; the app sets them."""

    @classmethod
    def action(cls) -> str:
        """The name of the screen's method behind it, without `action_`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    def describe(cls) -> str:
        """What it does, in a line."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    @classmethod
    def keys(cls) -> str:
        """Its key in force, the first where there are several, as a person reads it."""
        return cls.written(cls._first())

    @classmethod
    def spoken(cls) -> str:
        """The same in a sentence."""
        return _SPOKEN.get(cls._first()) or cls.keys()

    @classmethod
    def written(cls, key: str) -> str:
        """One of its keys as a person reads it."""
        if cls.key_display and key == cls.key.partition(",")[0]:
            return cls.key_display
        *modifiers, base = key.split("+")
        return "+".join([*modifiers, _NAMES.get(base) or format_key(base)])

    @classmethod
    def _first(cls) -> str:
        return Command.chosen.get(cls.action(), cls.key).partition(",")[0]

    @classmethod
    def binding(cls) -> Binding:
        """For a screen's BINDINGS. Its id is the name by which a keymap can give it another key."""
        return Binding(
            cls.key,
            cls.action(),
            cls.label,
            show=cls.shown,
            key_display=cls.key_display,
            tooltip=cls.describe(),
            id=cls.action(),
        )

    @classmethod
    def bindings_for_each(cls) -> list[BindingType]:
        """One for each of its keys."""
        return [
            Binding(key, f"{cls.action()}({i})", cls.label, show=False, tooltip=cls.describe(), id=f"{cls.action()}_{key}")
            for i, key in enumerate(cls.each)
        ]


Commands: TypeAlias = tuple[type[Command], ...]


@cache
def by_name() -> dict[str, type[Command]]:
    """Every command by its action name, which is what a keymap calls it."""
    return {command.action(): command for command in Command.__subclasses__()}


def bindings(commands: Commands) -> list[BindingType]:
    """For a screen's BINDINGS."""
    return [binding for command in commands for binding in (command.bindings_for_each() if command.each else [command.binding()])]


class ShowAnswer(Command):
    """Show the answer."""

    key, label = "space", "Show answer"


class GradeAgain(Command):
    """Grade: not recalled. The card returns in this sitting."""

    key, label, shown = "1", "Again", False


class GradeHard(Command):
    """Grade: recalled with difficulty. Where there are two buttons: recalled."""

    key, label, shown = "2", "Hard", False


class GradeGood(Command):
    """Grade: recalled."""

    key, label, shown = "3", "Good", False


class GradeEasy(Command):
    """Grade: recalled without effort. Not where there are two buttons."""

    key, label, shown = "4", "Easy", False


class TypeAnswer(Command):
    """Type your answer. It is kept until you grade the card, also over a restart."""

    key, label = "t", "Type"


class LeaveTyping(Command):
    """Leave off typing; what is typed stays. Space then shows the answer beside it."""

    key, label, key_display = "escape", "Done typing", "Esc"


class TickPoint(Command):
    """Say of a key point that you said it, or that you did not: its letter changes its mark."""

    key, label, shown, key_display = "A", "Tick", False, "A-L"
    each = tuple("ABCDEFGHIJKL")


class GradePass(Command):
    """Grade, where there are two buttons: recalled."""

    key, label = "space", "Good"


class RunDemo(Command):
    """Run the card's demo beside the answer, or put it away."""

    key, label = "d", "Demo"


class FollowUps(Command):
    """Play the follow-up questions, for practice: of the card whose answer is shown, otherwise of the card graded last."""

    key, label = "f", "Follow-ups"


class NextFollowUp(Command):
    """The next follow-up question; after the last one, back to where you were."""

    key, label = "space,enter", "Next"


class Pause(Command):
    """Pause: the question is hidden and the clock stands. Again, and it goes on."""

    key, label, shown = "p", "Pause", False


class OpenLink(Command):
    """List the links of the answer, to open one: another card, a demo, a page on the web."""

    key, label, shown = "o", "Links", False


class FollowLink(Command):
    """Open the link under the cursor."""

    key, label, key_display = "enter", "Open", "⏎"


class Undo(Command):
    """Take back the last grade, also one from before a restart; press again for the one before."""

    key, label = "u", "Undo"


class Bury(Command):
    """Put this card aside until tomorrow."""

    key, label, shown = "b", "Bury", False


class Suspend(Command):
    """Put this card aside until you resume it from the list of cards."""

    key, label, shown = "s", "Suspend", False


class SwitchLanguage(Command):
    """Show this card in its next language."""

    key, label = "l", "Language"


class Edit(Command):
    """Open this card's file in your editor, at its line."""

    key, label, shown = "e", "Edit", False


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


class Help(Command):
    """What every key does."""

    key, label, key_display = "question_mark", "Help", "?"


class Back(Command):
    """Leave this screen; nothing is lost."""

    key, label = "q,escape", "Back"


class Quit(Command):
    """Leave QuizApp; nothing is lost."""

    key, label = "q", "Quit"


class Start(Command):
    """Start with the topic under the cursor; the first line starts everything due today."""

    key, label, key_display = "enter", "Start", "⏎"


class ShowDemos(Command):
    """The list of demos."""

    key, label = "d", "Demos"


class ShowCards(Command):
    """Browse the cards: find, narrow and sort them, read them, start a quiz from them."""

    key, label = "c", "Cards"


class ShowModes(Command):
    """More ways to study the topic under the cursor, or all: more new cards, ahead, the weakest, cramming."""

    key, label = "m", "More"


class StartMode(Command):
    """Start what is under the cursor."""

    key, label, key_display = "enter", "Start", "⏎"


class ShowMock(Command):
    """Hold a mock interview, or go on with the one that was interrupted."""

    key, label = "i", "Mock"


def meanwhile() -> str:
    """What to do where nothing is due."""
    return f"study more ({ShowModes.keys()}), run a demo ({ShowDemos.keys()}) or read a card ({ShowCards.keys()})."


class ShowSettings(Command):
    """Change the settings."""

    key, label, key_display = "comma", "Settings", ","


class RaiseSetting(Command):
    """The setting's next value: more, or the next choice."""

    key, label, key_display = "right,plus,equals_sign", "Change", "←→"


class LowerSetting(Command):
    """The setting's value before: less, or the choice before."""

    key, label, shown, key_display = "left,minus", "Change", False, "←"


class SetSetting(Command):
    """Type the setting's value; where there are choices, take the next."""

    key, label, key_display = "enter", "Set", "⏎"


class EditSettings(Command):
    """Open the settings file in your editor; what you save is in force when you come back."""

    key, label = "e", "Edit the file"


class ShowProblems(Command):
    """What is wrong in the decks or in the settings."""

    key, label = "n", "Notices"


class OpenCard(Command):
    """Read the card under the cursor."""

    key, label, key_display = "enter", "Read", "⏎"


class ToggleSuspended(Command):
    """Suspend the card under the cursor, or resume it."""

    key, label = "s", "Suspend"


class ResetCard(Command):
    """Start afresh with the card under the cursor, once you have confirmed it: it is asked as a new one."""

    key, label, shown = "r", "Reset", False


class ConfirmReset(Command):
    """Forget what you remember of the card; its history stays."""

    key, label, key_display = "enter", "Start afresh", "⏎"


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


class OpenDemo(Command):
    """Run the demo under the cursor."""

    key, label, key_display = "enter", "Run", "⏎"


class GoHome(Command):
    """Back to the home screen."""

    key, label = "enter,q,escape", "Home"
    key_display = "⏎"


class PlayPause(Command):
    """Play the demo, or pause it."""

    key, label = "space", "Play"


class StepForward(Command):
    """Step the demo forward."""

    key, label, key_display = "right", "Step", "→"


class StepBack(Command):
    """Step the demo back."""

    key, label, key_display = "left", "Back a step", "←"
    shown = False


class FirstFrame(Command):
    """To the demo's first frame."""

    key, label, shown, key_display = "home", "First", False, "Home"


class LastFrame(Command):
    """Run the demo to its end."""

    key, label, key_display = "end", "Last", "End"


class ChooseNext(Command):
    """The next answer of the prediction, or the next parameter."""

    key, label, key_display = "down", "Choose", "↓"


class ChoosePrevious(Command):
    """The previous answer of the prediction, or the previous parameter."""

    key, label, shown, key_display = "up", "Choose", False, "↑"


class Predict(Command):
    """Predict the chosen answer, and run."""

    key, label, key_display = "enter", "Predict", "⏎"


class TypeValue(Command):
    """Type a value for the chosen parameter."""

    key, label, shown, key_display = "enter", "Type", False, "⏎"


class PredictAgain(Command):
    """Predict anew, once a parameter has changed and before the demo runs."""

    key, label, shown = "p", "Predict", False


class Raise(Command):
    """Raise the chosen parameter; the demo starts anew."""

    key, label, key_display = "plus,equals_sign", "Change", "+/-"


class Lower(Command):
    """Lower the chosen parameter; the demo starts anew."""

    key, label, shown, key_display = "minus", "Lower", False, "-"


class Slower(Command):
    """Play more slowly."""

    key, label, shown, key_display = "left_square_bracket", "Slower", False, "["


class Faster(Command):
    """Play faster."""

    key, label, shown, key_display = "right_square_bracket", "Faster", False, "]"


class LeapBack(Command):
    """Ten frames back."""

    key, label, shown, key_display = "pageup", "Leap back", False, "PgUp"


class LeapForward(Command):
    """Ten frames forward."""

    key, label, shown, key_display = "pagedown", "Leap", False, "PgDn"


class Cancel(Command):
    """Stop computing a demo, or leave off typing."""

    key, label, key_display = "escape", "Cancel", "Esc"


class ToggleCode(Command):
    """Show the demo's code, or put it away."""

    key, label, shown = "c", "Code", False


class BeginMock(Command):
    """Draw the questions and begin the interview."""

    key, label, key_display = "enter", "Begin", "⏎"


class ToggleTopic(Command):
    """Draw from the topic under the cursor, or not."""

    key, label = "space", "Topic"


class ToggleTopics(Command):
    """Draw from all topics, or from none but those you choose then."""

    key, label = "a", "All or none"


class MoreQuestions(Command):
    """One question more; N takes one away."""

    key, label, shown = "n", "Questions", False


class FewerQuestions(Command):
    """One question less."""

    key, label, shown = "N", "Fewer questions", False


class MoreMinutes(Command):
    """Five minutes more; M takes five away."""

    key, label, shown = "m", "Minutes", False


class FewerMinutes(Command):
    """Five minutes less."""

    key, label, shown = "M", "Fewer minutes", False


class NextLanguage(Command):
    """Be asked in the next language; alternate asks in one and shows the answer in another."""

    key, label, shown = "l", "Language", False


class TypeSeed(Command):
    """Type a seed: the same one draws the same questions from the same history."""

    key, label, shown = "s", "Seed", False


class HadFollowUp(Command):
    """Say of a follow-up question that you had it."""

    key, label, shown = "y", "Had it", False


class MissedFollowUp(Command):
    """Say of a follow-up question that you did not have it."""

    key, label, shown = "n", "Not yet", False


class LookBack(Command):
    """Takes nothing back: an interview has no looking back."""

    key, label, shown = "u", "Undo", False


class ResumeMock(Command):
    """Go on with the interview where it was left."""

    key, label, key_display = "enter", "Go on", "⏎"


class DiscardMock(Command):
    """End the interview without a report. Its answers stay in your history."""

    key, label = "x", "Discard"


class CountGrades(Command):
    """Have the grades of the interview count for the schedule, once; u takes them back one by one."""

    key, label = "c", "Count grades"


class RunWeakestDemo(Command):
    """Run the demo of the weakest card."""

    key, label = "d", "Demo"


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
"""In lists and texts, on every screen. The widgets know the arrows by themselves; these add other keys, which the learner may choose."""
