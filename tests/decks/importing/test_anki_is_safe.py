"""Packages made to do harm: each gives a clear sentence, nothing is run, and nothing is left behind or written elsewhere."""

import json
import random
import sqlite3
import stat
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from quizapp.decks.importing.anki import archive as bounds
from quizapp.decks.importing.anki import collection as limits
from quizapp.decks.importing.anki.notes import AnkiChoices, notes_of
from quizapp.decks.importing.anki.parts import AnkiCard, AnkiNote, CollectionParts, NoteType, Template
from quizapp.decks.importing.conversion import MOST_CARDS, Conversion, converted
from quizapp.decks.importing.dialects import read
from quizapp.decks.importing.note import LeftOut, Note
from quizapp.decks.importing.registry import DIALECTS
from quizapp.decks.importing.undecided import UndecidedError
from quizapp.decks.importing.writer import carry_out, plan
from quizapp.domain.errors import DeckError
from tests.anki_package import BASIC, CLOZE, Kind, Package, compressed
from tests.foreign import EVIL, steering


def cards(path: Path) -> Conversion:
    return converted(read(path, DIALECTS, {"reviews": "yes", "reversed": "no"}), path.stem, {})


@pytest.fixture(autouse=True)
def leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The copy of a collection is gone, whatever happened."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    yield
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.fixture
def package() -> Package:
    package = Package()
    package.note("What is a heap?", "A tree.")
    return package


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return path


def with_database(package: Package, tmp_path: Path, *statements: str) -> Path:
    """The package with something done to its collection."""
    package.database(tmp_path / "c.db", newer=False)
    with closing(sqlite3.connect(tmp_path / "c.db")) as connection:
        connection.executescript("\n".join(statements))
    return zipped(tmp_path / "deck.apkg", collection__anki2=(tmp_path / "c.db").read_bytes())


ZEROS = bytes(bounds._SMALL + 1)


@pytest.mark.parametrize("data", [ZEROS, compressed(ZEROS)], ids=["deflate", "zstd"])
def test_what_becomes_many_times_larger_is_not_unpacked(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(DeckError, match=r"collection\.anki2 in .* becomes larger than 67,108,864 bytes when unpacked"):
        cards(zipped(tmp_path / "deck.apkg", collection__anki2=data))


def test_a_list_of_too_many_files_is_not_even_read(package: Package, tmp_path: Path) -> None:
    path = package.write(tmp_path / "deck.apkg")
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\5\6")
    data[end + 12 : end + 16] = struct.pack("<L", bounds.LARGEST_LISTING + 1)
    path.write_bytes(data)
    with pytest.raises(DeckError, match="holds too many files: its list of them has 8,388,609 bytes"):
        cards(path)


def test_packages_within_packages_are_not_followed(package: Package, tmp_path: Path) -> None:
    inner = package.write(tmp_path / "inner.apkg").read_bytes()
    with pytest.raises(DeckError, match=r"the collection in .*deck\.apkg is damaged: file is not a database"):
        cards(zipped(tmp_path / "deck.apkg", collection__anki2=inner))
    with pytest.raises(DeckError, match="there is no collection in"):
        cards(zipped(tmp_path / "deck.apkg", inner__apkg=inner))


@pytest.mark.parametrize("size", [0, 4, 100])
def test_what_is_no_zip_file_is_said_to_be_none(size: int, tmp_path: Path) -> None:
    (tmp_path / "deck.apkg").write_bytes(b"PK\3\4" + bytes(size))
    with pytest.raises(DeckError, match=r"is not an Anki package, or is damaged: it is no zip file. Export it from Anki again\."):
        cards(tmp_path / "deck.apkg")


def test_a_link_in_the_place_of_the_collection_is_not_followed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "deck.apkg", "w") as archive:
        info = zipfile.ZipInfo("collection.anki2")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(DeckError, match="is damaged: it is a link"):
        cards(tmp_path / "deck.apkg")


def test_names_that_lead_elsewhere_lead_nowhere(tmp_path: Path) -> None:
    package = Package(media={"/etc/x.png": b"p", "..\\..\\y.png": b"p", f"{EVIL}.png": b"p", "con.png": b"p"})
    for number, name in enumerate(package.media):
        package.note(f"question {number}", f'<img src="{name}">')
    read = cards(package.write(tmp_path / "deck.apkg"))
    before = set(tmp_path.rglob("*"))
    carry_out(plan(read, tmp_path / "deck"), "source")
    written = {path.relative_to(tmp_path).as_posix() for path in set(tmp_path.rglob("*")) - before}
    assert all(name == "deck" or name.startswith("deck/") for name in written)
    assert not any(steering(name) or "\\" in name for name in written)


NOT_PLAIN = {
    "a view": ("ALTER TABLE notes RENAME TO n;", "CREATE VIEW notes AS SELECT * FROM n;"),
    "a view without an end": (
        "DROP TABLE notes;",
        "CREATE VIEW notes AS WITH RECURSIVE x(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM x) SELECT id, '' guid, 1 mid, '' flds FROM x;",
    ),
    "a virtual table": ("DROP TABLE notes;", "CREATE VIRTUAL TABLE notes USING fts4(guid, mid, flds);"),
    "computed columns": (
        "DROP TABLE notes;",
        "CREATE TABLE notes (id integer primary key, guid text, mid integer, flds AS (hex(zeroblob(100000000))));",
    ),
}


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_a_table_that_could_be_a_program_is_refused(name: str, package: Package, tmp_path: Path) -> None:
    with pytest.raises(DeckError, match="its table notes is not a plain table"):
        cards(with_database(package, tmp_path, *NOT_PLAIN[name]))


def test_triggers_and_strange_tables_beside_do_nothing(package: Package, tmp_path: Path) -> None:
    path = with_database(
        package,
        tmp_path,
        "CREATE TABLE other (x);",
        "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END;",
        "CREATE VIEW v AS SELECT load_extension('x');",
    )
    assert len(cards(path).cards) == 1


BROKEN = {
    "no tables": ("DROP TABLE cards;",),
    "no column": ("ALTER TABLE notes RENAME COLUMN flds TO f;",),
    "models that are no JSON": ("UPDATE col SET models = '{';",),
    "models of another form": ('UPDATE col SET models = \'{"1": {"name": 5}}\';',),
    "models that are a list": ("UPDATE col SET models = '[]';",),
    "models without end": (f"UPDATE col SET models = '{'[' * 100_000}';",),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_collection_of_another_form_is_said_to_be_damaged(name: str, package: Package, tmp_path: Path) -> None:
    with pytest.raises(DeckError, match=r"the collection in .* (?:is damaged|cannot be used)"):
        cards(with_database(package, tmp_path, *BROKEN[name]))


def test_rows_of_another_form_are_left_out_one_by_one(package: Package, tmp_path: Path) -> None:
    path = with_database(
        package,
        tmp_path,
        "INSERT INTO notes (id, guid, mid, flds) VALUES (5, x'00', 1, 'a'), (6, 'g', 'x', 'a'), (7, 'g', 99, 'a'), (8, 'g', 1, x'ff');",
        "INSERT INTO notes (id, guid, mid, flds) VALUES (9, 'g', 1, NULL);",
        "INSERT INTO cards (id, nid, did, ord) VALUES (1, 'x', 'y', 'z'), (2, 5, 99, 99);",
        "INSERT INTO revlog VALUES (1, 'x', 0, 'y', 1, 1, 'z', 'a', 'b');",
    )
    read = cards(path)
    assert len(read.cards) == 1
    assert [(each.where.path, each.reason) for each in read.left_out] == [
        ("nid:5", "it is damaged"),
        ("nid:6", "it is damaged"),
        ("nid:7", "its note type is missing"),
        ("nid:8", "it is damaged"),
        ("nid:9", "it is damaged"),
    ]


def test_a_field_of_ten_megabytes_is_left_out_and_one_beyond_all_bounds_ends_it(
    package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package.note("large", "x" * 10_000_000)
    package.note("after", "it")
    read = cards(package.write(tmp_path / "deck.apkg"))
    assert [card.note.question for card in read.cards] == ["What is a heap?", "after"]
    assert [each.reason for each in read.left_out] == ["it has 10,000,006 characters; the limit is 1,000,000"]
    monkeypatch.setitem(limits._LIMITS, sqlite3.SQLITE_LIMIT_LENGTH, 5_000_000)
    path = package.write(tmp_path / "deck.apkg")
    with pytest.raises(DeckError, match="is damaged: string or blob too big"):
        cards(path)


def test_more_notes_than_a_deck_holds_are_named_by_their_decks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizapp.decks.importing.anki.dialect.MOST_CARDS", 3)
    package = Package()
    for number in range(6):
        package.note(f"question {number}", "answer", deck="A::B c" if number < 4 else "D")
    read = cards(package.write(tmp_path / "deck.apkg"))
    assert len(read.cards) == 3
    assert [(each.title, each.reason) for each in read.left_out] == [
        ("A::B c", "1 note is beyond the limit of 3 cards; --set deck='A::B c' imports this deck alone"),
        ("D", "2 notes are beyond the limit of 3 cards; --set deck=D imports this deck alone"),
    ]
    assert MOST_CARDS == 20_000


def test_nothing_of_a_script_reaches_a_card(tmp_path: Path) -> None:
    package = Package()
    evil = f'<script>alert(1)</script><img src=x onerror="alert(1)"><a href="javascript:alert(1)">x</a>{EVIL}<iframe srcdoc="<b>"></iframe>'
    package.note(f"question {evil}", evil)
    package.note("{{c1::" + evil + "}} y", evil, kind=CLOZE)
    package.note("a", "b", kind=Kind("Scripted", templates=(("1", "<script>{{Front}}</script>{{Front}}", "{{Back}}" + evil),)))
    read = cards(package.write(tmp_path / "deck.apkg"))
    text = "".join(card.text for card in read.cards)
    assert len(read.cards) == 3
    assert "alert" not in text
    assert "<script" not in text
    assert not steering(text)


@pytest.mark.parametrize("newer", [False, True])
@pytest.mark.parametrize(
    "media", [b"", b"{", b"[1]", b"\xff" * 50, compressed(b"\x0a\xff\xff\xff\xff\x0f"), compressed(b"{}")[:10], b"{" * 90_000]
)
def test_a_map_of_media_that_cannot_be_read_costs_the_pictures_alone(media: bytes, newer: bool, package: Package, tmp_path: Path) -> None:
    package.note("b", 'c<img src="x.png">')
    data = package.database(tmp_path / "c.db", newer=newer)
    read = cards(zipped(tmp_path / "deck.apkg", collection__anki21=data, media=media))
    assert [card.text for card in read.cards] == ["# What is a heap?\n\nA tree.\n", "# b\n\nc\n"]


def test_damage_anywhere_is_told_and_never_a_crash(tmp_path: Path) -> None:
    draw = random.Random(7)
    package = Package(media={"x.png": b"\x89PNG" * 50})
    card = package.note("What is <b>a</b>?", 'It is \\(x^2\\).<img src="x.png">', guid="g1", suspended=True)
    package.note("{{c1::a}} b", "c", kind=CLOZE)
    package.review(card, 1_700_000_000_000)
    path = tmp_path / "deck.apkg"
    told = list[str]()
    for newer in (False, True):
        whole = package.write(path, newer=newer).read_bytes()
        inner = bytearray(package.database(tmp_path / "c.db", newer=newer))
        for turn in range(60):
            if turn % 2:
                data = bytearray(whole)
                for _ in range(draw.randrange(1, 20)):
                    data[draw.randrange(len(data))] = draw.randrange(256)
                path.write_bytes(data[: draw.choice([len(data), draw.randrange(len(data))])])
            else:
                database = bytearray(inner)
                for _ in range(draw.randrange(1, 60)):
                    database[draw.randrange(len(database))] = draw.randrange(256)
                zipped(path, collection__anki2=bytes(database), media=json.dumps({"0": "x.png"}).encode())
            try:
                cards(path)
            except (DeckError, UndecidedError) as error:
                told.append(str(error))
    assert told
    assert not steering("".join(told))


@pytest.mark.parametrize("opening", ["\\(", "\\[", "[latex]", "[$]", "<anki-mathjax>", "[anki:tts]", "[anki:tts]\\("])
def test_what_is_opened_a_thousand_times_and_never_closed_is_text(opening: str) -> None:
    kind = NoteType(BASIC.name, tuple(BASIC.fields), tuple(Template(*each) for each in BASIC.templates), BASIC.cloze)
    contents = CollectionParts({1: kind}, {1: [AnkiCard(1, 0, ("A",))]})
    (note,) = notes_of(AnkiNote(1, "g", 1, ("What?", f"before {opening * 20_000} after")), contents, AnkiChoices())
    assert isinstance(note, Note)
    assert note.answer.startswith("before")
    assert note.answer.endswith("after")


def test_a_note_of_more_gaps_than_anki_makes_cards_is_left_out_with_the_reason() -> None:
    kind = NoteType(CLOZE.name, tuple(CLOZE.fields), tuple(Template(*each) for each in CLOZE.templates), CLOZE.cloze)
    text = "".join(f"{{{{c{number}::x}}}}" for number in range(1, 3001))
    (left,) = notes_of(AnkiNote(1, "g", 1, (text, "")), CollectionParts({1: kind}, {}), AnkiChoices())
    assert isinstance(left, LeftOut)
    assert left.reason == "it has 500 gaps with numbers of their own; the limit is 499"
