"""Learners who answer as FSRS-6 says, with weights of their own, beside an app that only sees their grades.

The truth is written here afresh in NumPy, for many learners at once. What the plan believes is the product's own `Memory`; what a fixed
desired retention believes is the truth with the published weights, which is the same.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import numpy as np
from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from numpy.typing import NDArray

from quizapp.domain.costs import Costs
from quizapp.domain.day import Calendar
from quizapp.domain.history import Graded, Rating
from quizapp.domain.memory import Memory, fuzzed
from quizapp.domain.plan import SETTLING, Goal, plan_day
from quizapp.domain.rules import Rules
from quizapp.domain.schedule import ListedCard, Schedule

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
START = date(2026, 3, 2)
PASSES = 0.75
"""The share of new cards that are passed when first asked."""
EACH = Costs(new=60.0, review=60.0, repeat=60.0, passes=PASSES)
"""Every answer counts as one minute, so that minutes are answers."""


def weights(runs: int, disturbance: float, seed: int | Sequence[int]) -> Floats:
    """FSRS-6's 21 weights for each of `runs` learners, each weight off by up to `disturbance`, shaped (21, runs, 1)."""
    factors = np.random.default_rng(seed).uniform(1 - disturbance, 1 + disturbance, (21, runs, 1))
    low, high = (np.array(bounds)[:, None, None] for bounds in (LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS))
    return np.clip(np.array(DEFAULT_PARAMETERS)[:, None, None] * factors, low, high)


class Truth:
    """The memories of many learners, each an array of (runs, cards)."""

    def __init__(self, w: Floats, cards: int) -> None:
        self._w = w
        shape = w.shape[1], cards
        self._stability, self._difficulty = np.ones(shape), np.full(shape, 5.0)
        self._last = np.zeros(shape, int)
        self.seen = np.zeros(shape, bool)

    def recall(self, day: int) -> Floats:
        """The probability that each card is recalled on `day`, 0 if it was never asked."""
        decay = -self._w[20]
        factor = 0.9 ** (1 / decay) - 1
        return np.where(self.seen, (1 + factor * (day - self._last) / self._stability) ** decay, 0.0)

    def interval(self, retention: float) -> Floats:
        """Days until recall has fallen to `retention`."""
        decay = -self._w[20]
        days: Floats = self._stability / (0.9 ** (1 / decay) - 1) * (retention ** (1 / decay) - 1)
        return np.maximum(np.rint(days), 1)

    def answer(self, asked: Flags, passed: Flags, day: int) -> None:
        """The cards `asked` are passed, or failed and then passed on the same day."""
        w, recall = self._w, self.recall(day)
        first_stability = np.where(passed, w[2], self._again_soon(np.broadcast_to(w[0], passed.shape)))
        first_difficulty = np.where(passed, self._first_difficulty(3), self._harder(self._first_difficulty(1), 3))
        good, failed = self._after_pass(recall), self._again_soon(self._after_lapse(recall))
        stability = np.where(self.seen, np.where(passed, good, failed), first_stability)
        repeated = self._harder(self._harder(self._difficulty, 1), 3)
        difficulty = np.where(self.seen, np.where(passed, self._harder(self._difficulty, 3), repeated), first_difficulty)
        self._stability = np.where(asked, np.maximum(stability, 0.001), self._stability)
        self._difficulty = np.where(asked, difficulty, self._difficulty)
        self._last = np.where(asked, day, self._last)
        self.seen = self.seen | asked

    def _after_pass(self, recall: Floats) -> Floats:
        w, s = self._w, self._stability
        after: Floats = s * (1 + np.exp(w[8]) * (11 - self._difficulty) * s ** -w[9] * (np.exp(w[10] * (1 - recall)) - 1))
        return after

    def _after_lapse(self, recall: Floats) -> Floats:
        w, s = self._w, self._stability
        forgotten = w[11] * self._difficulty ** -w[12] * ((s + 1) ** w[13] - 1) * np.exp(w[14] * (1 - recall))
        after: Floats = np.maximum(np.minimum(forgotten, s / np.exp(w[17] * w[18])), 0.001)
        return after

    def _again_soon(self, stability: Floats) -> Floats:
        """After a Good on the same day."""
        w = self._w
        after: Floats = stability * np.maximum(np.exp(w[17] * w[18]) * stability ** -w[19], 1.0)
        return after

    def _first_difficulty(self, rating: int) -> Floats:
        first: Floats = np.clip(self._w[4] - np.exp(self._w[5] * (rating - 1)) + 1, 1, 10)
        return first

    def _harder(self, difficulty: Floats, rating: int) -> Floats:
        w = self._w
        easy = w[4] - np.exp(w[5] * 3) + 1
        after: Floats = np.clip(w[7] * easy + (1 - w[7]) * (difficulty - w[6] * (rating - 3) * (10 - difficulty) / 9), 1, 10)
        return after


class App:
    """What the app believes: the product's own memory. Like steps of like memories are computed once."""

    def __init__(self) -> None:
        self._memory = Memory(Rules(Calendar(UTC, 0)))
        self._known: dict[Any, Schedule] = {}

    def answered(self, schedule: Schedule, passed: bool, day: int) -> Schedule:
        """The schedule after an answer on the day that is `day` days after the start; a failed card is then passed."""
        kept = schedule.stability, schedule.difficulty, schedule.last and (START - schedule.last).days + day, schedule.reviews
        key = schedule.card, kept, passed, day if schedule.last is None else -1
        at = START + timedelta(days=day)
        if key not in self._known:
            for rating in [Rating.GOOD] if passed else [Rating.AGAIN, Rating.GOOD]:
                moment = datetime(at.year, at.month, at.day, 12, tzinfo=UTC)
                schedule = self._memory.advance(schedule, Graded(UUID(int=0), moment, schedule.card, rating, 0, "quiz", ""))
            self._known[key] = schedule
            return schedule
        found = self._known[key]
        assert found.due is not None
        assert found.last is not None
        return Schedule(
            found.card, found.stability, found.difficulty, at + (found.due - found.last), schedule.first or at, at, found.reviews
        )


@dataclass(frozen=True)
class Case:
    """What is to be learned, until when, and by whom."""

    cards: int
    days: int
    budget: int
    """Answers a day."""
    disturbance: float = 0.0
    runs: int = 200

    def by_fixed(self, retention: float) -> "ByFixed":
        """With a fixed desired retention."""
        return ByFixed(self, retention)

    def by_plan(self, until: int | None = None) -> "ByPlan":
        """With the plan, up to the day `until`."""
        return ByPlan(self, until)

    @property
    def seeds(self) -> tuple[int, ...]:
        """Each case has learners and luck of its own, or one draw of them would decide a whole table; all strategies share them."""
        return self.cards, self.days, self.budget, round(100 * self.disturbance)

    @property
    def goal(self) -> Goal:
        """The interview that is prepared for."""
        return Goal(START + timedelta(days=self.days), self.budget)

    def unseen(self) -> list[ListedCard]:
        """The cards before the first day."""
        return [ListedCard(id, "d", "d/t", Schedule(id)) for id in (f"d/{number:03}" for number in range(self.cards))]


class Played(ABC):
    """What came of it: `answers` in all and `recalls` on the day, of each run."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.answers = np.zeros(case.runs)
        self._truth = Truth(weights(case.runs, case.disturbance, [7, *case.seeds]), case.cards)
        self._dice = np.random.default_rng([11, *case.seeds])

    def play(self, days: Iterable[int]) -> None:
        """Each card's answer would be right or wrong on a day, whether it is asked or not."""
        for day in days:
            recall = self._truth.recall(day)
            passed = self._dice.random(recall.shape) < np.where(recall > 0, recall, PASSES)
            self._truth.answer(self._asked(passed, day), passed, day)

    @property
    def recalls(self) -> Floats:
        """The mean probability of recall over the cards, of each run."""
        return np.asarray(self._truth.recall(self.case.days).mean(axis=1))

    @abstractmethod
    def _asked(self, passed: Flags, day: int) -> Flags:
        """Which cards each learner is asked on `day`, whose answers are counted."""


class ByFixed(Played):
    """What people do now: new cards at the pace of the plan, and what is due, the most likely forgotten first."""

    def __init__(self, case: Case, retention: float) -> None:
        super().__init__(case)
        self._retention = retention
        self._believed = Truth(weights(case.runs, 0.0, seed=0), case.cards)
        self._due, self._reviews = np.zeros((2, case.runs, case.cards), int)
        self._ids = [card.id for card in case.unseen()]
        self.play(range(case.days))

    def _asked(self, passed: Flags, day: int) -> Flags:
        seen = self._believed.seen
        pace = np.ceil((~seen).sum(axis=1) / max(1, self.case.days - day - SETTLING + 1))
        new = ~seen & (np.cumsum(~seen, axis=1) <= pace[:, None])
        waiting = seen & (self._due <= day)
        order = np.argsort(np.where(new, -1.0, np.where(waiting, self._believed.recall(day), 2.0)), axis=1, kind="stable")
        costs = np.take_along_axis((new | waiting) * np.where(passed, 1, 2), order, axis=1)
        begun = (costs > 0) & (np.cumsum(costs, axis=1) - costs < self.case.budget)
        self.answers += (begun * costs).sum(axis=1)
        asked = np.zeros_like(passed)
        np.put_along_axis(asked, order, begun, axis=1)
        self._believed.answer(asked, passed, day)
        self._schedule(asked, passed, day)
        return asked

    def _schedule(self, asked: Flags, passed: Flags, day: int) -> None:
        """As the product moves due days a little, so that cards learned together part."""
        intervals = self._believed.interval(self._retention)
        self._reviews += asked & ~passed
        for run, place in np.argwhere(asked).tolist():
            self._due[run, place] = day + _parted(int(intervals[run, place]), self._ids[place], int(self._reviews[run, place]))
        self._reviews += asked


_parted = cache(fuzzed)


class ByPlan(Played):
    """What the plan asks."""

    def __init__(self, case: Case, until: int | None = None) -> None:
        super().__init__(case)
        self._app = App()
        self.cards = [case.unseen() for _ in range(case.runs)]
        self.play(range(case.days if until is None else until))

    def go_on(self, since: int) -> "ByPlan":
        """Plays the rest, from the day `since` on."""
        self.play(range(since, self.case.days))
        return self

    def _asked(self, passed: Flags, day: int) -> Flags:
        asked = np.zeros_like(passed)
        for run, cards in enumerate(self.cards):
            self._study(run, cards, passed[run], asked[run], day)
        return asked

    def _study(self, run: int, cards: list[ListedCard], passed: Flags, asked: Flags, day: int) -> None:
        """One learner's day: a failed card is asked again at once, and counts again; the day ends when its answers are used up."""
        answers = 0
        while answers < self.case.budget and (asks := self._planned(cards, day, answers)):
            for id in asks:
                if answers >= self.case.budget:
                    break
                place = int(id[2:])
                asked[place] = True
                answers += 1 if passed[place] else 2
                cards[place] = ListedCard(id, "d", "d/t", self._app.answered(cards[place].schedule, bool(passed[place]), day))
        self.answers[run] += answers

    def _planned(self, cards: list[ListedCard], day: int, answers: int) -> list[str]:
        """What the plan asks for the time that is left."""
        chosen = plan_day(cards, self.case.goal, START + timedelta(days=day), EACH, spent=60.0 * answers)
        assert chosen is not None
        return [*chosen.new, *chosen.reviews]
