"""The reviews that count, one a row, in the columns that FSRS's own tools read."""

import csv
import io
from collections.abc import Iterable, Mapping

from quizapp.domain.day import milliseconds
from quizapp.domain.drawable import one_line
from quizapp.domain.history import Graded

COLUMNS = ("card_id", "review_time", "review_rating", "review_duration", "question")
"""Text, milliseconds since 1970, 1 to 4, milliseconds, text. The tools pass over the last."""


def reviews_csv(reviews: Iterable[Graded], questions: Mapping[str, str]) -> str:
    """A header and a row for each of `reviews`, with what its card asks, by card id; empty for a card that is not known here."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for review in reviews:
        question = one_line(questions.get(review.card, ""))
        writer.writerow((one_line(review.card), milliseconds(review.at), int(review.rating), review.duration_ms, question))
    return out.getvalue()
