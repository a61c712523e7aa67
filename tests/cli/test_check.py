import json
import os
from pathlib import Path

import pytest

from quizapp.domain.errors import AuthoringError, DeckError
from quizapp.services.lab import Lab
from quizapp.services.workbench import Workbench
from tests.cli.conftest import Quizapp, sentence

BROKEN = "# Two?\n\nA.\n\n## Key point\n- x\n\n[d](demo:xor)\n"


def test_check_finds_nothing_wrong_in_the_shipped_deck(quizapp: Quizapp) -> None:
    from quizapp.settings import shipped

    result = quizapp("check", shipped("content"))
    assert (result.returncode, result.stdout) == (0, "")
    assert sentence(result) == "0 errors, 0 warnings"


def test_check_names_file_line_column_and_remedy_and_answers_no(quizapp: Quizapp, content: Path) -> None:
    (content / "small" / "two.md").write_text(BROKEN)
    for path in (content, content / "small", content / "small" / "two.md", None):
        result = quizapp("check", *[path] if path else [])
        assert result.returncode == 1
        first, second = result.stdout.splitlines()
        assert first == f'{content}/small/two.md:5:4: unknown section "Key point"; did you mean "Key points"?'
        assert second.startswith(f"{content}/small/two.md:8:1: there is no demo 'xor'.")
        assert sentence(result) == "2 errors in 1 file, 0 warnings"
    assert quizapp("check", content / "small" / "one.md").returncode == 0


def test_check_as_json_tells_each_problem_with_its_place(quizapp: Quizapp, content: Path) -> None:
    (content / "small" / "two.md").write_text("# Two?\n\nA.\n\n## Key point\n- x\n")
    (content / "small" / "three.md").write_text("# Three?\n\nA.\n\n[See](demo:dropout)\n")
    result = quizapp("check", "--json")
    assert result.returncode == 1
    three, two = json.loads(result.stdout)
    assert two == {
        "path": str(content / "small" / "two.md"),
        "line": 5,
        "column": 4,
        "severity": "error",
        "message": 'unknown section "Key point"; did you mean "Key points"?',
    }
    assert (Path(three["path"]).name, three["line"], three["column"], three["severity"]) == ("three.md", 1, None, "warning")
    assert three["message"].startswith("no key points")


def test_problems_come_in_the_order_of_their_places(quizapp: Quizapp, content: Path) -> None:
    text = "# Two?\n\n$\\foo$ and <b> and $\\bar$\n\n[Watch](demo:xor-failure) <i> [x](ftp:y)\n\n## Sources\n<s>\n"
    (content / "small" / "two.md").write_text(text)
    places = [line.removeprefix(f"{content}/small/").split(": ")[0] for line in quizapp("check").stdout.splitlines()]
    assert places == ["two.md:3:1", "two.md:3:12", "two.md:3:20", "two.md:5:27", "two.md:5:31", "two.md:8:1"]


def test_a_byte_order_mark_is_no_column(quizapp: Quizapp, content: Path) -> None:
    """No editor counts it."""
    (content / "small" / "two.md").write_bytes(b"\xef\xbb\xbf# Two? {#two} {#T o}\r\n\r\nA.\r\n")
    assert f"{content}/small/two.md:1:17: the id 'T o'" in quizapp("check").stdout


def test_a_broken_table_of_contents_is_told_by_check_and_the_cards_still_come(quizapp: Quizapp, content: Path) -> None:
    (content / "small" / "deck.toml").write_text("title = \n")
    assert "deck.toml:1:9: is not TOML" in quizapp("check").stdout
    assert quizapp("due").stdout == "0 due, 5 new\n"


# -- links from deck to deck -------------------------------------------------------------------------------------------------


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A deck of the author's own that links a card of the small one, and one that is nowhere."""
    folder = tmp_path / "my decks" / "sql"
    folder.mkdir(parents=True)
    links = "[a](card:small/three) [b](card:sql/join) [c](card:small/thre) [d](card:smal/one)"
    (folder / "join.md").write_text(f"# What is a join?\n\nRows.\n\n{links}\n\n[Watch](demo:xor-failure)\n\n## Key points\n- x\n")
    return folder


def test_a_link_to_no_card_of_a_deck_in_use_is_a_warning_with_the_nearest_name(quizapp: Quizapp, mine: Path, content: Path) -> None:
    told = [
        f"{mine}/join.md:5:42: warning: a link to the card 'small/thre', which is in no deck in use. Did you mean 'small/three'?",
        f"{mine}/join.md:5:63: warning: a link to the card 'smal/one', which is in no deck in use. Did you mean 'small/one'?",
    ]
    result = quizapp("check", mine)
    assert (result.stdout.splitlines(), result.returncode) == (told, 0)
    quizapp("deck", "add", mine)
    assert quizapp("check").stdout.splitlines() == told
    (content / "small" / "two.md").write_text(BROKEN + "\n[x](card:sql/join)\n[y](card:sql/jion)\n")
    result = quizapp("check", content / "small" / "two.md")
    assert "two.md:11:1: warning: a link to the card 'sql/jion', which is in no deck in use. Did you mean 'sql/join'?" in result.stdout
    assert "sql/join', which" not in result.stdout


def test_a_card_with_errors_can_be_linked(quizapp: Quizapp, mine: Path, content: Path) -> None:
    (content / "small" / "three.md").write_text("# Three?\n")
    assert "'small/three', which" not in quizapp("check", mine).stdout


# -- mending -----------------------------------------------------------------------------------------------------------------

WROTE = "wrote 1 file; the old version is kept beside it, with .before-fix added to its name, until the next --fix"
UNTIDY = "# What is two?\r\n\r\nA.\x1b[31m \r\n\r\n# What is a join?\r\n\r\nB.\r\n"
TIDY = "# What is two? {#two}\n\nA.[31m\n\n# What is a join? {#join}\n\nB.\n"


@pytest.fixture
def untidy(content: Path) -> Path:
    """A second card has been written into a file; nothing in it is as it should be."""
    path = content / "small" / "two.md"
    path.write_bytes(UNTIDY.encode())
    return path


def test_without_a_terminal_changes_are_shown_and_not_made(quizapp: Quizapp, untidy: Path) -> None:
    result = quizapp("check", "--fix")
    assert result.returncode == 1
    assert result.stdout.splitlines() == [
        f"--- {untidy}",
        f"+++ {untidy}",
        "@@ -1,7 +1,7 @@",
        "-# What is two?\\r",
        "-\\r",
        "-A.\\x1b[31m \\r",
        "-\\r",
        "-# What is a join?\\r",
        "-\\r",
        "-B.\\r",
        "+# What is two? {#two}",
        "+",
        "+A.[31m",
        "+",
        "+# What is a join? {#join}",
        "+",
        "+B.",
    ]
    assert sentence(result) == "nothing was written; --yes writes these changes"
    assert untidy.read_bytes() == UNTIDY.encode()


def test_yes_writes_the_changes_and_then_tells_what_remains(quizapp: Quizapp, untidy: Path) -> None:
    result = quizapp("check", "--fix", "--yes", untidy)
    assert untidy.read_bytes() == TIDY.encode()
    assert result.returncode == 0
    assert result.stderr.splitlines() == [WROTE, "0 errors, 5 warnings"]
    shown, told = result.stdout.split("+B.\n")
    assert shown.startswith(f"--- {untidy}\n")
    assert [line.split(": ", 1)[1] for line in told.splitlines()][
        -1
    ] == "warning: no topic in deck.toml lists the card 'join', so it comes last"
    again = quizapp("check", "--fix", "--yes", untidy)
    assert again.stderr.splitlines() == ["0 errors, 5 warnings"]
    assert "+++" not in again.stdout


def test_the_former_file_is_kept_beside_until_the_next_run_and_is_no_card(quizapp: Quizapp, untidy: Path) -> None:
    untidy.chmod(0o600)
    quizapp("check", "--fix", "--yes")
    former = untidy.with_name("two.md.before-fix")
    assert former.read_bytes() == UNTIDY.encode()
    assert former.stat().st_mode == untidy.stat().st_mode
    assert len(quizapp("cards").stdout.splitlines()) == 6
    assert quizapp("check").returncode == 0
    assert former.exists(), "only --fix takes it away"
    untidy.write_text(f"{TIDY}  \n# More?\n\nC.\n")
    quizapp("check", "--fix", "--yes")
    assert former.read_text().endswith("# More?\n\nC.\n")
    quizapp("check", "--fix", "--yes")
    assert not former.exists()


def test_what_is_left_out_is_told_with_the_reason_and_is_no_error(quizapp: Quizapp, content: Path) -> None:
    deck = content / "small"
    (deck / "README.md").write_text("# Small deck\n\nHow to use it.\n")
    (deck / "drafts").mkdir()
    (deck / "drafts" / "six.md").write_text("# Six?\n")
    (deck / "deck.toml").write_text('ignore = ["drafts/*"]\n' + (deck / "deck.toml").read_text("utf-8"), "utf-8")
    told = [
        f"quizapp: {deck}/README.md is left out: by its name, a file about the deck",
        f"quizapp: {deck}/drafts/six.md is left out: ignore = ['drafts/*'] in deck.toml",
    ]
    result = quizapp("check")
    assert (result.returncode, result.stderr.splitlines()[:2], result.stderr.splitlines()[2][:8]) == (0, told, "0 errors")
    assert not any("six" in line or "README" in line for line in quizapp("check", "--json").stdout.splitlines())
    assert quizapp("deck", "list").stdout.splitlines()[1:] == [
        "  left out: README.md (by its name, a file about the deck)",
        "  left out: drafts/six.md (ignore = ['drafts/*'] in deck.toml)",
    ]


def test_a_deck_all_of_whose_cards_are_in_subfolders_is_one_deck(quizapp: Quizapp, tmp_path: Path) -> None:
    folder = tmp_path / "sql"
    (folder / "joins").mkdir(parents=True)
    (folder / "joins" / "inner.md").write_text("# What is a join?\n\nRows. [b](card:row)\n")
    (folder / "rows").mkdir()
    (folder / "rows" / "row.md").write_text("# What is a row?\n\nA record.\n")
    assert quizapp("deck", "add", folder).stdout == "added sql: 2 cards\n"
    assert "'row'" not in quizapp("check", folder).stdout
    assert "'row'" not in quizapp("check").stdout


def test_a_file_or_a_folder_within_a_deck_is_checked_as_part_of_it(quizapp: Quizapp, content: Path) -> None:
    inner = content / "small" / "inner"
    inner.mkdir()
    (inner / "one.md").write_text("# One, again?\n\nA.\n")
    (inner / "six.md").write_text("# Six?\n\n[a](card:four)\n")
    for path in (inner / "one.md", inner):
        lines = quizapp("check", path).stdout.splitlines()
        assert lines[0].startswith(f"{content}/small/inner/one.md:1: a second card 'one'; the first is at one.md:1.")
        assert not any("'four'" in line for line in lines)


def test_the_progress_of_a_card_survives_that_another_joins_its_file(quizapp: Quizapp, untidy: Path) -> None:
    cards = quizapp("cards").stdout
    assert "small/two " not in cards, "without ids, neither is asked"
    quizapp("check", "--fix", "--yes")
    listed = {line.split()[0] for line in quizapp("cards").stdout.splitlines()}
    assert {"small/two", "small/join"} <= listed


def test_a_missing_last_line_end_is_shown(quizapp: Quizapp, content: Path) -> None:
    (content / "small" / "two.md").write_text("# Two?\n\nA.")
    assert quizapp("check", "--fix").stdout.splitlines()[-3:] == ["-A.", "\\ No newline at end of file", "+A."]


def test_what_only_the_author_can_mend_is_told(quizapp: Quizapp, content: Path) -> None:
    (content / "small" / "one.ko.md").write_text("# 하나?\n\n답.\n\n# 둘?\n\n답.\n", "utf-8")
    result = quizapp("check", "--fix")
    told = "small/one.ko.md:1: warning: has 2 cards, but its original (one.md) has 1; give each card the id of its original"
    assert told in result.stderr
    assert result.returncode == 1
    assert "one of several cards in its file" in result.stdout


@pytest.mark.parametrize(("arguments", "said"), [(["--fix", "--json"], "choose one of them"), (["--yes"], "--yes needs --fix")])
def test_options_that_do_not_go_together_are_refused(quizapp: Quizapp, arguments: list[str], said: str) -> None:
    result = quizapp("check", *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert said in sentence(result)


def bench(content: Path, *own: Path) -> Workbench:
    return Workbench(content, own, Lab().check_link)


def test_nothing_is_written_where_a_file_has_changed_since_it_was_read(content: Path, untidy: Path) -> None:
    (content / "small" / "one.md").write_bytes(b"# One?\r\n\r\nA.\r\n")
    mendings = bench(content).mend()
    assert len(mendings.files) == 2
    untidy.write_text("# Another hand\n\nA.\n")
    with pytest.raises(DeckError, match=r"two\.md has changed in the meantime; nothing was written"):
        mendings.write()
    assert (content / "small" / "one.md").read_bytes() == b"# One?\r\n\r\nA.\r\n"
    assert untidy.read_text() == "# Another hand\n\nA.\n"


def test_a_files_mode_and_a_link_to_it_stay(content: Path, tmp_path: Path) -> None:
    inner = content / "small" / "texts"
    inner.mkdir()
    (inner / "real.txt").write_bytes(b"# Six?\r\n\r\nA.\r\n")
    (inner / "real.txt").chmod(0o640)
    (content / "small" / "six.md").symlink_to("texts/real.txt")
    bench(content).mend().write()
    assert (content / "small" / "six.md").is_symlink()
    assert (inner / "real.txt").read_bytes() == b"# Six?\n\nA.\n"
    assert (inner / "real.txt").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in inner.iterdir()] == ["real.txt"], "no draft is left behind"


def test_a_write_that_fails_leaves_the_old_text(content: Path, untidy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mendings = bench(content).mend()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DeckError, match="cannot be written: No space left on device"):
        mendings.write()
    assert untidy.read_bytes() == UNTIDY.encode()
    assert not list(untidy.parent.glob(".*"))


def test_the_decks_of_an_installed_program_are_not_mended(
    content: Path, untidy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import quizapp

    monkeypatch.setattr(quizapp, "__file__", str(tmp_path / "__init__.py"))
    with pytest.raises(AuthoringError, match="came with QuizApp"):
        bench(content).mend().write()


def test_two_files_whose_ids_change_are_both_listed_under_the_new_ones(content: Path) -> None:
    small = content / "small"
    for number, id in enumerate(("A one", "A two")):
        (small / f"a{number}.md").write_text(f"# Q? {{#{id}}}\n\nA.\n")
    (small / "deck.toml").write_text('[[topic]]\ntitle = "x"\ncards = ["A one", "A two", "one", "two", "three", "four", "five"]\n')
    bench(content).mend([small / "a0.md", small / "a1.md"]).write()
    assert 'cards = ["a-one", "a-two", "one"' in (small / "deck.toml").read_text()


def test_many_mistakes_of_one_kind_are_one_line_and_a_number(quizapp: Quizapp, content: Path) -> None:
    for number in range(12):
        (content / "small" / f"more{number}.md").write_text(f"# More {number}?\n\nA.\n\n## Part {number}\n\nb\n")
    lines = [line for line in quizapp("check").stdout.splitlines() if ": warning:" not in line]
    assert len([line for line in lines if "unknown section" in line]) == 1
    assert "    and 11 more like this, in 12 files in all; --all lists them" in lines
    assert quizapp("check", "--all").stdout.count("unknown section") == 12
    assert len(json.loads(quizapp("check", "--json").stdout)) >= 12


@pytest.mark.parametrize("name", ["notes.txt", "README.md", "cards.markdown"])
def test_a_file_that_is_no_file_of_cards_is_an_error(name: str, quizapp: Quizapp, content: Path) -> None:
    (content / "small" / name).write_text("# One?\n\nA.\n")
    result = quizapp("check", content / "small" / name)
    assert result.returncode == 1
    assert sentence(result).endswith("1 error in 1 file, 0 warnings")


def test_one_heading_above_several_questions_is_no_card(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "foreign").mkdir()
    path = tmp_path / "foreign" / "all.md"
    for text in ("# All\n\n### What is a?\n\nA.\n\n### What is b?\n\nB.\n", "# All\n\n**What is a?**\n\nA.\n\n**What is b?**\n\nB.\n"):
        path.write_text(text)
        result = quizapp("check", tmp_path / "foreign")
        assert result.returncode == 1
        assert "all.md:1: one '# ' heading above 2 questions; `quizapp import` makes a card of each" in result.stdout
        assert "`quizapp import" in result.stderr
    path.write_text("# What is a?\n\nA.\n\n### Why?\n\nB.\n\n### Details\n\nC.\n")
    assert quizapp("check", tmp_path / "foreign").returncode == 0
