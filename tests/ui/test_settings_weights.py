"""Learning the weights of the memory model from the settings screen."""

import sys
from collections.abc import Callable
from random import Random
from threading import Event

import pytest
from textual.widgets import DataTable

from quizapp.domain.calibration import Review
from quizapp.domain.errors import SettingsError
from quizapp.services.container import Services
from quizapp.services.optimising import Optimisation
from quizapp.settings import SETTINGS
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.home import HomeScreen
from tests.simulated import FORGETFUL, memory, remember, reviews_of, study
from tests.stored import stored_basis
from tests.ui.conftest import drawn, press, settled, text_of


@pytest.fixture(scope="module")
def forgetful() -> list[Review]:
    return reviews_of(study(memory(FORGETFUL), 900, Random(1)))


def weights(app: QuizApp) -> str:
    """What the screen shows of those in force."""
    return str(app.screen.query_one(DataTable).get_cell("parameters", "value"))


async def test_a_key_learns_and_adopts_them_and_another_takes_them_back(app: QuizApp, services: Services, forgetful: list[Review]) -> None:
    remember(services, forgetful)
    published = stored_basis(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "comma")
        assert "Take back" not in drawn(app), "there is nothing to take back"
        await press(pilot, "o")
        told = text_of(app, "#more").splitlines()
        assert told[0].startswith("The newest ")
        assert told[1].startswith("Log loss on the newest reviews is lower by 0.")
        assert told[2] == "They are in force from now on. u takes them back."
        assert told[2] in drawn(app), "it stays to be read, and there is room for it"
        assert weights(app) == "21 of your own"
        assert stored_basis(services) == services.preferences.rules.basis != published
        assert services.doctor.diagnose().sound
        await press(pilot, "u")
        assert text_of(app, "#more") == "The weights from before are in force again. u brings the others back."
        assert weights(app) == "the published ones"
        assert stored_basis(services) == published
        await press(pilot, "u")
        assert weights(app) == "21 of your own"


async def test_too_few_reviews_and_weights_that_are_no_better_are_told(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "comma", "o")
        assert text_of(app, "#more") == "Weights are learned from 400 reviews or more. There are 0 so far."
        remember(services, reviews_of(study(memory(), 900, Random(3))))
        await press(pilot, "o")
        assert text_of(app, "#more").endswith("The learned weights do not predict the newest reviews better.\nNothing was changed.")
        assert weights(app) == "the published ones"


async def test_without_the_extra_it_says_what_to_install(
    app: QuizApp, services: Services, forgetful: list[Review], monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(services, forgetful)
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "comma", "o")
        assert "needs fsrs-rs, which is not installed" in text_of(app, "#more")


@pytest.fixture
def held(services: Services, forgetful: list[Review], monkeypatch: pytest.MonkeyPatch) -> Event:
    """Learning takes until this is set."""
    remember(services, forgetful)
    go_on, learn = Event(), services.optimiser.learn

    def slowly() -> Optimisation:
        assert go_on.wait(30)
        return learn()

    monkeypatch.setattr(services.optimiser, "learn", slowly)
    return go_on


async def test_meanwhile_the_screen_answers_and_learning_is_not_begun_again(app: QuizApp, held: Event) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "comma")
        await pilot.press("o")
        await app.turns.finish(30)
        assert "learning from your reviews ..." in drawn(app)
        assert "Optimise" not in drawn(app)
        await pilot.press("o", "up", "up")
        await app.turns.finish(30)
        assert app.screen.query_one(DataTable).cursor_row == list(SETTINGS).index("parameters") - 2
        held.set()
        await settled(pilot)
        assert app.screen.query_one(DataTable).cursor_row == list(SETTINGS).index("parameters")
        assert text_of(app, "#more").endswith("They are in force from now on. u takes them back.")


async def test_leaving_meanwhile_adopts_nothing(app: QuizApp, services: Services, held: Event) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "comma")
        await pilot.press("o", "q")
        await app.turns.finish(30)
        held.set()
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert services.preferences.settings.parameters == ()


async def test_what_cannot_be_saved_is_told_and_stays_as_it_was(
    app: QuizApp, services: Services, forgetful: list[Review], monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(services, forgetful)

    def refuse(_: tuple[float, ...]) -> None:
        raise SettingsError("the disk is full")

    refused: Callable[[tuple[float, ...]], None] = refuse
    monkeypatch.setattr(services.preferences, "adopt", refused)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "comma", "o")
        assert text_of(app, "#more") == "the disk is full."
        assert weights(app) == "the published ones"
