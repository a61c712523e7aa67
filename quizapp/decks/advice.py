"""What would make a deck better, though nothing in it is wrong: warnings that only `quizapp check` tells, never the app."""

import re
from collections.abc import Iterator
from pathlib import Path

from quizapp.decks.contents import read_contents
from quizapp.decks.files import sources
from quizapp.decks.glossary import Glossary, misnamed, read_glossary
from quizapp.decks.listing import CONTENTS
from quizapp.decks.source import Source
from quizapp.domain.card import CardText, Deck, Problem, Severity
from quizapp.domain.language_names import mixed_up

SECONDS_ALOUD = 90
"""An answer that takes longer than this loses the interviewer."""
WORDS_A_MINUTE = 150
"""How fast English is spoken to be understood (Tauroza and Allison, "Speech rates in British English", 1990: 125 to 160 in lectures)."""
SYLLABLES_A_MINUTE = 300
"""The same for Korean, whose letters are syllables; read news runs at 340 to 350."""
_HANGUL = re.compile(r"[가-힣]")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_UNSPOKEN = re.compile(r"\[([^\]]*)\]\([^)]*\)|```.*?```|[*_`]", re.DOTALL)


def advise(folder: Path, deck: Deck) -> Iterator[Problem]:
    """Every warning about the deck in `folder`, of which `deck` was read."""
    links_demos = any(text.demos for card in deck.cards for text in card.texts.values())
    yield from _countries(deck)
    for card in deck.cards:
        original = card.texts.get(deck.language)
        for text in card.texts.values():
            yield from _about(text)
            if links_demos and not text.demos:
                yield _warning(text, "no demo, unlike other cards of this deck; [some text](demo:ID) links to one")
            if original is not None and text is not original:
                yield from _lag(text, original)
    glossary = read_glossary(folder)
    if isinstance(glossary, Problem):
        yield glossary
    elif glossary:
        yield from _misnamed(folder, glossary, deck.language)


def _countries(deck: Deck) -> Iterator[Problem]:
    """Codes of countries in the place of languages: of the deck's own, and of each translation."""
    if likely := mixed_up(deck.language):
        yield Problem(CONTENTS, 0, f"the language {deck.language!r} is the code of a country; did you mean {likely!r}?", Severity.WARNING)
    for card in deck.cards:
        for language, text in card.texts.items():
            if language != deck.language and (likely := mixed_up(language)):
                yield _warning(text, f"{language!r} before .md is the code of a country; did you mean {likely!r}?")


def _about(text: CardText) -> Iterator[Problem]:
    if not text.key_points:
        yield _warning(text, "no key points; add three to six, so that learners can check what they said")
    seconds = seconds_aloud(text.answer)
    if seconds > SECONDS_ALOUD:
        yield _warning(text, f"the answer takes about {seconds:.0f} seconds to say; aim for 30 to 60, and move the rest below '## '")


def seconds_aloud(markdown: str) -> float:
    """About how long the text takes to say: Korean by syllables, everything else by words. A link that stands alone is not said."""
    spoken = "\n".join(line for line in markdown.splitlines() if not re.fullmatch(r"\s*\[[^\]]*\]\(demo:[^)]*\)\s*", line))
    spoken = _UNSPOKEN.sub(r"\1", spoken)
    syllables = len(_HANGUL.findall(spoken))
    words = len([word for word in _WORD.findall(spoken) if not _HANGUL.search(word)])
    return 60 * (syllables / SYLLABLES_A_MINUTE + words / WORDS_A_MINUTE)


def _lag(text: CardText, original: CardText) -> Iterator[Problem]:
    """What the original has and its translation lacks, or the other way round: a sign that one was edited without the other."""
    counts = (
        ("key point", len(text.key_points), len(original.key_points)),
        ("follow-up", len(text.follow_ups), len(original.follow_ups)),
        ("common mistake", _items(text.mistakes), _items(original.mistakes)),
        ("source", _items(text.sources), _items(original.sources)),
        ("code block", text.deeper.count("```") // 2, original.deeper.count("```") // 2),
    )
    for name, mine, others in counts:
        if mine != others:
            number = f"{mine} {name}{'' if mine == 1 else 's'}"
            yield _warning(text, f"has {number}, but its original ({original.path}) has {others}; bring them into line")
    mine_demos, other_demos = ([(link.demo, link.settings) for link in one.demos] for one in (text, original))
    if mine_demos != other_demos:
        yield _warning(text, f"links to other demos than its original ({original.path}); bring them into line")
    if bool(text.deeper) != bool(original.deeper):
        has, other = ("no", "one") if original.deeper else ("a", "none")
        yield _warning(text, f"has {has} deeper part, but its original ({original.path}) has {other}; bring them into line")


def _items(markdown: str) -> int:
    return len(re.findall(r"^[-*+] ", markdown, re.MULTILINE))


def _misnamed(folder: Path, glossary: Glossary, language: str) -> Iterator[Problem]:
    for source in sources(folder, read_contents(folder)):
        if isinstance(source, Source):
            yield from misnamed(source, glossary.get(source.language or language, {}))


def _warning(text: CardText, message: str) -> Problem:
    return Problem(text.path, text.line, message, Severity.WARNING)
