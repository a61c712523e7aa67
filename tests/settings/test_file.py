import json
import os
import sys
import tomllib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.drawable import one_line
from quizapp.domain.errors import SettingsError
from quizapp.domain.passwords import without_passwords
from quizapp.domain.rules import PARAMETER_RANGES, usable
from quizapp.settings import SETTINGS, Settings, load, reread
from quizapp.settings.file import line_of, refusal
from quizapp.settings.zones import near_zones

GOOD: dict[str, list[Any]] = {
    "interview_date": ["", "2027-03-15"],
    "interview_topics": [[], ["Perceptrons", "sql/joins"]],
    "minutes_per_day": [1, 600],
    "new_per_day": [0, 9999],
    "reviews_per_day": [0, 40, 9999],
    "desired_retention": [0.70, 0.9, 0.97],
    "parameters": [[], [low for low, _ in PARAMETER_RANGES], [high for _, high in PARAMETER_RANGES]],
    "previous_parameters": [[], [*DEFAULT_PARAMETERS]],
    "time_zone": ["", "Europe/Berlin", "UTC"],
    "rollover_hour": [0, 23],
    "language": ["", "ko", "alternate"],
    "interface_language": ["", "en", "ko"],
    "theme": ["nord"],
    "time_limit": [0, 3600],
    "leech_lapses": [2, 99],
    "buttons": [2, 4],
    "editor": ["", "code", "emacs -nw", "'/opt/my editor/run'"],
    "keys": ["default", "vim"],
    "keymap": [{}, {"undo": "z"}],
    "decks": [[], ["/decks/sql"]],
    "sync": ["", "/media/stick", "~/Sync/quizapp", "postgresql://host/db", "postgresql://me@host:5433/db?sslmode=verify-full"],
    "sharing": ["off", "on"],
}
BAD: dict[str, list[Any]] = {
    "interview_date": ["20270315", "2027-02-30", "tomorrow", 20270315],
    "interview_topics": ["Perceptrons", [1], [" "]],
    "minutes_per_day": [0, 601, "20"],
    "new_per_day": [-1, 10000, 2.5, True, "10"],
    "reviews_per_day": [-1, 10000, "no limit"],
    "desired_retention": [0.69, 0.98, "0.9", True, [0.9]],
    "parameters": [[0.5], 0.5, "published", [True] * 3, ["0.5"] * 3, [[0.5]]],
    "previous_parameters": [[0.5], {}],
    "time_zone": ["Europe/Brlin", "/etc/passwd", "../UTC", 1],
    "rollover_hour": [-1, 24, False],
    "language": [1, ["ko"]],
    "interface_language": ["de", "KO", "한국어", True, ["ko"]],
    "theme": [0],
    "time_limit": [-1, 3601],
    "leech_lapses": [1, 100],
    "buttons": [3, True, "4"],
    "editor": [1, "code 'un"],
    "keys": ["emacs", 1],
    "keymap": ["undo", [], 1],
    "decks": ["/decks/sql", ["decks/sql"], [1]],
    "sync": ["Sync/quizapp", "ftp://host/db", "postgresql://me:secret@host/db", "postgresql://host/db?password=x", "/a\0b", 1, ["/a"]],
    "sharing": [True, "yes", 1],
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
        shown = without_passwords(value) if isinstance(value, str) else value
        assert told.startswith(f"{name} cannot be {shown!r}; write {SETTINGS[name].kind.allowed}.")


def test_the_weights_are_those_that_the_engine_takes() -> None:
    assert tuple(zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)) == PARAMETER_RANGES


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -0.001, 100.1, 10**400])
def test_one_weight_out_of_its_range_spoils_all(bad: float, tmp_path: Path) -> None:
    assert usable(DEFAULT_PARAMETERS)
    weights = [bad, *DEFAULT_PARAMETERS[1:]]
    assert not usable(weights)
    settings = written(tmp_path, f"parameters = {weights}\n")
    assert settings.parameters == ()
    assert "list of the 21 weights" in " ".join(settings.problems)


def test_without_a_file_the_defaults_are_in_force(tmp_path: Path) -> None:
    settings = load({"QUIZAPP_DATA_DIR": str(tmp_path)})
    assert {name: getattr(settings, name) for name in SETTINGS} == {name: each.default for name, each in SETTINGS.items()}
    assert settings.problems == ()


def test_a_day_may_be_written_as_toml_has_it(tmp_path: Path) -> None:
    assert written(tmp_path, "interview_date = 2027-03-15\n").interview_date == "2027-03-15"
    settings = written(tmp_path, "interview_date = 2027-03-15T09:00:00\n")
    assert settings.interview_date == ""
    assert settings.problems


def test_a_bad_value_leaves_the_others_alone_and_its_own_at_the_default(tmp_path: Path) -> None:
    settings = written(tmp_path, 'new_per_day = 3\nbuttons = 3\nthme = "nord"\n[keymap]\nundo = "z"\n')
    assert (settings.new_per_day, settings.buttons, settings.keymap) == (3, 4, {"undo": "z"})
    assert settings.problems == (
        f"{tmp_path}/config.toml:2: buttons cannot be 3; write 2 or 4. The default is used.",
        f"{tmp_path}/config.toml:3: there is no setting 'thme', so it is ignored; did you mean 'theme'?",
    )


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("new_per_day =", "2: cannot be read (Invalid value); fix it, or put a # before it."),
        ("new_per_day = 08", "2: cannot be read ("),
        ('editor = "vi', "2: cannot be read ("),
        ("\x00", "1: cannot be read ("),
        ("buttons = 4", "2: sets again what is set above; the first one counts. Remove one."),
        ("new_per_day = " + "[" * 20_000, "2: cannot be read (brackets nested too deeply); fix"),
        ("new_per_day = " + "9" * 5_000, "2: cannot be read (a number with too many digits); fix"),
        ("a" + ".a" * 50_000 + " = 1", "2: cannot be read (a key of more than 10 parts); fix"),
    ],
)
def test_a_line_that_is_no_toml_is_told_and_costs_nothing_but_itself(tmp_path: Path, broken: str, told: str) -> None:
    decks = 'decks = [\n  "/a", # first\n  "/b",\n]\n'
    settings = written(tmp_path, f'buttons = 2\n{broken}\ndesired_retention = 0.85\n{decks}[keymap]\nundo = "z"\n')
    assert (settings.new_per_day, settings.desired_retention, settings.decks) == (10, 0.85, ("/a", "/b"))
    assert settings.keymap == {"undo": "z"}
    assert settings.buttons == 2 or broken == "\x00", "what follows a character that is none belongs to its line"
    (problem,) = settings.problems
    assert problem.startswith(f"{tmp_path}/config.toml:{told}")
    assert not settings.decks_known


def test_in_an_app_that_runs_what_cannot_be_read_stays_as_it_was(tmp_path: Path) -> None:
    before = written(tmp_path, 'buttons = 2\nnew_per_day = 3\ndecks = ["/a"]\n')
    (tmp_path / "config.toml").write_text("buttons = 3\nnew_per_day = \nleech_lapses = 9\n")
    after = reread(before)
    assert (after.buttons, after.new_per_day, after.decks, after.leech_lapses) == (2, 3, ("/a",), 9)
    assert after.problems[1] == f"{tmp_path}/config.toml:1: buttons cannot be 3; write 2 or 4. It stays 2."
    (tmp_path / "config.toml").write_text("leech_lapses = 9\n")
    mended = reread(after)
    assert (mended.buttons, mended.new_per_day, mended.decks, mended.problems) == (4, 10, (), ())


def test_dots_in_a_comment_or_in_a_path_are_no_key(tmp_path: Path) -> None:
    folder = "/a" + ".b" * 30
    settings = written(tmp_path, f"# one. two. {'.' * 50} = x\ndecks = [\n  '{folder}',\n]\n")
    assert (settings.decks, settings.problems) == ((folder,), ())


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_a_byte_order_mark_costs_nothing(tmp_path: Path, mark: bytes) -> None:
    (tmp_path / "config.toml").write_bytes(mark + b'new_per_day = 3\r\ndecks = ["/a"]\r\n')
    settings = load({"QUIZAPP_DATA_DIR": str(tmp_path)})
    assert (settings.new_per_day, settings.decks, settings.problems, settings.decks_known) == (3, ("/a",), (), True)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda file: file.write_bytes("new_per_day = 3".encode("utf-16")), "it is UTF-16 text. Save it as UTF-8."),
        (lambda file: file.write_bytes(b'a = 1\neditor = "\xe9"'), "line 2 is not UTF-8 text. Save it as UTF-8."),
        (lambda file: file.write_bytes(b"#" * 10_000_000), "it has 10,000,000 bytes; the limit is 262,144. Make it shorter."),
        (lambda file: file.mkdir(), "Is a directory" if sys.platform != "win32" else "Permission denied"),
        (lambda file: file.symlink_to("/dev/zero"), "it is not a regular file. Put a text file in its place."),
        (lambda file: file.symlink_to(file), "Too many levels of symbolic links. Check that you may read it."),
        (lambda file: os.mkfifo(file), "it is not a regular file. Put a text file in its place."),
    ],
)
def test_a_file_of_the_wrong_kind_is_told_and_what_was_in_force_stays(tmp_path: Path, make: Callable[[Path], object], told: str) -> None:
    before = written(tmp_path, 'new_per_day = 3\ndecks = ["/a"]\n')
    before.config_file.unlink()
    make(before.config_file)
    after = reread(before)
    assert (after.new_per_day, after.decks, after.decks_known) == (3, ("/a",), False)
    (problem,) = after.problems
    assert problem.startswith(f"{before.config_file} cannot be read: ")
    assert told in problem


def test_of_a_list_of_decks_one_bad_element_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/you")
    settings = written(tmp_path, 'decks = ["/good", "~/x", 5, "here", "~no-body/x", "/a\\u0000b"]\n')
    assert settings.decks == ("/good", "/home/you/x")
    assert not settings.decks_known
    place = f"{tmp_path}/config.toml:1: in decks"
    assert settings.problems == (
        f"{place}, 5 is not a folder in quotes; it is left out.",
        f"{place}, 'here' is not a full path, one that starts with /; it is left out.",
        f"{place}, there is no home folder '~no-body/x'; it is left out.",
        "config.toml: 1 more mistake of this kind.",
    )
    assert written(tmp_path, 'decks = ["~/x"]').decks_known


@pytest.mark.parametrize("text", ['deck = ["/a"]', 'Decks = ["/a"]', '[keymap]\ndecks = ["/a"]', 'decks = "/a"', "decks = [1]"])
def test_decks_that_are_written_in_the_wrong_place_or_way_are_not_taken_for_none(tmp_path: Path, text: str) -> None:
    assert not written(tmp_path, text).decks_known


def test_of_a_keymap_one_bad_element_costs_only_itself(tmp_path: Path) -> None:
    settings = written(tmp_path, '[keymap]\nundo = "z"\nbury = 1979-05-27\n')
    assert settings.keymap == {"undo": "z"}
    assert settings.problems == (
        f'{tmp_path}/config.toml:1: in keymap, bury is datetime.date(1979, 5, 27); write keys in quotes, such as "g"; it is left out.',
    )


def test_thousands_of_unknown_settings_are_told_as_a_few_and_a_number(tmp_path: Path) -> None:
    settings = written(tmp_path, "".join(f"setting{number} = 1\n" for number in range(5_000)) + "new_per_day = 3\n")
    assert settings.new_per_day == 3
    assert len(settings.problems) == 4
    assert settings.problems[-1] == "config.toml: 4,997 more mistakes of this kind."


@pytest.mark.parametrize("value", ["0x" + "f" * 5_000, "1e999", "nan", "-inf", "1979-05-27", "{ a = 1 }"], ids=lambda value: value[:9])
def test_whatever_a_value_is_it_can_be_told(tmp_path: Path, value: str) -> None:
    for name in SETTINGS:
        for problem in written(tmp_path, f"{name} = {value}\n").problems:
            assert len(problem) < 500 + len(str(tmp_path))


@pytest.mark.parametrize("value", ["vi\\u0000", "\\u001b]52;c;aGk=", "\\u202e", "x" * 5_000], ids=lambda value: value[:9])
@pytest.mark.parametrize("name", ["editor", "theme", "language", "time_zone"])
def test_a_text_that_could_not_be_shown_is_no_value(tmp_path: Path, name: str, value: str) -> None:
    settings = written(tmp_path, f'{name} = "{value}"\n')
    assert getattr(settings, name) == SETTINGS[name].default
    assert settings.problems[0].isprintable()


# -- the environment ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("QUIZAPP_DATA_DIR", "~no-body/x", "QUIZAPP_DATA_DIR is '~no-body/x', which cannot be used: Could not determine home directory"),
        ("QUIZAPP_DATA_DIR", "/" + "x" * 300, "which cannot be used: File name too long. Set it to a full path."),
        ("QUIZAPP_CONTENT", "~no-body/x", "QUIZAPP_CONTENT is '~no-body/x', which cannot be used"),
        ("QUIZAPP_DATABASE_URL", "sqlite:///~no-body/x", "QUIZAPP_DATABASE_URL is '~no-body/x', which cannot be used"),
        ("QUIZAPP_DATABASE_URL", "mysql://x", "QUIZAPP_DATABASE_URL is 'mysql://x', which is not an SQLite file"),
        ("QUIZAPP_DATABASE_URL", "sqlite:///:memory:", "which is not an SQLite file. Write sqlite:///path/to/quizapp.db."),
    ],
)
def test_a_place_that_cannot_be_one_is_told(tmp_path: Path, variable: str, value: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load({"QUIZAPP_DATA_DIR": str(tmp_path), variable: value})
    assert told in str(caught.value)


TOML = st.recursive(
    st.one_of(st.integers().map(str), st.floats().map(str), st.booleans().map(str), st.text(max_size=20).map(lambda text: f'"{text}"')),
    lambda inner: st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]"),
    max_leaves=6,
)
LINE = st.one_of(
    st.builds(lambda name, value: f"{name} = {value}", st.sampled_from([*SETTINGS, "deck", "a.b", '"x y"']), TOML),
    st.sampled_from(["[keymap]", "[[topic]]", "[", "]", '"""', "#", 'undo = "z"', "decks = [", '"/a",', "\ufeff", "\r"]),
    st.text(max_size=30),
)


@given(st.one_of(st.binary(max_size=200), st.lists(LINE, max_size=12).map(lambda lines: "\n".join(lines).encode(errors="replace"))))
def test_whatever_the_file_holds_settings_come_of_it(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "fuzz"
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_bytes(data)
    settings = load({"QUIZAPP_DATA_DIR": str(folder)})
    for name, each in SETTINGS.items():
        value = getattr(settings, name)
        assert each.kind.accepts(value)
        json.dumps(value)
    assert all(one_line(problem) == problem for problem in settings.problems)
    assert len(settings.problems) <= 4 * (len(SETTINGS) + 2)


@given(st.dictionaries(st.sampled_from(["QUIZAPP_DATA_DIR", "QUIZAPP_CONTENT", "QUIZAPP_DATABASE_URL"]), st.text(max_size=40)))
def test_whatever_the_environment_holds_it_is_a_place_or_told(environ: dict[str, str]) -> None:
    with suppress(SettingsError):
        settings = load(environ)
        assert settings.database.is_absolute()
        assert settings.config_file.is_absolute()


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
