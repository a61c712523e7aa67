import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from quizapp.domain.errors import SettingsError
from quizapp.settings import SETTINGS, Settings, load
from quizapp.settings.writing import make, template, write


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"QUIZAPP_DATA_DIR": str(tmp_path / "data")})


def reread(settings: Settings) -> Settings:
    again = load({"QUIZAPP_DATA_DIR": str(settings.state_dir)})
    assert again.problems == ()
    return again


def test_a_new_file_explains_every_setting_and_sets_none(settings: Settings) -> None:
    text = make(settings).read_text()
    for name, setting in SETTINGS.items():
        assert f"# {setting.sentence}\n# " in text, name
    assert all(line.startswith("#") for line in text.splitlines() if line)
    assert reread(settings) == settings


def test_every_line_of_a_new_file_is_the_default_once_it_is_in_force(settings: Settings) -> None:
    file = make(settings)
    examples = [line.removeprefix("# ") for line in template().splitlines() if " = " in line and line.startswith("# ") and ":" not in line]
    file.write_text("\n".join([*examples[:-1], "[keymap]", examples[-1]]))
    again = reread(settings)
    assert {name: getattr(again, name) for name in SETTINGS} == {name: each.default for name, each in SETTINGS.items()} | {
        "keymap": {"undo": "u,ctrl+z"}
    }
    assert len(examples) == len(SETTINGS)


VALUES: list[tuple[str, Any]] = [
    ("new_per_day", 3),
    ("reviews_per_day", 40),
    ("desired_retention", 0.95),
    ("time_zone", "Asia/Seoul"),
    ("rollover_hour", 0),
    ("language", "alternate"),
    ("theme", "nord"),
    ("time_limit", 90),
    ("leech_lapses", 8),
    ("buttons", 2),
    ("editor", 'code --wait "x y"'),
    ("keys", "vim"),
    ("decks", ("/a", "/b c")),
]


@pytest.mark.parametrize(("name", "value"), VALUES)
@pytest.mark.parametrize("before", [None, "", "# mine\n", "theme = 'nord' # mine\n\n[keymap]\nundo = \"z\"\n", "new_per_day = 5"])
def test_what_is_written_is_what_is_read_and_comes_with_its_sentence(settings: Settings, name: str, value: Any, before: str | None) -> None:
    if before is not None:
        settings.config_file.parent.mkdir()
        settings.config_file.write_text(before)
    write(settings, name, value)
    again = reread(settings)
    assert getattr(again, name) == value
    text = settings.config_file.read_text()
    if before is None or not before.startswith(name):
        above, _, _ = text.partition(f"\n{name} = ")
        assert above.splitlines()[-1] == f"# {SETTINGS[name].sentence}"
    if before and "keymap" in before:
        assert again.keymap == {"undo": "z"}


def test_every_value_can_be_written_into_one_file(settings: Settings) -> None:
    for name, value in VALUES:
        write(settings, name, value)
    again = reread(settings)
    assert {name: getattr(again, name) for name, _ in VALUES} == dict(VALUES)
    lines = settings.config_file.read_text().splitlines()
    assert all(sum(line.startswith((f"{name} = ", f"# {name} = ")) for line in lines) == 1 for name, _ in VALUES), (
        "in its place, not again below"
    )
    assert lines.count("# [keymap]") == 1


def test_whatever_a_person_wrote_stays(settings: Settings) -> None:
    settings.config_file.parent.mkdir()
    mine = (
        '# mine\nnew_per_day   = 3   # few\n\ndecks = [\n  "/a", # first\n  "/b", # second\n]\n\n# these are keys\n[keymap]\nundo = "z"\n'
    )
    settings.config_file.write_text(mine)
    write(settings, "new_per_day", 7)
    write(settings, "decks", ("/a", "/c"))
    write(settings, "buttons", 2)
    sentence = f"# {SETTINGS['buttons'].sentence}\nbuttons = 2\n\n"
    expected = mine.replace("= 3 ", "= 7 ").replace('  "/b", # second\n', '  "/c",\n').replace("# these", f"{sentence}# these")
    assert settings.config_file.read_text() == expected


def test_a_second_writing_changes_its_line_alone(settings: Settings) -> None:
    write(settings, "theme", "nord")
    once = settings.config_file.read_text()
    write(settings, "theme", "gruvbox")
    assert settings.config_file.read_text() == once.replace('theme = "nord"', 'theme = "gruvbox"')


def test_line_ends_stay_as_they_are(settings: Settings) -> None:
    settings.config_file.parent.mkdir()
    settings.config_file.write_bytes(b"new_per_day = 3\r\n[keymap]\r\nundo = 'z'\r\n")
    write(settings, "theme", "nord")
    data = settings.config_file.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 4


@pytest.mark.skipif(sys.platform == "win32", reason="links and modes are those of POSIX")
def test_a_link_to_the_file_stays_a_link_and_its_mode_stays(settings: Settings, tmp_path: Path) -> None:
    settings.config_file.parent.mkdir()
    (tmp_path / "dotfiles.toml").write_text("new_per_day = 3\n")
    (tmp_path / "dotfiles.toml").chmod(0o600)
    settings.config_file.symlink_to(tmp_path / "dotfiles.toml")
    write(settings, "new_per_day", 4)
    assert settings.config_file.is_symlink()
    assert (tmp_path / "dotfiles.toml").read_text() == "new_per_day = 4\n"
    assert stat.S_IMODE((tmp_path / "dotfiles.toml").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".new"] == []


@pytest.mark.parametrize("before", [b"new_per_day = \n", b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_not_written_over(settings: Settings, before: bytes) -> None:
    settings.config_file.parent.mkdir()
    settings.config_file.write_bytes(before)
    with pytest.raises(SettingsError, match=r"theme could not be saved to .*config\.toml: "):
        write(settings, "theme", "nord")
    assert settings.config_file.read_bytes() == before


def test_a_place_that_cannot_be_written_is_told(settings: Settings) -> None:
    settings.state_dir.write_text("a file where the folder should be")
    with pytest.raises(SettingsError, match="could not be saved"):
        write(settings, "theme", "nord")
    with pytest.raises(SettingsError, match="could not be made"):
        make(settings)
