import shutil
import sqlite3
import tomllib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from unicodedata import normalize

import pytest

from quizapp.domain.modes import Mode
from quizapp.services.container import Services
from tests.cli.conftest import Quizapp, sentence


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A deck of the learner's own."""
    folder = tmp_path / "my decks" / "sql"
    folder.mkdir(parents=True)
    (folder / "join.md").write_text("# What is a join?\n\nRows put together.\n")
    return folder


def test_a_folder_becomes_a_deck_and_its_cards_wait(quizapp: Quizapp, mine: Path) -> None:
    assert quizapp("deck", "add", mine).stdout == "added sql: 1 card\n"
    assert quizapp("due").stdout == "0 due, 6 new\n"
    assert "Rows put together." in quizapp("show", "sql/join").stdout
    listed = quizapp("deck", "list").stdout.splitlines()
    assert [line.split()[:3] for line in listed] == [["small", "5", "cards"], ["sql", "1", "card"]]
    assert listed[1].endswith(str(mine))


def test_a_removed_deck_keeps_its_history_and_continues_when_added_again(quizapp: Quizapp, mine: Path, tmp_path: Path) -> None:
    quizapp("deck", "add", mine)
    quizapp("due")
    database = tmp_path / "data" / "quizapp.db"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "INSERT INTO events (learner_id, id, kind, at, card_id, rating, duration_ms, mode, scheduler) "
            "VALUES (1, '018f0000000070008000000000000001', 'grade', 1772442000000, 'sql/join', 3, 1, 'quiz', 'fsrs-6')"
        )
    quizapp("doctor", "--fix", "--yes")
    assert quizapp("deck", "remove", "sql").stdout.startswith("removed sql; its files and your history stay")
    assert "sql" not in quizapp("cards").stdout
    assert (mine / "join.md").exists()
    quizapp("deck", "add", mine)
    (line,) = [line for line in quizapp("cards").stdout.splitlines() if line.startswith("sql/join")]
    assert "review" in line


def test_a_deck_whose_folder_is_away_loses_nothing(quizapp: Quizapp, mine: Path) -> None:
    quizapp("deck", "add", mine)
    assert quizapp("due").stdout == "0 due, 6 new\n"
    shutil.move(mine, mine.parent / "elsewhere")
    assert quizapp("due").stdout == "0 due, 6 new\n"
    assert "missing" in quizapp("deck", "list").stdout
    shutil.move(mine.parent / "elsewhere", mine)
    assert quizapp("due").stdout == "0 due, 6 new\n"


def test_mistakes_in_a_new_deck_are_told_when_it_is_added(quizapp: Quizapp, mine: Path) -> None:
    (mine / "bad.md").write_text("# Q?\n\nA.\n\n## Key point\n- x\n")
    result = quizapp("deck", "add", mine)
    assert result.stdout == "added sql: 1 card; 1 error in 1 file\n"
    assert 'bad.md:5:4: unknown section "Key point"' in result.stderr


def test_check_looks_at_ones_own_decks_as_well(quizapp: Quizapp, mine: Path) -> None:
    quizapp("deck", "add", mine)
    (mine / "bad.md").write_text("# Q?\n\nA.\n\n## Key point\n- x\n")
    result = quizapp("check")
    assert f'{mine}/bad.md:5:4: unknown section "Key point"' in result.stdout
    assert result.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "empty"), "has no cards in it"),
        (("add", "small"), "there is already a deck 'small'"),
        (("add", "nowhere"), "does not exist"),
        (("remove", "sqll"), "Did you mean 'sql'?"),
        (("remove", "small"), "you have no deck 'small' of your own"),
        (("add", "my decks/sql"), "is already a deck"),
    ],
)
def test_what_cannot_be_done_is_told(quizapp: Quizapp, mine: Path, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    quizapp("deck", "add", mine)
    (tmp_path / "empty").mkdir()
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "a.md").write_text("# Q?\n\nA.\n")
    result = quizapp("deck", *arguments)
    assert told in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert result.returncode in (2, 3)


def test_decks_of_ones_own_are_asked_after_the_built_in_ones(quizapp: Quizapp, mine: Path, services: Services) -> None:
    quizapp("deck", "add", mine)
    quizapp("due")
    asked = services.study.asks(Mode.QUIZ)[0]
    assert asked[-1] == "sql/join"
    assert len(asked) == 6


def test_a_renamed_card_is_told_by_whichever_command_reads_the_decks_first(quizapp: Quizapp, content: Path, tmp_path: Path) -> None:
    quizapp("due")
    database = tmp_path / "data" / "quizapp.db"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "INSERT INTO events (learner_id, id, kind, at, card_id, rating, duration_ms, mode, scheduler) "
            "VALUES (1, '018f0000000070008000000000000001', 'grade', 1772442000000, 'small/two', 3, 1, 'quiz', 'fsrs-6')"
        )
    quizapp("doctor", "--fix", "--yes")
    deck = content / "small"
    (deck / "two.md").rename(deck / "deux.md")
    (deck / "deck.toml").write_text((deck / "deck.toml").read_text().replace('"two"', '"deux"'))
    result = quizapp("due", "--json")
    assert result.stderr == "quizapp: small/two is now called small/deux. Its progress carried over.\n"
    assert result.stdout.startswith('{"due": 1')
    assert quizapp("due").stderr == ""
    assert quizapp("doctor").returncode == 0


def test_a_built_in_deck_is_copied_to_be_edited_and_given_back(quizapp: Quizapp, tmp_path: Path) -> None:
    copied = quizapp("deck", "copy", "small")
    folder = tmp_path / "data" / "decks" / "small"
    assert copied.stdout == f"copied to {folder}; from now on you study that copy, and you can edit it\n"
    (folder / "one.md").write_text("# What is one?\n\nMine.\n")
    assert "Mine." in quizapp("show", "one").stdout
    assert "is already your own" in quizapp("deck", "copy", "small").stderr
    assert "Did you mean 'small'?" in quizapp("deck", "copy", "smal").stderr
    quizapp("deck", "remove", "small")
    assert "The answer to one." in quizapp("show", "one").stdout


def test_a_new_deck_says_its_title_and_language_and_is_studied(quizapp: Quizapp, tmp_path: Path) -> None:
    folder = tmp_path / "my decks" / "git"
    result = quizapp("deck", "new", folder, "--title", 'Git "basics"', "--language", "ko")
    assert (result.stdout, result.returncode) == (f"{folder}\n", 0)
    assert result.stderr == f"quizapp: `quizapp new \"Your question?\" --deck '{folder}'` starts a card in it\n"
    assert tomllib.loads((folder / "deck.toml").read_text("utf-8")) == {"title": 'Git "basics"', "language": "ko"}
    assert quizapp("new", "커밋?", "--id", "commit", "--deck", "git").stdout == f"{folder / 'commit.md'}\n"
    (folder / "commit.md").write_text("# 커밋?\n\n답.\n", "utf-8")
    assert "git/commit" in quizapp("cards").stdout


def test_a_new_deck_that_the_settings_cannot_take_up_is_there_and_that_is_told(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "config.toml").write_text("decks = [")
    result = quizapp("deck", "new", "git")
    assert "decks could not be saved to" in result.stderr
    assert f"The deck itself was created. `quizapp deck add {tmp_path}/git` adds it." in sentence(result)
    assert (tmp_path / "git" / "deck.toml").exists()


def test_a_folder_with_cards_becomes_a_deck_with_a_title(quizapp: Quizapp, mine: Path) -> None:
    assert quizapp("deck", "new", mine).returncode == 0
    assert (mine / "deck.toml").read_text() == 'title = "sql"\nlanguage = "en"\n'
    assert "sql/join" in quizapp("cards").stdout


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("my decks/sql", "is already a deck"),
        ("small", "there is already a deck 'small'"),
        ("a file", "a file is a file. Choose another name."),
        ("a file/git", "no deck can be made in"),
        (".hidden", "A deck takes the name of its folder: choose one that does not start with a dot."),
        ("x\x1b[31m", "the settings cannot hold the name"),
        ("x" * 300, "File name too long"),
    ],
)
def test_where_no_deck_can_be_made_it_is_told_and_nothing_is_left(
    quizapp: Quizapp, mine: Path, tmp_path: Path, name: str, told: str
) -> None:
    quizapp("deck", "add", mine)
    (tmp_path / "a file").touch()
    before = sorted(tmp_path.rglob("*.toml"))
    result = quizapp("deck", "new", name)
    assert told in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert result.returncode in (2, 3)
    assert sorted(tmp_path.rglob("*.toml")) == before


def test_decks_added_at_once_all_remain(quizapp: Quizapp, process: Quizapp, tmp_path: Path) -> None:
    folders = [tmp_path / "decks" / name for name in ("a", "b", "c", "d")]
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / f"{folder.name}.md").write_text("# What is a join?\n\nRows put together.\n")
    quizapp("due")
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda folder: process("deck", "add", folder), folders))
    assert [result.stdout for result in results] == [f"added {folder.name}: 1 card\n" for folder in folders]
    assert quizapp("due").stdout == "0 due, 9 new\n"


def test_the_name_of_a_folder_may_be_written_in_decomposed_letters(quizapp: Quizapp, tmp_path: Path) -> None:
    """As macOS writes it."""
    folder = tmp_path / normalize("NFD", "심화")
    folder.mkdir()
    (folder / "join.md").write_text("# What is a join?\n\nRows put together.\n")
    quizapp("deck", "add", folder)
    assert "Rows" in quizapp("show", "심화/join").stdout
    assert quizapp("new", "What is a key?", "--deck", "심화").returncode == 0
    assert quizapp("deck", "remove", "심화").returncode == 0


def test_mistakes_that_keep_no_card_out_are_not_said_to(quizapp: Quizapp, mine: Path) -> None:
    (mine / "join.md").write_text("---\ntags: sql\n\nx\n# What is a join?\n\nRows put together.\n")
    assert quizapp("deck", "add", mine).stdout == "added sql: 1 card; 1 error in 1 file\n"


def test_a_folder_that_gives_no_card_is_not_added_and_a_known_dialect_is_named(quizapp: Quizapp, tmp_path: Path) -> None:
    folder = tmp_path / "foreign"
    folder.mkdir()
    for text, words in (
        ("## What is a?\n\nA.\n\n## What is b?\n\nB.\n", "written as headings with ##"),
        ("Q: a?\nA: b\n\nQ: c?\nA: d\n", "written with the tags Q:, A: and C:"),
    ):
        (folder / "all.md").write_text(text)
        result = quizapp("deck", "add", folder)
        assert result.returncode == 3
        assert "was not added: no file in it gives a card" in result.stderr
        assert f"seems to hold questions {words}; `quizapp import {folder}` makes a deck of them." in result.stderr
        assert "foreign" not in quizapp("deck", "list").stdout
    (folder / "card.md").write_text("# What is c?\n\nC.\n")
    assert quizapp("deck", "add", folder).returncode == 0
