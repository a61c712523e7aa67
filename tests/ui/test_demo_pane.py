from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Event

import numpy as np
import pytest
from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Input

from quizapp.demos.catalogue import demos
from quizapp.demos.kit import Demo, Finding, Frame, NumberPrediction, Progress, Run
from quizapp.domain.errors import StorageError
from quizapp.domain.progress import Score
from quizapp.plots.raster import SHADES
from quizapp.services.container import Services
from quizapp.ui import themes
from quizapp.ui.app import QuizApp
from quizapp.ui.widgets.code import Code
from quizapp.ui.widgets.demo_pane import FRAME_SECONDS, DemoPane
from quizapp.ui.widgets.parameters import Parameters
from quizapp.ui.widgets.scrubber import Scrubber
from tests.ui.conftest import drawn, notices, press, settled, text_of


class Bench(App[None]):
    """A pane alone."""

    def __init__(self, services: Services, demo: str, settings: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.register_theme(themes.DARK)
        self.theme = themes.DARK.name
        self.pane = DemoPane(services.lab, services.predictions, demo, settings or {}, "en")

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.focus()


async def test_it_asks_for_a_prediction_and_judges_it_by_the_run(services: Services) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        assert "Predict: How many of the four points" in text_of(app, "#demo-said")
        assert "Claim: No line separates" in text_of(app, "#demo-said")
        await press(pilot, "down", "enter", "end")
        await settled(pilot)
        assert text_of(app, "#demo-said").startswith("You predicted 3 of 4: right.")
        assert text_of(app, "#demo-said").endswith("The claim holds.")


async def test_a_wrong_prediction_is_told_with_the_measured_answer(services: Services) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "up", "enter", "end")
        await settled(pilot)
        assert "You predicted 4 of 4; it is 3 of 4." in text_of(app, "#demo-said")


async def test_predicting_can_be_skipped(services: Services) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "end")
        await settled(pilot)
        assert text_of(app, "#demo-said").startswith("Mistakes per epoch never reached 0")


async def test_stepping_the_demo_steps_the_code(services: Services) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        lines = set()
        for _ in range(8):
            await press(pilot, "right")
            lines.add(app.query_one(Code).line)
        assert len(lines) == 2
        assert text_of(app, "#demo-head").startswith("‖ 9 ")
        await press(pilot, "left", "left")
        assert " 7 " in text_of(app, "#demo-head")
        await press(pilot, "home")
        assert " 1 " in text_of(app, "#demo-head")
        lit = [line for line in drawn(app).splitlines() if line.strip().startswith("▶")]
        assert len(lit) == 1


async def test_playing_advances_and_pausing_stops(services: Services) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        assert text_of(app, "#demo-head").startswith("▶")
        app.pane._play()
        app.pane._play()
        assert " 3 " in text_of(app, "#demo-head")
        await press(pilot, "space")
        assert text_of(app, "#demo-head").startswith("‖")


async def test_a_parameter_changes_in_place_and_starts_anew(services: Services) -> None:
    app = Bench(services, "xor-failure", {"gate": "xor"})
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "end", "plus")
        await settled(pilot)
        assert "‹gate xnor›" in drawn(app)
        assert " 1 " in text_of(app, "#demo-head")
        await press(pilot, "down", "minus")
        await settled(pilot)
        assert "‹learning rate 0.5›" in drawn(app)
        await press(pilot, "plus", "plus", "plus", "plus")
        await settled(pilot)
        assert "‹learning rate 2›" in drawn(app)


async def test_a_wrong_parameter_in_a_link_is_told(services: Services) -> None:
    app = Bench(services, "xor-failure", {"gate": "nope"})
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        assert text_of(app, "#demo-said").startswith("gate is 'nope'.")
        await press(pilot, "space", "right", "left", "end", "home", "plus", "down", "enter", "c")


async def test_a_demo_that_fails_says_so_and_the_pane_lives_on(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(gate: str, lr: float, epochs: int, rng: np.random.Generator) -> Run:
        yield Frame("fine so far")
        raise ValueError("broken inside")

    monkeypatch.setitem(demos(), "xor-failure", replace(demos()["xor-failure"], run=broken))
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "right")
        assert "failed in frame 2" in drawn(app)
        await press(pilot, "left", "end")


async def test_the_code_can_be_put_away(services: Services) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(80, 40)) as pilot:
        await settled(pilot)
        assert app.query_one(Code).display
        await press(pilot, "c")
        assert app.query_one(Code).size.height == 0


async def test_a_prediction_is_kept_once_and_the_score_is_shown(services: Services) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "down", "enter", "end", "left", "right", "end")
        assert services.predictions.score() == Score(1, 1, (True,))
        assert "Predictions: 1 of 1 right, lately ✓" in text_of(app, "#demo-said")
        await press(pilot, "home", "end")
        assert services.predictions.score().total == 1


async def test_a_run_that_was_not_predicted_leaves_no_event(services: Services) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "end")
        assert services.predictions.score().total == 0


async def test_a_prediction_that_cannot_be_stored_is_told_and_still_judged(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StorageError("the disk is full", "Make room.")

    monkeypatch.setattr(type(services.predictions), "record", full)
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "down", "enter", "end")
        assert notices(app) == ["the disk is full. Make room."]
        assert "You predicted 3 of 4: right." in text_of(app, "#demo-said")


async def test_after_a_change_one_may_predict_anew_but_not_once_the_end_was_seen(services: Services) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "end", "p")
        assert "Predict:" not in text_of(app, "#demo-said")
        await press(pilot, "plus", "plus", "p")
        assert "Predict:" in text_of(app, "#demo-said")
        await press(pilot, "up", "enter", "end")
        assert "You predicted 4 of 4: right." in text_of(app, "#demo-said")


async def test_a_number_is_predicted_by_typing_it(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = NumberPrediction("How many epochs?", lambda finding: float(np.size(finding.values["mistakes_per_epoch"])))
    monkeypatch.setitem(demos(), "xor-failure", replace(demos()["xor-failure"], predict=asked))
    app = Bench(services, "xor-failure", {"gate": "and"})
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "x", "enter")
        assert text_of(app, "#demo-said") == "Predict: How many epochs?\n'x' is no number. Give one such as 12 or 0.5."
        await press(pilot, "escape", "1", "2")
        assert app.query_one(Input).value == "12", "the first digit, which opens the field, stays"
        await press(pilot, "escape", "6", "enter", "end")
        assert text_of(app, "#demo-said").startswith("You predicted 6: right.")


async def test_an_answer_is_predicted_by_a_click(services: Services) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.click("#demo-choices", offset=(4, 1))
        await settled(pilot)
        assert app.pane._predicted == "3 of 4"
        assert text_of(app, "#demo-head").startswith("▶")


async def test_speed_is_raised_and_lowered_while_playing(services: Services) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "right_square_bracket", "right_square_bracket")
        assert "· 4x ·" in text_of(app, "#demo-head")
        assert app.pane._timer is not None
        assert app.pane._timer._interval == pytest.approx(FRAME_SECONDS / 4)
        await press(pilot, *["left_square_bracket"] * 9)
        assert "· 0.25x ·" in text_of(app, "#demo-head")


async def test_leaps_and_the_bar_go_to_frames_far_away(services: Services) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "pagedown", "pagedown")
        assert " 21 " in text_of(app, "#demo-head")
        await press(pilot, "pageup")
        assert " 11 " in text_of(app, "#demo-head")
        await press(pilot, "end")
        assert " 48 of 48 " in text_of(app, "#demo-head")
        bar = app.query_one(Scrubber)
        await pilot.click(bar, offset=(0, 0))
        await settled(pilot)
        assert " 1 of 48 " in text_of(app, "#demo-head")
        await pilot.mouse_down(bar, offset=(0, 0))
        await pilot.hover(bar, offset=((bar.size.width - 2) // 2, 0))
        await pilot.mouse_up(bar, offset=((bar.size.width - 2) // 2, 0))
        await settled(pilot)
        assert app.pane._player is not None
        assert app.pane._player.now is not None
        assert abs(app.pane._player.now.number - 24) <= 2
        await pilot.hover(bar, offset=(0, 0))
        await settled(pilot)
        assert app.pane._player.now.number != 1, "a bar that was let go does not follow"


async def test_parameters_change_by_mouse(services: Services) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        controls = app.query_one(Parameters)
        await pilot.click(controls, offset=(2, 0))
        await settled(pilot)
        assert "‹gate xor›" in drawn(app)
        line = str(controls.render()).split("\n")[1]
        await pilot.click(controls, offset=(line.index("and"), 1))
        await settled(pilot)
        assert "‹gate and›" in drawn(app)
        first = str(controls.render()).split("\n")[0]
        await pilot.click(controls, offset=(first.index("learning"), 0))
        await settled(pilot)
        track = str(controls.render()).split("\n")[1]
        await pilot.click(controls, offset=(track.rindex("─"), 1))
        await settled(pilot)
        assert "‹learning rate 2›" in drawn(app)


async def test_a_value_and_a_seed_can_be_typed_and_a_wrong_one_is_told(services: Services) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "right", "down", "enter")
        typed = app.query_one(Input)
        assert typed.has_focus
        assert typed.value == "1"
        typed.value = "7"
        await press(pilot, "enter")
        assert text_of(app, "#demo-said") == "lr is 7. Give a number from 0.1 to 2."
        typed.value = "0.3"
        await press(pilot, "enter")
        assert "‹learning rate 0.3›" in drawn(app)
        await press(pilot, "down", "down", "enter")
        typed.value = "42"
        await press(pilot, "enter")
        assert "‹seed 42›" in drawn(app)
        assert app.pane._player is not None
        assert app.pane._player.seed == 42
        await press(pilot, "enter", "9", "escape")
        assert app.pane.has_focus
        assert app.pane._player.seed == 42


async def test_a_long_computation_shows_its_progress_and_can_be_cancelled(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    proceed = Event()
    closed = Event()

    def heavy(gate: str, lr: float, epochs: int, rng: np.random.Generator) -> Run:
        try:
            for n in range(40):
                yield Progress(n + 1, 40)
                if n == 0:
                    proceed.wait(30)
            yield Frame("done")
            return Finding("", True)
        finally:
            closed.set()

    monkeypatch.setitem(demos(), "xor-failure", replace(demos()["xor-failure"], run=heavy))
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        while " 1 of 40" not in text_of(app, "#demo-said"):
            await pilot.pause()
        await pilot.press("space", "right", "end")
        assert " 1 of 40" in text_of(app, "#demo-said"), "the screen answers, and waits"
        await pilot.press("escape")
        proceed.set()
        await settled(pilot)
        assert text_of(app, "#demo-said").startswith("Stopped.")
        assert closed.is_set()
        assert "gate xor" in drawn(app)
        await press(pilot, "right", "end", "home", "pagedown", "p")
        assert text_of(app, "#demo-said").startswith("Stopped.")
        await press(pilot, "space")
        assert "Predict:" in text_of(app, "#demo-said")


async def test_leaving_during_a_computation_ends_it(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = Event()

    def endless(gate: str, lr: float, epochs: int, rng: np.random.Generator) -> Run:
        try:
            while True:
                yield Progress(1, 2)
        finally:
            closed.set()
        return Finding("", True)

    monkeypatch.setitem(demos(), "xor-failure", replace(demos()["xor-failure"], run=endless))
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        while "Computing" not in text_of(app, "#demo-said"):
            await pilot.pause()
    assert closed.wait(10)


async def test_a_run_without_end_can_be_stopped_on_the_way_to_it(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(gate: str, lr: float, epochs: int, rng: np.random.Generator) -> Run:
        n = 0
        while True:
            n += 1
            yield Frame(f"frame {n}")
        return Finding("", True)

    monkeypatch.setitem(demos(), "xor-failure", replace(demos()["xor-failure"], run=endless))
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("end")
        await pilot.press("escape")
        await settled(pilot)
        assert app.pane._player is not None
        assert app.pane._player.now is not None
        assert text_of(app, "#demo-said") == app.pane._player.now.frame.caption
        await press(pilot, "home")
        assert text_of(app, "#demo-head").startswith("‖ ")


async def test_a_failure_lights_the_line_at_which_it_came_up(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    demo = demos()["xor-failure"]

    def wrong(gate: str, lr: float, epochs: int, rng: np.random.Generator) -> Run:
        return (yield from demo.run(gate, "a word", epochs, rng))

    monkeypatch.setitem(demos(), "xor-failure", replace(demo, run=wrong))
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "end")
        assert "failed in frame" in text_of(app, "#demo-said")
        code = app.query_one(Code)
        assert "lr * error" in code.lines[code.line - 1]


def waiting(proceed: Event, demo: Demo) -> Callable[..., Run]:
    """The demo, with a computation before its first frame that lasts until `proceed`; once it was let go it is quick."""

    def run(**settings: object) -> Run:
        yield Progress(0, 1)
        proceed.wait(30)
        yield Progress(1, 1)
        return (yield from demo.run(**settings))

    return run


async def test_what_is_shown_after_a_cancelled_change_is_what_was_asked_for(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    proceed = Event()
    proceed.set()
    monkeypatch.setitem(demos(), "xor-failure", replace(demos()["xor-failure"], run=waiting(proceed, demos()["xor-failure"])))
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "right")
        proceed.clear()
        await pilot.press("plus")
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


async def test_a_run_that_was_left_behind_does_not_disturb_the_next(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """End is on its way when a parameter changes: the old run neither plays on nor reports."""
    proceed = Event()
    original = demos()["xor-failure"]

    def slow(**settings: object) -> Run:
        for n in range(3):
            yield Frame(f"frame {n}")
            if n == 1:
                proceed.wait(30)
        return Finding("old", True)

    monkeypatch.setitem(demos(), "xor-failure", replace(original, run=slow))
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "right")
        await pilot.press("end")
        assert app.pane._computing
        monkeypatch.setitem(demos(), "xor-failure", original)
        await pilot.press("plus")
        proceed.set()
        await settled(pilot)
        assert " 1 " in text_of(app, "#demo-head")
        assert "‹gate xnor›" in drawn(app)
        assert text_of(app, "#demo-head").startswith("‖")


async def test_a_parameter_at_its_end_starts_nothing_anew(services: Services) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "down", "enter", "end", "minus")
        assert "You predicted 3 of 4: right." in text_of(app, "#demo-said")
        assert " 48 of 48 " in text_of(app, "#demo-head")


async def test_what_was_watched_can_no_longer_be_predicted(services: Services) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "right", "home", "p")
        assert "Predict:" not in text_of(app, "#demo-said")


async def test_an_exact_value_is_shown_and_typed_back_as_it_is(services: Services) -> None:
    app = Bench(services, "xor-failure", {"lr": "0.19999999"})
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "right", "down")
        assert "‹learning rate 0.19999999›" in drawn(app)
        await press(pilot, "enter", "enter")
        assert app.pane._settings["lr"] == 0.19999999


def place(app: App[None], words: str) -> tuple[int, int]:
    """Column and row of the screen at which `words` stand."""
    rows = drawn(app).split("\n")
    row = next(i for i, line in enumerate(rows) if words in line)
    return rows[row].index(words) + 1, row


async def test_in_a_narrow_place_a_click_hits_the_answer_it_points_at(services: Services) -> None:
    app = Bench(services, "normalization")
    async with app.run_test(size=(20, 30)) as pilot:
        await settled(pilot)
        await pilot.click(offset=place(app, " 3 10"))
        await settled(pilot)
        assert app.pane._predicted == "10 to 100 times"


async def test_in_a_narrow_place_a_click_hits_the_parameter_it_points_at(services: Services) -> None:
    app = Bench(services, "backprop", {"ending": "sigmoid-squared"})
    async with app.run_test(size=(32, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "right")
        for label in ("bias b", "check step", "seed"):
            await pilot.click(offset=place(app, label))
            await settled(pilot)
            assert f"‹{label}" in drawn(app)


@pytest.mark.parametrize("character", ["²", "٣", "½"])
async def test_a_key_that_is_a_digit_of_another_kind_does_no_harm(services: Services, character: str) -> None:
    app = Bench(services, "xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        app.pane.post_message(Key("x", character))
        await settled(pilot)
        assert app.is_running
        assert app.pane._player is not None


async def test_what_a_package_offers_in_vain_is_told(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(services.lab), "problems", lambda lab: ["the demo 'x' of the package y cannot be imported"])
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "d")
        assert notices(app) == ["the demo 'x' of the package y cannot be imported"]


def test_the_themes_have_a_colour_for_every_shade() -> None:
    assert len(SHADES) == themes.HEAT


async def test_resizing_at_any_moment_is_survived(services: Services) -> None:
    app = Bench(services, "mlp-xor")
    async with app.run_test(size=(100, 30)) as pilot:
        for columns, rows in ((80, 24), (5, 5), (200, 60), (1, 1), (54, 18), (120, 40)):
            await pilot.resize_terminal(columns, rows)
            await pilot.press("space")
            app.pane._play()
            await pilot.pause()
        await settled(pilot)
        assert "hidden space" in drawn(app)
