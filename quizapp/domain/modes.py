"""How a card can be asked: one table, which screens and command line read out. The mode is stored with each answer.

A card that is suspended is asked in no mode, one put aside until tomorrow in none but "chosen".
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Mode(StrEnum):
    """A way to ask cards; the value is what is stored, exported and typed."""

    QUIZ = "quiz"
    MORE_NEW = "more-new"
    AHEAD = "ahead"
    WEAKEST = "weakest"
    CHOSEN = "chosen"
    CRAM = "cram"
    MOCK = "mock"


PRACTICE = frozenset({Mode.CRAM, Mode.MOCK})
"""Answers in these modes are stored as `Practice`, which no schedule depends on."""

MORE = 5
"""New cards that "more-new" adds to the day's limit."""
MOST = 20
"""Cards that "ahead" and "weakest" ask at most."""


class ModeText(NamedTuple):
    """What asking in a mode means, in a learner's words."""

    title: str
    asks: str
    schedule: str
    """What its answers do to the schedule."""
    none: str = ""
    """What is said where it has nothing to ask; empty for a mode that is not started by its name."""


_FOLLOWS = "The schedule follows your grades."
_EARLY = "The schedule follows your grades, and knows that they came early."
_PRACTICE = "For practice: the schedule, today's counts and the streak stay as they are."

MODES: Mapping[Mode, ModeText] = {
    Mode.QUIZ: ModeText(
        "Today's quiz",
        "What is due today, and new cards up to the day's limit.",
        _FOLLOWS,
        "Nothing is due, and the day's new cards have been asked.",
    ),
    Mode.MORE_NEW: ModeText(
        "More new today", f"New cards, {MORE} more than the day's limit allows.", _FOLLOWS, "There is no new card left."
    ),
    Mode.AHEAD: ModeText(
        "Study ahead",
        f"Cards of the next days that were not asked today, soonest first, up to {MOST}.",
        _EARLY,
        "No card that was not asked today falls due on a later day.",
    ),
    Mode.WEAKEST: ModeText(
        "Weakest cards",
        f"Learned cards not asked today, least likely recalled first, up to {MOST}.",
        _EARLY,
        "Every learned card was asked today, or none has been learned yet.",
    ),
    Mode.CHOSEN: ModeText("Chosen cards", "The cards listed in the browser, in their order, due or not.", _EARLY),
    Mode.CRAM: ModeText(
        "Cram", "Every card, in deck order; left in the middle, it goes on there today.", _PRACTICE, "There is no card to ask."
    ),
    Mode.MOCK: ModeText("Mock interview", "The questions of a mock interview.", "Not touched, unless the interview is counted at its end."),
}
STARTED = tuple(mode for mode, about in MODES.items() if about.none)
"""The modes that can be started by name, on one topic or on all."""
