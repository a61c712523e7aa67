"""`quizapp import` of a history that QuizApp has exported: added to what is here, by set union."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from quizapp.domain.history import Rating
from quizapp.domain.wire import wire_fields
from quizapp.services.container import Services
from quizapp.services.history_files import is_history
from tests.cli.conftest import Quizapp, sentence
from tests.histories import BEGUN, of_a_newer_version
from tests.stored import history_of, stored_events


@pytest.fixture
def exported(quizapp: Quizapp, services: Services, tmp_path: Path) -> Path:
    """The history of a learner who has graded three times and taken one back."""
    for card in ("small/one", "small/two", "small/one"):
        services.study.grade(card, Rating.GOOD, 1)
    services.study.undo()
    path = tmp_path / "history.json"
    assert quizapp("export", "--format", "json", "-o", path).returncode == 0
    return path


def elsewhere(tmp_path: Path) -> tuple[str, Path]:
    return "--data-dir", tmp_path / "elsewhere"


def changed(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    document = json.loads(path.read_text("utf-8"))
    change(document)
    path.write_text(json.dumps(document, indent=1), "utf-8")
    return path


def test_on_a_new_computer_all_of_it_is_taken_in_and_twice_is_once(quizapp: Quizapp, exported: Path, tmp_path: Path) -> None:
    new = elsewhere(tmp_path)
    first = quizapp(*new, "import", exported, "--yes")
    assert first.returncode == 0
    assert first.stdout.startswith(f"{exported}: a history with 4 events, 4 of them new here\n4 events imported\n")
    again = quizapp(*new, "import", exported, "--yes")
    assert (again.returncode, again.stdout) == (0, f"{exported}: a history with 4 events, 0 of them new here\n")
    quizapp(*new, "due")  # reads the decks
    assert quizapp(*new, "export", "--format", "csv").stdout == quizapp("export", "--format", "csv").stdout
    assert "all is well" in quizapp(*new, "doctor").stdout
    (tmp_path / "shared").mkdir()
    for machine in ((), new):  # and both are one learner's
        assert quizapp(*machine, "sync", tmp_path / "shared").returncode == 0


def test_what_was_done_since_a_backup_stays(quizapp: Quizapp, services: Services, exported: Path) -> None:
    services.study.grade("small/three", Rating.GOOD, 1)
    before = stored_events(services)
    assert "0 of them new here" in quizapp("import", exported, "--yes").stdout
    assert stored_events(services) == before


def test_nothing_is_written_unless_somebody_agrees(quizapp: Quizapp, exported: Path, tmp_path: Path) -> None:
    new = elsewhere(tmp_path)
    refused = quizapp(*new, "import", exported)
    assert refused.returncode == 1
    assert "--yes imports without asking" in sentence(refused)
    document = json.loads(quizapp(*new, "import", exported, "--json").stdout)
    assert (document["events"], document["new"], document["imported"]) == (4, 4, False)
    assert "4 of them new here" in quizapp(*new, "import", exported).stdout


def test_there_is_a_way_back(quizapp: Quizapp, exported: Path, tmp_path: Path) -> None:
    new = elsewhere(tmp_path)
    quizapp(*new, "quiz", "--plain", stdin="\n3\nq\n")
    before = quizapp(*new, "export", "--format", "csv").stdout
    taken = quizapp(*new, "import", exported, "--yes")
    assert "It belongs to another learner than the history here" in taken.stdout
    (command,) = [line.partition(": ")[2].split(" ", 1)[1] for line in taken.stdout.splitlines() if line.startswith("To go back: ")]
    assert quizapp(*new, "export", "--format", "csv").stdout != before
    name, backup = command.split(" ", 1)
    assert quizapp(*new, name, backup, "--yes").returncode == 0
    assert quizapp(*new, "export", "--format", "csv").stdout == before


def test_another_learners_history_is_said_to_be_so(quizapp: Quizapp, exported: Path) -> None:
    event = wire_fields(of_a_newer_version("unknown", BEGUN, 1, "small/one"))
    changed(exported, lambda document: (document["learner"].update(uuid=str(UUID(int=99))), document["events"].append(event)))
    assert "It belongs to another learner than the history here" in quizapp("import", exported, "--yes").stdout


def test_an_event_with_other_content_stays_as_it_is_here_and_is_named(quizapp: Quizapp, services: Services, exported: Path) -> None:
    before = stored_events(services)
    changed(exported, lambda document: document["events"][0].update(rating=1))
    document = json.loads(quizapp("import", exported, "--json", "--yes").stdout)
    assert document["new"] == 0
    assert stored_events(services) == before


def test_what_is_no_event_is_left_out_by_its_number(quizapp: Quizapp, exported: Path, tmp_path: Path) -> None:
    changed(exported, lambda document: document["events"][1].update(rating=9))
    result = quizapp(*elsewhere(tmp_path), "import", exported, "--yes")
    assert "left out: event 2: rating: 9 is no rating" in result.stderr
    assert "3 events imported" in result.stdout


def test_what_only_a_newer_version_knows_goes_out_and_comes_in_word_for_word(
    quizapp: Quizapp, services: Services, exported: Path, tmp_path: Path
) -> None:
    unknown = of_a_newer_version("unknown", BEGUN, 1, "small/one")
    changed(exported, lambda document: document["events"].append(wire_fields(unknown)))
    assert "1 event imported" in quizapp("import", exported, "--yes").stdout
    with history_of(services) as history:
        assert unknown in list(history.exchange.events())
    out = tmp_path / "again.json"
    quizapp("export", "--format", "json", "-o", out)
    assert wire_fields(unknown) in json.loads(out.read_text("utf-8"))["events"]


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        ('{"format": "quizapp-history", "version": 2, "events": []}', "was written by a newer QuizApp"),
        ('{"format": "quizapp-history", "version": 1}', "is not a whole history"),
        ('{"format": "quizapp-history", "version": 1, "events": [', "is damaged"),
        ('{"format": "quizapp-history", "version": 1, "events": ' + "[" * 100_000, "is damaged"),
        ('{"format": "quizapp-history", "version": true, "events": {}}', "is not a whole history"),
    ],
    ids=["newer", "without events", "cut short", "nested", "no version"],
)
def test_what_is_no_history_after_all_is_a_sentence(quizapp: Quizapp, tmp_path: Path, contents: str, said: str) -> None:
    path = tmp_path / "h.json"
    path.write_text(contents, "utf-8")
    assert is_history(path)
    result = quizapp("import", path, "--yes")
    assert result.returncode == 3
    assert said in sentence(result)


def test_other_files_are_not_taken_for_histories(tmp_path: Path) -> None:
    for contents in (b"", b"# quizapp-history", b'{"format": "other"}', b"\xff\xfe{"):
        path = tmp_path / "file"
        path.write_bytes(contents)
        assert not is_history(path)
    assert not is_history(tmp_path)
    assert not is_history(tmp_path / "nowhere")
