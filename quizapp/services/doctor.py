"""Whether the stored data is sound, is kept where it is safe, and the schedule is what the history gives; and mending what can be mended.

Each check is made whatever the others find. What could not be checked is said: it is never taken for sound.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.domain.errors import StorageError
from quizapp.domain.schedule import Schedule

if TYPE_CHECKING:
    from quizapp.storage.examination import Examination
    from quizapp.storage.history import History

MOST_NAMED = 5
"""Cards that a symptom names; of more it tells the number."""


@dataclass(frozen=True)
class Symptom:
    """Something that is wrong, or worth knowing."""

    kind: str
    """For scripts: damage, unreadable, schedule, future, draft, card, permissions, network, sync."""
    text: str
    remedy: str = ""
    """What `mend` does about it; empty where it can do nothing."""
    wrong: bool = True
    """False for what is worth knowing and needs nothing done."""


@dataclass(frozen=True)
class Diagnosis:
    """What `doctor` found."""

    events: int | None
    """None where they cannot be counted."""
    schedules: int | None
    symptoms: tuple[Symptom, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not any(symptom.wrong for symptom in self.symptoms)


@dataclass(frozen=True)
class Misdated:
    """Something that was done to a card under a wrong clock."""

    card: str
    at: datetime
    """As it is dated, in the learner's time zone."""
    moment: datetime
    """When it was done, as near as can be told."""


Check = Callable[["Examination"], Iterator[Symptom]]


@dataclass(frozen=True)
class Salvaged:
    """What was saved of a damaged database."""

    path: Path
    """The new one."""
    events: int
    of: int
    """As many events as the damaged one had, as far as it can be told."""
    drafts: int


class Doctor:
    """Looks after one learner's database, the file `database`. `history` raises StorageError where it cannot be opened."""

    def __init__(self, database: Path, history: "Callable[[], History]", now: Callable[[], datetime], random: Callable[[], int]) -> None:
        self._database = database
        self._history = history
        self._now = now
        self._random = random

    def diagnose(self) -> Diagnosis:
        """Looks at the file, at the place where it is kept, and at what is in it."""
        symptoms = [*self._place(), *self._permissions()]
        events, schedules = None, None
        try:
            with self._history().examined() as examination:
                checks: tuple[Check, ...] = (_damage, _differences, self._future, _drafts, _cards)
                for check in checks:
                    symptoms += _made(check, examination)
                events, schedules = _counted(examination.events), _counted(examination.schedules)
        except StorageError as error:
            symptoms.append(Symptom("unreadable", str(error), "save what can be read into a new file"))
        return Diagnosis(events, schedules, tuple(symptoms))

    def mend(self, diagnosis: Diagnosis) -> list[str]:
        """Does what the remedies of the symptoms say; a line for each. Raises StorageError."""
        kinds = {symptom.kind for symptom in diagnosis.symptoms if symptom.remedy}
        done = []
        if "permissions" in kinds:
            for path in self._open_to_others():
                path.chmod(0o600)
            done.append("Nobody else can read your data now.")
        if "future" in kinds:
            corrected = self._history().correct(self._now(), self._random)
            done.append(f"{_number(len(corrected), 'event')} set right; undoing does not bring the wrong date back.")
        if "draft" in kinds:
            moved = self._history().find_drafts()
            done.append(f"{_number(moved, 'attempt')} moved to the id that its card has now.")
        if "schedule" in kinds:
            self.rebuild()
            done.append("The schedule is computed afresh from your history.")
        return done

    def salvage(self) -> Salvaged:
        """Saves what can be read of a damaged database into a new file beside it. Raises StorageError."""
        from quizapp.storage.salvage import salvage

        target = self._database.with_name(f"{self._database.stem}-salvaged-{self._now():%Y%m%dT%H%M%SZ}.db")
        return Salvaged(target, *salvage(self._database, target))

    def rebuild(self) -> None:
        """Computes the cached schedule afresh from the events. Raises StorageError."""
        self._history().rebuild()

    def misdated(self, zone: tzinfo) -> list[Misdated]:
        """What `set_right` would set right. Raises StorageError."""
        with self._history().examined() as examination:
            found = examination.from_the_future(self._now())
        return [Misdated(event.card, event.at.astimezone(zone), moment.astimezone(zone)) for event, moment in found]

    def set_right(self) -> int:
        """Gives events from the future the moment at which they were done; how many. Raises StorageError."""
        return len(self._history().correct(self._now(), self._random))

    def _place(self) -> Iterator[Symptom]:
        from quizapp.storage.places import network_drive, sync_tool

        folder = self._database.parent
        if kind := network_drive(self._database):
            text = f"{folder} is on a network drive ({kind}), where two programs can damage a database. Choose a folder of this machine."
            yield Symptom("network", text)
        if tool := sync_tool(self._database):
            text = f"{folder} is in a folder of {tool}, which may replace the database while it is open. Choose another folder."
            yield Symptom("sync", text)

    def _permissions(self) -> Iterator[Symptom]:
        for path in self._open_to_others():
            yield Symptom("permissions", f"{path} can be read by other users of this machine", f"make {path} yours alone")

    def _open_to_others(self) -> list[Path]:
        """Regular files of ours that others may read or write."""
        from quizapp.storage.backup_files import backups_of
        from quizapp.storage.files import beside, is_ours

        files = [beside(self._database, suffix) for suffix in ("", "-wal", "-shm")] + [backup.path for backup in backups_of(self._database)]
        return [path for path in files if is_ours(path) and path.stat().st_mode & 0o077]

    def _future(self, examination: "Examination") -> Iterator[Symptom]:
        if found := examination.from_the_future(self._now()):
            latest = max(event.at for event, _ in found)
            number = _number(len(found), "event is", "events are")
            text = f"{number} dated later than now, the last {latest:%Y-%m-%d %H:%M} UTC: a clock was wrong, and puts cards off until then"
            moments = ", ".join(f"{event.card} {moment:%Y-%m-%d %H:%M} UTC" for event, moment in found[:MOST_NAMED])
            more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
            yield Symptom("future", text, f"date them when they were done: {moments}{more}")
        if others := examination.others_from_the_future(self._now()):
            number = _number(others, "prediction or interview is", "predictions or interviews are")
            yield Symptom("future", f"{number} dated later than now; nothing depends on it", wrong=False)


def _made(check: Check, examination: "Examination") -> list[Symptom]:
    """What a check finds; that it could not be made, where rows are damaged."""
    try:
        return list(check(examination))
    except (StorageError, ValueError, KeyError, TypeError) as error:
        what = str(error) if isinstance(error, StorageError) else f"a row cannot be understood ({error!r})"
        return [Symptom("unreadable", f"{check.__name__.strip('_')} could not be checked: {what}", "save what can be read into a new file")]


def _counted(count: Callable[[], int]) -> int | None:
    try:
        return count()
    except StorageError:
        return None


def _damage(examination: "Examination") -> Iterator[Symptom]:
    for line in examination.damage():
        yield Symptom("damage", line, "save what can be read into a new file")


def _differences(examination: "Examination") -> Iterator[Symptom]:
    for stored, replayed in examination.differences():
        if row := stored or replayed:
            yield Symptom(
                "schedule", f"{row.card}: {_difference(stored, replayed)}", "compute the schedule afresh; your history stays as it is"
            )


def _drafts(examination: "Examination") -> Iterator[Symptom]:
    for card, text, new in examination.lost_drafts():
        where = f"{card}, which no deck has" + (f"; it is called {new} now" if new else "")
        remedy = f"move it to {new}" if new else ""
        yield Symptom("draft", f"a typed answer is kept for {where}: {text!r}", remedy, wrong=bool(new))


def _cards(examination: "Examination") -> Iterator[Symptom]:
    if found := examination.unknown_cards():
        names = ", ".join(list(found)[:MOST_NAMED]) + (" ..." if len(found) > MOST_NAMED else "")
        events = _number(sum(found.values()), "event is", "events are")
        yield Symptom("card", f"{events} of cards that no deck here has ever had; they are kept: {names}", wrong=False)


def _number(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _difference(stored: Schedule | None, replayed: Schedule | None) -> str:
    if stored is None or replayed is None:
        return "has no stored row" if stored is None else "has a stored row but no events"
    mine, theirs = asdict(stored), asdict(replayed)
    return ", ".join(f"{name} is {mine[name]}, its events give {theirs[name]}" for name in mine if mine[name] != theirs[name])
