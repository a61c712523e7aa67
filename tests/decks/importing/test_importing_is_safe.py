"""Whatever is imported, our own checker finds no error in it; and nothing outside the source is read."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizapp.decks.importing.conversion import converted
from quizapp.decks.importing.dialects import read
from quizapp.decks.importing.encodings import decoded, guessed
from quizapp.decks.importing.material import LARGEST_TEXT, material
from quizapp.decks.importing.note import Note, NotesFound, Where
from quizapp.decks.importing.registry import DIALECTS
from quizapp.decks.importing.undecided import UndecidedError
from quizapp.decks.importing.writer import carry_out, plan
from quizapp.decks.load import load
from quizapp.domain.errors import DeckError

PIECES = (
    "## What is {n}?\n\n",
    "### Why {n}?\n\n",
    "**How does {n} work?**\n\n",
    "Text on {n}.\n\n",
    "- a\n- b\n\n",
    "1. What is {n}?\n",
    "```py\n# x\n",
    "```\n\n",
    "$x^{n}$ ",
    "$\\foo$ ",
    "$$\n\\bar\n$$\n\n",
    "$$ ",
    "<b>b</b> ",
    "<div>",
    "</div>\n",
    "<script>x</script>",
    "List<T> ",
    "<br>",
    "[l](#x) ",
    "![p](p.png) ",
    "![[p.png]] ",
    "[x]: https://a.org\n\n",
    "[x] ",
    "> quote\n\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n",
    "#### References\n\n- [a](https://a.org)\n\n",
    "#### Key takeaways\n\n- p\n\n",
    "---\n\n",
    "Q: What {n}?\nA: it\n\n",
    "C: a [gap]\n\n",
    "q{n}::a\n\n",
    "a ==g== b\n\n",
    "\x1b[31m\u202e",
    "# {n}\n\n",
    "{{#id}} ",
    "<!-- c -->",
    "한글 질문 {n}인가요?\n",
    "힣",
    "\u2028",
    "## \n\n",
    "* [x](y)\n",
    "&nbsp;",
    "\\",
    "`",
    "~~~\n",
    "<details><summary>S {n}?</summary>\n\n",
)
COLLECTIONS = st.lists(st.tuples(st.sampled_from(PIECES), st.integers(0, 9)), max_size=25).map(
    lambda pieces: "".join(piece.format(n=number) for piece, number in pieces)
)


MARKDOWN = [dialect for dialect in DIALECTS if dialect.id not in ("anki", "table")]


@given(COLLECTIONS, st.sampled_from(MARKDOWN))
def test_what_is_written_has_no_error(text: str, dialect: object) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "source").mkdir()
        (folder / "source" / "questions.md").write_text(text, encoding="utf-8", newline="")
        (folder / "source" / "p.png").write_bytes(b"p")
        found = read(folder / "source", DIALECTS, {}, dialect.id)  # type: ignore[attr-defined]
        conversion = converted(found, "t", {})
        if not conversion.cards:
            return
        carry_out(plan(conversion, folder / "deck"), "source")
        loaded = load(folder / "deck", lambda _: None)
        assert [problem for problem in loaded.problems if problem.is_error] == []
        assert len(loaded.deck.cards) == len(conversion.cards)
        again = plan(converted(found, "t", plan(conversion, folder / "deck").manifest.keys), folder / "deck")  # type: ignore[union-attr]
        assert not carry_out(again, "source"), "a second import changes nothing"


def words(text: str) -> set[str]:
    """What is written in a text, without its tags, the addresses of its links, and definitions of links, which show nothing."""
    text = re.sub(r"^ {0,3}\[[^\[\]\n]+\]:\s*\S+.*$", "", text, flags=re.MULTILINE)
    return {word.lower() for word in re.findall(r"[^\W_]+", re.sub(r"</?[A-Za-z][^<>]*>|<!--.*?-->|\]\([^()\s]*\)|&\w+;", " ", text))}


@given(COLLECTIONS, st.sampled_from(MARKDOWN))
@example("#### Key takeaways\n\n- p\n\n**How does 0 work?**\n\n", next(each for each in MARKDOWN if each.id == "files"))
def test_every_word_of_a_card_is_in_it_or_the_report_says_what_was_changed(text: str, dialect: object) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "questions.md").write_text(text, encoding="utf-8", newline="")
        found = read(folder, DIALECTS, {}, dialect.id)  # type: ignore[attr-defined]
    written = [f"{note.question}\n{note.answer}" for note in found.notes]
    by_place: dict[Where, list[str]] = {}
    for note, its in zip(found.notes, written, strict=True):
        by_place.setdefault(note.where, []).append(its)
    conversion = converted(found, "t", {})
    for card in conversion.as_they_are:
        lost = [words(its) - words(card.text) for its in by_place[card.note.where]]
        assert set() in lost, "a card that is said to be as it was has lost words"
    placed = {*(card.note.where for card in (*conversion.cards, *conversion.drafts)), *(each.where for each in conversion.left_out)}
    assert by_place.keys() <= placed, "what becomes no card is listed"


@pytest.mark.parametrize("piece", ["<a href=", "[", "<script>", "**", "$", "`", "<b>", "<table><tr>", "[[src]("])
def test_a_note_beyond_all_bounds_is_left_out_with_the_reason(piece: str) -> None:
    note = Note("What?", piece * (120_000 // len(piece)), Where("a.md", 3))
    conversion = converted(NotesFound("h2", "", notes=[note]), "t", {})
    assert conversion.cards == []
    (left,) = conversion.left_out
    assert "the limit is" in left.reason
    assert left.where == Where("a.md", 3)


def test_files_that_are_too_large_or_lead_out_of_the_folder_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("## What is secret?\n\nThis.\n")
    source = tmp_path / "source"
    source.mkdir()
    (source / "link.md").symlink_to(tmp_path / "secret.md")
    (source / "loop.md").symlink_to(source / "loop.md")
    (source / "outside").symlink_to(tmp_path)
    with (source / "large.md").open("wb") as file:
        file.truncate(LARGEST_TEXT + 1)
    (source / "good.md").write_text("## What is good?\n\nThis.\n\n## What is bad?\n\nThat.\n")
    found = read(source, DIALECTS, {})
    assert [note.question for note in found.notes] == ["What is good?", "What is bad?"]
    reasons = {each.where.path: each.reason for each in found.left_out}
    assert reasons["link.md"] == "a link to a file outside the folder"
    assert reasons["large.md"] == "8,388,609 bytes; the limit is 8,388,608"
    assert set(reasons) == {"link.md", "loop.md", "large.md"}


def test_a_picture_outside_the_source_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    (tmp_path / "source").mkdir()
    source = material(tmp_path / "source")
    (tmp_path / "source" / "link.png").symlink_to(tmp_path / "secret.png")
    assert not source.has("../secret.png")
    assert not source.has("link.png")


@pytest.mark.parametrize(("encoding", "text"), [("cp949", "## 스택이란?\n\n후입선출\n"), ("utf-16", "## What is a stack?\n\nLIFO é\n")])
def test_another_encoding_is_recognised_and_asked_about(encoding: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(text.encode(encoding))
    assert guessed(path.read_bytes())[0] == encoding
    with pytest.raises(UndecidedError) as caught:
        read(path, DIALECTS, {})
    assert (caught.value.option, caught.value.choices[0]) == ("encoding", encoding)
    assert len(read(path, DIALECTS, {"encoding": encoding}).notes) == 1
    with pytest.raises(DeckError, match="cannot be read as"):
        read(path, DIALECTS, {"encoding": "no-such"})


@pytest.mark.parametrize("encoding", ["undefined", "a\0b"])
def test_an_encoding_that_reads_nothing_is_refused_in_a_sentence(encoding: str) -> None:
    with pytest.raises(DeckError, match="cannot be read as"):
        decoded(b"\xff?", "a.md", encoding)
