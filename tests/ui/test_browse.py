from asyncio import Event
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input

from quizapp.domain.history import Graded, Rating
from quizapp.services.browse import Column
from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.browse import BrowseScreen
from quizapp.ui.screens.card import CardScreen
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.quiz import QuizScreen
from quizapp.ui.widgets.answer import Answer
from quizapp.ui.widgets.card_table import CardTable
from quizapp.ui.widgets.columns import GAP, fitted, layout
from quizapp.ui.widgets.demo_pane import DemoPane
from tests.conftest import Clock
from tests.ui.conftest import drawn, notices, press, settled, text_of

NARROW, WIDE = (80, 24), (120, 40)
ALL = ["one", "two", "three", "four", "five"]


@pytest.fixture
def studied(services: Services, clock: Clock) -> Services:
    """One in review, two failing, three put aside, four suspended, five new."""
    study = services.study
    study.grade("small/one", Rating.EASY, 1)
    study.grade("small/two", Rating.GOOD, 1)
    clock.tick(days=5)
    study.grade("small/two", Rating.AGAIN, 1)
    study.bury("small/three")
    study.suspend("small/four")
    return services


async def browse(pilot: Pilot[None], *keys: str) -> None:
    """Opens the list from home and presses keys there."""
    await settled(pilot)
    await press(pilot, "c", *keys)


def listed(app: QuizApp) -> list[str]:
    """The names of the cards in the list."""
    assert isinstance(app.screen, BrowseScreen)
    return [entry.id.partition("/")[2] for entry in app.screen._listed]


def current(app: QuizApp) -> str:
    entry = app.screen.query_one(CardTable).current
    assert entry is not None
    return entry.id.partition("/")[2]


def rows(app: QuizApp) -> list[str]:
    """The lines of the table, headings first."""
    table = app.screen.query_one(CardTable)
    return ["".join(segment.text for segment in table.render_line(y)) for y in range(table.size.height)]


# -- what it shows -----------------------------------------------------------------------------------------------------------


async def test_each_card_is_a_line_with_all_that_is_known_of_it(app: QuizApp, studied: Services) -> None:
    due = studied.study.schedule("small/one").due
    assert due is not None
    days = (due - studied.study.day()).days
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot)
        heading, one, two, three, four, five, *_ = (row.split() for row in rows(app))
        assert heading == ["question", "topic", "state", "due", "recall", "lapses", "lang"]
        (entry, *_) = app.screen._listed  # type: ignore[attr-defined]
        assert entry.recall < 1
        assert one == ["▸", "What", "is", "one?", "First", "review", f"{days}d", f"{entry.recall:.0%}", "0", "en", "ko"]
        assert two == ["What", "is", "two?", "First", "failing", "today", "100%", "1", "en"]
        assert three == ["What", "is", "three?", "First", "buried", "-", "-", "0", "en"]
        assert four == ["What", "is", "four?", "Second", "suspended", "-", "-", "0", "en"]
        assert five == ["What", "is", "five?", "Second", "new", "-", "-", "0", "en"]


@pytest.mark.parametrize("size", [NARROW, WIDE, (60, 20), (200, 50)])
async def test_columns_stand_below_each_other_in_both_languages(services: Services, content: Path, size: tuple[int, int]) -> None:
    """Hangul takes two cells a syllable; a question that is cut takes as many as one that is short."""
    (content / "small" / "two.ko.md").write_text("# 다층 퍼셉트론(MLP)이란 무엇이고 x-축에서 어떻게 학습하며 왜 그런가요?\n\n답.\n")
    (content / "small" / "three.md").write_text("# What is a long question that asks of many things, one after another?\n\nYes.\n")
    services.library.refresh()
    app = QuizApp(services)
    async with app.run_test(size=size) as pilot:
        await browse(pilot)
        for _ in range(2):
            heading, *cards = rows(app)
            (start,) = {cell_len(row.partition(" new ")[0]) for row in cards[:5]}
            assert start == cell_len(heading.partition(" state ")[0])
            assert {cell_len(row) for row in (heading, *cards)} == {app.screen.query_one(CardTable).size.width}
            await press(pilot, "l")


@given(st.text(max_size=30), st.integers(1, 30), st.booleans())
def test_a_text_is_cut_or_filled_to_exactly_its_cells(text: str, width: int, right: bool) -> None:
    cells = fitted(text, width, right=right)
    assert cell_len(cells) == width
    if cell_len(text) <= width:
        assert cells.strip() == text.strip()
    else:
        assert "…" in cells


@given(st.integers(-5, 250))
def test_columns_share_the_room_and_the_question_stays_readable(room: int) -> None:
    widths = layout(room)
    assert widths[Column.QUESTION] >= min(24, max(room, 1))
    assert sum(widths.values()) + GAP * (len(widths) - 1) == max(room, 1)
    if room >= 76:
        assert list(widths) == ["question", "topic", "state", "due", "recall", "lapses", "languages"]


async def test_a_question_that_is_cut_is_told_whole_below_the_list(services: Services, content: Path) -> None:
    whole = "What is a long question that asks of many things, one after another, until its line is full?"
    (content / "small" / "two.md").write_text(f"# {whole}\n\nYes.\n")
    services.library.refresh()
    app = QuizApp(services)
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "down")
        assert whole not in " ".join("".join(rows(app)).split())
        assert whole in " ".join(drawn(app).split())


# -- order -------------------------------------------------------------------------------------------------------------------


async def test_a_key_sorts_by_one_column_after_another_and_the_cursor_stays_on_its_card(app: QuizApp, studied: Services) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "down", "down")
        assert (listed(app), current(app)) == (ALL, "three")
        await press(pilot, "o")
        assert (listed(app), current(app)) == (["five", "four", "one", "three", "two"], "three")
        assert "question▲" in rows(app)[0]
        assert "o order question ▲" in drawn(app)
        await press(pilot, "O")
        assert (listed(app), current(app)) == (["two", "three", "one", "four", "five"], "three")
        assert "question▼" in rows(app)[0]
        await press(pilot, "o", "o")
        assert listed(app) == ["two", "one", "five", "three", "four"]
        await press(pilot, "o", "o")
        assert (listed(app)[:2], current(app)) == (["one", "two"], "three"), "what is most likely forgotten comes first"
        await press(pilot, "o")
        assert (listed(app)[0], current(app)) == ("two", "three"), "what lapsed most often comes first"
        await press(pilot, "o", "o")
        assert (listed(app), current(app)) == (ALL, "three")
        assert "o order deck" in drawn(app)


async def test_a_click_on_a_heading_sorts_then_reverses_then_goes_back_to_the_decks_order(app: QuizApp, studied: Services) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot)
        place = rows(app)[0].index("state") + 1
        orders = []
        for _ in range(3):
            await pilot.click(CardTable, offset=(place, 0))
            await settled(pilot)
            orders.append(listed(app))
        assert orders == [["two", "one", "five", "three", "four"], ["four", "three", "five", "one", "two"], ALL]
        await pilot.click(CardTable, offset=(rows(app)[0].index("question"), 0))
        await settled(pilot)
        assert listed(app)[0] == "five"


# -- narrowing ---------------------------------------------------------------------------------------------------------------


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
        assert "No card matches" in drawn(app)
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


# -- the card under the cursor -----------------------------------------------------------------------------------------------


async def test_beside_the_list_is_the_card_under_the_cursor(app: QuizApp, studied: Services) -> None:
    async with app.run_test(size=(110, 40)) as pilot:
        await browse(pilot)
        assert text_of(app, "#card-question") == "What is one?"
        assert "The answer to one." in drawn(app)
        assert "one is a number" in drawn(app)
        await press(pilot, "down")
        assert text_of(app, "#card-about") == "First · failing, due today · recall 100% · 1 lapse"
        assert "The answer to two." in drawn(app)
        await pilot.resize_terminal(109, 40)
        await settled(pilot)
        assert "The answer to two." not in drawn(app)
        await press(pilot, "down")
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert "The answer to three." in drawn(app)
        await press(pilot, "slash", *"nowhere")
        assert "The answer" not in drawn(app)
        assert text_of(app, "#card-about") == "No card matches; a shows all."


async def test_while_a_key_is_held_down_no_card_is_laid_out_in_vain(app: QuizApp, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out: list[str] = []
    show = Answer.show

    async def watched(self: Answer, text: object, *, from_top: bool = True) -> None:
        laid_out.append(text.question)  # type: ignore[attr-defined]
        await show(self, text, from_top=from_top)  # type: ignore[arg-type]

    rested = Event()

    async def rest(seconds: float) -> None:
        await rested.wait()

    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot)
        monkeypatch.setattr(Answer, "show", watched)
        monkeypatch.setattr("quizapp.ui.widgets.card_pane.sleep", rest)
        for name in ("two", "three", "four"):
            await pilot.press("down")
            await pilot.pause()
            assert current(app) == name
        assert laid_out == []
        rested.set()
        await settled(pilot)
        assert laid_out == ["What is four?"]


async def test_enter_and_a_second_click_read_the_card(app: QuizApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "down", "enter")
        assert isinstance(app.screen, CardScreen)
        assert "The answer to two." in drawn(app)
        await press(pilot, "q")
        await pilot.click(CardTable, offset=(5, 4))
        await settled(pilot)
        assert current(app) == "four"
        assert isinstance(app.screen, BrowseScreen)
        await pilot.click(CardTable, offset=(5, 4))
        await settled(pilot)
        assert "The answer to four." in drawn(app)


async def test_the_language_switches_in_the_list_and_beside_it(app: QuizApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot, "down", "l")
        assert "하나란 무엇인가요?" in rows(app)[1]
        assert current(app) == "two"
        await press(pilot, "up")
        assert "하나의 답입니다." in drawn(app)
        assert "첫째 · new" in drawn(app)
        await press(pilot, "l")
        assert "The answer to one." in drawn(app)
        assert "What is one?" in rows(app)[1]


async def test_the_demo_runs_beside_the_list_and_d_and_escape_put_it_away(app: QuizApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot, "d")
        assert "How many of the four points" in drawn(app)
        assert "The answer to one." not in drawn(app)
        assert "What is two?" in drawn(app)
        assert app.screen.query_one(DemoPane).has_focus
        await press(pilot, "d")
        assert "The answer to one." in drawn(app)
        assert app.screen.query_one(CardTable).has_focus
        await press(pilot, "down", "d", "escape")
        assert not app.screen.query(DemoPane)
        assert "The answer to two." in drawn(app)


async def test_the_demo_has_the_keys_to_itself(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot, "d", "s", "g", "t", "o", "u")
        assert isinstance(app.screen, BrowseScreen)
        assert listed(app) == ALL
        assert list(services.records._history().events()) == []


async def test_a_click_on_another_card_puts_the_demo_away(app: QuizApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot, "d")
        await pilot.click(CardTable, offset=(5, 3))
        await settled(pilot)
        assert not app.screen.query(DemoPane)
        assert "The answer to three." in drawn(app)


async def test_on_a_narrow_screen_the_demo_has_all_of_it(app: QuizApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "d")
        assert "How many of the four points" in drawn(app)
        assert "What is" not in drawn(app)
        await pilot.resize_terminal(*WIDE)
        await settled(pilot)
        assert "What is two?" in drawn(app)
        assert "How many of the four points" in drawn(app)
        await pilot.resize_terminal(*NARROW)
        await press(pilot, "d")
        assert "What is two?" in drawn(app)
        assert not app.screen.query(DemoPane)


async def test_a_card_without_a_demo_offers_none(services: Services, content: Path) -> None:
    (content / "small" / "two.md").write_text("# What is two?\n\nA.\n")
    services.library.refresh()
    app = QuizApp(services)
    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot)
        assert "d Demo" in drawn(app)
        await press(pilot, "down", "d")
        assert "d Demo" not in drawn(app)
        assert not app.screen.query(DemoPane)


# -- what one can do with cards ----------------------------------------------------------------------------------------------


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
        assert "cards asked" in text_of(app, "#detail")
        events = [event for event in studied.records._history().events() if isinstance(event, Graded)]
        assert [event.mode for event in events] == ["quiz"] * 3 + ["chosen"] * 4
        await press(pilot, "u")
        assert text_of(app, "#question") == "What is five?"
        assert "chosen 0 · new 1 · 3/4" in drawn(app)
        await press(pilot, "q")
        assert isinstance(app.screen, HomeScreen)


async def test_a_narrowed_list_asks_only_its_cards_and_leaving_leads_home(app: QuizApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "t", "t", "g")
        assert text_of(app, "#question") == "What is four?"
        await press(pilot, "space", "1")
        assert text_of(app, "#question") == "What is five?"
        await press(pilot, "q")
        assert isinstance(app.screen, HomeScreen)
        assert text_of(app, "#headline") == "1 due · 4 new"


async def test_where_all_that_is_listed_is_suspended_no_quiz_starts_and_it_is_said(app: QuizApp, studied: Services) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "F", "g")
        assert listed(app) == ["four"]
        assert notices(app) == ["Every card that is listed is suspended: there is nothing to ask."]
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
        assert notices(app)[-1] == "There is nothing to take back."


async def test_what_was_taken_back_here_is_no_longer_in_the_summary_one_came_from(quiz: QuizApp) -> None:
    async with quiz.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, *["space", "3"] * 5)
        assert "5 cards asked" in text_of(quiz, "#detail")
        await press(pilot, "c", "u", "q")
        assert "4 cards asked" in text_of(quiz, "#detail")
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


async def test_deck_text_in_the_list_is_drawn_as_it_is(services: Services, content: Path) -> None:
    (content / "small" / "one.md").write_text("# Is arr[i] [bold]x[/bold] [/]?\n\nYes.\n")
    services.library.refresh()
    app = QuizApp(services)
    async with app.run_test(size=(160, 40)) as pilot:
        await browse(pilot)
        assert "Is arr[i] [bold]x[/bold] [/]?" in rows(app)[1]
        assert text_of(app, "#card-question") == "Is arr[i] [bold]x[/bold] [/]?"


async def test_the_cursor_is_seen_without_colour(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = QuizApp(services)
    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot, "down")
        assert [row[0] for row in rows(app)[1:4]] == [" ", "▸", " "]
        assert "▸ What is two?" in drawn(app)


async def test_the_list_can_be_left_before_it_has_been_read(open_app: Callable[..., Services], services: Services) -> None:
    app = QuizApp(services)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await pilot.press("c", "g", "enter", "s", "e", "d", "l", "o", "t", "f", "q")
        await settled(pilot)
        await settled(pilot)
        assert app.crash is None


async def test_a_card_starts_afresh_once_that_is_confirmed_and_undo_brings_its_memory_back(app: QuizApp, services: Services) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    before = services.study.schedule("small/one")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "c", "r")
        assert "Start afresh with this card?" in drawn(app)
        await press(pilot, "escape")
        assert services.study.schedule("small/one") == before
        await press(pilot, "r", "enter")
        assert services.study.schedule("small/one").reviews == 0
        assert notices(app)[-1] == "Starts as new: What is one? u takes it back."
        assert app.screen.query_one(CardTable).current.state == "new"  # type: ignore[union-attr]
        await press(pilot, "u")
        assert notices(app)[-1] == "Taken back: memory reset · What is one?"
        assert services.study.schedule("small/one") == before


async def test_suspending_and_resuming_say_that_they_can_be_taken_back_and_are(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "c", "s")
        assert notices(app)[-1] == "Suspended: What is one? u takes it back."
        await press(pilot, "s")
        assert notices(app)[-1] == "Resumed: What is one? u takes it back."
        await press(pilot, "u")
        assert services.study.schedule("small/one").suspended
        await press(pilot, "u")
        assert not services.study.schedule("small/one").suspended


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


async def test_a_card_is_read_in_the_language_of_the_list(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "c", "l", "enter")
        assert "하나의 답입니다." in drawn(app)
