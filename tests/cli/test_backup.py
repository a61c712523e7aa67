"""`quizapp backup`, `quizapp restore` and what `quizapp doctor` says of a database that is damaged."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.domain.history import Rating
from quizapp.services.container import Services
from tests.cli.conftest import Quizapp, sentence
from tests.conftest import Clock
from tests.storage.test_salvage import overwrite, pages_of
from tests.stored import stored_events


def damage(database: Path) -> None:
    """Overwrites all but the first page, once nobody has it open."""
    data = database.read_bytes()
    database.write_bytes(data[:4096] + b"\xaa" * (len(data) - 4096))


def test_a_backup_to_a_file_holds_what_is_stored_while_the_app_is_open(quizapp: Quizapp, services: Services, tmp_path: Path) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    result = quizapp("backup", "copy.db")
    assert result.stdout == f"{tmp_path / 'copy.db'}: 5 cards, 1 review\n"
    refused = quizapp("backup", "copy.db")
    assert refused.returncode == 2
    assert "already exists" in sentence(refused)
    assert quizapp("backup", "copy.db", "--force").returncode == 0
    itself = quizapp("backup", tmp_path / "data" / "quizapp.db", "--force")
    assert "is the database itself" in sentence(itself)
    assert len(stored_events(services)) == 1


def test_a_backup_without_a_path_is_listed_for_a_restore(quizapp: Quizapp, services: Services) -> None:
    assert quizapp("restore", "--list").stdout == "There are no backups yet.\n"
    assert quizapp("backup").stdout == "There is nothing to back up yet.\n"
    services.study.grade("small/one", Rating.GOOD, 1)
    assert quizapp("backup").stdout.endswith("5 cards, 1 review\n")
    (kept,) = json.loads(quizapp("restore", "--json").stdout)
    assert (kept["cards"], kept["reviews"]) == (5, 1)
    assert quizapp("restore", "--list").stdout.endswith("5 cards, 1 review\n")


def test_a_restore_asks_and_changes_nothing_where_nobody_can_answer(quizapp: Quizapp, services: Services) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    quizapp("backup")
    services.study.grade("small/two", Rating.GOOD, 1)
    result = quizapp("restore")
    assert result.returncode == 2
    assert "--yes" in sentence(result)
    assert len(stored_events(services)) == 2


def test_restored_is_what_was_backed_up_and_the_database_before_can_be_restored_as_well(
    quizapp: Quizapp, services: Services, tmp_path: Path
) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    quizapp("backup")
    services.study.grade("small/two", Rating.GOOD, 1)
    result = quizapp("restore", "--yes")
    assert result.returncode == 0
    assert "5 cards, 1 review" in result.stdout
    assert len(stored_events(services)) == 1
    (kept,) = (tmp_path / "data").glob("*before-restore*.db")
    assert f"The previous database is kept at {kept}" in result.stdout
    assert quizapp("restore", kept, "--yes").returncode == 0
    assert len(stored_events(services)) == 2


def test_a_backup_is_found_by_its_number_its_date_or_its_name(quizapp: Quizapp, services: Services, clock: Clock) -> None:
    for card in ("small/one", "small/two"):
        services.study.grade(card, Rating.GOOD, 1)
        services.backups.make()
        clock.tick(days=1)
    names = [Path(kept["file"]).name for kept in json.loads(quizapp("restore", "--json").stdout)]
    assert "2026-03-02 09:00: 5 cards, 1 review" in quizapp("restore", "2", "--yes").stdout
    assert "2026-03-03 09:00: 5 cards, 2 reviews" in quizapp("restore", "2026-03-03", "--yes").stdout
    assert "2026-03-02 09:00: 5 cards, 1 review" in quizapp("restore", names[1], "--yes").stdout
    missing = quizapp("restore", "2020-01-01", "--yes")
    assert missing.returncode == 3
    assert "there is no backup '2020-01-01'" in sentence(missing)


def test_a_damaged_database_names_the_backup_there_is_and_the_command_brings_it_back(
    quizapp: Quizapp, services: Services, tmp_path: Path
) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    quizapp("backup")
    services.close()
    damage(tmp_path / "data" / "quizapp.db")
    result = quizapp("due")
    assert result.returncode == 3
    assert "`quizapp restore` brings back the backup of" in sentence(result)
    assert quizapp("restore", "--yes").returncode == 0
    assert quizapp("due").returncode == 0


def test_a_damaged_database_without_a_backup_names_none(quizapp: Quizapp, services: Services, tmp_path: Path) -> None:
    services.close()
    damage(tmp_path / "data" / "quizapp.db")
    result = quizapp("due")
    assert "There is no backup of it" in sentence(result)
    assert "restore" not in result.stderr


def test_doctor_never_says_that_all_is_well_where_it_could_not_look(quizapp: Quizapp, services: Services, tmp_path: Path) -> None:
    services.close()
    database = tmp_path / "data" / "quizapp.db"
    damage(database)
    result = quizapp("doctor")
    assert result.returncode == 1
    assert "all is well" not in result.stdout
    assert "an unknown number of events" in result.stdout
    database.write_bytes(b"")
    result = quizapp("doctor")
    assert result.returncode == 1
    assert "is empty: everything in it is gone" in result.stdout


def test_doctor_saves_what_can_be_read_and_counts_it_and_keeps_the_damaged_file(
    quizapp: Quizapp, services: Services, tmp_path: Path
) -> None:
    for number in range(300):
        services.study.grade("small/one", Rating.GOOD, number)
    services.close()
    database = tmp_path / "data" / "quizapp.db"
    overwrite(database, pages_of(database, "events")[2])
    before = database.read_bytes()
    found = json.loads(quizapp("doctor", "--json").stdout)
    assert found["sound"] is False
    assert "damage" in {each["kind"] for each in found["symptoms"]}
    result = quizapp("doctor", "--fix", "--yes")
    assert result.returncode == 0
    assert "of 300 events" in result.stdout
    assert result.stdout.endswith("all is well\n")
    (kept,) = (tmp_path / "data").glob("*before-restore*.db")
    assert kept.read_bytes() == before
    assert quizapp("export", "--format", "csv").stdout.count("small/one") > 200


OBEYING = """
import ctypes, os, sys
for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
os.execv(sys.executable, [sys.executable, "-m", "quizapp", *sys.argv[1:]])
"""
"""QuizApp in a process to which permissions apply, though it be root's."""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere root cannot give up what makes it root")
def test_a_read_only_database_is_listed_and_exported_and_refuses_a_grade_with_the_reason(
    services: Services, places: dict[str, str], tmp_path: Path
) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    services.study.grade("small/two", Rating.GOOD, 1)
    data = tmp_path / "data"
    for path in (*data.iterdir(), data):
        path.chmod(0o555 if path.is_dir() else 0o444)

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", OBEYING, *arguments]
        return subprocess.run(command, env={**os.environ, **places}, input=stdin, capture_output=True, text=True, check=False)

    before = sorted(path.name for path in data.iterdir())
    assert len(run("cards").stdout.splitlines()) == 5
    assert run("export", "--format", "csv").stdout.count("small/") == 2
    assert run("doctor").stdout.startswith(f"database: {data / 'quizapp.db'}\n2 events, 2 cards with a schedule\n")
    asked = run("quiz", "--plain", stdin="\n3\nq\n")
    assert "cannot be written, so nothing can be stored" in " ".join((asked.stdout + asked.stderr).split())
    assert sorted(path.name for path in data.iterdir()) == before
    data.chmod(0o755)


@pytest.mark.parametrize("command", ["quiz", "mock"])
def test_plain_mode_makes_the_backup_of_the_day_too(quizapp: Quizapp, services: Services, tmp_path: Path, command: str) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    for _ in range(2):
        assert quizapp(command, "--plain", stdin="q\n").returncode == 0
        assert len(list((tmp_path / "data" / "backups").iterdir())) == 1
