"""`quizapp show` by an id, and by the words of a question."""

from pathlib import Path

import pytest

from tests.cli.conftest import Quizapp, sentence


@pytest.fixture
def korean(content: Path) -> Path:
    """The small deck with two cards about descent, one of them in Korean too, and a glossary."""
    folder = content / "small"
    (folder / "four.md").write_text("# What is gradient descent?\n\nSteps downhill.\n")
    (folder / "four.ko.md").write_text("# 경사 하강법이란?\n\n내려간다.\n", "utf-8")
    (folder / "five.md").write_text("# Why stochastic descent?\n\nIt is the momentum that counts.\n")
    (folder / "glossary.toml").write_text('[ko]\n"descent" = { write = "하강법", not = ["디센트"] }\n', "utf-8")
    return folder


@pytest.mark.usefixtures("korean")
@pytest.mark.parametrize(
    "words", [["경사하강법"], ["경사", "하강법"], ["gradient"], ["GRADIENT", "descent"], ["ㄱㅅㅎㄱㅂ"], ["디센트"], ["FOUR"]]
)
def test_the_only_card_that_asks_about_the_words_is_shown(quizapp: Quizapp, words: list[str]) -> None:
    result = quizapp("show", *words)
    assert (result.returncode, result.stdout) == (0, "# What is gradient descent?\n\nSteps downhill.\n")


@pytest.mark.usefixtures("korean")
def test_several_cards_are_listed_in_place_of_one(quizapp: Quizapp) -> None:
    result = quizapp("show", "descent")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "quizapp: 2 cards have to do with 'descent':",
        f"{'small/four':<40} What is gradient descent?",
        f"{'small/five':<40} Why stochastic descent?",
    ]


@pytest.mark.usefixtures("korean")
@pytest.mark.parametrize(("word", "card"), [("momentum", "small/five"), ("gradeint", "small/four")])
def test_a_card_that_only_answers_so_or_may_be_meant_is_suggested(quizapp: Quizapp, word: str, card: str) -> None:
    result = quizapp("show", word)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.splitlines()[1].startswith(card)


def test_only_so_many_are_listed_and_where_the_others_are(quizapp: Quizapp, content: Path) -> None:
    for number in range(12):
        (content / "small" / f"join-{number}.md").write_text("# What is a join?\n\nA.\n")
    lines = quizapp("show", "join").stderr.splitlines()
    assert len(lines) == 12
    assert lines[-1] == "quizapp: `quizapp cards join` lists them all"


def test_an_id_comes_before_the_words_of_other_questions(quizapp: Quizapp, content: Path) -> None:
    (content / "small" / "two.md").write_text("# Which one?\n\nThe other.\n")
    assert quizapp("show", "one").stdout.startswith("# What is one?")
    assert "there is no card 'nowhere'" in sentence(quizapp("show", "nowhere"))
