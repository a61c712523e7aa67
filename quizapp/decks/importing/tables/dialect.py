"""The dialect of tables: a row is a card."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from quizapp.decks.grammar.limits import CARD
from quizapp.decks.importing.anki import clozes
from quizapp.decks.importing.cloze import MARKED
from quizapp.decks.importing.material import TABLES, Material
from quizapp.decks.importing.note import Alteration, LeftOut, Note, NotesFound, Where
from quizapp.decks.importing.pictures import FolderPictures
from quizapp.decks.importing.tables.cells import cell_markdown, is_html
from quizapp.decks.importing.tables.directives import Directives, directives
from quizapp.decks.importing.tables.records import DELIMITERS, Record, likely_delimiter, rows
from quizapp.decks.importing.tables.roles import is_header, named_roles, roles
from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext, ngettext

_CONSISTENT = 0.8
"""The share of the rows that have the same number of cells, from which on a text is a table."""
_REVIEWS = {"card_id", "review_time", "review_rating"}
_HTML = 0.05
"""The share of the rows from which on a file that does not say so is HTML."""
_SAMPLE = 200
_NO_TOPIC = frozenset({"leech", "marked", "missing-media"})
"""Tags by which Anki says something of a note's state."""
_SHOWN = 3


@dataclass(frozen=True)
class Sheet:
    """A file of rows, with what its first lines say of it."""

    name: str
    said: Directives
    header: Sequence[str]
    """Empty where there is none."""
    rows: Sequence[Record]
    regular: bool = True
    """Whether it is one by the look of it: prose has commas too, so that in a .txt only a tab makes a table."""

    @cached_property
    def html(self) -> bool | None:
        """Whether the cells are HTML; None where some may be."""
        if self.said.html is not None:
            return self.said.html
        some = sum(any(map(is_html, row.cells)) for row in self.rows[:_SAMPLE])
        return None if some and some >= _HTML * min(len(self.rows), _SAMPLE) else False

    @property
    def says_what_it_is(self) -> bool:
        """Whether it tells by itself which columns are question and answer."""
        return self.said.of_anki or {"question", "answer"} <= named_roles(self.header).keys()


class Tables:
    """The dialect."""

    id = "table"

    def words(self) -> str:
        """How it is written."""
        return gettext("written as rows of a table")

    def recognises(self, source: Material) -> float:
        """The rows with two cells or more. In a folder, a table of something else is likely: there it has to say what it is."""
        alone = not source.path.is_dir()
        return sum(len(table.rows) for table in _tables(source) if table.regular and (alone or table.says_what_it_is))

    def read(self, source: Material) -> NotesFound:
        """A card for each row, two or more for one with gaps."""
        found = NotesFound(self.id, self.words(), pictures=FolderPictures(source))
        tables = _tables(source)
        if not tables:
            raise DeckError(gettext("{path} has no rows with several cells", path=source.path))
        known = [table for table in tables if table.says_what_it_is]
        for table in tables:
            if known and not table.says_what_it_is:
                found.left_out.append(LeftOut(Where(table.name), gettext("its columns do not say which are question and answer")))
            else:
                _read(table, source, found)
        source.forget()
        return found


def _tables(source: Material) -> list[Sheet]:
    """The tables among the files; read once."""
    cached: list[Sheet] | None = source.memory.get("tables")
    if cached is None:
        found = (_read_table(source, name) for name in source.named(*TABLES))
        cached = source.memory["tables"] = [table for table in found if table is not None]
    return cached


def _read_table(source: Material, name: str) -> Sheet | None:
    """The table that a file is; None where it is none, or cannot be read beside others that can."""
    text = source.text(name)
    try:
        return _table(name, text, source.options.get("header", "")) if text else None
    except DeckError as error:
        if not source.path.is_dir():
            raise DeckError(gettext("{file}: {problem}", file=name, problem=error.message), error.hint) from error
        source.left_out.append(LeftOut(Where(name), error.message))
        return None


def _table(name: str, text: str, header: str) -> Sheet | None:
    """Raises DeckError where it is beyond the bounds, or no table of cards."""
    lines = text.split("\n")
    said = directives(lines)
    among = DELIMITERS[:1] if name.lower().endswith((".tsv", ".tab")) else DELIMITERS
    delimiter, share = (said.separator, 1.0) if said.separator else likely_delimiter(lines, said.lines, among)
    if not delimiter:
        return None
    regular = said.lines > 0 or (share >= _CONSISTENT and (delimiter == "\t" or not name.lower().endswith(".txt")))
    found = [*rows(lines, delimiter, said.lines)]
    if found and set(found[0].cells) >= _REVIEWS:
        raise DeckError(
            gettext("a log of reviews: it says when cards were answered, but not what they say"),
            gettext("`quizapp optimise --csv {file} --dry-run` learns from it.", file=name),
        )
    named = bool(found) and not said.names and (header == "yes" or (header != "no" and is_header(found[0].cells)))
    return Sheet(name, said, [cell.strip() for cell in found[0].cells] if named else [], found[1:] if named else found, regular)


def _read(table: Sheet, source: Material, found: NotesFound) -> None:
    columns = roles(table.header, [row.cells for row in islice(table.rows, _SAMPLE)], table.said, source.options)
    decks = {_cell(row, table.said.columns.get("deck", -1)) for row in table.rows}
    without = 0
    for row in table.rows:
        question = _cell(row, columns["question"])
        if not question:
            without += 1
            found.left_out.append(
                LeftOut(Where(table.name, row.line + 1), gettext("it has no question"), _cell(row, columns["answer"])[:80])
            )
            continue
        found.notes += _notes(table, row, columns, several_decks=len(decks) > 1)
    found.left_out += _columns_left(table, columns)


def _notes(table: Sheet, row: Record, columns: dict[str, int], *, several_decks: bool) -> Iterator[Note]:
    where = Where(table.name, row.line + 1)
    topic = tuple(_topic(table, row, columns, several_decks=several_decks))
    cells = {role: _cell(row, place) for role, place in columns.items() if role not in ("topic", "id")}
    key = _cell(row, columns.get("id", -1))
    for number in clozes.numbers(cells["question"]):
        yield _note(table, _asked(cells, number), where, f"{key} {number}" if key and number > 1 else key, topic, (MARKED,))
    if not clozes.numbers(cells["question"]):
        yield _note(table, cells, where, key, topic)


def _asked(cells: dict[str, str], number: int) -> dict[str, str]:
    """The cells with the gaps of `number` open in the question, and filled above the answer."""
    question = cells["question"]
    asked = clozes.filled(question, number, lambda hint: f"[{hint.strip() or '...'}]")
    whole = "\n\n".join(filter(None, ["; ".join(clozes.missing(question, number)), clozes.filled(question, 0, str), cells["answer"]]))
    return cells | {"question": asked, "answer": whole}


def _note(
    table: Sheet, cells: dict[str, str], where: Where, key: str, topic: tuple[str, ...], changes: tuple[Alteration, ...] = ()
) -> Note:
    if sum(map(len, cells.values())) > CARD:  # such a note is left out as it is
        return Note(cells["question"], cells["answer"], where, key, topic=topic)
    texts = {role: cell_markdown(cell, html=table.html, question=role == "question") for role, cell in cells.items()}
    return Note(
        texts["question"].text,
        texts["answer"].text,
        where,
        key,
        deeper=texts["deeper"].text if "deeper" in texts else "",
        sources=texts["sources"].text if "sources" in texts else "",
        topic=topic,
        changes=tuple(dict.fromkeys([*changes, *(change for each in texts.values() for change in each.changes)])),
        is_markdown=table.html is not False,
    )


def _cell(row: Record, place: int) -> str:
    return row.cells[place].strip() if 0 <= place < len(row.cells) else ""


def _topic(table: Sheet, row: Record, columns: dict[str, int], *, several_decks: bool) -> Iterator[str]:
    """The deck where there are several, else the first tag that says something; what is inside another is named after it."""
    said = table.said
    deck = _cell(row, said.columns.get("deck", -1)) if several_decks else ""
    tags = _cell(row, said.columns.get("tags", -1)) or said.tags
    named = "" if columns.get("topic", -1) in said.columns.values() else _cell(row, columns.get("topic", -1))
    if said.of_anki and not named and not deck:
        first = next((tag for tag in tags.split() if tag.lower() not in _NO_TOPIC), "")
        named = first.replace("_", " ")
    yield from (part.strip() for part in (named.split(",")[0].split(";")[0] or deck).split("::") if part.strip())


def _columns_left(table: Sheet, columns: dict[str, int]) -> Iterator[LeftOut]:
    """Columns with something in them that becomes no part of a card."""
    taken = {*columns.values(), *table.said.columns.values()}
    used = Counter(place for row in table.rows for place, cell in enumerate(row.cells) if place not in taken and cell.strip())
    names = table.header or table.said.names
    for place, number in sorted(used.items()):
        name = names[place] if place < len(names) and names[place] else str(place + 1)
        count = ngettext("{count:,} row has something in it", "{count:,} rows have something in it", number)
        reason = gettext(
            "column {name}: {count}; `--set deeper={column}` puts it under Go deeper", name=name, count=count, column=place + 1
        )
        yield LeftOut(Where(table.name), reason)
