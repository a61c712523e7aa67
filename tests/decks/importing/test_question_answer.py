"""hashcards and repeater."""

from pathlib import Path

from quizapp.decks.importing.note import Altered
from tests.decks.importing.test_conventions import found


def test_tags_begin_questions_answers_and_sentences_with_gaps(tmp_path: Path) -> None:
    text = (
        "Notes.\n\nQ: What is\nAu?\nA: Gold,\n\n- a metal\n\n---\n\nMore notes.\n\nC: [Ag] is [silver](https://a.org) and `a[0]`.\n\n"
        "Q: Code?\nA:\n```\nQ: none\n---\n```\nC: no gap\n"
    )
    read = found(tmp_path, chemistry__md=text)
    assert read.dialect == "hashcards"
    assert [(note.question, note.answer.strip(), note.where.line) for note in read.notes] == [
        ("What is\nAu?", "Gold,\n\n- a metal", 3),
        (r"\[...\] is [silver](https://a.org) and `a[0]`.", "**Ag**\n\nAg is [silver](https://a.org) and `a[0]`.", 13),
        ("Code?", "```\nQ: none\n---\n```", 15),
    ]
    assert read.notes[1].changes[0].kind is Altered.CLOZE
    assert {note.topic for note in read.notes} == {("chemistry",)}
    assert [(each.where.line, each.reason) for each in read.left_out] == [
        (1, "2 lines that belong to no card"),
        (21, "a sentence without a gap"),
    ]


def test_each_gap_is_a_question_of_its_own(tmp_path: Path) -> None:
    notes = found(tmp_path, verses__md="C:\n— [Ecclesiastes] [6]:[9]\n\nC: [a] b\n").notes
    assert [note.question for note in notes] == [
        r"— \[...\] 6:9",
        r"— Ecclesiastes \[...\]:9",
        r"— Ecclesiastes 6:\[...\]",
        r"\[...\] b",
    ]
