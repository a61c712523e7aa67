from contextlib import nullcontext
from pathlib import Path

import pytest

from quizapp.domain.history import Graded, Rating
from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.browse import BrowseScreen
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.quiz import QuizScreen
from quizapp.ui.widgets.card_table import CardTable
from tests.stored import stored_events
from tests.ui.browsing import browse, current, listed, rows
from tests.ui.conftest import drawn, notices, press, settled, text_of

NARROW, WIDE = (80, 24), (120, 40)


async def test_a_quiz_starts_from_exactly_what_is_listed(app: QuizApp, studied: Services) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "o", "O", "g")
        assert isinstance(app.screen, QuizScreen)
        assert "1 suspended card is left out." in notices(app)
        assert "chosen 2 · new 2 · 0/4" in drawn(app)
        asked = []
        for _ in range(4):
            asked.append(text_of(app, "#question"))
            await press(pilot, "space", "3")
        assert asked == [f"What is {name}?" for name in ("two", "three", "one", "five")]
        assert "4 cards in" in text_of(app, "#detail")
        events = [event for event in stored_events(studied) if isinstance(event, Graded)]
        assert [event.mode for event in events] == ["quiz"] * 3 + ["chosen"] * 4
        await press(pilot, "u")
        assert text_of(app, "#question") == "What is five?"
        assert "chosen 0 · new 1 · 3/4" in drawn(app)
        await press(pilot, "q")
        assert isinstance(app.screen, BrowseScreen)


async def test_a_narrowed_list_asks_only_its_cards_and_leaving_leads_back_to_it(app: QuizApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "t", "t", "g")
        assert text_of(app, "#question") == "What is four?"
        await press(pilot, "space", "1")
        assert text_of(app, "#question") == "What is five?"
        await press(pilot, "q")
        assert listed(app) == ["four", "five"]
        assert app.screen.query_one(CardTable)._entries[0].state == "failing", "it shows what was graded"
        await press(pilot, "q")
        assert isinstance(app.screen, HomeScreen)
        assert text_of(app, "#headline") == "1 due · 4 new"


async def test_where_all_that_is_listed_is_suspended_no_quiz_starts_and_it_is_said(app: QuizApp, studied: Services) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "F", "g")
        assert listed(app) == ["four"]
        assert notices(app) == ["All the cards listed are suspended: there is nothing to ask."]
        assert isinstance(app.screen, BrowseScreen)


async def test_every_card_listed_is_asked_also_those_below_the_screen(services: Services, content: Path) -> None:
    many = content / "many"
    many.mkdir()
    (many / "all.md").write_text("".join(f"# Number {n:04} asks? {{#n{n:04}}}\n\nAnswer.\n\n" for n in range(1200)))
    services.library.refresh()
    app = QuizApp(services)
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "slash", *"asks", "enter", "end")
        assert "Number 1199 asks?" in rows(app)[-1]
        assert "1,200 of 1,205 cards" in drawn(app)
        await press(pilot, "g")
        assert "new 1200 · 0/1200" in drawn(app)


async def test_suspending_and_resuming_show_in_the_list(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "down", "s")
        assert services.study.schedule("small/two").suspended
        assert "suspended" in rows(app)[2]
        assert current(app) == "two"
        await press(pilot, "s")
        assert not services.study.schedule("small/two").suspended
        assert "new" in rows(app)[2].split()


async def test_a_card_that_leaves_the_list_hands_the_cursor_to_the_next_one(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "f", "down", "s")
        assert app.screen._view.state == "new"  # type: ignore[attr-defined]
        assert (listed(app), current(app)) == (["one", "three", "four", "five"], "three")


async def test_undo_stays_here_and_tells_what_was_taken_back(app: QuizApp, studied: Services) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "u")
        assert isinstance(app.screen, BrowseScreen)
        assert notices(app) == ["Taken back: suspended · What is four?"]
        assert current(app) == "four"
        assert "new" in rows(app)[4].split()
        await press(pilot, "u", "u")
        assert notices(app)[1:] == ["Taken back: put aside · What is three?", "Taken back: Again · What is two?"]
        assert "review" in rows(app)[2].split()
        await press(pilot, "u", "u", "u")
        assert notices(app)[-1] == "There is nothing to undo."


async def test_what_was_taken_back_here_is_no_longer_in_the_summary_one_came_from(quiz: QuizApp) -> None:
    async with quiz.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, *["space", "3"] * 5)
        assert "5 cards in" in text_of(quiz, "#detail")
        await press(pilot, "c", "u", "q")
        assert "4 cards in" in text_of(quiz, "#detail")
        assert text_of(quiz, "#headline") == "1 card still waiting today"


async def test_the_editor_opens_the_card_and_its_new_text_shows_in_the_same_place(
    app: QuizApp, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "my-editor"
    editor.write_text("#!/bin/sh\nsed -i.old 's/What is two/What are two, together/; s/The answer to two/Edited/' \"$1\"\n")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    monkeypatch.setattr(type(app), "suspend", lambda app: nullcontext())
    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot, "t", "o", "O", "home")
        assert (listed(app), current(app)) == (["two", "three", "one"], "two")
        await press(pilot, "e")
        await settled(pilot)
        assert "What are two, together?" in rows(app)[3]
        assert (listed(app), current(app)) == (["three", "one", "two"], "two")
        assert "Edited." in drawn(app)
        assert "t topic First" in drawn(app)
        assert "o order question ▼" in drawn(app)


async def test_a_card_starts_afresh_once_that_is_confirmed_and_undo_brings_its_memory_back(app: QuizApp, services: Services) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    before = services.study.schedule("small/one")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "c", "r")
        assert "Start this card over?" in drawn(app)
        await press(pilot, "escape")
        assert services.study.schedule("small/one") == before
        await press(pilot, "r", "enter")
        assert services.study.schedule("small/one").reviews == 0
        assert notices(app)[-1] == "Starts over: What is one? u undoes this."
        assert app.screen.query_one(CardTable).current.state == "new"  # type: ignore[union-attr]
        await press(pilot, "u")
        assert notices(app)[-1] == "Taken back: memory reset · What is one?"
        assert services.study.schedule("small/one") == before


async def test_suspending_and_resuming_say_that_they_can_be_taken_back_and_are(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "c", "s")
        assert notices(app)[-1] == "Suspended: What is one? u undoes this."
        await press(pilot, "s")
        assert notices(app)[-1] == "Resumed: What is one? u undoes this."
        await press(pilot, "u")
        assert services.study.schedule("small/one").suspended
        await press(pilot, "u")
        assert not services.study.schedule("small/one").suspended
