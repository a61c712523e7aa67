"""hashcards and repeater: `Q:` and `A:` at the beginning of a line, `C:` for a sentence with [gaps], `---` where a card ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from quizapp.decks.importing.cloze import MARKED, Deletion, asked
from quizapp.decks.importing.conventions import SUFFIXES, set_aside
from quizapp.decks.importing.material import Material
from quizapp.decks.importing.note import LeftOut, Note, NotesFound, Where
from quizapp.decks.importing.pictures import FolderPictures
from quizapp.decks.importing.protect import Protected
from quizapp.decks.places import readable
from quizapp.domain.i18n import gettext, ngettext

_TAG = re.compile(r"(?:\*\*|__)?(?P<tag>[QAC])(?:uestion|nswer)?\s?\d{0,4}:(?:\*\*|__)?(?:\s|$)")
_GAP = re.compile(r"(?<![!\\])\[(?!\^)(?P<text>(?:\\.|[^\[\]\\])+)\](?!\()")
_HEADING = re.compile(r" {0,3}#{1,6}\s")
_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})")
_NAME = re.compile(r"""\A---[ ]*\n(?:.*\n)*?name\s*[=:]\s*["']?(?P<name>[^"'\n]+)""")


@dataclass
class Tagged:
    """A card's lines by their tag, and the 0-based line of the first."""

    line: int
    tag: str
    question: list[str] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)


class QuestionAnswerLines:
    """The dialect."""

    id = "hashcards"

    def words(self) -> str:
        """How it is written."""
        return gettext("written with the tags Q:, A: and C:")

    def recognises(self, source: Material) -> float:
        """About how many cards there are."""
        return sum(bool(card.answer) or card.tag == "C" for name in _files(source) for card in _cards(source.text(name) or "")[0])

    def read(self, source: Material) -> NotesFound:
        """Every card; text between cards belongs to none."""
        found = NotesFound(self.id, self.words(), pictures=FolderPictures(source))
        for name in _files(source):
            text = source.text(name)
            if text is None:
                continue
            cards, strays = _cards(text)
            strays = sorted([*strays, *(line for card in cards for line in _headings_behind(card))])
            topic = (*name.split("/")[:-1], _topic(name, text))
            for card in cards:
                found.notes += _notes(card, Where(name, card.line + 1), topic)
                if card.tag == "C" and not _gaps("\n".join(card.question)):
                    found.left_out.append(
                        LeftOut(Where(name, card.line + 1), gettext("a sentence without a gap"), card.question[0].strip())
                    )
            if strays:
                reason = ngettext("{count:,} line that belongs to no card", "{count:,} lines that belong to no card", len(strays))
                found.left_out.append(LeftOut(Where(name, strays[0] + 1), reason))
        found.left_out += (LeftOut(Where(name), reason) for name, reason in set_aside(source))
        return found


def _files(source: Material) -> list[str]:
    aside = {name for name, _ in set_aside(source)}
    return [name for name in source.named(*SUFFIXES, ".txt") if name not in aside]


def _topic(name: str, text: str) -> str:
    named = _NAME.match(text)
    return named["name"].strip() if named else name.rpartition("/")[2].rpartition(".")[0]


def _cards(text: str) -> tuple[list[Tagged], list[int]]:
    """The cards of a file, and its lines, 0-based, that belong to none."""
    cards, strays = list[Tagged](), list[int]()
    card: Tagged | None = None
    fence = ""
    for number, line in enumerate(readable(text).split("\n")):
        match = _TAG.match(line)
        if (mark := _FENCE.match(line)) and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        if match and not fence and (match["tag"] != "A" or card is not None):
            rest = line[match.end() :]
            if match["tag"] == "A" and card is not None:
                card.tag = "A"
                card.answer.append(rest)
            else:
                card = Tagged(number, match["tag"], [rest])
                cards.append(card)
        elif line.strip() == "---" and not fence:
            card = None
        elif card is not None:
            (card.answer if card.tag == "A" else card.question).append(line)
        elif line.strip():
            strays.append(number)
    return cards, strays


def _headings_behind(card: Tagged) -> list[int]:
    """Takes off a card the headings at its end, which are titles of what follows; their lines, 0-based."""
    lines = card.answer if card.tag == "A" else card.question
    behind = [*lines]
    while len(behind) > 1 and (not behind[-1].strip() or _HEADING.match(behind[-1])):
        behind.pop()
    removed = lines[len(behind) :]
    if not any(map(str.strip, removed)):
        return []
    del lines[len(behind) :]
    first = card.line + len(card.question) + (len(card.answer) if card.tag == "A" else 0)
    return [first + number for number, line in enumerate(removed) if line.strip()]


def _notes(card: Tagged, where: Where, topic: tuple[str, ...]) -> Iterator[Note]:
    question = "\n".join(card.question).strip()
    if card.tag != "C":
        yield Note(question, "\n".join(card.answer).strip(), where, topic=topic)
        return
    for _, gapped, answer in asked(question, _gaps(question)):
        yield Note(gapped, answer, where, topic=topic, changes=(MARKED,))


def _gaps(text: str) -> list[Deletion]:
    """The parts of `text` between square brackets that are neither links nor code."""
    hidden = {place for start, end in Protected.spans(text) for place in range(start, end)}
    matches = [match for match in _GAP.finditer(text) if match.start() not in hidden]
    return [Deletion(match.start(), match.end(), match["text"], str(number)) for number, match in enumerate(matches)]
