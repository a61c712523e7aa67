from collections.abc import Mapping

import numpy as np
import pytest
from textual.app import App, ComposeResult

from quizapp.demos.catalogue import demos
from quizapp.demos.kit import Demo, Frame, Run
from quizapp.services.lab import Lab
from quizapp.ui import themes
from quizapp.ui.widgets.demo_pane import Code, DemoPane
from tests.ui.conftest import drawn, press, said, settled


class Bench(App[None]):
    """A pane alone."""

    def __init__(self, demo: str, settings: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.register_theme(themes.DARK)
        self.theme = themes.DARK.name
        self.pane = DemoPane(Lab(), demo, settings or {})

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.focus()


async def test_it_asks_for_a_prediction_and_judges_it_by_the_run() -> None:
    app = Bench("xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        assert "Predict: How many of the four points" in said(app, "#demo-said")
        await press(pilot, "down", "enter", "end")
        await settled(pilot)
        assert said(app, "#demo-said").startswith("You predicted '3 of 4': right.")
        assert said(app, "#demo-said").endswith("The claim holds.")


async def test_a_wrong_prediction_is_told_with_the_measured_answer() -> None:
    app = Bench("xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "up", "enter", "end")
        await settled(pilot)
        assert "You predicted '4 of 4'; it is '3 of 4'." in said(app, "#demo-said")


async def test_predicting_can_be_skipped() -> None:
    app = Bench("xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "end")
        await settled(pilot)
        assert said(app, "#demo-said").startswith("Mistakes per epoch never reached 0")


async def test_stepping_the_demo_steps_the_code() -> None:
    app = Bench("xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        lines = set()
        for _ in range(8):
            await press(pilot, "right")
            lines.add(app.query_one(Code).line)
        assert len(lines) == 2
        assert "frame 9" in said(app, "#demo-head")
        await press(pilot, "left", "left")
        assert "frame 7" in said(app, "#demo-head")
        await press(pilot, "home")
        assert "frame 1" in said(app, "#demo-head")
        lit = [line for line in drawn(app).splitlines() if line.strip().startswith("▶")]
        assert len(lit) == 1


async def test_playing_advances_and_pausing_stops() -> None:
    app = Bench("xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        assert said(app, "#demo-head").startswith("▶")
        app.pane._play()
        app.pane._play()
        assert "frame 3" in said(app, "#demo-head")
        await press(pilot, "space")
        assert said(app, "#demo-head").startswith("‖")


async def test_a_parameter_changes_in_place_and_starts_anew() -> None:
    app = Bench("xor-failure", {"gate": "xor"})
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "end", "plus")
        await settled(pilot)
        assert "‹gate xnor›" in said(app, "#demo-parameters")
        assert "frame 1" in said(app, "#demo-head")
        await press(pilot, "down", "minus")
        await settled(pilot)
        assert "‹learning rate 0.5›" in said(app, "#demo-parameters")
        await press(pilot, "plus", "plus", "plus", "plus")
        await settled(pilot)
        assert "‹learning rate 2›" in said(app, "#demo-parameters")


async def test_a_wrong_parameter_in_a_link_is_told() -> None:
    app = Bench("xor-failure", {"gate": "nope"})
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        assert said(app, "#demo-said").startswith("gate is 'nope'.")
        await press(pilot, "space", "right", "left", "end", "home", "plus", "down", "enter", "c")


async def test_a_demo_that_fails_says_so_and_the_pane_lives_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(gate: str, lr: float, epochs: int, rng: np.random.Generator) -> Run:
        yield Frame("fine so far")
        raise ValueError("broken inside")

    original = demos()["xor-failure"]
    fields = {name: getattr(original, name) for name in ("id", "titles", "summary", "parameters", "predict", "module")}
    monkeypatch.setitem(demos(), "xor-failure", Demo(run=broken, **fields))
    app = Bench("xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "right")
        assert "failed in frame 2" in drawn(app)
        await press(pilot, "left", "end")


async def test_the_code_can_be_put_away() -> None:
    app = Bench("xor-failure")
    async with app.run_test(size=(80, 40)) as pilot:
        await settled(pilot)
        assert app.query_one(Code).display
        await press(pilot, "c")
        assert app.query_one(Code).size.height == 0
