"""Learners whose memories are known: what they are asked follows the app's schedule, and what they recall follows weights of their own."""

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from fsrs.scheduler import DEFAULT_PARAMETERS

from quizapp.domain.calibration import Review
from quizapp.domain.day import Calendar, milliseconds
from quizapp.domain.history import Graded, Rating, event_id
from quizapp.domain.memory import Memory
from quizapp.domain.rules import PARAMETER_RANGES, Rules
from quizapp.domain.schedule import Schedule
from quizapp.services.container import Services
from quizapp.storage.engine import open_engine
from quizapp.storage.events import EventTable

FIRST = date(2024, 1, 1)
NEW_A_DAY = 10
FORGETFUL = (0.05, 0.3, 0.6, 2.0, *DEFAULT_PARAMETERS[4:8], 1.2, *DEFAULT_PARAMETERS[9:20], 0.5)
"""Weights of somebody who forgets much faster than most."""


@dataclass(frozen=True)
class Simulated:
    """A review, and what the learner's own memory made of it."""

    review: Review
    chance: float | None
    """The true probability of recalling it; None where it has no prediction."""


def memory(parameters: Sequence[float] | None = None) -> Memory:
    """In UTC, with these weights or the published ones."""
    return Memory(Rules(Calendar(UTC), parameters=tuple(parameters) if parameters else None))


def near(random: Random, spread: float) -> tuple[float, ...]:
    """The published weights, each multiplied by a random factor with that standard deviation of its logarithm, within its range."""
    moved = (each * math.exp(random.gauss(0, spread)) for each in DEFAULT_PARAMETERS)
    return tuple(min(max(each, low), high) for each, (low, high) in zip(moved, PARAMETER_RANGES, strict=True))


def study(truth: Memory, number: int, random: Random) -> list[Simulated]:
    """The first `number` reviews of a learner whose memory is `truth`, with new cards each day."""
    planner, real, planned, found = memory(), dict[str, Schedule](), dict[str, Schedule](), list[Simulated]()
    day = FIRST
    while len(found) < number:
        fresh = [f"small/c{len(planned) + i}" for i in range(NEW_A_DAY)]
        for card in [*(card for card, schedule in planned.items() if schedule.due is not None and schedule.due <= day), *fresh]:
            while True:
                known = real.get(card, Schedule(card))
                chance = truth.retrievability_on(known, day) if known.last and known.last < day else None
                rating = _rating(random, 0.75 if chance is None else chance)
                found.append(Simulated(Review(card, day, rating), chance))
                real[card] = truth.graded(known, card, rating, day)
                planned[card] = planner.graded(planned.get(card, Schedule(card)), card, rating, day)
                if rating is not Rating.AGAIN:
                    break
        day += timedelta(days=1)
    return found[:number]


def _rating(random: Random, chance: float) -> Rating:
    if random.random() >= chance:
        return Rating.AGAIN
    return random.choices((Rating.HARD, Rating.GOOD, Rating.EASY), (0.1, 0.75, 0.15))[0]


def reviews_of(simulated: Iterable[Simulated]) -> list[Review]:
    """What the app sees of it."""
    return [each.review for each in simulated]


def graded_at(reviews: Sequence[Review]) -> list[tuple[Review, datetime]]:
    """Each with a moment on its day, in order."""
    start = datetime.combine(FIRST, datetime.min.time(), UTC) + timedelta(hours=5)
    return [(review, start + (review.day - FIRST) + timedelta(seconds=place % 60_000)) for place, review in enumerate(reviews)]


def as_csv(reviews: Sequence[Review]) -> str:
    """The log in the columns of the export."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("card_id", "review_time", "review_rating", "review_duration", "question"))
    writer.writerows((each.card, milliseconds(at), int(each.rating), 5000, "") for each, at in graded_at(reviews))
    return out.getvalue()


def remember(services: Services, reviews: Sequence[Review]) -> None:
    """Puts the reviews into the learner's history."""
    engine, table, last = open_engine(services.preferences.settings.database), EventTable(1), None
    with engine.begin() as connection:
        for review, at in graded_at(reviews):
            last = event_id(at, 0, last)
            table.add(connection, Graded(last, at, review.card, review.rating, 5000, "quiz", "fsrs-6"))
    engine.dispose()
    services.doctor.rebuild()
