"""The app exchanges reviews with other machines behind its screens, says so in a line, and asks for help only where it is needed."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from quizapp.domain.history import Rating
from quizapp.domain.modes import Mode
from quizapp.services.container import Services
from quizapp.settings import Settings
from quizapp.storage.folder_place import FolderPlace
from quizapp.ui import exchanging
from quizapp.ui.app import QuizApp
from quizapp.ui.exchanging import exchange_at_the_end
from quizapp.ui.screens.quiz import QuizScreen
from tests.stored import history_of
from tests.ui.conftest import drawn, grades, notices, press, settled, text_of


@pytest.fixture
def place(tmp_path: Path) -> Path:
    place = tmp_path / "shared"
    place.mkdir()
    return place


@pytest.fixture
def desk(services: Services, place: Path) -> Services:
    """This machine, which has the place in its settings."""
    services.preferences.change("sync", str(place))
    return services


@pytest.fixture
def laptop(open_app: Callable[..., Services], learner_settings: Settings, tmp_path: Path, place: Path) -> Services:
    """Another machine of the same learner."""
    folder = tmp_path / "laptop"
    settings = replace(learner_settings, database=folder / "quizapp.db", config_file=folder / "config.toml", state_dir=folder)
    other = open_app(settings)
    other.library.refresh()
    return other


def grade(machine: Services, card: str = "small/one", rating: Rating = Rating.GOOD) -> None:
    machine.study.grade(card, rating, 1)


def somebody_else(laptop: Services, place: Path) -> None:
    """The place is used by another person already."""
    with history_of(laptop) as history:
        history.exchange.become(UUID(int=9))
    grade(laptop)
    laptop.syncing().sync(str(place))


async def test_home_says_in_one_quiet_line_which_machines_are_in_step(
    desk: Services, laptop: Services, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizapp.services.sync.machine_name", lambda: "laptop")
    grade(desk)
    desk.syncing().sync(str(place))
    laptop.syncing().sync(str(place))
    grade(laptop, "small/two")
    laptop.syncing().sync(str(place))
    app = QuizApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app._exchanging.look()
        await settled(pilot)
        assert text_of(app, "#in-step") == "In step with laptop, just now"
        assert text_of(app, "#notice") == ""
        assert "In step with laptop, just now" in drawn(app)


async def test_without_a_place_nothing_is_said_and_nothing_is_done(services: Services) -> None:
    app = QuizApp(services)
    async with app.run_test() as pilot:
        await settled(pilot)
        app._exchanging.look()
        await settled(pilot)
        assert not app.screen.query_one("#in-step").display
        assert not services.syncing.made


async def test_what_comes_in_changes_home(desk: Services, laptop: Services, place: Path) -> None:
    grade(laptop)
    laptop.syncing().sync(str(place))
    app = QuizApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        before = text_of(app, "#headline")
        app._exchanging.look()
        await settled(pilot)
        assert text_of(app, "#headline") != before
        assert "1 card done today" in text_of(app, "#detail")


async def test_what_comes_in_changes_no_question_on_screen_but_what_is_asked_after_it(
    desk: Services, laptop: Services, place: Path
) -> None:
    app = QuizApp(desk, "quiz")
    async with app.run_test() as pilot:
        await settled(pilot)
        assert isinstance(app.screen, QuizScreen)
        turn = app.screen._live.turn
        assert turn is not None
        queue = desk.study.asks(Mode.QUIZ)[0][:2]
        assert queue[0] == turn.card.id
        for card in queue:
            grade(laptop, card)
        laptop.syncing().sync(str(place))
        question = text_of(app, "#question")
        app._exchanging.look()
        await settled(pilot)
        assert text_of(app, "#question") == question
        await press(pilot, "space", "3")
        after = app.screen._live.turn
        assert after is not None
        assert after.card.id not in queue
    assert [card for card, _ in grades(desk)].count(turn.card.id) == 2  # what was graded on both machines counts twice


async def test_a_damaged_line_is_a_notice_until_the_next_exchange(desk: Services, laptop: Services, place: Path) -> None:
    grade(laptop)
    laptop.syncing().sync(str(place))
    (path,) = place.rglob("*.jsonl")
    with path.open("ab") as file:
        file.write(b"damaged\n")
    app = QuizApp(desk)
    async with app.run_test(size=(200, 40)) as pilot:
        await settled(pilot)
        app._exchanging.look()
        await settled(pilot)
        assert text_of(app, "#notice") == f"{path}:3: the line is damaged"
        app._exchanging.look()
        await settled(pilot)
        assert text_of(app, "#notice") == ""


async def test_a_place_that_needs_a_decision_is_a_notice_and_one_out_of_reach_is_none(
    desk: Services, laptop: Services, place: Path
) -> None:
    somebody_else(laptop, place)
    grade(desk)
    app = QuizApp(desk)
    async with app.run_test(size=(200, 40)) as pilot:
        await settled(pilot)
        app._exchanging.look()
        await settled(pilot)
        assert "--as me" in text_of(app, "#notice")
        desk.preferences.change("sync", str(place / "stick"))
        app._exchanging.look()
        await settled(pilot)
        assert text_of(app, "#notice") == ""
        assert notices(app) == []


async def test_a_place_that_was_just_set_is_used_at_once(services: Services, laptop: Services, place: Path) -> None:
    grade(services)
    app = QuizApp(services)
    async with app.run_test() as pilot:
        await settled(pilot)
        services.preferences.change("sync", str(place))
        await app._follow_settings()
        await settled(pilot)
        assert len(list(place.rglob("*.jsonl"))) == 1
    assert laptop.syncing().sync(str(place)).received.reviews == 1


def test_leaving_the_app_sends_what_the_place_lacks(desk: Services, laptop: Services, place: Path) -> None:
    assert exchange_at_the_end(desk) == (True, "")
    assert list(place.iterdir()) == []
    grade(desk)
    assert exchange_at_the_end(desk) == (True, "")
    assert laptop.syncing().sync(str(place)).received.reviews == 1


def test_leaving_the_app_says_what_needs_the_learner_but_not_that_a_place_is_away(desk: Services, laptop: Services, place: Path) -> None:
    somebody_else(laptop, place)
    grade(desk)
    free, problem = exchange_at_the_end(desk)
    assert free
    assert "--as me" in problem
    desk.preferences.change("sync", str(place / "stick"))
    assert exchange_at_the_end(desk) == (True, "")


def test_leaving_the_app_waits_for_no_place_that_hangs(desk: Services, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grade(desk)
    monkeypatch.setattr(exchanging, "LEAVING_SECONDS", 0.05)
    monkeypatch.setattr(exchanging, "STEP_SECONDS", 0.05)
    hanging = threading.Event()
    push = FolderPlace.push

    def hang(self: FolderPlace, events: Iterator[object]) -> int:
        hanging.wait()
        return push(self, events)  # type: ignore[arg-type]

    monkeypatch.setattr(FolderPlace, "push", hang)
    free, _ = exchange_at_the_end(desk)
    assert not free
    hanging.set()
    for thread in threading.enumerate():
        if thread.daemon and thread.name.startswith("Thread-") and "exchange" in thread.name:
            thread.join()
