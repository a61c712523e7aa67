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
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_BRACKETS = re.compile(r"([^\s(]+(?: [^\s(]+)*)\(([A-Za-z][A-Za-z -]*)\)")


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
    """Where a text writes a term otherwise than the glossary does. Code is not looked at."""
    fenced = False
    for number, line in enumerate(source.text.splitlines(), 1):
        if _FENCE.match(line):
            fenced = not fenced
        if fenced:
            continue
        wrong = {term: word for term, one in terms.items() for word in one.wrong if word in line and word not in one.write}
        for before, name in _BRACKETS.findall(line.replace("*", "")):
            term = name.lower()
            if term in terms and term not in wrong and not before.endswith(terms[term].write):
                wrong[term] = " ".join(before.split()[-len(terms[term].write.split()) :])
        for term, word in wrong.items():
            yield Problem(source.path, number, f"{word!r} for {term!r}; this deck writes {terms[term].write!r}", "warning")
