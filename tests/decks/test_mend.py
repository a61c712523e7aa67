import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizapp.decks.contents import read_contents
from quizapp.decks.files import sources
from quizapp.decks.grammar import blocks, lines_of
from quizapp.decks.load import Loaded, load
from quizapp.decks.mend import mend
from quizapp.decks.parse import parse
from quizapp.decks.parsed import File
from quizapp.decks.places import readable
from quizapp.decks.source import Source
from quizapp.domain.card import CardText, DemoLink


def put(folder: Path, **files: str) -> Path:
    """`a_ko` becomes a.ko.md, `deck` deck.toml."""
    for name, text in files.items():
        place = folder / ("deck.toml" if name == "deck" else f"{name.replace('_', '.')}.md")
        place.write_bytes(text.encode())
    return folder


def anything(link: DemoLink) -> None:
    """Whatever a link to a demo says is right."""


def mended(folder: Path, *only: str) -> list[str]:
    """Writes what can be mended; what could not."""
    mending = mend(folder, anything, only)
    for file in mending.files:
        assert file.path.read_bytes() == file.before
        file.path.write_bytes(file.after)
    return [str(note) for note in mending.notes]


def read(folder: Path) -> Loaded:
    return load(folder, anything)


def text_after(folder: Path, text: str) -> str:
    mended(put(folder, a=text))
    return (folder / "a.md").read_bytes().decode()


# -- what means nothing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\ufeff# Q?\r\n\r\nA.\r\n", "# Q?\n\nA.\n"),
        ("# Q?\r\r\n\nA.\r", "# Q?\n\nA.\n"),
        ("# Q?  \n \t\nA. \n\n- x\t\n", "# Q?\n\nA.\n\n- x\n"),
        ("# Q?\n\nA,\u200b\x07 B.", "# Q?\n\nA, B.\n"),
        ("# Q?\n\none \ntwo  \nthree    \nfour\\ \nfive  \n\nsix\n", "# Q?\n\none\ntwo  \nthree  \nfour\\ \nfive\n\nsix\n"),
        ("# Q?\n\nA.\n\n## KEY points ##\n- x\n", "# Q?\n\nA.\n\n## Key points ##\n- x\n"),
    ],
)  # fmt: skip
def test_what_means_nothing_goes(tmp_path: Path, before: str, after: str) -> None:
    assert text_after(tmp_path, before) == after


@pytest.mark.parametrize(
    "text",
    [
        "# Q?\n\n```python\nx = 1  \n\t\n\u200by\n```\n",
        "# Q?\n\n> ~~~  \n> a  \n> ~~~ \n",
        "# Q?\n\nA.\n\n    code  \n     \n    more\t\n",
        "# Q?\n\n- a\n\n  ```\n  b  \n  ```\n",
        "# Q?\n\n```\nnever closed  \n",
        "# Q?\n\nA\tB\n\n- x\ty\n",
        "# Q?\rA.\r# R?\n",
        "# Q?\n\nA.\n\n## Key point\n- x\n",
        "# Q?\n\nA.\n\n## 핵심 포인트\n- x\n",
        "",
    ],
)
def test_code_tabs_and_what_needs_a_decision_stay(tmp_path: Path, text: str) -> None:
    assert text_after(tmp_path, text) == text


def test_line_endings_change_inside_code_as_well(tmp_path: Path) -> None:
    assert text_after(tmp_path, "# Q?\r\n\r\n```\r\nx  \r\n```\r\n") == "# Q?\n\n```\nx  \n```\n"


def test_the_table_of_contents_and_the_glossary_keep_all_but_line_ends_and_undrawn_characters(tmp_path: Path) -> None:
    put(tmp_path, a="# Q?\n\nA.\n", deck='\ufefftitle = "x  "  # why\u200b \r\n')
    (tmp_path / "glossary.toml").write_bytes(b'[ko]\r\n"a" = { write = "b" }')
    mended(tmp_path)
    assert (tmp_path / "deck.toml").read_bytes().decode() == 'title = "x  "  # why \n'
    assert (tmp_path / "glossary.toml").read_bytes() == b'[ko]\n"a" = { write = "b" }\n'


@pytest.mark.parametrize("text", ["می‌خواهم", "👩‍💻 👨‍👩‍👧 ❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u0301", "क्‍ष", "first\u2028second", "first\u2029second"])
def test_orthography_and_line_separators_stay(tmp_path: Path, text: str) -> None:
    card = f"# What is {text}?\n\n{text}\n\n## Key points\n- **{text}**\n"
    put(tmp_path, a=card, deck=f'title = "{text}"\n')
    (tmp_path / "glossary.toml").write_text(f'[en]\n"{text}" = {{ write = "{text}" }}\n', "utf-8")
    assert mend(tmp_path, anything).files == []
    assert [problem for problem in read(tmp_path).problems if "character" in problem.message] == []


# -- ids ---------------------------------------------------------------------------------------------------------------------


def ids(folder: Path, path: str) -> list[str]:
    (source,) = [each for each in sources(folder, read_contents(folder)) if isinstance(each, Source) and each.path == path]
    return [card.id for card in parse(source, "en").cards]


ONE = "# What is a join?\n\nA.\n"
TWO = f"# What is a perceptron?\n\nA.\n\n{ONE}"


def test_the_card_that_was_alone_in_its_file_keeps_its_id_when_another_joins_it(tmp_path: Path) -> None:
    put(tmp_path, perceptron="# What is a perceptron?\n\nA.\n")
    (alone,) = read(tmp_path).deck.cards
    mended(put(tmp_path, perceptron=TWO))
    assert [card.id for card in read(tmp_path).deck.cards] == [alone.id, f"{tmp_path.name}/join"]


def test_an_id_that_the_file_implies_is_never_written(tmp_path: Path) -> None:
    put(tmp_path, perceptron=ONE, perceptron_ko="# 퍼셉트론?\n\n답.\n", own="# Q? {#mine}\n\nA.\n")
    assert mend(tmp_path, anything).files == []


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("What is the vanishing gradient problem?", "vanishing-gradient-problem"),
        ("Why is ReLU preferred to sigmoid in *deep* networks, and when?", "relu-preferred-sigmoid-deep"),
        ("What's Novikoff's bound, $\\frac{R^2}{4}$?", "novikoff-bound-r2-4"),
        ("What is it?", "what-is-it"),
        ("Größe, naïvely?", "grösse-naïvely"),
        ("조인이란 무엇인가요?", "조인"),
        ("2 + 2?", "a-2"),
        ("", "a-2"),
    ],
)
def test_other_ids_come_from_the_question_or_from_the_place_in_the_file(tmp_path: Path, question: str, id: str) -> None:
    mended(put(tmp_path, a=f"# Q?\n\nA.\n\n# {question}\n\nA.\n\n## Key points\n- x\n"))
    assert ids(tmp_path, "a.md") == ["a", id]


def test_a_made_up_id_is_unlike_any_other_in_the_deck(tmp_path: Path) -> None:
    mended(put(tmp_path, a=f"{TWO}\n{ONE}", join=ONE, b_ko="# 조인? {#join-2}\n\n답.\n"))
    assert ids(tmp_path, "a.md") == ["a", "join-3", "join-4"]


def test_a_name_in_any_script_is_that_of_the_card_that_is_alone_and_of_the_first(tmp_path: Path) -> None:
    (tmp_path / "퍼셉트론 모음.md").write_text("# 하나란?\n\nA.\n\n# 2 + 2?\n\nA.\n\n# 스레드란 무엇인가요?\n\nA.\n", "utf-8")
    (tmp_path / normalize("NFD", "조인 종류.md")).write_text("# 조인?\n\nA.\n", "utf-8")
    mended(tmp_path)
    assert ids(tmp_path, normalize("NFD", "조인 종류.md")) == ["조인-종류"]
    assert ids(tmp_path, "퍼셉트론 모음.md") == ["퍼셉트론-모음", "퍼셉트론-모음-2", "스레드"]
    mended(put(tmp_path, **{"(+)": "# 2 + 2?\n\nA.\n\n# 3?\n\nA.\n"}))
    assert ids(tmp_path, "(+).md") == ["card-1", "card-2"]


@pytest.mark.parametrize(
    ("heading", "after"),
    [
        ("# Two? ##", "# Two? {#two} ##"),
        ("  #\tTwo?", "  #\tTwo? {#two}"),
        ("# Two? {#}", "# Two? {#two}"),
        ("# Two {#x} is?  ", "# Two {#x} is? {#two-x}"),
        ("# `Two", "# `Two {#two}"),
        ("# #", "# {#a-2} #"),
    ],
)
def test_an_id_is_added_behind_the_question(tmp_path: Path, heading: str, after: str) -> None:
    assert text_after(tmp_path, f"# Q? {{#a}}\n\nA.\n\n{heading}\n\nA.\n\n## Key points\n- x\n").split("\n")[4] == after


def test_a_later_card_gets_the_files_name_where_the_deck_lists_it(tmp_path: Path) -> None:
    text = "# New? {#new}\n\nA.\n\n# Old?\n\nA.\n\n# Older?\n\nA.\n"
    mended(put(tmp_path, a=text, deck='[[topic]]\ntitle = "x"\ncards = ["a"]\n', b=text.replace("#new", "#new-b")))
    assert ids(tmp_path, "a.md") == ["new", "a", "older"]
    assert ids(tmp_path, "b.md") == ["new-b", "old", "older-2"]


def test_capitals_and_blanks_in_an_id_go_everywhere(tmp_path: Path) -> None:
    put(
        tmp_path,
        a="# Q? {#Some Id}\n\nA.\n",
        a_ko="# 질문? {#Some Id}\n\n답.\n",
        deck='[[topic]]\ntitle = "x"\ncards = ["Some Id"] # why\n',
    )
    (tmp_path / "My Card.md").write_text("# R?\n\nA.\n")
    assert mended(tmp_path) == []
    assert [list(card.texts) for card in read(tmp_path).deck.cards] == [["en", "ko"], ["en"]]
    assert (tmp_path / "deck.toml").read_text() == '[[topic]]\ntitle = "x"\ncards = ["some-id"] # why\n'
    assert (tmp_path / "My Card.md").read_text() == "# R?\n\nA.\n"


def test_an_id_whose_legal_form_is_taken_is_left_and_told(tmp_path: Path) -> None:
    put(tmp_path, a="# Q? {#Some Id}\n\nA.\n", b="# Q? {#some-id}\n\nA.\n")
    told = "the id 'Some Id' would become 'some-id', which another card already has; give it one of its own"
    assert mended(tmp_path) == [f"a.md:1: warning: {told}"]
    assert ids(tmp_path, "a.md") == ["Some Id"]


TWO_KO = "# 퍼셉트론이란?\n\n답.\n\n# 조인이란?\n\n답.\n"


def test_a_translation_gets_the_ids_of_its_originals(tmp_path: Path) -> None:
    assert mended(put(tmp_path, nets=TWO, nets_ko=TWO_KO)) == []
    assert ids(tmp_path, "nets.md") == ids(tmp_path, "nets.ko.md") == ["nets", "join"]


def test_an_original_gets_the_ids_that_its_translation_has_been_asked_under(tmp_path: Path) -> None:
    put(tmp_path, nets=TWO, nets_ko=TWO_KO.replace("이란?", "이란? {#a}", 1).replace("조인이란?", "조인이란? {#b}"))
    assert mended(tmp_path) == []
    assert ids(tmp_path, "nets.md") == ["a", "b"]


@pytest.mark.parametrize(
    ("korean", "told"),
    [
        (f"{TWO_KO}\n# 셋?\n\n답.\n", "nets.ko.md:1: warning: has 3 cards, but its original (nets.md) has 2"),
        (
            TWO_KO.replace("조인이란?", "조인이란? {#nets}"),
            "nets.ko.md:1: warning: has its cards in a different order from its original (nets.md)",
        ),
    ],
)
def test_a_translation_that_does_not_correspond_is_left_and_told(tmp_path: Path, korean: str, told: str) -> None:
    (note,) = mended(put(tmp_path, nets=TWO, nets_ko=korean))
    assert note == f"{told}; give each card the id of its original"
    assert (tmp_path / "nets.ko.md").read_text("utf-8") == korean


def test_a_translation_without_an_original_is_left_and_told(tmp_path: Path) -> None:
    (note,) = mended(put(tmp_path, nets_ko=TWO_KO))
    assert "there is no nets.md to take them from" in note


def test_a_broken_text_is_not_made_part_of_a_card_that_is_asked(tmp_path: Path) -> None:
    """It would take the whole card out of the quiz."""
    put(tmp_path, nets=TWO.replace("?", "? {#a}", 1).replace("join?", "join? {#b}"), nets_ko=TWO_KO.replace("답.", "$\\foo$", 1))
    (note,) = mended(tmp_path)
    assert note == "nets.ko.md:1: warning: will be 'a', as in another language, once its other errors are fixed"
    assert {card.id: list(card.texts) for card in read(tmp_path).deck.cards} == {
        f"{tmp_path.name}/a": ["en"],
        f"{tmp_path.name}/b": ["en", "ko"],
    }
    mended(put(tmp_path, nets_ko=TWO_KO))
    assert [list(card.texts) for card in read(tmp_path).deck.cards] == [["en", "ko"], ["en", "ko"]]


def test_a_wrong_demo_is_such_an_error_as_well(tmp_path: Path) -> None:
    put(tmp_path, a="# Q? {#A}\n\n[x](demo:nowhere)\n", a_ko="# 질문?\n\n답.\n")
    assert mend(tmp_path, lambda link: "there is no such demo").files == []


def test_only_the_files_that_were_asked_for_are_mended(tmp_path: Path) -> None:
    put(tmp_path, a="# Q? {#A B}\r\n\r\nA.", b="# R?\r\n\r\nB.", deck='title="x"\r\n[[topic]]\r\ntitle="x"\r\ncards=["A B","b"]\r\n')
    assert [file.path.name for file in mend(tmp_path, anything, ["b.md"]).files] == ["b.md"]
    assert [file.path.name for file in mend(tmp_path, anything, ["a.md"]).files] == ["a.md", "deck.toml"]


def test_a_file_under_two_names_is_mended_once(tmp_path: Path) -> None:
    put(tmp_path, b="# Q?\r\n\r\nA.\r\n")
    (tmp_path / "a.md").symlink_to("b.md")
    assert [file.path.name for file in mend(tmp_path, anything).files] == ["b.md"]


def test_files_that_are_refused_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"# Q?\r\n\xff")
    (tmp_path / "d.md").mkdir()
    assert mend(tmp_path, anything).files == []


# -- for any deck ------------------------------------------------------------------------------------------------------------

_BLANKS = st.sampled_from(["", "", "", " ", "  ", "   ", "\t", " \t ", "\\ ", "\\  "])
_UNDRAWN = st.sampled_from(["", "", "", "", "\u200b", "\x07", "\ufeff", "\u2028", "\r"])
_LINES = st.sampled_from(
    [
        "", "", "", "word **bold** text", "two words", "# What is one?", "# Two? {#two}", "# Two? {#Some Id}", "# 질문?", "# Q ##",
        "# 나? {#질문}", "## Key points", "## key points", "## SOURCES", "## 꼬리질문", "## 핵심 포인트", "## Follow-ups", "## Go deeper",
        "- item", "-", "- ",
        "  continued", "    indented", "> quoted", "1. one", "```", "~~~", "  ```", "> ```", "`open", "close`", "$x", "y$", "$$",
        "\\text{a", "b}$", "| a | b |", "|---|---|", "<!-- also: a,", "b -->", "[Watch", "it](demo:x)", "[r]: card:b", "[a](card:b)",
        "<div>", "***", "a\\", "{#x}",
    ]
)  # fmt: skip
_ENDS = st.sampled_from(["\n", "\n", "\r\n"])
_texts = st.lists(st.tuples(_LINES, _UNDRAWN, _BLANKS, _ENDS).map("".join), max_size=14).map("".join)
_question = st.sampled_from(["# What is one?\n\nA.\n\n", "# 질문?\n\nA. \n\n", "# Two? {#two}\n\nA  \nB.\n\n", "# R? {#Some Id}\n\nA.\n\n"])
_decks = st.dictionaries(
    st.sampled_from(["a.md", "b.md", "a.ko.md", "b.ko.md", "My Card.md", "질문.md", "two.md"]),
    st.one_of(_texts, st.lists(_question, max_size=3).map("".join), st.tuples(_question, _texts).map("".join)),
    max_size=4,
)


def parsed(folder: Path) -> Mapping[str, File]:
    return {source.path: parse(source, "en") for source in sources(folder, read_contents(folder)) if isinstance(source, Source)}


def without_place(text: CardText) -> CardText:
    return replace(text, path="", line=0)


def code_of(text: str) -> list[str]:
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    ranges = [lines_of(token) for token in blocks(readable(text))[0] if token.type == "fence"]
    return [line.rstrip("\r") for start, end in ranges for line in text.split("\n")[start:end]]


@example({"a.md": "# Two? {#Some Id}\r \n", "b.ko.md": "# R? {#Some Id}\n\nA.\n", "b.md": "# R? {#Some Id}\n\nA.\n"})
@example({"My Card.md": "# Q ##\r \nA\n"})
@example({"a.md": "# What is one?\n\nA.\n\na\\\u2028 \na\\\n"})
@example({"a.md": "# What is one?\n\nA.\n\n# Two? {#two}\n\nA.\n", "a.ko.md": "# What is one?\n\nA.\n\n# 질문?\n"})
@given(_decks)
def test_mending_any_deck_changes_no_card_and_mending_again_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, deck: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("deck")
    for name, text in deck.items():
        (folder / name).write_bytes(text.encode())
    before, good = parsed(folder), read(folder).deck.cards
    code = {name: code_of((folder / name).read_bytes().decode()) for name in deck}
    mended(folder)
    after, cards = parsed(folder), {card.id: card for card in read(folder).deck.cards}
    for card in good:
        assert {language: cards[card.id].texts[language] for language in card.texts} == card.texts
    for path, file in before.items():
        for was, now in zip(file.cards, after[path].cards, strict=True):
            if not was.errors:
                assert (was.id, was.text, was.links) == (now.id, now.text, now.links)
            elif all("id" in error.message.split() for error in was.errors):
                assert was.text == now.text
    assert {name: code_of((folder / name).read_bytes().decode()) for name in deck} == code
    assert mend(folder, anything).files == []


@given(_decks)
def test_ids_that_mending_gives_are_legal_and_belong_to_one_card(tmp_path_factory: pytest.TempPathFactory, deck: dict[str, str]) -> None:
    folder = tmp_path_factory.mktemp("deck")
    for name, text in deck.items():
        (folder / name).write_bytes(text.encode())
    twice = sum("a second card" in problem.message for problem in read(folder).problems)
    mended(folder)
    assert sum("a second card" in problem.message for problem in read(folder).problems) <= twice
    for source in sources(folder, read_contents(folder)):
        assert isinstance(source, Source)
        lines = source.text.split("\n")
        for card in parse(source, "en").cards if not source.language else ():
            if "\r" not in lines[card.text.line - 1] and card.text.question.endswith("?"):
                assert len(card.errors) > 1 or not any("needs an id" in error.message for error in card.errors)


NOTES = "# Notes\n\nSome.\n\n# 1.1\n\n- more\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [("My Notes", NOTES), ("notes.js", "# Notes of Monday\n\nSome.\n"), ("My Notes", f"{NOTES}\n## More\n\nText.\n")],
)
def test_a_heading_that_was_no_card_does_not_become_one(tmp_path: Path, name: str, text: str) -> None:
    put(tmp_path, join=ONE)
    (tmp_path / f"{name}.md").write_text(text)
    before = [card.id for card in read(tmp_path).deck.cards]
    mending = mend(tmp_path, anything)
    assert mending.files == []
    assert all("does not look like a card" in note.message for note in mending.notes)
    assert len(mending.notes) == text.count("\n# ") + 1
    assert [card.id for card in read(tmp_path).deck.cards] == before


def test_a_translation_of_a_card_is_a_card_whatever_it_looks_like(tmp_path: Path) -> None:
    mended(put(tmp_path, perceptron=TWO, perceptron_ko="# 퍼셉트론을 설명하세요.\n\n답.\n\n# 조인을 설명하세요.\n\n답.\n"))
    assert ids(tmp_path, "perceptron.ko.md") == ["perceptron", "join"]


def test_the_name_of_a_section_is_known_in_decomposed_letters_and_mended(tmp_path: Path) -> None:
    section = normalize("NFD", "## 핵심 포인트")
    put(tmp_path, join=ONE, join_ko=f"# 조인?\n\n답.\n\n{section}\n- 하나\n")
    (card,) = read(tmp_path).deck.cards
    assert [point.text for point in card.texts["ko"].key_points] == ["하나"]
    mended(tmp_path)
    assert "## 핵심 포인트" in (tmp_path / "join.ko.md").read_text("utf-8")


def test_the_table_of_contents_is_still_toml_when_ids_change(tmp_path: Path) -> None:
    listed = '[[topic]]\ntitle = "x"\ncards = [\n  "A B", # first\n  "b",\n]\n\n# the rest\n[[topic]]\ntitle = "y"\n'
    mended(put(tmp_path, a="# Q? {#A B}\n\nA.\n", b=ONE, deck=listed))
    assert (tmp_path / "deck.toml").read_text() == listed.replace("A B", "a-b")
    assert tomllib.loads((tmp_path / "deck.toml").read_text())["topic"][0]["cards"] == ["a-b", "b"]
