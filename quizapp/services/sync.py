"""Exchanging the history with a place, so that every machine of a learner knows what the others know.

First what is new there is read, then what is lacking there is written. Each step is stored before the next one: an exchange that stops
anywhere goes on where it was. Whoever comes second waits: one exchange at a time runs on a machine.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING
from uuid import UUID

from quizapp.domain.errors import OutOfReachError, PlaceError, SettingsError, UnknownLearnerError, choices
from quizapp.domain.history import event_id
from quizapp.domain.i18n import gettext
from quizapp.domain.wire import Device, DeviceSeen, LearnerThere, SyncPlace, WireEvent
from quizapp.services.lazy import Lazy
from quizapp.services.places import SyncAddress, address_of
from quizapp.settings.lock import locked
from quizapp.storage.machine import machine_name, made_on
from quizapp.storage.quick_reader import QuickReader

if TYPE_CHECKING:
    from quizapp.storage.exchange import Exchange
    from quizapp.storage.history import History

REVIEWS = ("grade", "practice")
"""The kinds of events that are answers."""
ME = "me"
"""Whom `--as` names where this machine's own learner is meant."""


@dataclass(frozen=True)
class Moved:
    """How many events went one way."""

    reviews: int = 0
    """Answers."""
    others: int = 0
    """Undos, suspensions, predictions and all else."""

    @classmethod
    def of(cls, events: Iterable[WireEvent]) -> "Moved":
        """These events."""
        kinds = Counter(event.kind in REVIEWS for event in events)
        return cls(kinds[True], kinds[False])

    def plus(self, more: "Moved") -> "Moved":
        """Both together."""
        return Moved(self.reviews + more.reviews, self.others + more.others)

    def __bool__(self) -> bool:
        return bool(self.reviews or self.others)


@dataclass(frozen=True)
class Synced:
    """What an exchange has done."""

    place: str
    sent: Moved = field(default_factory=Moved)
    received: Moved = field(default_factory=Moved)
    others: Sequence[DeviceSeen] = ()
    """The learner's other devices, the latest first."""
    problems: Sequence[str] = ()
    """What could not be read or is not the same everywhere, a sentence each."""
    completed: bool = False
    """Whether nothing is left to do for now."""


@dataclass(frozen=True)
class SyncStatus:
    """How things stand with a place, as far as is known here."""

    place: str
    at: datetime | None
    """When the last exchange was completed; None before the first."""
    others: Sequence[tuple[str, datetime]]
    """The other devices as they were then: name, and when they last wrote."""
    problems: Sequence[str]
    waiting: int = 0
    """Events that are not there yet."""


class Syncing:
    """One learner's exchanges."""

    def __init__(
        self,
        history: Lazy["History"],
        reader: QuickReader,
        database: Path,
        now: Callable[[], datetime],
        random: Callable[[], int],
        share: Callable[[SyncPlace], None] = lambda _: None,
    ) -> None:
        """`share` has a group see in a place what the learner shares with it."""
        self._history = history
        self._reader = reader
        self._database = database
        self._now = now
        self._random = random
        self._share = share

    def sync(self, written: str, who: str = "", stop: Callable[[], bool] = lambda: False) -> Synced:
        """Exchanges events with the place that `written` names, until all are or `stop` says so.

        `who` is the learner there that this one is: an id or its beginning, a device's name, or ME. Raises PlaceError, StorageError, and
        UnknownLearnerError where that must be said.
        """
        address = address_of(written, self._now)
        with self._alone():
            try:
                return self._exchange(address, self._join(address, who), stop)
            except OutOfReachError:
                raise
            except (PlaceError, UnknownLearnerError) as error:
                self._exchanges.note_problem(address.name, str(error))
                raise

    def status(self, written: str) -> SyncStatus:
        """What is known of a place without going there. Raises PlaceError and StorageError."""
        known = self.glance(written)
        return replace(known, waiting=self._exchanges.waiting(known.place))

    def glance(self, written: str) -> SyncStatus:
        """The same without counting what is not there yet. It is quick."""
        name = address_of(written, self._now).name
        return SyncStatus(name, *self._reader.last_exchange(name))

    @property
    def _exchanges(self) -> "Exchange":
        return self._history().exchange

    def _exchange(self, address: SyncAddress, learner: UUID, stop: Callable[[], bool]) -> Synced:
        self._exchanges.recognise()
        device = self._device()
        place = address.open(learner, device)
        try:
            result, copied = self._read(address.name, place, stop)
            if copied:
                place.close()
                device = self._another_device()
                place = address.open(learner, device)
            result = self._write(place, result, stop)
            if result.sent:  # what was written is read back: from now on it is noticed where it gets lost
                again, _ = self._read(address.name, place, stop)
                result = replace(result, received=result.received.plus(again.received), problems=[*result.problems, *again.problems])
            return result if stop() else self._completed(place, result, device)
        finally:
            place.close()

    def _read(self, name: str, place: SyncPlace, stop: Callable[[], bool]) -> tuple[Synced, bool]:
        """Takes in what is new there; also whether somebody else has written under this device's name."""
        result, problems, copied = Synced(name), list[str](), False
        for part in place.pull(self._exchanges.cursor(name)):
            taken = self._exchanges.take_in(part, name)
            problems += [*part.problems, *(_refused(why) for why in taken.refused), *map(_differing, taken.differing)]
            result = replace(result, received=result.received.plus(Moved.of(taken.new)))
            copied = copied or (part.own and bool(taken.new))
            if stop():
                break
        return replace(result, problems=problems), copied

    def _write(self, place: SyncPlace, result: Synced, stop: Callable[[], bool]) -> Synced:
        """Adds what is lacking there."""
        while not stop() and (unsent := self._exchanges.unsent(result.place)).events:
            place.push(iter(unsent.events))
            self._exchanges.note_sent(result.place, unsent)
            result = replace(result, sent=result.sent.plus(Moved.of(unsent.events)))
        return result

    def _completed(self, place: SyncPlace, result: Synced, device: Device) -> Synced:
        self._share(place)
        others = sorted((each for each in place.seen() if each.id != device.id), key=lambda each: each.at, reverse=True)
        self._exchanges.note_done(result.place, self._now(), others, result.problems)
        return replace(result, others=others, completed=True)

    def _join(self, address: SyncAddress, who: str) -> UUID:
        """The learner whose events are exchanged. A machine without a history takes over the one that is there."""
        mine, has_history = self._exchanges.learner()
        there = address.learners()
        if who and who != ME:
            chosen = _named(who, there, address.name)
        elif who == ME or any(learner.id == mine for learner in there):
            chosen = mine
        else:
            chosen = self._guessed(address.name, mine, there, has_history=has_history)
        if chosen != mine:
            self._exchanges.become(chosen)
        elif all(learner.id != mine for learner in there):
            self._exchanges.begin_again(address.name)
        return chosen

    def _guessed(self, name: str, mine: UUID, there: Sequence[LearnerThere], *, has_history: bool) -> UUID:
        """Raises UnknownLearnerError where it is anybody's guess."""
        if self._exchanges.has_begun(name):
            raise UnknownLearnerError(
                gettext("{place} holds nothing of yours any more", place=name),
                gettext("Is it mounted? To fill it again: `quizapp sync {place} --as me`.", place=quote(name)),
            )
        if not there:
            return mine
        if len(there) == 1 and not has_history:
            return there[0].id
        raise UnknownLearnerError(
            gettext("{place} holds the reviews of {learners}", place=name, learners=" · ".join(map(learner_phrase, there))),
            gettext("If that is you: `quizapp sync {place} --as {id}`. If not: `--as me`.", place=quote(name), id=str(there[0].id)),
        )

    def _device(self) -> Device:
        return Device(self._exchanges.device(made_on(self._database), self._new_id), machine_name())

    def _another_device(self) -> Device:
        """The database was copied, or is an older one put back: two that write under one name would get in each other's way."""
        device = Device(self._new_id(), machine_name())
        self._exchanges.rename_device(made_on(self._database), device.id)
        return device

    def _new_id(self) -> UUID:
        return event_id(self._now(), self._random(), None)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Raises PlaceError where another exchange takes long."""
        try:
            with locked(self._database.with_name("sync")):
                yield
        except SettingsError as error:
            raise OutOfReachError(gettext("another window is exchanging reviews at present"), gettext("Try again in a minute.")) from error


def learner_phrase(learner: LearnerThere) -> str:
    """A learner by the devices, as nobody knows ids by heart."""
    return ", ".join(device.name for device in learner.devices) or str(learner.id)


def _named(who: str, there: Sequence[LearnerThere], place: str) -> UUID:
    """Raises UnknownLearnerError where nobody, or more than one, is meant."""
    names = {learner.id: [str(learner.id), *(device.name for device in learner.devices)] for learner in there}
    found = [id for id, its in names.items() if str(id).startswith(who.casefold()) or who.casefold() in map(str.casefold, its)]
    if len(found) != 1:
        raise UnknownLearnerError(
            gettext("{who!r} does not name exactly one learner in {place}", who=who, place=place),
            choices(dict.fromkeys(name for its in names.values() for name in its)),
        )
    return found[0]


def _refused(why: str) -> str:
    return gettext("an event cannot be read: {reason}", reason=why)


def _differing(id: UUID) -> str:
    return gettext("the event {id} differs there from the one here; this machine keeps its own", id=id)
