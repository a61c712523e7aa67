"""Ready on the day: which cards a study day asks, so that as much as possible is recalled at the interview.

New cards are spread evenly over the days up to three before the interview. Until the last days a review comes when its recall has fallen to
the base retention. Each card's last review then lies as late as the minutes allow: looking back from the interview, the days are filled
with the cards that a review would leave least stable, and a card that finds no room in the days to come is asked today, due or not. So the
last phase is as long as the cards need. Where a day wants more than its minutes, those come first whose review adds most to the recall on
the day for the time it takes.

A plan only chooses what to ask. It writes no schedule and reads nothing but its arguments; it is computed afresh each day, so that days
missed need no rule of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import NamedTuple

from quizapp.domain.costs import Costs
from quizapp.domain.queue import mixed
from quizapp.domain.recall import ForgettingCurve
from quizapp.domain.schedule import ListedCard

SETTLING = 3
"""The last new card is first seen at least so many days before the interview."""
BASE = 0.90
"""The usual base retention."""
ENOUGH = 0.985
"""A card that will be recalled with this probability on the day needs no other review for it."""
NEW_SHARE = 0.5
"""New cards take no more than this share of a day's minutes while reviews need the rest."""


@dataclass(frozen=True)
class Goal:
    """What the learner has set."""

    interview: date
    minutes: float
    """For studying, on each day before it."""
    base: float = BASE
    """Until the last days a review comes when the probability of recall has fallen to this."""

    def days_left(self, day: date) -> int:
        """Days from the study day `day` to the interview; negative once it is over."""
        return (self.interview - day).days


class Held(NamedTuple):
    """What a plan looks at in a card that has been seen."""

    card: str
    stability: float
    difficulty: float
    elapsed: int
    """Days since its latest grade."""


@dataclass(frozen=True)
class PlannedDay:
    """What to ask on a study day, the most urgent first."""

    reviews: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    """In deck order."""
    seconds: float = 0.0
    """The time that this is expected to take."""

    @property
    def cards(self) -> list[str]:
        """All of them, mixed as the daily quiz mixes them."""
        return mixed(self.reviews, self.new)


def plan_day(
    cards: Sequence[ListedCard], goal: Goal, day: date, costs: Costs, *, spent: float = 0.0, parameters: tuple[float, ...] | None = None
) -> PlannedDay | None:
    """What the study day `day` still asks of `cards` (the chosen ones, in deck order); None once the interview is over.

    `spent` are the seconds already studied on that day. Suspended cards are left out, buried ones for the day.
    """
    if goal.days_left(day) < 0:
        return None
    failed, unseen, settled, introduced = list[str](), list[str](), list[Held](), 0
    for schedule in (card.schedule for card in cards):
        introduced += schedule.first == day
        if schedule.suspended or (schedule.buried is not None and schedule.buried >= day):
            continue
        if schedule.last is None or schedule.stability is None or schedule.difficulty is None:
            unseen.append(schedule.card)
        elif schedule.failing:
            failed.append(schedule.card)
        else:
            settled.append(Held(schedule.card, schedule.stability, schedule.difficulty, max(0, (day - schedule.last).days)))
    room = max(0.0, goal.minutes * 60 - spent)
    again = failed[: int(room // costs.repeat)]
    repeating = len(again) * costs.repeat
    planner = Planner(ForgettingCurve.of(parameters), costs, goal)
    rest = planner.plan(settled, len(unseen), goal.days_left(day), room - repeating, introduced)
    return PlannedDay((*again, *(held.card for held in rest.reviews)), tuple(unseen[: rest.new]), rest.seconds + repeating)


class Selection(NamedTuple):
    """What a planner has chosen for a day."""

    reviews: list[Held]
    """The most valuable first."""
    new: int
    """How many new cards."""
    seconds: float


_Rated = tuple[float, Held]
"""A card with the probability of recalling it now."""
_Wanted = tuple[float, str, float, Held]
"""A review that a day would ask if it had the time: how much it adds to the recall on the day for each second, negative; the card; the
seconds."""


@dataclass(frozen=True)
class Planner:
    """Chooses the cards of one day."""

    curve: ForgettingCurve
    costs: Costs
    goal: Goal
    share: float = 1.0
    """Of the cards that the goal is about: less where only a sample of them is planned, with as much less time a day."""

    def plan(self, seen: Sequence[Held], unseen: int, left: int, room: float, introduced: int = 0, luck: float | None = None) -> Selection:
        """What a day asks that has `room` seconds left, `left` days before the interview.

        `unseen` cards have never been asked; `introduced` were first asked on this day. Of `seen`, those asked on this day are not asked
        again, but will want their place in a later one. In a sample of the cards a day's share of new ones is a fraction: it is rounded
        down, after `luck` (0 to 1) is added.
        """
        pace = self._pace(unseen, left, introduced)
        quota = ceil(pace) if luck is None else pace
        wanted = self._wanted(seen, left, self._room_later(unseen - quota, left))
        fitting = self._new_in(room - sum(time for _, _, time, _ in wanted), room, left, introduced)
        new = int(min(quota, fitting) + (luck or 1e-9))
        seconds = new * self.costs.of_new()
        reviews = []
        for _, _, time, held in wanted:
            if seconds + time > room:
                break
            seconds += time
            reviews.append(held)
        return Selection(reviews, new, seconds)

    def _pace(self, unseen: int, left: int, introduced: int) -> float:
        """New cards that the pace asks for: an even share of them each day; in the last days, all that are left."""
        days = max(1, left - SETTLING + 1)
        return max(0.0, min(unseen, (unseen + introduced) / days - introduced))

    def _new_in(self, spare: float, room: float, left: int, introduced: int) -> float:
        """How many new cards there is time for, when the reviews leave `spare` of `room` seconds."""
        each = self.costs.of_new()
        allowed = self._allowed(left) - introduced if left >= SETTLING else 0.0
        return max(0.0, min(max(allowed, spare / each), room / each))

    def _allowed(self, left: int) -> float:
        """How many new cards reviews make way for. Of a fraction of a card, whole ones come on some days."""
        usual = self.goal.minutes * 60 * NEW_SHARE / self.costs.of_new()
        if self.share < 1:
            return max(self.share, usual)
        return max(1, floor(usual * (left + 1) + 1e-9) - floor(usual * left + 1e-9))

    def _room_later(self, unseen: float, left: int) -> float:
        """Seconds for reviews on the days after this one."""
        return max(0.0, (left - 1) * self.goal.minutes * 60 - unseen * self.costs.of_new())

    def _wanted(self, seen: Sequence[Held], left: int, later: float) -> list[_Wanted]:
        """The reviews that have fallen to the base retention, and those that find no room later; the most valuable first."""
        recall, base = self.curve.recall, self.goal.base
        rated = [(recall(held.elapsed, held.stability), held) for held in seen]
        if len(rated) * (self.costs.review + self.costs.repeat) <= later:
            chosen = [each for each in rated if each[0] < base]
        else:
            chosen = self._without_room(rated, left, later)
        return sorted(self._weighed(now, held, left) for now, held in chosen if held.elapsed)

    def _without_room(self, rated: Sequence[_Rated], left: int, later: float) -> list[_Rated]:
        """Those below the base retention, and those left over when the days to come are filled from the last one back."""
        recall, after_pass, base = self.curve.recall, self.curve.after_pass, self.goal.base
        order = [
            (after_pass(held.stability, held.difficulty, now), held.card, now, held)
            for now, held in rated
            if recall(held.elapsed + left, held.stability) < ENOUGH
        ]
        order.sort()
        found: list[_Rated] = []
        filled, review, repeat = 0.0, self.costs.review, self.costs.repeat
        for _, _, now, held in order:
            if filled >= later or now < base:
                found.append((now, held))
            filled += review + (1 - now) * repeat
        return found

    def _weighed(self, now: float, held: Held, left: int) -> _Wanted:
        """What a review today adds to the recall on the day if it is passed, by how likely that is now."""
        passed = self.curve.after_pass(held.stability, held.difficulty, now)
        gain = now * (self.curve.recall(left, passed) - self.curve.recall(held.elapsed + left, held.stability))
        seconds = self.costs.of_review(now)
        return -gain / seconds, held.card, seconds, held
