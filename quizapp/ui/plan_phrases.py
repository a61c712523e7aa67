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
        said = ngettext("{count} minute a day is not enough.", "{count} minutes a day are not enough.", minutes)
        late = ngettext(
            "{count:,} card would be seen too late, or not at all.", "{count:,} cards would be seen too late, or not at all.", short.late
        )
        return " ".join((said, late, _what_would_fit(outlook)))
    lost = ngettext(
        "{count} minute a day costs you {lost:.0%} of what you could recall.",
        "{count} minutes a day cost you {lost:.0%} of what you could recall.",
        minutes,
        lost=short.lost,
    )
    return f"{lost} {_what_would_fit(outlook)}"


def _what_would_fit(outlook: "Outlook") -> str:
    short = outlook.shortfall
    assert short is not None
    if short.minutes is None and not short.cards:
        return gettext("There is too little time left: choose fewer topics, or a later day.")
    if short.minutes is None:
        return ngettext("Choose fewer topics: {count:,} card fits.", "Choose fewer topics: {count:,} cards fit.", short.cards)
    enough = ngettext("{count} minute would be enough.", "{count} minutes would be enough.", short.minutes)
    if not short.cards:
        return enough
    fewer = ngettext("Or choose fewer topics: {count:,} card fits.", "Or choose fewer topics: {count:,} cards fit.", short.cards)
    return f"{enough} {fewer}"
