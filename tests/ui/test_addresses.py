"""What becomes of a link: it opens, or its address is shown; and nothing false is said about an answer's links."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.dialogs.address import AddressDialog
from quizapp.ui.dialogs.links import LinksDialog
from quizapp.ui.messages import LinkFollowed
from quizapp.ui.screens.quiz import QuizScreen
from quizapp.ui.widgets.answer_pane import AnswerPane
from tests.ui.conftest import burst, notices, press, settled, text_of, until

ADDRESS = "https://example.org/page?a=b"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without a display, on which the browsers are those in a folder."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/nowhere")
    return folder


def install(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


async def test_where_no_browser_is_the_address_is_shown_and_can_be_copied(
    quiz: QuizApp, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr(quiz, "copy_to_clipboard", copied.append)
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        quiz.screen.post_message(LinkFollowed(ADDRESS))
        await settled(pilot)
        assert isinstance(quiz.screen, AddressDialog)
        assert text_of(quiz, "#asked") == ADDRESS
        await press(pilot, "enter")
        assert isinstance(quiz.screen, AddressDialog), "there is nothing to open it with"
        await press(pilot, "c", "q")
        assert copied == [ADDRESS]
        assert isinstance(quiz.screen, QuizScreen)


async def test_a_text_browser_gets_the_terminal_to_itself(quiz: QuizApp, machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(machine, "w3m", f'echo "$1" >> {machine}/opened')
    aside = 0

    @contextmanager
    def suspend() -> Iterator[None]:
        nonlocal aside
        aside += 1
        yield

    monkeypatch.setattr(quiz, "suspend", suspend)
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        quiz.screen.post_message(LinkFollowed(ADDRESS))
        await settled(pilot)
        assert "Enter opens it here in w3m" in text_of(quiz, "#explained")
        await press(pilot, "enter")
        monkeypatch.setenv("BROWSER", "w3m")
        quiz.screen.post_message(LinkFollowed(ADDRESS))
        await settled(pilot)
        assert isinstance(quiz.screen, QuizScreen), "one that was chosen opens at once"
    assert aside == 2
    assert (machine / "opened").read_text().split() == [ADDRESS, ADDRESS]


@pytest.mark.parametrize(("code", "shown"), [(0, False), (3, True)])
async def test_a_browser_with_a_window_opens_beside_the_app_and_what_fails_is_shown(
    quiz: QuizApp, machine: Path, monkeypatch: pytest.MonkeyPatch, code: int, shown: bool
) -> None:
    install(machine, "xdg-open", f'echo "$1" > {machine}/opened; echo noise; exit {code}')
    monkeypatch.setenv("DISPLAY", ":9")
    monkeypatch.setattr(quiz, "suspend", lambda: pytest.fail("the terminal stays the app's"))
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        quiz.screen.post_message(LinkFollowed(ADDRESS))
        await until(pilot, lambda: isinstance(quiz.screen, AddressDialog) is shown and (machine / "opened").exists())
        assert notices(quiz) == [f"Opening {ADDRESS} in your browser."]
    assert (machine / "opened").read_text().strip() == ADDRESS


async def test_space_and_o_at_once_list_the_links(services: Services, content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def not_yet(pane: AnswerPane) -> None:
        """The answer is still to be laid out."""

    monkeypatch.setattr(AnswerPane, "_lay_out", not_yet)
    (content / "small" / "one.md").write_text(f"# What is one?\n\nThe [answer]({ADDRESS}).\n")
    services.library.refresh()
    app = QuizApp(services, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        burst(app, "space", "o")
        await settled(pilot)
        assert isinstance(app.screen, LinksDialog)
        assert notices(app) == []


def test_no_shell_reads_an_address(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from quizapp.services.browser import find_browser

    install(machine, "w3m", f'printf %s "$1" > {machine}/got')
    evil = f"https://a/$(touch {machine}/owned)`id`;'\""
    browser = find_browser(os.environ, evil)
    assert browser is not None
    subprocess.run(browser.command, check=True)
    assert (machine / "got").read_text() == evil
    assert not (machine / "owned").exists()
