"""The progress screen: a page for each kind of figure, or four on a page where there is room."""

import pytest

from quizapp.domain.errors import StorageError
from quizapp.domain.history import Rating
from quizapp.domain.statistics_words import Section, meaning
from quizapp.services.container import Services
from quizapp.services.progress import ProgressFigures
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.widgets.figure_section import FigureSection
from tests.conftest import Clock
from tests.ui.conftest import drawn, press, settled


def shown(app: QuizApp) -> list[Section]:
    return [each.section for each in app.screen.query(FigureSection) if each.display]


async def test_each_page_names_a_kind_of_figure_and_says_what_it_means(studied: Services) -> None:
    app, statistics = QuizApp(studied), studied.progress().statistics("en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "p")
        for section in Section:
            assert shown(app) == [section]
            lines = " ".join(drawn(app).split())
            assert section.heading in lines
            assert meaning(section, statistics) in lines
            await press(pilot, "right")
        assert shown(app) == [Section.DAYS]
        await press(pilot, "left")
        assert shown(app) == [[*Section][-1]]
        await press(pilot, "q")
        assert isinstance(app.screen, HomeScreen)


async def test_a_wide_screen_shows_four_at_once_and_keeps_the_place_when_it_shrinks(studied: Services) -> None:
    app = QuizApp(studied)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "p")
        assert shown(app) == [*Section][:4]
        await press(pilot, "space")
        assert shown(app) == [*Section][4:]
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert shown(app) == [[*Section][4]]
        await press(pilot, "right", "right")
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert shown(app) == [*Section][4:]


async def test_what_is_graded_meanwhile_is_counted(studied: Services, clock: Clock) -> None:
    app = QuizApp(studied)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "p")
        assert "gave 3 answers" in drawn(app)
        clock.tick(days=1)
        studied.study.grade("small/two", Rating.GOOD, 1)
        await app.screen.reload()  # type: ignore[attr-defined]
        await settled(pilot)
        assert "gave 4 answers" in drawn(app)


async def test_a_history_that_cannot_be_read_is_named(studied: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: ProgressFigures, language: str) -> None:
        raise StorageError("the disk is gone")

    monkeypatch.setattr(ProgressFigures, "statistics", fail)
    app = QuizApp(studied)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "p")
        assert "the disk is gone" in drawn(app)


async def test_without_colour_a_busy_day_is_told_from_a_quiet_one_by_its_density(
    studied: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    for answers in (1, 4):
        clock.tick(days=1)
        for _ in range(answers):
            studied.study.grade("small/two", Rating.GOOD, 1)
    app = QuizApp(studied)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "p")
        rows = [line for line in drawn(app).splitlines() if line.strip()[:3] in {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}]
        assert len(rows) == 7
        assert {"░", "█"} <= set("".join(rows))
