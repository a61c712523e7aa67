"""Each place that shows a card shows the same words, in the same order."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rich.console import Console
from textual._context import active_app
from textual.app import App
from textual.widgets.markdown import MarkdownBlock

from quizapp.cli.prose import inline_prose, prose
from quizapp.decks.parse import parse
from quizapp.decks.source import Source
from quizapp.domain.card import CardText, Coverage
from quizapp.domain.history import FollowUpAnswered, Mark, MockSetup, Rating
from quizapp.domain.markdown_text import as_markdown
from quizapp.domain.sections import answer_markdown, beyond_markdown
from quizapp.export.mock_report import Answered, MockReport, mock_markdown
from quizapp.services.markdown import plain
from quizapp.ui.widgets.inline import inline
from quizapp.ui.widgets.page import page

APP: App[None] = App()
"""Whose theme colours code; nothing is drawn on it."""
WORD = st.sampled_from(
    ["alpha", "beta", "C#", "users.id", "적재율(load)", "__init__", "*args", "arr[i]", "5$", "$HOME/bin", "a&b", "x<y", "1.", "값"]
)
CODE_AND_MATH = ["$w \\cdot x$", "$a_b$", "$$y$$", "`a * b`", "``c ` d``", "<br>", "H<sub>2</sub>O", "<kbd>Ctrl</kbd>"]
LINKS = ["<https://example.org>", "![a picture](p.png)", "[r][ref]", "[demo](demo:xor-failure)"]
SPAN = st.one_of(
    WORD,
    st.sampled_from([*CODE_AND_MATH, *LINKS, "&lt;", "\\*", "<!-- no -->", "~~gone~~"]),
    st.builds("**{}**는".format, WORD),
    st.builds("*{}*".format, WORD),
    st.builds("[{}](https://example.org/%23a)".format, st.sampled_from(["one", "two *three*"])),
)
LINE = st.lists(SPAN, min_size=1, max_size=5).map(lambda spans: "x " + " ".join(spans))


def inside(block: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A list, a quotation or details about a block."""
    return st.one_of(
        st.builds(lambda text: "- " + text.replace("\n", "\n  "), block),
        st.builds(lambda text: "3. " + text.replace("\n", "\n   "), block),
        st.builds(lambda text: "> " + text.replace("\n", "\n> "), block),
        st.builds("<details><summary>more</summary>\n\n{}\n\n</details>".format, block),
    )


CODE = "```python\nif a < b:\n    # c $d$\n```"
BLOCK = st.recursive(
    st.one_of(
        LINE,
        st.builds("### {}".format, LINE),
        st.sampled_from(["$$\na = b\n$$", "$$x^2$$", CODE, "---", "<!-- gone -->", "<ul><li>one</li><li>two</li></ul>"]),
        st.builds("| {} | b |\n|---|---|\n| $|c|$ | {} |".format, WORD, SPAN),
        st.builds("{}\n{}".format, LINE, LINE),
    ),
    inside,
    max_leaves=2,
)
SECTION = st.lists(BLOCK, min_size=1, max_size=3).map("\n\n".join)


@st.composite
def cards(draw: Callable[..., str]) -> str:
    """A card of anything that the grammar knows."""
    points = "".join(f"- {draw(LINE)}\n" for _ in range(2))
    follow_ups = "".join(f"- {draw(LINE)}?\n\n  " + draw(BLOCK).replace("\n", "\n  ") + "\n" for _ in range(2))
    parts = f"## Key points\n{points}\n## Go deeper\n{draw(SECTION)}\n\n## Follow-ups\n{follow_ups}\n## Sources\n{draw(SECTION)}\n"
    return f"# What is {draw(WORD)}?\n\n{draw(SECTION)}\n\n{parts}\n[ref]: https://example.org/ref\n"


def card(text: str) -> CardText:
    file = parse(Source("card.md", "card", "en", text), "en")
    assume(not file.problems and not file.cards[0].errors)  # two dollars far apart may make a formula that is none
    return file.cards[0].text


def letters(text: str) -> str:
    """What is left of a text without blanks, and without what a place adds: the marks of lists, tables and of words that are struck out."""
    return re.sub(r"[\s•◦▪▸‣⭑●○■□★~│─━┃▌•;:|-]|\((?:demo|picture|https?)\b[^)]*\)|\(p\.png\)|https://example.org\S*", "", text)


def on_the_screen(markdown: str) -> str:
    """What the widgets of a page hold, in order."""
    widget = page()
    assert widget._parser_factory is not None
    active = active_app.set(APP)
    try:
        return " ".join(_held(widget._parse_markdown(widget._parser_factory().parse(markdown))))
    finally:
        active_app.reset(active)


def _held(blocks: Iterable[MarkdownBlock]) -> Iterator[str]:
    for block in blocks:
        if hasattr(block, "_highlighted_code"):
            yield block._highlighted_code.plain
        yield block._content.plain
        yield from _held(block._blocks)


def printed(markdown: str) -> str:
    """As `quizapp show` prints it."""
    from quizapp.ui.card_printer import _laid_out

    console = Console(file=io.StringIO(), width=10_000)
    console.print(_laid_out(markdown))
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def report(text: CardText) -> str:
    """The report of an interview in which the card was asked and nothing was said."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    ticks = tuple(Mark(point.text, Coverage.MISSING) for point in text.key_points)
    asked = tuple(FollowUpAnswered(UUID(int=1), at, UUID(int=2), UUID(int=3), each.question, True, 1) for each in text.follow_ups)
    answer = Answered("d/c", "t", text.question, Rating.GOOD, 1.0, ticks, asked, None, text)
    setup = MockSetup(("d/t",), 1, 1, "en", 1, ("d/c",))
    return mock_markdown(MockReport("i", "n", at, at, setup, ["t"], [answer], [], [], []))


def numbered_away(text: str) -> str:
    return re.sub(r"[0-9]+[.)]?", "", text)


@settings(max_examples=15)
@given(cards())
def test_every_place_shows_the_same_words_in_the_same_order(written: str) -> None:
    text = card(written)
    markdown = answer_markdown(text)
    wanted = numbered_away(letters(plain(markdown)))
    assert "\\frac" not in wanted
    assert numbered_away(letters(on_the_screen(markdown))) == wanted
    assert numbered_away(letters(printed(markdown))) == wanted
    if "|---|" not in written:  # which is read aloud with the names of its columns
        assert numbered_away(letters(prose(markdown, None))) == wanted
    assert {*re.findall(r"\w+", plain(markdown))} <= {*re.findall(r"\w+", prose(markdown, None))}
    assert plain(f"# {as_markdown(text.question)}") == text.question
    for point in text.key_points:
        assert letters(inline(point.text).plain) == letters(inline_prose(point.text)) == letters(plain(point.text)) == letters(point.plain)
        assert letters(on_the_screen(point.text)) == letters(point.plain)
    for follow_up in text.follow_ups:
        assert letters(inline(follow_up.question).plain) == letters(inline_prose(follow_up.question)) == letters(plain(follow_up.question))
    beyond = replace(text, follow_ups=())
    parts = [on_the_screen(text.answer), *(inline(point.text).plain for point in text.key_points), on_the_screen(beyond_markdown(beyond))]
    quiz = " ".join(parts)
    assert numbered_away(letters(quiz)) == numbered_away(letters(plain(answer_markdown(beyond)))).replace("Keypoints", "", 1)
    told = numbered_away(letters(plain(report(text))))
    for said in (
        text.question,
        plain(text.answer),
        *(point.plain for point in text.key_points),
        *(plain(each.answer) for each in text.follow_ups),
    ):
        assert numbered_away(letters(said)) in told
