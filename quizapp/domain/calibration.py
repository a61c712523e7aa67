"""How well the memory model predicts: the recall it expected before each review, beside what came.

A review is predicted where it is on a later study day than the review of its card before: a card's first review has no prediction, and of
several on one day only the first counts, though the later ones change the memory as well. These are the reviews on which the benchmark of
FSRS evaluates (open-spaced-repetition/srs-benchmark, `features/base.py`), and `rmse_bins` is its measure (`rmse_matrix` in `utils.py`).
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from quizapp.domain.day import Calendar
from quizapp.domain.history import Event, Rating, reviews
from quizapp.domain.i18n import gettext
from quizapp.domain.memory import Memory
from quizapp.domain.schedule import Schedule

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


@dataclass(frozen=True)
class Recall:
    """A review that was predicted, and what came."""

    predicted: float
    """The probability of recalling the card, 0 to 1."""
    recalled: bool
    """Whether it was: any grade but Again."""
    interval: int
    """Days since the review of the card before, at least 1."""
    count: int
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
    known: dict[str, tuple[Schedule, int, int]] = {}
    for review in reviews:
        schedule, count, lapses = known.get(review.card) or (Schedule(review.card), 1, 0)
        interval = (review.day - schedule.last).days if schedule.last else 0
        if interval > 0:
            predicted = memory.retrievability_on(schedule, review.day)
            assert predicted is not None
            recalled, count = review.rating is not Rating.AGAIN, count + 1
            yield Recall(predicted, recalled, interval, count, lapses)
            lapses += not recalled
        known[review.card] = memory.graded(schedule, review.card, review.rating, review.day), count, lapses


def calibration(recalls: Sequence[Recall]) -> Calibration:
    """How the predictions in `recalls` came true, each counting the same."""
    bins = tuple(_bin(tenth, recalls) for tenth in range(BINS))
    if not recalls:
        return Calibration(0, None, None, bins)
    return Calibration(len(recalls), log_loss(recalls), rmse_bins(recalls), bins)


def _bin(tenth: int, recalls: Iterable[Recall]) -> Bin:
    its = [each for each in recalls if min(int(each.predicted * BINS), BINS - 1) == tenth]
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
    return _power(recall.interval, 3.62), _power(recall.count, 1.89), _power(recall.lapses, 1.73) if recall.lapses else -1


def _power(number: int, base: float) -> int:
    return math.floor(math.log(number) / math.log(base))


def recency(number: int) -> list[float]:
    """The weights that FSRS's optimiser gives to `number` reviews in order, from 0.25 for the first to 1 for the newest."""
    last = max(number - 1, 1)
    return [0.25 + 0.75 * (place / last) ** 3 for place in range(number)]
