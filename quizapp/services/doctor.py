"""Checks that the stored data is sound, kept in a safe place, and that the schedule follows from the history; repairs what it can.

Each check runs whatever the others find. A check that could not be made is reported: nothing unchecked counts as sound.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.domain.errors import StorageError
from quizapp.domain.i18n import gettext, gettext_noop, ngettext
from quizapp.domain.schedule import Schedule

if TYPE_CHECKING:
    from quizapp.storage.examination import Examination
    from quizapp.storage.history import History

MOST_NAMED = 5
"""How many cards a symptom names; the rest are only counted."""


@dataclass(frozen=True)
class Symptom:
    """Something that is wrong, or worth knowing."""

    kind: str
    """A word for scripts: damage, unreadable, schedule, future, draft, card, permissions, network or sync."""
    text: str
    remedy: str = ""
    """What `mend` does about it; empty if it can do nothing."""
    wrong: bool = True
    """False for something that is worth knowing but needs no action."""


@dataclass(frozen=True)
class Diagnosis:
    """What `doctor` found."""

    events: int | None
    """None if they cannot be counted."""
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
    """The wrong date, in the learner's time zone."""
    moment: datetime
    """When it was done, as near as can be told."""


Check = Callable[["Examination"], Iterator[Symptom]]
SAVE = gettext_noop("save what can be read to a new file")
"""The remedy for damage."""


@dataclass(frozen=True)
class Salvaged:
    """What was saved of a damaged database."""

    path: Path
    """The new one."""
    events: int
    of: int
    """How many events the damaged one had, as far as anyone can tell."""
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
            symptoms.append(Symptom("unreadable", str(error), gettext(SAVE)))
        return Diagnosis(events, schedules, tuple(symptoms))

    def mend(self, diagnosis: Diagnosis) -> list[str]:
        """Does what the remedies of the symptoms say; a line for each. Raises StorageError."""
        kinds = {symptom.kind for symptom in diagnosis.symptoms if symptom.remedy}
        done = []
        if "permissions" in kinds:
            for path in self._open_to_others():
                path.chmod(0o600)
            done.append(gettext("Only you can read your data now."))
        if "future" in kinds:
            corrected = self._history().correct(self._now(), self._random)
            done.append(
                ngettext(
                    "Corrected the date of {count:,} event. Undo will not bring the wrong date back.",
                    "Corrected the dates of {count:,} events. Undo will not bring the wrong dates back.",
                    len(corrected),
                )
            )
        if "draft" in kinds:
            moved = self._history().find_drafts()
            done.append(
                ngettext(
                    "Moved {count:,} typed answer to the current id of its card.",
                    "Moved {count:,} typed answers to the current ids of their cards.",
                    moved,
                )
            )
        if "schedule" in kinds:
            self.rebuild()
            done.append(gettext("Recomputed the schedule from your history."))
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
            text = gettext(
                "{folder} is on a network drive ({kind}), where two programs can damage a database. Choose a folder on this computer.",
                folder=folder,
                kind=kind,
            )
            yield Symptom("network", text)
        if tool := sync_tool(self._database):
            text = gettext(
                "{folder} is synced by {tool}, which may replace the database while it is open. Choose another folder.",
                folder=folder,
                tool=tool,
            )
            yield Symptom("sync", text)

    def _permissions(self) -> Iterator[Symptom]:
        for path in self._open_to_others():
            yield Symptom(
                "permissions",
                gettext("other users of this computer can read {path}", path=path),
                gettext("make {path} readable by you alone", path=path),
            )

    def _open_to_others(self) -> list[Path]:
        """Regular files of ours that others may read or write."""
        from quizapp.storage.backup_files import backups_of
        from quizapp.storage.files import beside, is_ours

        files = [beside(self._database, suffix) for suffix in ("", "-wal", "-shm")] + [backup.path for backup in backups_of(self._database)]
        return [path for path in files if is_ours(path) and path.stat().st_mode & 0o077]

    def _future(self, examination: "Examination") -> Iterator[Symptom]:
        if found := examination.from_the_future(self._now()):
            latest = max(event.at for event, _ in found)
            text = ngettext(
                "{count:,} event is dated in the future, {latest:%Y-%m-%d %H:%M} UTC, by a wrong clock; its card is put off until then",
                "{count:,} events are dated in the future, up to {latest:%Y-%m-%d %H:%M} UTC, by a wrong clock; cards are put off",
                len(found),
                latest=latest,
            )
            dates = [f"{event.card} {moment:%Y-%m-%d %H:%M} UTC" for event, moment in found[:MOST_NAMED]]
            if (more := len(found) - MOST_NAMED) > 0:
                dates.append(ngettext("{count:,} more", "{count:,} more", more))
            yield Symptom("future", text, gettext("correct the dates: {dates}", dates=", ".join(dates)))
        if others := examination.others_from_the_future(self._now()):
            text = ngettext(
                "{count:,} prediction or interview is dated in the future; nothing depends on it",
                "{count:,} predictions or interviews are dated in the future; nothing depends on them",
                others,
            )
            yield Symptom("future", text, wrong=False)


def _made(check: Check, examination: "Examination") -> list[Symptom]:
    """What a check finds; if damaged rows stop it, that it could not be made."""
    try:
        return list(check(examination))
    except (StorageError, ValueError, KeyError, TypeError) as error:
        why = str(error) if isinstance(error, StorageError) else gettext("a row makes no sense ({error!r})", error=error)
        text = gettext("{what} could not be checked: {why}", what=check.__name__.strip("_"), why=why)
        return [Symptom("unreadable", text, gettext(SAVE))]


def _counted(count: Callable[[], int]) -> int | None:
    try:
        return count()
    except StorageError:
        return None


def _damage(examination: "Examination") -> Iterator[Symptom]:
    for line in examination.damage():
        yield Symptom("damage", line, gettext(SAVE))


def _differences(examination: "Examination") -> Iterator[Symptom]:
    for stored, replayed in examination.differences():
        if row := stored or replayed:
            remedy = gettext("recompute the schedule; your history stays as it is")
            yield Symptom("schedule", f"{row.card}: {_difference(stored, replayed)}", remedy)


def _drafts(examination: "Examination") -> Iterator[Symptom]:
    for card, text, new in examination.lost_drafts():
        if new:
            kept = gettext("a typed answer is kept for {card}, which is now called {new}: {text!r}", card=card, new=new, text=text)
            yield Symptom("draft", kept, gettext("move it to {card}", card=new))
        else:
            yield Symptom(
                "draft", gettext("a typed answer is kept for {card}, which is in no deck: {text!r}", card=card, text=text), wrong=False
            )


def _cards(examination: "Examination") -> Iterator[Symptom]:
    if found := examination.unknown_cards():
        names = ", ".join(list(found)[:MOST_NAMED]) + (" ..." if len(found) > MOST_NAMED else "")
        text = ngettext(
            "{count:,} event belongs to a card that no deck here has ever had; it is kept: {cards}",
            "{count:,} events belong to cards that no deck here has ever had; they are kept: {cards}",
            sum(found.values()),
            cards=names,
        )
        yield Symptom("card", text, wrong=False)


def _difference(stored: Schedule | None, replayed: Schedule | None) -> str:
    if stored is None or replayed is None:
        return gettext("it has no stored schedule") if stored is None else gettext("it has a stored schedule but no events")
    mine, theirs = asdict(stored), asdict(replayed)
    differences = (
        gettext("{name} is {stored}, but its events give {replayed}", name=name, stored=mine[name], replayed=theirs[name])
        for name in mine
        if mine[name] != theirs[name]
    )
    return ", ".join(differences)
