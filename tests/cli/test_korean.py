"""The command line in Korean, from the first word that it says."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from rich.cells import cell_len

from quizapp.cli.main import group
from tests.cli.conftest import Quizapp

HANGUL = re.compile(r"[가-힣]")
KOREAN = {"LANG": "ko_KR.UTF-8"}


def commands(command: click.Command = group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """What is typed for every command."""
    yield path
    if isinstance(command, click.Group):
        with click.Context(command) as context:
            for name in command.list_commands(context):
                below = command.get_command(context, name)
                assert below is not None
                yield from commands(below, (*path, name))


@pytest.mark.parametrize("path", [*commands()], ids=lambda path: " ".join(path) or "quizapp")
def test_help_is_korean_down_to_the_words_that_are_clicks_and_fits_the_terminal(quizapp: Quizapp, path: tuple[str, ...]) -> None:
    shown = quizapp(*path, "--help", **KOREAN)
    assert (shown.returncode, shown.stderr) == (0, "")
    first, *lines = shown.stdout.splitlines()
    assert first.startswith(f"사용법: {' '.join(('quizapp', *path))} [OPTIONS]")
    assert "옵션:" in lines
    assert re.search(r"--help +이 도움말을 출력하고 끝냅니다.", shown.stdout)
    assert [line for line in lines if cell_len(line) > 78] == []
    paragraphs = shown.stdout.partition("\n\n")[2].split("\n\n")
    assert [each for each in paragraphs if not HANGUL.search(each)] == []
    words = re.findall(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", shown.stdout.replace(" ".join(path), ""))
    assert words == [], "a piece of an English sentence"


def test_what_is_wrong_in_the_settings_and_in_the_line_is_said_in_korean(quizapp: Quizapp, places: dict[str, str]) -> None:
    file = Path(places["QUIZAPP_DATA_DIR"]) / "config.toml"
    file.parent.mkdir()
    file.write_text('new_per_day = "ten"\n', "utf-8")
    told = quizapp("due", **KOREAN)
    assert told.stdout == "복습 0, 새 카드 5\n"
    assert "new_per_day 설정에 쓸 수 없는 값입니다: 'ten'. 쓸 수 있는 값: 0부터 9999까지의 정수. 기본값을 씁니다." in told.stderr
    told = quizapp("duee", **KOREAN)
    assert told.returncode == 2
    assert told.stderr.endswith(
        "사용법: quizapp [OPTIONS] [COMMAND] [ARGS]...\n도움말: quizapp --help\n\n오류: 'duee' 명령이 없습니다. 혹시 'due'인가요?\n"
    )


def test_a_folder_of_data_has_its_own_language_also_for_help(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "config.toml").write_text('interface_language = "ko"\n', "utf-8")
    assert quizapp("--help").stdout.startswith("Usage: quizapp")
    assert quizapp("--data-dir", tmp_path / "own", "--help").stdout.startswith("사용법: quizapp")
    assert quizapp("--data-dir", tmp_path / "own", "due", "--help").stdout.startswith("사용법: quizapp due")


def test_help_is_there_where_the_settings_are_not(quizapp: Quizapp) -> None:
    shown = quizapp("--help", QUIZAPP_DATA_DIR="~nobody-here/data")
    assert shown.stdout.startswith("Usage: quizapp")
    assert "QUIZAPP_DATA_DIR" in shown.stderr


def test_a_new_learner_on_a_korean_system_is_asked_in_korean_where_a_deck_is(quizapp: Quizapp) -> None:
    assert "하나란 무엇인가요?" in quizapp("cards", **KOREAN).stdout
    assert "What is two?" in quizapp("cards", **KOREAN).stdout, "which is not translated"
    assert quizapp("show", "one", **KOREAN).stdout.startswith("# 하나란 무엇인가요?")
    asked = quizapp("quiz", "--plain", stdin="\n3\nq\n", **KOREAN).stdout
    assert "하나란 무엇인가요?" in asked
    assert re.search(r"알맞음: \S+ 뒤 복습", asked)
    assert "What is one?" in quizapp("show", "one", LANG="de_DE.UTF-8").stdout


@pytest.mark.parametrize("name", ["KO", "ko_KR", "한국어"])
def test_a_language_may_be_written_as_people_write_it(quizapp: Quizapp, places: dict[str, str], name: str) -> None:
    file = Path(places["QUIZAPP_DATA_DIR"]) / "config.toml"
    file.parent.mkdir()
    file.write_text(f'language = "{name}"\n', "utf-8")
    assert "하나란 무엇인가요?" in quizapp("cards").stdout
    shown = quizapp("show", "one", "--lang", name)
    assert "하나란 무엇인가요?" in shown.stdout
    assert shown.stderr == ""


def test_a_new_deck_is_in_the_language_of_its_author(quizapp: Quizapp, tmp_path: Path) -> None:
    quizapp("deck", "new", tmp_path / "mine", **KOREAN)
    assert 'language = "ko"' in (tmp_path / "mine" / "deck.toml").read_text("utf-8")
    quizapp("deck", "new", tmp_path / "other", LANG="de_DE.UTF-8")
    assert 'language = "en"' in (tmp_path / "other" / "deck.toml").read_text("utf-8"), "whose headings there are"


@pytest.mark.parametrize("command", [("cards",), ("show", "one"), ("quiz", "--plain")])
def test_a_language_that_no_deck_is_written_in_is_told_beside_the_output(
    quizapp: Quizapp, places: dict[str, str], command: tuple[str, ...]
) -> None:
    file = Path(places["QUIZAPP_DATA_DIR"]) / "config.toml"
    file.parent.mkdir()
    file.write_text('language = "kr"\n', "utf-8")
    told = quizapp(*command, stdin="q\n")
    assert told.stderr == f"quizapp: {file}:1: no deck is written in 'kr'. Did you mean 'ko'?\n"
    assert "What is one?" in told.stdout


def test_no_sentence_is_half_english(quizapp: Quizapp, tmp_path: Path) -> None:
    told = quizapp("demo", "없음", **KOREAN)
    assert told.stderr.startswith("quizapp: '없음' 데모가 없습니다. 다음 중에서 고르세요: three-learners, ")
    told = quizapp("demo", "dropout", "--set", "p=9", **KOREAN)
    assert told.stderr == "quizapp: p 값이 9입니다. 0에서 0.8 사이의 숫자를 적으세요.\n"
    (tmp_path / "one.ko.md").write_text("# 하나란?\n\n답.\n\n## 몰라요\n- x\n", "utf-8")
    (tmp_path / "deck.toml").write_text('titel = "x"\nlanguage = "ko"\n', "utf-8")
    told = quizapp("check", str(tmp_path), **KOREAN)
    assert 'unknown section "몰라요"; choose from: 핵심 포인트, ' in told.stdout
    assert "unknown key 'titel'. Did you mean 'title'?" in told.stdout


def test_decks_of_any_script_are_listed_one_below_the_other(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "내덱").mkdir()
    (tmp_path / "내덱" / "하나.md").write_text("# 하나란?\n\n답.\n", "utf-8")
    assert quizapp("deck", "add", str(tmp_path / "내덱"), **KOREAN).returncode == 0
    lines = quizapp("deck", "list", **KOREAN).stdout.splitlines()
    assert len({cell_len(line[: line.index("  /")]) for line in lines}) == 1
