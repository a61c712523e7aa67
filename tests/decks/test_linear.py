"""Reading takes linear time: what is twice as long takes no more than twice the steps, whatever it is. A step is a line of the program."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from quizapp.decks.contents import MOST_UNKNOWN, read_contents
from quizapp.decks.glossary import MAXIMUM_TERMS, misnamed, read_glossary
from quizapp.decks.parse import parse
from quizapp.decks.source import Source
from quizapp.domain.card import Problem

UNITS = [
    "`",
    "```a ",
    "<!-- ",
    "$x ",
    "$\\zzqx$ ",
    "$",
    "$$",
    "[",
    "[a](",
    "![",
    "- ",
    "> ",
    "{",
    "\\frac",
    "*a ",
    "**",
    "_a",
    "<a ",
    "<b>",
    "&",
]
UNITS += [
    "| a ",
    "|\n",
    "a\n> ",
    "[a\n",
    "[a]: b '\n",
    "1. a\n",
    "[a]: b\n",
    "</p>",
    "\u2028",
    "~~a",
    "\\(",
    "# a\n",
    "a  \n",
    "\x1b",
    "한**글",
    "<T>한 ",
    "&#8;한 ",
    "[a](b:c)한 ",
]


def steps(work: Callable[[], object]) -> int:
    """How many lines of the program `work` runs through."""
    count = 0

    def ran(_: FrameType, event: str, __: object) -> Callable[[FrameType, str, object], Any]:
        nonlocal count
        count += event == "line"
        return ran

    work()  # what is made once is there now
    before = sys.gettrace()
    sys.settrace(ran)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def grows_with(work: Callable[[int], Callable[[], object]], size: int) -> float:
    """How many times the steps twice the size takes."""
    return steps(work(2 * size)) / steps(work(size))


def reading(text: str) -> Callable[[], object]:
    return lambda: parse(Source("card.md", "card", "", text), "en")


@pytest.mark.parametrize("unit", UNITS)
def test_a_card_of_twice_the_marks_takes_twice_the_steps(unit: str) -> None:
    assert grows_with(lambda size: reading(f"# Q?\n\n{unit * size}\n"), 1_500 // len(unit)) < 2.3


def test_a_file_of_twice_the_cards_takes_twice_the_steps() -> None:
    card = "# What is {0}? {{#c{0}}}\n\nThe **answer** [a][r].\n\n## Key points\n- a **point**\n\n[r]: http://x.y\n\n"
    assert grows_with(lambda size: reading("".join(map(card.format, range(size)))), 40) < 2.3


def test_unknown_keys_are_named_up_to_a_limit_that_is_told(tmp_path: Path) -> None:
    def contents(size: int) -> Callable[[], object]:
        folder = tmp_path / str(size)
        folder.mkdir()
        (folder / "deck.toml").write_text("".join(f"key{number} = {number}\n" for number in range(size)))
        return lambda: read_contents(folder)

    assert grows_with(contents, 400) < 2.3
    problems = read_contents(tmp_path / "400").problems
    assert len(problems) == MOST_UNKNOWN + 1
    assert problems[-1].message == f"{400 - MOST_UNKNOWN} more unknown keys from here on"


def test_a_glossary_has_a_limit_that_names_itself(tmp_path: Path) -> None:
    (tmp_path / "glossary.toml").write_text(
        "[en]\n" + "".join(f'term{number} = {{ write = "a" }}\n' for number in range(MAXIMUM_TERMS + 1))
    )
    assert read_glossary(tmp_path) == Problem("glossary.toml", 0, "has 5,001 terms; the limit is 5,000")


@pytest.mark.parametrize("text", ["a" * 4_000, "a (" * 1_300, "(a) " * 1_000, "한글(" * 1_300])
def test_words_are_looked_up_in_a_glossary_in_linear_time(text: str, tmp_path: Path) -> None:
    (tmp_path / "glossary.toml").write_text(
        f'[en]\n"{"b" * 900}" = {{ write = "{"c" * 900}", not = ["{"d" * 900}"] }}\na = {{ write = "e" }}\n'
    )
    glossary = read_glossary(tmp_path)
    assert isinstance(glossary, dict)

    def looking(size: int) -> Callable[[], object]:
        source = Source("card.md", "card", "", "# Q?\n\n" + text * size)
        return lambda: list(misnamed(source, glossary["en"]))

    assert grows_with(looking, 1) < 2.3
