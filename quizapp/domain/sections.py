"""The sections of a card: what they are called in each language, and the card's answer side as one Markdown text."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, astuple, dataclass
from typing import Literal, TypeAlias, TypedDict, cast

from quizapp.domain.card import CardText, FollowUp, KeyPoint
from quizapp.domain.names import composed

SectionField: TypeAlias = Literal["answer", "key_points", "deeper", "follow_ups", "mistakes", "sources"]
"""A section by its field of `CardText`; the answer alone has no heading."""


class Sections(TypedDict, total=False):
    """What is written in the sections of a card; one that is not there was not written."""

    answer: str
    key_points: tuple[KeyPoint, ...]
    deeper: str
    follow_ups: tuple[FollowUp, ...]
    mistakes: str
    sources: str


@dataclass(frozen=True)
class SectionNames:
    """The `##` headings of one language."""

    key_points: str
    deeper: str
    follow_ups: str
    mistakes: str
    sources: str


SECTION_NAMES: Mapping[str, SectionNames] = {
    "en": SectionNames("Key points", "Go deeper", "Follow-ups", "Common mistakes", "Sources"),
    "ko": SectionNames("핵심 포인트", "더 깊이", "꼬리 질문", "흔한 실수", "출처"),
}


def headings(language: str) -> list[str]:
    """Every heading that a section may have, those of `language` first."""
    return list(dict.fromkeys(heading for names in (names_for(language), *SECTION_NAMES.values()) for heading in astuple(names)))


def section(heading: str) -> SectionField | None:
    """The section that has `heading` in any language, blanks aside; None where none has."""
    return _FIELDS.get(_unspaced(heading))


def names_for(language: str) -> SectionNames:
    """The headings for `language`; English ones where it has none of its own."""
    return SECTION_NAMES.get(language, SECTION_NAMES["en"])


def answer_markdown(text: CardText) -> str:
    """Everything behind the question, section after section, in the order in which a learner needs it."""
    return "\n\n".join(part for part in _parts(text) if part)


def beyond_markdown(text: CardText) -> str:
    """What comes after the key points."""
    return "\n\n".join(_beyond(text))


def _unspaced(heading: str) -> str:
    return "".join(composed(heading).split())


_FIELDS: Mapping[str, SectionField] = {
    _unspaced(heading): cast(SectionField, field) for names in SECTION_NAMES.values() for field, heading in asdict(names).items()
}


def _parts(text: CardText) -> Iterator[str]:
    yield text.answer
    if text.key_points:
        yield f"## {names_for(text.language).key_points}\n\n" + "\n".join(_item(point.text) for point in text.key_points)
    yield from _beyond(text)


def _beyond(text: CardText) -> Iterator[str]:
    names = names_for(text.language)
    if text.deeper:
        yield f"## {names.deeper}\n\n{text.deeper}"
    if text.follow_ups:
        items = (f"### {follow_up.question}\n\n{follow_up.answer}" for follow_up in text.follow_ups)
        yield f"## {names.follow_ups}\n\n" + "\n\n".join(items)
    if text.mistakes:
        yield f"## {names.mistakes}\n\n{text.mistakes}"
    if text.sources:
        yield f"## {names.sources}\n\n{text.sources}"


def _item(text: str) -> str:
    return "- " + text.replace("\n", "\n  ")
