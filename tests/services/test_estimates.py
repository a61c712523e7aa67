"""What another program knew of a card comes along as an estimate: shown as one, never a grade, and taken back with its import."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from quizapp.domain.history import Rating
from quizapp.domain.schedule import CardState
from quizapp.services.browse import read_cards
from quizapp.services.container import Services
from quizapp.services.imports import ImportDone
from quizapp.ui.phrases import standing
from tests.conftest import Clock

VAULT = (
    "#flashcards\n\nStack::LIFO\n<!--SR:!2026-03-05,12,230-->\n\nQueue::FIFO\n\nHeap:::tree\n<!--SR:!2026-03-01,4,250!2000-01-01,1,250-->\n"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "vault" / "structures.md"
    path.parent.mkdir()
    path.write_text(VAULT)
    return path


@pytest.fixture
def bring(services: Services, source: Path, tmp_path: Path) -> Callable[[], ImportDone]:
    def bring() -> ImportDone:
        look = services.imports.look(source, tmp_path / "deck", "obsidian")
        written = services.imports.bring_in(look)
        services.library.refresh()
        return written

    return bring


def test_due_dates_come_along_and_a_second_import_records_nothing(
    bring: Callable[[], ImportDone], services: Services, source: Path
) -> None:
    assert services.imports.look(source, None, "obsidian").estimates == 2
    assert bring() == ImportDone(True, 2)
    schedule = services.study.schedule("deck/stack")
    assert (schedule.due, schedule.last, schedule.stability) == (date(2026, 3, 5), date(2026, 2, 21), 12.0)
    assert schedule.reviews == 0
    assert services.study.schedule("deck/queue").last is None
    assert services.study.schedule("deck/tree").last is None, "what stands for a card that has no state yet is none"
    assert bring() == ImportDone(False, 0)


def test_an_estimate_is_shown_as_one_until_a_grade_is_given(bring: Callable[[], ImportDone], services: Services) -> None:
    bring()

    def entry(card: str) -> str:
        found = next(each for each in read_cards(services.study).entries if each.id == card)
        return standing(found, "en", date(2026, 3, 2))

    assert entry("deck/stack").endswith("an estimate from the import")
    assert "estimate" not in entry("deck/queue")
    services.study.grade("deck/stack", Rating.GOOD, 1)
    assert "estimate" not in entry("deck/stack")
    assert services.study.schedule("deck/stack").reviews == 1


def test_a_card_that_is_overdue_in_the_other_program_waits(bring: Callable[[], ImportDone], services: Services) -> None:
    bring()
    schedule = services.study.schedule("deck/heap")
    assert schedule.state(services.study.day()) is CardState.REVIEW
    assert schedule.waits(services.study.day())


def test_taking_the_import_back_takes_the_estimates_along_and_no_undo_of_a_key_does(
    bring: Callable[[], ImportDone], services: Services, tmp_path: Path
) -> None:
    bring()
    services.study.grade("deck/queue", Rating.GOOD, 1)
    undone = services.study.undo()
    assert undone is not None
    assert undone.event.card == "deck/queue"
    assert services.study.undo() is None, "an import is no key that was pressed"
    assert services.imports.take_back(tmp_path / "deck").undone == 2
    assert services.study.schedule("deck/stack").last is None
    assert bring() == ImportDone(True, 2), "what was taken back can be imported again"


def test_a_newer_state_is_taken_over_until_the_card_was_graded_here(
    bring: Callable[[], ImportDone], services: Services, source: Path, clock: Clock
) -> None:
    bring()
    source.write_text(VAULT.replace("2026-03-05,12,230", "2026-03-08,9,230"))
    assert bring().events == 1
    assert services.study.schedule("deck/stack").due == date(2026, 3, 8)
    services.study.grade("deck/stack", Rating.GOOD, 1)
    graded = services.study.schedule("deck/stack")
    clock.tick(days=30)
    source.write_text(VAULT.replace("2026-03-05,12,230", "2026-03-29,9,230"))
    bring()
    assert services.study.schedule("deck/stack").due == graded.due


def test_exports_carry_it_and_the_calibration_leaves_it_out(bring: Callable[[], ImportDone], services: Services, clock: Clock) -> None:
    bring()
    services.study.grade("deck/stack", Rating.GOOD, 1)
    clock.tick(days=20)
    services.study.grade("deck/stack", Rating.GOOD, 1)
    history = json.loads(services.exports.json())
    (state,) = [event["state"] for event in history["events"] if event["kind"] == "estimate" and event["card"] == "deck/stack"]
    assert state == {"due": "2026-03-05", "interval": 12, "ease": 230}
    assert services.exports.csv().count("deck/stack") == 2
    assert json.loads(services.exports.statistics())["calibration"]["reviews"] == 0
