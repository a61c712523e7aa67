"""How well the memory model predicts: the recall it expected before each review, beside what came.

A review is predicted where it is on a later study day than the review of its card before: a card's first review has no prediction, and of
several on one day only the first counts, though the later ones change the memory as well. These are the reviews on which the benchmark of
FSRS evaluates (open-spaced-repetition/srs-benchmark, `features/base.py`), and `rmse_bins` is its measure (`rmse_matrix` in `utils.py`).
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from quizapp.domain.day import Calendar
from quizapp.domain.history import Event, Rating, reviews
from quizapp.domain.i18n import gettext
from quizapp.domain.memory import Memory, Prior, Trace

BINS = 10
FEWEST = 100
"""Reviews in a bin before anything is said of it: with fewer, chance moves the share of those recalled by more than three points."""
_CERTAIN = 1e-15
"""No prediction counts as closer to 0 or 1 than this: a certain one that fails would cost infinitely much."""


@dataclass(frozen=True)
class Review:
    """A grade that counts, as far as a memory model looks at it."""

    card: str
    day: date
    """The study day."""
    rating: Rating


class Recall(NamedTuple):
    """A review that was predicted, and what came."""

    predicted: float
    """The probability of recalling the card, 0 to 1."""
    recalled: bool
    """Whether it was: any grade but Again."""
    interval: int
    """Days since the review of the card before, at least 1."""
    days: int
    """Study days on which the card was reviewed, with this one."""
    lapses: int
    """Reviews before this one that were predicted and failed."""


@dataclass(frozen=True)
class Bin:
    """The reviews whose predictions lie in one tenth of the range from 0 to 1."""

    low: float
    high: float
    reviews: int
    predicted: float | None
    """The mean prediction; None where there are no reviews."""
    recalled: float | None
    """The share that was recalled; None where there are no reviews."""


@dataclass(frozen=True)
class Calibration:
    """How predictions came true."""

    reviews: int
    """Those that were predicted."""
    log_loss: float | None
    """The mean surprise in nats, 0 at best; None without reviews."""
    rmse_bins: float | None
    """How far predictions are from what comes of them, as a probability, 0 at best; None without reviews."""
    bins: tuple[Bin, ...]
    """Tenths, from 0 to 1."""

    @property
    def sentence(self) -> str:
        """What the bin with most reviews says, in a sentence; empty while it has too few to tell."""
        fullest = max(self.bins, key=lambda each: each.reviews)
        if fullest.reviews < FEWEST or fullest.predicted is None or fullest.recalled is None:
            return ""
        return gettext(
            "When the app says {predicted:.0f} %, you recall {recalled:.0f} %.",
            predicted=100 * fullest.predicted,
            recalled=100 * fullest.recalled,
        )


def counted(events: Iterable[Event], calendar: Calendar) -> list[Review]:
    """The reviews in `events` that count for memories, in order; of a memory that began with an estimate, its first review is not known."""
    return [Review(grade.card, calendar.day(grade.at), grade.rating) for grade in reviews(events, estimated=False)]


def recalls(reviews: Iterable[Review], memory: Memory) -> Iterator[Recall]:
    """Those of `reviews`, which are in order, that `memory` predicts; what it expects of each rests on the ones before."""
    known: dict[str, Followed] = {}
    for review in reviews:
        followed = known.get(review.card)
        if followed is None:
            followed = known[review.card] = Followed(memory.trace())
        if (foreseen := followed.grade(review.card, review.rating, review.day)) is not None:
            yield foreseen[1]


class Followed:
    """A card's reviews as they come in: what was known before those that are predicted, and what came of them."""

    def __init__(self, trace: Trace) -> None:
        """`trace` is that of a new card."""
        self._trace = trace
        self._days = 1
        self._lapses = 0

    def grade(self, card: str, rating: Rating, day: date) -> tuple[Prior, Recall] | None:
        """Goes on after a grade of the card, which then had the id `card`; None where it is not predicted."""
        prior = self._trace.grade(card, rating, day)
        if prior is None:
            return None
        self._days += 1
        recall = Recall(prior.recall, rating is not Rating.AGAIN, prior.elapsed, self._days, self._lapses)
        self._lapses += not recall.recalled
        return prior, recall


def calibration(recalls: Sequence[Recall]) -> Calibration:
    """How the predictions in `recalls` came true, each counting the same."""
    tenths: list[list[Recall]] = [[] for _ in range(BINS)]
    for each in recalls:
        tenths[min(int(each.predicted * BINS), BINS - 1)].append(each)
    bins = tuple(_bin(tenth, its) for tenth, its in enumerate(tenths))
    if not recalls:
        return Calibration(0, None, None, bins)
    return Calibration(len(recalls), log_loss(recalls), rmse_bins(recalls), bins)


def _bin(tenth: int, its: Sequence[Recall]) -> Bin:
    predicted = math.fsum(each.predicted for each in its) / len(its) if its else None
    recalled = sum(each.recalled for each in its) / len(its) if its else None
    return Bin(tenth / BINS, (tenth + 1) / BINS, len(its), predicted, recalled)


def log_loss(recalls: Sequence[Recall], weights: Sequence[float] | None = None) -> float:
    """The mean of -ln(the probability that was given to what came), each review with its weight, or all the same. There must be some."""
    shares = weights or [1.0] * len(recalls)
    return math.fsum(w * surprise(each) for w, each in zip(shares, recalls, strict=True)) / math.fsum(shares)


def surprise(recall: Recall) -> float:
    """-ln(the probability that was given to what came)."""
    given = recall.predicted if recall.recalled else 1 - recall.predicted
    return -math.log(max(given, _CERTAIN))


def standard_error(differences: Sequence[float], cards: Sequence[int]) -> float:
    """By how much the mean of `differences` would vary with other cards: those of one of the `cards` go together. Infinite for one card.

    It is the cluster-robust standard error of a mean, with the usual correction for the number of clusters.
    """
    mean, sums = math.fsum(differences) / len(differences), dict[int, float]()
    for difference, card in zip(differences, cards, strict=True):
        sums[card] = sums.get(card, 0.0) + difference - mean
    if len(sums) < 2:
        return math.inf
    squares = math.fsum(each * each for each in sums.values())
    return math.sqrt(squares * len(sums) / (len(sums) - 1)) / len(differences)


def rmse_bins(recalls: Sequence[Recall], weights: Sequence[float] | None = None) -> float:
    """The root mean square of (mean prediction - share recalled) over bins by interval, count and lapses. There must be some reviews.

    A bin weighs as much as its reviews together; within it each counts the same.
    """
    found: dict[tuple[int, int, int], list[float]] = {}
    for weight, each in zip(weights or [1.0] * len(recalls), recalls, strict=True):
        total = found.setdefault(_place(each), [0.0, 0.0, 0.0])
        total[0] += weight
        total[1] += each.predicted - each.recalled
        total[2] += 1
    squares = math.fsum(weight * (error / count) ** 2 for weight, error, count in found.values())
    return math.sqrt(squares / math.fsum(weight for weight, _, _ in found.values()))


def _place(recall: Recall) -> tuple[int, int, int]:
    """The benchmark's bin: whole powers of 3.62 days, of 1.89 reviews and of 1.73 lapses."""
    return _power(recall.interval, 3.62), _power(recall.days, 1.89), _power(recall.lapses, 1.73) if recall.lapses else -1


def _power(number: int, base: float) -> int:
    return math.floor(math.log(number) / math.log(base))


def recency(number: int) -> list[float]:
    """The weights that FSRS's optimiser gives to `number` reviews in order, from 0.25 for the first to 1 for the newest."""
    last = max(number - 1, 1)
    return [0.25 + 0.75 * (place / last) ** 3 for place in range(number)]
