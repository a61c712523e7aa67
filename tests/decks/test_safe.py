import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.safe import offences
from quizapp.domain.drawable import clean


@given(st.text())
def test_nothing_that_steers_a_terminal_survives(text: str) -> None:
    for char in clean(text):
        assert char in "\n\t" or not unicodedata.category(char).startswith("C") or unicodedata.category(char) in {"Cn", "Co"}


@given(st.text())
def test_cleaning_removes_exactly_the_offences(text: str) -> None:
    assert len(text) - len(clean(text)) == len(list(offences(text)))
    assert clean(clean(text)) == clean(text)


def test_escape_sequences_bidi_overrides_and_c1_controls_are_named_with_their_place() -> None:
    found = list(offences("fine\nan \x1b[31mescape\n\u202eoverride \x9b"))

    assert [(line, column) for line, column, _ in found] == [(2, 4), (3, 1), (3, 11)]
    assert [name for _, _, name in found] == ["U+001B", "U+202E RIGHT-TO-LEFT OVERRIDE", "U+009B"]


@given(st.text())
def test_what_is_not_drawn_can_be_shown_as_an_escape(text: str) -> None:
    assert clean(visible(text)) == visible(text)
    assert visible(clean(text)) == clean(text)


def test_an_escape_says_which_character_it_was() -> None:
    assert visible("a\x1b\r\u202e가\n") == "a\\x1b\\r\\u202e가\n"


def test_korean_and_mathematical_text_is_left_alone() -> None:
    text = "가중치 w · x + b ≥ 0, ŷ ∈ ℝⁿ"
    assert clean(text) == text
