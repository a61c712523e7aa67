"""The review log of a card as what QuizApp records: grades, practice, and the moments at which its memory started afresh."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from quizapp.decks.importing.anki.parts import AnkiCard, AnkiReview
from quizapp.decks.importing.note import ForeignProgress, PastReview

_LEARNING, _FILTERED, _BY_HAND, _RESCHEDULED = 0, 3, 4, 5
_LONGEST = 24 * 60 * 60 * 1000
"""Milliseconds that an answer may have taken; more is a clock that went wrong."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = 253_402_214_400_000
"""The end of the year 9999, in milliseconds: moments beyond it cannot be written."""


def progress(card: AnkiCard, rows: Sequence[AnkiReview]) -> ForeignProgress:
    """What was done to `card` in Anki. Only buttons 1 to 4 are answers, and nothing that was set by hand or computed is one.

    Anki forgets what came before a card was reset, and before it was learned anew; so does a memory that starts afresh at those moments.
    """
    reviews, restarts = list[PastReview](), list[datetime]()
    learning = remembered = False
    rows = [row for row in rows if row.at < _LAST]
    for row in rows:
        if row.kind == _FILTERED and row.factor == 0:
            if row.button in (1, 2, 3, 4):
                reviews.append(_review(row, practice=True))
            continue
        answered = row.button in (1, 2, 3, 4) and row.kind not in (_BY_HAND, _RESCHEDULED)
        reset = row.kind == _BY_HAND and row.factor == 0
        anew = answered and row.kind == _LEARNING and not learning
        if (reset or anew) and remembered:
            restarts.append(_moment(row.at - (1 if anew else 0)))
            remembered = False
        learning = answered and row.kind == _LEARNING
        if answered:
            reviews.append(_review(row))
            remembered = True
    return ForeignProgress(tuple(reviews), tuple(restarts), _moment(_last(card, rows)) if card.suspended else None)


def _last(card: AnkiCard, rows: Sequence[AnkiReview]) -> int:
    """A moment after everything else that happened to the card: Anki does not say when it was suspended."""
    return max(rows[-1].at if rows else 0, min(max(card.id, 0), _LAST)) + 1


def _review(row: AnkiReview, *, practice: bool = False) -> PastReview:
    return PastReview(_moment(row.at), row.button, min(max(row.duration, 0), _LONGEST), practice)


def _moment(at: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=max(at, 1))
