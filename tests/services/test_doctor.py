"""What the doctor finds, what it mends, and that neither is said of what is not so."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from quizapp.domain.history import Draft, Graded, Rating
from quizapp.services.container import Services
from quizapp.settings import Settings
from tests.conftest import Clock
from tests.stored import history_of, stored_events


def kinds(services: Services) -> list[str]:
    return [symptom.kind for symptom in services.doctor.diagnose().symptoms if symptom.wrong]


def test_a_new_learner_is_well(services: Services) -> None:
    found = services.doctor.diagnose()
    assert (found.events, found.schedules, found.symptoms) == (0, 0, ())
    assert found.sound


def test_grades_given_by_another_window_meanwhile_are_no_fault(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """One moment is looked at: what comes between two checks is in neither."""
    from quizapp.storage.examination import Examination

    services.study.grade("small/one", Rating.GOOD, 1)
    damage = Examination.damage

    def slow(self: Examination) -> list[str]:
        found = damage(self)
        services.study.grade("small/two", Rating.GOOD, 1)
        return found

    monkeypatch.setattr(Examination, "damage", slow)
    found = services.doctor.diagnose()
    assert (found.sound, found.events, found.schedules) == (True, 1, 1)


def test_a_schedule_that_is_not_what_the_history_gives_is_found_and_mended(services: Services, learner_settings: Settings) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    with closing(sqlite3.connect(learner_settings.database)) as connection, connection:
        connection.execute("UPDATE schedule SET lapses = 9")
    assert kinds(services) == ["schedule"]
    services.doctor.mend(services.doctor.diagnose())
    assert services.doctor.diagnose().sound


def test_grades_from_the_future_are_found_and_set_right_by_events(services: Services, clock: Clock) -> None:
    now = clock.at
    clock.at = datetime(2036, 1, 1, tzinfo=UTC)
    for card in ("one", "two", "three", "four"):
        services.study.grade(f"small/{card}", Rating.GOOD, 1)
    services.study.bury("small/five")
    clock.at = now
    before = stored_events(services)
    found = services.doctor.diagnose()
    (symptom,) = found.symptoms
    assert symptom.text.startswith("5 events are dated in the future, up to 2036-01-01")
    assert services.study.overview().misdated == 5
    services.doctor.mend(found)
    after = stored_events(services)
    assert after[: len(before)] == before, "nothing is deleted or changed"
    assert len(after) == 2 * len(before)
    assert services.doctor.diagnose().sound
    assert services.study.overview().misdated == 0
    due = services.study.schedule("small/one").due
    assert due is not None
    assert due.year == 2026


def test_an_undo_after_dates_were_set_right_takes_back_what_was_done_last(services: Services, clock: Clock) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    now = clock.at
    clock.at = datetime(2036, 1, 1, tzinfo=UTC)
    services.study.grade("small/two", Rating.GOOD, 1)
    clock.at = now
    services.doctor.set_right()
    taken_back = services.study.undo()
    assert taken_back is not None
    assert taken_back.event.card == "small/one"
    assert services.doctor.diagnose().sound


def test_a_prediction_from_the_future_is_noted_and_nothing_is_wrong(services: Services, clock: Clock) -> None:
    now = clock.at
    clock.at = datetime(2036, 1, 1, tzinfo=UTC)
    services.predictions.record("xor-failure", "3 of 4", "3 of 4", correct=True)
    clock.at = now
    found = services.doctor.diagnose()
    assert [symptom.kind for symptom in found.symptoms] == ["future"]
    assert found.sound


def test_data_that_others_may_read_is_found_and_made_the_owners(services: Services, learner_settings: Settings) -> None:
    learner_settings.database.chmod(0o644)
    assert kinds(services) == ["permissions"]
    services.doctor.mend(services.doctor.diagnose())
    assert learner_settings.database.stat().st_mode & 0o777 == 0o600
    assert services.doctor.diagnose().sound


def test_no_file_that_is_not_ours_is_ever_changed(services: Services, learner_settings: Settings, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.touch(0o644)
    (learner_settings.database.parent / "backups").mkdir()
    (learner_settings.database.parent / "backups" / "quizapp-0007-20260101T000000Z.db").symlink_to(other)
    services.doctor.mend(services.doctor.diagnose())
    assert other.stat().st_mode & 0o777 == 0o644


def test_a_typed_answer_whose_card_was_renamed_is_moved_to_it(services: Services, learner_settings: Settings) -> None:
    with history_of(services) as history:
        history.draft("small/gone", Draft("half an answer"))
        history.rename(datetime(2026, 3, 2, tzinfo=UTC), 1, "small/one", "small/gone")
    with closing(sqlite3.connect(learner_settings.database)) as connection, connection:
        connection.execute("UPDATE drafts SET card_id = 'small/gone'")  # as an older version left it
    assert kinds(services) == ["draft"]
    services.doctor.mend(services.doctor.diagnose())
    assert services.doctor.diagnose().sound
    assert services.sessions.start().session.turn is not None


def test_what_belongs_to_cards_that_no_deck_has_is_kept_and_noted(services: Services) -> None:
    with history_of(services) as history:
        at = datetime(2026, 3, 1, tzinfo=UTC)
        history.record(at, 1, lambda id: Graded(id, at, "other/card", Rating.GOOD, 1, "quiz", "fsrs-6"))
        history.draft("other/draft", Draft("half an answer"))
    found = services.doctor.diagnose()
    assert [(symptom.kind, symptom.wrong) for symptom in found.symptoms] == [("draft", False), ("card", False)]
    assert "half an answer" in found.symptoms[0].text
    assert services.doctor.mend(found) == []


def test_a_row_that_cannot_be_understood_is_wrong_and_the_other_checks_are_made(services: Services, learner_settings: Settings) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    with closing(sqlite3.connect(learner_settings.database)) as connection, connection:
        connection.execute(
            "INSERT INTO events (learner_id, id, kind, at, card_id) VALUES (1, ?, 'grade', 1, 'small/two')", (UUID(int=5).hex,)
        )
    learner_settings.database.chmod(0o644)
    found = services.doctor.diagnose()
    assert not found.sound
    assert {"unreadable", "permissions"} <= {symptom.kind for symptom in found.symptoms}


def test_a_data_folder_that_a_sync_tool_carries_away_is_told(services: Services, learner_settings: Settings) -> None:
    (learner_settings.database.parent / ".stfolder").mkdir()
    assert kinds(services) == ["sync"]
    assert services.doctor.mend(services.doctor.diagnose()) == []
