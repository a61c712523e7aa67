from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizapp.cli.prose import prose
from quizapp.decks.grammar import plain, tokens
from quizapp.decks.grammar.limits import BLOCKS
from quizapp.decks.parse import parse
from quizapp.decks.parsed import File
from quizapp.decks.scan import scan
from quizapp.decks.source import Source
from quizapp.domain.card import CardText, DemoLink, FollowUp
from quizapp.domain.drawable import clean
from quizapp.domain.sections import answer_markdown
from tests.foreign import steering


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
    assert text.answer.startswith("The answer, with $\\hat{y}$ and `$code$`, for $5 and $10.")
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
    from quizapp.decks.contents import read_contents
    from quizapp.decks.files import sources

    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf" + ending.join(["# Q?  ", "", "A.  ", "", "## Sources", "- s", ""]).encode())
    (source,) = sources(tmp_path, read_contents(tmp_path))
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


def test_the_text_of_a_section_is_what_is_written() -> None:
    written = "So $a_b$\n\n$$\n\\frac{1}{2}\n$$\n\n> end &lt;"
    assert text_of(f"# Q?\n\n{written}\n").answer == written


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("# Q?\n\nA.\n\n## Key point\n- x\n", 'card.md:5:4: unknown section "Key point"; did you mean "Key points"?'),
        ("# Q?\n\nA.\n\n## KEY POINT\n- x\n", 'card.md:5:4: unknown section "KEY POINT"; did you mean "Key points"?'),
        ("# Q?\n\nA.\n\n## 핵심 포인\n- x\n", 'card.md:5:4: unknown section "핵심 포인"; did you mean "핵심 포인트"?'),
        ("# Q?\n\nA.\n\n## Key points\n- x\n\n## 핵심포인트\n- y\n", "card.md:8:4: a second section '핵심포인트'; merge the two"),
        ("# Q?\n\nA.\n\n## Sources\n- x\n\n## Sources\n- y\n", "card.md:8:4: a second section 'Sources'; merge the two"),
        ("# Q?\n", "card.md:1: the card has no answer"),
        ("#\n\nA.\n", "card.md:1: the question is empty"),
        ("no question\n", "card.md: has no question"),
        ("early\n\n# Q?\n\nA.\n", "card.md:1:1: text before the first question"),
        ("# Q?\n\nA.\n\n# R? {#r}\n\nB.\n", "card.md:1: one of several cards in its file, so it needs an id"),
        ("# Q? {#Bad Id}\n\nA.\n", "card.md:1:8: the id 'Bad Id' may hold only small letters, digits and '-'; write {#bad-id}"),
        ("# Q?\n\nA $\\foo$.\n", "card.md:3:3: formula $\\foo$: \\foo is not in the subset"),
        ("# Q?\n\nA\nb $$x\n", "card.md:4:3: '$$' opens a formula that is never closed"),
        ("# Q?\n\nA.\n\n```\ncode\n", "card.md:5:1: the code fence is never closed; end it with a line '```'"),
        ("# Q?\n\nA <span>bold</span>.\n", "card.md:3:3: HTML is not drawn: '<span>'"),
        ("# Q?\n\n<div>\nA\n</div>\n", "card.md:3:1: HTML is not drawn: '<div>'"),
        ("# Q?\n\n[x](javascript:alert)\n", "card.md:3:1: a link to 'javascript:alert'"),
        ("# Q?\n\n[x](file:///etc/passwd)\n", "card.md:3:1: a link to 'file:///etc/passwd'"),
        ("# Q?\n\n[x](http://[)\n", "card.md:3:1: a link to 'http://[', which is not a valid address; write one such as https://"),
        ("# Q?\n\n<http://[::1>\n", "card.md:3:1: a link to 'http://[::1', which is not a valid address"),
        ("# Q?\n\n[x](http:)\n", "card.md:3:1: a link to 'http:', which is not a valid address"),
        ("# Q?\n\n[x](http://a:port/)\n", "card.md:3:1: a link to 'http://a:port/', which is not a valid address"),
        ("# Q?\n\n[x](mailto:)\n", "card.md:3:1: a link to 'mailto:', which is not a valid address"),
        ("# Q?\n\nA.\n\n## Key points\nno list\n", "card.md:6:1: this section is a list"),
        ("# Q?\n\nA.\n\n## Follow-ups\n", "card.md:5: the section is empty"),
        ("# Q?\n\nA\x1b[31m.\n", "card.md:3:2: contains the control character U+001B; remove it"),
    ],
)
def test_a_mistake_is_reported_with_its_place_and_what_to_write(text: str, complaint: str) -> None:
    (found,) = complaints(text)
    assert found.startswith(complaint)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("# Q?\n\nA\t$\\foo$.\n", "3:3"),
        ("# Q?\n\n가\t나\t[x](y)\n", "3:5"),
        ("# Q?\n\n- a\n\n\t```\n\tcode\n", "5:2"),
        ("#\tQ? {#Bad Id}\n\nA.\n", "1:8"),
        ("## Early\n# Q?\n\nA.\n", "1:1"),
        ("<!-- a -->\n\n  early\n# Q?\n\nA.\n", "3:3"),
        ("# Q?\n\nA.\n\n##   Key point   ##\n- x\n", "5:6"),
        ("# What is $\\foo$? {#a}\n\nA.\n", "1:11"),
        ("# What is [x](ftp:y)? ##\n\nA.\n", "1:11"),
        ("# Q?\n\n> quoted `a\n> b` <b>\n", "4:6"),
        ("# Q?\n\n- a\n  b [x](ftp:y\n  'title') [p](q)\n", "4:5 5:12"),
        ("# Q?\n\n1. a **b <a>c</a>**\n", "3:10"),
        ("# Q?\n\n<ftp://x> and [r]\n\n[r]: ftp://y\n", "3:1 3:15"),
        ("# Q?\n\n| a | b |\n|---|---|\n| `x\\|y` <b> | <b> |\n", "5:10 5:16"),
        ("# Q?\n\n> <div>\n", "3:3"),
        ("# Q?\n\nA.\n\n## Key points\n- x\n\n  y\n\nstray\n", "10:1"),
        ("# Q?\n\n$a$ and $$b\n", "3:9"),
    ],
)
def test_a_column_is_counted_in_the_line_as_it_is_written(text: str, place: str) -> None:
    assert " ".join(complaint.split(": ")[0].removeprefix("card.md:") for complaint in complaints(text)) == place


@pytest.mark.parametrize("undrawn", ["\u200b", "\x07\x1b", "\ufeff"])
def test_removed_characters_count_as_well(undrawn: str) -> None:
    removed, formula = complaints(f"# Q?\n\n{undrawn}가 $\\foo$\n")
    assert removed.startswith("card.md:3:1: contains the control character")
    assert formula.startswith(f"card.md:3:{len(undrawn) + 3}: formula")


@pytest.mark.parametrize("text", ["می‌خواهم", "👩‍💻 and 👨‍👩‍👧 ❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u0301", "क्‍ष", "&zwj;"])
def test_orthography_stays_and_is_not_complained_of(text: str) -> None:
    card = text_of(f"# What is {text}?\n\nIt is {text}.\n\n## Key points\n- **{text}**\n")
    assert text == "&zwj;" or card.question == normalize("NFC", f"What is {text}?")
    assert card.answer == normalize("NFC", f"It is {text}.")


def test_a_line_separator_behind_a_fence_begins_no_line_of_code() -> None:
    (card,) = parsed("# What is one?\n\nText.\u2028On.\n\n```py\u2028thon\nx = 1\n```\n").cards
    assert card.errors == []
    assert "x = 1" in card.text.answer.splitlines()


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", " \u2028\u2029 "])
@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("First|second.", ["First", "second."]),
        ("First|\nsecond.", ["First", "second."]),
        ("First|", ["First"]),
        ("- first|second\n- third", ["- first", "  second", "- third"]),
        ("> first|second", ["  first", "  second"]),
        ("First|# second|- third|> fourth|```", ["First", "# second", "- third", "> fourth", "```"]),
        ("First|***|**second**|`third`|+4", ["First", "***", "second", "third", "+4"]),
        ("First|1. second", ["First", "1. second"]),
        ("| c | a\0b |\n|---|---|\n| d | e |", ["- c: d; a b: e"]),
        ("`first|second`", ["first second"]),
        ("```\nfirst|second\n```", ["    first", "    second"]),
        ("### Head|ing", ["Head ing"]),
        ("First&#x2028;second", ["First second"]),
    ],
)
def test_a_line_separator_is_a_line_break_or_where_there_can_be_none_a_blank(written: str, shown: list[str], separator: str) -> None:
    table = "---|" in written
    text = text_of(f"# Why|so?\n\n{written}\n".replace("\0" if table else "|", separator).replace("Why|so", f"Why{separator}so"))
    assert text.question == "Why so?"
    assert [" ".join(line.split()) for line in prose(text.answer, None).split("\n") if line] == [" ".join(line.split()) for line in shown]
    assert not {*text.answer} & {"\u2028", "\u2029"}


def test_a_section_in_which_only_a_comment_stands_is_one_still_to_be_written() -> None:
    text = text_of("# Q?\n\nA.\n\n## Key points\n<!-- three to six -->\n\n## Sources\n<!-- where -->\n")
    assert (text.key_points, text.sources) == ((), "")


def test_text_between_two_comments_is_not_taken_for_a_comment() -> None:
    assert text_of("# Q?\n\nA.\n\n<!-- a --> kept <!-- b -->\n").answer == "A.\n\nkept"


def test_words_over_two_lines_are_one_term_and_one_text() -> None:
    text = text_of("# Q?\n\n[Watch\nit](demo:x)\n\n## Key points\n- a <!-- also: dot\n  product -->\n")
    assert text.demos[0].text == "Watch it"
    assert text.key_points[0].terms == ("dot product",)


def test_blanks_at_the_end_of_a_line_mean_nothing_but_a_break() -> None:
    text = text_of("# Q?\n\nOne \ntwo  \nthree     \nfour\\ \nfive   \n")
    assert text.answer == "One\ntwo  \nthree  \nfour\\ \nfive"


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
            assert steering(shown) == []
        assert "\n" not in card.text.question


@pytest.mark.parametrize("unit", ["`" * 3 + "a ", "<!-- ", "$x ", "[", "- ", "> ", "{", "\\frac", "*a ", "<a "])
def test_a_large_hostile_file_is_read_in_the_time_of_a_large_file(unit: str) -> None:
    parsed("# Q?\n\n" + unit * (20_000 // len(unit)) + "\n")


@pytest.mark.parametrize("entity", ["&#x202e;", "&#8238;", "&#x200b;", "&#x1b;", "&shy;", "&#X9B;", "&#12;"])
def test_an_entity_is_no_way_around_what_may_not_be_drawn(entity: str) -> None:
    text = f"# Why {entity}?\n\nA {entity} b.\n\n| c {entity} |\n|---|\n| d |\n\n## Key points\n- e {entity}\n"
    told = complaints(text)
    assert len(told) == 4
    assert told[1] == f"card.md:3:3: the entity {entity!r} is a control character; remove it"
    card = parsed(text).cards[0].text
    assert plain(answer_markdown(card)).count("\N{REPLACEMENT CHARACTER}") == 3
    assert card.question == "Why \N{REPLACEMENT CHARACTER}?"


def test_other_entities_and_those_in_code_stay_as_they_are() -> None:
    text = text_of("# Is a &lt; b &amp; c?\n\nA &lt; b, `&#x202e;`, AT&T and &copy;.\n\n```\n&#x202e;\n```\n")
    assert text.question == "Is a < b & c?"
    assert text.answer == "A &lt; b, `&#x202e;`, AT&T and &copy;.\n\n```\n&#x202e;\n```"


pieces = st.sampled_from(
    [
        "&",
        "#",
        "x202e;",
        "#x202e;",
        "&#x",
        "202e;",
        "zwj;",
        "&zwj;",
        "<!-- -->",
        "<!--x-->",
        "`",
        "``",
        "\\",
        "$\\&$",
        "$x$",
        "$$",
        " ",
        "\n",
        "\n\n",
    ]
)


@example(["a &#x", "<!-- -->", "202e; b"])
@example(["a &zw", "<!-- -->", "<!-- -->", "j; b"])
@example(["a $\\text{&}$#x202e; b"])
@given(st.lists(pieces | st.text(max_size=4), max_size=25))
def test_nothing_that_may_not_be_drawn_is_left_in_what_a_viewer_makes_of_a_card(written: list[str]) -> None:
    """As Textual reads it, whatever was joined by what went between."""
    file = parsed("# Q?\n\n" + "".join(written) + "\n")
    for card in file.cards:
        found = tokens(f"{card.text.question}\n\n{answer_markdown(card.text)}")
        for child in (child for token in found for child in token.children or ()):
            assert clean(child.content) == child.content


def test_a_card_of_more_paragraphs_than_can_be_laid_out_is_refused() -> None:
    assert complaints("# Q?\n\n" + "a\n\n" * (BLOCKS - 1)) == []
    assert complaints("# Q?\n\n" + "a\n\n" * BLOCKS) == [
        "card.md:1: the card has 401 paragraphs, items and blocks; the limit is 400: split it"
    ]


@example(["# A?", "", "[a]: b"])
@example(["# A?", "", "# B? {#b}"])
@example(["```", "# A?", "```"])
@example([" ", "", "# A?", "b"])
@given(
    st.lists(
        st.sampled_from(["# A?", "# B? {#b}", " # C?", "#", "", " ", "```", "<!--", "-->", "$$", "- a", "  # d", "> # e", "[a]: b", "## F"])
    )
)
def test_a_file_of_one_card_is_scanned_as_if_its_blocks_were_read(lines: list[str]) -> None:
    text = "\n".join(lines)
    quick = scan(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quizapp.decks.scan._holds_one", lambda _: False)
        assert scan(text) == quick
