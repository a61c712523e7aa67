"""The language in which `quizapp new` starts a card."""

import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import Quizapp

KOREAN, ENGLISH = "배치 정규화란 무엇인가요?", "What is batch normalisation?"


def started(quizapp: Quizapp, folder: Path, question: str, *arguments: str) -> tuple[str, str]:
    """The name of the new file, and its first heading of a section."""
    path = Path(quizapp("new", question, "--deck", folder, "--yes", *arguments).stdout.strip())
    return path.name, next(line for line in path.read_text("utf-8").splitlines() if line.startswith("## "))


def language_in(folder: Path) -> str:
    file = folder / "deck.toml"
    return tomllib.loads(file.read_text("utf-8")).get("language", "") if file.exists() else "no file"


@pytest.mark.parametrize(
    ("question", "arguments", "setting", "name", "heading", "language"),
    [
        (KOREAN, (), "", "배치-정규화.md", "## 핵심 포인트", "ko"),
        (KOREAN, (), "en", "배치-정규화.md", "## 핵심 포인트", "ko"),
        (ENGLISH, (), "ko", "batch-normalisation.md", "## Key points", "no file"),
        (ENGLISH, (), "de", "batch-normalisation.md", "## Key points", "de"),
        (ENGLISH, (), "alternate", "batch-normalisation.md", "## Key points", "no file"),
        ("2 + 2?", ("--id", "sum"), "ko", "sum.md", "## 핵심 포인트", "ko"),
        (ENGLISH, ("--lang", "ko"), "", "batch-normalisation.md", "## 핵심 포인트", "ko"),
        ("σ 함수란?", (), "", "σ-함수.md", "## 핵심 포인트", "ko"),
    ],
)
def test_in_an_empty_folder_the_option_the_letters_and_the_setting_decide_in_that_order(
    quizapp: Quizapp, tmp_path: Path, question: str, arguments: tuple[str, ...], setting: str, name: str, heading: str, language: str
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "config.toml").write_text(f'language = "{setting}"\n')
    assert started(quizapp, folder, question, *arguments) == (name, heading)
    assert language_in(folder) == language
    assert quizapp("check", folder / name).stdout.startswith(f"{folder / name}:1: the card has no answer")


def test_a_new_deck_is_in_the_language_of_its_first_question(quizapp: Quizapp, tmp_path: Path) -> None:
    assert started(quizapp, tmp_path / "mine", KOREAN) == ("배치-정규화.md", "## 핵심 포인트")
    assert language_in(tmp_path / "mine") == "ko"


def test_deck_toml_decides_where_it_says_a_language(quizapp: Quizapp, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "deck.toml").write_text('language = "ko"\n')
    assert started(quizapp, folder, ENGLISH) == ("batch-normalisation.md", "## 핵심 포인트")
    assert started(quizapp, folder, "What is a GAN?", "--lang", "en") == ("gan.en.md", "## Key points")
    assert language_in(folder) == "ko"


def test_the_cards_that_are_there_tell_the_language_of_a_deck_that_does_not(quizapp: Quizapp, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "스택.md").write_text("# 스택이란?\n\n답.\n", "utf-8")
    assert started(quizapp, folder, ENGLISH) == ("batch-normalisation.en.md", "## Key points")
    assert language_in(folder) == "ko"
    (folder / "deck.toml").unlink()
    (folder / "스택.md").write_text("# What is a stack?\n\nA.\n")
    assert started(quizapp, folder, KOREAN) == ("배치-정규화.ko.md", "## 핵심 포인트")
    assert language_in(folder) == "no file"


def test_a_new_deck_toml_lists_a_new_topic_too(quizapp: Quizapp, tmp_path: Path) -> None:
    folder = tmp_path / "내 덱"
    folder.mkdir()
    started(quizapp, folder, KOREAN, "--topic", "정규화")
    assert (folder / "deck.toml").read_text("utf-8") == (
        'title = "내 덱"\nlanguage = "ko"\n\n[[topic]]\ntitle = "정규화"\ncards = ["배치-정규화"]\n'
    )


@pytest.mark.parametrize("name", ["ko", "KO", "한국어", "Korean", "ko_KR.UTF-8"])
def test_a_language_is_known_by_any_of_its_names(quizapp: Quizapp, tmp_path: Path, name: str) -> None:
    assert started(quizapp, tmp_path / "one", ENGLISH, "--lang", name) == ("batch-normalisation.md", "## 핵심 포인트")
    quizapp("deck", "new", tmp_path / "two", "--language", name)
    assert [language_in(tmp_path / folder) for folder in ("one", "two")] == ["ko", "ko"]


def test_the_code_of_a_country_is_not_taken_for_a_language_unless_the_deck_declares_it(quizapp: Quizapp, tmp_path: Path) -> None:
    refused = quizapp("deck", "new", tmp_path / "mine", "--language", "kr")
    assert (refused.returncode, refused.stderr) == (2, "quizapp: 'kr' is not a language code. Did you mean 'ko'?\n")
    assert not (tmp_path / "mine").exists()
    folder = tmp_path / "declared"
    folder.mkdir()
    (folder / "deck.toml").write_text('language = "en"\nlanguages = ["kr", "xx"]\n')
    assert started(quizapp, folder, ENGLISH, "--id", "a", "--lang", "kr")[0] == "a.kr.md"
    assert started(quizapp, folder, ENGLISH, "--id", "a", "--lang", "xx")[0] == "a.xx.md"


def test_a_learner_whose_language_is_set_to_a_country_starts_cards_in_its_language(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "config.toml").write_text('language = "kr"\n')
    assert started(quizapp, tmp_path / "mine", "2 + 2?", "--id", "sum") == ("sum.md", "## 핵심 포인트")
