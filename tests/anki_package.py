"""Builds Anki packages for tests: in the older layout (schema 11, JSON, plain media) and the newer one (schema 18, Zstandard)."""

import json
import sqlite3
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import zstandard

MADE = 1_600_000_000_000
"""Milliseconds: when the first note was made."""
DAY = 86_400_000
FRONT_TO_BACK = ("Card 1", "{{Front}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}")
BACK_TO_FRONT = ("Card 2", "{{Back}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Front}}")
CLOZE_TEMPLATE = ("Cloze", "{{cloze:Text}}", "{{cloze:Text}}<br>\n{{Extra}}")
TABLES = """
CREATE TABLE col (id integer primary key, crt integer, mod integer, scm integer, ver integer, dty integer, usn integer, ls integer,
    conf text, models text, decks text, dconf text, tags text);
CREATE TABLE notes (id integer primary key, guid text, mid integer, mod integer, usn integer, tags text, flds text, sfld integer,
    csum integer, flags integer, data text);
CREATE TABLE cards (id integer primary key, nid integer, did integer, ord integer, mod integer, usn integer, type integer, queue integer,
    due integer, ivl integer, factor integer, reps integer, lapses integer, left integer, odue integer, odid integer, flags integer,
    data text);
CREATE TABLE revlog (id integer primary key, cid integer, usn integer, ease integer, ivl integer, lastIvl integer, factor integer,
    time integer, type integer);
"""
NEWER_TABLES = """
CREATE TABLE notetypes (id integer primary key, name text NOT NULL COLLATE unicase, mtime_secs integer, usn integer, config blob);
CREATE TABLE fields (ntid integer, ord integer, name text NOT NULL COLLATE unicase, config blob, PRIMARY KEY (ntid, ord)) WITHOUT ROWID;
CREATE UNIQUE INDEX idx_fields_name_ntid ON fields (name, ntid);
CREATE TABLE templates (ntid integer, ord integer, name text NOT NULL COLLATE unicase, mtime_secs integer, usn integer, config blob,
    PRIMARY KEY (ntid, ord)) WITHOUT ROWID;
CREATE TABLE decks (id integer primary key, name text NOT NULL COLLATE unicase, mtime_secs integer, usn integer, common blob, kind blob);
CREATE UNIQUE INDEX idx_decks_name ON decks (name);
"""


@dataclass
class Kind:
    """A note type."""

    name: str = "Basic"
    fields: Sequence[str] = ("Front", "Back")
    templates: Sequence[tuple[str, str, str]] = (FRONT_TO_BACK,)
    cloze: bool = False
    css: str = ""


BASIC = Kind()
REVERSED = Kind("Basic (and reversed card)", templates=(FRONT_TO_BACK, BACK_TO_FRONT))
CLOZE = Kind("Cloze", ("Text", "Extra"), (CLOZE_TEMPLATE,), cloze=True)


@dataclass
class Package:
    """What goes into a package."""

    kinds: list[Kind] = field(default_factory=list)
    decks: list[str] = field(default_factory=lambda: ["Default"])
    notes: list[tuple[Any, ...]] = field(default_factory=list)
    cards: list[tuple[Any, ...]] = field(default_factory=list)
    reviews: list[tuple[Any, ...]] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)

    def note(
        self, *fields: str, kind: Kind = BASIC, deck: str = "Default", guid: str = "", ords: Iterable[int] = (0,), suspended: bool = False
    ) -> int:
        """Adds a note with a card for each of `ords`; the id of the first card."""
        if kind not in self.kinds:
            self.kinds.append(kind)
        if deck not in self.decks:
            self.decks.append(deck)
        id = MADE + len(self.notes)
        self.notes.append((id, guid or f"guid{len(self.notes)}", self.kinds.index(kind) + 1, "\x1f".join(fields)))
        first = MADE + len(self.cards)
        for ord in ords:
            self.cards.append((MADE + len(self.cards), id, self.decks.index(deck) + 1, ord, -1 if suspended else 0))
        return first

    def review(self, card: int, at: int, button: int = 3, kind: int = 1, factor: int = 2500, duration: int = 4_000) -> None:
        """Adds a row to the review log, `at` milliseconds since 1970."""
        self.reviews.append((at, card, button, kind, factor, duration))

    def write(self, path: Path, *, newer: bool = False) -> Path:
        """Writes the package in one of the layouts."""
        database = self.database(path.with_suffix(".db"), newer=newer)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            if newer:
                archive.writestr("meta", b"\x08\x03")
                archive.writestr("collection.anki21b", compressed(database))
                archive.writestr("collection.anki2", decoy(path.with_suffix(".decoy")))
                archive.writestr("media", compressed(b"".join(_entry(name, data) for name, data in self.media.items())))
            else:
                archive.writestr("collection.anki2", database)
                archive.writestr("media", json.dumps({str(number): name for number, name in enumerate(self.media)}))
            for number, data in enumerate(self.media.values()):
                archive.writestr(str(number), compressed(data) if newer else data)
        return path

    def database(self, path: Path, *, newer: bool) -> bytes:
        """The collection, as SQLite stores it."""
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as connection:
            connection.create_collation(
                "unicase", lambda one, other: (one.casefold() > other.casefold()) - (one.casefold() < other.casefold())
            )
            connection.executescript(TABLES + (NEWER_TABLES if newer else ""))
            models, decks = ("", "") if newer else (json.dumps(self._models()), json.dumps(self._decks()))
            connection.execute("INSERT INTO col VALUES (1,0,0,0,?,0,0,0,'{}',?,?,'{}','')", (18 if newer else 11, models, decks))
            connection.executemany("INSERT INTO notes VALUES (?,?,?,0,0,'',?,'',0,0,'')", self.notes)
            connection.executemany("INSERT INTO cards VALUES (?,?,?,?,0,0,0,?,0,0,0,0,0,0,0,0,0,'')", self.cards)
            rows = [(at, card, button, factor, duration, kind) for at, card, button, kind, factor, duration in self.reviews]
            connection.executemany("INSERT INTO revlog VALUES (?,?,0,?,1,0,?,?,?)", rows)
            if newer:
                self._fill_newer(connection)
            connection.commit()
        return path.read_bytes()

    def _models(self) -> Mapping[str, Any]:
        return {
            str(number): {
                "name": kind.name,
                "type": int(kind.cloze),
                "css": kind.css,
                "flds": [{"name": name, "ord": ord} for ord, name in enumerate(kind.fields)],
                "tmpls": [{"name": name, "ord": ord, "qfmt": q, "afmt": a} for ord, (name, q, a) in enumerate(kind.templates)],
            }
            for number, kind in enumerate(self.kinds, start=1)
        }

    def _decks(self) -> Mapping[str, Any]:
        return {str(number): {"name": name} for number, name in enumerate(self.decks, start=1)}

    def _fill_newer(self, connection: sqlite3.Connection) -> None:
        for number, name in enumerate(self.decks, start=1):
            connection.execute("INSERT INTO decks VALUES (?,?,0,0,x'',x'')", (number, name.replace("::", "\x1f")))
        for id, kind in enumerate(self.kinds, start=1):
            config = (b"\x08\x01" if kind.cloze else b"") + _text(3, kind.css)
            connection.execute("INSERT INTO notetypes VALUES (?,?,0,0,?)", (id, kind.name, config))
            for ord, name in enumerate(kind.fields):
                connection.execute("INSERT INTO fields VALUES (?,?,?,x'')", (id, ord, name))
            for ord, (name, front, back) in enumerate(kind.templates):
                connection.execute("INSERT INTO templates VALUES (?,?,?,0,0,?)", (id, ord, name, _text(1, front) + _text(2, back)))


def decoy(path: Path) -> bytes:
    """The older collection that stands beside a newer one."""
    package = Package()
    package.note("Please update to the latest Anki version, then import the .colpkg/.apkg file again.", "")
    return package.database(path, newer=False)


def compressed(data: bytes) -> bytes:
    """In a frame of Zstandard."""
    return zstandard.ZstdCompressor().compress(data)


def _entry(name: str, data: bytes) -> bytes:
    message = _text(1, name) + b"\x10" + _varint(len(data))
    return b"\x0a" + _varint(len(message)) + message


def _text(number: int, text: str) -> bytes:
    data = text.encode()
    return bytes([number << 3 | 2]) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
