"""Obsidian's spaced-repetition plugin: `question::answer`, `:::` for both ways, `?` and `??` on a line between them, ==gaps==.

Separators, tags and gaps can be others: `obsidian_plugin` knows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quizapp.decks.importing.cloze import MARKED, Deletion, asked
from quizapp.decks.importing.conventions import SUFFIXES
from quizapp.decks.importing.material import Material
from quizapp.decks.importing.note import LeftOut, Note, NotesFound, Where
from quizapp.decks.importing.obsidian_plugin import HIGHLIGHT, Plugin, ask_for_a_separator, plugin
from quizapp.decks.importing.pictures import FolderPictures
from quizapp.decks.importing.protect import Protected
from quizapp.domain.estimates import LONGEST_INTERVAL, ForeignState
from quizapp.domain.i18n import gettext

_FRONT_MATTER = re.compile(r"\A---[ ]*\n(?P<yaml>(?:.*\n)*?)(?:---|\.\.\.)[ ]*(?:\n|\Z)")
_STATE = re.compile(r"\s*<!--SR:(?P<states>(?:![^!>]*?)+)-->\s*")
_ONE_STATE = re.compile(r"!(\d{4})-(\d{2})-(\d{2}),(\d+)(?:\.\d+)?,(\d+)")
_NO_STATE = ("2000", "01", "01", "1", "250")
_YEARS = range(1970, 2200)
_FIRST_DAY = date(1970, 1, 1)
"""No event can be dated earlier."""
_LIST_MARK = re.compile(r"^(?:[-*+]|\d+[.)])\s+(?:\[[ x]\]\s+)?|^#{1,6}\s+")
_BLOCK_ID = re.compile(r"\s+\^(?P<id>[A-Za-z0-9-]+)[ ]*$", re.MULTILINE)
_COMMENT = re.compile(r"%%.*?%%", re.DOTALL)
_CALLOUT = re.compile(r"^(?P<mark>[ ]*>[> ]*)\[!(?P<kind>[\w-]+)\][+-]?[ ]*(?P<title>.*)$", re.MULTILINE)
_WIKI = re.compile(r"(?P<embed>!?)\[\[(?P<target>[^\[\]|]*)(?:\|(?P<words>[^\[\]]*))?\]\]")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp|avif)$", re.IGNORECASE)
_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})")


@dataclass(frozen=True)
class Block:
    """Lines without an empty one among them, code aside; the 0-based number of the first; and the topic in force."""

    line: int
    lines: tuple[str, ...]
    topic: tuple[str, ...]


class Obsidian:
    """The dialect."""

    id = "obsidian"

    def words(self) -> str:
        """How it is written."""
        return gettext("written as Obsidian flashcards")

    def recognises(self, source: Material) -> float:
        """About how many cards there are; a `::` counts for little where no tag and no state says that cards are meant."""
        total, settings = 0.0, plugin(source.root, source.options)
        for name in source.named(".md"):
            text = source.text(name) or ""
            meant = bool(settings.said or settings.tag.search(text) or "<!--SR:" in text or _tag_above(text, settings))
            for block in _blocks(text, (), settings):
                notes = [*_notes(block, name, settings, gaps=meant)]
                total += len(notes) * (1.0 if meant or "?" in (line.strip() for line in block.lines) else 0.3)
                total += not notes and any("<!--SR:" in line for line in block.lines)
        return total

    def read(self, source: Material) -> NotesFound:
        """Every card of the vault."""
        settings = plugin(source.root, source.options)
        found = NotesFound(self.id, self.words(), pictures=FolderPictures(source))
        dated = list[str]()
        for name in source.named(*SUFFIXES):
            text = source.text(name)
            if text is None:
                continue
            before = len(found.notes)
            folders = tuple(name.split("/")[:-1])
            for block in _blocks(text, folders, settings):
                notes = [*_notes(block, name, settings, gaps=True)]
                found.notes += notes
                if not notes and any("<!--SR:" in line for line in block.lines):
                    dated.append(next((line for line in block.lines if "<!--SR:" not in line), ""))
                    found.left_out.append(LeftOut(Where(name, block.line + 1), gettext("it has a due date but no separator")))
            if len(found.notes) == before:
                found.left_out.append(LeftOut(Where(name), gettext("no question was found in it")))
        if not settings.said:
            ask_for_a_separator([line for line in dated if line], len(dated) + sum(note.state is not None for note in found.notes))
        return found


def _tag_above(text: str, settings: Plugin) -> str:
    """The tag in a note's front matter; empty where there is none."""
    matter = _FRONT_MATTER.match(text)
    found = settings.front_tag.search(matter["yaml"]) if matter else None
    return found["name"] if found else ""


def _topic_of(tag: str) -> tuple[str, ...]:
    return tuple(part.replace("-", " ").replace("_", " ") for part in tag.split("/")[1:] if part)


def _blocks(text: str, topic: tuple[str, ...], settings: Plugin) -> Iterator[Block]:
    """The blocks of a note; a tag on a line of its own gives those below it their topic."""
    if tag := _tag_above(text, settings):
        topic = _topic_of(tag) or topic
    matter = _FRONT_MATTER.match(text)
    skip = matter[0].count("\n") if matter else 0
    lines, begun, fence = list[str](), 0, ""
    for number, line in enumerate([*_COMMENT.sub(_blank, text).split("\n"), ""]):
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        tags = settings.tag.findall(line) if not fence else []
        if number < skip:
            continue
        if tags and not settings.tag.sub("", line).strip():
            topic = _topic_of(tags[-1]) or topic
            line = ""
        ended = bool(settings.end) and line.strip() == settings.end and not fence
        if not ended and (line.strip() or fence or (settings.end and _is_divided(lines, settings))):
            begun = begun if lines else number
            lines.append(line)
        elif lines:
            yield Block(begun, tuple(lines), topic)
            lines = []


def _is_divided(lines: Sequence[str], settings: Plugin) -> bool:
    """Whether a card of several lines is open, which goes on behind an empty line where another mark ends it."""
    marks = {settings.separators["multiline"], settings.separators["multiline-reversed"]} - {""}
    return any(line.strip() in marks for line in lines)


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _notes(block: Block, name: str, settings: Plugin, *, gaps: bool) -> Iterator[Note]:
    """The cards of a block: one or two with a separator, one for each gap, none for anything else."""
    text = "\n".join(block.lines)
    states = [_state(each) for match in _STATE.finditer(text) for each in _ONE_STATE.findall(match["states"])]
    text = _STATE.sub("\n", text).strip("\n")
    topic = next((found for tag in settings.tag.findall(text) if (found := _topic_of(tag))), block.topic)
    ids = {number: match["id"] for number, line in enumerate(text.split("\n"), start=block.line) if (match := _BLOCK_ID.search(line))}
    text = _BLOCK_ID.sub("", settings.tag.sub("", text))
    pairs = [*_pairs(text, block.line, settings.separators)] or ([*_gapped(text, block.line, settings)] if gaps else [])
    for place, (line, question, answer, changed) in enumerate(pairs):
        id = ids.get(line) or (next(iter(ids.values()), "") if len({pair[0] for pair in pairs}) == 1 else "")
        several = sum(pair[0] == line for pair in pairs) > 1
        key = f"{id}-{place + 1}" if id and several else id
        yield Note(
            _plain(question),
            _plain(answer),
            Where(name, line + 1),
            key=key,
            topic=topic,
            changes=(MARKED,) if changed else (),
            state=states[place] if place < len(states) else None,
        )


def _pairs(text: str, first: int, separators: Mapping[str, str]) -> Iterator[tuple[int, str, str, bool]]:
    """Questions and answers with a separator between them."""
    lines = text.split("\n")
    for name in ("multiline-reversed", "multiline"):
        if (mark := separators[name]) and mark in (line.strip() for line in lines):
            place = next(number for number, line in enumerate(lines) if line.strip() == mark)
            question, answer = "\n".join(lines[:place]).strip(), "\n".join(lines[place + 1 :]).strip("\n")
            question = _LIST_MARK.sub("", question)
            if question and answer.strip():
                yield first, question, answer, False
                if name == "multiline-reversed":
                    yield first, answer, question, False
            return
    for number, line in enumerate(lines):
        for name in ("inline-reversed", "inline"):
            place = _outside_code(line, separators[name])
            if place < 0:
                continue
            question, answer = line[:place].strip(), line[place + len(separators[name]) :].strip()
            question = _LIST_MARK.sub("", question)
            if question and answer:
                yield first + number, question, answer, False
                if name == "inline-reversed":
                    yield first + number, answer, question, False
            break


def _outside_code(line: str, mark: str) -> int:
    """Where `mark` stands in `line` outside code and formulas; -1 where it does not."""
    hidden = Protected.spans(line)
    place = line.find(mark) if mark else -1
    while place >= 0 and any(start <= place < end for start, end in hidden):
        place = line.find(mark, place + 1)
    return place


def _gapped(text: str, first: int, settings: Plugin) -> Iterator[tuple[int, str, str, bool]]:
    hidden = Protected.spans(text)
    matches = sorted((match for gap in settings.gap for match in gap.finditer(text)), key=lambda match: match.start())
    found = list[re.Match[str]]()
    for match in matches:
        inside = bool(found) and match.start() < found[-1].end()
        if not inside and not any(start <= match.start() < end for start, end in hidden):
            found.append(match)
    gaps = [
        Deletion(match.start(), match.end(), match["text"], match["group"] or f"#{number}", match["hint"] or "")
        for number, match in enumerate(found)
    ]
    yield from ((first, question, answer, True) for _, question, answer in asked(text, gaps))


def _state(found: tuple[str, ...]) -> ForeignState | None:
    """A state as the plugin writes it; None for what stands in the place of one that a card does not have yet, or is none."""
    try:
        year, month, day, interval, ease = map(int, found)
        state = ForeignState(date(year, month, day), min(interval, LONGEST_INTERVAL), min(ease, 10_000))
    except ValueError:
        return None
    if found == _NO_STATE or year not in _YEARS or state.interval >= state.due.toordinal():
        return None
    return state if state.reviewed > _FIRST_DAY else None


def _plain(text: str) -> str:
    """The text with wiki links and callouts as Markdown."""
    protected = Protected(text)
    protected.change(lambda prose: HIGHLIGHT.sub(r"**\g<text>**", _WIKI.sub(_wiki, _CALLOUT.sub(_callout, prose))))
    return protected.restored()


def _wiki(match: re.Match[str]) -> str:
    if match["embed"] and _PICTURE.search(match["target"].strip()):
        words = match["words"] or ""
        words = "" if re.fullmatch(r"[\dx ]*", words) else words  # how large Obsidian shows it
        return f"![[{match['target'].strip()}|{words}]]"
    return (match["words"] or match["target"].replace("#", " ").strip()).strip()


def _callout(match: re.Match[str]) -> str:
    return f"{match['mark']}**{match['title'].strip() or match['kind'].capitalize()}**"
