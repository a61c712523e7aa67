"""A deck's glossary, `glossary.toml`: one rendering of each term in each language.

[ko]
"gradient descent" = { write = "경사 하강법", not = ["경사하강법"] }
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from quizapp.decks.source import Source, read
from quizapp.domain.card import Problem

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
    if not (folder / GLOSSARY).exists():
        return None
    text = read(folder, GLOSSARY)
    if isinstance(text, Problem):
        return text
    try:
        languages = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        return Problem(GLOSSARY, int(line[1]) if line else 0, f"is not TOML: {error}")
    glossary: dict[str, dict[str, Rendering]] = {}
    for language, terms in languages.items():
        for term, entry in terms.items() if isinstance(terms, dict) else ((language, terms),):
            rendering = _rendering(entry)
            if rendering is None:
                line_number = next((n for n, line in enumerate(text.splitlines(), 1) if term in line), 0)
                return Problem(GLOSSARY, line_number, f'{term!r} is not of the form {{ write = "...", not = ["..."] }}')
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
    text = _UNREAD.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source.text.replace("*", ""))
    found: dict[tuple[int, str], str] = {}
    for term, rendering in terms.items():
        for word in rendering.wrong:
            for match in re.finditer(re.escape(word), text):
                if word not in rendering.write:
                    found.setdefault((_line(text, match.start()), term), word)
    for match in _BRACKETS.finditer(text):
        before, term = " ".join(match[1].split()), " ".join(match[2].lower().split())
        if term in terms and not before.endswith(terms[term].write):
            said = " ".join(before.split()[-len(terms[term].write.split()) :])
            found.setdefault((_line(text, match.start(2)), term), said)
    for (line, term), word in sorted(found.items()):
        yield Problem(source.path, line, f"{word!r} for {term!r}; this deck writes {terms[term].write!r}", "warning")


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
