"""Pictures of every screen at both sizes that the design names.

Look at each one before accepting it: `pytest --snapshot-update`, then open tests/ui/__snapshots__.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import pytest
from textual.app import App
from textual.events import ScreenResume
from textual.widgets import Input, TextArea

from quizapp.domain.card import Coverage
from quizapp.domain.history import MockSetup, Rating
from quizapp.domain.mock_session import FollowUpTurn
from quizapp.domain.modes import Mode
from quizapp.domain.session import State
from quizapp.services.container import Services
from quizapp.services.interview import LiveInterview
from quizapp.settings import SETTINGS, Settings, shipped
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import DemoRequested
from tests.conftest import Clock, Template
from tests.conftest import make as make_template
from tests.sessions import answer_all
from tests.simulated import memory, remember, reviews_of, study
from tests.ui.conftest import settled

SIZES = [(120, 40), (80, 24)]
"""In the order in which one app shows them: its terminal shrinks."""

SCREENS: dict[str, tuple[str, tuple[str | float, ...]]] = {
    "home": ("home", ()),
    "question": ("quiz", ()),
    "question-korean": ("quiz-korean", ("l",)),
    "answer": ("quiz", ("space",)),
    "answer-korean": ("quiz-korean", ("l", "space")),
    "answer-deeper": ("quiz", ("space", "pagedown")),
    "paused": ("quiz", ("space", 42.0, "p")),
    "limit": ("quiz-limited", (42.0,)),
    "limit-reached": ("quiz-limited", (42.0, "space", 30.0, "l")),
    "links": ("quiz", ("space", "o")),
    "follow-up": ("quiz", ("space", "f")),
    "follow-up-answer": ("quiz", ("space", "3", "f", "space")),
    "follow-up-korean": ("quiz", ("l", "space", "f", "space")),
    "demo-prediction": ("quiz", ("space", "d")),
    "demo-end": ("quiz", ("space", "d", "enter", "end")),
    "summary": ("quiz", ("space", "1", "space", "3", "space", "4", "space", "2", "space", "3")),
    "nothing-due": ("nothing-due", ()),
    "browse": ("home", ("c",)),
    "browse-sorted": ("learned", ("c", *"ooooo", "home")),
    "browse-sorted-korean": ("learned", ("c", "l", *"oooooo", "home", "down")),
    "browse-found-korean": ("learned", ("c", "slash", *"퍼셉트")),
    "browse-narrowed": ("learned", ("c", "t", "t", "f")),
    "browse-nothing": ("learned", ("c", "slash", *"nowhere", "enter")),
    "browse-demo": ("learned", ("c", "down", "down", "d")),
    "browse-light": ("learned-light", ("c", "l", "down")),
    "question-chosen": ("learned", ("c", "t", "t", "g")),
    "progress-days": ("learned", ("p",)),
    "progress-retention": ("learned", ("p", *["right"] * 2)),
    "progress-calibration": ("foreseen", ("p", *["right"] * 3)),
    "progress-hardest": ("learned", ("p", *["right"] * 6)),
    "progress-nothing": ("home", ("p",)),
    "study": ("home", ("m",)),
    "practice": ("quiz-cram", ("space",)),
    "leech": ("quiz-leech", ("space", "1")),
    "card": ("home", ("c", "enter")),
    "demos": ("home", ("d",)),
    "demos-found": ("home", ("d", "slash", "n", "e", "t")),
    "demo-gradient-descent": ("demo", ("end",)),
    "demo-middle": ("demo", ("pagedown", "down", "right_square_bracket")),
    "demo-typing": ("demo", ("right", "down", "enter")),
    "demo-network": ("demo-mlp-anatomy", ("pagedown",)),
    "demo-heat-light": ("demo-hyperparameters", ("end",)),
    "mock-setup": ("home", ("i", "down", "space")),
    "mock-question": ("home", ("i", "enter")),
    "mock-typed": ("home", ("i", "enter", "t", "a", "escape")),
    "mock-answer": ("home", ("i", "enter", "space")),
    "mock-follow-up": ("home", ("i", "enter", "space", "3", "space")),
    "mock-interrupted": ("interrupted", ("i",)),
    "mock-report": ("held", ("i", "enter")),
    "mock-report-end": ("held", ("i", "enter", "end")),
    "help": ("home", ("question_mark",)),
    "notices": ("notices", ("n",)),
    "settings": ("home", ("comma",)),
    "settings-retention": ("home", ("comma", "down", "down", *["right"] * 5)),
    "settings-typing": ("home", ("comma", "down", "down", "down", "enter", *"europe/b")),
    "settings-wrong": ("home", ("comma", *"99999", "enter")),
    "settings-light": ("home", ("comma", *["down"] * [*SETTINGS].index("theme"), "right")),
    "help-vim": ("home", ("comma", *["down"] * [*SETTINGS].index("keys"), "right", "question_mark", "G")),
    "home-light": ("light", ()),
    "answer-light": ("light", ("enter", "space")),
}

SCROLLED = {
    "answer-deeper",
    "progress-calibration",
    "progress-hardest",
    "progress-retention",
    "browse-found-korean",
    "mock-report-end",
    "help-vim",
}
"""Where their keys lead depends on the size, so that each picture needs an app of its own."""


@pytest.fixture
def make_app(
    request: pytest.FixtureRequest, still_clock: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clock: Clock
) -> Callable[[str], QuizApp]:
    """The app in a situation: on the real deck or the small one, nothing due, interviews held, a broken deck, in the light theme."""

    monkeypatch.setattr(QuizApp, "NOTIFICATION_TIMEOUT", 3600)  # however busy the machine is

    def make(situation: str) -> QuizApp:
        if situation in ("quiz-korean", "notices"):
            services: Services = request.getfixturevalue("services")
        else:
            services = request.getfixturevalue("real_services")
        if situation == "quiz-limited":
            services.preferences.settings.__dict__["time_limit"] = 60
        if situation == "nothing-due":
            answer_all(services.sessions.start(), Rating.GOOD)
        if situation.startswith("learned"):
            learn(services, request.getfixturevalue("clock"))
        if situation == "foreseen":
            remember(services, reviews_of(study(memory(), 1500, Random(1))))
        if situation == "quiz-leech":
            nearly_a_leech(services, request.getfixturevalue("clock"))
        if situation in ("interrupted", "held"):
            monkeypatch.chdir(tmp_path)
            services.mocks.folder = Path("mocks")
            hold_interviews(services, clock, to_the_end=situation == "held")
        if situation == "notices":
            content = request.getfixturevalue("content")
            (content / "small" / "two.md").write_text("# Two?\n\nA $\\foo$.\n\n## Key point\n- x\n")
            services.library.refresh()
        demo = DemoRequested(situation.partition("-")[2] or "gradient-descent") if situation.startswith("demo") else None
        app = QuizApp(
            services,
            "quiz" if situation.startswith("quiz") else "home",
            limit=4,
            demo=demo,
            mode=Mode.CRAM if situation == "quiz-cram" else Mode.QUIZ,
        )
        if situation in ("light", "learned-light", "demo-hyperparameters"):
            app.theme = "quizapp-light"
        return app

    return make


def learn(services: Services, clock: Clock) -> None:
    """Three weeks of the real deck: cards in every state."""
    study = services.study
    for day, ratings in enumerate(((3, 3, 1, 3), (4, 3, 2, 3, 1, 3), (1, 3, 3, 3, 2, 1, 3, 4, 3))):
        session = services.sessions.start(limit=len(ratings))
        for rating in ratings:
            clock.tick(seconds=20)
            session.reveal()
            session.grade(Rating(rating))
        clock.tick(days=3 + 7 * day)
    study.grade("deep-learning/loss-function", Rating.AGAIN, 20_000)
    study.bury("deep-learning/gradient-descent")
    study.suspend("deep-learning/weights-and-bias")


def nearly_a_leech(services: Services, clock: Clock) -> None:
    """A card is due whose next lapse makes it one."""
    card = services.study.waiting(None)[1][0]
    for rating in (Rating.GOOD, Rating.AGAIN) * (services.study.leech_lapses - 1):
        services.study.grade(card, rating, 1)
    services.study.grade(card, Rating.HARD, 1)
    clock.tick(days=9)


def hold_interviews(services: Services, clock: Clock, *, to_the_end: bool) -> None:
    """Two interviews that are over, and one of which four questions, or all, are answered."""
    for seed, told in ((1, 0), (2, 2), (3, 4)):
        begun = clock.at
        interview = services.mocks.begin(MockSetup(seed=seed, questions=4 if to_the_end else 6))
        while interview.session.state is not State.DONE and interview.session.question_number <= 4:
            answer_like(interview, clock, told)
        if seed < 3:
            clock.at = begun
            services.mocks.finish(interview.id)
            clock.tick(days=2)


def answer_like(interview: LiveInterview, clock: Clock, said: int) -> None:
    """Answers a question in 61 seconds, with the first `said` key points said and the next one perhaps, or a follow-up in 12."""
    turn = interview.session.turn
    interview.reveal()
    if isinstance(turn, FollowUpTurn):
        clock.tick(seconds=12)
        interview.judge(correct=turn.place == 1)
    elif turn is not None:
        clock.tick(seconds=61)
        order = [Coverage.SAID] * said + [Coverage.PERHAPS] + [Coverage.MISSING] * 9
        interview.session = interview.session.with_turn(replace(turn, marks=tuple(order[: len(turn.answer.key_points)])))
        interview.grade(Rating(interview.session.question_number))


@pytest.fixture(scope="session")
def real_learner(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A database into which the deck that is shipped has been read."""
    return make_template(tmp_path_factory.mktemp("real"), shipped("content"), read=True)


@pytest.fixture
def real_services(open_app: Callable[..., Services], learner_settings: Settings, real_learner: Template) -> Services:
    """A new learner with the deck that is shipped."""
    return open_app(replace(learner_settings, content=real_learner.content), real_learner)


Size = tuple[int, int]
Pictures = dict[Size, str]


@cache
def pictures_of(screen: str) -> Pictures:
    """Where the pictures of a screen are kept once they have been taken."""
    return {}


class Taken(App[str]):
    """Stands where a plugin starts an app to take its picture, which has been taken."""

    def __init__(self, picture: str) -> None:
        super().__init__()
        self._picture = picture

    def run(self, **options: Any) -> str:
        return self._picture


@pytest.mark.parametrize(
    ("screen", "size"),
    [
        pytest.param(screen, size, id=f"{screen}-{size[0]}x{size[1]}", marks=pytest.mark.xdist_group(f"picture of {screen}"))
        for screen in SCREENS
        for size in SIZES
    ],
)
async def test_the_screen_looks_as_accepted(
    screen: str,
    size: Size,
    make_app: Callable[[str], QuizApp],
    still_clock: Callable[[float], None],
    snap_compare: Callable[..., bool],
) -> None:
    """A number among the keys: so many seconds pass. Whichever size comes first starts the app and takes the picture of the other."""
    pictures = pictures_of(screen)
    if size not in pictures:
        situation, keys = SCREENS[screen]
        sizes = [size] if screen in SCROLLED else SIZES
        async with make_app(situation).run_test(size=sizes[0], tooltips=True, notifications=True) as pilot:
            await settled(pilot)
            for key, times in groupby(keys):
                if isinstance(key, float):
                    still_clock(key)
                    pilot.app.screen.post_message(ScreenResume())  # tells the time
                else:
                    await pilot.press(*[key] * len(list(times)))
                await settled(pilot)
            for field in pilot.app.screen.query("Input, TextArea"):
                assert isinstance(field, Input | TextArea)
                field.cursor_blink = False
            for each in sizes:
                if pilot.app.size != each:
                    await pilot.resize_terminal(*each)
                await settled(pilot)
                await pilot.wait_for_scheduled_animations()
                pictures[each] = pilot.app.export_screenshot(title=pilot.app.title, simplify=True)
    assert snap_compare(Taken(pictures[size]))
