"""What public collections do with their titles, each kind in a small file of its own."""

from pathlib import Path

import pytest

from quizapp.decks.importing.conversion import converted
from quizapp.decks.importing.note import Altered
from tests.decks.importing.test_conventions import found


def texts(folder: Path, wanted: str = "", **files: str) -> list[str]:
    return [card.text for card in converted(found(folder, wanted, **files), "t", {}).cards]


QUIZ = """# Questions

###### 1. What's the output?

```js
let x = `a`
  x()
```

- A: `1`
- B: 2

<details><summary><b>Answer</b></summary>
<p>

#### Answer: B

Because.

</p>
</details>

---

###### 2. What's the output?

```js
y()
```

**Answer: A) `y`**

It is so.
"""


def test_code_and_choices_above_the_answer_belong_to_the_question(tmp_path: Path) -> None:
    one, two = texts(tmp_path, quiz__md=QUIZ)
    assert one == "# What's the output? ``let x = `a` ↵ x()`` • A: `1` • B: 2\n\n**Answer: B**\n\nBecause.\n"
    assert two == "# What's the output? `y()`\n\n**Answer: A) `y`**\n\nIt is so.\n"


def test_a_question_that_is_too_long_with_all_its_code_keeps_it_at_the_head_of_the_answer(tmp_path: Path) -> None:
    code = "\n".join(f"call(number_{number});" for number in range(60))
    text = QUIZ.replace("y()", code)
    cards = converted(found(tmp_path, quiz__md=text), "t", {}).cards
    assert cards[1].text.startswith(f"# What's the output?\n\n```js\n{code}\n```\n\n**Answer: A)")
    assert Altered.QUESTION in [change.kind for change in cards[1].note.changes]


def test_prose_above_a_heading_that_says_solution_far_below_is_the_answer(tmp_path: Path) -> None:
    text = "## What is a?\n\n" + "It is so. " * 90 + "\n\n### Solution\n\nYes.\n\n## What is b?\n\nB.\n"
    assert texts(tmp_path, questions__md=text)[0].startswith("# What is a?\n\nIt is so.")


def test_lists_of_questions_without_answers_are_drafts(tmp_path: Path) -> None:
    text = "# JavaScript\n\n* Explain event delegation.\n* What is `this`?\n  * How has it changed?\n* Why?\n\n## Code\n\n- one\n- two\n"
    read = found(tmp_path, javascript__md=text)
    assert read.dialect == "list"
    assert [note.question for note in read.notes] == [
        "Explain event delegation.",
        "What is `this`? How has it changed?",
        "JavaScript: Why?",
    ]


def test_titles_below_which_only_a_question_stands_are_drafts(tmp_path: Path) -> None:
    names = ("Closures", "Globals", "Queues", "Cobol", "Mirrors")
    text = "".join(f"### {name}\n\nWhat would you say of them, and why is it?\n\n" for name in names) + "### Late\n\nDefend monoliths.\n"
    conversion = converted(found(tmp_path, questions__md=text), "t", {})
    assert conversion.cards == []
    assert conversion.drafts[0].text == "# Closures: What would you say of them, and why is it?"
    assert conversion.drafts[-1].text == "# Late: Defend monoliths."


def test_titles_that_say_nothing_by_themselves_are_named_after_the_one_above(tmp_path: Path) -> None:
    text = (
        "# JavaScript\n\n## Hoisting\n\n### 정의\n\nIt lifts.\n\n### Rules\n\nTwo.\n\n## Closures\n\n"
        "### Rules\n\nOne.\n\n### Uses of them\n\nMany.\n"
    )
    cards = converted(found(tmp_path, "h3", js__md=text), "t", {}).cards
    assert [card.note.question for card in cards] == ["Hoisting: 정의", "Hoisting: Rules", "Closures: Rules", "Uses of them"]
    assert [bool(card.note.changes) for card in cards] == [True, True, True, False]


def test_a_file_whose_title_asks_is_one_question_with_titles_inside_the_answer(tmp_path: Path) -> None:
    article = "---\ntitle: What is {0}?\n---\n\nIt is {0}.\n\n## Benefits\n\nMany.\n\n## Costs\n\nSome.\n\n## Notes on it\n\nFew.\n"
    files = {"more__md": "## What is x?\n\nX.\n\n## What is y?\n\nY.\n"}
    files |= {f"{name}__md": article.format(name) for name in "abc"}
    notes = found(tmp_path, "h2", **files).notes
    assert [note.question for note in notes] == ["What is a?", "What is b?", "What is c?", "What is x?", "What is y?"]
    assert "## Costs" in notes[0].answer


def test_questions_inside_a_title_that_asks_nothing_are_cards_of_their_own(tmp_path: Path) -> None:
    text = (
        "# TDD\n\n### Doubts\n\n#### Q. Does it take long?\n\nYes.\n\n#### Q. Is it hard?\n\nNo.\n\n"
        "### What is red?\n\nA test.\n\n### Green\n\nToo.\n"
    )
    notes = found(tmp_path, "h3", tdd__md=text).notes
    assert [note.question for note in notes] == ["Q. Does it take long?", "Q. Is it hard?", "What is red?", "Green"]
    assert notes[0].topic == ("Doubts",)
    assert notes[0].answer.strip() == "Yes."


def test_a_list_of_links_to_the_answers_is_no_card_and_a_question_answered_elsewhere_no_draft(tmp_path: Path) -> None:
    index = (
        "# All\n\n### Statistics\n\n- [What is a mean?](./stat.md#mean)\n- [Variance](stat.md)\n\n"
        "### Maths\n\n- What is a mean?\n- What is b?\n- Why c?\n"
    )
    conversion = converted(
        found(tmp_path, "h3", all__md=index, stat__md="### What is a mean?\n\nA sum.\n\n### What is b?\n\nB.\n"), "t", {}
    )
    assert [card.note.question for card in conversion.cards] == ["What is a mean?", "What is b?"]
    assert [draft.note.question for draft in conversion.drafts] == ["Why c?"]
    assert {each.reason for each in conversion.left_out} == {
        "it has no answer here, but one in stat.md:1",
        "it has no answer here, but one in stat.md:5",
    }


@pytest.mark.parametrize(
    "title", [":memo: What is a?", "📌 What is a?", "[[↑]](#toc) What is a?", "What is a? [⬆ Back to Top](#top)", "What is a? :rocket:"]
)
def test_ornaments_of_a_title_go(tmp_path: Path, title: str) -> None:
    assert texts(tmp_path, questions__md=f"### {title}\n\nA.\n\n### What is b?\n\nB.\n")[0] == "# What is a?\n\nA.\n"


def test_a_section_called_like_a_part_of_a_readme_is_kept_or_listed(tmp_path: Path) -> None:
    text = "## What is a?\n\nA.\n\n### Index\n\n- on a column\n\n### Contents\n\nAll of it.\n\n### License\n\nMIT.\n\n## What is b?\n\nB.\n"
    (card, _) = converted(found(tmp_path, questions__md=text), "t", {}).cards
    assert card.text == "# What is a?\n\nA.\n\n### Index\n\n- on a column\n\n### Contents\n\nAll of it.\n"
    assert [change.detail for change in card.note.changes if change.kind is Altered.MARKS] == ["License"]


def test_headings_inside_an_answer_keep_their_numbers(tmp_path: Path) -> None:
    text = "## What are the layers?\n\nTwo.\n\n### 1. Link\n\nA.\n\n### 2. Net\n\nB.\n\n## What is b?\n\nB.\n"
    assert "### 1. Link\n\nA.\n\n### 2. Net" in texts(tmp_path, questions__md=text)[0]


@pytest.mark.parametrize("placeholder", ["Answer here", "TODO", "*TBD*", "N/A", "작성 중", "추가 예정입니다."])
def test_an_answer_that_only_promises_one_is_none(tmp_path: Path, placeholder: str) -> None:
    conversion = converted(found(tmp_path, questions__md=f"## What is a?\n\n{placeholder}\n\n## What is b?\n\nTo do it.\n"), "t", {})
    assert [draft.note.question for draft in conversion.drafts] == ["What is a?"]
    assert len(conversion.cards) == 1


def test_titles_inside_a_comment_are_none_and_those_in_code_about_comments_are(tmp_path: Path) -> None:
    text = (
        "## What is a?\n\nA.\n\n<!-- ## Old?\n\n```js\nx\n```\n\n## Older?\n\nNo.\n-->\n\n## What is b?\n\n"
        "```html\n<!-- open\n```\n\n## What is c?\n\nC.\n"
    )
    assert [card.split("\n")[0] for card in texts(tmp_path, questions__md=text)] == ["# What is a?", "# What is b?", "# What is c?"]


def test_a_summary_that_says_something_is_kept(tmp_path: Path) -> None:
    text = "## What is a?\n\n<details><summary>(클릭) pom.xml 설정</summary>\n\nA.\n\n</details>\n\n## What is b?\n\nB.\n"
    assert texts(tmp_path, questions__md=text)[0] == "# What is a?\n\n**(클릭) pom.xml 설정**\n\nA.\n"


def test_a_heading_behind_a_tagged_card_belongs_to_none_of_it(tmp_path: Path) -> None:
    read = found(tmp_path, cards__md="Q: What?\nA: It.\n\n## 3.2 Next\n\nQ: *\nA: A star.\n")
    assert [note.answer for note in read.notes] == ["It.", "A star."]
    assert [(each.where.line, each.reason) for each in read.left_out] == [(4, "1 line that belongs to no card")]
    assert [card.text for card in converted(read, "t", {}).cards] == ["# What?\n\nIt.\n", "# \\*\n\nA star.\n"]


def test_an_item_of_a_list_can_be_a_flashcard(tmp_path: Path) -> None:
    (note,) = found(tmp_path, notes__md="#flashcards\n\n- **What is a?**\n?\nA.\n").notes
    assert (note.question, note.answer) == ("**What is a?**", "A.")


def test_a_larger_heading_inside_an_answer_begins_no_topic(tmp_path: Path) -> None:
    """The answer goes on to the link to the top that ends each of them."""
    top = "\n\n**[Back to Top](#contents)**\n\n"
    text = (
        f"# JS\n\n## Core\n\n### 1. What is a?\n\nA.{top}### 2. What is currying?\n\nIt.\n\n## Benefits\n\nMany.{top}"
        f"### 3. What is c?\n\nC.{top}## Other\n\n### 4. What is d?\n\nD.{top}### 5. What is e?\n\nE.{top}"
    )
    cards = converted(found(tmp_path, js__md=text), "t", {}).cards
    assert [card.note.topic for card in cards] == [("Core",), ("Core",), ("Core",), ("Other",), ("Other",)]
    assert cards[1].text == "# What is currying?\n\nIt.\n\n### Benefits\n\nMany.\n"
