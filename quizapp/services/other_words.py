"""Other words for what decks write, as their glossaries list them: who looks for one of them means the deck's own."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from quizapp.decks.glossary import read_glossary
from quizapp.domain.card import Problem
from quizapp.services.fuzzy_search import RUN_TOGETHER, letters, run_together


class OtherWords:
    """Looks up what somebody begins to type among words that mean the same as others."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        """Each pair is a word or several, and what decks write for it."""
        self._written = [(run_together(start), written) for other, written in pairs for start in _starts(letters(other))]

    def __call__(self, word: str) -> set[str]:
        """What decks write for the words that begin with `word`; nothing where that is too short to tell."""
        spelt = run_together(letters(word))
        return {written for start, written in self._written if start.startswith(spelt)} if len(spelt) >= RUN_TOGETHER else set()


def other_words(folders: Iterable[Path]) -> OtherWords:
    """Those of the glossaries in the `folders`. What is wrong with a glossary is for `quizapp check` to say."""
    return OtherWords(pair for folder in folders for pair in _pairs(folder))


def _pairs(folder: Path) -> Iterator[tuple[str, str]]:
    glossary = read_glossary(folder)
    if glossary is None or isinstance(glossary, Problem):
        return
    for terms in glossary.values():
        for term, rendering in terms.items():
            yield from ((other, rendering.write) for other in (term, *rendering.wrong) if other != rendering.write)


def _starts(text: str) -> Iterator[str]:
    """`text` from each of its words on."""
    words = text.split()
    return (" ".join(words[number:]) for number in range(len(words)))
