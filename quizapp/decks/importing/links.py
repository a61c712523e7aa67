"""Links and pictures of a note: those that lead nowhere outside its source become text, pictures inside it are named as they are copied."""

import posixpath
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from quizapp.decks.ids import legal
from quizapp.decks.importing.html import formula_of_picture
from quizapp.decks.importing.note import Alteration, Altered, Pictures
from quizapp.decks.importing.protect import Protected
from quizapp.decks.pictures import SUFFIXES
from quizapp.domain.drawable import one_line
from quizapp.domain.links import WEB_SCHEMES, is_address, scheme_of

FOLDER = "pictures"
"""Of the deck, for the pictures of its cards."""
_TARGET = (
    r"\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))"
    r"""(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?(?P<size>\s*=\d*x\d*)?\s*\)"""
)
_WORDS = r"\[(?P<words>(?:\\.|!\[[^\[\]]*\]\([^()]*\)|\[[^\[\]]*\]|[^\[\]\\])*)\]"
_LINK = re.compile(rf"(?P<picture>!?){_WORDS}{_TARGET}", re.DOTALL)
_REFERENCE = re.compile(r"(?P<picture>!?)\[(?P<words>(?:\\.|[^\[\]\\])+)\](?:\[(?P<label>[^\[\]]*)\])?(?![\[(:])")
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]+\]:\s*\S+.*$\n?", re.MULTILINE)
_WIKI_PICTURE = re.compile(r"!\[\[(?P<name>[^\[\]|]+)(?:\|(?P<words>[^\[\]]*))?\]\]")
_AUTO = re.compile(r"<(?P<address>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>")


class Linked:
    """Puts the links of notes right, and remembers the pictures that they show."""

    def __init__(self, pictures: Pictures) -> None:
        self.pictures = pictures
        self.shown: dict[str, str] = {}
        """By the name of a picture in its source: where it is put in the deck."""

    def settled(self, text: str, path: str, references: Mapping[str, Any] | None = None) -> tuple[str, list[Alteration]]:
        """`text`, from the file `path` that defines `references`, with links that can be followed; and what was changed."""
        changes: list[Alteration] = []
        protected = Protected(text)

        def link(match: re.Match[str]) -> str:
            address = match["angled"] or match["bare"] or ""
            if match["picture"]:
                return self._picture(match["words"], address, path, changes)
            words = _LINK.sub(link, match["words"])
            if words != match["words"] and "](" in words:
                return words  # a picture that was a link as well
            return _link(words, address, changes)

        def referred(match: re.Match[str]) -> str:
            found = (references or {}).get(_label(match["label"] or match["words"]))
            if not found:
                return match[0]
            if match["picture"]:
                return self._picture(match["words"], str(found["href"]), path, changes)
            return _link(match["words"], str(found["href"]), changes)

        def changed(prose: str) -> str:
            prose = _WIKI_PICTURE.sub(lambda match: self._picture(match["words"] or "", match["name"], path, changes), prose)
            prose = _LINK.sub(link, _DEFINITION.sub("", prose))
            prose = _REFERENCE.sub(referred, prose) if references else prose
            return _AUTO.sub(_auto, prose)

        protected.change(changed)
        return protected.restored(), changes

    def _picture(self, words: str, address: str, path: str, changes: list[Alteration]) -> str:
        words = " ".join(re.sub(r"[\[\]]", "", words).split())
        if formula := formula_of_picture(address):
            changes.append(Alteration(Altered.HTML))
            return formula
        if scheme_of(address).lower() in WEB_SCHEMES:
            changes.append(Alteration(Altered.NO_PICTURE, one_line(address[:200])))
            return f"[{words or _name(address)}]({address})" if is_address(address) else words
        name = self.pictures.find(unquote(address.partition("#")[0].partition("?")[0]), path)
        if not name or not name.lower().endswith(SUFFIXES):
            changes.append(Alteration(Altered.NO_PICTURE, one_line(address[:60])))
            return words
        changes.append(Alteration(Altered.PICTURES, one_line(name)))
        return f"![{words or _name(name)}]({self._place(name)})"

    def _place(self, name: str) -> str:
        """Where the picture is put, under a name that every system can have."""
        if name not in self.shown:
            stem, suffix = posixpath.splitext(name)
            wanted = legal(stem.replace("/", "-"))[-80:].strip("-") or "picture"
            taken, number, place = set(self.shown.values()), 1, f"{FOLDER}/{wanted}{suffix.lower()}"
            while place in taken:
                number += 1
                place = f"{FOLDER}/{wanted}-{number}{suffix.lower()}"
            self.shown[name] = place
        return self.shown[name]


def _link(words: str, address: str, changes: list[Alteration]) -> str:
    scheme = scheme_of(address).lower()
    if scheme in WEB_SCHEMES and is_address(address):
        if not words.strip():
            return f"<{address}>"
        return f"[{words}](<{address}>)" if re.search(r"[\s()<>\\]", address) else f"[{words}]({address})"
    changes.append(Alteration(Altered.LINKS))
    return words


def _auto(match: re.Match[str]) -> str:
    address = match["address"]
    return match[0] if scheme_of(address).lower() in WEB_SCHEMES and is_address(address) else f"`{address}`"


def _label(text: str) -> str:
    return " ".join(text.split()).lower().upper()


def _name(address: str) -> str:
    name = posixpath.basename(unquote(address.partition("?")[0]).rstrip("/"))
    return " ".join(re.sub(r"[\[\]()<>\\`*_]", " ", posixpath.splitext(name)[0]).split()) or "picture"
