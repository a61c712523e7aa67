"""What the tests of screens wait for: all that a key has begun, however it goes on, and nothing else."""

from threading import Event

import pytest
from textual import work
from textual.app import App, ComposeResult
from textual.widgets import Markdown, Static

from tests.ui.conftest import drawn, settled


class Begun(App[None]):
    """Each key begins something that is done a little later."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[str] = []
        self.proceed = Event()

    def compose(self) -> ComposeResult:
        yield Static("at first", id="text")
        yield Markdown("")

    def key_a(self) -> None:
        self.call_after_refresh(self.call_after_refresh, self.call_later, self.steps.append, "after two pictures")
        self.query_one("#text", Static).update("drawn anew")

    def key_b(self) -> None:
        self.set_timer(0.01, lambda: self.steps.append("a moment later"))

    def key_c(self) -> None:
        self.set_timer(60, lambda: self.steps.append("a minute later"))

    def key_d(self) -> None:
        self.query_one(Markdown).update("read on a thread")

    @work(thread=True)
    def key_e(self) -> None:
        self.call_later(self.steps.append, f"let go: {self.proceed.wait(30)}")


@pytest.mark.parametrize(("key", "steps"), [("a", ["after two pictures"]), ("b", ["a moment later"]), ("c", [])])
async def test_a_key_is_over_when_all_that_it_has_begun_is_done(key: str, steps: list[str]) -> None:
    app = Begun()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press(key)
        assert app.steps == steps
        assert ("drawn anew" in drawn(app)) == (key == "a")


async def test_what_is_read_on_a_thread_is_on_screen() -> None:
    app = Begun()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("d")
        assert "read on a thread" in drawn(app)


async def test_a_worker_is_waited_for_by_who_wants_what_it_computes() -> None:
    app = Begun()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("e")
        assert app.steps == []
        app.proceed.set()
        await settled(pilot)
        assert app.steps == ["let go: True"]


class Coloured(App[None]):
    """Its text has a colour of the theme."""

    CSS = "Static { color: $primary; }"

    def compose(self) -> ComposeResult:
        yield Static("text")


async def test_style_sheets_that_are_parsed_once_still_follow_the_theme() -> None:
    colours = []
    for theme in ("nord", "gruvbox", "nord"):
        app = Coloured()
        app.theme = theme
        async with app.run_test() as pilot:
            await pilot.pause()
            colours.append(app.screen.query_one(Static).styles.color.hex)
            assert colours[-1] == app.theme_variables["primary"]
    assert colours[0] == colours[2] != colours[1]
