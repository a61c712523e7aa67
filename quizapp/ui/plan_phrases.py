"""The plan for an interview in sentences, for the home screen, the end of a session and the command line."""

from datetime import date
from typing import TYPE_CHECKING

from quizapp.domain.i18n import gettext, ngettext

if TYPE_CHECKING:
    from quizapp.domain.progress import Misses
    from quizapp.services.plans import Outlook, Target


def interview_phrase(interview: "Target", today: date) -> str:
    """When it is: "Interview in 20 days, on 2026-12-20"."""
    days = (interview.day - today).days
    if days == 0:
        return gettext("Your interview is today")
    return ngettext("Interview tomorrow, on {day}", "Interview in {count:,} days, on {day}", days, day=interview.day.isoformat())


def readiness_phrase(outlook: "Outlook") -> str:
    """What one will recall, and what one would today: "Recall on the day: about 91% (88% to 94%). Today it would be 62%."."""
    ahead = outlook.forecast
    if not ahead.days_left:
        return gettext("Expected recall today: {recall:.0%}.", recall=ahead.today)
    day = ahead.on_the_day
    return gettext(
        "Expected recall on the day: {expected:.0%} ({low:.0%} to {high:.0%}). Today it would be {today:.0%}.",
        expected=day.expected,
        low=day.low,
        high=day.high,
        today=ahead.today,
    )


def missed_phrase(points: "Misses") -> str:
    """How many key points one tends to miss; empty where none were gone through."""
    if not points.asked:
        return ""
    return ngettext(
        "Lately you missed {missed:,} of {count:,} key point.",
        "Lately you missed {missed:,} of {count:,} key points.",
        points.asked,
        missed=points.missed,
    )


def shortfall_phrase(outlook: "Outlook") -> str:
    """What does not fit, and what would make it fit; empty where all does."""
    short = outlook.shortfall
    if short is None:
        return ""
    minutes = outlook.target.minutes
    if short.late:
        said = ngettext(
            "{minutes} minutes a day are not enough: {count:,} card would be seen too late, or not at all.",
            "{minutes} minutes a day are not enough: {count:,} cards would be seen too late, or not at all.",
            short.late,
            minutes=minutes,
        )
    else:
        said = gettext("{minutes} minutes a day cost you {lost:.0%} of what you could recall.", minutes=minutes, lost=short.lost)
    return f"{said} {_what_would_fit(outlook)}".rstrip()


def _what_would_fit(outlook: "Outlook") -> str:
    short = outlook.shortfall
    assert short is not None
    if short.minutes is None and not short.cards:
        return gettext("There is too little time left: choose fewer topics, or a later day.")
    if short.minutes is None:
        return ngettext("{count:,} card would fit: choose fewer topics.", "{count:,} cards would fit: choose fewer topics.", short.cards)
    if not short.cards:
        return gettext("{minutes} would be.", minutes=short.minutes)
    return ngettext(
        "{minutes} would be; or choose fewer topics, for {count:,} card fits.",
        "{minutes} would be; or choose fewer topics, for {count:,} cards fit.",
        short.cards,
        minutes=short.minutes,
    )
