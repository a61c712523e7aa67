"""Pictures of every screen at both sizes that the design names.

Look at each one before accepting it: `pytest --snapshot-update`, then open tests/ui/__snapshots__.
"""

from collections.abc import Awaitable, Callable, Iterator

import pytest
from textual.pilot import Pilot

from quizapp.bootstrap import open_services
from quizapp.domain.history import Rating
from quizapp.services.bundle import Services
from quizapp.settings import Settings, shipped
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import ShowDemo
from tests.conftest import Clock
from tests.ui.conftest import press, settled

SIZES = [(80, 24), (120, 40)]

SCREENS: dict[str, tuple[str, tuple[str, ...]]] = {
    "home": ("home", ()),
    "question": ("quiz", ()),
    "question-korean": ("quiz-korean", ("l",)),
    "answer": ("quiz", ("space",)),
    "answer-korean": ("quiz-korean", ("l", "space")),
    "answer-deeper": ("quiz", ("space", "pagedown")),
    "demo-prediction": ("quiz", ("space", "d")),
    "demo-end": ("quiz", ("space", "d", "enter", "end")),
    "summary": ("quiz", ("space", "1", "space", "3", "space", "4", "space", "2", "space", "3")),
    "nothing-due": ("nothing-due", ()),
    "cards": ("home", ("c",)),
    "card": ("home", ("c", "enter")),
    "demos": ("home", ("d",)),
    "demos-found": ("home", ("d", "slash", "n", "e", "t")),
    "demo-gradient-descent": ("demo", ("end",)),
    "demo-middle": ("demo", ("pagedown", "down", "right_square_bracket")),
    "demo-typing": ("demo", ("right", "down", "enter")),
    "demo-network": ("demo-mlp-anatomy", ("pagedown",)),
    "demo-heat-light": ("demo-hyperparameters", ("end",)),
    "help": ("home", ("question_mark",)),
    "notices": ("notices", ("n",)),
    "settings": ("home", ("comma",)),
    "settings-retention": ("home", ("comma", "down", "down", *["right"] * 5)),
    "settings-typing": ("home", ("comma", "down", "down", "down", "enter", *"europe/b")),
    "settings-wrong": ("home", ("comma", *"99999", "enter")),
    "settings-light": ("home", ("comma", *["down"] * 6, "right")),
    "help-vim": ("home", ("comma", *["down"] * 11, "right", "question_mark", "G")),
    "home-light": ("light", ()),
    "answer-light": ("light", ("enter", "space")),
}


@pytest.fixture
def make_app(request: pytest.FixtureRequest, still_clock: object) -> Callable[[str], QuizApp]:
    """The app in a situation: on the real deck or the small one, with nothing due, with a broken deck, in the light theme."""

    def make(situation: str) -> QuizApp:
        if situation in ("quiz-korean", "notices"):
            services: Services = request.getfixturevalue("services")
        else:
            services = request.getfixturevalue("real_services")
        if situation == "nothing-due":
            sitting = services.study.sit()
            while sitting.card():
                sitting.grade(Rating.GOOD, 20_000)
        if situation == "notices":
            content = request.getfixturevalue("content")
            (content / "small" / "two.md").write_text("# Two?\n\nA $\\foo$.\n\n## Key point\n- x\n")
            services.library.refresh()
        demo = ShowDemo(situation.partition("-")[2] or "gradient-descent") if situation.startswith("demo") else None
        app = QuizApp(services, "quiz" if situation.startswith("quiz") else "home", limit=4, demo=demo)
        if situation in ("light", "demo-hyperparameters"):
            app.theme = "quizapp-light"
        return app

    return make


@pytest.fixture
def real_services(learner_settings: Settings, clock: Clock) -> Iterator[Services]:
    """A new learner with the deck that is shipped."""
    from dataclasses import replace
    from itertools import count

    randoms = count(1)
    services = open_services(replace(learner_settings, content=shipped("content")), clock, lambda: next(randoms))
    services.library.refresh()
    yield services
    services.close()


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("screen", list(SCREENS))
def test_the_screen_looks_as_accepted(
    screen: str, size: tuple[int, int], make_app: Callable[[str], QuizApp], snap_compare: Callable[..., bool]
) -> None:
    situation, keys = SCREENS[screen]

    async def prepare(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await press(pilot, *keys)
        await settled(pilot)

    run_before: Callable[[Pilot[None]], Awaitable[None]] = prepare
    assert snap_compare(make_app(situation), terminal_size=size, run_before=run_before)
