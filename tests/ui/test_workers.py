"""What fails behind the screens is never silent: a defect ends the app as any crash does, and what can be expected is said."""

import ast
import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import Worker, WorkerFailed

import quizapp.ui
from quizapp.domain.errors import StorageError
from quizapp.services.browser import Browser
from quizapp.services.container import Services
from quizapp.ui import messages
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.home import HomeScreen
from tests.ui.conftest import notices, press, settled
from tests.ui.test_settings import to

SOURCES = sorted(Path(quizapp.ui.__file__).parent.rglob("*.py"))


def name_of(node: ast.expr) -> str:
    match node:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=function):
            return name_of(function)
    return ""


def begun_in(place: ast.ClassDef) -> Iterator[str]:
    """The methods of a class that run as workers: those that are decorated so, and those that are given to `run_worker`."""
    for node in ast.walk(place):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and "work" in map(name_of, node.decorator_list):
            yield node.name
        elif isinstance(node, ast.Call) and name_of(node.func) == "run_worker":
            work = node.args[0]
            yield name_of(work.args[0] if isinstance(work, ast.Call) and name_of(work) == "partial" else work)


WORKERS = sorted(
    f"{place.name}.{worker}"
    for path in SOURCES
    for place in ast.walk(ast.parse(path.read_text()))
    if isinstance(place, ast.ClassDef)
    for worker in begun_in(place)
)

Begin = Callable[[Pilot[None], QuizApp], Awaitable[object]]


async def nothing_more(_: Pilot[None], __: QuizApp) -> None:
    """It begins with the app."""


def keys(*names: str) -> Begin:
    return lambda pilot, _: press(pilot, *names)


def done(act: Callable[[QuizApp], object]) -> Begin:
    async def begin(pilot: Pilot[None], app: QuizApp) -> None:
        act(app)
        await settled(pilot)

    return begin


async def bring_in(pilot: Pilot[None], app: QuizApp) -> None:
    """Looks at a source that is there, and imports what was found."""
    await press(pilot, "b")
    app.screen.query_one(Input).value = str(Path(__file__).parent.parent / "data" / "questions.md")
    await press(pilot, "enter")
    await settled(pilot)
    await press(pilot, "enter")


async def exchange(pilot: Pilot[None], app: QuizApp) -> None:
    """With a place where nothing is."""
    app._services.preferences.change("sync", "/nowhere")
    app.post_message(messages.SettingsChanged())
    await settled(pilot)


BEGUN: dict[str, tuple[str, Begin]] = {
    "BringInScreen._find": ("home", bring_in),
    "BringInScreen._write": ("home", bring_in),
    "BrowseScreen._read": ("home", keys("c")),
    "CardPane._rest": ("home", keys("c", "down")),
    "DemoPane._do": ("quiz", keys("space", "d")),
    "DemosScreen._import": ("home", keys("d")),
    "Exchanging._exchange": ("home", exchange),
    "HomeScreen._look_around": ("home", nothing_more),
    "HomeScreen._look_at_exchange": ("home", nothing_more),
    "ProgressScreen._gather": ("home", keys("p")),
    "QuizApp._reschedule": ("home", done(lambda app: app.post_message(messages.SettingsChanged()))),
    "QuizScreen._warm": ("quiz", nothing_more),
    "QuizScreen._warm_lab": ("quiz", keys("space")),
    "SettingsScreen._learn": ("home", keys("comma", "o")),
    "SettingsScreen._tell_workload": ("home", keys(*to("desired_retention"))),
    "SummaryScreen._look_ahead": ("home", done(lambda app: app.post_message(messages.QuizFinished(None, "")))),
    "Storing._make_backup": ("home", nothing_more),
    "Storing._wait": ("home", done(lambda app: app.post_message(messages.DatabaseBusy(lambda _: None)))),
    "Visiting._open_window": ("home", done(lambda app: app.open_url("https://example.org"))),
    "Watching._look": ("home", nothing_more),
    "Watching._look_again": ("home", done(lambda app: app._watching._begin_look_again())),
}
"""Where the app starts, and what has each worker begin."""


def break_worker(monkeypatch: pytest.MonkeyPatch, name: str, error: Exception) -> list[str]:
    """The worker `name` fails; which did, as soon as one has."""
    run, broken = Worker.run, []

    async def broken_run(worker: Worker[Any]) -> Any:
        work: Any = getattr(worker._work, "func", worker._work)
        if work.__qualname__ != name:
            return await run(worker)
        broken.append(name)
        raise error

    monkeypatch.setattr(Worker, "run", broken_run)
    monkeypatch.setattr("quizapp.ui.visiting.find_browser", lambda *_: Browser(("browser",), takes_terminal=False, chosen=True))
    return broken


async def crashed(app: QuizApp, begin: Begin) -> None:
    """Runs the app until it crashes. Nobody presses a key in an app that has ended."""
    async with app.run_test(size=(130, 40)) as pilot:

        async def use() -> None:
            await settled(pilot)
            await begin(pilot, app)

        used = asyncio.create_task(use())
        over: asyncio.Task[Any] = asyncio.create_task(app._exception_event.wait())
        await asyncio.wait({used, over}, return_when=asyncio.FIRST_COMPLETED)
        if not used.done():
            used.cancel()
        over.cancel()
        await asyncio.gather(used, over, return_exceptions=True)


def test_every_worker_is_tried_here() -> None:
    assert sorted(BEGUN) == WORKERS


def test_no_worker_keeps_what_went_wrong_to_itself() -> None:
    """What is not caught ends the app; what can be expected is caught where it is met."""
    calls = [(path.name, node) for path in SOURCES for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    assert {name for name, call in calls for word in call.keywords if word.arg == "exit_on_error"} == set()


@pytest.mark.parametrize("worker", WORKERS)
async def test_a_defect_in_a_worker_ends_the_app(services: Services, monkeypatch: pytest.MonkeyPatch, worker: str) -> None:
    defect = ZeroDivisionError("a defect")
    broken = break_worker(monkeypatch, worker, defect)
    start, begin = BEGUN[worker]
    app = QuizApp(services, start)
    with pytest.raises(WorkerFailed):
        await crashed(app, begin)
    assert broken[0] == worker
    assert app.crash is defect
    assert app.return_code == 1


@pytest.mark.parametrize("worker", ["HomeScreen._look_around", "Watching._look"])
async def test_what_can_be_expected_is_said_and_the_app_goes_on(services: Services, monkeypatch: pytest.MonkeyPatch, worker: str) -> None:
    break_worker(monkeypatch, worker, StorageError("the disk is full"))
    app = QuizApp(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        while app.workers:
            await asyncio.gather(*(worker.wait() for worker in app.workers), return_exceptions=True)
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert any("the disk is full" in notice for notice in notices(app))
    assert app.crash is None
