import os
import sys
import tomllib
from pathlib import Path
from unicodedata import normalize

import pytest

from quizapp.domain.errors import DeckError
from quizapp.services.lab import Lab
from quizapp.services.workbench import Workbench
from tests.cli.conftest import Quizapp, sentence

CONTENTS = """# what we ask
title = { en = "My SQL", ko = "내 SQL" }   # both languages

[[topic]]
title = { en = "Joins", ko = "조인" }
cards = [
    "join",   # the first
    # "later",
]

[[topic]]
title = "Rows and columns"
cards = ["row"]
"""


@pytest.fixture
def mine(tmp_path: Path, quizapp: Quizapp) -> Path:
    """The author's only own deck, with a table of contents."""
    folder = tmp_path / "my decks" / "sql"
    folder.mkdir(parents=True)
    (folder / "join.md").write_text("# What is a join?\n\nRows put together.\n")
    (folder / "row.md").write_text("# What is a row?\n\nA record.\n")
    (folder / "deck.toml").write_text(CONTENTS, "utf-8")
    quizapp("deck", "add", folder)
    return folder


def test_a_card_is_started_and_listed_and_its_path_is_told(quizapp: Quizapp, mine: Path) -> None:
    result = quizapp("new", "What is an outer join?", "--topic", "joins")
    assert (result.stdout, result.stderr, result.returncode) == (f"{mine / 'outer-join.md'}\n", "", 0)
    assert (mine / "outer-join.md").read_text().startswith("# What is an outer join?\n\n<!-- The answer,")
    assert (mine / "deck.toml").read_text("utf-8") == CONTENTS.replace('# "later",\n', '# "later",\n    "outer-join"\n')


def test_a_started_card_is_not_asked_until_its_answer_is_written(quizapp: Quizapp, mine: Path) -> None:
    quizapp("new", "What is an outer join?", "--topic", "joins")
    card = mine / "outer-join.md"
    assert quizapp("check", card).stdout == f"{card}:1: the card has no answer; write it below the question, before the first '## '\n"
    assert "outer-join" not in quizapp("cards").stdout
    first, _, rest = card.read_text().partition("<!--")
    card.write_text(f"{first}Rows of one table, too.\n\n{rest[rest.index('-->') + 3 :]}")
    assert quizapp("check", card).returncode == 0
    assert quizapp("show", "outer-join").stdout == "# What is an outer join?\n\nRows of one table, too.\n"


@pytest.mark.parametrize("topic", ["Joins", "조인", "JOINS", "sql/joins"])
def test_a_topic_is_known_by_its_title_in_any_language_or_by_its_id(quizapp: Quizapp, mine: Path, topic: str) -> None:
    assert quizapp("new", "What is a key?", "--topic", topic).returncode == 0
    first, second = tomllib.loads((mine / "deck.toml").read_text("utf-8"))["topic"]
    assert (first["cards"], second["cards"]) == (["join", "key"], ["row"])


def test_a_translation_stands_beside_its_original_and_is_listed_nowhere(quizapp: Quizapp, mine: Path) -> None:
    result = quizapp("new", "--id", "join", "--lang", "ko", "조인이란 무엇인가요?")
    assert result.stdout == f"{mine / 'join.ko.md'}\n"
    text = (mine / "join.ko.md").read_text("utf-8")
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# 조인이란 무엇인가요?", "## 핵심 포인트", "## 더 깊이", "## 꼬리 질문", "## 흔한 실수", "## 출처",
    ]  # fmt: skip
    assert (mine / "deck.toml").read_text("utf-8") == CONTENTS
    assert "the translation is left out of the quiz until you write its answer" in sentence(result)


def test_a_card_that_is_listed_before_it_is_written_is_not_listed_twice(quizapp: Quizapp, mine: Path) -> None:
    (mine / "row.md").unlink()
    assert quizapp("new", "What is a row?").returncode == 0
    assert (mine / "deck.toml").read_text("utf-8") == CONTENTS


def test_another_language_has_english_sections_and_its_own_file(quizapp: Quizapp, mine: Path) -> None:
    assert quizapp("new", "Was ist ein Schlüssel?", "--lang", "de", "--topic", "joins", "--id", "key").returncode == 0
    assert "## Key points" in (mine / "key.de.md").read_text()
    assert '"key"' in (mine / "deck.toml").read_text()


def test_a_deck_without_a_table_of_contents_needs_no_topic(quizapp: Quizapp, mine: Path) -> None:
    (mine / "deck.toml").unlink()
    result = quizapp("new", "What is a key?", "--topic", "joins")
    assert "there is no topic 'joins' in the deck 'sql'. It has none yet. --yes adds it." in sentence(result)
    assert quizapp("new", "What is a key?").returncode == 0
    assert not (mine / "deck.toml").exists()


def test_a_topic_that_is_not_there_is_added_and_the_cards_that_none_listed_stay_together(quizapp: Quizapp, mine: Path) -> None:
    (mine / "deck.toml").unlink()
    assert quizapp("new", "What is a key?", "--topic", "Keys", "--yes").returncode == 0
    written = '[[topic]]\ntitle = "sql"\ncards = ["join", "row"]\n\n[[topic]]\ntitle = "Keys"\ncards = ["key"]\n'
    assert (mine / "deck.toml").read_text() == written
    assert quizapp("new", "What is an index?", "--topic", "Speed", "--yes").returncode == 0
    assert (mine / "deck.toml").read_text() == f'{written}\n[[topic]]\ntitle = "Speed"\ncards = ["index"]\n'


def test_a_topic_is_not_added_where_deck_toml_could_not_be_read_afterwards(quizapp: Quizapp, mine: Path) -> None:
    text = 'topic = [{ title = "Joins", cards = ["join", "row"] }]\n'
    (mine / "deck.toml").write_text(text)
    assert "Write each of its topics as [[topic]]." in sentence(quizapp("new", "What is a key?", "--topic", "Keys", "--yes"))
    assert (mine / "deck.toml").read_text() == text
    assert not (mine / "key.md").exists()


def test_a_card_is_not_started_in_a_file_that_would_be_left_out(quizapp: Quizapp, mine: Path) -> None:
    (mine / "deck.toml").write_text('ignore = ["draft*"]\n')
    for id in ("readme", "draft-1"):
        result = quizapp("new", "What is a key?", "--id", id)
        assert f"{mine / id}.md would be left out (" in sentence(result)
        assert not (mine / f"{id}.md").exists()


def test_names_are_found_in_decomposed_letters(quizapp: Quizapp, mine: Path) -> None:
    """As macOS writes the names of files, and some keyboards text."""
    assert quizapp("new", "What is a key?", "--topic", normalize("NFD", "조인"), "--deck", "sql").returncode == 0
    (mine / "deck.toml").write_text(normalize("NFD", (mine / "deck.toml").read_text("utf-8")), "utf-8")
    assert quizapp("new", "What is an index?", "--topic", "조인").returncode == 0
    assert "join " in quizapp("cards", "--topic", "조인").stdout


def test_a_deck_that_is_not_there_is_made_and_studied(quizapp: Quizapp, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "decks" / "mine"
    refused = quizapp("new", "What is a key?", "--deck", folder)
    assert f"there is no deck or folder '{folder}'." in sentence(refused)
    assert f"--yes creates a new deck in {folder}." in sentence(refused)
    assert not (tmp_path / "home").exists()
    result = quizapp("new", "What is a key?", "--deck", folder, "--yes")
    assert (result.stdout, result.stderr, result.returncode) == (f"{folder / 'key.md'}\n", "", 0)
    assert (folder / "deck.toml").read_text() == 'title = "mine"\nlanguage = "en"\n'
    assert quizapp("deck", "list").stdout.splitlines()[1].split() == ["mine", "0", "cards", str(folder)]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of POSIX")
@pytest.mark.parametrize("answer", ["y", "n"])
def test_at_a_terminal_what_is_missing_is_made_after_asking_and_the_chosen_editor_opens(
    places: dict[str, str], tmp_path: Path, answer: str
) -> None:
    import pexpect

    (tmp_path / "data").mkdir()
    editor = tmp_path / "my editor"
    editor.write_text('#!/bin/sh\necho "edited $1"\n')
    editor.chmod(0o755)
    (tmp_path / "data" / "config.toml").write_text(f"editor = \"'{editor}'\"\n")
    arguments = ["-m", "quizapp", "new", "What is a key?", "--deck", str(tmp_path / "mine"), "--topic", "Keys"]
    environ = {**os.environ, **places, "EDITOR": "false", "VISUAL": "false"}
    child = pexpect.spawn(sys.executable, arguments, env=environ, encoding="utf-8", timeout=30, dimensions=(24, 200))
    child.expect("Create a new deck in .*mine\\? \\[y/N\\]")
    child.sendline(answer)
    if answer == "y":
        child.expect("Add the topic 'Keys'\\? \\[y/N\\]")
        child.sendline("y")
        child.expect(f"edited {tmp_path / 'mine' / 'key.md'}")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == (0 if answer == "y" else 2)
    assert (tmp_path / "mine").exists() == (answer == "y")


def test_the_only_topic_needs_no_name(quizapp: Quizapp, mine: Path) -> None:
    (mine / "deck.toml").write_text('[[topic]]\ntitle = "All"\ncards = ["join", "row"]\n')
    assert quizapp("new", "What is a key?").returncode == 0
    assert (mine / "deck.toml").read_text() == '[[topic]]\ntitle = "All"\ncards = ["join", "row", "key"]\n'


def test_a_folder_that_is_no_deck_yet_may_become_one(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "fresh").mkdir()
    result = quizapp("new", "What is a key?", "--deck", "fresh")
    assert result.stdout == f"{tmp_path / 'fresh' / 'key.md'}\n"
    assert f"`quizapp deck add {tmp_path / 'fresh'}` adds it" in sentence(result)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["What is a key?"], "which topic does the card belong to? Give --topic with one of these: 'Joins', 'Rows and columns'."),
        (["What is a key?", "--topic", "Jons"], "there is no topic 'Jons' in the deck 'sql'. Did you mean 'Joins'?"),
        (["What is a key?", "--deck", "sqll"], "there is no deck or folder 'sqll'. Did you mean 'sql'?"),
        (["What is a join?"], "there is already a card 'join', at MINE/join.md:1. Give the new one another id with --id."),
        (["Row, again?", "--id", "row", "--topic", "Joins"], "there is already a card 'row'"),
        (["행?", "--id", "row", "--lang", "ko", "--topic", "Joins"], "'Rows and columns' already lists the card 'row'. Leave --topic out."),
        (
            ["2 + 2?"],
            "no id can be made from the question '2 + 2?'. Give one of small letters, digits and '-' with --id; it stays for ever.",
        ),
        (["Q?", "--id", "Some Id"], "the id 'Some Id' may hold only small letters, digits and '-'; 'some-id' would do."),
        (["Q?", "--id", "a", "--lang", "../a"], "'../a' is not a language code"),
        (["Q?", "--id", "join", "--lang", "kr"], "'kr' is not a language code. Did you mean 'ko'?"),
        (["Q?", "--id", "join", "--lang", "JP"], "'JP' is not a language code. Did you mean 'ja'?"),
        (
            ["Q?", "--id", "join", "--lang", "xx"],
            'MINE/join.xx.md would not be read as a translation. Write languages = ["xx"] into MINE/deck.toml.',
        ),
        (["  "], "the question '' cannot be used: the question is empty"),
        (["What is <T>?"], "HTML is not drawn: '<T>'; write it in Markdown, or between backticks."),
        (["What is $\\foo$?"], "\\foo is not in the subset"),
        (["What is it? {#it}"], "has an id in it. Leave {#...} out, and give the id with --id."),
    ],
)
def test_what_cannot_be_started_is_told_and_nothing_is_written(quizapp: Quizapp, mine: Path, arguments: list[str], told: str) -> None:
    result = quizapp("new", *arguments)
    assert told.replace("MINE", str(mine)) in sentence(result)
    assert (result.returncode, result.stdout) == (2, "")
    assert sorted(path.name for path in mine.iterdir()) == ["deck.toml", "join.md", "row.md"]
    assert (mine / "deck.toml").read_text("utf-8") == CONTENTS


def test_a_file_that_is_there_is_never_overwritten(quizapp: Quizapp, mine: Path) -> None:
    (mine / "key.md").write_text("notes, no card yet\n")
    result = quizapp("new", "What is a key?", "--topic", "joins")
    assert result.returncode == 3
    assert "key.md already exists; nothing was written" in sentence(result)
    assert (mine / "key.md").read_text() == "notes, no card yet\n"
    assert (mine / "deck.toml").read_text("utf-8") == CONTENTS


def test_a_broken_table_of_contents_is_to_be_mended_first(quizapp: Quizapp, mine: Path) -> None:
    (mine / "deck.toml").write_text("[[topic]]\ntitle =\n")
    result = quizapp("new", "What is a key?", "--topic", "joins")
    assert result.returncode == 3
    assert "deck.toml:2:8: is not TOML" in sentence(result)
    assert not (mine / "key.md").exists()


def test_with_several_decks_one_is_to_be_chosen(quizapp: Quizapp, mine: Path, tmp_path: Path) -> None:
    (tmp_path / "git").mkdir()
    (tmp_path / "git" / "commit.md").write_text("# What is a commit?\n\nA.\n")
    quizapp("deck", "add", tmp_path / "git")
    result = quizapp("new", "What is a branch?")
    assert "which deck is the card for? Give --deck with a folder of your own, or one of these: small, sql, git." in sentence(result)
    assert quizapp("new", "What is a branch?", "--deck", "git").returncode == 0
    assert (tmp_path / "git" / "branch.md").exists()


def test_the_decks_of_an_installed_program_get_no_cards(quizapp: Quizapp) -> None:
    import quizapp as package

    content = Path(package.__file__).parent / "_content"
    result = quizapp("new", "What is a key?", "--deck", content.parent)
    assert result.returncode == 2
    assert "came with QuizApp; the next update would overwrite your changes. `quizapp deck copy" in sentence(result)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_gets_no_card(quizapp: Quizapp, mine: Path) -> None:
    mine.chmod(0o555)
    assert "you may not write to" in sentence(quizapp("new", "What is a key?", "--topic", "joins"))
    mine.chmod(0o755)


def test_where_the_table_of_contents_cannot_be_written_the_card_is_not_there_either(
    content: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def failing(draft: Path, target: Path) -> Path:
        if target.name == "deck.toml":
            raise OSError(28, "No space left on device")
        return replace(draft, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(DeckError, match=r"deck\.toml cannot be written"):
        Workbench(content, [mine], Lab().check_link).start("What is a key?", topic="joins")
    assert sorted(path.name for path in mine.iterdir()) == ["deck.toml", "join.md", "row.md"]
    assert (mine / "deck.toml").read_text("utf-8") == CONTENTS
