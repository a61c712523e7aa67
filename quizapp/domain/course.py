"""The days up to an interview, played through by the rules that choose the cards of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from quizapp.domain.costs import Costs
from quizapp.domain.plan import SETTLING, Goal, Held, Planner
from quizapp.domain.recall import ForgettingCurve
from quizapp.domain.schedule import ListedCard, Schedule
from quizapp.domain.transitions import Kept, Transitions


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


class Course:
    """Plays the days from `day` on. Equal arguments give equal courses."""

    def __init__(self, cards: Sequence[ListedCard], goal: Goal, day: date, costs: Costs, parameters: tuple[float, ...] | None) -> None:
        self._curve = ForgettingCurve.of(parameters)
        self._transitions = Transitions(parameters)
        self._planner = Planner(self._curve, costs, goal)
        self._costs = costs
        self._left = goal.days_left(day)
        self._room = goal.minutes * 60
        self._cards = [card.id for card in cards]
        self._introduced = sum(card.schedule.first == day for card in cards)
        self._start = {card.id: kept for card in cards if (kept := self._kept(card.schedule, day))}

    def _kept(self, schedule: Schedule, day: date) -> tuple[Kept, int] | None:
        """The memory of a card, and how many days before `day` it was last asked. One that was failed is passed in the end."""
        if schedule.last is None or schedule.stability is None or schedule.difficulty is None:
            return None
        elapsed = max(0, (day - schedule.last).days)
        kept = schedule.stability, schedule.difficulty
        return (self._transitions.after(*kept, elapsed, passed=True), 0) if schedule.failing else (kept, elapsed)

    def run(self, seed: int, spent: float) -> Stretch:
        """One way that it may go; `spent` seconds of the first day are over."""
        dice = Dice(seed)
        memory = {card: (kept, -elapsed) for card, (kept, elapsed) in self._start.items()}
        unseen = [card for card in self._cards if card not in memory]
        days, saved, late = [], 0.0, len(unseen)
        for today in range(self._left):
            room = max(0.0, self._room - (0 if today else spent) + saved)
            seen = [Held(card, kept[0], kept[1], today - last) for card, (kept, last) in memory.items()]
            chosen = self._planner.plan(seen, len(unseen), self._left - today, room, 0 if today else self._introduced)
            seconds = self._learn(unseen[: chosen.new], today, memory, dice) + self._review(chosen.reviews, today, memory, dice)
            del unseen[: chosen.new]
            late = len(unseen) if self._left - today >= SETTLING or self._left < SETTLING else late
            saved = min(max(0.0, room - chosen.seconds), self._costs.of_new()) if self._room < 10 * self._costs.new else 0.0
            days.append((chosen.new, len(chosen.reviews), seconds))
        recalls = (self._curve.recall(self._left - memory[card][1], memory[card][0][0]) if card in memory else 0.0 for card in self._cards)
        return Stretch(tuple(days), tuple(recalls), len(unseen), late)

    def _learn(self, cards: Sequence[str], today: int, memory: dict[str, tuple[Kept, int]], dice: Dice) -> float:
        """New cards are asked. The seconds that it takes."""
        seconds = 0.0
        for card in cards:
            passed = dice.throw() < self._costs.passes
            memory[card] = self._transitions.first(passed), today
            seconds += self._costs.new + (not passed) * self._costs.repeat
        return seconds

    def _review(self, cards: Sequence[Held], today: int, memory: dict[str, tuple[Kept, int]], dice: Dice) -> float:
        """Cards are asked again. The seconds that it takes."""
        seconds = 0.0
        for card, stability, difficulty, elapsed in cards:
            passed = dice.throw() < self._curve.recall(elapsed, stability)
            memory[card] = self._transitions.after(stability, difficulty, elapsed, passed), today
            seconds += self._costs.review + (not passed) * self._costs.repeat
        return seconds
