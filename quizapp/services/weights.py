"""The weights of FSRS-6 that fit reviews best, found by fsrs-rs (the extra `optimise`).

It takes any number for a rating and returns whatever it arrives at, so both its input and its output are checked here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from quizapp.domain.calibration import Review
from quizapp.domain.errors import OptimiseError
from quizapp.domain.i18n import gettext
from quizapp.domain.rules import usable

if TYPE_CHECKING:
    from fsrs_rs_python import FSRSItem

LONGEST = 256
"""Reviews of one card that are learned from: fsrs-rs leaves longer histories out, and they would fill the memory."""
_DIGITS = 4
"""Decimals of a weight, as FSRS publishes them."""


@dataclass(frozen=True)
class Example:
    """A predicted review, with all reviews of its card up to it, as fsrs-rs learns from it."""

    card: int
    """A number for its card, in the order of their first reviews."""
    item: "FSRSItem | None"
    """None where the card has more reviews than are learned from."""


def examples(reviews: Iterable[Review]) -> list[Example]:
    """One for each of `reviews`, which are in order, that a memory model predicts. Raises OptimiseError where fsrs-rs is not installed."""
    try:
        from fsrs_rs_python import FSRSItem, FSRSReview
    except ImportError as error:
        raise OptimiseError(
            gettext("learning from your reviews needs fsrs-rs, which is not installed"),
            gettext("In your clone of QuizApp, run one of {commands}.", commands=_INSTALLING),
        ) from error
    found: list[Example] = []
    known: dict[str, tuple[int, date, list[FSRSReview]]] = {}
    for review in reviews:
        number, last, its = known.get(review.card) or (len(known), review.day, [])
        days = max((review.day - last).days, 0)
        its.append(FSRSReview(int(review.rating), days))
        known[review.card] = number, max(last, review.day), its
        if days:
            found.append(Example(number, FSRSItem(its) if len(its) <= LONGEST else None))
    return found


_INSTALLING = '`pipx install --force ".[optimise]"`, `uv tool install --force ".[optimise]"`, `.venv/bin/pip install ".[optimise]"`'
"""As README writes the commands."""


def fitted(examples: Sequence[Example]) -> tuple[float, ...]:
    """The 21 weights that fit `examples` best. Raises OptimiseError where fsrs-rs finds none."""
    from fsrs_rs_python import DEFAULT_PARAMETERS, FSRS

    usual = [round(each, _DIGITS) for each in DEFAULT_PARAMETERS]
    learnable = [(each.card, each.item) for each in examples if each.item is not None]
    try:
        found = FSRS(usual).compute_parameters([item for _, item in learnable], [card for card, _ in learnable])
    except ValueError as error:
        raise OptimiseError(gettext("fsrs-rs cannot learn from these reviews: {reason}", reason=error)) from error
    parameters = tuple(round(each, _DIGITS) for each in found)
    if not usable(parameters):
        raise OptimiseError(gettext("fsrs-rs found no weights that can be used"))
    return parameters
