import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.folder import fingerprint
from quizapp.decks.listing import listing
from quizapp.decks.load import Loaded, load
from quizapp.decks.source import MAXIMUM_BYTES
from quizapp.domain.card import DemoLink
from quizapp.domain.errors import DeckError
from quizapp.services.lab import Lab
from quizapp.settings import shipped


def read(folder: Path) -> Loaded:
    return load(folder, lambda link: None)


def complaints(folder: Path) -> list[str]:
    return [str(problem) for problem in read(folder).problems]


def test_topics_and_cards_come_in_the_order_of_the_table_of_contents(content: Path) -> None:
    deck = read(content / "small").deck
    assert [topic.titles["en"] for topic in deck.topics] == ["First", "Second"]
    assert [card.id for card in deck.cards] == [f"small/{name}" for name in ("one", "two", "three", "four", "five")]
    assert deck.titles == {"en": "Small deck", "ko": "작은 덱"}


def test_a_translation_belongs_to_its_card_and_the_decks_language_comes_first(content: Path) -> None:
    card = read(content / "small").deck.cards[0]
    assert list(card.texts) == ["en", "ko"]
    assert card.text("ko").question == "하나란 무엇인가요?"
    assert card.text("de").language == "en"


def test_a_folder_without_a_table_of_contents_is_a_deck_as_well(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("# B?\n\nb\n")
    (tmp_path / "a.md").write_text("# A1? {#a1}\n\na\n\n# A2? {#a2}\n\na\n")
    loaded = read(tmp_path)
    assert loaded.problems == []
    assert [(topic.titles["en"], list(topic.cards)) for topic in loaded.deck.topics] == [
        (tmp_path.name, [f"{tmp_path.name}/{id}" for id in ("a1", "a2", "b")]),
    ]


def test_a_card_with_errors_is_left_out_and_the_others_load(content: Path) -> None:
    (content / "small" / "two.md").write_text("# Two?\n\nA.\n\n## Key point\n- x\n")
    loaded = read(content / "small")
    assert [card.id for card in loaded.deck.cards] == [f"small/{name}" for name in ("one", "three", "four", "five")]
    assert [str(problem) for problem in loaded.problems] == ['two.md:5:4: unknown section "Key point"; did you mean "Key points"?']


def test_a_translation_with_errors_is_left_out_alone(content: Path) -> None:
    path = content / "small" / "one.ko.md"
    path.write_text(path.read_text().replace("## 핵심 포인트", "## 핵심 요점"))
    loaded = read(content / "small")
    assert list(loaded.deck.cards[0].texts) == ["en"]
    assert [problem.path for problem in loaded.problems] == ["one.ko.md"]


def test_the_table_of_contents_and_the_files_are_held_against_each_other(content: Path) -> None:
    (content / "small" / "five.md").rename(content / "small" / "fives.md")
    missing, unlisted = complaints(content / "small")
    assert missing == "deck.toml:8:19: there is no card 'five'. Did you mean 'fives'?"
    assert unlisted == "fives.md:1: warning: no topic in deck.toml lists the card 'fives', so it comes last"


def test_an_id_used_twice_names_both_places(content: Path) -> None:
    (content / "small" / "again.md").write_text("# One again? {#one}\n\nA.\n")
    assert complaints(content / "small") == ["one.md:1: a second card 'one'; the first is at again.md:1. Give one of them a different id"]


def test_cards_of_one_file_that_lack_ids_are_told_so_and_not_that_they_share_one(content: Path) -> None:
    (content / "small" / "two.md").write_text("# Two?\n\nA.\n\n# More?\n\nB.\n")
    told = "one of several cards in its file, so it needs an id: '# Question {#some-id}'"
    assert complaints(content / "small") == [f"two.md:1: {told}", f"two.md:5: {told}"]


def test_links_to_unknown_demos_parameters_and_cards_are_told(content: Path) -> None:
    (content / "small" / "two.md").write_text(
        "# Two?\n\n[a](demo:xor-failur)\n\n[b](demo:xor-failure?gte=and)\n\n[c](demo:xor-failure?gate=an)\n\n[d](card:thre)\n"
    )
    found = [str(problem) for problem in load(content / "small", Lab().check_link).problems]
    assert found[0].startswith("two.md:3:1: there is no demo 'xor-failur'. Did you mean 'xor-failure'?")
    assert found[1].startswith("two.md:5:1: the demo 'xor-failure' has no parameter 'gte'. Did you mean 'gate'?")
    assert found[2].startswith("two.md:7:1: gate is 'an'. Did you mean 'and'?")
    assert found[3].startswith("two.md:9:1: warning: a link to the card 'thre', which is not in this deck. Did you mean 'three'?")


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ("title = ", "deck.toml:1: is not TOML (Invalid value (at end of document)); until"),
        ("title = \nx", "deck.toml:1:9: is not TOML (Invalid value); until"),
        ("\u200btitle = \u200b\nx", "deck.toml:1:11: is not TOML"),
        ("titel = 'x'", "deck.toml:1:1: unknown key 'titel'. Did you mean 'title'?"),
        ("title = 3", "deck.toml:1:1: a title must be a text"),
        ("language = 'English'", "deck.toml:1:1: language is 'English'"),
        ("topic = 3", "deck.toml:1:1: write each topic as [[topic]]"),
        ("[[topic]]\ncards = []", "deck.toml:1:1: the topic has no title"),
        ("[[topic]]\ntitle = 'x'\ncards = 'one'", "deck.toml:1:1: cards must be a list of ids"),
        ("[[topic]]\ntitle = 'x'\ncards = ['one', 'one']\n", "deck.toml:3:18: the card 'one' is listed twice"),
        ("[[topic]]\ntitle = 'one'\ncards = [\n  'one', # \"one\", this\n\t\"one\",\n]\n", "deck.toml:5:3: the card 'one' is listed twice"),
        ("topic = [{ title = 'x', cards = ['one', 'one'] }]\n", "deck.toml: the card 'one' is listed twice"),
        ("[[topic]]\ntitle = 'x'\n[[ topic ]]\ntitle = 'y'\ncards = ['two']\n", "deck.toml:5:11: there is no card 'two'"),
        ("[[topic]]\ntitle = 'x'\nkards = []\n", "deck.toml:3:1: unknown key 'kards'"),    ],
)  # fmt: skip
def test_a_mistake_in_the_table_of_contents_is_told_and_the_cards_still_load(tmp_path: Path, toml: str, complaint: str) -> None:
    (tmp_path / "one.md").write_text("# One?\n\nA.\n")
    (tmp_path / "deck.toml").write_text(toml)
    assert any(found.startswith(complaint) for found in complaints(tmp_path))
    assert len(read(tmp_path).deck.cards) == 1


def test_files_that_are_no_utf8_too_large_or_linked_from_outside_are_refused_with_the_reason(tmp_path: Path) -> None:
    deck = tmp_path / "deck"
    deck.mkdir()
    (tmp_path / "secret.md").write_text("# Secret?\n\nx\n")
    (deck / "bytes.md").write_bytes(b"# Q?\n\n\xff\n")
    (deck / "large.md").write_bytes(b"x" * (MAXIMUM_BYTES + 1))
    (deck / "link.md").symlink_to(tmp_path / "secret.md")
    (deck / "loop.md").symlink_to(deck / "loop.md")
    (deck / "dir.md").mkdir()
    found = complaints(deck)
    assert found[0] == "bytes.md:3:1: is not UTF-8 text; save it as UTF-8"
    assert found[1] == "dir.md: is not a regular file"
    assert found[2].startswith("large.md: has 1,048,577 bytes; the limit is 1,048,576")
    assert found[3].startswith("link.md: links outside the deck's folder")
    assert found[4].startswith("loop.md: ")
    assert read(deck).deck.cards == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("x " * 5_001, "long.md:3: a paragraph of 10,001 characters; the limit is 10,000: split it"),
        ("x" * 2_001, "long.md:3: a word of 2,001 characters; the limit is 2,000: split it"),
        ("[a] " * 201, "long.md:3: a paragraph of 201 square brackets; the limit is 200: split it"),
        ("```\n" + f"{'x' * 199}\n" * 120 + "```", "long.md:3: a block of code of 24,000 characters; the limit is 20,000: shorten it"),
        ("> " * 7 + "deep", "long.md:3: lists and quotations are nested too deeply; the limit is 6: flatten them"),
        ("- a\n  - " * 4, None),
        (
            "- a\n" * 160,
            "long.md:1: the card takes 642 steps of laying out; the limit is 420: split it, or",
        ),
        ("|a|b|\n|-|-|\n|c|d|\n\n" * 60, "long.md:1: the card takes 483 steps of laying out; the limit is 420: split it, or"),
        ("> > > > > > a\n\n" * 50, "long.md:1: the card takes 801 steps of laying out; the limit is 420: split it, or"),
        ("a<br> " * 1_600 + ("\n\n" + "a<br> " * 1_600) * 2, "long.md:1: the card takes "),
        ("|a" * 21 + "|\n" + "|-" * 21 + "|", "long.md:3: the table has 21 columns; the limit is 20: split it"),
        ("|a|b|\n|-|-|\n" + "|c|d|\n" * 100, "long.md:3: the table has 101 rows; the limit is 100: split it"),
        (f"${'x +' * 667}x$", "long.md:3:1: formula $x +x +x +x +x +x +x +x +x +x +x +x +"),
        ("$x$ " * 402, "long.md:3:1601: too many formulas; the limit is 400 in a card"),
        (
            "word " * 1_999 + "\n\n" + ("word " * 1_999 + "\n\n") * 10,
            "long.md:1: the card has 109,974 characters; the limit is 100,000: split it",
        ),
    ],
    ids=lambda value: str(value)[-40:],
)
def test_what_is_too_large_to_be_drawn_is_refused_and_the_limit_named(tmp_path: Path, text: str, complaint: str | None) -> None:
    (tmp_path / "long.md").write_text(f"# Q?\n\n{text}\n")
    found = complaints(tmp_path)
    assert len(found) == (complaint is not None)
    assert not found or found[0].startswith(str(complaint))


@pytest.mark.parametrize(
    "text", ["x " * 4_999, "```\n" + "x = 1\n" * 2_000 + "```", "> " * 6 + "deep", "|a" * 20 + "|\n" + "|-" * 20 + "|"]
)
def test_what_keeps_within_the_limits_is_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "long.md").write_text(f"# Q?\n\n{text}\n")
    assert complaints(tmp_path) == []


def test_a_folder_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DeckError, match="nowhere"):
        read(tmp_path / "nowhere")


def test_a_fingerprint_changes_with_any_file_of_the_deck_and_with_nothing_else(content: Path) -> None:
    deck = content / "small"
    before = fingerprint(listing(deck))
    (deck / "notes.txt").write_text("not a card")
    assert fingerprint(listing(deck)) == before
    os.utime(deck / "one.md", ns=(1, 1))
    assert fingerprint(listing(deck)) != before


@given(st.dictionaries(st.sampled_from(["a.md", "b.ko.md", "c.md", "deck.toml"]), st.binary(max_size=200)))
def test_no_folder_crashes_the_loader(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> None:
    folder = tmp_path_factory.mktemp("deck")
    for name, data in files.items():
        (folder / name).write_bytes(data)
    read(folder)


CURRICULUM = [
    "ai-ml-dl",
    "dl-vs-ml",
    "perceptron",
    "weights-and-bias",
    "activation-function",
    "perceptron-steps",
    "loss-function",
    "gradient-descent",
    "mini-batch",
    "gradient-descent-steps",
    "single-layer-limits",
    "mlp",
    "mlp-parts",
    "data-normalization",
    "backpropagation",
    "hyperparameters",
    "regularization-dropout",
]


def test_the_deep_learning_deck_holds_its_seventeen_cards_in_order_without_a_complaint() -> None:
    loaded = load(shipped("content") / "deep-learning", Lab().check_link)
    assert list(loaded.problems) == []
    assert [card.id for card in loaded.deck.cards] == [f"deep-learning/{id}" for id in CURRICULUM]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("id", CURRICULUM)
def test_every_card_of_the_deck_is_complete(id: str, language: str) -> None:
    deck = load(shipped("content") / "deep-learning", Lab().check_link).deck
    text = next(card for card in deck.cards if card.id.endswith(f"/{id}")).text(language)
    spoken = "\n".join(line for line in text.answer.splitlines() if not line.startswith("["))
    if language == "ko":  # the English in brackets is not said
        assert 150 <= len(re.findall("[가-힣]", spoken)) <= 330, "30 to 66 seconds aloud"
    else:
        assert 70 <= len(spoken.split()) <= 150, "30 to 60 seconds aloud"
    assert 3 <= len(text.key_points) <= 6
    assert all(point.terms for point in text.key_points)
    assert 3 <= len(text.follow_ups) <= 5
    assert all(follow_up.answer for follow_up in text.follow_ups)
    assert text.deeper
    assert text.mistakes
    assert text.sources
    assert isinstance(text.demos[0], DemoLink)
