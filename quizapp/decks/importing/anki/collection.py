"""The SQLite database of a package: known tables only, of a copy that nobody writes to, in the older layout (11) and the newer one (18)."""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from quizapp.decks.importing.anki import protobuf
from quizapp.decks.importing.anki.parts import AnkiCard, AnkiNote, AnkiReview, NoteType, Template
from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext

LARGEST_NOTE = 1_000_000
"""Characters of all fields of a note, the data of pictures within them included."""
_LARGEST_VALUE = 64 * 1024 * 1024
"""Bytes of one value; what is larger ends the reading."""
_MOST_ROWS = 1_000_000
"""Of cards, and of reviews."""
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: _LARGEST_VALUE,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}
_PRAGMAS = ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0", "cache_size=-8192")
_TABLES = ("col", "notes", "cards", "revlog")
_NEWER_TABLES = ("notetypes", "fields", "templates", "decks")
_SEPARATOR = "\x1f"
_LINES = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_SUSPENDED = -1
_CLOZE = 1


class Collection:
    """A collection that is open for reading. Every method raises DeckError where it is damaged."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        tables = self._tables()
        self._newer = "notetypes" in tables and bool(self._rows("SELECT 1 FROM notetypes LIMIT 1"))
        self._reviewed = "revlog" in tables

    def types(self) -> dict[int, NoteType]:
        """The note types, by id."""
        return self._newer_types() if self._newer else self._older_types()

    def notes(self) -> Iterator[AnkiNote]:
        """Every note, in the order in which they were made."""
        large = f"CASE WHEN length(flds) > {LARGEST_NOTE} THEN NULL ELSE flds END, length(flds)"
        for id, guid, type, fields, length in self._each(f"SELECT id, guid, mid, {large} FROM notes ORDER BY id"):  # noqa: S608
            damage = ""
            if not (isinstance(id, int) and isinstance(type, int) and isinstance(guid, str | int)):
                damage = gettext("it is damaged")
            elif fields is None and isinstance(length, int):
                damage = gettext("it has {count:,} characters; the limit is {limit:,}", count=length, limit=LARGEST_NOTE)
            elif not isinstance(fields, str):
                damage = gettext("it is damaged")
            yield AnkiNote(id, str(guid), type, tuple((fields or "").split(_SEPARATOR)) if not damage else (), damage)

    def types_used(self) -> Iterator[tuple[int, int]]:
        """The id of each note, and that of its type."""
        return self._each("SELECT id, mid FROM notes ORDER BY id")

    def cards(self) -> dict[int, list[AnkiCard]]:
        """The cards, by the id of their note. One in a filtered deck counts to the deck that it came from."""
        decks = self._decks()
        found: dict[int, list[AnkiCard]] = {}
        rows = self._each("SELECT id, nid, ord, did, odid, queue FROM cards ORDER BY nid, ord", _MOST_ROWS)
        for id, note, ord, deck, home, queue in rows:
            if all(isinstance(value, int) for value in (id, note, ord, deck)):
                found.setdefault(note, []).append(AnkiCard(id, ord, decks.get(home or deck, ()), queue == _SUSPENDED))
        return found

    def reviews(self) -> dict[int, list[AnkiReview]]:
        """The review log, by the id of the card, each in order."""
        if not self._reviewed:
            return {}
        found: dict[int, list[AnkiReview]] = {}
        rows = self._each("SELECT cid, id, ease, time, type, factor FROM revlog WHERE id > 0 ORDER BY id", _MOST_ROWS)
        for card, *values in rows:
            if all(isinstance(value, int) for value in (card, *values)):
                found.setdefault(card, []).append(AnkiReview(*values))
        return found

    def _tables(self) -> set[str]:
        """The tables that are there. A view, a virtual table or computed columns in their place, which could be programs, are refused."""
        known = (*_TABLES, *_NEWER_TABLES)
        found = set[str]()
        for kind, name, sql in self._rows("SELECT type, lower(name), sql FROM sqlite_master"):
            if name not in known or kind not in ("table", "view"):
                continue
            computed = self._rows("SELECT 1 FROM pragma_table_xinfo(?) WHERE hidden", name)
            if kind != "table" or not str(sql).lower().startswith("create table") or computed:
                raise DeckError(gettext("its table {name} is not a plain table", name=name), gettext("Export it from Anki again."))
            found.add(name)
        if missing := {"notes", "cards", "col"} - found:
            raise DeckError(gettext("it has no table {name}", name=min(missing)), gettext("Export it from Anki again."))
        return found

    def _older_types(self) -> dict[int, NoteType]:
        types = {}
        for id, model in self._json("models").items():
            fields = tuple(str(each["name"]) for each in sorted(model["flds"], key=_place))
            templates = tuple(Template(str(t["name"]), str(t["qfmt"]), str(t["afmt"])) for t in sorted(model["tmpls"], key=_place))
            lines = bool(_LINES.search(str(model.get("css", ""))))
            types[int(id)] = NoteType(str(model["name"]), fields, templates, model.get("type") == _CLOZE, lines)
        return types

    def _newer_types(self) -> dict[int, NoteType]:
        fields: dict[int, list[str]] = {}
        for id, name in self._each("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
            fields.setdefault(id, []).append(str(name))
        templates: dict[int, list[Template]] = {}
        for id, name, config in self._each("SELECT ntid, name, config FROM templates ORDER BY ntid, ord"):
            templates.setdefault(id, []).append(Template(str(name), protobuf.text(config, 1), protobuf.text(config, 2)))
        types = {}
        for id, name, config in self._each("SELECT id, name, config FROM notetypes"):
            cloze, lines = protobuf.integer(config, 1) == _CLOZE, bool(_LINES.search(protobuf.text(config, 3)))
            types[id] = NoteType(str(name), tuple(fields.get(id, ())), tuple(templates.get(id, ())), cloze, lines)
        return types

    def _decks(self) -> dict[int, tuple[str, ...]]:
        if self._newer:
            return {id: tuple(str(name).split(_SEPARATOR)) for id, name in self._each("SELECT id, name FROM decks")}
        return {int(id): tuple(str(deck["name"]).split("::")) for id, deck in self._json("decks").items()}

    def _json(self, column: str) -> Mapping[str, Any]:
        rows = self._rows(f"SELECT {column} FROM col")  # noqa: S608
        found = json.loads(rows[0][0]) if rows and isinstance(rows[0][0], str) and rows[0][0] else {}
        if not isinstance(found, dict):
            raise TypeError(column)
        return found

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        return self._connection.execute(statement, values).fetchmany(10_000)

    def _each(self, statement: str, most: int = 0) -> Iterator[Any]:
        for number, row in enumerate(self._connection.execute(statement), start=1):
            if most and number > most:
                raise DeckError(
                    gettext("it has more than {limit:,} cards or reviews", limit=most),
                    gettext("Export a part of it, one deck at a time, from Anki."),
                )
            yield row


def _place(part: Mapping[str, Any]) -> int:
    return int(part.get("ord") or 0)


@contextmanager
def opened(path: Path, name: Path) -> Iterator[Collection]:
    """The collection in the file `path`, a copy that nobody writes to; `name` is what errors call it. Raises DeckError."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)) as connection:
            for limit, value in _LIMITS.items():
                connection.setlimit(limit, value)
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            connection.create_collation("unicase", _unicase)
            connection.text_factory = lambda data: data.decode("utf-8", "replace")
            yield Collection(connection)
    except (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError, MemoryError) as error:
        raise DeckError(
            gettext("the collection in {path} is damaged: {reason}", path=name, reason=error), gettext("Export it from Anki again.")
        ) from error
    except DeckError as error:
        if str(name) in error.message:
            raise
        raise DeckError(
            gettext("the collection in {path} cannot be used: {reason}", path=name, reason=error.message), error.hint
        ) from error


def _unicase(one: str, other: str) -> int:
    """How the newer layout orders names; its indexes cannot be used without it."""
    a, b = one.casefold(), other.casefold()
    return (a > b) - (a < b)
