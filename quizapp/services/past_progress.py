"""Progress that was made in another program, in the history: grades at their times, and estimates where no more is known than a state."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from quizapp.decks.folder import deck_id
from quizapp.decks.importing.conversion import NewCard
from quizapp.decks.importing.manifest import read_manifest, remember_events
from quizapp.decks.importing.note import PastReview
from quizapp.decks.importing.writer import Writing
from quizapp.domain.day import TOLERANCE, Calendar, milliseconds
from quizapp.domain.estimates import Estimated, ForeignState
from quizapp.domain.history import Graded, Practised, Rating, Restarted, Suspended
from quizapp.domain.imported import Imported, to_record
from quizapp.domain.modes import Mode
from quizapp.domain.rules import SCHEDULER_VERSION
from quizapp.services.lazy import Lazy
from quizapp.services.study import EventDraft, Random, Study

if TYPE_CHECKING:
    from quizapp.storage.history import History


class PastProgress:
    """Records what the cards of an import bring along, and takes it back."""

    def __init__(self, study: Study, history: Lazy["History"], random: Random) -> None:
        self._study = study
        self._history = history
        self._random = random

    def record(self, writing: Writing) -> int:
        """Records what is not in the history yet; how many events. The deck must be there. Raises StorageError and DeckError.

        Their ids are noted beside the deck first, so that all of them can be taken back whatever happens in between.
        """
        latest = self._study.now() + TOLERANCE
        found = [
            each for each in _imported(writing, self._study.calendar) if each.at <= latest
        ]  # a clock was wrong: what is to come was not done
        if not found:
            return 0
        manifest = read_manifest(writing.folder)
        mine = [UUID(id) for id in manifest.events] if manifest else []
        events, ids = to_record(found, mine, self._history().imported.stored)
        remember_events(writing.folder, [str(id) for id in ids])
        return self._history().imported.record(events) if events else 0

    def take_back(self, ids: list[str]) -> int:
        """Takes the events with these ids back, each by an event of its own; how many still counted."""
        return self._history().imported.take_back(self._study.now(), self._random, [UUID(id) for id in ids]) if ids else 0


def _imported(writing: Writing, calendar: Calendar) -> Iterator[Imported]:
    deleted = set(writing.deleted)
    for card in writing.conversion.cards:
        if card.id in deleted:
            continue
        id = f"{deck_id(writing.folder)}/{card.id}"
        if card.note.progress:
            yield from _of_card(card, id)
        if state := card.note.state:
            yield _estimated(card, id, state, calendar.start(state.reviewed))


def _estimated(card: NewCard, id: str, state: ForeignState, at: datetime) -> Imported:
    what = f"state {state.due.isoformat()} {state.interval} {state.ease}"
    return Imported(_key(card, what, at), at, id, lambda event: Estimated(event, at, id, state))


def _of_card(card: NewCard, id: str) -> Iterator[Imported]:
    progress = card.note.progress
    for review in progress.reviews:
        yield Imported(_key(card, "review", review.at), review.at, id, _graded(id, review))
    for at in progress.restarts:
        yield Imported(_key(card, "restart", at), at, id, lambda event, at=at: Restarted(event, at, id))  # type: ignore[misc]
    if (since := progress.suspended) is not None:
        yield Imported(_key(card, "suspend", since), since, id, lambda event: Suspended(event, since, id))


def _key(card: NewCard, what: str, at: datetime) -> str:
    return f"{card.key}\n{what}\n{milliseconds(at)}"


def _graded(card: str, review: PastReview) -> EventDraft:
    rating = Rating(review.rating)
    if review.practice:
        return lambda id: Practised(id, review.at, card, rating, review.duration_ms, Mode.CRAM)
    return lambda id: Graded(id, review.at, card, rating, review.duration_ms, Mode.QUIZ, SCHEDULER_VERSION)
