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


def test_headings_that_are_items_of_a_numbered_list_are_questions_even_behind_code_that_is_never_closed(tmp_path: Path) -> None:
    text = "1. ### What is a?\n\n    ```js\n    a\n\n2. ### What is b?\n\n    Text.\n\n    - item\n"
    notes = found(tmp_path, questions__md=text).notes
    assert [(note.question, note.where.line) for note in notes] == [("What is a?", 1), ("What is b?", 6)]
    assert notes[1].answer.strip() == "Text.\n\n- item"


def test_a_heading_question_and_a_heading_answer_are_one_card(tmp_path: Path) -> None:
    (note,) = found(tmp_path, "question-answer", a__md="# Stacks\n\n## Question 1\n\nWhat is a\nstack?\n\n## Answer\n\nLIFO.\n").notes
    assert (note.question, note.answer.strip()) == ("What is a stack?", "LIFO.")


def test_a_file_is_a_question_named_by_it_and_its_folder_is_the_topic(tmp_path: Path) -> None:
    files = {
        "sql/what-is-a-join__md": "A product.\n\n#### Details\n\nMore.\n",
        "sql/index trees__MARKDOWN": "# Why are indexes trees?\n\nFor search.\n",
    }
    notes = found(tmp_path, "files", **files).notes
    assert {(note.question, note.topic) for note in notes} == {("what is a join", ("sql",)), ("Why are indexes trees?", ("sql",))}


def test_files_in_another_language_and_about_the_collection_are_left_out(tmp_path: Path) -> None:
    text = "## What is a?\n\nA.\n\n## What is b?\n\nB.\n"
    read_ = found(tmp_path, "h2", questions__md=text, questions__ko__md=text, LICENSE__md=text)
    assert {note.where.path for note in read_.notes} == {"questions.md"}
    assert {each.where.path: each.reason for each in read_.left_out} == {
        "LICENSE.md": "by its name, a file about the deck",
        "questions.ko.md": "a translation of questions.md; import it by itself",
    }


def test_a_title_with_nothing_below_it_is_a_draft_if_it_asks_and_is_listed_if_not(tmp_path: Path) -> None:
    titles = ("What is a lock?\n\nA door.", "What is a race?", "Sleep", "What is a fence?\n\nA wall.", "What is starvation?")
    text = "# Threads\n\n" + "".join(f"### {title}\n\n" for title in titles)
    collection = found(tmp_path, questions__md=text)
    assert [(note.question, bool(note.answer.strip())) for note in collection.notes] == [
        ("What is a lock?", True),
        ("What is a race?", False),
        ("What is a fence?", True),
        ("What is starvation?", False),
    ]
    assert [(each.where.line, each.title, each.reason) for each in collection.left_out] == [(9, "Sleep", "nothing is below it")]
