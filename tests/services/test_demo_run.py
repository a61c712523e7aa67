"""The run of a demo, without a screen: inputs go in, and the view is looked at."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from quizapp.demos import xor_failure
from quizapp.demos.kit import Amount
from quizapp.domain.errors import DemoError, StorageError
from quizapp.domain.progress import Score
from quizapp.services.container import Services
from quizapp.services.demo_run import SPEEDS, DemoRun
from quizapp.services.demo_view import SettledPrediction
from tests.services.demo_runs import begun, finish, number, to_end

# -- looking about -----------------------------------------------------------------------------------------------------


def test_it_computes_to_its_first_frame_and_asks_for_a_prediction(services: Services) -> None:
    run = DemoRun(services.lab, services.predictions, "xor-failure", {})
    run.begin()
    assert run.view().computing
    assert run.view().demo is None
    finish(run)
    view = run.view()
    assert (view.computing, view.predicting, number(run), view.ended) == (False, True, 1, False)


def test_steps_leaps_and_jumps_look_at_frames_and_the_ends_hold(services: Services) -> None:
    run = begun(services)
    run.step_forward()
    run.step_forward()
    assert number(run) == 3
    run.step_back()
    assert number(run) == 2
    run.go_on(10)
    finish(run)
    assert number(run) == 12
    run.step_back(100)
    assert number(run) == 1
    run.go_to(7)
    assert number(run) == 7
    run.go_to_first()
    assert number(run) == 1
    to_end(run)
    assert run.view().at_end
    assert number(run) == run.view().last
    run.step_forward()
    assert number(run) == run.view().last


def test_looking_on_ends_the_question_and_looking_back_does_not(services: Services) -> None:
    run = begun(services)
    run.step_back()
    run.go_to_first()
    assert run.view().predicting
    run.step_forward()
    assert not run.view().predicting


def test_playing_goes_frame_by_frame_to_the_end_and_from_there_begins_again(services: Services) -> None:
    run = begun(services)
    run.play_on()
    assert number(run) == 1, "nothing plays yet"
    run.play_or_pause()
    while run.view().playing:
        run.play_on()
    assert run.view().at_end
    run.play_or_pause()
    assert (run.view().playing, number(run)) == (True, 1)
    run.play_or_pause()
    assert not run.view().playing


def test_a_step_pauses(services: Services) -> None:
    run = begun(services)
    run.play_or_pause()
    run.step_forward()
    assert not run.view().playing


def test_the_speed_has_a_slowest_and_a_fastest(services: Services) -> None:
    run = begun(services)
    assert run.view().speed == 1
    run.change_speed(-100)
    assert run.view().speed == SPEEDS[0]
    run.change_speed(100)
    assert run.view().speed == SPEEDS[-1]


# -- predicting --------------------------------------------------------------------------------------------------------


def test_a_prediction_plays_and_is_judged_and_stored_once_at_the_end(services: Services) -> None:
    run = begun(services)
    run.predict("3 of 4")
    assert run.view().playing
    to_end(run)
    assert run.view().settled == SettledPrediction("3 of 4", "3 of 4", True, Score(1, 1, (True,)))
    run.go_to_first()
    to_end(run)
    assert services.predictions.score().total == 1


def test_a_wrong_prediction_is_held_against_what_was_measured(services: Services) -> None:
    run = begun(services)
    run.predict("4 of 4")
    to_end(run)
    assert run.view().settled == SettledPrediction("4 of 4", "3 of 4", False, Score(0, 1, (False,)))


def test_without_a_prediction_nothing_is_judged_or_stored(services: Services) -> None:
    run = begun(services)
    to_end(run)
    assert run.view().settled is None
    assert services.predictions.score().total == 0


def test_a_prediction_that_cannot_be_stored_is_still_judged(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StorageError("the disk is full", "Make room.")

    monkeypatch.setattr(type(services.predictions), "record", full)
    run = begun(services)
    run.predict("3 of 4")
    with pytest.raises(StorageError):
        to_end(run)
    assert run.view().settled == SettledPrediction("3 of 4", "3 of 4", True, None)


def test_a_number_is_predicted_by_any_text_that_is_one(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Amount("How many points?", "best_line")
    monkeypatch.setattr(xor_failure, "run", replace(xor_failure.run, predict=asked))
    run = begun(services)
    with pytest.raises(DemoError):
        run.predict("six")
    assert run.view().predicting
    run.predict(" 6 ")
    assert run.view().predicted == "6"


def test_one_may_predict_again_after_a_change_but_not_once_the_run_was_watched(services: Services) -> None:
    run = begun(services)
    run.step_forward()
    run.go_to_first()
    run.predict_again()
    assert not run.view().predicting
    run.move(1)
    finish(run)
    run.predict_again()
    assert run.view().predicting
    run.step_forward()
    run.go_to_first()
    run.predict_again()
    assert not run.view().predicting


def test_a_prediction_is_not_held_against_a_run_with_other_parameters(services: Services) -> None:
    run = begun(services)
    run.predict("3 of 4")
    run.move(1)
    finish(run)
    to_end(run)
    assert run.view().settled is None


# -- parameters --------------------------------------------------------------------------------------------------------


def test_the_choice_goes_round_the_answers_then_round_the_parameters(services: Services) -> None:
    run = begun(services)
    run.choose(-1)
    demo = run.view().demo
    assert demo is not None
    assert run.view().chosen == len(demo.predict.choices) - 1
    run.predict(demo.predict.choices[0])
    run.choose(-1)
    assert run.view().parameters[run.view().chosen].name == "seed"


def test_another_value_begins_anew_and_the_same_value_does_not(services: Services) -> None:
    run = begun(services, {"gate": "xor"})
    run.set("xnor")
    assert run.view().values["gate"] == "xor", "predicting comes first"
    run.choose_parameter(0)
    run.set("xor")
    run.move(-1)
    assert not run.take_work(), "it is the first of the gates already"
    run.set("xnor")
    finish(run)
    assert (number(run), run.view().values["gate"], run.view().ended) == (1, "xnor", False)


def test_a_change_at_the_end_shows_the_end_of_the_other_run(services: Services) -> None:
    run = begun(services)
    to_end(run)
    run.move(1)
    finish(run)
    view = run.view()
    assert (view.at_end, view.values["gate"]) == (True, "xnor")
    assert view.finding is not None
    assert view.settled is None, "nothing was predicted of it"


def test_a_change_in_the_middle_stays_at_the_frame_or_at_the_last_there_is(services: Services) -> None:
    run = begun(services)
    run.go_on(29)
    finish(run)
    run.move(1)
    finish(run)
    assert (number(run), run.view().at_end, run.view().values["gate"]) == (30, False, "xnor")
    run.choose_parameter(2)
    run.set("4")
    finish(run)
    assert (number(run), run.view().at_end) == (run.view().last, True)


def test_a_change_on_the_way_to_the_end_leads_to_the_end(services: Services) -> None:
    run = begun(services)
    run.go_on()
    run.move(1)
    finish(run)
    assert (run.view().at_end, run.view().values["gate"]) == (True, "xnor")


# -- the run before, and the move that breaks the claim ----------------------------------------------------------------


def test_the_run_before_is_kept_with_what_it_found(services: Services) -> None:
    run = begun(services)
    assert run.view().before is None
    to_end(run)
    old = run.view()
    run.move(1)
    finish(run)
    before = run.view().before
    assert before is not None
    assert old.moment is not None
    assert (before.figures, before.finding, before.values["gate"]) == (old.moment.frame.figures, old.finding, "xor")


def test_of_changes_made_in_a_row_the_run_that_was_looked_at_is_kept(services: Services) -> None:
    run = begun(services)
    to_end(run)
    run.move(1)
    run.move(1)
    finish(run)
    before = run.view().before
    assert before is not None
    assert (before.values["gate"], run.view().values["gate"]) == ("xor", "and")


def test_a_change_that_is_cancelled_leaves_nothing_to_compare_with(services: Services) -> None:
    run = begun(services)
    to_end(run)
    run.move(1)
    run.cancel()
    finish(run)
    assert run.view().before is None


def test_after_the_verdict_one_key_makes_the_move_that_breaks_the_claim_and_asks_anew(services: Services) -> None:
    run = begun(services)
    assert run.view().proposal == {}, "not before the verdict"
    run.predict("3 of 4")
    to_end(run)
    assert run.view().proposal == {"gate": "and"}
    run.try_proposal()
    assert run.view().predicting
    finish(run)
    assert (number(run), run.view().values["gate"], run.view().settled) == (1, "and", None)
    run.predict("4 of 4")
    to_end(run)
    view = run.view()
    assert view.finding is not None
    assert view.finding.claim_held is False
    assert view.settled is not None
    assert view.settled.right
    assert view.before is not None
    assert view.proposal == {"gate": "xor"}, "the way back"
    run.try_proposal()
    finish(run)
    assert run.view().values["gate"] == "xor"


def test_the_way_back_leads_to_what_the_card_asked_for(services: Services) -> None:
    run = begun(services, {"gate": "xnor"})
    to_end(run)
    run.try_proposal()
    finish(run)
    to_end(run)
    assert run.view().proposal == {"gate": "xnor"}


def test_where_the_claim_fails_with_other_settings_the_way_back_is_proposed(services: Services) -> None:
    run = begun(services, {"gate": "or", "lr": "0.5"})
    to_end(run)
    assert run.view().proposal == {"gate": "xor", "lr": 1.0}


def test_a_demo_that_knows_no_move_proposes_none(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xor_failure, "run", replace(xor_failure.run, breaks={}))
    run = begun(services)
    to_end(run)
    assert run.view().proposal == {}
    run.try_proposal()
    assert not run.take_work()


def test_a_value_that_cannot_be_changes_nothing(services: Services) -> None:
    run = begun(services)
    run.choose_parameter(1)
    with pytest.raises(DemoError):
        run.set("7")
    assert run.view().values["lr"] == 1
    assert not run.take_work()


def test_values_add_up_while_the_run_is_not_there_yet(services: Services) -> None:
    run = begun(services)
    run.choose_parameter(1)
    run.move(-1)
    run.move(-1)
    assert run.view().values["lr"] == 0.25
    finish(run)
    assert run.view().values["lr"] == 0.25


def test_a_seed_is_a_parameter_as_well(services: Services) -> None:
    run = begun(services)
    run.choose_parameter(len(run.view().parameters) - 1)
    run.set("42")
    finish(run)
    assert run.view().values["seed"] == 42


def test_a_wrong_link_is_reported_and_every_input_is_survived(services: Services) -> None:
    run = begun(services, {"gate": "nope"})
    assert run.view().error.startswith("gate is 'nope'.")
    for each in inputs(run):
        each()
        finish(run)
    assert run.view().demo is None


def inputs(run: DemoRun) -> list[Callable[[], Any]]:
    return [
        run.play_or_pause, run.play_on, run.step_forward, run.step_back, run.go_on, run.go_to_first, run.cancel, run.pause,
        run.predict_again, run.try_proposal, lambda: run.go_to(3),
        lambda: run.choose(1), lambda: run.move(1), lambda: run.set("1"), lambda: run.predict("1"),
        lambda: run.choose_parameter(0), lambda: run.change_speed(1),
    ]  # fmt: skip
