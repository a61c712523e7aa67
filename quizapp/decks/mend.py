"""Mending what can be mended without asking: missing ids, and what means nothing (line endings, blanks at line ends, undrawn characters).

What stands inside code stays as it is, and every card says afterwards what it said before. Tabs stay: reading expands them. A carriage
return inside a line stays as well: nobody but the author knows whether it was to end that line.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from markdown_it.token import Token

from quizapp.decks.contents import Contents, read_contents
from quizapp.decks.contents_edit import renamed
from quizapp.decks.files import sources
from quizapp.decks.glossary import GLOSSARY
from quizapp.decks.grammar import blocks, lines_of
from quizapp.decks.ids import is_id, of_file
from quizapp.decks.listing import CONTENTS
from quizapp.decks.load import DemoCheck
from quizapp.decks.naming import CardFile, Names, Spot, names
from quizapp.decks.parse import parse
from quizapp.decks.parsed import File, Parsed
from quizapp.decks.places import TAB, readable
from quizapp.decks.source import Source, file_of, is_text_of, read
from quizapp.decks.written import trimmed
from quizapp.domain.card import Problem, Severity
from quizapp.domain.drawable import clean
from quizapp.domain.errors import DeckError
from quizapp.domain.names import folded
from quizapp.domain.sections import headings

_LINE_END = re.compile(r"\r+(?=\n|\Z)")
_QUESTION = re.compile(r"(?P<heading> {0,3}#(?:[ \t]+(?!#+[ \t]*$).*?)?)(?P<closing>[ \t]+#+)?[ \t]*")


@dataclass(frozen=True)
class Mended:
    """A file of a deck, as it is and as it could be."""

    path: Path
    before: bytes
    after: bytes


@dataclass
class Mending:
    """What can be mended in a deck, and what only its author can mend."""

    files: list[Mended] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def mend(folder: Path, check_demo: DemoCheck, only: Collection[str] = ()) -> Mending:
    """What can be mended in the deck in `folder`, or in the files `only` of it. Writes nothing. Raises DeckError."""
    contents = read_contents(folder)
    found = {source.path: source for source in sources(folder, contents) if isinstance(source, Source)}
    tidied = {path: replace(source, text=tidy(source.text, source.language or contents.language)) for path, source in found.items()}
    files = {path: parse(source, contents.language) for path, source in tidied.items()}
    strangers = _no_cards(tidied, files, contents)
    named = _names(tidied, files, contents, check_demo, strangers.keys())
    mending, new_ids = Mending(), dict[str, str]()
    wanted = [path for path in found if (not only or path in only) and not _is_link_to_one_of(folder, path, found)]
    for path in wanted:
        ids = named.ids.get(path, {})
        new_ids |= {card.id: ids[card.text.line] for card in files[path].cards if card.text.line in ids and not is_id(card.id)}
        mending.files += _mended(folder, path, found[path].text, _with_ids(tidied[path].text, files[path], ids))
    mending.notes += [note for note in (*named.notes, *strangers.values()) if not only or note.path in only]
    for path in (CONTENTS, GLOSSARY):
        listed = new_ids if path == CONTENTS and contents.topics else {}
        if (not only or path in only or listed) and isinstance(text := read(folder, path), str):
            mending.files += _mended(folder, path, text, _with_new_ids(tidy_toml(text), listed))
    return mending


def tidy(text: str, language: str) -> str:
    """A file of cards in `language` without what means nothing; section names that differ by capitals alone as they should be."""
    text = _LINE_END.sub("", text)
    tokens, _ = blocks(readable(text))
    code = {line for token in tokens if token.type in ("fence", "code_block") for line in range(*lines_of(token))}
    broken = {line for token in tokens if token.type == "inline" for line in range(lines_of(token)[0], lines_of(token)[1] - 1)}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if number not in code and "\r" not in line:
            lines[number] = _tidy_line(clean(line), last=number not in broken)
    for number, wrong, right in _section_names(tokens, language):
        if wrong in lines[number]:
            lines[number] = right.join(lines[number].rsplit(wrong, 1))
    return _with_last_line_ended("\n".join(lines))


def tidy_toml(text: str) -> str:
    """A TOML file without what reading it takes away."""
    text = _LINE_END.sub("", text)
    return _with_last_line_ended(text if "\r" in text else clean(text))


def _tidy_line(line: str, *, last: bool) -> str:
    read_as = trimmed(line.expandtabs(TAB), last=last)
    return line.rstrip(" \t") + " " * (len(read_as) - len(read_as.rstrip(" ")))


def _with_last_line_ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _section_names(tokens: Sequence[Token], language: str) -> Iterator[tuple[int, str, str]]:
    """Each section that is named right but for its capitals: its 0-based line, its name, and its right name."""
    for heading, content in pairwise(tokens):
        if heading.type == "heading_open" and heading.tag == "h2" and heading.level == 0:
            name = content.content
            near = [right for right in headings(language) if folded(right) == folded(name)]
            if len(near) == 1 and near != [name]:
                yield lines_of(heading)[0], name, near[0]


def _no_cards(sources: Mapping[str, Source], files: Mapping[str, File], contents: Contents) -> dict[Spot, Problem]:
    """Headings that are no cards for want of an id, and do not look as if they were meant to be: an id would have them asked."""
    listed = contents.listed
    originals = {source.stem: files[path].cards for path, source in sources.items() if source.language in ("", contents.language)}
    strangers = {}
    for path, source in sources.items():
        cards, others = files[path].cards, originals.get(source.stem, [])
        for card, other in zip(cards, others if len(others) == len(cards) else cards, strict=True):
            id = of_file(source.stem)
            id_of_file = id and (len(cards) == 1 or (card is cards[0] and id in listed))
            if not (card.id_column or id_of_file or _looks_like_a_card(card) or _looks_like_a_card(other)):
                strangers[path, card.text.line] = _no_card(card)
    return strangers


def _no_card(card: Parsed) -> Problem:
    path, line = card.text.path, card.text.line
    message = "has no id and does not look like a card; if it is one, write {#some-id} after it, otherwise leave the file out"
    return Problem(path, line, f"{message}: ignore = [{path!r}] in {CONTENTS}", Severity.WARNING)


def _looks_like_a_card(card: Parsed) -> bool:
    """Whether it asks something, or has something that only a card has."""
    text = card.text
    return text.question.endswith(("?", "？")) or bool(text.key_points or text.follow_ups or text.mistakes or text.sources or text.demos)


def _names(
    sources: Mapping[str, Source], files: Mapping[str, File], contents: Contents, check_demo: DemoCheck, strangers: Collection[Spot]
) -> Names:
    of_cards = [CardFile(path, source.stem, source.language or contents.language, files[path].cards) for path, source in sources.items()]
    flawed = {(path, card.text.line) for path, file in files.items() for card in file.cards if _is_flawed(card, check_demo)}
    lines = {path: source.text.split("\n") for path, source in sources.items()}
    fixed = {(path, card.text.line) for path, file in files.items() for card in file.cards if "\r" in lines[path][card.text.line - 1]}
    return names(of_cards, contents.language, contents.listed, flawed, fixed | set(strangers))


def _is_flawed(card: Parsed, check_demo: DemoCheck) -> bool:
    """Whether a card that lacks an id, which is one error, has others."""
    return len(card.errors) > 1 or any(link.demo is not None and check_demo(link.demo) for link in card.links)


def _with_ids(text: str, file: File, ids: Mapping[int, str]) -> str:
    """`text` with the `ids`, each by the 1-based line of its question, where `file` is what was read in it."""
    lines = text.split("\n")
    for card in file.cards:
        if id := ids.get(card.text.line):
            lines[card.text.line - 1] = _with_id(lines[card.text.line - 1], card.id_column, id)
    return "\n".join(lines)


def _with_id(line: str, column: int, id: str) -> str:
    """The `line` of a question with `id` in the place of that at `column`, or added where that is 0."""
    if column:
        return f"{line[: column - 1]}{id}{line[line.index('}', column - 1) :]}"
    match = _QUESTION.fullmatch(line)
    return f"{match['heading'].rstrip()} {{#{id}}}{match['closing'] or ''}" if match else line


def _with_new_ids(text: str, ids: Mapping[str, str]) -> str:
    return renamed(text, ids) if ids and text == clean(text) else text


def _mended(folder: Path, path: str, text: str, after: str) -> Iterator[Mended]:
    """The file `path`, in which `text` was read, if `after` is not what stands in it."""
    file = file_of(folder, path)
    before = file.read_bytes()
    if not is_text_of(before, text):
        raise DeckError(f"{file} has just changed", "Try again.")
    if before != after.encode():
        yield Mended(file, before, after.encode())


def _is_link_to_one_of(folder: Path, path: str, files: Collection[str]) -> bool:
    """Whether the file is another name of a file of the deck, under whose own name it is mended."""
    file = file_of(folder, path)
    return file.is_symlink() and file.resolve().relative_to(folder.resolve()).as_posix() in files
