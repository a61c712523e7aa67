from pathlib import Path

import pytest

from quizapp.domain.errors import EditorError
from quizapp.services.container import Services
from quizapp.services.editor import editor_command


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder of editors."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("vim", "code", "hx", "my-editor"):
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    return folder


CARD = Path("/decks/a deck/card.md")


@pytest.mark.parametrize(
    ("editor", "arguments"),
    [
        ("vim", ["+7", str(CARD)]),
        ("vim -u NONE", ["-u", "NONE", "+7", str(CARD)]),
        ("code", ["--wait", "--goto", f"{CARD}:7"]),
        ("hx", [f"{CARD}:7"]),
        ("my-editor", [str(CARD)]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(programs: Path, editor: str, arguments: list[str]) -> None:
    command = editor_command({"EDITOR": editor, "PATH": str(programs)}, CARD, 7)
    assert command == [str(programs / editor.split()[0]), *arguments]


def test_no_name_of_a_file_reaches_the_shell_that_runs_batch_files(programs: Path) -> None:
    (programs / "code.cmd").write_text("@echo off")
    (programs / "code.cmd").chmod(0o755)
    environ = {"EDITOR": "code.cmd", "PATH": str(programs)}
    assert editor_command(environ, CARD, 7)[1:] == ["--wait", "--goto", f"{CARD}:7"]
    for name in ("a&calc&.md", "%PATH%.md", 'a"b.md'):
        with pytest.raises(EditorError, match="is a batch file"):
            editor_command(environ, CARD.with_name(name), 7)


def test_visual_comes_before_editor(programs: Path) -> None:
    assert editor_command({"VISUAL": "hx", "EDITOR": "vim", "PATH": str(programs)}, CARD, 1)[0] == str(programs / "hx")


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({}, r"there is no editor to open /decks/a deck/card\.md:7\. Set one in the settings, or with: "),
        ({"EDITOR": "nowhere"}, r"'nowhere' was not found, to open /decks/a deck/card\.md:7\. Set VISUAL or EDITOR to another one\."),
        ({"EDITOR": "vim 'un"}, r"is not a valid command"),
    ],
)
def test_an_editor_that_cannot_be_used_is_told_with_the_cards_place(programs: Path, environ: dict[str, str], told: str) -> None:
    with pytest.raises(EditorError, match=told):
        editor_command({**environ, "PATH": str(programs)}, CARD, 7)


def test_a_cards_place_is_that_of_the_language_shown(services: Services, content: Path) -> None:
    assert services.library.place("small/one", "ko") == (content / "small" / "one.ko.md", 1)
    assert services.library.place("small/two", "ko") == (content / "small" / "two.md", 1)
