from pathlib import Path

import pytest
from textual.widgets import Input

from quizapp.domain.history import Rating
from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.widgets.card_table import CardTable
from tests.ui.browsing import ALL, browse, current, listed
from tests.ui.conftest import drawn, press, settled

NARROW, WIDE = (80, 24), (120, 40)


async def test_keys_narrow_the_list_by_topic_and_by_state_and_the_screen_names_them(app: QuizApp, studied: Services) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot)
        assert "t topic all   f state all   o order deck" in drawn(app)
        await press(pilot, "t")
        assert listed(app) == ["one", "two", "three"]
        await press(pilot, "t")
        assert listed(app) == ["four", "five"]
        assert "t topic Second" in drawn(app)
        assert "2 of 5 cards" in drawn(app)
        await press(pilot, "f", "f")
        assert "f state failing" in drawn(app)
        assert "No cards match" in drawn(app)
        await press(pilot, "t")
        assert (listed(app), current(app)) == (["two"], "two")
        await press(pilot, "F", "F", "T", "T")
        assert listed(app) == ["one", "two", "three"]
        await press(pilot, "a")
        assert listed(app) == ALL
        assert "show all" not in drawn(app)


async def test_states_follow_each_other_only_where_there_are_cards(app: QuizApp, studied: Services) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot)
        seen = []
        for _ in range(7):
            await press(pilot, "f")
            seen.append((app.screen._view.state, listed(app)))  # type: ignore[attr-defined]
        assert seen == [
            ("due", ["two"]),
            ("failing", ["two"]),
            ("review", ["one"]),
            ("new", ["five"]),
            ("buried", ["three"]),
            ("suspended", ["four"]),
            (None, ALL),
        ]


async def test_a_click_on_what_is_listed_does_as_its_key(app: QuizApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot)
        await pilot.click("Filter")
        await settled(pilot)
        assert listed(app) == ["one", "two", "three"]


@pytest.mark.parametrize("typed", ["fiv", "FIVE?", "is five", "five what", "five secodn"])
async def test_typing_finds_cards_by_unfinished_and_misspelt_words(app: QuizApp, typed: str) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "slash", *typed)
        assert listed(app) == ["five"]


@pytest.mark.parametrize("typed", ["하", "하나란", "무엇인", "무엇인갸", "하나라", "ㅎㅏㄴㅏ", "첫째 하나"])
async def test_typing_hangul_finds_the_card_whatever_language_is_shown(app: QuizApp, typed: str) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "slash", *typed)
        assert listed(app) == ["one"]
        await press(pilot, "enter", "l")
        assert listed(app) == ["one"]


async def test_typing_finds_what_only_an_answer_says(app: QuizApp) -> None:
    async with app.run_test() as pilot:
        await browse(pilot, "slash", *"answer to fou")
        assert listed(app) == ["four"]


async def test_the_best_match_comes_first_and_under_the_cursor(services: Services, content: Path) -> None:
    (content / "small" / "one.md").write_text("# What is an agent that learns by gradient?\n\nA.\n")
    (content / "small" / "four.md").write_text("# What is gradient by design?\n\nA.\n")
    services.library.refresh()
    app = QuizApp(services)
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "end", "slash", *"gradient by")
        assert (listed(app), current(app)) == (["four", "one"], "four")
        assert "o order best match" in drawn(app)
        await press(pilot, "enter", "a")
        assert (listed(app), current(app)) == (ALL, "four")
        assert app.screen.query_one(Input).value == ""


async def test_escape_leads_from_the_field_to_the_list_and_from_there_home(app: QuizApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "slash", "x", "escape")
        assert app.screen.query_one(CardTable).has_focus
        await press(pilot, "escape")
        assert isinstance(app.screen, HomeScreen)


async def test_leeches_are_marked_and_listed_alone(app: QuizApp, services: Services) -> None:
    for rating in (Rating.GOOD, Rating.AGAIN) * services.study.leech_lapses:
        services.study.grade("small/two", rating, 1)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "c", "down")
        assert "! 6" in drawn(app)
        assert "leech" in drawn(app), "beside the list it is told in words"
        await press(pilot, "f", "f")
        assert "1 of 5 cards" in drawn(app)
        assert "leech" in drawn(app)


async def test_a_deck_that_changes_on_disk_keeps_cursor_words_order_and_filter(app: QuizApp, content: Path) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot, "slash", *"what", "enter", "f", "o")
        assert (listed(app), current(app)) == (["five", "four", "one", "three", "two"], "one")
        (content / "small" / "five.md").unlink()
        app._watching.look()
        await settled(pilot)
        assert (listed(app), current(app)) == (["four", "one", "three", "two"], "one")
        assert "f state new   o order question ▲" in drawn(app)
        assert app.screen.query_one(Input).value == "what"
        assert "4 of 4 cards" in drawn(app)


async def test_a_topic_that_is_no_longer_there_is_no_longer_asked_for(app: QuizApp, content: Path) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "t", "t")
        for name in ("four", "five"):
            (content / "small" / f"{name}.md").unlink()
        app._watching.look()
        await settled(pilot)
        assert listed(app) == ["one", "two", "three"]
        assert "t topic all" in drawn(app)
