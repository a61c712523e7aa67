"""`quizapp sync`: what is said, and with which exit code."""

import json
from pathlib import Path

import pytest

from quizapp.domain.history import Rating
from quizapp.services.container import Services
from quizapp.settings import load
from tests.cli.conftest import Quizapp, sentence


@pytest.fixture
def place(tmp_path: Path) -> Path:
    place = tmp_path / "shared"
    place.mkdir()
    return place


def test_what_was_sent_and_received_is_said(quizapp: Quizapp, services: Services, place: Path) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    services.study.grade("small/two", Rating.GOOD, 1)
    services.study.undo()
    assert quizapp("sync", place).stdout == "2 reviews sent, 0 received. 1 other change exchanged.\n"
    assert quizapp("sync", place).stdout == "Nothing new.\n"
    other = quizapp("--data-dir", place.parent / "laptop", "sync", place)
    assert (other.returncode, other.stdout) == (0, "0 reviews sent, 2 received. 1 other change exchanged.\n")


def test_a_place_that_is_remembered_need_not_be_named(quizapp: Quizapp, place: Path, tmp_path: Path) -> None:
    assert "name a place" in sentence(quizapp("sync"))
    assert quizapp("sync", place, "--remember").returncode == 0
    assert load({"QUIZAPP_DATA_DIR": str(tmp_path / "data")}).sync == str(place)
    assert quizapp("sync").stdout == "Nothing new.\n"


def test_a_place_out_of_reach_is_a_sentence_and_exit_code_1(quizapp: Quizapp, tmp_path: Path) -> None:
    result = quizapp("sync", tmp_path / "stick")
    assert (result.returncode, result.stderr) == (1, "")
    assert "stick is not there. Plug it in" in result.stdout
    reported = quizapp("sync", tmp_path / "stick", "--json")
    assert reported.returncode == 1
    assert json.loads(reported.stdout)["reached"] is False


@pytest.mark.parametrize(
    ("place", "code", "said"),
    [
        ("ftp://host/x", 3, "Name a folder, or a postgresql:// address"),
        ("postgresql://me:secret@host/x", 3, "the address holds a password"),
        (__file__, 3, "is not a folder"),
    ],
)
def test_a_place_that_cannot_be_used_is_an_error(quizapp: Quizapp, place: str, code: int, said: str) -> None:
    result = quizapp("sync", place)
    assert result.returncode == code
    assert said in sentence(result)
    assert "secret" not in result.stdout + result.stderr


def test_whose_history_it_is_must_be_said_where_there_are_two(quizapp: Quizapp, services: Services, place: Path) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    quizapp("sync", place)
    laptop = ("--data-dir", place.parent / "laptop")
    other = place.parent / "other"
    other.mkdir()
    quizapp(*laptop, "sync", other)
    quizapp(*laptop, "quiz", "--plain", stdin="\n3\nq\n")
    refused = quizapp(*laptop, "sync", place)
    assert refused.returncode == 2
    assert "--as me" in sentence(refused)
    (learner,) = place.iterdir()
    assert quizapp(*laptop, "sync", place, "--as", learner.name).returncode == 0


def test_the_status_and_the_outcome_are_documents_for_scripts(quizapp: Quizapp, services: Services, place: Path) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    before = json.loads(quizapp("sync", place, "--status", "--json").stdout)
    assert before == {"place": str(place), "at": None, "devices": [], "waiting": 1, "problems": []}
    done = json.loads(quizapp("sync", place, "--json").stdout)
    assert (done["sent"], done["received"]) == ({"reviews": 1, "other": 0}, {"reviews": 0, "other": 0})
    after = json.loads(quizapp("sync", place, "--status", "--json").stdout)
    assert (after["waiting"], bool(after["at"])) == (0, True)


def test_a_damaged_line_is_named_beside_the_outcome(quizapp: Quizapp, services: Services, place: Path) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    quizapp("sync", place)
    (path,) = place.rglob("*.jsonl")
    with path.open("ab") as file:
        file.write(b"\x1b[31mdamaged\n")
    result = quizapp("--data-dir", place.parent / "laptop", "sync", place)
    assert result.stdout == "0 reviews sent, 1 received.\n"
    assert f"{path}:3: the line is damaged" in result.stderr
    assert "\x1b" not in result.stderr
