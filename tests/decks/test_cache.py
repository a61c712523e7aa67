from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.cache import FORMAT, decode_file, decode_heads, encode_file, head_of, ids_in
from quizapp.decks.contents import read_contents
from quizapp.decks.files import sources
from quizapp.decks.parse import parse
from quizapp.decks.parsed import File
from quizapp.decks.source import Source
from quizapp.settings import shipped

lines = st.sampled_from(
    [
        "# What is it? {#it}",
        "# 무엇인가요?",
        "The **answer** $x^2$.",
        "[run](demo:xor-failure?gate=and)",
        "[see](card:two)",
        "## Key points",
        "## Follow-ups",
        "- a **point** <!-- also: two, words -->",
        "  more of it",
        "<b>",
        "```",
        "\x1b[0m",
        "",
    ]
)


def assert_read_back(file: File) -> None:
    """The head alone is enough but for the texts."""
    whole, asked = encode_file(file), list[str]()
    (head,) = decode_heads([head_of(whole)])
    back = decode_file(head, lambda: asked.append("texts") or whole)  # type: ignore[func-returns-value]
    assert back == file
    assert ids_in(f"{FORMAT} stamp", head_of(whole)) == [card.id for card in file.cards]
    assert asked == []
    assert [card.text for card in back.cards] == [card.text for card in file.cards]
    assert len(asked) <= 1


@given(st.lists(lines | st.text(max_size=20), max_size=20))
def test_any_file_is_read_back_as_it_was_parsed(written: list[str]) -> None:
    file = parse(Source("a.md", "a", "", "\n".join(written)), "en")
    assert_read_back(file)


def test_every_card_of_the_deck_is_read_back_as_it_was_parsed() -> None:
    read, folder = 0, shipped("content") / "deep-learning"
    for source in sources(folder, read_contents(folder)):
        assert isinstance(source, Source)
        file = parse(source, "en")
        assert_read_back(file)
        read += len(file.cards)
    assert read == 34
