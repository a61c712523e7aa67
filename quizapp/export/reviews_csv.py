"""The reviews that count, one a row, in the columns that FSRS's own tools read."""

import codecs
import csv
import io
from collections.abc import Iterable, Mapping

from quizapp.domain.day import milliseconds
from quizapp.domain.drawable import one_line
from quizapp.domain.history import Graded

COLUMNS = ("card_id", "review_time", "review_rating", "review_duration", "question")
"""Text, milliseconds since 1970, 1 to 4, milliseconds, text. The tools pass over the last."""


_FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula, to be computed."""


def reviews_csv(reviews: Iterable[Graded], questions: Mapping[str, str], *, spreadsheet: bool = False) -> str:
    """A header and a row for each of `reviews`, with what its card asks, by card id; empty for a card that is not known here.

    For a `spreadsheet`, an apostrophe stands before a question that it would take for a formula.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for review in reviews:
        question = one_line(questions.get(review.card, ""))
        if spreadsheet and question.startswith(_FORMULA):
            question = f"'{question}"
        writer.writerow((one_line(review.card), milliseconds(review.at), int(review.rating), review.duration_ms, question))
    return out.getvalue()


def spreadsheet_csv(reviews: Iterable[Graded], questions: Mapping[str, str]) -> bytes:
    """The same for a spreadsheet, which takes the file for UTF-8 only if a byte-order mark says so."""
    return codecs.BOM_UTF8 + reviews_csv(reviews, questions, spreadsheet=True).encode()
