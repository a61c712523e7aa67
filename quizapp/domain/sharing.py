"""What a learner shares with a group: the streak, how much was reviewed, and how much of each topic would be recalled. Nothing else."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import fsum
from typing import Any, Protocol, runtime_checkable

LONGEST_TITLE = 200
"""Characters."""
MOST = 2**31 - 1
"""Days, or reviews: far beyond what anybody lives to see."""


@dataclass(frozen=True)
class SharedTopic:
    """A topic, and how ready the learner is for questions about it."""

    topic: str
    """Its title."""
    ready: float
    """The share of its cards that would be recalled now, 0 to 1; those never seen count as forgotten."""


@dataclass(frozen=True)
class Shared:
    """What one learner shares."""

    streak: int
    """Study days in a row."""
    reviews: int
    """Answers ever given, graded or for practice."""
    readiness: tuple[SharedTopic, ...]


@dataclass(frozen=True)
class GroupMember:
    """A learner who shares something."""

    name: str
    shared: Shared


@dataclass(frozen=True)
class GroupView:
    """What is shared in a place."""

    members: Sequence[GroupMember]
    """By name."""
    whole: bool
    """Whether who asked may see all of them, or only themselves."""
    unreadable: Sequence[str]
    """Those who have stored something else."""


@dataclass(frozen=True)
class DatabasePrepared:
    """What the owner of a database has done to it."""

    changed: bool
    """Whether it was not up to date before."""
    role: str
    """Who may sync; empty where nobody was to be added."""
    added: bool
    """Whether that role was added to the learners."""
    created: bool
    """Whether it was made for that."""


@runtime_checkable
class SharingPlace(Protocol):
    """A place that a group can look into."""

    def share(self, shared: Shared | None) -> None:
        """Has the group see this from now on, or nothing. Raises PlaceError."""


def readiness(recalls: Iterable[tuple[str, float | None]]) -> Iterator[SharedTopic]:
    """Of each topic, by the recall of its cards, which stand together."""
    for topic, its in groupby(recalls, lambda each: each[0]):
        values = [recall or 0.0 for _, recall in its]
        yield SharedTopic(topic[:LONGEST_TITLE], round(fsum(values) / len(values), 4))


def readiness_json(shared: Shared) -> str:
    """As it is stored."""
    return json.dumps([{"topic": each.topic, "ready": each.ready} for each in shared.readiness], ensure_ascii=False)


def shared_of(streak: Any, reviews: Any, readiness: Any) -> Shared:
    """What somebody else has stored, which may be anything. Raises ValueError where it is not what is shared."""
    if not _is_count(streak) or not _is_count(reviews):
        raise ValueError("no numbers")
    if not isinstance(readiness, str) or not readiness.startswith("["):
        raise ValueError("no list")
    try:
        return Shared(streak, reviews, tuple(_topic(**each) for each in json.loads(readiness)))
    except (TypeError, RecursionError) as error:
        raise ValueError("no topics") from error


def _topic(topic: Any, ready: Any) -> SharedTopic:
    if not isinstance(topic, str) or len(topic) > LONGEST_TITLE or isinstance(ready, bool):
        raise ValueError("no title")
    if not isinstance(ready, int | float) or not 0 <= ready <= 1:
        raise ValueError("no share")
    return SharedTopic(topic, float(ready))


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST
