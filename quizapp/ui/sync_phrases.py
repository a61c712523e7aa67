"""How an exchange with other machines went, in sentences, for the screen and the command line."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from quizapp.domain.i18n import gettext, ngettext
from quizapp.services.sync import Moved, Synced, SyncStatus

MOST_NAMES = 3
"""Devices that are named."""


def synced_phrase(synced: Synced) -> str:
    """What went there and what came."""
    if not synced.sent and not synced.received:
        return gettext("Nothing new.")
    said = []
    if synced.sent.reviews or synced.received.reviews:
        sent = ngettext("{count:,} review sent", "{count:,} reviews sent", synced.sent.reviews)
        said.append(gettext("{reviews_sent}, {received:,} received.", reviews_sent=sent, received=synced.received.reviews))
    if others := synced.sent.others + synced.received.others:
        said.append(ngettext("{count:,} other change exchanged.", "{count:,} other changes exchanged.", others))
    return " ".join(said)


def in_step_phrase(status: SyncStatus, now: datetime) -> str:
    """Which machines know the same, and since when; empty before the first exchange."""
    if status.at is None:
        return ""
    when = ago_phrase(now - status.at)
    names = list(dict.fromkeys(name for name, _ in status.others))
    if not names:
        return gettext("Synced {when}", when=when)
    shown = ", ".join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        shown = ngettext("{names} and {count} more", "{names} and {count} more", len(names) - MOST_NAMES, names=shown)
    return gettext("In step with {names}, {when}", names=shown, when=when)


def ago_phrase(passed: timedelta) -> str:
    """How long ago something was, in the largest unit that fits."""
    minutes = int(passed / timedelta(minutes=1))
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return ngettext("{count} minute ago", "{count} minutes ago", minutes)
    if minutes < 24 * 60:
        return ngettext("{count} hour ago", "{count} hours ago", minutes // 60)
    return ngettext("{count:,} day ago", "{count:,} days ago", minutes // (24 * 60))


def status_lines(status: SyncStatus, now: datetime) -> Iterator[str]:
    """How things stand with a place, a line each."""
    yield gettext("Place: {place}", place=status.place)
    yield in_step_phrase(status, now) + "." if status.at else gettext("Never synced.")
    for name, at in status.others:
        yield gettext("{name} last wrote {when}.", name=name, when=ago_phrase(now - at))
    if status.waiting:
        yield ngettext("{count:,} event is not there yet.", "{count:,} events are not there yet.", status.waiting)
    yield from status.problems


def problems_phrase(problems: Sequence[str]) -> str:
    """What needs the learner after an exchange; empty where nothing does."""
    if not problems:
        return ""
    first, *more = problems
    return " ".join([first, ngettext("({count} more)", "({count} more)", len(more))]) if more else first


def moved_fields(moved: Moved) -> dict[str, int]:
    """For scripts."""
    return {"reviews": moved.reviews, "other": moved.others}
