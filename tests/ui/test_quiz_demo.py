"""The demo of a card, beside its answer or in its place."""

from dataclasses import replace
from threading import Event

import pytest

from quizapp.demos import xor_failure
from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import LinkFollowed
from quizapp.ui.widgets.demo_pane import DemoPane
from tests.ui.conftest import burst, drawn, grades, notices, press, settled, shown, text_of
from tests.ui.test_demo_computing import waiting


async def test_beneath_a_demo_the_footer_of_a_narrow_screen_ends_with_the_way_out(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d")
        for keys in ((), ("1",)):  # predicting, then watching
            await press(pilot, *keys)
            assert drawn(quiz).splitlines()[-1].rstrip().endswith("Back")
            assert "Undo" not in drawn(quiz).splitlines()[-1]
        await press(pilot, "u")
        assert notices(quiz) == ["There is nothing to undo."], "it works all the same"
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert "Undo" in drawn(quiz).splitlines()[-1]


async def test_the_demo_runs_beside_the_answer_on_a_wide_screen_and_in_its_place_on_a_narrow_one(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "d")
        assert not quiz.screen.query("DemoPane")
        await press(pilot, "space", "d")
        assert "How many of the four points" in drawn(quiz)
        assert "The answer to one." in drawn(quiz)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "How many of the four points" in drawn(quiz)
        assert "The answer to one." not in drawn(quiz)
        await press(pilot, "d")
        assert "The answer to one." in drawn(quiz)


@pytest.mark.parametrize("before", [(), ("2",), ("2", "end"), ("right",)], ids=["asked", "predicted", "seen", "stepped"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_while_a_demo_is_open_no_digit_grades(
    size: tuple[int, int], before: tuple[str, ...], quiz: QuizApp, services: Services
) -> None:
    async with quiz.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d", *before, "3")
        assert grades(services) == []
        assert "1 Again" not in drawn(quiz)
        assert "d closes the demo, so you can grade your answer." in drawn(quiz)
        await press(pilot, "d")
        assert "1 Again" in drawn(quiz)
        await press(pilot, "3")
        assert grades(services) == [("small/one", 3)]
        assert not quiz.screen.query("DemoPane")


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)], ids=str)
async def test_no_digit_grades_while_a_changed_demo_computes(
    size: tuple[int, int], quiz: QuizApp, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    proceed = Event()
    proceed.set()
    monkeypatch.setattr(xor_failure, "run", replace(xor_failure.run, run=waiting(proceed, xor_failure.run)))
    async with quiz.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d", "2", "2", "end")
        proceed.clear()
        await pilot.press("plus", "1", "2", "escape", "3")
        proceed.set()
        await settled(pilot)
        assert quiz.screen.query_one(DemoPane).display
        assert grades(services) == []


async def test_each_review_of_a_card_has_its_demo_run_with_another_seed(quiz: QuizApp, services: Services) -> None:
    """Else the second prediction would be remembered. It is shown, and can be set."""
    async with quiz.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d", "2")
        assert " seed 0 " in drawn(quiz)
        await press(pilot, "d", "1")
        while text_of(quiz, "#question") != "What is one?":
            await press(pilot, "space", "3")
        await press(pilot, "space", "d", "2")
        assert " seed 1 " in drawn(quiz)
        quiz.screen.post_message(LinkFollowed("demo:xor-failure?gate=and"))
        await settled(pilot)
        await press(pilot, "right")
        assert " seed 1 " in drawn(quiz), "as of a demo that is linked in its answer"
        await press(pilot, "escape")
        quiz.screen.post_message(LinkFollowed("demo:xor-failure?seed=42"))
        await settled(pilot)
        await press(pilot, "right")
        assert " seed 42 " in drawn(quiz)


async def test_a_digit_does_not_grade_while_a_demo_is_being_computed(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        burst(quiz, "d", "1")
        await settled(pilot)
        assert grades(services) == []


async def test_digits_belong_to_the_prediction_while_one_is_asked_for(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d", "2", "end")
        assert 'You predicted "3 of 4": right.' in drawn(quiz)


async def test_leaving_closes_the_demo_first(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d", "escape")
        assert "How many of the four points" not in drawn(quiz)
        assert text_of(quiz, "#question") == "What is one?"


async def test_a_demo_that_was_put_away_comes_back_as_it_was_and_rests_meanwhile(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d", "right", "right", "right", "space")
        pane = quiz.screen.query_one(DemoPane)
        assert pane._timer is not None
        await press(pilot, "d")
        assert pane._timer is None, "nothing runs where nobody looks"
        assert "The answer to one." in drawn(quiz)
        await press(pilot, "d")
        assert quiz.screen.query_one(DemoPane) is pane
        assert shown(pane).number >= 4
        await press(pilot, "d", "3")
        assert not quiz.screen.query(DemoPane), "the next card has another one"


async def test_keys_of_a_demo_are_in_the_palette_while_it_has_the_focus(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d", "right")
        offered = {command.title for command in quiz.get_system_commands(quiz.screen)}
        assert {"Play", "Faster", "Undo", "Code"} <= offered
        assert "Cancel" not in offered


async def test_a_link_to_a_demo_in_the_answer_opens_it(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        quiz.screen.post_message(LinkFollowed("demo:xor-failure?gate=and"))
        await settled(pilot)
        await settled(pilot)
        assert "gate and" in drawn(quiz)
