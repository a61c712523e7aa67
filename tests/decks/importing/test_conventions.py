"""Collections of questions in Markdown, by each convention."""

from pathlib import Path

import pytest

from quizapp.decks.importing.dialects import read
from quizapp.decks.importing.note import NotesFound
from quizapp.decks.importing.registry import DIALECTS
from quizapp.decks.importing.undecided import UndecidedError


def found(folder: Path, wanted: str = "", **files: str) -> NotesFound:
    """What is read of files, each by its name with "__" for "." and " " for "/"."""
    for name, text in files.items():
        path = folder / name.replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read(folder, DIALECTS, {}, wanted)


def test_bold_lines_are_questions_and_the_headings_above_them_topics(tmp_path: Path) -> None:
    text = (
        "# All questions\n\n## Trees\n\n**What is a leaf? 👶**\n\nThe end.\n\n**Example:**\n\nA node.\n\n**What is a root?**\n\nThe top.\n"
    )
    notes = found(tmp_path, questions__md=text).notes
    assert [(note.where.line, note.topic) for note in notes] == [(5, ("Trees",)), (13, ("Trees",))]
    assert "**Example:**\n\nA node." in notes[0].answer


@pytest.mark.parametrize("marks", ["##", "###", "####"])
def test_headings_are_questions_and_those_below_them_are_not(tmp_path: Path, marks: str) -> None:
    text = "\n\n".join(f"{marks} {number}. What is {word}?\n\n{word}\n\n{marks}# Details\n\nMore." for number, word in enumerate("abc"))
    read_ = found(tmp_path, questions__md=text)
    assert read_.dialect == f"h{len(marks)}"
    assert [note.question for note in read_.notes] == ["0. What is a?", "1. What is b?", "2. What is c?"]


def test_two_conventions_that_explain_as_much_are_asked_about(tmp_path: Path) -> None:
    text = "## Lists\n\nOne.\n\n### Arrays\n\nTwo.\n\n## Maps\n\nThree.\n\n### Hashes\n\nFour.\n"
    with pytest.raises(UndecidedError) as caught:
        found(tmp_path, questions__md=text)
    assert caught.value.option == "as"
    assert caught.value.choices == ("h2", "h3")
    assert [note.question for note in found(tmp_path, "h3").notes] == ["Arrays", "Hashes"]
