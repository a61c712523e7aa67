"""The ways to ask cards: one table that the screens and the command line show. The mode is stored with each answer.

No mode asks a suspended card. Only "chosen" asks one that was put aside until tomorrow.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from quizapp.domain.i18n import gettext, gettext_noop


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
    """What asking in a mode means, in a learner's words. It holds messages; its properties are in the language of the interface."""

    title_message: str
    asks_message: str
    schedule_message: str
    none_message: str = ""
    """Empty for a mode that is not started by its name."""

    @property
    def title(self) -> str:
        """What the mode is called."""
        return gettext(self.title_message)

    @property
    def asks(self) -> str:
        """Which cards it asks."""
        return gettext(self.asks_message, more=MORE, most=MOST)

    @property
    def schedule(self) -> str:
        """What its answers do to the schedule."""
        return gettext(self.schedule_message)

    @property
    def none(self) -> str:
        """What is said when it has nothing to ask."""
        return gettext(self.none_message)


_FOLLOWS = gettext_noop("Your grades set the schedule.")
_EARLY = gettext_noop("Your grades set the schedule, which allows for reviews that come early.")
_PRACTICE = gettext_noop("Practice only: the schedule, today's counts and the streak do not change.")

MODES: Mapping[Mode, ModeText] = {
    Mode.QUIZ: ModeText(
        gettext_noop("Today's quiz"),
        gettext_noop("What is due today, and new cards up to the daily limit."),
        _FOLLOWS,
        gettext_noop("Nothing is due, and today's new cards have been asked."),
    ),
    Mode.MORE_NEW: ModeText(
        gettext_noop("More new cards today"),
        gettext_noop("Up to {more} new cards beyond the daily limit."),
        _FOLLOWS,
        gettext_noop("There are no new cards left."),
    ),
    Mode.AHEAD: ModeText(
        gettext_noop("Study ahead"),
        gettext_noop("Up to {most} cards due in the coming days and not asked today, soonest first."),
        _EARLY,
        gettext_noop("There are no cards left to study ahead."),
    ),
    Mode.WEAKEST: ModeText(
        gettext_noop("Weakest cards"),
        gettext_noop("Up to {most} learned cards not asked today, most likely forgotten first."),
        _EARLY,
        gettext_noop("There are no learned cards left that were not asked today."),
    ),
    Mode.CHOSEN: ModeText(
        gettext_noop("Chosen cards"), gettext_noop("The cards listed in the browser, in that order, due or not."), _EARLY
    ),
    Mode.CRAM: ModeText(
        gettext_noop("Cram"),
        gettext_noop("Every card, in deck order. If you stop, it picks up there later today."),
        _PRACTICE,
        gettext_noop("There are no cards to ask."),
    ),
    Mode.MOCK: ModeText(
        gettext_noop("Mock interview"),
        gettext_noop("The questions of a mock interview."),
        gettext_noop("The schedule stays as it is unless you count the grades at the end."),
    ),
}
STARTED = tuple(mode for mode, about in MODES.items() if about.none_message)
"""The modes that can be started by name, on one topic or on all."""
