import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS

from quizapp.domain.errors import SettingsError
from quizapp.settings import SETTINGS, Settings, load, lock
from quizapp.settings.writing import add_deck, make, remove_deck, template, write


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
    ("parameters", (0.5, 0.5, *DEFAULT_PARAMETERS[2:])),
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
    write(settings, {name: value})
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
        write(settings, {name: value})
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
    write(settings, {"new_per_day": 7})
    write(settings, {"decks": ("/a", "/c")})
    write(settings, {"buttons": 2})
    sentence = f"# {SETTINGS['buttons'].sentence}\nbuttons = 2\n\n"
    expected = mine.replace("= 3 ", "= 7 ").replace('  "/b", # second\n', '  "/c",\n').replace("# these", f"{sentence}# these")
    assert settings.config_file.read_text() == expected


def test_weights_that_look_alike_keep_their_order(settings: Settings) -> None:
    """A list of folders is a set; one of weights is not."""
    first, second = (0.5, 0.5, *DEFAULT_PARAMETERS[2:]), (2.0, 0.5, 2.0, *DEFAULT_PARAMETERS[3:])
    write(settings, {"parameters": first, "previous_parameters": ()})
    write(settings, {"parameters": second, "previous_parameters": first})
    again = reread(settings)
    assert (again.parameters, again.previous_parameters) == (second, first)


def test_a_second_writing_changes_its_line_alone(settings: Settings) -> None:
    write(settings, {"theme": "nord"})
    once = settings.config_file.read_text()
    write(settings, {"theme": "gruvbox"})
    assert settings.config_file.read_text() == once.replace('theme = "nord"', 'theme = "gruvbox"')


def test_line_ends_stay_as_they_are(settings: Settings) -> None:
    settings.config_file.parent.mkdir()
    settings.config_file.write_bytes(b"new_per_day = 3\r\n[keymap]\r\nundo = 'z'\r\n")
    write(settings, {"theme": "nord"})
    data = settings.config_file.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 4


@pytest.mark.skipif(sys.platform == "win32", reason="links and modes are those of POSIX")
def test_a_link_to_the_file_stays_a_link_and_its_mode_stays(settings: Settings, tmp_path: Path) -> None:
    settings.config_file.parent.mkdir()
    (tmp_path / "dotfiles.toml").write_text("new_per_day = 3\n")
    (tmp_path / "dotfiles.toml").chmod(0o600)
    settings.config_file.symlink_to(tmp_path / "dotfiles.toml")
    write(settings, {"new_per_day": 4})
    assert settings.config_file.is_symlink()
    assert (tmp_path / "dotfiles.toml").read_text() == "new_per_day = 4\n"
    assert stat.S_IMODE((tmp_path / "dotfiles.toml").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".new"] == []


@pytest.mark.parametrize("before", [b"new_per_day = \n", b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_not_written_over(settings: Settings, before: bytes) -> None:
    settings.config_file.parent.mkdir()
    settings.config_file.write_bytes(before)
    with pytest.raises(SettingsError, match=r"theme could not be saved to .*config\.toml: "):
        write(settings, {"theme": "nord"})
    assert settings.config_file.read_bytes() == before


def test_a_place_that_cannot_be_written_is_told(settings: Settings) -> None:
    settings.state_dir.write_text("a file where the folder should be")
    with pytest.raises(
        SettingsError, match=r"could not be saved to [^:]*config\.toml: [A-Z][a-z ]+\. Check that you may write to its folder\.$"
    ):
        write(settings, {"theme": "nord"})
    with pytest.raises(SettingsError, match="could not be created"):
        make(settings)


# -- one writer at a time ----------------------------------------------------------------------------------------------------


def test_what_several_writers_add_at_once_all_remains(settings: Settings) -> None:
    folders = [f"/deck{number}" for number in range(24)]
    make(settings).write_text(f"# mine\nunknown = 1 # too\n{template()}")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda folder: add_deck(settings, folder), folders))
        list(pool.map(lambda number: write(settings, {"new_per_day": number}), range(8)))
        list(pool.map(lambda folder: remove_deck(settings, folder), folders[:8]))
    again = load({"QUIZAPP_DATA_DIR": str(settings.state_dir)})
    assert set(again.decks) == set(folders[8:])
    assert again.new_per_day in range(8)
    assert settings.config_file.read_text().startswith("# mine\nunknown = 1 # too\n")


def test_a_writer_waits_for_another_and_says_so_where_that_one_does_not_end(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.0)
    with lock.locked(settings.config_file):
        with pytest.raises(SettingsError, match="another program has been writing"):
            write(settings, {"theme": "nord"})
        assert not settings.config_file.exists()
    write(settings, {"theme": "nord"})
    assert reread(settings).theme == "nord"


def test_decks_are_added_to_what_a_person_wrote_and_only_the_one_meant_is_taken_away(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/you")
    settings.config_file.parent.mkdir()
    settings.config_file.write_bytes(b'\xef\xbb\xbfdecks = ["~/sql", "not whole", 5] # mine\r\n')
    add_deck(settings, "/git")
    add_deck(settings, "/home/you/sql")
    assert settings.config_file.read_bytes() == b'\xef\xbb\xbfdecks = ["~/sql", "not whole", 5, "/git"] # mine\r\n'
    remove_deck(settings, "/home/you/sql")
    assert settings.config_file.read_bytes() == b'\xef\xbb\xbfdecks = ["not whole", 5, "/git"] # mine\r\n'


@pytest.mark.parametrize("before", ['decks = "/a"\n', "decks = [\n", "decks = " + "[" * 20_000, "new_per_day = " + "9" * 5_000])
def test_a_deck_is_not_added_where_the_others_could_be_lost(settings: Settings, before: str) -> None:
    settings.config_file.parent.mkdir()
    settings.config_file.write_text(before)
    with pytest.raises(SettingsError, match="decks could not be saved to"):
        add_deck(settings, "/git")
    assert settings.config_file.read_text() == before


def test_what_is_written_is_on_disk_before_it_takes_the_place_of_the_old(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    fsync, rename = os.fsync, Path.replace

    def synced(file: int) -> None:
        done.append("fsync")
        fsync(file)

    def renamed(draft: Path, target: Path) -> Path:
        done.append("rename")
        return rename(draft, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    write(settings, {"theme": "nord"})
    assert done == (["fsync", "rename"] if sys.platform == "win32" else ["fsync", "rename", "fsync"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# \u2028[x\n", "# \u2028[x\n\nSENTENCE\n"),
        ("#\n" * 3 + "[keymap]\n", "SENTENCE\n\n" + "#\n" * 3 + "[keymap]\n"),
        ("a = 1\n", "a = 1\n\nSENTENCE\n"),
    ],
)
def test_a_new_line_comes_before_the_tables_and_their_comments(settings: Settings, before: str, after: str) -> None:
    settings.config_file.parent.mkdir()
    settings.config_file.write_text(before, "utf-8")
    write(settings, {"buttons": 2})
    line = f"# {SETTINGS['buttons'].sentence}\nbuttons = 2"
    assert settings.config_file.read_text("utf-8") == after.replace("SENTENCE", line)


def test_a_file_in_which_the_place_is_not_found_stays_as_it_is(settings: Settings) -> None:
    settings.config_file.parent.mkdir()
    before = 'x = """\n[keymap]\n"""\n'
    settings.config_file.write_text(before)
    with pytest.raises(SettingsError, match="buttons could not be saved"):
        write(settings, {"buttons": 2})
    assert settings.config_file.read_text() == before
