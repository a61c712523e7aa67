"""The days up to an interview, played through by the rules that choose the cards of a day."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from quizapp.domain.costs import Costs
from quizapp.domain.plan import SETTLING, Goal, Held, Planner
from quizapp.domain.recall import DEFAULT_WEIGHTS, ForgettingCurve
from quizapp.domain.schedule import ListedCard, Schedule
from quizapp.domain.transitions import Kept, Transitions, disturbed

PRACTISED = 8
"""From so many reviews on, the doubt about a stability grows no further."""


class Dice:
    """Numbers from 0 to 1 that look random: the 64-bit generator of Knuth's MMIX, from a seed. The domain has no other source of chance."""

    def __init__(self, seed: int) -> None:
        self._state = seed
        for _ in range(3):
            self.throw()

    def throw(self) -> float:
        """The next number, 0 included and 1 not."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) & 0xFFFF_FFFF_FFFF_FFFF
        return (self._state >> 11) / (1 << 53)


@dataclass(frozen=True)
class Stretch:
    """One way that it may go."""

    days: tuple[tuple[int, int, float], ...]
    """For each day from the first to the one before the interview: new cards, reviews, and seconds for all answers."""
    recalls: tuple[float, ...]
    """Of each card, the probability of recall on the day; 0 where it is still unseen."""
    unseen: int
    """Cards that are still unseen on the day."""
    late: int
    """Cards that were not first seen early enough before it, these included."""


class _Model:
    """FSRS-6 with one set of weights."""

    def __init__(self, parameters: tuple[float, ...] | None) -> None:
        self.curve = ForgettingCurve.of(parameters)
        self.transitions = Transitions(parameters)
        self.practised = self.transitions.practised(PRACTISED)


@dataclass
class _Memory:
    """A card that has been seen, while a course is played."""

    believed: Kept
    true: Kept
    last: int
    """The day of its latest review, counted from the first day."""


@dataclass(frozen=True)
class _Way:
    """One way that it may go, while it is played."""

    planner: Planner
    believed: _Model
    truth: _Model
    dice: Dice
    memories: dict[str, _Memory]
    """Of the cards that have been seen."""
    unseen: deque[str]
    sample: bool

    def study(self, today: int, left: int, room: float, introduced: int) -> tuple[int, int, float]:
        """A day of `room` seconds: new cards, reviews, and seconds for all answers.

        It goes as it does for the learner: when all that was planned is answered, what is left of the time is planned again.
        """
        new, reviews, seconds, costs = 0, 0, 0.0, self.planner.costs
        luck = self.dice.throw() if self.sample else None
        while room - seconds >= min(costs.new, costs.review):
            seen = [Held(card, *each.believed, today - each.last) for card, each in self.memories.items()]
            chosen = self.planner.plan(seen, len(self.unseen), left, room - seconds, introduced + new, luck)
            if not chosen.new and not chosen.reviews:
                break
            luck = 0.0 if self.sample else None
            for _ in range(chosen.new):
                if seconds < room:
                    seconds += self._introduce(self.unseen.popleft(), today)
                    new += 1
            for held in chosen.reviews:
                if seconds < room:
                    seconds += self._review(self.memories[held.card], today)
                    reviews += 1
        return new, reviews, seconds

    def _introduce(self, card: str, today: int) -> float:
        """A new card is asked until it is passed. The seconds that this takes."""
        passed, costs = self.dice.throw() < self.planner.costs.passes, self.planner.costs
        self.memories[card] = _Memory(self.believed.transitions.first(passed), self.truth.transitions.first(passed), today)
        return costs.new + (not passed) * costs.repeat

    def _review(self, known: _Memory, today: int) -> float:
        """The same with one that was seen before."""
        elapsed, costs = today - known.last, self.planner.costs
        passed = self.dice.throw() < self.truth.curve.recall(elapsed, known.true[0])
        known.believed = self.believed.transitions.after(*known.believed, elapsed, passed)
        known.true = self.truth.transitions.after(*known.true, elapsed, passed)
        known.last = today
        return costs.review + (not passed) * costs.repeat


class Course:
    """Plays the days from `day` on. Equal arguments give equal courses.

    The plan believes in `parameters`. Each time, the truth has weights of its own, each off by up to the share `doubt`. Where `cards` are a
    sample, `share` of all, they have that share of the minutes, and what a day leaves or exceeds of it is settled on the next.
    """

    def __init__(
        self,
        cards: Sequence[ListedCard],
        goal: Goal,
        day: date,
        costs: Costs,
        parameters: tuple[float, ...] | None = None,
        doubt: float = 0.0,
        share: float = 1.0,
    ) -> None:
        self._parameters, self._doubt = parameters, doubt
        self._believed = _Model(parameters)
        self._planner = Planner(self._believed.curve, costs, replace(goal, minutes=goal.minutes * share), share)
        self._left = goal.days_left(day)
        self._share = share
        self._cards = [card.id for card in cards]
        self._introduced = sum(card.schedule.first == day for card in cards)
        self._start = {card.id: (*kept, card.schedule.reviews) for card in cards if (kept := self._kept(card.schedule, day))}

    def _kept(self, schedule: Schedule, day: date) -> tuple[Kept, int] | None:
        """The memory of a card, and how many days before `day` it was last asked. One that was failed is passed in the end."""
        if schedule.last is None or schedule.stability is None or schedule.difficulty is None:
            return None
        elapsed = max(0, (day - schedule.last).days)
        kept = schedule.stability, schedule.difficulty
        return (self._believed.transitions.after(*kept, elapsed, passed=True), 0) if schedule.failing else (kept, elapsed)

    def run(self, seed: int, spent: float = 0.0) -> Stretch:
        """One way that it may go; `spent` seconds of the first day are over, `share` of them for these cards."""
        dice = Dice(seed)
        truth = self._truth(dice)
        memories = self._memories(truth)
        unseen = deque(card for card in self._cards if card not in memories)
        way = _Way(self._planner, self._believed, truth, dice, memories, unseen, self._share < 1)
        days, saved, late = [], 0.0, len(unseen)
        for today in range(self._left):
            left, room = self._left - today, self._planner.goal.minutes * 60 - (0 if today else spent * self._share) + saved
            days.append(way.study(today, left, room, 0 if today else self._introduced))
            late = len(unseen) if left >= SETTLING or self._left < SETTLING else late
            saved = min(room - days[-1][2], self._planner.costs.of_new()) if self._share < 1 else 0.0
        recalls = ((known := memories.get(card)) and truth.curve.recall(self._left - known.last, known.true[0]) for card in self._cards)
        return Stretch(tuple(days), tuple(recall or 0.0 for recall in recalls), len(unseen), late)

    def _truth(self, dice: Dice) -> _Model:
        """The memory model that one way follows."""
        if not self._doubt:
            return self._believed
        factors = [1 + self._doubt * (2 * dice.throw() - 1) for _ in DEFAULT_WEIGHTS]
        return _Model(disturbed(self._parameters, factors))

    def _memories(self, truth: _Model) -> dict[str, _Memory]:
        """The cards seen before the first day. How far their true stability is from what is believed depends on their reviews."""
        ratios = [true / believed for true, believed in zip(truth.practised, self._believed.practised, strict=True)]
        return {
            card: _Memory(kept, (kept[0] * ratios[min(reviews, len(ratios)) - 1], kept[1]), -elapsed)
            for card, (kept, elapsed, reviews) in self._start.items()
        }
