"""What foreign Markdown becomes in a card."""

from dataclasses import replace

import pytest

from quizapp.decks.importing.card_text import card_of
from quizapp.decks.importing.links import Linked
from quizapp.decks.importing.note import Altered, Note, Where
from quizapp.decks.importing.tidying import tidied


class Shelf:
    """Holds one picture."""

    def find(self, address: str, path: str) -> str:
        return "img/a b.png" if address == "a b.png" else ""

    def read(self, name: str) -> bytes:
        return b"picture"


def card(answer: str, question: str = "What is it?", language: str = "en") -> str:
    """The text of the card that is made, without its question."""
    note = tidied(Note(question, answer, Where("a.md", 1)), Linked(Shelf()))
    _, text, refused = card_of(note, language)
    assert refused == ""
    return text.partition("\n\n")[2].rstrip("\n")


def kinds(answer: str, question: str = "What is it?") -> set[Altered]:
    note, _, _ = card_of(tidied(Note(question, answer, Where("a.md", 1)), Linked(Shelf())), "en")
    return {change.kind for change in note.changes}


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One</p>\n<p>Two</p>", "One\nTwo"),
        ("a <strong>b</strong> <em>c</em> <u>d</u>", "a **b** *c* *d*"),
        ("x<sub class='y'>1</sub>", "x<sub>1</sub>"),
        ("one</br>two", "one<br>two"),
        ('<a href="https://a.org/x">there</a> <a name="here"></a>now', "[there](https://a.org/x) now"),
        ('<div align="center">\n\ntext\n\n</div>', "text"),
        ("<details><summary>View answer</summary>\n\ntext\n\n</details>", "text"),
        ("before <script>alert(1)</script>after", "before after"),
        ("a `<script>` b", "a `<script>` b"),
        ("A List<String> is", r"A List\<String> is"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n   - c"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        ("<pre><code>a &lt; b</code></pre>", "```\na < b\n```"),
        ('<img src="https://x.org/render/math?math=%5Cbeta">', r"$\beta$"),
        ("<!-- $x$ --> <img src='https://x.org/math?math=x'>", "$x$"),
    ],
)  # fmt: skip
def test_html_becomes_markdown_or_text(html: str, markdown: str) -> None:
    assert card(html) == markdown


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("See [it](#there), [that](../b.md) and [these](https://a.org).", "See it, that and [these](https://a.org)."),
        ("[run](javascript:alert)", "run"),
        ("![shown](<a b.png>)", "![shown](pictures/img-a-b.png)"),
        ("![shown](../../etc/passwd)", "shown"),
        ("![shown](https://a.org/b.png)", "[shown](https://a.org/b.png)"),
        ("`[it](#there)`", "`[it](#there)`"),
    ],
)
def test_links_that_lead_nowhere_are_text_and_pictures_are_named_as_they_are_copied(written: str, text: str) -> None:
    assert card(written) == text


def test_a_formula_outside_the_subset_stays_as_code_and_one_inside_it_a_formula() -> None:
    assert card(r"It is $x^2$ and $\foo{x}$.") == r"It is $x^2$ and `$\foo{x}$`."
    assert card("So:\n\n$$\n\\foo\n$$\n\nend") == "So:\n\n```latex\n\\foo\n```\n\nend"
    assert Altered.FORMULAS in kinds(r"$\foo{x}$")


@pytest.mark.parametrize("name", ["Good to hear", "Key takeaways", "핵심 정리"])
def test_a_list_below_a_heading_that_means_key_points_is_them(name: str) -> None:
    assert card(f"Text.\n\n#### {name}\n\n* one\n* two\n  more\n\n##### References\n\n- [a](https://a.org)\n") == (
        "Text.\n\n## Key points\n\n- one\n- two\n  more\n\n## Sources\n\n- [a](https://a.org)"
    )


def test_a_paragraph_below_such_a_heading_stays_in_the_answer() -> None:
    assert card("Text.\n\n#### Key takeaways\n\nNo list.") == "Text.\n\nNo list."


def test_headings_inside_are_demoted_below_those_of_cards() -> None:
    assert card("Text.\n\n## One\n\na\n\n#### Two\n\nb") == "Text.\n\n### One\n\na\n\n#### Two\n\nb"


def test_what_takes_too_long_to_say_goes_deeper_with_the_sentence_that_introduces_it() -> None:
    long = "word " * 120
    text = card(f"{long}\n\nThese are the steps:\n\n- {long}\n- x\n\nEnd.")
    answer, _, deeper = text.partition("\n\n## Go deeper\n\n")
    assert answer == long.strip()
    assert deeper.startswith("These are the steps:\n\n- word")
    assert deeper.endswith("End.")


@pytest.mark.parametrize(
    "title", ["1) What is it?", "Q3. What is it?", "**What is it?**", "What is it? ⭐⭐", 'What is it? <a name="x"></a>', "What is it? 👶"]
)
def test_numbers_and_stars_are_no_part_of_a_question(title: str) -> None:
    note = tidied(Note(title, "It.", Where("a.md", 1)), Linked(Shelf()))
    assert note.question == "What is it?"
    assert [change.kind for change in note.changes] == [Altered.MARKS]


def test_links_to_where_a_question_is_from_are_its_sources_and_the_way_to_the_top_is_gone() -> None:
    text = card("[[Answer]](https://b.org/y_(z))\n\nIt.\n\n**[⬆ Back to Top](#contents)**\n\n---", "What is it? [[src](https://a.org)]")
    assert text == "It.\n\n## Sources\n\n- <https://a.org>\n- <https://b.org/y_(z)>"


def test_control_characters_go_and_that_is_listed() -> None:
    assert card("a\x1b[31mb\u202e") == "a[31mb"
    assert Altered.CHARACTERS in kinds("a\x1b")


def test_code_in_a_question_stands_within_it_and_long_code_at_the_head_of_the_answer() -> None:
    short = tidied(Note("What does\n\n```py\nx = 1\nprint(x)\n```\n\nprint?", "1", Where("a.md")), Linked(Shelf()))
    assert short.question == "What does `x = 1 ↵ print(x)` print?"
    code = "```py\n" + "x = 1\n" * 60 + "```"
    long = tidied(Note(f"What is this?\n\n{code}", "1", Where("a.md")), Linked(Shelf()))
    assert (long.question, long.answer) == ("What is this?", f"{code}\n\n1")
    assert Altered.QUESTION in {change.kind for change in long.changes}


def test_what_our_own_checker_refuses_is_refused_with_its_reason() -> None:
    note = Note("What?", "- x\n" * 500, Where("a.md"))
    _, _, refused = card_of(note, "en")
    assert refused.startswith("the card has 501 paragraphs")
    assert card_of(replace(note, question="![](x)"), "en")[2]
