"""The keys behind what an input method sends."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.keyboard import latin, presses

LAYOUT = {
    "qwertyuiop": "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ",
    "asdfghjkl": "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ",
    "zxcvbnm": "ㅋㅌㅊㅍㅠㅜㅡ",
    "QWERTOP": "ㅃㅉㄸㄲㅆㅒㅖ",
}


@pytest.mark.parametrize(("keys", "jamo"), LAYOUT.items())
def test_each_jamo_stands_on_its_key(keys: str, jamo: str) -> None:
    assert latin(jamo) == keys


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("아", "dk"),
        ("뷁", "qnpfr"),
        ("왜", "dho"),
        ("값", "rkqt"),
        ("ㄳ", "rt"),
        ("ㅢ", "ml"),
        ("쌍", "Tkd"),
        ("ᄉ", "t"),
        ("ᅡ", "k"),
        ("ᆺ", "t"),
    ],
)
def test_what_was_joined_comes_apart_into_the_keys_that_were_pressed(sent: str, keys: str) -> None:
    assert latin(sent) == keys


def test_full_width_letters_digits_and_signs_are_plain_ones() -> None:
    assert latin("ｔＡ３？ｑ\u3000") == "tA3?q "


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)))
def test_a_decomposed_syllable_was_typed_with_the_same_keys(text: str) -> None:
    assert latin(unicodedata.normalize("NFD", text)) == latin(text)
    assert latin(text).isascii()


@given(st.characters())
def test_other_characters_stay_as_they_are(character: str) -> None:
    if not unicodedata.name(character, "").startswith(("HANGUL", "FULLWIDTH", "IDEOGRAPHIC SPACE")):
        assert presses(character) == latin(character) == character
