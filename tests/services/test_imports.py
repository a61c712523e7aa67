"""Importing: at once or not at all, again without loss, and taken back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quizapp.decks.importing.manifest import RECORD, read_manifest
from quizapp.domain.errors import DeckError
from quizapp.domain.history import Rating
from quizapp.services.container import Services
from quizapp.services.imports import ImportDone

TWO = "## What is a stack?\n\nLast in, first out.\n\n## What is a queue?\n\nFirst in, first out.\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source" / "structures.md"
    path.parent.mkdir()
    path.write_text(TWO)
    return path


@pytest.fixture
def bring(services: Services, source: Path, tmp_path: Path) -> Callable[[], ImportDone]:
    """Imports the source into the folder `deck`; whether anything was written."""

    def bring() -> ImportDone:
        wrote = services.imports.bring_in(services.imports.look(source, tmp_path / "deck"))
        services.library.refresh()
        return wrote

    return bring


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_an_import_is_studied_and_a_second_one_changes_nothing(bring: Callable[[], ImportDone], services: Services, tmp_path: Path) -> None:
    assert bring()
    assert services.library.counts()["deck"] == 2
    before = contents(tmp_path / "deck")
    assert not bring()
    assert contents(tmp_path / "deck") == before


def test_a_newer_source_updates_by_id_and_keeps_progress_and_edits(
    bring: Callable[[], ImportDone], services: Services, source: Path, tmp_path: Path
) -> None:
    bring()
    services.study.grade("deck/stack", Rating.GOOD, 1)
    schedule = services.study.schedule("deck/stack")
    queue = tmp_path / "deck" / "queue.md"
    queue.write_text(queue.read_text() + "\nMine.\n")
    source.write_text("## What is a heap?\n\nA tree.\n\n" + TWO.replace("out.", "out!"))
    look = services.imports.look(source, tmp_path / "deck").writing
    assert (look.new, look.updated, look.edited, look.unchanged) == (["heap"], ["stack"], ["queue"], [])
    assert bring()
    assert "Last in, first out!" in (tmp_path / "deck" / "stack.md").read_text()
    assert queue.read_text().endswith("\nMine.\n")
    assert services.study.schedule("deck/stack") == schedule
    assert services.library.counts()["deck"] == 3
    assert "- queue" in (tmp_path / "deck" / "import-report.md").read_text()


def test_a_card_that_the_learner_deleted_does_not_come_back_and_one_gone_from_the_source_stays(
    bring: Callable[[], ImportDone], services: Services, source: Path, tmp_path: Path
) -> None:
    bring()
    (tmp_path / "deck" / "queue.md").unlink()
    source.write_text("## What is a queue?\n\nA line.\n")
    look = services.imports.look(source, tmp_path / "deck").writing
    assert (look.deleted, look.gone) == (["queue"], ["stack"])
    bring()
    assert not (tmp_path / "deck" / "queue.md").exists()
    assert (tmp_path / "deck" / "stack.md").exists()


def test_deck_toml_keeps_what_its_author_wrote_when_cards_are_added(bring: Callable[[], ImportDone], source: Path, tmp_path: Path) -> None:
    bring()
    toml = tmp_path / "deck" / "deck.toml"
    toml.write_text(toml.read_text() + "# mine\n")
    source.write_text(TWO + "\n## What is a heap?\n\nA tree.\n")
    bring()
    assert "# mine" in toml.read_text()
    assert '"heap"' in toml.read_text()


def test_an_import_that_fails_leaves_nothing(services: Services, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    look = services.imports.look(source, tmp_path / "deck")
    before = contents(source.parent)
    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(DeckError, match="No space left"):
        services.imports.bring_in(look)
    assert not [path for path in tmp_path.iterdir() if "deck" in path.name]
    assert contents(source.parent) == before
    assert not services.preferences.settings.decks


def test_a_file_that_changes_between_the_look_and_the_import_is_not_overwritten(
    bring: Callable[[], ImportDone], services: Services, source: Path, tmp_path: Path
) -> None:
    bring()
    source.write_text(TWO.replace("out.", "out!"))
    look = services.imports.look(source, tmp_path / "deck")
    (tmp_path / "deck" / "queue.md").write_text("# Mine\n\nText.\n")
    with pytest.raises(DeckError, match="has changed in the meantime; nothing was written"):
        services.imports.bring_in(look)


def test_taking_back_deletes_what_is_unchanged_and_leaves_the_history(
    bring: Callable[[], ImportDone], services: Services, tmp_path: Path
) -> None:
    bring()
    services.study.grade("deck/stack", Rating.GOOD, 1)
    (tmp_path / "deck" / "queue.md").write_text("# Mine\n\nText.\n")
    returned = services.imports.take_back(tmp_path / "deck")
    assert (returned.kept, returned.undone) == (["queue.md"], 0)
    assert sorted(contents(tmp_path / "deck")) == ["queue.md"]
    assert not services.preferences.settings.decks
    assert services.exports.json().count('"deck/stack"') >= 1
    with pytest.raises(DeckError, match="nothing was imported"):
        services.imports.take_back(tmp_path / "deck")


def test_grades_that_came_with_an_import_are_taken_back_by_an_undo_each(
    bring: Callable[[], ImportDone], services: Services, tmp_path: Path
) -> None:
    bring()
    recorded = [services.study.grade("deck/stack", rating, 1) for rating in (Rating.GOOD, Rating.EASY)]
    manifest = read_manifest(tmp_path / "deck")
    assert manifest is not None
    ids = [str(each.event.id) for each in recorded]
    (tmp_path / "deck" / RECORD).write_bytes(replace(manifest, events=ids).encoded())
    assert services.imports.take_back(tmp_path / "deck").undone == 2
    assert services.study.schedule("deck/stack").reviews == 0


@pytest.mark.parametrize("name", ["../outside.md", "/etc/passwd", "a\\b"])
def test_a_record_that_names_files_outside_the_folder_is_refused(
    name: str, bring: Callable[[], ImportDone], services: Services, tmp_path: Path
) -> None:
    bring()
    manifest = read_manifest(tmp_path / "deck")
    assert manifest is not None
    manifest.files[name] = "0"
    (tmp_path / "deck" / RECORD).write_bytes(manifest.encoded())
    with pytest.raises(DeckError, match="cannot be used"):
        services.imports.take_back(tmp_path / "deck")


def test_a_folder_that_is_something_else_and_one_inside_the_source_are_refused(services: Services, source: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("x")
    with pytest.raises(DeckError, match="nothing was imported into it"):
        services.imports.look(source, tmp_path / "mine")
    with pytest.raises(DeckError, match="is part of what is imported"):
        services.imports.look(source.parent, source.parent / "deck")


def test_its_own_output_is_no_source(bring: Callable[[], ImportDone], services: Services, tmp_path: Path, content: Path) -> None:
    bring()
    with pytest.raises(DeckError, match="was made by an import"):
        services.imports.look(tmp_path / "deck")
    with pytest.raises(DeckError, match="is already a deck"):
        services.imports.look(content / "small")


def test_pictures_are_copied_beside_the_cards(bring: Callable[[], ImportDone], source: Path, tmp_path: Path) -> None:
    (source.parent / "img").mkdir()
    (source.parent / "img" / "a b.png").write_bytes(b"picture")
    source.write_text(TWO + "\n![s](<img/a b.png>)\n")
    bring()
    assert (tmp_path / "deck" / "pictures" / "img-a-b.png").read_bytes() == b"picture"
    assert "](pictures/img-a-b.png)" in (tmp_path / "deck" / "queue.md").read_text()


def test_questions_without_answers_become_drafts(bring: Callable[[], ImportDone], services: Services, source: Path, tmp_path: Path) -> None:
    source.write_text("1. What is a stack?\n2. What is a queue?\n")
    bring()
    assert "# What is a stack? {#stack}" in (tmp_path / "deck" / "drafts.md").read_text()
    assert services.library.counts()["deck"] == 0


def test_an_exported_history_is_no_source_of_questions_and_the_way_to_take_it_in_is_named(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "history.json"
    path.write_text(services.exports.json())
    with pytest.raises(DeckError, match=r"is a history that QuizApp has exported. `quizapp import .*` adds it to yours"):
        services.imports.look(path)


def test_a_new_deck_is_on_disk_before_it_has_its_name(
    bring: Callable[[], ImportDone], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = list[tuple[bool, bool]]()

    def flushed(folder: Path) -> None:
        seen.append(((folder / RECORD).is_file(), (tmp_path / "deck").exists()))

    monkeypatch.setattr("quizapp.decks.importing.writer.flush_all", flushed)
    bring()
    assert seen == [(True, False)]


def test_what_a_killed_import_left_of_a_file_goes_with_the_next_one_and_with_the_import(
    bring: Callable[[], ImportDone], services: Services, tmp_path: Path
) -> None:
    bring()
    left, foreign = tmp_path / "deck" / ".stack.md.4711.new", tmp_path / "deck" / ".mine.md.4711.new"
    left.write_text("# Wh")
    foreign.write_text("mine")
    bring()
    assert not left.exists()
    assert foreign.exists()
    foreign.unlink()
    left.write_text("# Wh")
    services.imports.take_back(tmp_path / "deck")
    assert not (tmp_path / "deck").exists()
