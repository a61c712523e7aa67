"""What the app asks about decks: whether a changed card is still the same, and whether to copy a deck that cannot be edited."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from quizapp.domain.history import Rating
from quizapp.services.container import Services
from quizapp.settings import Settings
from quizapp.ui.app import QuizApp
from quizapp.ui.dialogs.copy_deck import CopyDeckDialog
from quizapp.ui.dialogs.doubt import DoubtDialog
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.quiz import QuizScreen
from tests.sessions import answer
from tests.ui.conftest import drawn, notices, press, settled, text_of


@pytest.fixture
def learned(services: Services) -> Services:
    """A learner who has passed the first two cards."""
    answer(services.sessions.start(), Rating.GOOD, Rating.GOOD)
    return services


def ask_otherwise(content: Path, *names: str) -> None:
    """Changes what the questions of these cards ask."""
    for name in names:
        path = content / "small" / f"{name}.md"
        path.write_text(path.read_text().replace(f"# What is {name}?", f"# Why does dropout help, case {name}?"))


async def test_a_changed_question_is_asked_about_with_what_changed_and_keeps_its_memory_by_default(
    learned: Services, content: Path
) -> None:
    before = learned.study.schedule("small/one")
    app = QuizApp(learned)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        ask_otherwise(content, "one")
        app._watching.look()
        await settled(pilot)
        assert isinstance(app.screen, DoubtDialog)
        assert "Does small/one still ask the same thing?" in drawn(app)
        assert "- What is one?" in drawn(app)
        assert "+ Why does dropout help, case one?" in drawn(app)
        await press(pilot, "3", "space", "enter")
        assert isinstance(app.screen, HomeScreen)
        assert learned.study.schedule("small/one") == before
        app._watching.look()
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen), "it is asked once"


async def test_another_card_starts_as_new_and_that_can_be_taken_back(learned: Services, content: Path) -> None:
    before = learned.study.schedule("small/one")
    ask_otherwise(content, "one")
    app = QuizApp(learned)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "n")
        assert learned.study.schedule("small/one").reviews == 0
        assert isinstance(app.screen, HomeScreen)
        await press(pilot, "u")
        assert learned.study.schedule("small/one") == before


async def test_several_changes_are_asked_about_in_turn_or_answered_at_once(learned: Services, content: Path) -> None:
    ask_otherwise(content, "one", "two")
    app = QuizApp(learned)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "1 of 2" in drawn(app)
        await press(pilot, "enter")
        assert "2 of 2" in drawn(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, HomeScreen)
        assert learned.library.doubts() == []


async def test_the_quiz_goes_on_where_it_was_after_the_question_about_an_edited_card(learned: Services, content: Path) -> None:
    app = QuizApp(learned, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        ask_otherwise(content, "one")
        app._watching.look()
        await settled(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, QuizScreen)
        assert text_of(app, "#question") == "What is three?"
        assert app.screen.has_class("-revealed")


async def test_a_rename_is_told(learned: Services, content: Path) -> None:
    app = QuizApp(learned)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        (content / "small" / "two.md").rename(content / "small" / "deux.md")
        toml = content / "small" / "deck.toml"
        toml.write_text(toml.read_text().replace('"two"', '"deux"'))
        app._watching.look()
        await settled(pilot)
        assert "small/two is now called small/deux. Its progress carried over." in notices(app)


@pytest.fixture
def installed(learner_settings: Settings, open_app: Callable[..., Services], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Services:
    """A learner whose built-in decks belong to the installed program, with an editor that writes over the answer."""
    monkeypatch.setattr("quizapp.services.deck_folders.packaged", lambda name: learner_settings.content)
    editor = tmp_path / "my-editor"
    editor.write_text("#!/bin/sh\nsed -i.old 's/The answer to one/Edited/' \"$1\"\n")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    monkeypatch.setattr(QuizApp, "suspend", lambda app: nullcontext())
    services = open_app()
    services.library.refresh()
    return services


async def test_editing_a_read_only_deck_offers_a_copy_and_edits_that(installed: Services, content: Path) -> None:
    app = QuizApp(installed, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "e")
        assert isinstance(app.screen, CopyDeckDialog)
        assert "Copy the deck to" in drawn(app)
        await press(pilot, "enter")
        await settled(pilot)
        assert isinstance(app.screen, QuizScreen)
        assert "Edited." in drawn(app)
        assert app.screen.has_class("-revealed")
        assert "The answer to one." in (content / "small" / "one.md").read_text()


async def test_without_the_copy_nothing_happens(installed: Services) -> None:
    app = QuizApp(installed, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "e", "escape")
        assert isinstance(app.screen, QuizScreen)
        assert not installed.library.copy_of("small").exists()
