from rich.cells import cell_len
from textual.widgets import Input

from quizapp.services.container import Services
from quizapp.settings.interface import speak
from quizapp.ui.widgets.parameters import Parameters
from tests.ui.conftest import drawn, press, settled, text_of
from tests.ui.demo_bench import DemoBench, place


async def test_a_parameter_changes_in_place_and_the_learner_stays_where_he_was(services: Services) -> None:
    app = DemoBench(services, "xor-failure", {"gate": "xor"})
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "end", "plus")
        await settled(pilot)
        assert "‹gate xnor›" in drawn(app)
        assert text_of(app, "#demo-head").startswith("∎ 48 of 48 ")
        await press(pilot, "pageup", "minus")
        await settled(pilot)
        assert "‹gate xor›" in drawn(app)
        assert text_of(app, "#demo-head").startswith("‖ 38 ")
        await press(pilot, "down", "minus")
        await settled(pilot)
        assert "‹learning rate 0.5›" in drawn(app)
        await press(pilot, "plus", "plus", "plus", "plus")
        await settled(pilot)
        assert "‹learning rate 2›" in drawn(app)


async def test_a_wrong_parameter_in_a_link_is_told(services: Services) -> None:
    app = DemoBench(services, "xor-failure", {"gate": "nope"})
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        assert text_of(app, "#demo-said").startswith("gate is 'nope'.")
        await press(pilot, "space", "right", "left", "end", "home", "plus", "down", "enter", "c")


async def test_parameters_change_by_mouse(services: Services) -> None:
    app = DemoBench(services, "xor-failure")
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
    app = DemoBench(services, "xor-failure")
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
        assert app.pane.demo_run.view().values["seed"] == 42
        await press(pilot, "enter", "9", "escape")
        assert app.pane.has_focus
        assert app.pane.demo_run.view().values["seed"] == 42


async def test_an_exact_value_is_shown_and_typed_back_as_it_is(services: Services) -> None:
    app = DemoBench(services, "xor-failure", {"lr": "0.19999999"})
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "right", "down")
        assert "‹learning rate 0.19999999›" in drawn(app)
        await press(pilot, "enter", "enter")
        assert app.pane.demo_run.view().values["lr"] == 0.19999999


async def test_in_a_narrow_place_a_click_hits_the_parameter_it_points_at(services: Services) -> None:
    app = DemoBench(services, "backprop", {"unit": "sigmoid"})
    async with app.run_test(size=(32, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "right")
        for label in ("bias b", "where paths meet", "seed"):
            await pilot.click(offset=place(app, label))
            await settled(pilot)
            assert f"‹{label}" in drawn(app)


async def test_wide_letters_take_their_two_columns_on_the_line_and_under_the_mouse(services: Services) -> None:
    speak("ko")
    app = DemoBench(services, "backprop")
    async with app.run_test(size=(60, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "right")
        controls = app.query_one(Parameters)
        for label in ("경로가 만나는 곳", "시드 "):
            lines = str(controls.render()).split("\n")
            assert all(cell_len(line) <= controls.size.width for line in lines)
            row = next(row for row, line in enumerate(lines) if label in line)
            await pilot.click(controls, offset=(cell_len(lines[row][: lines[row].index(label)]), row))
            await settled(pilot)
            assert f"‹{label}" in drawn(app)
