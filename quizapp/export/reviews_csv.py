"""The reviews that count, one a row, in the columns that FSRS's own tools read."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from quizapp.domain.drawable import one_line
from quizapp.domain.history import CardEvent, Graded

COLUMNS = ("card_id", "review_time", "review_rating", "review_duration")
"""Text, milliseconds since 1970, 1 to 4, milliseconds."""


def reviews_csv(events: Iterable[CardEvent]) -> str:
    """A header and a row for each grade in `events`, which count and are in order."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for event in events:
        if isinstance(event, Graded):
            milliseconds = (event.at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
            writer.writerow((one_line(event.card), milliseconds, int(event.rating), event.duration_ms))
    return out.getvalue()
