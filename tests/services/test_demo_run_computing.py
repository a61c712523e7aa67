"""The run of a demo while it computes: progress, what is left behind, what fails."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
import pytest

from quizapp.demos import xor_failure
from quizapp.demos.kit import Finding, Frame, Frames, Progress
from quizapp.services import demo_work
from quizapp.services.container import Services
from quizapp.services.demo_run import DemoRun
from quizapp.services.demo_work import Then
from tests.services.demo_runs import begun, finish, number


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., Frames]], None]:
    """Has the demo "xor-failure" run as a test says."""

    def play(run: Callable[..., Frames]) -> None:
        monkeypatch.setattr(xor_failure, "run", replace(xor_failure.run, run=run))

    return play


def test_while_it_computes_it_reports_its_progress_and_can_be_stopped(services: Services, played: Callable[[Any], None]) -> None:
    def heavy(rng: np.random.Generator, **_: object) -> Frames:
        for n in range(40):
            yield Progress(n + 1, 40)
        yield Frame("done")
        return Finding("", True)

    played(heavy)
    run = DemoRun(services.lab, services.predictions, "xor-failure", {})
    run.begin()
    reported = []

    def then(result: Then) -> None:
        result()
        if progress := run.view().progress:
            reported.append((progress.done, progress.of))
            run.cancel()

    (work,) = run.take_work()
    work(then, lambda: True)
    assert reported == [(1, 40)]
    view = run.view()
    assert (view.stopped, view.computing, view.moment) == (True, False, None)
    run.step_forward()
    run.go_on()
    assert run.view().stopped
    run.play_or_pause()
    finish(run)
    assert (run.view().stopped, number(run)) == (False, 1)


def heavy_run(rng: np.random.Generator, **_: object) -> Frames:
    for n in range(8):
        yield Progress(n + 1, 8)
    yield Frame("done")
    yield Frame("and on")
    return Finding("", True, {"best_line": 3})


def in_steps(run: DemoRun) -> list[Then]:
    """All that follows from the work that is to be done, not done yet."""
    late: list[Then] = []
    for work in run.take_work():
        work(late.append, lambda: True)
    return late


def test_the_question_is_asked_while_it_computes_and_a_prediction_made_meanwhile_plays_once_there(
    services: Services, played: Callable[[Any], None]
) -> None:
    played(heavy_run)
    run = DemoRun(services.lab, services.predictions, "xor-failure", {})
    run.begin()
    taken, computing, *rest = in_steps(run)
    assert not run.view().asking, "the demo is not known yet"
    taken()
    computing()
    assert run.view().asking
    assert run.view().progress == Progress(1, 8)
    run.predict("3 of 4")
    view = run.view()
    assert (view.predicted, view.predicting, view.playing) == ("3 of 4", False, False)
    for then in rest:
        then()
    assert (run.view().playing, number(run)) == (True, 1)
    run.play_on()
    run.play_on()
    settled = run.view().settled
    assert settled is not None
    assert settled.right


@pytest.mark.parametrize("predicted", [True, False])
def test_what_was_stopped_while_its_question_was_asked_can_be_predicted_or_begun(
    predicted: bool, services: Services, played: Callable[[Any], None]
) -> None:
    played(heavy_run)
    run = DemoRun(services.lab, services.predictions, "xor-failure", {})
    run.begin()

    def then(follows: Then) -> None:
        follows()
        if run.view().progress:
            run.cancel()

    for work in run.take_work():
        work(then, lambda: True)
    assert run.view().stopped
    assert run.view().asking
    if predicted:
        run.predict("3 of 4")
    else:
        run.play_or_pause()
    assert not run.view().stopped
    finish(run)
    assert (number(run), run.view().playing, run.view().asking) == (1, predicted, not predicted)


def test_frames_on_the_way_to_the_one_that_is_wanted_are_reported(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the screen shows how far it is, and never a frame of another run."""
    monkeypatch.setattr(demo_work, "PROGRESS_SECONDS", 0)
    run = begun(services)
    run.step_forward()
    run.step_forward()
    run.move(1)
    (work,) = run.take_work()
    seen = []

    def then(follows: Then) -> None:
        follows()
        view = run.view()
        seen.append((view.values["gate"], view.moment.number if view.moment else 0, view.computing))

    work(then, lambda: True)
    assert seen == [("xnor", 0, True), ("xnor", 0, True), ("xnor", 1, True), ("xnor", 2, True), ("xnor", 3, False)]


def test_a_run_without_end_can_be_stopped_on_the_way_to_it(services: Services, played: Callable[[Any], None]) -> None:
    ran = []

    def endless(rng: np.random.Generator, **_: object) -> Frames:
        for n in count(1):
            ran.append(n)
            if n == 9:
                run.cancel()
            yield Frame(f"frame {n}")
        return Finding("", True)

    played(endless)
    run = begun(services)
    run.go_on()
    finish(run)
    assert ran[-1] == 9
    assert not run.view().computing
    run.step_back()
    assert number(run) == 8


def test_whoever_does_the_work_can_end_it(services: Services, played: Callable[[Any], None]) -> None:
    def endless(rng: np.random.Generator, **_: object) -> Frames:
        while True:
            yield Frame("on and on")
        return Finding("", True)

    played(endless)
    run = begun(services)
    run.go_on()
    left = iter(range(5))
    for work in run.take_work():
        work(lambda then: then(), lambda: next(left, None) is not None)
    assert number(run) == 6


def test_a_run_that_was_left_behind_does_not_disturb_the_next(services: Services) -> None:
    """It was on its way to a later frame when a parameter changed: what follows from it comes late."""
    run = begun(services)
    run.step_forward()
    run.go_on(5)
    (old,) = run.take_work()
    late: list[Then] = []
    run.move(1)
    finish(run)
    old(late.append, lambda: True)
    for then in late:
        then()
    assert (number(run), run.view().values["gate"], run.view().computing) == (7, "xnor", False)


def test_two_changes_show_the_later_one_whichever_is_computed_first(services: Services) -> None:
    run = begun(services)
    run.step_forward()
    run.move(1)
    (first,) = run.take_work()
    late: list[Then] = []
    run.move(1)
    finish(run)
    first(late.append, lambda: True)
    for then in late:
        then()
    assert run.view().values["gate"] == "and"
    assert number(run) == 2


def test_a_change_that_is_cancelled_before_its_run_is_there_leaves_the_old_one_with_its_values(services: Services) -> None:
    run = begun(services)
    run.step_forward()
    run.move(1)
    assert run.view().values["gate"] == "xnor"
    run.cancel()
    finish(run)
    assert (run.view().values["gate"], number(run), run.view().stopped) == ("xor", 2, False)


def test_a_failure_is_told_with_its_line_until_one_looks_elsewhere(services: Services, played: Callable[[Any], None]) -> None:
    def broken(rng: np.random.Generator, **_: object) -> Frames:
        yield Frame("fine so far")
        raise ValueError("broken inside")

    played(broken)
    run = begun(services)
    run.play_or_pause()
    run.play_on()
    assert "failed in frame 2" in run.view().error
    assert not run.view().playing
    run.step_back()
    assert run.view().error == ""
    assert number(run) == 1


def test_a_failure_of_a_run_that_was_left_behind_is_not_shown(services: Services, played: Callable[[Any], None]) -> None:
    def broken(gate: str, rng: np.random.Generator, **_: object) -> Frames:
        yield Frame("fine so far")
        if gate == "xor":
            raise ValueError("broken inside")
        return Finding("", True)

    played(broken)
    run = begun(services)
    run.go_on()
    (old,) = run.take_work()
    late: list[Then] = []
    old(late.append, lambda: True)
    run.move(1)
    finish(run)
    for then in late:
        then()
    assert run.view().error == ""


def test_a_closed_run_gives_up(services: Services, played: Callable[[Any], None]) -> None:
    closed: list[bool] = []

    def endless(rng: np.random.Generator, **_: object) -> Frames:
        try:
            while True:
                yield Progress(1, 2)
                run.close()
        finally:
            closed.append(True)
        return Finding("", True)

    played(endless)
    run = DemoRun(services.lab, services.predictions, "xor-failure", {})
    run.begin()
    finish(run)
    assert closed
