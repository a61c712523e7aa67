import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.parse import File, parse
from quizapp.decks.source import Source
from quizapp.domain.card import CardText, DemoLink, FollowUp


def parsed(text: str, stem: str = "card", language: str = "") -> File:
    return parse(Source(f"{stem}.md", stem, language, text), "en")


def text_of(text: str, language: str = "") -> CardText:
    file = parsed(text, language=language)
    assert [*file.problems, *file.cards[0].errors] == []
    return file.cards[0].text


def complaints(text: str, stem: str = "card", language: str = "") -> list[str]:
    file = parsed(text, stem, language)
    return [str(problem) for problem in sorted([*file.problems, *(e for card in file.cards for e in card.errors)])]


WHOLE = """# What is a $w \\cdot x$ *perceptron*, and `how`?

The answer, with $\\hat{y}$ and `$code$`, for $5 and $10.

[Watch it](demo:xor-failure?gate=and&lr=0.5)

## Key points
- a **weighted sum** plus a **bias** <!-- also: dot product, linear combination -->
- a **step
  function** decides

## Go deeper
```python
# not a card
## not a section
- [x] demo:nothing $z$
```

## Follow-ups
- Why not zeros?

  Symmetric units stay the same,
  for ever.
- And one more?

## Common mistakes
- "It converges." Only sometimes.

## Sources
- Rosenblatt, 1958. <https://doi.org/10.1037/h0042519>
"""


def test_every_section_of_a_card_is_read() -> None:
    text = text_of(WHOLE)

    assert text.question == "What is a w · x perceptron, and how?"
    assert text.answer.startswith("The answer, with ŷ and `$code$`, for $5 and $10.")
    assert [point.terms for point in text.key_points] == [
        ("weighted sum", "bias", "dot product", "linear combination"),
        ("step function",),
    ]
    assert "<!--" not in text.key_points[0].text
    assert text.deeper == "```python\n# not a card\n## not a section\n- [x] demo:nothing $z$\n```"
    assert text.follow_ups == (
        FollowUp("Why not zeros?", "Symmetric units stay the same,\nfor ever."),
        FollowUp("And one more?", ""),
    )
    assert text.mistakes == '- "It converges." Only sometimes.'
    assert text.demos == (DemoLink("xor-failure", (("gate", "and"), ("lr", "0.5")), "Watch it"),)
    assert text.line == 1


def test_korean_sections_have_korean_names() -> None:
    text = text_of("# 퍼셉트론?\n\n답.\n\n## 핵심 포인트\n- **가중합**\n\n## 흔한 실수\n- 없음\n", language="ko")
    assert text.key_points[0].terms == ("가중합",)
    assert text.mistakes == "- 없음"


def test_several_cards_in_a_file_say_their_own_ids() -> None:
    file = parsed("# First? {#first}\n\nA.\n\n# Second? {#second}\n\nB.\n")
    assert [(card.id, card.text.question, card.text.answer, card.text.line) for card in file.cards] == [
        ("first", "First?", "A.", 1),
        ("second", "Second?", "B.", 5),
    ]


def test_a_lone_card_takes_its_id_from_the_file_unless_it_says_its_own() -> None:
    assert parsed("# Q?\n\nA.\n", stem="from-file").cards[0].id == "from-file"
    assert parsed("# Q? {#own}\n\nA.\n", stem="from-file").cards[0].id == "own"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_endings_trailing_blanks_and_a_byte_order_mark_do_not_matter(tmp_path: Path, ending: str) -> None:
    from quizapp.decks.source import sources

    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf" + ending.join(["# Q?  ", "", "A.  ", "", "## Sources", "- s", ""]).encode())
    (source,) = sources(tmp_path)
    assert isinstance(source, Source)
    file = parse(source, "en")
    assert not file.problems
    assert not file.cards[0].errors
    assert file.cards[0].text.answer == "A."


def test_a_heading_inside_a_quotation_or_a_list_starts_no_card() -> None:
    file = parsed("# Q?\n\n> # quoted\n\n- # listed\n")
    assert len(file.cards) == 1


def test_a_rule_below_a_paragraph_is_a_rule_and_not_a_heading() -> None:
    assert text_of("# Q?\n\nanswer\n---\nmore\n").answer == "answer\n---\nmore"


def test_a_display_formula_stands_in_a_block_of_its_own() -> None:
    assert text_of("# Q?\n\nSo\n\n$$\n\\frac{1}{2}\n$$\n\nend\n").answer == "So\n\n```text\n1/2\n```\n\nend"


def test_the_result_of_a_formula_is_not_read_as_markdown() -> None:
    assert text_of("# Q?\n\n$a_b$ and $c_d < e$\n").answer == r"a\_b and c\_d \< e"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("# Q?\n\nA.\n\n## Key point\n- x\n", 'card.md:5: unknown section "Key point"; did you mean "Key points"?'),
        (
            "# Q?\n\nA.\n\n## 핵심 포인트\n- x\n",
            "card.md:5: section '핵심 포인트' is called 'Key points' in this language",
        ),
        ("# Q?\n\nA.\n\n## Sources\n- x\n\n## Sources\n- y\n", "card.md:8: a second section 'Sources'; join the two"),
        ("# Q?\n", "card.md:1: the card has no answer"),
        ("#\n\nA.\n", "card.md:1: the question is empty"),
        ("no question\n", "card.md: holds no question"),
        ("early\n\n# Q?\n\nA.\n", "card.md:1: text before the first question"),
        ("# Q?\n\nA.\n\n# R? {#r}\n\nB.\n", "card.md:1: one of several cards in its file, so it needs an id"),
        ("# Q? {#Bad Id}\n\nA.\n", "card.md:1: the id 'Bad Id' may hold only a-z, 0-9 and '-'; write {#bad-id}"),
        ("# Q?\n\nA $\\foo$.\n", "card.md:3: formula $\\foo$: \\foo is not in the subset"),
        ("# Q?\n\nA\nb $$x\n", "card.md:4: '$$' opens a formula that is never closed"),
        ("# Q?\n\nA.\n\n```\ncode\n", "card.md:5: the code fence is never closed; end it with a line '```'"),
        ("# Q?\n\nA <b>bold</b>.\n", "card.md:3: HTML is not drawn: '<b>'"),
        ("# Q?\n\n<div>\nA\n</div>\n", "card.md:3: HTML is not drawn: '<div>'"),
        ("# Q?\n\nA ![alt](x.png)\n", "card.md:3: a picture cannot be drawn in a terminal: 'alt'"),
        ("# Q?\n\n[x](javascript:alert)\n", "card.md:3: a link to 'javascript:alert'"),
        ("# Q?\n\n[x](file:///etc/passwd)\n", "card.md:3: a link to 'file:///etc/passwd'"),
        ("# Q?\n\nA.\n\n## Key points\nno list\n", "card.md:6: this section is a list"),
        ("# Q?\n\nA.\n\n## Follow-ups\n", "card.md:5: the section is empty"),
        ("# Q?\n\nA\x1b[31m.\n", "card.md:3: holds the control character U+001B"),
    ],
)
def test_a_mistake_is_reported_with_its_place_and_what_to_write(text: str, complaint: str) -> None:
    (found,) = complaints(text)
    assert found.startswith(complaint)


def test_all_mistakes_are_reported_at_once() -> None:
    assert len(complaints("# Q?\n\nA $\\foo$ <b>.\n\n## Sauces\n- x\n\n## Key points\nno list\n")) == 4


def test_a_control_character_is_removed_and_the_card_is_kept() -> None:
    file = parsed("# Q\x07?\n\nA\x1b]52;c;x\x07.\n")
    assert file.cards[0].text.question == "Q?"
    assert file.cards[0].text.answer == "A]52;c;x."
    assert not file.cards[0].errors
    assert len(file.problems) == 2


_MARKUP = "# |## |### |- |  |\t|> |1. |```|~~~|`|``|$|$$|\\|\\frac{|}|<!--|-->|<!-- also: x -->|<div>|<b>|**|*|_|{#id}|{#|---|==="
_WORDS = [
    "&amp;",
    "&#0;",
    "![",
    "](",
    "Key points",
    "Follow-ups",
    "Sources",
    "[x](demo:",
    "xor-failure",
    "?gate=and",
    ")",
    "[a](card:b)",
    "<http://x>",
    "word",
    "질문",
]
_HOSTILE = ["|", "|---|", "\n", "\n\n", "\x00", "\x1b[", "\r", "\u202e", "\ufeff", "\u2028", "\ud800"]
_fragments = st.sampled_from([*_MARKUP.split("|"), *_WORDS, *_HOSTILE])


@given(
    st.one_of(
        st.lists(_fragments, max_size=60).map("".join),
        st.text(max_size=200),
        st.binary(max_size=300).map(lambda data: data.decode("utf-8", "replace")),
    )
)
def test_no_text_crashes_the_parser_and_whatever_comes_out_is_safe_to_draw(text: str) -> None:
    file = parsed(text)
    for card in file.cards:
        for shown in (card.text.question, card.text.answer, card.text.deeper, card.text.sources, card.text.mistakes):
            assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and char not in "\n\t" for char in shown)
        assert "\n" not in card.text.question


@pytest.mark.parametrize("unit", ["`" * 3 + "a ", "<!-- ", "$x ", "[", "- ", "> ", "{", "\\frac", "*a ", "<a "])
def test_a_large_hostile_file_is_read_in_the_time_of_a_large_file(unit: str) -> None:
    parsed("# Q?\n\n" + unit * (20_000 // len(unit)) + "\n")
