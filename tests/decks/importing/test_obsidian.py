"""Obsidian's spaced-repetition plugin."""

import json
from datetime import date
from pathlib import Path

import pytest

from quizapp.decks.importing.dialects import read
from quizapp.decks.importing.registry import DIALECTS
from quizapp.decks.importing.undecided import UndecidedError
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


def settings(vault: Path, text: str) -> None:
    path = vault / ".obsidian" / "plugins" / "obsidian-spaced-repetition" / "data.json"
    path.parent.mkdir(parents=True)
    path.write_text(text)


def test_the_settings_of_the_plugin_say_how_cards_are_written(tmp_path: Path) -> None:
    stored = {
        "flashcardTags": ["#cards"],
        "singlelineCardSeparator": "->->",
        "singleLineReversedCardSeparator": ";;;",
        "multilineCardSeparator": "---?",
        "multilineCardEndMarker": "===",
        "convertHighlightsToClozes": False,
        "convertBoldTextToClozes": True,
    }
    settings(tmp_path, json.dumps({"settings": stored}))
    text = "#cards/a\n\none ->-> two\n\nleft;;;right\n\nlong\n---?\nfirst\n\nsecond\n===\n\nIt is **bold** and ==plain==.\n\nno::card\n"
    notes = found(tmp_path, a__md=text).notes
    assert [(note.question, note.answer) for note in notes] == [
        ("one", "two"),
        ("left", "right"),
        ("right", "left"),
        ("long", "first\n\nsecond"),
        (r"It is \[...\] and **plain**.", "**bold**\n\nIt is bold and **plain**."),
    ]
    assert {note.topic for note in notes} == {("a",)}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"settings": 3}', '{"settings": {"singleLineCardSeparator": 4, "flashcardTags": [1]}}'])
def test_settings_that_cannot_be_used_are_those_that_the_plugin_ships(tmp_path: Path, text: str) -> None:
    settings(tmp_path, text)
    (note,) = found(tmp_path, a__md="#flashcards\n\none::two\n").notes
    assert (note.question, note.answer) == ("one", "two")


def test_where_dated_cards_have_another_separator_it_is_asked_for(tmp_path: Path) -> None:
    text = "".join(
        f"What is {word} ->-> It is {word}.\n<!--SR:!2026-03-0{number},3,250-->\n\n" for number, word in enumerate("abcd", start=1)
    )
    with pytest.raises(UndecidedError) as caught:
        found(tmp_path, a__md=text)
    assert (caught.value.option, caught.value.choices) == ("inline", ("->->",))
    assert "4 flashcards have none of the usual separators" in caught.value.message
    notes = read(tmp_path, DIALECTS, {"inline": "->->"}).notes
    assert (notes[0].question, notes[0].answer) == ("What is a", "It is a.")
    assert notes[0].state == ForeignState(date(2026, 3, 1), 3, 250)


def test_a_dated_block_without_a_separator_is_listed(tmp_path: Path) -> None:
    read_ = found(tmp_path, a__md="#flashcards\n\none::two\n\n- only text\n<!--SR:!2026-03-01,3,250-->\n")
    assert [(each.where.line, each.reason) for each in read_.left_out] == [(5, "it has a due date but no separator")]


def test_what_stands_in_the_place_of_a_state_is_none(tmp_path: Path) -> None:
    notes = found(tmp_path, a__md="#flashcards\n\na:::b\n<!--SR:!2000-01-01,1,250!9999-12-31,4,250-->\n").notes
    assert [note.state for note in notes] == [None, None]


@pytest.mark.parametrize("state", ["2026-01-01,36500,250", f"2026-01-01,{'9' * 5000},250"], ids=["before-1970", "huge"])
def test_a_state_from_before_there_were_events_is_none(tmp_path: Path, state: str) -> None:
    notes = found(tmp_path, a__md=f"#flashcards\n\na::b\n<!--SR:!{state}-->\n").notes
    assert [note.state for note in notes] == [None]
