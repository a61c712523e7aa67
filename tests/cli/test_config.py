import json
import sys
from pathlib import Path

import pytest

from quizapp.settings import SETTINGS
from tests.cli.conftest import Quizapp, sentence

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the editors are shell scripts")


@pytest.fixture
def editor(tmp_path: Path) -> Path:
    """An editor that sets one new card a day, by taking a comment away."""
    path = tmp_path / "my editor"
    path.write_text("#!/bin/sh\nsed -i.old 's/^# new_per_day = 10/new_per_day = 1/' \"$1\"\n")
    path.chmod(0o755)
    return path


def test_every_setting_is_told_as_it_is_in_force(quizapp: Quizapp) -> None:
    told = json.loads(quizapp("config", "--json").stdout)
    assert {name: told[name] for name in SETTINGS} == {
        name: list(each.default) if isinstance(each.default, tuple) else each.default for name, each in SETTINGS.items()
    }
    lines = quizapp("config").stdout.splitlines()
    assert [line.split()[0] for line in lines[: len(SETTINGS)]] == list(SETTINGS)
    assert f"{'decks':<18} []" in lines


def test_edit_makes_the_file_and_opens_it_and_what_is_saved_is_in_force(quizapp: Quizapp, tmp_path: Path, editor: Path) -> None:
    result = quizapp("config", "--edit", VISUAL=f"'{editor}'")
    assert (result.returncode, result.stdout, sentence(result)) == (0, "", "")
    assert "# How likely you are to recall a card when it falls due" in (tmp_path / "data" / "config.toml").read_text()
    assert quizapp("due").stdout == "0 due, 1 new\n"


def test_the_editor_of_the_settings_comes_before_that_of_the_environment(quizapp: Quizapp, tmp_path: Path, editor: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "config.toml").write_text(f"# new_per_day = 10\neditor = \"'{editor}'\"\n")
    assert quizapp("config", "--edit", VISUAL="nothing-of-the-kind").returncode == 0
    assert json.loads(quizapp("config", "--json").stdout)["new_per_day"] == 1


def test_what_is_wrong_after_editing_is_told(quizapp: Quizapp, tmp_path: Path, editor: Path) -> None:
    editor.write_text('#!/bin/sh\nprintf \'buttons = 3\\n[keymap]\\nundoo = "z"\\n\' > "$1"\n')
    result = quizapp("config", "--edit", EDITOR=f"'{editor}'", VISUAL="")
    assert result.returncode == 0
    assert f"{tmp_path}/data/config.toml:1: buttons cannot be 3; write 2 or 4. The default is used." in sentence(result)
    assert f"{tmp_path}/data/config.toml:3: there is no command 'undoo'. Did you mean 'undo'?" in sentence(result)


@pytest.mark.parametrize(
    ("visual", "told", "code"),
    [
        ("", "there is no editor to open", 2),
        ("nothing-of-the-kind", "the editor 'nothing-of-the-kind' was not found, to open", 2),
        ("false", "false exited with code 1.", 1),
    ],
)
def test_an_editor_that_does_not_work_is_told(quizapp: Quizapp, visual: str, told: str, code: int) -> None:
    result = quizapp("config", "--edit", VISUAL=visual, EDITOR="")
    assert told in sentence(result)
    assert result.returncode == code


def test_keys_lists_every_command_by_the_name_that_the_keymap_uses(quizapp: Quizapp, tmp_path: Path) -> None:
    plain = {line.split()[0]: line.split()[1] for line in quizapp("config", "--keys").stdout.splitlines()}
    assert (plain["undo"], plain["back"], plain["show_settings"]) == ("u", "q,escape", "comma")
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "config.toml").write_text('keys = "vim"\n[keymap]\nundo = "z"\n')
    mine = {line.split()[0]: line.split()[1] for line in quizapp("config", "--keys").stdout.splitlines()}
    assert (mine["undo"], mine["move_down"]) == ("z", "j,down")
    assert mine.keys() == plain.keys()


def test_a_clash_of_keys_is_told_with_its_line(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "config.toml").write_text('[keymap]\nundo = "d"\n')
    result = quizapp("config")
    assert "config.toml:2: undo cannot be d: show_demos has it (Home). It stays on u." in sentence(result)
    assert result.returncode == 0


COMMANDS = [
    "due",
    "cards",
    "show one",
    "check",
    "deck list",
    "demo",
    "mock --list",
    "export --format csv",
    "quiz --plain",
    "doctor",
    "config",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_in_a_line_that_a_setting_cannot_be_used(quizapp: Quizapp, tmp_path: Path, command: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "config.toml").write_text("buttons = 3\n")
    told = f"quizapp: {tmp_path}/data/config.toml:1: buttons cannot be 3; write 2 or 4. The default is used."
    assert quizapp(*command.split()).stderr.splitlines().count(told) == 1


def test_of_many_faults_some_are_told_and_where_the_others_are(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "config.toml").write_text("buttons = 3\nkeys = 1\n" + "".join(f"setting{number} = 1\n" for number in range(5_000)))
    *told, more = quizapp("due").stderr.splitlines()
    assert len(told) == 3
    assert more == "quizapp: and 3 more: `quizapp config` lists them."
    assert "config.toml: 4,997 more mistakes of this kind." in quizapp("config").stderr
