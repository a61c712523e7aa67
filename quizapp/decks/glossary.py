"""A deck's glossary, `glossary.toml`: one rendering of each term in each language.

[ko]
"gradient descent" = { write = "경사 하강법", not = ["경사하강법"] }
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from quizapp.decks.places import Paragraph
from quizapp.decks.source import Source, read
from quizapp.decks.toml import values_of
from quizapp.domain.card import Problem, Severity
from quizapp.domain.drawable import brief

GLOSSARY = "glossary.toml"
_UNREAD = re.compile(r"^ {0,3}(```|~~~).*?^ {0,3}\1|<!--.*?-->", re.DOTALL | re.MULTILINE)
_BRACKETS = re.compile(r"([^\s(]+(?:\s[^\s(]+){0,4})\(([A-Za-z][A-Za-z\s-]*)\)")


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
    for language, terms in languages.items():
        for term, entry in terms.items() if isinstance(terms, dict) else ((language, terms),):
            rendering = _rendering(entry)
            if rendering is None:
                line, place = Paragraph(text, 0, text.split("\n")).spot(max(0, text.find(term)))
                message = f'{brief(term)} is not of the form {{ write = "...", not = ["..."] }}'
                return Problem(GLOSSARY, line + 1, message, column=place + 1)
            glossary.setdefault(language, {})[term.lower()] = rendering
    return glossary


def _rendering(entry: Any) -> Rendering | None:
    if not isinstance(entry, dict) or set(entry) - {"write", "not"} or not isinstance(entry.get("write"), str):
        return None
    wrong = entry.get("not", [])
    if not isinstance(wrong, list) or not all(isinstance(word, str) and word for word in wrong):
        return None
    return Rendering(entry["write"], tuple(wrong))


def misnamed(source: Source, terms: Mapping[str, Rendering]) -> Iterator[Problem]:
    """Where a text writes a term otherwise than the glossary does. Code is not looked at, nor what a learner may say in other words."""
    kept = [place for place, char in enumerate(source.text) if char != "*"]
    text = _UNREAD.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source.text.replace("*", ""))
    found = dict(_wrong(text, terms))
    for place, term, word in _otherwise(text, terms):
        if not any(known == term and place <= at < text.find("(", place) for at, known in found):
            found[place, term] = word
    paragraph = Paragraph(source.text, 0, source.text.split("\n"))
    for (place, term), word in sorted(found.items()):
        line, column = paragraph.spot(kept[place])
        message = f"{brief(word)} for {brief(term)}; this deck writes {brief(terms[term].write)}"
        yield Problem(source.path, line + 1, message, Severity.WARNING, column + 1)


def _wrong(text: str, terms: Mapping[str, Rendering]) -> Iterator[tuple[tuple[int, str], str]]:
    """Each word that the glossary lists as wrong: its place with its term, and the word."""
    for term, rendering in terms.items():
        for word in rendering.wrong:
            for match in re.finditer(re.escape(word), text) if word not in rendering.write else ():
                yield (match.start(), term), word


def _otherwise(text: str, terms: Mapping[str, Rendering]) -> Iterator[tuple[int, str, str]]:
    """Before a term in brackets, other words than the glossary's: their place, the term, and the words."""
    for match in _BRACKETS.finditer(text):
        term = " ".join(match[2].lower().split())
        if term in terms and not " ".join(match[1].split()).endswith(terms[term].write):
            words = list(re.finditer(r"\S+", match[1]))[-len(terms[term].write.split()) :]
            yield match.start(1) + words[0].start(), term, " ".join(word[0] for word in words)
