"""Random histories: what learners may do on a machine, drawn by hypothesis, and done to a history."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st

from quizapp.domain.card import Coverage
from quizapp.domain.estimates import Estimated, ForeignState
from quizapp.domain.history import (
    Buried,
    FollowUpAnswered,
    Graded,
    Mark,
    MockBegun,
    MockSetup,
    Outcome,
    Practised,
    Predicted,
    Rating,
    Restarted,
    Resumed,
    Suspended,
    event_id,
)
from quizapp.domain.interviews import Interviewed, Went
from quizapp.domain.modes import Mode
from quizapp.domain.wire import Pulled, WireEvent, canonical
from quizapp.storage.history import History

BEGUN = datetime(2026, 3, 2, 12, tzinfo=UTC)
PLAIN: dict[str, type[Buried | Suspended | Resumed | Restarted]] = {
    "bury": Buried,
    "suspend": Suspended,
    "resume": Resumed,
    "reset": Restarted,
}
OTHERS = ["predict", "practice", "mock", "correct", "interview", "estimate", "unknown", "newer", *PLAIN]
ACTIONS = ["grade"] * 4 + ["undo"] * 3 + ["rename"] * 2 + OTHERS

steps = st.tuples(st.sampled_from(ACTIONS), st.sampled_from("abc"), st.sampled_from(Rating), st.integers(-2, 40))
"""What is done, to which card, with which rating, and how many days after BEGUN."""


def act(history: History, draw: Iterator[int], step: tuple[str, str, Rating, int]) -> None:
    """Does a step. `draw` gives the random numbers of this machine."""
    action, name, rating, day = step
    at, card, random = BEGUN + timedelta(days=day), f"d/{name}", partial(next, draw)
    if action == "grade":
        marks = (Mark("a **b**", Coverage.SAID),) if rating is Rating.GOOD else ()
        history.record(at, random(), lambda id: Graded(id, at, card, rating, 10, Mode.QUIZ, "fsrs-6", "an attempt", marks))
    elif action == "practice":
        history.record(at, random(), lambda id: Practised(id, at, card, rating, 1, Mode.CRAM))
    elif action == "undo":
        history.undo(at, random())
    elif action == "correct":
        history.correct(BEGUN + timedelta(days=day), random)
    elif action == "rename":
        history.rename(at, random(), "d/" + "abc"[rating % 3], card)
    elif action == "predict":
        history.append(at, random(), lambda id: Predicted(id, at, "xor-failure", "3 of 4", "4 of 4", False))
    elif action == "interview":
        history.append(at, random(), lambda id: Interviewed(id, at, at.date(), Went.MIXED))
    elif action == "estimate":
        state = ForeignState(at.date() + timedelta(days=7), 1 + int(rating) * 3, 250)
        history.imported.record([Estimated(event_id(at, random(), None), at, card, state)])
    elif action == "mock":
        hold_a_mock(history, draw, at, card, rating)
    elif action in PLAIN:
        history.record(at, random(), partial(PLAIN[action], at=at, card=card))
    else:
        history.exchange.take_in(Pulled((of_a_newer_version(action, at, random(), card),), ""))


def hold_a_mock(history: History, draw: Iterator[int], at: datetime, card: str, rating: Rating) -> None:
    """Of one question, whose answer counts where it was recalled."""
    random = partial(next, draw)
    begun = history.append(at, random(), lambda id: MockBegun(id, at, MockSetup(("d/t",), 1, 5, "en", 4711, (card,))))
    given = history.record(at, random(), lambda id: Practised(id, at, card, rating, 9, Mode.MOCK, "said", sitting=begun.id)).event
    history.append(at, random(), lambda id: FollowUpAnswered(id, at, begun.id, given.id, "Why?", True, 5))
    history.mocks.end(at, random(), begun.id, Outcome.FINISHED)
    if rating > Rating.AGAIN:
        history.mocks.count(random, begun.id, "fsrs-6")


def of_a_newer_version(action: str, at: datetime, random: int, card: str) -> WireEvent:
    """An event of a kind that nobody knows here, or a grade with a field and in a version that nobody knows."""
    id = event_id(at, random, None)
    if action == "unknown":
        return WireEvent(id, at, "sketch", canonical({"card": card, "lines": [[1, 2], [3, 4]], "가": "나"}))
    fields: dict[str, Any] = {"card": card, "rating": 3, "duration_ms": 5, "mode": "by ear", "scheduler": "fsrs-7", "heard": True}
    return WireEvent(id, at, "grade", canonical(fields | ({"version": 2} if random % 2 else {})))
