"""`quizapp export`: what a learner takes along."""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from quizapp.domain.history import Attempt, Rating
from quizapp.services.container import Services
from tests.cli.conftest import Quizapp, sentence


def test_exports_hold_the_history(quizapp: Quizapp, services: Services) -> None:
    services.study.grade("small/one", Rating.GOOD, 1234)
    services.study.grade("small/two", Rating.AGAIN, 99)
    services.study.undo()
    services.study.suspend("small/three")
    document = json.loads(quizapp("export", "--format", "json").stdout)
    assert (document["format"], document["version"]) == ("quizapp-history", 1)
    assert [event["kind"] for event in document["events"]] == ["grade", "grade", "undo", "suspend"]
    assert document["events"][0] | {"id": "", "at": ""} == {
        "id": "",
        "kind": "grade",
        "at": "",
        "card": "small/one",
        "rating": 3,
        "duration_ms": 1234,
        "mode": "quiz",
        "scheduler": "fsrs-6",
        "answer": "",
        "ticks": [],
        "sitting": None,
    }
    assert {row["card"] for row in document["schedule"]} == {"small/one", "small/three"}
    assert document["learner"]["uuid"]
    assert document["settings"]["desired_retention"] == 0.9
    rows = list(csv.DictReader(io.StringIO(quizapp("export", "--format", "csv").stdout)))
    assert [(row["card_id"], row["review_rating"], row["review_duration"]) for row in rows] == [("small/one", "3", "1234")]
    assert "## Hardest cards" in quizapp("export", "--format", "md").stdout


def test_the_page_to_keep_holds_no_typed_answer_unless_asked(quizapp: Quizapp, services: Services, tmp_path: Path) -> None:
    services.study.grade("small/one", Rating.GOOD, 1234, given=Attempt("what I typed"))
    page = tmp_path / "report.html"
    assert quizapp("export", "--format", "html", "-o", str(page)).returncode == 0
    assert "<svg " in page.read_text()
    assert "what I typed" not in page.read_text()
    assert "what I typed" in quizapp("export", "--format", "html", "--with-answers").stdout
    refused = quizapp("export", "--format", "md", "--with-answers")
    assert refused.returncode == 2
    assert "--with-answers goes with --format html." in sentence(refused)


def test_cards_go_to_anki_as_text_or_as_a_package(quizapp: Quizapp, services: Services, tmp_path: Path) -> None:
    services.study.grade("small/one", Rating.GOOD, 1234)
    text = quizapp("export", "--format", "anki").stdout
    assert text.startswith("#separator:tab\n#html:true\n")
    assert text.count('"quizapp:small/') == 6
    assert quizapp("export", "--format", "anki", "--lang", "ko").stdout.count('"quizapp:small/one:ko"') == 1
    assert quizapp("export", "--format", "apkg", "-o", "cards.apkg").returncode == 0
    assert zipfile.is_zipfile(tmp_path / "cards.apkg")
    for form, option, formats in (("apkg", "--excel", "csv"), ("csv", "--lang=ko", "anki and --format apkg")):
        refused = quizapp("export", "--format", form, option)
        assert refused.returncode == 2
        assert f"{option.partition('=')[0]} goes with --format {formats}." in sentence(refused)
    for name in ("de", "alternate"):
        assert f"no deck is written in '{name}'" in sentence(quizapp("export", "--format", "anki", "--lang", name))


def test_a_package_goes_to_another_program_byte_by_byte(places: dict[str, str]) -> None:
    command = [sys.executable, "-m", "quizapp", "export", "--format", "apkg"]
    piped = subprocess.run(command, env={**os.environ, **places}, capture_output=True, timeout=60, check=True).stdout
    assert zipfile.ZipFile(io.BytesIO(piped)).testzip() is None


def test_a_package_is_not_printed_on_a_terminal(quizapp: Quizapp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizapp.cli.exports.sys", SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True)))
    refused = quizapp("export", "--format", "apkg")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "a package is not text; name a file with -o, such as -o cards.apkg." in sentence(refused)
    assert quizapp("export", "--format", "apkg", "-o", "cards.apkg").returncode == 0


def test_a_file_that_may_not_be_written_is_told_of_before_anything_is_computed(
    quizapp: Quizapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed = count()
    monkeypatch.setattr("quizapp.services.exports.Exports.anki_package", lambda *_: f"{next(computed)}".encode())
    (tmp_path / "cards.apkg").write_bytes(b"mine")
    refused = quizapp("export", "--format", "apkg", "-o", "cards.apkg")
    assert refused.returncode == 2
    assert "add --force to overwrite it" in sentence(refused)
    assert (tmp_path / "cards.apkg").read_bytes() == b"mine"
    assert quizapp("export", "--format", "apkg", "-o", "cards.apkg", "--force").returncode == 0
    assert (tmp_path / "cards.apkg").read_bytes() == b"0", "the first time that it was computed"


def test_a_csv_for_excel_begins_with_a_byte_order_mark(quizapp: Quizapp, services: Services, tmp_path: Path) -> None:
    services.study.grade("small/one", Rating.GOOD, 1234)
    assert quizapp("export", "--format", "csv", "--excel").stdout.startswith("\ufeffcard_id,")
    assert quizapp("export", "--format", "csv", "--excel", "-o", "reviews.csv").returncode == 0
    assert (tmp_path / "reviews.csv").read_bytes().startswith(b"\xef\xbb\xbfcard_id,")


@pytest.mark.parametrize("command", [("export", "--format", "json"), ("export", "--format", "csv"), ("cards", "--json")])
def test_what_other_programs_read_is_utf_8_whatever_the_code_page(
    quizapp: Quizapp, services: Services, tmp_path: Path, command: tuple[str, ...]
) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    (tmp_path / "data" / "config.toml").write_text('language = "ko"\n')
    result = quizapp(*command, PYTHONIOENCODING="cp949")
    assert result.returncode == 0
    assert "하나란 무엇인가요?" in result.stdout


def test_an_export_to_a_file_is_whole_and_overwrites_only_by_force(quizapp: Quizapp, tmp_path: Path) -> None:
    assert quizapp("export", "--format", "json", "-o", "out.json").stdout == ""
    first = (tmp_path / "out.json").read_text()
    json.loads(first)
    refused = quizapp("export", "--format", "csv", "-o", "out.json")
    assert refused.returncode == 2
    assert "already exists" in sentence(refused)
    assert (tmp_path / "out.json").read_text() == first
    assert quizapp("export", "--format", "csv", "-o", "out.json", "--force").returncode == 0
    assert (tmp_path / "out.json").read_text().startswith("card_id,")
    missing = quizapp("export", "--format", "json", "-o", "no/such/folder/out.json")
    assert "there is no folder no/such/folder" in sentence(missing)
