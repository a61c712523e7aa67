import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.safe import clean, offences


@given(st.text())
def test_nothing_that_steers_a_terminal_survives(text: str) -> None:
    for char in clean(text):
        assert char in "\n\t" or not unicodedata.category(char).startswith("C") or unicodedata.category(char) in {"Cn", "Co"}


@given(st.text())
def test_cleaning_removes_exactly_the_offences(text: str) -> None:
    assert len(text) - len(clean(text)) == len(list(offences(text)))
    assert clean(clean(text)) == clean(text)


def test_escape_sequences_bidi_overrides_and_c1_controls_are_named_with_their_line() -> None:
    found = list(offences("fine\nan \x1b[31mescape\n\u202eoverride \x9b"))

    assert [line for line, _ in found] == [2, 3, 3]
    assert "RIGHT-TO-LEFT OVERRIDE" in found[1][1]


def test_korean_and_mathematical_text_is_left_alone() -> None:
    text = "가중치 w · x + b ≥ 0, ŷ ∈ ℝⁿ"
    assert clean(text) == text
