from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.stopwatch import LONGEST_SILENCE, Stopwatch


def test_it_counts_while_somebody_is_there() -> None:
    clock = Stopwatch(100.0).pressed(130.0).pressed(170.0)
    assert clock.elapsed(175.0) == 75.0


def test_a_pause_is_not_counted_also_when_keys_are_pressed_in_it() -> None:
    clock = Stopwatch(100.0).toggled(110.0)
    assert clock.elapsed(500.0) == 10.0
    assert clock.pressed(400.0).toggled(500.0).elapsed(505.0) == 15.0


def test_of_a_long_silence_only_its_first_minute_counts() -> None:
    clock = Stopwatch(0.0)
    assert not clock.silent(LONGEST_SILENCE)
    assert clock.silent(LONGEST_SILENCE + 1)
    assert clock.elapsed(3600.0) == LONGEST_SILENCE
    assert clock.pressed(3600.0).elapsed(3610.0) == LONGEST_SILENCE + 10


def test_a_clock_that_goes_backwards_counts_nothing() -> None:
    assert Stopwatch(100.0).pressed(50.0).elapsed(50.0) == 0.0


@given(st.lists(st.tuples(st.sampled_from(["press", "toggle"]), st.floats(0, 200))), st.floats(0, 200))
def test_it_counts_what_a_second_by_second_reckoning_counts(steps: list[tuple[str, float]], rest: float) -> None:
    clock, now, expected, paused, silence = Stopwatch(0.0), 0.0, 0.0, False, 0.0
    for kind, wait in [*steps, ("press", rest)]:
        now += wait
        if not paused:
            expected += min(wait, max(LONGEST_SILENCE - silence, 0.0))
        clock = clock.pressed(now) if kind == "press" else clock.toggled(now)
        paused ^= kind == "toggle"
        silence = 0.0
        assert abs(clock.elapsed(now) - expected) < 1e-6


def test_what_is_spent_elsewhere_is_not_counted_and_a_pause_outlasts_it() -> None:
    clock = Stopwatch(0.0).left(10.0)
    assert clock.stands(11.0)
    assert clock.pressed(20.0).returned(500.0).elapsed(505.0) == 15.0
    paused = Stopwatch(0.0).toggled(10.0).left(20.0).returned(30.0)
    assert paused.stands(40.0)
    assert paused.elapsed(40.0) == 10.0
