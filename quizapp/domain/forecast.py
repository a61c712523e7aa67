"""What a plan leads to: the days up to the interview, and how ready one will be.

The days ahead are played through a number of times, each answer recalled or not with the probability that the memory model gives it, by the
same rules that choose the cards of a day. Chance comes from a generator with a fixed seed, so that the same cards give the same forecast.
Of many cards a sample is played, evenly taken from each topic, with its share of the minutes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import fmean, quantiles

from quizapp.domain.costs import Costs
from quizapp.domain.course import Course, Stretch
from quizapp.domain.plan import Goal
from quizapp.domain.recall import ForgettingCurve
from quizapp.domain.schedule import ListedCard, Schedule

WORK = 240_000
"""How many days of a card are played in all: so many take about half a second."""
FEWEST_RUNS, USUAL_RUNS, MOST_RUNS = 12, 24, 160
MOST_CARDS, FEWEST_CARDS = 400, 120
"""Of more cards a sample is played: the smaller, the longer it is to the interview."""
DOUBT = 0.2
"""A learner's memory has its own weights. The published ones may be off by such a share each."""
AS_DOUBTFUL = 1000
"""Weights learned from so many reviews are no nearer; eight times as many halve the doubt: `python -m tests.benchmarks.doubt`."""


@dataclass(frozen=True)
class Readiness:
    """The share of the chosen cards that will be recalled, 0 to 1, unseen ones counted as 0."""

    expected: float
    low: float
    """With `high`, the ends of an 80 % band: in four of five cases readiness lies within."""
    high: float


@dataclass(frozen=True)
class DayAhead:
    """What a day is expected to ask."""

    day: date
    new: float
    reviews: float
    minutes: float
    """For all answers, repetitions of failed cards included."""


@dataclass(frozen=True)
class TopicAhead:
    """A topic's share in it."""

    topic: str
    """Its full id."""
    cards: int
    unseen: int
    today: float
    """Mean recall today, unseen cards counted as 0."""
    on_the_day: Readiness


@dataclass(frozen=True)
class Forecast:
    """What a plan leads to."""

    days_left: int
    cards: int
    """The chosen ones, without suspended ones."""
    unseen: int
    today: float
    """Mean recall today, unseen cards counted as 0."""
    on_the_day: Readiness
    by_topic: tuple[TopicAhead, ...]
    """In the order of the cards."""
    days: tuple[DayAhead, ...]
    """From today to the day before the interview."""
    left_unseen: float
    """Cards that are expected to be still unseen at the interview."""


def forecast(
    cards: Sequence[ListedCard],
    goal: Goal,
    day: date,
    costs: Costs,
    *,
    spent: float = 0.0,
    parameters: tuple[float, ...] | None = None,
    doubt: float | None = None,
) -> Forecast | None:
    """What is to be expected from the study day `day` on; None once the interview is over. Takes about half a second: for a worker.

    `spent` are the seconds already studied on that day; `doubt` is by which share each weight of the memory model may be off, by default
    what is usual after as many reviews. Equal arguments give equal forecasts.
    """
    left = goal.days_left(day)
    if left < 0:
        return None
    chosen = [card for card in cards if not card.schedule.suspended]
    if doubt is None:
        doubt = usual_doubt(parameters, sum(card.schedule.reviews for card in cards))
    played = sampled(chosen, min(MOST_CARDS, max(FEWEST_CARDS, WORK // USUAL_RUNS // max(1, left))))
    share = len(played) / len(chosen) if chosen else 1.0
    course = Course(played, goal, day, costs, parameters, doubt, share)
    runs = min(MOST_RUNS, max(FEWEST_RUNS, WORK // max(1, len(played) * left)))
    stretches = [course.run(seed, spent) for seed in range(runs)]
    now = recalls_now(chosen, day, ForgettingCurve.of(parameters))
    by_topic = tuple(_topics(chosen, played, now, stretches, doubt))
    return Forecast(
        days_left=left,
        cards=len(chosen),
        unseen=sum(each.unseen for each in by_topic),
        today=fmean(now) if now else 0.0,
        on_the_day=_readiness([fmean(each.recalls) if played else 0.0 for each in stretches], 1.0 if doubt else share),
        by_topic=by_topic,
        days=tuple(_day(day + timedelta(days=n), [each.days[n] for each in stretches], share) for n in range(left)),
        left_unseen=fmean(each.unseen for each in stretches) / share,
    )


def usual_doubt(parameters: tuple[float, ...] | None, reviews: int) -> float:
    """By which share each weight may be off: the published ones (None), or those learned from so many reviews."""
    return DOUBT if parameters is None else DOUBT * min(1.0, AS_DOUBTFUL / max(1, reviews)) ** (1 / 3)


def recalls_now(cards: Sequence[ListedCard], day: date, curve: ForgettingCurve) -> list[float]:
    """The probability of recalling each card on the study day `day`, 0 for an unseen one."""
    return [_recall_now(card.schedule, day, curve) for card in cards]


def _recall_now(schedule: Schedule, day: date, curve: ForgettingCurve) -> float:
    if schedule.last is None or schedule.stability is None:
        return 0.0
    return curve.recall(max(0, (day - schedule.last).days), schedule.stability)


def sampled(cards: Sequence[ListedCard], most: int) -> list[ListedCard]:
    """Up to about `most` of `cards`, of each topic its share and at least one, evenly from the most stable to the unseen."""
    if len(cards) <= most:
        return list(cards)
    topics: dict[str, list[ListedCard]] = {}
    for card in cards:
        topics.setdefault(card.topic, []).append(card)
    taken = []
    for its in topics.values():
        ranked = sorted(its, key=lambda card: -(card.schedule.stability or 0.0))
        count = max(1, round(len(its) * most / len(cards)))
        taken += [ranked[int((place + 0.5) * len(its) / count)] for place in range(count)]
    place = {card.id: number for number, card in enumerate(cards)}
    return sorted(taken, key=lambda card: place[card.id])


def _topics(
    cards: Sequence[ListedCard], played: Sequence[ListedCard], now: Sequence[float], stretches: Sequence[Stretch], doubt: float
) -> Iterator[TopicAhead]:
    recalls: dict[str, list[float]] = {}
    unseen: dict[str, int] = {}
    for card, recall in zip(cards, now, strict=True):
        recalls.setdefault(card.topic, []).append(recall)
        unseen[card.topic] = unseen.get(card.topic, 0) + (card.schedule.first is None)
    places: dict[str, list[int]] = {}
    for place, card in enumerate(played):
        places.setdefault(card.topic, []).append(place)
    for topic, its in recalls.items():
        outcomes = [fmean(each.recalls[place] for place in places[topic]) for each in stretches]
        share = 1.0 if doubt else len(places[topic]) / len(its)
        yield TopicAhead(topic, len(its), unseen[topic], fmean(its), _readiness(outcomes, share))


def _readiness(outcomes: Sequence[float], share: float) -> Readiness:
    """From the outcomes of a sample that is `share` of the cards: a tenth of them lie below the band, a tenth above.

    The mean of more cards varies less, unless the model is in doubt.
    """
    expected = fmean(outcomes)
    low, *_, high = quantiles(outcomes, n=10)
    return Readiness(expected, expected - max(0.0, expected - low) * sqrt(share), expected + max(0.0, high - expected) * sqrt(share))


def _day(day: date, played: Sequence[tuple[int, int, float]], share: float) -> DayAhead:
    new, reviews, seconds = (fmean(numbers) / share for numbers in zip(*played, strict=True))
    return DayAhead(day, new, reviews, seconds / 60)
