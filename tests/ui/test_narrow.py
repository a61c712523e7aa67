"""Few columns: the four grades, the help and the way back are always seen."""

from typing import Any

import pytest
from textual.screen import Screen

from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from tests.ui.conftest import drawn, press, settled
from tests.ui.idle import STEPS

GRADES = ("1 Again", "2 Hard", "3 Good", "4 Easy")


@pytest.mark.parametrize("size", [(40, 15), (40, 24), (50, 24), (66, 24), (80, 24)])
async def test_all_four_grades_and_their_times_are_seen(quiz: QuizApp, size: tuple[int, int]) -> None:
    async with quiz.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        text = drawn(quiz)
        assert [grade for grade in GRADES if grade not in text] == []
        below = text.splitlines()
        place = next(place for place, line in enumerate(below) if "1 Again" in line)
        assert "today" in below[place] + below[place + 1]
        assert below[place].rstrip().endswith("4 Easy") or "d" in below[place].split("4 Easy")[1]


async def test_the_grades_follow_the_width(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        assert "1 Again  today" in drawn(quiz)
        await pilot.resize_terminal(40, 24)
        await settled(pilot)
        assert [grade for grade in GRADES if grade not in drawn(quiz)] == []
        await pilot.resize_terminal(100, 24)
        await settled(pilot)
        assert "1 Again  today" in drawn(quiz)


@pytest.mark.parametrize("columns", [30, 40, 60, 80])
@pytest.mark.parametrize("keys", [(), ("space",), ("space", "3")])
async def test_the_footer_names_whole_keys_and_among_them_the_help_and_the_way_back(
    services: Services, columns: int, keys: tuple[str, ...]
) -> None:
    app = QuizApp(services, "quiz")
    async with app.run_test(size=(columns, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *keys)
        footer = drawn(app).splitlines()[-1].rstrip()
        assert footer.endswith("? Help  q Back"), footer
        assert len(footer) < columns


@pytest.mark.parametrize("size", [(40, 15), (20, 8), (5, 3)])
async def test_no_screen_fails_or_is_laid_out_for_ever_where_there_is_hardly_any_room(
    app: QuizApp, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[str] = []
    lay_out = Screen._refresh_layout

    def count(screen: Screen[object], *given: Any, **named: Any) -> None:
        laid_out.append(type(screen).__name__)
        lay_out(screen, *given, **named)

    monkeypatch.setattr(Screen, "_refresh_layout", count)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for keys in (
            ("c", "enter", "q", "q"),
            ("m", "q"),
            ("d", "enter", "q", "q"),
            ("comma", "q"),
            ("i", "enter", "space", "1", "q"),
            ("?", "q"),
            ("enter", "space", "t", "1", "u", "q"),
        ):
            for key in keys:
                laid_out.clear()
                await press(pilot, key)
                assert len(laid_out) < STEPS / 2, f"{key} in {keys}: {set(laid_out)}"
