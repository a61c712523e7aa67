"""Links of an answer: what is handed to the browser is what the deck's author wrote."""

from pathlib import Path

import pytest

from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import LinkFollowed
from quizapp.ui.screens.demo import DemoScreen
from quizapp.ui.widgets.demo_pane import DemoPane
from tests.ui.conftest import drawn, press, settled

ADDRESSES = [
    "https://example.org/C%23_lang?q=a%26b#%25",
    "https://example.org/100%?q=a+b&c=%e2%80%ae",
    "https://ko.wikipedia.org/wiki/퍼셉트론_(인공지능)",
    "http://a/%1b]52;c;ZXZpbA==%07",
    "http://[2001:db8::1]:8080/'\"{}|^`",
    "mailto:a%40b@example.org?subject=C%23",
]


def app_over(services: Services, content: Path, answer: str) -> tuple[QuizApp, list[str]]:
    """The quiz at a card with this answer, and the addresses that a browser was given."""
    (content / "small" / "one.md").write_text(f"# What is one?\n\n{answer}\n", "utf-8")
    services.library.refresh()
    app, opened = QuizApp(services, "quiz"), list[str]()
    app.open_url = lambda url, *, new_tab=True: opened.append(url)  # type: ignore[method-assign]
    return app, opened


@pytest.mark.parametrize("written", ["[x](<{}>)", "<{}>"])
async def test_an_address_is_handed_on_as_it_is_written(services: Services, content: Path, written: str) -> None:
    app, opened = app_over(services, content, "\n\n".join(written.format(address) for address in ADDRESSES))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        for place, address in enumerate(ADDRESSES):
            await press(pilot, "o", *["down"] * place)
            assert address in drawn(app), "it is shown as it is written as well"
            await press(pilot, "enter")
        for paragraph in app.screen.query("#answer MarkdownParagraph"):
            await pilot.click(paragraph, offset=(0, 0))
        await settled(pilot)
    assert opened == ADDRESSES * 2


async def test_a_bare_address_is_told_by_the_words_before_it(services: Services, content: Path) -> None:
    sources = (
        "- Nielsen, 2015. Chapter 1. <http://example.org/book>\n- <http://example.org/alone>\n- See [the paper](http://example.org/paper)"
    )
    app, _ = app_over(services, content, f"One.\n\n## Sources\n{sources}")
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "o")
        told = [" ".join(line.split()[1:]) for line in drawn(app).splitlines() if line.split()[:1] == ["web"]]
        assert told == [
            "Nielsen, 2015. Chapter 1. http://example.org/book",
            "http://example.org/alone",
            "the paper http://example.org/paper",
        ]


async def test_what_is_no_address_never_ends_the_app(services: Services, content: Path) -> None:
    app, opened = app_over(services, content, "One.")
    async with app.run_test() as pilot:
        await settled(pilot)
        for href in ("http://[", "http://", "https:", "http://a:port/", "mailto:", "http://\u2100/", "", ":", "demo:", "card:%1b"):
            app.screen.post_message(LinkFollowed(href))
            await settled(pilot)
        assert app.crash is None
    assert opened == []


async def test_a_link_to_a_demo_keeps_every_letter_of_its_settings(services: Services, content: Path) -> None:
    app, _ = app_over(services, content, "[x](demo:xor-failure?%65pochs=%31%30)")
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "o", "enter")
        assert isinstance(app.screen, DemoScreen)
        assert app.screen.query_one(DemoPane).demo_run.view().values["epochs"] == 10


async def test_a_picture_opens_as_a_link_does(services: Services, content: Path) -> None:
    picture = content / "small" / "c.png"
    picture.write_bytes(b"x")
    app, opened = app_over(services, content, "![what it shows](c.png)")
    async with app.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "space", "o", "enter")
        await settled(pilot)
    assert opened == [picture.resolve().as_uri()]
