"""What an import has found, in lines: for the command line and for the dialog of the app."""

from collections.abc import Iterator

from quizapp.domain.i18n import gettext, ngettext
from quizapp.services.imports import Brought, by_kind, found_phrase, kind_phrase

SHOWN = 5
"""Places that are named of what is left out; the report names all."""


def look_lines(look: Brought) -> Iterator[str]:
    """What was found and by which rule, how it comes in, and whole cards as they will be."""
    conversion, writing = look.conversion, look.writing
    yield found_phrase(conversion)
    yield gettext(
        "{kept:,} as they are, {changed:,} changed, {left:,} left out",
        kept=len(conversion.as_they_are),
        changed=len(conversion.changed),
        left=len(conversion.left_out),
    )
    for kind, cards in by_kind(conversion).items():
        yield f"  {len(cards):>5,}  {kind_phrase(kind)}"
    for left in conversion.left_out[:SHOWN]:
        yield gettext("left out: {file} ({reason})", file=left.where, reason=left.reason)
    if (more := len(conversion.left_out) - SHOWN) > 0:
        yield ngettext("left out: {count:,} more", "left out: {count:,} more", more)
    if conversion.drafts:
        yield ngettext("{count:,} question has no answer yet", "{count:,} questions have no answer yet", len(conversion.drafts))
    if look.reviews or look.suspended or look.estimates:
        yield _progress_phrase(look)
    if writing.manifest is not None:
        yield counts_phrase(look)
    for text in look.samples if writing.new or writing.updated else ():
        yield ""
        yield text.rstrip("\n")
    if writing.new or writing.updated:
        yield ""


def _progress_phrase(look: Brought) -> str:
    """ "1,234 reviews come along, 3 cards stay suspended"."""
    parts = (
        (look.reviews, ngettext("{count:,} review comes along", "{count:,} reviews come along", look.reviews)),
        (
            look.estimates,
            ngettext(
                "{count:,} due date comes along, with an estimate of the card's memory",
                "{count:,} due dates come along, with estimates of the cards' memory",
                look.estimates,
            ),
        ),
        (look.suspended, ngettext("{count:,} card stays suspended", "{count:,} cards stay suspended", look.suspended)),
    )
    return ", ".join(words for number, words in parts if number)


def counts_phrase(look: Brought) -> str:
    """ "12 new, 3 updated, 150 as before, 1 edited by you and not overwritten"."""
    writing = look.writing
    counts = (
        (len(writing.new), gettext("{count:,} new", count=len(writing.new))),
        (len(writing.updated), gettext("{count:,} updated", count=len(writing.updated))),
        (len(writing.unchanged), gettext("{count:,} as before", count=len(writing.unchanged))),
        (len(writing.edited), gettext("{count:,} edited by you and not overwritten", count=len(writing.edited))),
        (len(writing.deleted), gettext("{count:,} deleted by you and not brought back", count=len(writing.deleted))),
        (len(writing.gone), gettext("{count:,} no longer in the source", count=len(writing.gone))),
    )
    return ", ".join(words for number, words in counts if number) or gettext("{count:,} new", count=0)
