import tomllib
from pathlib import Path
from typing import Any

import pytest

from quizapp.settings import SETTINGS, Settings, load
from quizapp.settings.file import line_of, refusal
from quizapp.settings.zones import near_zones

GOOD: dict[str, list[Any]] = {
    "new_per_day": [0, 9999],
    "reviews_per_day": [0, 40, 9999],
    "desired_retention": [0.70, 0.9, 0.97],
    "time_zone": ["", "Europe/Berlin", "UTC"],
    "rollover_hour": [0, 23],
    "language": ["", "ko", "alternate"],
    "theme": ["nord"],
    "time_limit": [0, 3600],
    "leech_lapses": [2, 99],
    "buttons": [2, 4],
    "editor": ["", "code", "emacs -nw", "'/opt/my editor/run'"],
    "keys": ["default", "vim"],
    "keymap": [{}, {"undo": "z"}],
    "decks": [[], ["/decks/sql"]],
}
BAD: dict[str, list[Any]] = {
    "new_per_day": [-1, 10000, 2.5, True, "10"],
    "reviews_per_day": [-1, 10000, "no limit"],
    "desired_retention": [0.69, 0.98, "0.9", True, [0.9]],
    "time_zone": ["Europe/Brlin", "/etc/passwd", "../UTC", 1],
    "rollover_hour": [-1, 24, False],
    "language": [1, ["ko"]],
    "theme": [0],
    "time_limit": [-1, 3601],
    "leech_lapses": [1, 100],
    "buttons": [3, True, "4"],
    "editor": [1, "code 'un"],
    "keys": ["emacs", 1],
    "keymap": ["undo", [], 1],
    "decks": ["/decks/sql", ["decks/sql"], [1]],
}


def written(folder: Path, text: str) -> Settings:
    (folder / "config.toml").write_text(text, "utf-8")
    return load({"QUIZAPP_DATA_DIR": str(folder)})


def test_every_setting_is_tried_here() -> None:
    assert set(GOOD) == set(BAD) == set(SETTINGS)


@pytest.mark.parametrize("name", SETTINGS)
def test_its_default_and_other_good_values_are_accepted_and_bad_ones_told_with_what_is_allowed(name: str) -> None:
    default = SETTINGS[name].default
    assert refusal(name, list(default) if isinstance(default, tuple) else default) == ""
    for value in GOOD[name]:
        assert refusal(name, value) == ""
    for value in BAD[name]:
        told = refusal(name, value)
        assert told.startswith(f"{value!r}; write {SETTINGS[name].kind.allowed}.")


def test_without_a_file_the_defaults_are_in_force(tmp_path: Path) -> None:
    settings = load({"QUIZAPP_DATA_DIR": str(tmp_path)})
    assert {name: getattr(settings, name) for name in SETTINGS} == {name: each.default for name, each in SETTINGS.items()}
    assert settings.problems == ()


def test_a_bad_value_leaves_the_others_alone_and_its_own_at_the_default(tmp_path: Path) -> None:
    settings = written(tmp_path, 'new_per_day = 3\nbuttons = 3\nthme = "nord"\n[keymap]\nundo = "z"\n')
    assert (settings.new_per_day, settings.buttons, settings.keymap) == (3, 4, {"undo": "z"})
    assert settings.problems == (
        f"{tmp_path}/config.toml:2: buttons is 3; write 2 or 4. The default is used.",
        f"{tmp_path}/config.toml:3: unknown setting 'thme'; did you mean 'theme'?; it is ignored.",
    )


@pytest.mark.parametrize("text", ["new_per_day = \n", "new_per_day = 1\nnew_per_day = 2\n", "\x00"])
def test_a_file_that_is_no_toml_is_told_and_the_defaults_are_used(tmp_path: Path, text: str) -> None:
    settings = written(tmp_path, text)
    assert settings.new_per_day == 10
    (problem,) = settings.problems
    assert problem.startswith(f"{tmp_path}/config.toml cannot be read (")


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes('editor = "é"'.encode("latin-1"))
    assert "cannot be read" in load({"QUIZAPP_DATA_DIR": str(tmp_path)}).problems[0]


TEXT = """\
# undo = "commented"
language = "ko"
"keys" = "vim"
keymap.bury = "x"

[keymap]  # mine
undo = "z"
keys = "k"
'suspend' = "y"
"""


@pytest.mark.parametrize(
    ("name", "table", "line"),
    [
        ("language", "", 2),
        ("keys", "", 3),
        ("keymap", "", 4),
        ("bury", "keymap", 4),
        ("undo", "keymap", 7),
        ("keys", "keymap", 8),
        ("suspend", "keymap", 9),
        ("lang", "", 1),
        ("lost", "keymap", 4),
    ],
)
def test_the_line_of_a_setting_is_found(name: str, table: str, line: int) -> None:
    assert line_of(TEXT, name, table) == line


def test_the_line_of_a_table_and_of_what_stands_within_it_on_one_line_is_found() -> None:
    assert line_of('a = 1\n[keymap]\nundo = "z"\n', "keymap") == 2
    inline = 'a = 1\nkeymap = { undo = "z" }\n'
    assert tomllib.loads(inline)["keymap"]
    assert line_of(inline, "undo", "keymap") == 2


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("berlin", "Europe/Berlin"), ("new york", "America/New_York"), ("Europe/Brlin", "Europe/Berlin"), ("Asia/Soul", "Asia/Seoul")],
)
def test_a_time_zone_is_found_by_its_city_and_despite_a_slip(typed: str, meant: str) -> None:
    assert near_zones(typed, 3)[0] == meant
    assert f"Did you mean {meant!r}?" in refusal("time_zone", typed)


def test_what_is_like_no_time_zone_gets_no_guess() -> None:
    assert near_zones("zzzzzz", 3) == []
    assert refusal("time_zone", "zzzzzz").endswith("for the system's zone.")
