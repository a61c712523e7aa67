import asyncio
from collections.abc import Callable
from dataclasses import replace
from threading import Event

import numpy as np
import pytest

from quizapp.demos import xor_failure
from quizapp.demos.catalogue import demos
from quizapp.demos.kit import Demo, Finding, Frame, Frames, Progress
from quizapp.services.container import Services
from quizapp.ui import commands
from quizapp.ui.widgets import demo_pane
from quizapp.ui.widgets.code import Code
from quizapp.ui.widgets.demo_pane import DemoPane
from quizapp.ui.widgets.drawing import Drawing
from tests.ui.conftest import drawn, press, settled, shown, text_of
from tests.ui.demo_bench import DemoBench


async def test_a_demo_that_fails_says_so_and_the_pane_lives_on(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(gate: str, lr: float, epochs: int, rng: np.random.Generator) -> Frames:
        yield Frame("fine so far")
        raise ValueError("broken inside")

    monkeypatch.setattr(xor_failure, "run", replace(xor_failure.run, run=broken))
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "right")
        assert "failed in frame 2" in drawn(app)
        await press(pilot, "left", "end")


async def test_a_long_computation_shows_its_progress_and_can_be_cancelled(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    proceed = Event()
    closed = Event()

    def heavy(gate: str, lr: float, epochs: int, rng: np.random.Generator) -> Frames:
        try:
            for n in range(40):
                yield Progress(n + 1, 40)
                if n == 0:
                    proceed.wait(30)
            yield Frame("done")
            return Finding("", True)
        finally:
            closed.set()

    monkeypatch.setattr(xor_failure, "run", replace(xor_failure.run, run=heavy))
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        while " 1 of 40" not in text_of(app, "#demo-said"):
            await pilot.pause()
        await pilot.press("space", "right", "end")
        assert " 1 of 40" in text_of(app, "#demo-said"), "the screen answers, and waits"
        await pilot.press("escape")
        proceed.set()
        await settled(pilot)
        assert text_of(app, "#demo-said").endswith("Stopped. Space computes it anyway.")
        assert closed.is_set()
        assert "gate xor" in drawn(app)
        offered = {each for each in DemoPane.ACTIONS if app.pane.check_action(each.action(), ())}
        commands_that_work = {commands.PlayPause, commands.Predict, commands.ChooseNext, commands.ChoosePrevious, commands.ToggleCode}
        assert offered == commands_that_work
        await press(pilot, "space")
        assert text_of(app, "#demo-head").startswith("‖ 1 ")
        assert "Stopped" not in text_of(app, "#demo-said")


async def test_a_prediction_made_while_it_computes_is_played_once_it_is_there(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    proceed = Event()
    monkeypatch.setattr(xor_failure, "run", replace(xor_failure.run, run=waiting(proceed, xor_failure.run)))
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        while " 0 of 1" not in text_of(app, "#demo-said"):
            await pilot.pause()
        assert text_of(app, "#demo-said").startswith("Predict: How many")
        assert " 2 3 of 4" in drawn(app)
        await pilot.press("2", "2")
        assert text_of(app, "#demo-said").startswith('You predicted "3 of 4".\nComputing')
        proceed.set()
        await settled(pilot)
        assert app.pane.demo_run.view().playing
        await press(pilot, "end")
        assert text_of(app, "#demo-said").startswith('You predicted "3 of 4": right.')


async def test_while_another_run_computes_nothing_of_the_one_before_is_shown(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    proceed = Event()
    proceed.set()
    monkeypatch.setattr(xor_failure, "run", replace(xor_failure.run, run=waiting(proceed, xor_failure.run)))
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "end")
        assert text_of(app, "#demo-head").startswith("∎ 48 of 48")
        proceed.clear()
        await pilot.press("plus")
        while " 0 of 1" not in text_of(app, "#demo-said"):
            await pilot.pause()
        assert text_of(app, "#demo-head") == xor_failure.run.title
        assert app.query_one(Drawing)._figures == ()
        assert app.query_one(Code).line == 0
        assert "▶" not in drawn(app)
        proceed.set()
        await settled(pilot)
        assert text_of(app, "#demo-head").startswith("∎ 48 of 48")


async def test_a_picture_of_the_run_before_goes_after_a_moment_also_where_no_progress_is_told(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    proceed = Event()
    proceed.set()

    def slow(**settings: object) -> Frames:
        proceed.wait(30)
        return (yield from whole.run(**settings))

    whole = xor_failure.run
    monkeypatch.setattr(xor_failure, "run", replace(whole, run=slow))
    monkeypatch.setattr(demo_pane, "PATIENCE", 0.001)
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "right")
        proceed.clear()
        await pilot.press("plus")
        while app.query_one(Drawing)._figures:
            await pilot.pause()
        assert text_of(app, "#demo-head") == whole.title
        proceed.set()
        await settled(pilot)
        assert app.query_one(Drawing)._figures


async def test_leaving_during_a_computation_ends_it(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = Event()

    def endless(gate: str, lr: float, epochs: int, rng: np.random.Generator) -> Frames:
        try:
            while True:
                yield Progress(1, 2)
        finally:
            closed.set()
        return Finding("", True)

    monkeypatch.setattr(xor_failure, "run", replace(xor_failure.run, run=endless))
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        while "Computing" not in text_of(app, "#demo-said"):
            await pilot.pause()
    assert closed.wait(10)


async def test_a_run_without_end_can_be_stopped_on_the_way_to_it(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(gate: str, lr: float, epochs: int, rng: np.random.Generator) -> Frames:
        n = 0
        while True:
            n += 1
            yield Frame(f"frame {n}")
        return Finding("", True)

    monkeypatch.setattr(xor_failure, "run", replace(xor_failure.run, run=endless))
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("end")
        await pilot.press("escape")
        await settled(pilot)
        assert text_of(app, "#demo-said") == shown(app.pane).frame.caption
        await press(pilot, "home")
        assert text_of(app, "#demo-head").startswith("‖ ")


async def test_a_failure_lights_the_line_at_which_it_came_up(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    demo = demos()["xor-failure"]

    def wrong(gate: str, lr: float, epochs: int, rng: np.random.Generator) -> Frames:
        return (yield from demo.run(gate=gate, lr="a word", epochs=epochs, rng=rng))

    monkeypatch.setattr(xor_failure, "run", replace(demo, run=wrong))
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "end")
        assert "failed in frame" in text_of(app, "#demo-said")
        code = app.query_one(Code)
        assert "lr * error" in code.lines[code.line - 1]


def waiting(proceed: Event, demo: Demo, begun: Event | None = None) -> Callable[..., Frames]:
    """The demo, with a computation before its first frame that lasts until `proceed`; once it was let go it is quick.

    `begun` is set when it begins.
    """

    def run(**settings: object) -> Frames:
        yield Progress(0, 1)
        if begun is not None:
            begun.set()
        proceed.wait(30)
        yield Progress(1, 1)
        return (yield from demo.run(**settings))

    return run


async def test_what_is_shown_after_a_cancelled_change_is_what_was_asked_for(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    proceed = Event()
    proceed.set()
    begun = Event()
    monkeypatch.setattr(xor_failure, "run", replace(xor_failure.run, run=waiting(proceed, xor_failure.run, begun)))
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "right")
        proceed.clear()
        begun.clear()
        await pilot.press("plus")
        assert await asyncio.to_thread(begun.wait, 30)
        await pilot.pause()
        await pilot.press("escape")
        proceed.set()
        await settled(pilot)
        assert "‹gate xnor›" in drawn(app)
        assert text_of(app, "#demo-said").startswith("Stopped.")
        assert "mistakes per epoch" not in drawn(app), "no picture of another run"
        await press(pilot, "plus")
        assert "‹gate and›" in drawn(app)
        assert "AND" in drawn(app)
