from dataclasses import replace

import pytest
from textual.events import Key
from textual.widgets import Input

from quizapp.demos import xor_failure
from quizapp.demos.catalogue import demos
from quizapp.demos.figures import Plot
from quizapp.demos.kit import Amount
from quizapp.domain.errors import StorageError
from quizapp.domain.progress import Score
from quizapp.services.container import Services
from quizapp.ui.widgets.drawing import Drawing
from tests.ui.conftest import drawn, notices, press, settled, text_of
from tests.ui.demo_bench import DemoBench, place


async def test_it_asks_for_a_prediction_and_judges_it_by_the_run(services: Services) -> None:
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        assert text_of(app, "#demo-said").startswith("Predict: How many of the four points")
        await press(pilot, "down", "enter", "end")
        await settled(pilot)
        assert text_of(app, "#demo-said").startswith('You predicted "3 of 4": right.')
        assert "The claim holds." in text_of(app, "#demo-said")


async def test_nothing_before_the_question_gives_the_answer_away(services: Services) -> None:
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        assert "Predict:" in drawn(app)
        assert "claim" not in drawn(app).lower(), "also not in the source, whose docstring makes it"
        await press(pilot, "w")
        assert "claim" not in drawn(app).lower()


@pytest.mark.parametrize("skipped", [True, False])
async def test_after_the_question_the_claim_can_be_read_whole_with_its_conditions_in_every_place(services: Services, skipped: bool) -> None:
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(80, 16)) as pilot:
        await settled(pilot)
        await press(pilot, *(("right",) if skipped else ("2", "space")))
        caption = text_of(app, "#demo-said")
        await press(pilot, "w")
        shown = " ".join(drawn(app).split())
        assert demos()["xor-failure"].claim_with_conditions in shown
        assert "It fails where a line separates the classes" in shown
        await press(pilot, "w")
        assert text_of(app, "#demo-said") == caption


async def test_where_there_is_room_the_verdict_stands_behind_the_whole_claim(services: Services) -> None:
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "end")
        assert f"Claim: {demos()['xor-failure'].claim_with_conditions} The claim holds." in text_of(app, "#demo-said")


async def test_after_the_verdict_one_key_breaks_the_claim_and_the_run_before_stays_for_comparison(services: Services) -> None:
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(120, 50)) as pilot:
        await settled(pilot)
        await press(pilot, "n")
        assert "gate xor" in drawn(app), "not before the verdict"
        await press(pilot, "2", "end")
        assert text_of(app, "#demo-said").endswith("Try gate and, and predict again: n.")
        found = shown_finding(app)
        await press(pilot, "n")
        assert "gate and" in drawn(app)
        said = text_of(app, "#demo-said")
        assert said.startswith("Predict:")
        assert f"Before, with gate xor: {found}" in said
        await press(pilot, "3", "end")
        said = text_of(app, "#demo-said")
        assert said.startswith('You predicted "4 of 4": right.')
        assert "The claim does not hold here." in said
        assert f"Before, with gate xor: {found}" in said
        assert said.endswith("Try gate xor, and predict again: n.")
        await press(pilot, "n")
        assert "gate xor" in drawn(app)


async def test_the_curves_of_the_run_before_are_drawn_back_under_the_new_ones(services: Services) -> None:
    app = DemoBench(services, "perceptron")
    async with app.run_test(size=(120, 50)) as pilot:
        await settled(pilot)
        await press(pilot, "end")
        assert not faint(app)
        demo = app.pane.demo_run.view().demo
        assert demo is not None
        await press(pilot, "n", "end")
        assert faint(app)


def faint(app: DemoBench) -> list[object]:
    """What is drawn back."""
    return [
        layer
        for figure in app.query_one(Drawing)._figures
        if isinstance(figure, Plot)
        for layer in figure.layers
        if getattr(layer, "faint", 0)
    ]


def shown_finding(app: DemoBench) -> str:
    finding = app.pane.demo_run.view().finding
    assert finding is not None
    return finding.text


async def test_a_wrong_prediction_is_told_with_the_measured_answer(services: Services) -> None:
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "up", "enter", "end")
        await settled(pilot)
        assert 'You predicted "4 of 4"; the answer is "3 of 4".' in text_of(app, "#demo-said")


async def test_predicting_can_be_skipped(services: Services) -> None:
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "end")
        await settled(pilot)
        assert text_of(app, "#demo-said").startswith("Mistakes per epoch never reached 0")


async def test_a_prediction_is_kept_once_and_the_score_is_shown(services: Services) -> None:
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "down", "enter", "end", "left", "right", "end")
        assert services.predictions.score() == Score(1, 1, (True,))
        assert "Predictions: 1 of 1 right, lately ✓" in text_of(app, "#demo-said")
        await press(pilot, "home", "end")
        assert services.predictions.score().total == 1


async def test_a_prediction_that_cannot_be_stored_is_told_and_still_judged(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StorageError("the disk is full", "Make room.")

    monkeypatch.setattr(type(services.predictions), "record", full)
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "down", "enter", "end")
        assert notices(app) == ["the disk is full. Make room."]
        assert 'You predicted "3 of 4": right.' in text_of(app, "#demo-said")


async def test_after_a_change_one_may_predict_anew_but_not_once_the_end_was_seen(services: Services) -> None:
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "end", "p")
        assert "Predict:" not in text_of(app, "#demo-said")
        await press(pilot, "home", "plus", "plus", "p")
        assert "Predict:" in text_of(app, "#demo-said")
        await press(pilot, "up", "enter", "end")
        assert 'You predicted "4 of 4": right.' in text_of(app, "#demo-said")


async def test_a_number_is_predicted_by_typing_it(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Amount("How many points?", "best_line")
    monkeypatch.setattr(xor_failure, "run", replace(xor_failure.run, predict=asked))
    app = DemoBench(services, "xor-failure", {"gate": "and"})
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "x", "enter")
        assert text_of(app, "#demo-said") == "Predict: How many points?\n'x' is not a number. Give one such as 12 or 0.5."
        await press(pilot, "escape", "1", "2")
        assert app.query_one(Input).value == "12", "the first digit, which opens the field, stays"
        await press(pilot, "escape", "4", "enter", "end")
        assert text_of(app, "#demo-said").startswith('You predicted "4": right.')


async def test_an_answer_is_predicted_by_a_click(services: Services) -> None:
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.click("#demo-choices", offset=(4, 1))
        await settled(pilot)
        assert app.pane.demo_run.view().predicted == "3 of 4"
        assert text_of(app, "#demo-head").startswith("▶")


async def test_in_a_narrow_place_a_click_hits_the_answer_it_points_at(services: Services) -> None:
    app = DemoBench(services, "normalization")
    async with app.run_test(size=(20, 30)) as pilot:
        await settled(pilot)
        await pilot.click(offset=place(app, " 3 10"))
        await settled(pilot)
        assert app.pane.demo_run.view().predicted == "10 to 100 times"


@pytest.mark.parametrize("character", ["²", "٣", "½"])
async def test_a_key_that_is_a_digit_of_another_kind_does_no_harm(services: Services, character: str) -> None:
    app = DemoBench(services, "xor-failure")
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        app.pane.post_message(Key("x", character))
        await settled(pilot)
        assert app.is_running
        assert app.pane.demo_run.view().demo is not None
