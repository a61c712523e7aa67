import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from inspect import CO_GENERATOR
from threading import Event, Thread
from types import FrameType
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from quizapp.demos.catalogue import demos, find
from quizapp.demos.kit import Bands, Finding, Frame, Frames, Progress
from quizapp.demos.player import Player
from quizapp.domain.errors import DemoError

if TYPE_CHECKING:
    from _typeshed import TraceFunction


def player(id: str, given: Mapping[str, str] | None = None) -> Player:
    demo = find(id)
    return Player(demo, demo.parsed(given or {}))


def test_stepping_back_and_forth_shows_the_same_frames_again() -> None:
    run = player("xor-failure")
    for _ in range(5):
        run.forward()
    fifth = run.now
    run.back()
    run.back()
    run.forward()
    run.forward()
    assert run.now is fifth


def test_the_run_advances_only_when_an_unseen_frame_is_asked_for() -> None:
    made = []

    def counting(rng: np.random.Generator) -> Frames:
        for n in range(3):
            made.append(n)
            yield Frame(str(n))
        return Finding("", True)

    run = Player(replace(find("xor-failure"), run=counting, parameters=()), {})
    assert made == []
    run.forward()
    run.forward()
    run.back()
    run.forward()
    assert made == [0, 1]


def test_the_end_is_reached_once_and_closed_by_a_finding() -> None:
    run = player("perceptron-steps")
    run.last()
    assert run.at_end
    assert run.finding is not None
    last = run.now
    assert not run.forward()
    assert run.now is last
    run.first()
    assert run.now is not None
    assert run.now.number == 1
    assert not run.back()


def test_old_frames_are_let_go_and_stepping_back_stops_at_the_oldest_kept() -> None:
    demo = find("xor-failure")
    run = Player(demo, demo.parsed({}), kept=4)
    run.last()
    steps = 0
    while run.back():
        steps += 1
    assert steps == 3
    assert run.now is not None
    assert run.now.number == 45


def test_closing_ends_the_generator() -> None:
    ended = []

    def endless(rng: np.random.Generator) -> Frames:
        try:
            while True:
                yield Frame("on and on")
        finally:
            ended.append(True)

    run = Player(replace(find("xor-failure"), run=endless, parameters=()), {})
    run.forward()
    run.close()
    assert ended == [True]


def test_a_demo_that_fails_says_so_in_a_sentence() -> None:
    def broken(rng: np.random.Generator) -> Frames:
        yield Frame("fine")
        raise ZeroDivisionError("oh")

    run = Player(replace(find("xor-failure"), run=broken, parameters=()), {})
    run.forward()
    with pytest.raises(DemoError, match="'xor-failure' failed in frame 2"):
        run.forward()


@pytest.mark.parametrize("id", sorted(demos()))
def test_the_lit_line_is_a_line_that_ran_before_the_frame_was_made(id: str) -> None:
    """Held against the interpreter's own trace of which lines ran."""
    run = player(id)
    ran: set[int] = set()

    def trace(frame: FrameType, event: str, argument: object) -> "TraceFunction | None":
        if frame.f_code.co_filename != run.demo.module.__file__ or not frame.f_code.co_flags & CO_GENERATOR:
            return None
        ran.add(frame.f_lineno)
        return trace

    for _ in range(12):
        before = sys.gettrace()
        sys.settrace(trace)
        try:
            more = run.forward()
        finally:
            sys.settrace(before)
        if not more:
            break
        assert run.now is not None
        assert run.now.line in ran
        assert "yield" not in run.demo.source[run.now.line - 1]


def acting(run: Callable[..., Frames]) -> Player:
    return Player(replace(find("xor-failure"), run=run, parameters=()), {})


def test_progress_is_reported_and_is_no_frame() -> None:
    def heavy(rng: np.random.Generator) -> Frames:
        for n in range(3):
            yield Progress(n + 1, 3)
        yield Frame("first")
        return Finding("", True)

    told: list[Progress] = []

    def report(progress: Progress) -> bool:
        told.append(progress)
        return True

    run = acting(heavy)
    assert run.forward(report)
    assert told == [Progress(1, 3), Progress(2, 3), Progress(3, 3)]
    assert run.now is not None
    assert (run.now.number, run.now.frame.caption) == (1, "first")


def test_a_computation_is_given_up_when_told_to() -> None:
    done: list[int] = []

    def heavy(rng: np.random.Generator) -> Frames:
        for n in range(100):
            done.append(n)
            yield Progress(n + 1, 100)
        yield Frame("never")
        return Finding("", True)

    run = acting(heavy)
    assert not run.forward(lambda progress: progress.done < 5)
    assert len(done) == 5
    assert run.now is None
    run.close()


def test_a_run_without_a_frame_or_without_a_finding_is_told() -> None:
    def empty(rng: np.random.Generator) -> Frames:
        return Finding("", True)
        yield

    def careless(rng: np.random.Generator) -> Any:
        yield Frame("only")

    with pytest.raises(DemoError, match="ended without a frame"):
        acting(empty).forward()
    run = acting(careless)
    run.forward()
    with pytest.raises(DemoError, match="ended without a finding"):
        run.forward()


def test_the_line_that_failed_is_known() -> None:
    demo = find("xor-failure")
    run = Player(demo, demo.parsed({}) | {"lr": "a word"})
    with pytest.raises(DemoError, match="failed in frame"):
        run.last()
    assert run.failed_at is not None
    assert "lr * error" in demo.source[run.failed_at - 1]


def test_an_answer_that_cannot_be_computed_is_told() -> None:
    demo = find("xor-failure")
    wrong = Bands("?", "absent", {"a": np.inf})
    run = Player(replace(demo, predict=wrong), demo.parsed({}))
    run.last()
    with pytest.raises(DemoError, match="failed to answer its own question"):
        run.outcome("a")


def test_any_frame_that_is_kept_can_be_looked_at() -> None:
    run = player("xor-failure")
    run.last()
    assert run.seen == (1, 48)
    for number, shown in ((20, 20), (1, 1), (-3, 1), (99, 48)):
        run.show(number)
        assert run.now is not None
        assert run.now.number == shown


def test_closing_does_not_wait_for_a_frame_being_computed_and_the_run_ends_after_it() -> None:
    computing, proceed, ended = Event(), Event(), Event()

    def slow(rng: np.random.Generator) -> Frames:
        try:
            yield Frame("first")
            computing.set()
            proceed.wait(30)
            yield Frame("second")
            return Finding("", True)
        finally:
            ended.set()

    run = acting(slow)
    run.forward()
    worker = Thread(target=run.forward)
    worker.start()
    assert computing.wait(30)
    run.close()
    assert not ended.is_set(), "nobody waited"
    proceed.set()
    worker.join(30)
    assert ended.is_set()
    assert not run.forward(), "a run that was closed goes no further"
    assert run.now is not None
    assert run.now.frame.caption == "first"
