"""Obsidian's spaced-repetition plugin."""

from datetime import date
from pathlib import Path

from quizapp.decks.importing.dialects import read
from quizapp.decks.importing.registry import DIALECTS
from quizapp.domain.estimates import ForeignState
from tests.decks.importing.test_conventions import found

NOTE = """---
tags: [flashcards/sql]
---

What is a join?::A product of two tables, filtered.
<!--SR:!2024-03-02,12,250-->

left:::right

What is an index?
on a table
?
A sorted copy.

```sql
SELECT 1

```
%% What is hidden?::Nothing %%

#flashcards/data-structures

- Stack::Last in ^abc-1
`a::b` is code, std::vector too.

A ==heap==^[tree] is a ==tree==. #flashcards/trees
See [[Trees|the trees]] and [[Graphs#Cycles]].
"""


def test_every_separator_gap_tag_and_state_is_read(tmp_path: Path) -> None:
    notes = found(tmp_path, "obsidian", vault__md=NOTE).notes
    by_question = {note.question: note for note in notes}
    assert [note.question for note in notes][:4] == ["What is a join?", "left", "right", "What is an index?\non a table"]
    assert by_question["What is a join?"].state == ForeignState(date(2024, 3, 2), 12, 250)
    assert by_question["What is a join?"].topic == ("sql",)
    assert by_question["right"].answer == "left"
    assert by_question["Stack"].key == "abc-1"
    assert by_question["Stack"].topic == ("data structures",)
    gapped = by_question[r"A \[tree\] is a tree. " + "\nSee the trees and Graphs Cycles."]
    assert gapped.answer.startswith("**heap**\n\nA heap is a tree.")
    assert gapped.topic == ("trees",)
    assert not any("hidden" in question for question in by_question)


def test_separators_can_be_others(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("#flashcards\n\nOne ;; two\n\nThree::four\n")
    notes = read(tmp_path, DIALECTS, {"inline": ";;", "inline-reversed": ";;;"}, "obsidian").notes
    assert [(note.question, note.answer) for note in notes] == [("One", "two")]


def test_a_callout_is_a_quotation_with_a_title(tmp_path: Path) -> None:
    (note,) = found(tmp_path, "obsidian", a__md="#flashcards\n\nWhat?\n?\n> [!note] Look\n> here, ==now==\n").notes
    assert note.answer == "> **Look**\n> here, **now**"
