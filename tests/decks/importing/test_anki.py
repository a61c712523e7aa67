"""Anki packages, in both layouts, built here and by Anki itself."""

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.importing.anki.notes import AnkiChoices, notes_of
from quizapp.decks.importing.anki.parts import AnkiCard, AnkiNote, CollectionParts, NoteType, Template
from quizapp.decks.importing.conversion import Conversion, converted
from quizapp.decks.importing.dialects import read
from quizapp.decks.importing.note import Altered, LeftOut, Note, NotesFound
from quizapp.decks.importing.registry import DIALECTS
from quizapp.decks.importing.undecided import UndecidedError
from quizapp.decks.parse import parse
from quizapp.decks.source import Source
from quizapp.domain.errors import DeckError
from tests.anki_package import BASIC, CLOZE, REVERSED, Kind, Package

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def found(path: Path, **options: str) -> NotesFound:
    return read(path, DIALECTS, options)


def cards(path: Path, **options: str) -> Conversion:
    return converted(found(path, **options), path.stem, {})


def texts(package: Package, tmp_path: Path, **options: str) -> list[str]:
    return [card.text for card in cards(package.write(tmp_path / "deck.apkg"), **options).cards]


@pytest.mark.parametrize("newer", [False, True])
def test_both_layouts_give_the_same_cards(newer: bool, tmp_path: Path) -> None:
    package = Package(media={"a b.png": PNG, "unused.png": PNG})
    package.note("What is a <b>heap</b>?", 'A tree.<br><img src="a%20b.png">', deck="Interview::Data::Trees", guid="Ab;1")
    package.note("{{c1::Paris}} is the capital of {{c2::France::country}}", "Extra", kind=CLOZE, deck="Interview::Geography", ords=(0, 1))
    read = cards(package.write(tmp_path / "deck.apkg", newer=newer))
    assert [(card.id, card.key, card.note.topic) for card in read.cards] == [
        ("ab-1", "id:Ab;1", ("Data", "Trees")),
        ("guid1", "id:guid1", ("Geography",)),
        ("guid1-2", "id:guid1 2", ("Geography",)),
    ]
    assert [card.text for card in read.cards] == [
        "# What is a **heap**?\n\nA tree.<br>\n![a b](pictures/a-b.png)\n",
        "# \\[...\\] is the capital of France\n\n**Paris**\n\nParis is the capital of France<br>\nExtra\n",
        "# Paris is the capital of \\[country\\]\n\n**France**\n\nParis is the capital of France<br>\nExtra\n",
    ]
    assert read.title == "Interview"
    assert read.pictures == {"a b.png": "pictures/a-b.png"}
    assert read.found.pictures is not None
    assert read.found.pictures.read("a b.png") == PNG
    assert not read.left_out


def test_the_template_tells_the_question_from_the_answer(tmp_path: Path) -> None:
    kind = Kind(
        "Vocabulary",
        ("Meaning", "Word", "Example", "Source", "Sound"),
        (
            (
                "1",
                "<style>x</style>{{Word}} {{tts en_US:Word}}",
                "{{FrontSide}}<hr id='answer'>{{Meaning}}{{#Example}}<br>e.g. {{Example}}{{/Example}}",
            ),
        ),
    )
    package = Package()
    package.note("a place where bread is made", "bakery", "the <i>bakery</i> round the corner", "a book", "[sound:x.mp3]", kind=kind)
    package.note("to run", "run", "", "", "", kind=kind)
    read = cards(package.write(tmp_path / "deck.apkg"))
    assert [card.text for card in read.cards] == [
        "# bakery\n\na place where bread is made<br>\ne.g. the *bakery* round the corner\n",
        "# run\n\nto run\n",
    ]
    assert [(change.kind, change.detail) for change in read.cards[0].note.changes] == [
        (Altered.FIELDS, "Source"),
        (Altered.FIELDS, "Sound"),
        (Altered.HTML, ""),
    ]


def test_a_field_within_a_tag_of_the_template_is_text(tmp_path: Path) -> None:
    kind = Kind("K", ("Front", "Back", "Ref"), (("1", "{{Front}}", '{{FrontSide}}<hr id=answer>{{Back}} <a href="{{text:Ref}}">Ref</a>'),))
    package = Package()
    package.note("a", "b", '<a href="https://a.org/b">https://a.org/b</a>', kind=kind)
    assert texts(package, tmp_path) == ["# a\n\nb [Ref](https://a.org/b)\n"]


def test_where_the_template_does_not_tell_the_fields_are_asked(tmp_path: Path) -> None:
    kind = Kind("Odd", ("One", "Two", "Three"), (("1", "{{One}}", "{{FrontSide}}"),))
    package = Package()
    package.note("a", "b", "c", kind=kind)
    path = package.write(tmp_path / "deck.apkg")
    with pytest.raises(UndecidedError, match="Odd do not say which fields are the question and the answer") as error:
        found(path)
    assert (error.value.option, error.value.choices, error.value.default) == ("fields", ("One:Two", "One:Three", "Two:One"), "")
    assert texts(package, tmp_path, fields="Two:Three:One") == ["# b\n\nc\n\na\n"]
    with pytest.raises(DeckError, match=r"no note has a field 'Too'. Did you mean 'Two'"):
        found(path, fields="One:Too")


def test_reversed_cards_are_asked_about_and_the_first_comes_in_by_default(tmp_path: Path) -> None:
    package = Package()
    package.note("dog", "Hund", kind=REVERSED, ords=(0, 1), guid="g")
    path = package.write(tmp_path / "deck.apkg")
    with pytest.raises(UndecidedError, match="several cards") as error:
        found(path)
    assert (error.value.option, error.value.default) == ("reversed", "no")
    assert texts(package, tmp_path, reversed="no") == ["# dog\n\nHund\n"]
    assert texts(package, tmp_path, reversed="yes") == ["# dog\n\nHund\n", "# Hund\n\ndog\n"]
    with pytest.raises(DeckError, match="reversed is yes or no, not 'perhaps'"):
        found(path, reversed="perhaps")


def test_a_note_whose_only_card_is_the_reversed_one_asks_that_way(tmp_path: Path) -> None:
    package = Package()
    package.note("dog", "Hund", kind=REVERSED, ords=(1,))
    assert texts(package, tmp_path) == ["# Hund\n\ndog\n"]


def test_gaps_within_gaps_and_shared_numbers_each_ask_once(tmp_path: Path) -> None:
    package = Package()
    package.note("{{c1::a {{c2::b}} c}} and {{c1,3::d}} {{c4::never closed", "", kind=CLOZE)
    read = cards(package.write(tmp_path / "deck.apkg"))
    assert [card.note.question for card in read.cards] == [
        r"\[...\] and \[...\] {{c4::never closed",
        r"a \[...\] c and d {{c4::never closed",
        r"a b c and \[...\] {{c4::never closed",
    ]
    assert read.cards[0].note.answer.startswith("**a b c; d**\n\n")


def test_of_a_long_text_with_gaps_only_what_lacks_something_is_asked(tmp_path: Path) -> None:
    package = Package()
    lines = [f"Line {number} says something that is rather long." for number in range(12)]
    package.note("Title<br><br>" + "<br>".join([*lines, "The {{c1::end}}"]), "", kind=CLOZE)
    (card,) = cards(package.write(tmp_path / "deck.apkg")).cards
    assert card.note.question.endswith(r"The \[...\]")
    assert len(card.note.question) < 600


FORMULAS = {
    r"\(a &lt; b\) x": "$a < b$ x",
    r"O\(n\)th": "O $n$ th",
    r"\[\frac{1}{2}\]": "$$\n\\frac{1}{2}\n$$",
    r"[$]x_1[/$]": "$x_1$",
    r"[$$]x<br>y[/$$]": "$$\nx\ny\n$$",
    r"[latex]$x^2$ grows[/latex]": "$x^2$ grows",
    r"[latex]\begin{displaymath}x^2\end{displaymath}[/latex]": "$$\nx^2\n$$",
    r"[latex]\begin{align}a &amp;= b\end{align}[/latex]": "$$\n\\begin{align}a &= b\\end{align}\n$$",
    r"<anki-mathjax>x^2</anki-mathjax>": "$x^2$",
    r"\(\newcommand{\E}{\operatorname{E}}\newcommand{\sq}[1]{#1^2}\)\(\E[\sq{x}]\)": r"$\operatorname{E}[x^2]$",
    r"\({{c1::x}} = 1\)": "${{c1::x}} = 1$",
}


@pytest.mark.parametrize("html", FORMULAS)
def test_formulas_stand_between_dollars(html: str, tmp_path: Path) -> None:
    package = Package()
    package.note("Question", html)
    assert [note.answer for note in found(package.write(tmp_path / "deck.apkg")).notes] == [FORMULAS[html]]


def test_a_formula_outside_the_subset_stays_as_code_and_is_listed(tmp_path: Path) -> None:
    package = Package()
    package.note("Q", r"\(\unknowncommand{x}\) and [latex]\begin{itemize}\item a\end{itemize}[/latex]")
    (card,) = cards(package.write(tmp_path / "deck.apkg")).cards
    assert "`$\\unknowncommand{x}$`" in card.text
    assert "```latex\n\\begin{itemize}\\item a\\end{itemize}\n```" in card.text
    assert Altered.FORMULAS in {change.kind for change in card.note.changes}


def test_a_gap_within_a_formula_stays_within_it(tmp_path: Path) -> None:
    package = Package()
    package.note(r"\( {{c1::x}} = 1 \)", "", kind=CLOZE)
    assert texts(package, tmp_path) == ["# $[...] = 1$\n\n**x**\n\n$x = 1$\n"]


def test_pictures_sound_and_what_is_not_in_the_package_are_listed(tmp_path: Path) -> None:
    package = Package(media={"é.PNG": PNG, "../../evil.png": PNG, "a.exe": b"MZ", "big.png": b"x" * (21 * 1024 * 1024)})
    package.note("A", '<img src="é.PNG">', guid="alone")
    package.note("B", 'x<img src="../../evil.png"> [sound:a.mp3]', guid="b")
    package.note("C", 'x<img src="a.exe"><img src="gone.png"><img src="big.png">', guid="c")
    package.note('<img src="gone.png">', "x")
    package.note("[sound:q.mp3]", "")
    read = cards(package.write(tmp_path / "deck.apkg"))
    assert read.pictures == {"é.PNG": "pictures/é.png", "../../evil.png": "pictures/evil.png"}
    kinds = {card.id: {change.kind for change in card.note.changes} for card in read.cards}
    assert kinds["alone"] == {Altered.PICTURES, Altered.ANSWER_IS_PICTURE}
    assert kinds["b"] == {Altered.PICTURES, Altered.SOUND}
    assert kinds["c"] == {Altered.NO_PICTURE}
    assert [each.reason for each in read.left_out] == [
        "its question is a picture that is not in the source",
        "it has no question",
    ]


def test_a_note_that_hides_parts_of_a_picture_is_left_out(tmp_path: Path) -> None:
    package = Package()
    package.note(
        "{{c1::image-occlusion:rect:left=.1:top=.2}}", "", kind=Kind("Image Occlusion", ("Text", "Extra"), CLOZE.templates, cloze=True)
    )
    (left,) = cards(package.write(tmp_path / "deck.apkg")).left_out
    assert left.reason == "it hides parts of a picture, which a terminal cannot show"


def test_what_only_the_template_says_is_no_answer(tmp_path: Path) -> None:
    kind = Kind("K", ("Front", "Back"), (("1", "Say it: {{Front}}", "{{FrontSide}}<hr id=answer>Answer: {{Back}}"),))
    package = Package()
    package.note("one", "two", kind=kind)
    package.note("three", "", kind=kind)
    read = cards(package.write(tmp_path / "deck.apkg"))
    assert [card.text for card in read.cards] == ["# Say it: one\n\nAnswer: two\n"]
    assert [draft.note.question for draft in read.drafts] == ["Say it: three"]


def test_one_deck_of_a_package_can_be_chosen(tmp_path: Path) -> None:
    package = Package()
    package.note("a", "1", deck="X::Y")
    package.note("b", "2", deck="X")
    package.note("c", "3", deck="Z")
    assert texts(package, tmp_path, deck="X") == ["# a\n\n1\n", "# b\n\n2\n"]
    with pytest.raises(DeckError, match=r"there is no deck 'XX'.*Did you mean 'X'"):
        texts(package, tmp_path, deck="XX")


def test_text_that_stands_on_lines_by_its_style_keeps_them(tmp_path: Path) -> None:
    package = Package()
    package.note("a", "<b>x</b>\ny", kind=Kind(css=".card { white-space: pre-wrap; }"))
    assert texts(package, tmp_path) == ["# a\n\n**x**\ny\n"]


@pytest.mark.parametrize("front", ["<h3>What?</h3>", "<ul><li>What?</li></ul>", "<blockquote><ol><li>What?</li></ol></blockquote>"])
def test_a_question_in_a_block_is_a_line(front: str, tmp_path: Path) -> None:
    package = Package()
    package.note(front, "b")
    assert texts(package, tmp_path) == ["# What?\n\nb\n"]


def test_numbers_and_signs_at_the_ends_of_a_question_belong_to_it(tmp_path: Path) -> None:
    package = Package()
    package.note("2. Weltkrieg, in C#", "1939")
    (card,) = cards(package.write(tmp_path / "deck.apkg")).cards
    assert card.note.question == r"2\. Weltkrieg, in C#"
    assert not card.note.changes


PIECES = (
    *[
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "<div>",
        "</div>",
        "<p>",
        "<br>",
        "<h2>",
        "</h2>",
    ],
    *[
        "<blockquote>",
        "</blockquote>",
        "</a>",
        "&nbsp;",
        "a",
        "word",
        "#",
        "**",
        "_",
        "`",
        "```",
        "$",
        "$$",
        "|",
        "\\",
        "[",
        "](",
        "<",
        ">",
        "~~",
        "가",
        "&lt;b&gt;",
        "<script>",
        "</script>",
    ],
    *["\\(x_1\\)", "\\[y\\]", "[latex]", "[/latex]", "{{c1::", "}}", "{{c2::", "::hint", "[sound:a.mp3]"],
    *("<a href='https://a.b/c d'>", "<img src='x.png'>", " ", "\n", "1. ", "- "),
)


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.lists(st.sampled_from(PIECES), max_size=30), st.booleans())
def test_whatever_stands_in_fields_becomes_a_card_without_errors_or_is_listed(front: list[str], back: list[str], cloze: bool) -> None:
    kind = CLOZE if cloze else BASIC
    templates = tuple(Template(*each) for each in kind.templates)
    contents = CollectionParts({1: NoteType(kind.name, tuple(kind.fields), templates, kind.cloze)}, {1: [AnkiCard(1, 0, ("A",))]})
    made = [*notes_of(AnkiNote(1, "g", 1, ("".join(front), "".join(back))), contents, AnkiChoices())]
    read = NotesFound(
        "anki", "", "", [each for each in made if isinstance(each, Note)], [each for each in made if isinstance(each, LeftOut)]
    )
    conversion = converted(read, "t", {})
    assert conversion.cards or conversion.drafts or conversion.left_out
    for card in conversion.cards:
        file = parse(Source("card.md", "card", "en", card.text), "en")
        assert len(file.cards) == 1
        assert not [*(problem for problem in file.problems if problem.is_error), *file.cards[0].errors]


@pytest.fixture
def collection(tmp_path: Path) -> Any:
    from anki.collection import Collection

    collection = Collection(str(tmp_path / "collection.anki2"))
    yield collection
    collection.close(downgrade=False)


def add(collection: Any, kind: str, *fields: str, deck: str = "Default") -> Any:
    note = collection.new_note(collection.models.by_name(kind))
    for place, text in enumerate(fields):
        note.fields[place] = text
    collection.add_note(note, collection.decks.id(deck))
    return note


@pytest.mark.parametrize("legacy", [False, True])
def test_what_anki_itself_exports_is_read(legacy: bool, collection: Any, tmp_path: Path) -> None:
    from anki.collection import ExportAnkiPackageOptions

    picture = tmp_path / "cat.png"
    picture.write_bytes(PNG)
    collection.media.add_file(str(picture))
    note = add(collection, "Basic", "What is <b>this</b>?", '<img src="cat.png"> a cat', deck="Pets::Cats")
    add(collection, "Cloze", "{{c1::Meow}} says the {{c2::cat}}", "", deck="Pets")
    path = tmp_path / "out.apkg"
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy)
    collection.export_anki_package(out_path=str(path), options=options, limit=None)
    read = cards(path)
    assert sorted(card.text for card in read.cards) == [
        "# Meow says the \\[...\\]\n\n**cat**\n\nMeow says the cat\n",
        "# What is **this**?\n\n![cat](pictures/cat.png) a cat\n",
        "# \\[...\\] says the cat\n\n**Meow**\n\nMeow says the cat\n",
    ]
    assert {card.key for card in read.cards} >= {f"id:{note.guid}"}
    assert read.title == "Pets"
    assert read.found.pictures is not None
    assert read.found.pictures.read("cat.png") == PNG


def test_a_whole_collection_is_read(collection: Any, tmp_path: Path) -> None:
    add(collection, "Basic (and reversed card)", "one", "two")
    collection.export_collection_package(str(tmp_path / "all.colpkg"), include_media=True, legacy=False)
    collection.reopen()
    assert [card.text for card in cards(tmp_path / "all.colpkg", reversed="yes").cards] == ["# one\n\ntwo\n", "# two\n\none\n"]


def test_without_zstandard_the_extra_is_named_and_the_decoy_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = Package()
    package.note("a", "b")
    path = package.write(tmp_path / "deck.apkg", newer=True)

    monkeypatch.setitem(sys.modules, "compression.zstd", None)
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(DeckError, match=r'clone of QuizApp, run one of `pipx install --force "\.\[anki\]"`.*"Support older Anki versions"'):
        found(path)


def test_a_package_of_which_only_the_decoy_is_left_is_no_deck(tmp_path: Path) -> None:
    package = Package()
    package.note("Please update to the latest Anki version, then import the .colpkg/.apkg file again.", "")
    with pytest.raises(DeckError, match="only the note that tells older versions of Anki to update"):
        found(package.write(tmp_path / "deck.apkg"))
