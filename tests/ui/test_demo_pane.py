import subprocess
import sys

import pytest

from quizapp.plots.raster import SHADES
from quizapp.services.container import Services
from quizapp.ui import themes
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import DemoRequested
from quizapp.ui.widgets.code import Code, _inked
from quizapp.ui.widgets.demo_pane import FRAME_SECONDS
from quizapp.ui.widgets.drawing import Drawing
from quizapp.ui.widgets.scrubber import Scrubber
from tests.ui.conftest import drawn, notices, press, settled, shown, text_of
from tests.ui.demo_bench import DemoBench


async def test_stepping_the_demo_steps_the_code(services: Services) -> None:
    app = DemoBench(services, "xor-failure")
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
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        assert text_of(app, "#demo-head").startswith("▶")
        app.pane._play()
        app.pane._play()
        assert " 3 " in text_of(app, "#demo-head")
        await press(pilot, "space")
        assert text_of(app, "#demo-head").startswith("‖")


async def test_the_footer_says_pause_while_it_plays_and_the_code_is_inked(services: Services) -> None:
    app = QuizApp(services, demo=DemoRequested("xor-failure"))
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        assert "space Play" in drawn(app)
        await press(pilot, "space")
        assert "space Pause" in drawn(app)
        await press(pilot, "space")
        assert "space Play" in drawn(app)
        spans = [str(span.style) for span in app.screen.query_one(Code).render().spans]
        assert {"$primary", "$class-b"} <= set(spans), "keywords and numbers have inks of their own"


async def test_while_a_value_is_typed_the_footer_tells_enter_and_esc(services: Services) -> None:
    app = QuizApp(services, demo=DemoRequested("gradient-descent"))
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "right", "enter")
        footer = drawn(app).splitlines()[-1]
        assert "⏎ OK" in footer
        assert "Esc Cancel" in footer


def test_a_source_that_cannot_be_read_is_shown_plain() -> None:
    assert [line.plain for line in _inked(("def broken(", '    """never ends'))] == ["def broken(", '    """never ends']


async def test_the_footer_is_made_anew_only_where_a_demos_keys_change(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        made: list[bool] = []
        monkeypatch.setattr(app.pane, "refresh_bindings", lambda: made.append(app.pane.demo_run.view().predicting))
        await press(pilot, "right", "right", "right")
        assert made == [False], "the first step ends the predicting; the others change nothing"


def test_what_a_first_frame_imports_is_imported_ahead() -> None:
    """In a process of its own, for here all of it is there already."""
    program = (
        "import sys\nfrom quizapp.services.lab import Lab\nLab().warm('xor-failure')\nhere = set(sys.modules)\n"
        "player = Lab().play('xor-failure', {})\nplayer.forward()\nLab.text(player.now.frame, 80, 20)\n"
        "print(sorted(name for name in set(sys.modules) - here if name.startswith(('numpy', 'quizapp'))))\n"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip() == "[]"


async def test_a_demo_that_is_put_away_while_it_plays_comes_back_paused(services: Services) -> None:
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        app.pane.display = False
        await settled(pilot)
        app.pane.display = True
        await settled(pilot)
        assert text_of(app, "#demo-head").startswith("‖")


async def test_the_code_can_be_put_away(services: Services) -> None:
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(80, 40)) as pilot:
        await settled(pilot)
        assert app.query_one(Code).display
        await press(pilot, "c")
        assert app.query_one(Code).size.height == 0


async def test_where_there_is_little_room_the_code_takes_the_place_of_the_picture(services: Services) -> None:
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(80, 16)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "end")
        assert "mistakes per epoch" in drawn(app)
        assert not app.query_one(Code).display
        await press(pilot, "c")
        assert not app.query_one(Drawing).display
        assert "▶" in drawn(app), "the line that ran last"
        await press(pilot, "c")
        assert app.query_one(Drawing).display


async def test_speed_is_raised_and_lowered_while_playing(services: Services) -> None:
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "right_square_bracket", "right_square_bracket")
        assert "· 4x ·" in text_of(app, "#demo-head")
        assert app.pane._timer is not None
        assert app.pane._timer._interval == pytest.approx(FRAME_SECONDS / 4)
        await press(pilot, *["left_square_bracket"] * 9)
        assert "· 0.25x ·" in text_of(app, "#demo-head")


async def test_leaps_and_the_bar_go_to_frames_far_away(services: Services) -> None:
    app = DemoBench(services, "xor-failure")
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
        assert abs(shown(app.pane).number - 24) <= 2
        await pilot.hover(bar, offset=(0, 0))
        await settled(pilot)
        assert shown(app.pane).number != 1, "a bar that was let go does not follow"


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
    app = DemoBench(services, "mlp-xor")
    async with app.run_test(size=(100, 30)) as pilot:
        for columns, rows in ((80, 24), (5, 5), (200, 60), (1, 1), (54, 18), (120, 40)):
            await pilot.resize_terminal(columns, rows)
            await pilot.press("space")
            app.pane._play()
            await pilot.pause()
        await settled(pilot)
        assert "hidden space" in drawn(app)
