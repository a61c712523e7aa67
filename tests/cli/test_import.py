"""`quizapp import`."""

import json
from pathlib import Path

import pytest

from quizapp.decks.importing.obsidian_plugin import SEPARATORS
from quizapp.decks.importing.tables.roles import ROLES
from quizapp.decks.importing.undecided import OPTIONS
from tests.anki_package import REVERSED, Kind, Package
from tests.cli.conftest import Quizapp, sentence

TWO = "## What is a stack?\n\nLast in, first out.\n\n## 2. What is a queue?\n\nFirst in, first out.\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source" / "structures.md"
    path.parent.mkdir()
    path.write_text(TWO)
    return path


def test_without_a_terminal_it_looks_and_writes_nothing(quizapp: Quizapp, source: Path, tmp_path: Path) -> None:
    result = quizapp("import", source, "--to", tmp_path / "deck")
    assert result.returncode == 1
    assert result.stdout.startswith("2 questions, written as headings with ##\n1 as they are, 1 changed, 0 left out\n")
    assert "# What is a stack?\n\nLast in, first out.\n" in result.stdout
    assert "--yes imports without asking" in result.stderr
    assert not (tmp_path / "deck").exists()


def test_yes_imports_and_the_deck_passes_check(quizapp: Quizapp, source: Path, tmp_path: Path) -> None:
    assert quizapp("import", source, "--to", tmp_path / "deck", "--yes").stdout.splitlines()[-2] == "2 new"
    assert sentence(quizapp("check", tmp_path / "deck")).endswith("0 errors, 2 warnings")
    assert "deck                          2 cards" in quizapp("deck", "list").stdout
    assert quizapp("import", source, "--to", tmp_path / "deck", "--yes").stdout.splitlines()[-2] == "nothing has changed"
    assert quizapp("import", "--undo", tmp_path / "deck").stdout == "4 files deleted\n"
    assert not (tmp_path / "deck").exists()
    assert "deck  " not in quizapp("deck", "list").stdout


def test_json_is_one_document_and_writes_nothing_without_yes(quizapp: Quizapp, source: Path, tmp_path: Path) -> None:
    found = json.loads(quizapp("import", source, "--to", tmp_path / "deck", "--json").stdout)
    assert found["kept"] == [{"place": "structures.md:1", "card": "stack"}]
    assert found["changed"] == [{"place": "structures.md:5", "card": "queue", "changes": [["marks", ""]]}]
    assert (found["new"], found["imported"]) == (["stack", "queue"], False)
    assert not (tmp_path / "deck").exists()
    assert json.loads(quizapp("import", source, "--to", tmp_path / "deck", "--json", "--yes").stdout)["imported"]


def test_what_cannot_be_told_is_named_with_the_option_that_tells_it(quizapp: Quizapp, source: Path, tmp_path: Path) -> None:
    source.write_bytes("## 스택이란?\n\n후입선출.\n\n### 큐\n\n선입선출.\n\n### 힙\n\n나무.\n".encode("cp949"))
    result = quizapp("import", source, "--yes")
    assert result.returncode == 2
    assert "structures.md is not UTF-8. It looks like cp949: ## 스택이란?" in result.stderr
    assert "Give --encoding with one of: cp949" in result.stderr
    read = quizapp("import", source, "--encoding", "cp949", "--as", "h3", "--to", tmp_path / "deck", "--yes")
    assert read.stdout.splitlines()[-2] == "2 new"


def test_a_source_that_is_not_there_or_holds_nothing_is_said_to(quizapp: Quizapp, tmp_path: Path) -> None:
    assert quizapp("import", tmp_path / "nowhere").returncode == 3
    (tmp_path / "prose.md").write_text("Just words.\n")
    result = quizapp("import", tmp_path / "prose.md", "--as", "h2", "--yes")
    assert result.returncode == 3
    assert "no card can be made from" in result.stderr


def test_a_wrong_dialect_or_setting_is_named(quizapp: Quizapp, source: Path) -> None:
    assert "there is no dialect 'hashcard'. Did you mean 'hashcards'?" in quizapp("import", source, "--as", "hashcard").stderr
    assert quizapp("import", source, "--set", "inline").returncode == 2


def test_a_setting_that_no_source_takes_is_refused_with_those_there_are(quizapp: Quizapp, source: Path, tmp_path: Path) -> None:
    result = quizapp("import", source, "--set", "qestion=1", "--to", tmp_path / "deck", "--yes")
    assert result.returncode == 2
    assert "--set knows no 'qestion'. Choose from: question, answer," in result.stderr
    assert not (tmp_path / "deck").exists()
    assert {*ROLES, *SEPARATORS} <= {*OPTIONS}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """An Anki package with a reversed card, a suspended one, and three answers."""
    package = Package()
    dog = package.note("dog", "Hund", kind=REVERSED, ords=(0, 1), guid="dog")
    package.note("cat", "Katze", guid="cat", suspended=True)
    for number in range(3):
        package.review(dog, 1_700_000_000_000 + number * 86_400_000, kind=0)
    return package.write(tmp_path / "source.apkg")


def test_a_script_gets_the_first_card_of_each_note_and_the_progress_from_anki(quizapp: Quizapp, package: Path, tmp_path: Path) -> None:
    done = quizapp("import", package, "--to", tmp_path / "deck", "--yes").stdout
    assert done.startswith(
        "2 questions, from an Anki package\n2 as they are, 0 changed, 0 left out\n3 reviews come along, 1 card stays suspended\n"
    )
    assert "\n2 new\n4 events recorded in your history\nThe report is in " in done
    again = quizapp("import", package, "--to", tmp_path / "deck", "--yes").stdout
    assert "\nnothing has changed\n" in again
    assert quizapp("import", "--undo", tmp_path / "deck").stdout == "4 files deleted\n4 imported reviews taken back\n"


def test_progress_can_be_left_behind_and_all_cards_taken(quizapp: Quizapp, package: Path, tmp_path: Path) -> None:
    found = json.loads(quizapp("import", package, "--to", tmp_path / "deck", "--json").stdout)
    assert (found["dialect"], found["reviews"], found["suspended"], found["new"]) == ("anki", 3, 1, ["dog", "cat"])
    found = json.loads(
        quizapp("import", package, "--to", tmp_path / "deck", "--json", "--yes", "--set", "reviews=no", "--set", "reversed=yes").stdout
    )
    assert (found["reviews"], found["suspended"], found["new"]) == (0, 0, ["dog", "dog-2", "cat"])


def test_what_a_package_does_not_tell_is_named_with_the_option_that_tells_it(quizapp: Quizapp, tmp_path: Path) -> None:
    package = Package()
    package.note("a", "b", kind=Kind("Odd", templates=(("1", "{{Front}}", "{{FrontSide}}"),)))
    result = quizapp("import", package.write(tmp_path / "odd.apkg"), "--yes")
    assert result.returncode == 2
    assert "Give --set fields= with one of: Front:Back, Back:Front." in result.stderr


def test_a_damaged_package_is_said_to_be_damaged(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "bad.apkg").write_bytes(b"PK")
    result = quizapp("import", tmp_path / "bad.apkg", "--yes")
    assert result.returncode == 3
    assert "is not an Anki package, or is damaged: it is no zip file. Export it from Anki again." in result.stderr


def test_columns_that_cannot_be_told_are_shown_with_the_options_that_tell_them(quizapp: Quizapp, tmp_path: Path) -> None:
    table = tmp_path / "cards.csv"
    table.write_text("1,stack,LIFO\n2,queue,FIFO\n")
    result = quizapp("import", table, "--yes")
    assert result.returncode == 2
    assert "Which column is the question? 1: 1 / 2 · 2: stack / queue · 3: LIFO / FIFO" in result.stderr
    assert "Give --set question= with one of: 1, 2, 3" in result.stderr
    read = quizapp("import", table, "--set", "question=2", "--set", "answer=3", "--to", tmp_path / "deck", "--yes")
    assert read.stdout.splitlines()[-2] == "2 new"


def test_due_dates_are_told_of_as_estimates(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("#flashcards\n\nstack::LIFO\n<!--SR:!2026-01-05,12,230-->\n")
    result = quizapp("import", tmp_path / "notes", "--to", tmp_path / "deck", "--yes")
    assert "1 due date comes along, with an estimate of the card's memory" in result.stdout
    listed = json.loads(quizapp("cards", "--json").stdout)
    (card,) = [each for each in listed if each["id"] == "deck/stack"]
    assert card["estimated"]
