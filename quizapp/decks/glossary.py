"""A deck's glossary, `glossary.toml`: one rendering of each term in each language.

[ko]
"gradient descent" = { write = "경사 하강법", not = ["경사하강법"] }
"""

import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeAlias

from quizapp.decks.grammar import blocks, lines_of
from quizapp.decks.places import Paragraph
from quizapp.decks.source import Source, read
from quizapp.decks.toml import values_of
from quizapp.domain.card import Problem, Severity
from quizapp.domain.drawable import brief
from quizapp.domain.names import composed

GLOSSARY = "glossary.toml"
MAXIMUM_TERMS = 5_000
"""Of all languages; each is looked for in every file."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BRACKETS = re.compile(r"\(([A-Za-z][A-Za-z\s-]{0,199})\)")
_BEFORE, _MOST_WORDS = 200, 5
"""Characters before a bracket, and words in them, among which those are that it explains."""


@dataclass(frozen=True)
class Rendering:
    """How a term is written in one language, and how it is not."""

    write: str
    wrong: tuple[str, ...]


Glossary: TypeAlias = Mapping[str, Mapping[str, Rendering]]
"""By language, then by term (in lower case)."""


def read_glossary(folder: Path) -> Glossary | Problem | None:
    """The deck's glossary; None where it has none, a Problem where it cannot be read."""
    if not os.path.lexists(folder / GLOSSARY):
        return None
    text = read(folder, GLOSSARY)
    if isinstance(text, Problem):
        return text
    languages = values_of(GLOSSARY, text)
    if isinstance(languages, Problem):
        return languages
    glossary: dict[str, dict[str, Rendering]] = {}
    number = sum(len(terms) if isinstance(terms, dict) else 1 for terms in languages.values())
    if number > MAXIMUM_TERMS:
        return Problem(GLOSSARY, 0, f"has {number:,} terms; the limit is {MAXIMUM_TERMS:,}")
    for language, terms in languages.items():
        for term, entry in terms.items() if isinstance(terms, dict) else ((language, terms),):
            rendering = _rendering(entry)
            if rendering is None:
                line, place = Paragraph(text, 0, text.split("\n")).spot(max(0, text.find(term)))
                message = f'{brief(term)} is not of the form {{ write = "...", not = ["..."] }}'
                return Problem(GLOSSARY, line + 1, message, column=place + 1)
            glossary.setdefault(language, {})[composed(term).lower()] = rendering
    return glossary


def _rendering(entry: Any) -> Rendering | None:
    if not isinstance(entry, dict) or set(entry) - {"write", "not"} or not isinstance(entry.get("write"), str):
        return None
    wrong = entry.get("not", [])
    if not isinstance(wrong, list) or not all(isinstance(word, str) and word for word in wrong):
        return None
    return Rendering(composed(entry["write"]), tuple(map(composed, wrong)))


def misnamed(source: Source, terms: Mapping[str, Rendering]) -> Iterator[Problem]:
    """Where a text writes a term otherwise than the glossary does. Code is not looked at, nor what a learner may say in other words."""
    source = replace(source, text=composed(source.text))
    kept = [place for place, char in enumerate(source.text) if char != "*"]
    text = _without_code(source.text).replace("*", "")
    right = _Renderings(text, terms.values())
    wrong = {
        term: {place: word for place, word in _wrong(text, rendering) if not right.hold(place, place + len(word))}
        for term, rendering in terms.items()
    }
    found = {(place, term): word for term, its in wrong.items() for place, word in its.items()}
    places = {term: sorted(its) for term, its in wrong.items()}
    for place, end, term, word in _otherwise(text, terms):
        following = bisect_left(places[term], place)
        if following == len(places[term]) or places[term][following] >= end:
            found[place, term] = word
    paragraph = Paragraph(source.text, 0, source.text.split("\n"))
    for (place, term), word in sorted(found.items()):
        line, column = paragraph.spot(kept[place])
        message = f"{brief(word)} is used for {brief(term)}; this deck writes {brief(terms[term].write)}"
        yield Problem(source.path, line + 1, message, Severity.WARNING, column + 1)


def _without_code(text: str) -> str:
    """`text` with blanks for its blocks of code and its comments, so that all else keeps its place."""
    lines = text.split("\n")
    for token in blocks(text)[0]:
        if token.type in ("fence", "code_block"):
            start, end = lines_of(token)
            lines[start:end] = [" " * len(line) for line in lines[start:end]]
    text = "\n".join(lines)
    end = text.rfind("-->")  # behind which a comment is never closed
    return _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text[: end + 3]) + text[end + 3 :] if end >= 0 else text


class _Renderings:
    """Where the glossary's own renderings stand in a text: a word that is wrong alone may be right within one."""

    def __init__(self, text: str, renderings: Iterable[Rendering]) -> None:
        kept = [place for place, char in enumerate(text) if not (char.isspace() and text[place - 1 : place].isspace())]
        flat = "".join(" " if text[place].isspace() else text[place] for place in kept)  # a term may run over two lines
        words = (each.write for each in renderings)
        spans = sorted((kept[place], kept[place + len(word) - 1] + 1) for word in words for place in _places(flat, word))
        self._starts = [start for start, _ in spans]
        self._furthest = [0, *accumulate((end for _, end in spans), max)]
        """How far the first so many of them reach."""

    def hold(self, start: int, end: int) -> bool:
        """Whether a rendering longer than the text from `start` to `end` covers it."""
        before, until = bisect_left(self._starts, start), bisect_right(self._starts, start)
        return self._furthest[before] >= end or self._furthest[until] > end


def _places(text: str, words: str) -> Iterator[int]:
    """Where `words` stand in `text`; empty ones nowhere."""
    place = text.find(words) if words else -1
    while place >= 0:
        yield place
        place = text.find(words, place + len(words))


def _wrong(text: str, rendering: Rendering) -> Iterator[tuple[int, str]]:
    """Each word that the glossary lists as wrong, and its place."""
    for word in rendering.wrong:
        if word not in rendering.write:
            yield from ((place, word) for place in _places(text, word))


def _otherwise(text: str, terms: Mapping[str, Rendering]) -> Iterator[tuple[int, int, str, str]]:
    """Before a term in brackets, other words than the glossary's: where they begin and end, the term, and the words."""
    for match in _BRACKETS.finditer(text):
        term = " ".join(match[1].lower().split())
        if term not in terms:
            continue
        before = text[max(0, match.start() - _BEFORE) : match.start()].rpartition("(")[2]
        words = list(re.finditer(r"\S+", before))[-_MOST_WORDS:] if before[-1:].strip() else []
        if words and not " ".join(word[0] for word in words).endswith(terms[term].write):
            words = words[-len(terms[term].write.split()) :]
            begin = match.start() - len(before) + words[0].start()
            yield begin, match.start(), term, " ".join(word[0] for word in words)
