from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from quizapp.services.browse import Column
from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.widgets.card_table import CardTable
from quizapp.ui.widgets.columns import GAP, fitted, layout, longest
from tests.ui.browsing import ALL, browse, current, listed, rows
from tests.ui.conftest import drawn, press, settled, text_of

NARROW, WIDE = (80, 24), (120, 40)


async def test_each_card_is_a_line_with_all_that_is_known_of_it(app: QuizApp, studied: Services) -> None:
    due = studied.study.schedule("small/one").due
    assert due is not None
    days = (due - studied.study.day()).days
    async with app.run_test(size=(100, 30)) as pilot:
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
    assert widths[Column.QUESTION] >= min(40, max(room, 1))
    assert sum(widths.values()) + GAP * (len(widths) - 1) == max(room, 1)
    assert layout(room + 1)[Column.QUESTION] >= min(widths[Column.QUESTION], 40), "more room never takes a question's away"
    if room >= 92:
        assert list(widths) == ["question", "topic", "state", "due", "recall", "lapses", "languages"]


@given(st.integers(30, 250), st.integers(40, 72), st.sets(st.sampled_from(Column), max_size=2))
def test_columns_give_way_until_the_question_has_what_it_wants_but_for_those_kept(room: int, wanted: int, kept: set[Column]) -> None:
    widths = layout(room, wanted, kept)
    assert sum(widths.values()) + GAP * (len(widths) - 1) == room
    assert kept <= {*widths}
    assert widths[Column.QUESTION] >= wanted or {*widths} == {Column.QUESTION, *kept}


@given(st.lists(st.text("aé가 ", max_size=90)))
def test_the_longest_question_counts_as_far_as_its_cells_are_of_use(questions: list[str]) -> None:
    assert longest(questions) == min(max([40, *map(cell_len, questions)]), 72)


async def test_a_question_has_the_room_there_is_beside_its_card(services: Services, content: Path) -> None:
    whole = "경사 하강법으로 신경망을 학습시키는 과정은 무엇인가요?"
    (content / "small" / "two.md").write_text(f"# {whole}\n\n예.\n", "utf-8")
    services.library.refresh()
    app = QuizApp(services)
    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot, "down")
        assert any(whole in row and "new" in row for row in rows(app))
        assert "due" not in rows(app)[0]
        await press(pilot, *"oooo")
        assert "due" in rows(app)[0]


async def test_short_questions_leave_the_columns_their_room(app: QuizApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await browse(pilot)
        assert rows(app)[0].split() == ["question", "state", "recall", "lapses"]


async def test_a_question_that_is_cut_is_told_whole_below_the_list(services: Services, content: Path) -> None:
    whole = "What is a long question that asks of many things, one after another, until its line is full?"
    (content / "small" / "two.md").write_text(f"# {whole}\n\nYes.\n")
    services.library.refresh()
    app = QuizApp(services)
    async with app.run_test(size=NARROW) as pilot:
        await browse(pilot, "down")
        assert whole not in " ".join("".join(rows(app)).split())
        assert whole in " ".join(drawn(app).split())


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
