"""Mock interviews: which questions are drawn, where one stands, and how it went. All of it computed from events."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import takewhile
from math import log
from uuid import UUID

from quizapp.domain.card import Coverage
from quizapp.domain.history import Event, FollowUpAnswered, Mark, MockBegun, MockEnded, Outcome, Practised, Rating

UNSEEN = 1.0
FLOOR = 0.1
"""What a card that is recalled for certain still weighs: an interviewer asks that as well."""
LAPSE = 0.1
MOST_LAPSES = 5
"""Lapses beyond these add nothing."""


def weight(recall: float | None, lapses: int) -> float:
    """How readily a card is drawn: 1 unseen (`recall` None); learned, 1 - recall + 0.1, and 0.1 more for each of up to five lapses."""
    known = UNSEEN if recall is None else 1 - recall + FLOOR
    return known + LAPSE * min(lapses, MOST_LAPSES)


def draw(weights: Mapping[str, float], number: int, seed: int) -> list[str]:
    """Draw up to `number` of the cards without replacement, each with a probability in proportion to its weight (above 0).

    Weighted sampling by exponential keys (Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006): the smallest of
    -ln(u) / w are drawn, u being uniform. It is taken from a hash of seed and card, so that a card's luck depends on no other card.
    """
    return sorted(weights, key=lambda card: (-log(_uniform(seed, card)) / weights[card], card))[:number]


def _uniform(seed: int, card: str) -> float:
    """A number above 0 and below 1, exactly the same everywhere."""
    digest = blake2b(f"{seed}\n{card}".encode(), digest_size=8).digest()
    return ((int.from_bytes(digest) >> 12) + 0.5) / (1 << 52)


@dataclass(frozen=True)
class Interview:
    """A mock interview as its events give it."""

    begin: MockBegun
    answers: tuple[Practised, ...] = ()
    """The first answer to each question, in order."""
    follow_ups: tuple[FollowUpAnswered, ...] = ()
    end: MockEnded | None = None

    @property
    def finished(self) -> bool:
        """Whether it came to its end and was not discarded."""
        return self.end is not None and self.end.outcome == Outcome.FINISHED

    @property
    def seconds_left(self) -> float:
        """What the answers have left of its time; below 0 if the last one took longer."""
        used_ms = sum(answer.duration_ms for answer in self.answers) + sum(each.duration_ms for each in self.follow_ups)
        return self.begin.setup.minutes * 60 - used_ms / 1000

    @property
    def next(self) -> str | None:
        """The card of the next question; None after the last."""
        answered = {answer.card for answer in self.answers}
        return next((card for card in self.begin.setup.cards if card not in answered), None)

    def after(self, answer: Practised) -> list[FollowUpAnswered]:
        """The follow-up questions that were asked after `answer`."""
        return [each for each in self.follow_ups if each.follows == answer.id]

    def under(self, names: Mapping[str, str]) -> "Interview":
        """The interview with the current ids of its cards, given by their former ids: a card may be renamed at any time."""
        if not names:
            return self
        setup = replace(self.begin.setup, cards=tuple(names.get(card, card) for card in self.begin.setup.cards))
        answers = tuple(replace(answer, card=names.get(answer.card, answer.card)) for answer in self.answers)
        return replace(self, begin=replace(self.begin, setup=setup), answers=answers)

    def with_event(self, event: Practised | FollowUpAnswered) -> "Interview":
        """The interview with one more event."""
        return interview(self.begin, [*self.answers, *self.follow_ups, event])


def interview(begin: MockBegun, events: Iterable[Event]) -> Interview:
    """The interview that `begin` began, from what happened in it, in order. Nothing after its end counts."""
    held = list(events)
    end = next((event for event in held if isinstance(event, MockEnded)), None)
    follow_ups: dict[tuple[UUID, str], FollowUpAnswered] = {}
    for event in held[: held.index(end)] if end else held:
        if isinstance(event, FollowUpAnswered):
            follow_ups.setdefault((event.follows, event.question), event)
    return Interview(begin, tuple(answers(held)), tuple(follow_ups.values()), end)


def answers(events: Iterable[Event]) -> list[Practised]:
    """The answers in an interview: the first to each question, whichever window asked it again, up to the end."""
    found: dict[str, Practised] = {}
    for event in takewhile(lambda event: not isinstance(event, MockEnded), events):
        if isinstance(event, Practised):
            found.setdefault(event.card, event)
    return list(found.values())


VALUE = {Coverage.SAID: 1.0, Coverage.PERHAPS: 0.5, Coverage.MISSING: 0.0}


@dataclass(frozen=True)
class Covered:
    """Key points that were gone through, and how much of them was said."""

    said: float
    """A point that was perhaps said counts half."""
    points: int

    @property
    def share(self) -> float | None:
        """The share that was said, 0 to 1; None if there are no points."""
        return self.said / self.points if self.points else None


def covered(ticks: Iterable[Mark]) -> Covered:
    """How much of key points was said."""
    values = [VALUE[tick.coverage] for tick in ticks]
    return Covered(sum(values), len(values))


def weakest(answers: Sequence[Practised], failed: Mapping[str, int]) -> list[Practised]:
    """The answers with something to learn from, the weakest first: by grade, by the share of key points said, by follow-ups failed.

    `failed` has the number of those by card.
    """

    def share(answer: Practised) -> float:
        said = covered(answer.ticks).share
        return 1.0 if said is None else said

    def wanting(answer: Practised) -> bool:
        return answer.rating < Rating.GOOD or share(answer) < 1 or failed.get(answer.card, 0) > 0

    return sorted(filter(wanting, answers), key=lambda answer: (answer.rating, share(answer), -failed.get(answer.card, 0)))
