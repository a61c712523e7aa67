import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.card import Problem
from quizapp.domain.drawable import bare, brief, clean, drawable, escaped, json_document, one_line, undrawn
from quizapp.domain.errors import DeckError
from tests.foreign import EVIL, steering

ANY = st.text(st.characters()) | st.lists(st.sampled_from([EVIL, "\udcff", "\u2028", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩‍💻", "\n", "a"])).map("".join)
INKED = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
"""Format characters that one sees."""
JOINERS = "\u180e\u200c\u200d"
LAID_OUT = "".join(map(chr, range(0x13430, 0x1345B)))
"""What joins hieroglyphs."""


def test_of_all_controls_formats_and_surrogates_orthography_alone_is_drawn() -> None:
    suspect = {chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs")}
    assert {char for char in suspect if clean(char)} - {*"\n\t", *INKED, *JOINERS, *LAID_OUT} == set()
    others = "".join(chr(code) for code in range(sys.maxunicode + 1) if chr(code) not in suspect)
    assert clean(others) == others


@pytest.mark.parametrize("text", ["می‌خواهم", "👩‍💻 👨‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "é ŷ ℝⁿ", "क्‍ष", "가중치 w · x", "ᠠ᠎ᠠ"])
def test_orthography_is_left_alone(text: str) -> None:
    assert clean(text) == drawable(text) == bare(text) == one_line(text) == text


def test_tags_that_spell_no_flag_are_gone() -> None:
    assert clean("a\U000e0041b \U0001f3f4\U000e0041 \U000e007f") == "ab \U0001f3f4 "


@given(ANY)
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    assert steering(drawable(text)) == steering(json_document([text], indent=1)) == []
    assert steering(one_line(text)) == []
    assert not {*one_line(text)} & {*"\n\t"}
    assert steering(escaped(text)) == steering(bare(text)) == []
    assert steering(clean(text).replace("\u2028", "").replace("\u2029", "")) == []


@given(ANY)
def test_cleaning_removes_what_is_not_drawn_and_nothing_else(text: str) -> None:
    gone = set(undrawn(text))
    assert clean(text) == "".join(char for place, char in enumerate(text) if place not in gone)
    assert clean(clean(text)) == clean(text)
    assert drawable(drawable(text)) == drawable(text)


@given(st.recursive(ANY | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(ANY, inner)))
def test_json_loses_nothing(value: object) -> None:
    def paired(document: object) -> object:
        """With two surrogates beside one another as the letter that they spell, as JSON has it."""
        return json.loads(json.dumps(document))

    assert json.loads(json_document(value)) == paired(value)


def test_an_escape_says_which_character_it_was() -> None:
    assert drawable("a\x1b\r\u202e가\n\udcff\U000e0001") == "a\\x1b\\r\\u202e가\n\\udcff\\U000e0001"


def test_separators_are_line_breaks_or_blanks() -> None:
    assert drawable("First\u2028second\u2029third") == "First\nsecond\nthird"
    assert one_line("First\u2028second \n third\tx") == "First second third x"


@pytest.mark.parametrize("value", [16**5000, [[16**5000]], "1" * 5000, {"a": ["b" * 5000]}, b"x" * 5000, EVIL], ids=type)
def test_any_value_can_be_told_in_brief(value: object) -> None:
    assert len(brief(value)) < 100
    assert steering(brief(value)) == []


def test_what_is_nested_without_end_can_be_told_in_brief() -> None:
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    assert brief(value) == "a very large list"


def test_an_error_and_a_problem_are_drawable_lines_whatever_they_name() -> None:
    error = DeckError(f"{EVIL}\nsecond line", EVIL)
    problem = Problem(f"{EVIL}.md", 1, f"{EVIL}\nsecond line")
    for text in (str(error), error.message, error.hint, str(error.args), str(problem), problem.path):
        assert steering(text) == []
        assert "\n" not in text
