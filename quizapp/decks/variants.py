"""What else a deck's glossary says its terms are called, for the key points of one card: a typed answer may use those words."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from quizapp.decks.glossary import Glossary, Rendering, read_glossary
from quizapp.domain.card import CardText, Problem

_START = 2
"""Characters by which terms are looked up, so that the time for a card does not depend on how many there are."""


class TermVariants:
    """The glossary of a deck, to be asked for what concerns a card; empty where there is none or it cannot be read."""

    def __init__(self, glossary: Glossary) -> None:
        self._terms = {language: _by_start(terms) for language, terms in glossary.items()}
        self.stamp = hashlib.sha256(repr(sorted((one, sorted(terms.items())) for one, terms in glossary.items())).encode()).hexdigest()[:16]
        """Changes with the glossary."""

    def has(self, language: str) -> bool:
        """Whether it knows other words for terms in `language`."""
        return bool(self._terms.get(language))

    def added_to(self, text: CardText) -> CardText:
        """`text` with the other words for the terms of its key points."""
        terms = self._terms.get(text.language)
        if not terms or not text.key_points:
            return text
        said = "\n".join(line for point in text.key_points for line in (point.words.replace("*", ""), *point.terms))
        starts = {said[i : i + _START] for i in range(len(said))} & terms.keys()
        found = {each for start in starts for each in terms[start] if each.write in said}
        pairs = {(variant, each.write) for each in found for variant in each.wrong}
        return replace(text, variants=tuple(sorted(pairs))) if pairs else text


def term_variants(folder: Path) -> TermVariants:
    """Those of the deck in `folder`. What is wrong with its glossary is for `quizapp check` to say."""
    glossary = read_glossary(folder)
    return TermVariants({} if glossary is None or isinstance(glossary, Problem) else glossary)


def _by_start(terms: Mapping[str, Rendering]) -> Mapping[str, list[Rendering]]:
    found: defaultdict[str, list[Rendering]] = defaultdict(list)
    for each in terms.values():
        if each.wrong:
            found[each.write[:_START]].append(each)
    return found
