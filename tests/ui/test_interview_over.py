"""The day after an interview."""

from datetime import timedelta

import pytest

from quizapp.domain.interviews import Interviewed, Went
from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.dialogs.went import WentDialog
from quizapp.ui.screens.home import HomeScreen
from tests.conftest import Clock
from tests.stored import stored_events
from tests.ui.conftest import drawn, press, settled


@pytest.fixture
def over(services: Services, clock: Clock) -> Services:
    """The interview was yesterday."""
    services.preferences.change("interview_date", services.study.day().isoformat())
    clock.at += timedelta(days=1)
    return services


@pytest.mark.parametrize(
    ("key", "went"), [("1", Went.WELL), ("2", Went.MIXED), ("3", Went.BADLY), ("4", Went.NOT_HELD), ("escape", Went.UNSAID)]
)
async def test_at_home_the_learner_is_asked_once_how_it_went(over: Services, key: str, went: Went) -> None:
    day = over.plans.over()
    app = QuizApp(over)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, WentDialog)
        assert f"How did the interview on {day} go?" in drawn(app)
        await press(pilot, key)
        assert isinstance(app.screen, HomeScreen)
        await press(pilot, "c", "q")
        assert isinstance(app.screen, HomeScreen), "once"
    (event,) = stored_events(over)
    assert isinstance(event, Interviewed)
    assert (event.interview, event.went) == (day, went)


async def test_it_is_not_asked_in_the_middle_of_a_quiz(over: Services) -> None:
    app = QuizApp(over, start="quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert not isinstance(app.screen, WentDialog)
        await press(pilot, "q")
        assert isinstance(app.screen, WentDialog)
