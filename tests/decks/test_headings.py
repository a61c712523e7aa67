"""What sections are called, in any language and however it is typed."""

from unicodedata import normalize

import pytest

from quizapp.decks.parse import parse
from quizapp.decks.source import Source
from quizapp.domain.card import CardText


def text_of(written: str, language: str) -> CardText:
    """The only card of a file; it has no mistake."""
    (card,) = parse(Source("card.md", "card", "", written), language).cards
    assert card.errors == []
    return card.text


SECTIONS = """# Q?

A.

## {points}
- one

## {deeper}
More.

## {asked}
- Why?

  So.

## {wrong}
- "X."

## {sources}
- Y
"""


@pytest.mark.parametrize("language", ["en", "ko", "de"])
@pytest.mark.parametrize(
    "names",
    [
        ("Key points", "Go deeper", "Follow-ups", "Common mistakes", "Sources"),
        ("핵심 포인트", "더 깊이", "꼬리 질문", "흔한 실수", "출처"),
        ("핵심포인트", "더깊이", "꼬리질문", "흔한  실수", "출 처"),
        ("Keypoints", "Go  deeper", "꼬리질문", "Common mistakes", "출처"),
    ],
)
def test_the_headings_of_every_language_are_known_in_every_card_blanks_and_composition_aside(language: str, names: tuple[str, ...]) -> None:
    written = SECTIONS.format(**dict(zip(("points", "deeper", "asked", "wrong", "sources"), names, strict=True)))
    for found in (text_of(written, language), text_of(normalize("NFD", written), language)):
        assert [point.text for point in found.key_points] == ["one"]
        assert (found.deeper, found.follow_ups[0].answer, found.mistakes, found.sources) == ("More.", "So.", '- "X."', "- Y")


KOREAN = SECTIONS.format(points="핵심 포인트", deeper="더 깊이", asked="꼬리 질문", wrong="흔한 실수", sources="출처")


def test_a_text_in_decomposed_letters_is_read_in_composed_ones() -> None:
    written = KOREAN.replace("Q?", "질문? {#질문}").replace("- one", "- **하나** <!-- also: 첫째 -->").replace("Why?", "왜?\n\n  왜냐하면.")
    card = text_of(written, "ko")
    assert text_of(normalize("NFD", written), "ko") == card
    assert card.key_points[0].terms == ("하나", "첫째")
