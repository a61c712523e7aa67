"""Progress made in Anki: grades at their times, the same every time, taken back with their import; and the memory that Anki has itself."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from quizapp.decks.importing.manifest import read_manifest
from quizapp.domain.errors import StorageError
from quizapp.domain.history import Event, Graded, Practised, Rating, Restarted, Suspended, Undone
from quizapp.domain.modes import Mode
from quizapp.domain.schedule import CardState
from quizapp.services.container import Services
from quizapp.services.imports import ImportDone
from tests.anki_package import DAY, REVERSED, Package
from tests.conftest import START, Clock

NOW = int(START.timestamp() * 1000)
Bring = Callable[..., ImportDone]


@pytest.fixture
def package() -> Package:
    return Package()


@pytest.fixture
def bring(services: Services, package: Package, tmp_path: Path) -> Bring:
    """Imports the package as it is now into the folder `deck`."""

    def bring(to: str = "deck", **options: str) -> ImportDone:
        path = package.write(tmp_path / "package.apkg")
        look = services.imports.look(path, tmp_path / to, "", {"reviews": "yes", **options})
        written = services.imports.bring_in(look)
        services.library.refresh()
        return written

    return bring


def recorded(services: Services) -> list[Event]:
    return list(services.store._history().events())


def moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)


def test_each_answer_becomes_a_grade_at_its_time(services: Services, package: Package, bring: Bring) -> None:
    card = package.note("a", "b", guid="g")
    package.review(card, NOW - 9 * DAY, 1, kind=0, factor=0, duration=1_234)
    package.review(card, NOW - 9 * DAY + 60_000, 3, kind=0, factor=0)
    package.review(card, NOW - 7 * DAY, 0, kind=4, factor=2500)
    package.review(card, NOW - 6 * DAY, 3, kind=5)
    package.review(card, NOW - 5 * DAY, 4, kind=1)
    package.review(card, NOW - 4 * DAY, 3, kind=3, factor=0)
    package.review(card, NOW + 2 * DAY, 3)
    assert bring() == ImportDone(files=True, events=4)
    events = recorded(services)
    assert [(type(event), event.at) for event in events] == [
        (Graded, moment(NOW - 9 * DAY)),
        (Graded, moment(NOW - 9 * DAY + 60_000)),
        (Graded, moment(NOW - 5 * DAY)),
        (Practised, moment(NOW - 4 * DAY)),
    ]
    first = events[0]
    assert isinstance(first, Graded)
    assert (first.card, first.rating, first.duration_ms, first.mode, first.scheduler) == (
        "deck/g",
        Rating.AGAIN,
        1_234,
        Mode.QUIZ,
        "fsrs-6",
    )
    assert all(event.id.version == 7 and event.id.int >> 80 == event.at.timestamp() * 1000 for event in events)
    assert services.study.schedule("deck/g").reviews == 3
    assert not services.store._history().differences()


def test_a_card_that_was_reset_or_learned_anew_starts_afresh(services: Services, package: Package, bring: Bring) -> None:
    for guid, reset in (("by-hand", True), ("anew", False)):
        card = package.note(guid, "b", guid=guid)
        base = NOW - 50 * DAY + len(package.reviews)
        package.review(card, base, 3, kind=0, factor=0)
        package.review(card, base + 10 * DAY, 1)
        if reset:
            package.review(card, base + 20 * DAY, 0, kind=4, factor=0)
        package.review(card, base + 30 * DAY, 4, kind=0, factor=0)
    bring()
    assert sum(isinstance(event, Restarted) for event in recorded(services)) == 2
    for guid in ("by-hand", "anew"):
        schedule = services.study.schedule(f"deck/{guid}")
        assert (schedule.reviews, schedule.lapses) == (1, 0)
        assert schedule.first == date(2026, 2, 10)


def test_a_suspended_card_is_suspended_until_the_learner_resumes_it(services: Services, package: Package, bring: Bring) -> None:
    package.note("a", "b", guid="g", suspended=True)
    bring()
    assert [type(event) for event in recorded(services)] == [Suspended]
    assert services.study.schedule("deck/g").state(START.date()) is CardState.SUSPENDED
    services.study.resume("deck/g")
    assert not bring()
    assert services.study.schedule("deck/g").state(START.date()) is CardState.NEW


def test_importing_again_changes_nothing_and_a_newer_package_adds_what_is_new(services: Services, package: Package, bring: Bring) -> None:
    card = package.note("a", "b", guid="g")
    package.review(card, NOW - 9 * DAY, kind=0)
    bring()
    before = recorded(services)
    assert not bring()
    assert recorded(services) == before
    package.review(card, NOW - 2 * DAY)
    assert bring() == ImportDone(files=False, events=1)
    assert recorded(services)[:1] == before
    assert services.study.schedule("deck/g").reviews == 2


def test_another_machine_gives_the_same_events_the_same_ids(
    services: Services, package: Package, bring: Bring, open_app: Callable[..., Services], tmp_path: Path
) -> None:
    from tests.conftest import learner_of

    card = package.note("a", "b", guid="g", suspended=True)
    package.review(card, NOW - 9 * DAY, kind=0)
    bring()
    other = open_app(learner_of(tmp_path / "other", tmp_path / "content"))
    other.imports.bring_in(other.imports.look(tmp_path / "package.apkg", tmp_path / "elsewhere" / "deck", "", {"reviews": "yes"}))
    assert recorded(other) == recorded(services)


def test_an_import_that_is_taken_back_takes_its_grades_along_and_can_be_repeated(
    services: Services, package: Package, bring: Bring, tmp_path: Path
) -> None:
    card = package.note("a", "b", guid="g", suspended=True)
    for days in (9, 5, 2):
        package.review(card, NOW - days * DAY, kind=0)
    bring()
    assert services.imports.take_back(tmp_path / "deck").undone == 4
    assert sum(isinstance(event, Undone) for event in recorded(services)) == 4
    assert services.study.schedule("deck/g").reviews == 0
    assert not services.store._history().differences()
    assert bring() == ImportDone(files=True, events=4)
    assert services.study.schedule("deck/g").reviews == 3
    assert services.study.schedule("deck/g").suspended


def test_a_grade_that_the_learner_undid_does_not_come_back(services: Services, package: Package, bring: Bring) -> None:
    card = package.note("a", "b", guid="g")
    package.review(card, NOW - 9 * DAY, kind=0)
    bring()
    assert services.study.undo() is not None
    assert not bring()
    assert services.study.schedule("deck/g").reviews == 0


def test_the_same_package_in_two_decks_has_its_progress_in_both(services: Services, package: Package, bring: Bring) -> None:
    card = package.note("a", "b", guid="g")
    package.review(card, NOW - 9 * DAY, kind=0)
    bring()
    bring("second")
    assert [services.study.schedule(f"{deck}/g").reviews for deck in ("deck", "second")] == [1, 1]


def test_progress_can_be_left_behind(services: Services, package: Package, bring: Bring) -> None:
    card = package.note("a", "b", guid="g", suspended=True)
    package.review(card, NOW - 9 * DAY, kind=0)
    assert bring(reviews="no") == ImportDone(files=True, events=0)
    assert recorded(services) == []
    assert services.study.schedule("deck/g").state(START.date()) is CardState.NEW


def test_what_cannot_be_recorded_is_completed_by_the_next_import_and_can_be_taken_back(
    services: Services, package: Package, bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise StorageError("the disk is full")

    card = package.note("a", "b", guid="g")
    package.review(card, NOW - 9 * DAY, kind=0)
    with monkeypatch.context() as patch:
        patch.setattr("quizapp.storage.imported_events.ImportedEvents.record", fail)
        with pytest.raises(StorageError, match="the disk is full"):
            bring()
    manifest = read_manifest(tmp_path / "deck")
    assert manifest is not None
    assert len(manifest.events) == 1
    assert recorded(services) == []
    assert bring() == ImportDone(files=False, events=1)
    assert services.imports.take_back(tmp_path / "deck").undone == 1


def test_a_reversed_card_has_its_own_progress(services: Services, package: Package, bring: Bring) -> None:
    card = package.note("dog", "Hund", kind=REVERSED, ords=(0, 1), guid="g")
    package.review(card, NOW - 9 * DAY, kind=0)
    package.review(card + 1, NOW - 8 * DAY, 1, kind=0)
    package.review(card + 1, NOW - 7 * DAY, 3, kind=0)
    bring(reversed="yes")
    assert [services.study.schedule(f"deck/{id}").reviews for id in ("g", "g-2")] == [1, 2]


def test_moments_beyond_all_calendars_are_left_out(services: Services, package: Package, bring: Bring) -> None:
    card = package.note("a", "b", guid="g", suspended=True)
    for at in (-5, 2**62, 253_402_300_799_999):
        package.review(card, at, kind=0)
    bring()
    assert [type(event) for event in recorded(services)] == [Suspended]


# -- beside Anki itself ------------------------------------------------------------------------------------------------

ROWS = {"learning": (0, 0), "review": (1, 2500), "relearning": (2, 2500), "early": (3, 2500), "cram": (3, 0)}
"""Kinds of answers: the kind and the factor of their row."""


@pytest.fixture
def anki(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A collection whose days begin at four in the morning of UTC, as those of the learner do."""
    from anki.collection import Collection

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    collection = Collection(str(tmp_path / "collection.anki2"))
    collection.set_config("fsrs", True)
    yield collection
    collection.close(downgrade=False)
    monkeypatch.undo()
    time.tzset()


def history(draw: random.Random, cutoff: int) -> Iterator[tuple[int, int, str]]:
    """Random answers from about a year ago until now: milliseconds, button, kind; with resets, cramming, and several a day."""
    at = cutoff * 1000 - 360 * DAY + draw.randrange(DAY)
    for rest in reversed(range(draw.randrange(1, 4))):  # series that begin with learning
        for _ in range(draw.randrange(1, 4)):
            yield at, draw.randrange(1, 5), "learning"
            at += draw.choice([60_000, 600_000, DAY // 2])
        for _ in range(draw.randrange(8)):
            at += draw.choice([DAY // 3, DAY, 3 * DAY, 9 * DAY]) + draw.randrange(1000)
            kind = draw.choice(["review", "review", "relearning", "early", "cram", "set due", "rescheduled"])
            yield at, draw.randrange(1, 5) if kind in ROWS else 0, kind
        at += DAY
        if rest and draw.random() < 0.5:
            yield at, 0, "reset"
            at += 60_000


def test_stability_and_difficulty_are_those_that_anki_computes(anki: Any, services: Services, clock: Clock, tmp_path: Path) -> None:
    from anki.collection import ExportAnkiPackageOptions

    clock.at = datetime.now(UTC)
    draw = random.Random(18)
    cards: dict[str, int] = {}
    used = set[int]()
    for number in range(60):
        note = anki.new_note(anki.models.by_name("Basic"))
        note.fields = [f"question {number}", "answer"]
        note.guid = f"guid{number}"
        anki.add_note(note, 1)
        cards[note.guid] = note.cards()[0].id
        for at, button, kind in history(draw, anki.sched.day_cutoff):
            code, factor = {**ROWS, "set due": (4, 2500), "rescheduled": (5, 2500), "reset": (4, 0)}[kind]
            while at in used:
                at += 1
            used.add(at)
            anki.db.execute("INSERT INTO revlog VALUES (?,?,0,?,1,1,?,4000,?)", at, cards[note.guid], button, factor, code)
    expected = {guid: anki.compute_memory_state(card) for guid, card in cards.items()}
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=False, legacy=False)
    anki.export_anki_package(out_path=str(tmp_path / "out.apkg"), options=options, limit=None)
    services.imports.bring_in(services.imports.look(tmp_path / "out.apkg", tmp_path / "deck", "", {"reviews": "yes"}))
    checked = 0
    for guid, state in expected.items():
        schedule = services.study.schedule(f"deck/{guid}")
        assert (schedule.stability or 0) == pytest.approx(state.stability or 0, rel=1e-4), guid
        assert (schedule.difficulty or 0) == pytest.approx(state.difficulty or 0, rel=1e-4), guid
        checked += bool(state.stability)
    assert checked > 40
