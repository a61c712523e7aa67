from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import fsrs
import pytest

from quizapp.domain.errors import SettingsError
from quizapp.domain.history import Rating
from quizapp.services.container import Services
from quizapp.settings import Settings, load
from tests.conftest import Clock
from tests.stored import stored_basis


def learn(services: Services, clock: Clock, days: int = 9) -> None:
    """Some cards, graded again after `days`."""
    for _ in range(2):
        for card, rating in zip(("one", "two", "three"), (Rating.GOOD, Rating.EASY, Rating.HARD), strict=True):
            services.study.grade(f"small/{card}", rating, 1000)
        clock.tick(days=days)


def dues(services: Services) -> list[date | None]:
    return [services.study.schedule(f"small/{card}").due for card in ("one", "two", "three")]


def test_a_change_is_in_force_at_once_and_after_a_restart(services: Services, open_app: Callable[..., Services]) -> None:
    services.preferences.change("new_per_day", 2)
    assert services.study.today().new == 2
    assert services.study.waiting(None)[1] == ["small/one", "small/two"]
    again = load({"QUIZAPP_DATA_DIR": str(services.preferences.settings.state_dir)})
    assert again.new_per_day == 2


@pytest.mark.parametrize(("name", "value"), [("new_per_day", -1), ("time_zone", "Mars/Olympus"), ("buttons", 3), ("keys", "emacs")])
def test_a_bad_value_is_told_and_changes_nothing(services: Services, name: str, value: object) -> None:
    before = services.preferences.settings
    with pytest.raises(SettingsError, match=f"{name} cannot be {value!r}; write "):
        services.preferences.change(name, value)
    assert services.preferences.settings == before
    assert not before.config_file.exists()


def test_a_file_that_cannot_be_written_leaves_the_value_as_it_was(services: Services) -> None:
    services.preferences.settings.config_file.mkdir()
    with pytest.raises(SettingsError, match="could not be saved"):
        services.preferences.change("new_per_day", 2)
    assert services.study.today().new == 5


@pytest.mark.parametrize(("name", "value"), [("desired_retention", 0.8), ("rollover_hour", 23), ("time_zone", "Asia/Seoul")])
def test_other_rules_compute_the_schedule_afresh_as_a_restart_would(
    services: Services, open_app: Callable[..., Services], learner_settings: Settings, clock: Clock, name: str, value: Any
) -> None:
    learn(services, clock)
    before = dues(services)
    services.preferences.change(name, value)
    services.reschedule()
    assert services.doctor.diagnose().sound
    after = dues(services)
    assert stored_basis(services) == services.preferences.rules.basis
    assert services.study.now().astimezone(services.study.calendar.zone).tzinfo == services.preferences.settings.zone()
    restarted = open_app(replace(learner_settings, **{name: value}))
    assert after == dues(restarted)
    if name == "desired_retention":
        assert after != before


def test_a_grade_between_the_change_and_the_rebuilding_goes_by_the_new_rules(services: Services, clock: Clock) -> None:
    learn(services, clock)
    before = services.study.intervals("small/one")[Rating.GOOD]
    services.preferences.change("desired_retention", 0.75)
    shown = services.study.intervals("small/one")[Rating.GOOD]
    assert shown > before
    schedule = services.study.grade("small/one", Rating.GOOD, 1).schedule
    services.reschedule()
    assert services.doctor.diagnose().sound
    assert schedule.due is not None
    assert schedule.last is not None
    assert (schedule.due - schedule.last).days == shown


def test_a_change_and_back_again_leaves_the_schedule_as_it_was(services: Services, clock: Clock) -> None:
    learn(services, clock)
    before = dues(services)
    services.preferences.change("desired_retention", 0.75)
    services.preferences.change("desired_retention", 0.90)
    services.reschedule()
    assert dues(services) == before
    assert services.doctor.diagnose().sound


def test_what_is_written_by_hand_is_in_force_once_it_is_read_again(services: Services, content: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "card.md").write_text("# Mine?\n\nMine.\n\n## Key points\n- **mine**\n")
    file = services.preferences.file()
    file.write_text(f'new_per_day = 1\ndecks = ["{own}"]\nbuttons = 3\n')
    services.preferences.reread()
    assert services.study.today().new == 1
    assert own in services.library.folders()
    assert list(services.preferences.settings.problems) == [f"{file}:3: buttons cannot be 3; write 2 or 4. The default is used."]


def test_changing_a_bad_value_to_a_good_one_mends_its_notice(services: Services) -> None:
    file = services.preferences.file()
    file.write_text("buttons = 3\nleech_lapses = 1\n")
    services.preferences.reread()
    assert len(services.preferences.settings.problems) == 2
    services.preferences.change("buttons", 2)
    (problem,) = list(services.preferences.settings.problems)
    assert problem.startswith(f"{file}:2: leech_lapses cannot be 1;")


def test_following_a_system_whose_zone_cannot_be_read_is_told_and_days_follow_utc(
    services: Services, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def unreadable() -> None:
        raise LookupError("no such zone")

    monkeypatch.setattr("quizapp.settings.system_zone.LINK", tmp_path / "localtime")
    monkeypatch.setattr("tzlocal.get_localzone", unreadable)
    services.preferences.change("time_zone", "")
    assert str(services.study.calendar.zone) == "UTC"
    (problem,) = services.preferences.settings.problems
    assert problem.startswith("The system's time zone cannot be read (no such zone), so days follow UTC.")


def test_a_file_that_is_there_already_is_not_made_again(services: Services) -> None:
    file = services.preferences.settings.config_file
    file.write_text("# mine\n")
    assert services.preferences.file() == file
    assert file.read_text() == "# mine\n"


def test_another_version_of_the_memory_model_computes_the_schedule_afresh(
    open_app: Callable[..., Services], learner_settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two versions of the package a rating has been counted otherwise; no learner is to see a schedule of both."""
    with monkeypatch.context() as older:
        older.setattr("quizapp.services.preferences.version_of", lambda _: "6.3.1")
        older.setattr(fsrs.Scheduler, "_initial_stability", lambda *_, rating: 1.0 + rating)
        services = open_app(learner_settings)
        learn(services, clock)
        before = dues(services)
        assert services.doctor.diagnose().sound
        services.close()
    upgraded = open_app(learner_settings)
    assert stored_basis(upgraded) == upgraded.preferences.rules.basis
    assert dues(upgraded) != before
    assert upgraded.doctor.diagnose().sound
