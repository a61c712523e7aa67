from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.day import Calendar, aligned
from quizapp.domain.errors import SettingsError
from quizapp.domain.estimates import Estimated, ForeignState
from quizapp.domain.history import Buried, Event, Graded, Rating, Restarted, Resumed, Suspended, Undone
from quizapp.domain.memory import Memory, Prior, fuzzed
from quizapp.domain.rules import Rules
from quizapp.domain.schedule import Schedule

AGAIN, HARD, GOOD, EASY = Rating
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MEMORY = Memory(Rules(Calendar(UTC)))
steps = st.lists(st.tuples(st.sampled_from(Rating), st.integers(0, 400)), min_size=1, max_size=12)


def grade(number: int, at: datetime, rating: Rating, card: str = "d/c") -> Graded:
    return Graded(UUID(int=number), at, card, rating, 1000, "quiz", "fsrs-6")


def graded(ratings: Sequence[tuple[Rating, int]], memory: Memory = MEMORY, start: datetime = NOON) -> Schedule:
    """The schedule after `ratings`, each given so many days after the one before."""
    schedule, at = Schedule("d/c"), start
    for number, (rating, days) in enumerate(ratings):
        at += timedelta(days=days if number else 0)
        schedule = memory.advance(schedule, grade(number, at, rating))
    return schedule


@given(steps)
def test_stability_and_difficulty_are_those_of_the_fsrs_package_on_whole_days(
    ratings: list[tuple[Rating, int]],
) -> None:
    engine = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False, desired_retention=0.9)
    card, at = fsrs.Card(card_id=1), aligned(NOON.date())
    for number, (rating, days) in enumerate(ratings):
        at += timedelta(days=days if number else 0)
        card, _ = engine.review_card(card, fsrs.Rating(int(rating)), at)
    ours = graded(ratings)
    assert (ours.stability, ours.difficulty) == (card.stability, card.difficulty)
    assert MEMORY.retrievability(ours, at + timedelta(days=7, hours=12)) == engine.get_card_retrievability(card, at + timedelta(days=7))


@given(st.lists(st.tuples(st.sampled_from(Rating), st.integers(-3, 400), st.sampled_from(("d/c", "d/old"))), max_size=12))
def test_a_trace_knows_before_each_grade_what_the_schedule_then_says(grades: list[tuple[Rating, int, str]]) -> None:
    schedule, day, trace = Schedule("d/c"), NOON.date(), MEMORY.trace()
    for rating, days, card in grades:
        day += timedelta(days=days)
        expected = None
        if schedule.last is not None and day > schedule.last:
            recall, stability = MEMORY.retrievability_on(schedule, day), schedule.stability
            assert recall is not None
            assert stability is not None
            assert schedule.due is not None
            expected = Prior((day - schedule.last).days, recall, stability, (schedule.due - schedule.last).days)
        assert trace.grade(card, rating, day) == expected
        schedule = MEMORY.graded(schedule, card, rating, day)


@given(steps, st.sampled_from(Rating), st.integers(0, 400))
def test_the_four_previewed_intervals_are_what_grading_then_gives(ratings: list[tuple[Rating, int]], rating: Rating, later: int) -> None:
    schedule = graded(ratings)
    assert schedule.last is not None
    at = datetime.combine(schedule.last, NOON.timetz()) + timedelta(days=later)
    after = MEMORY.advance(schedule, grade(99, at, rating))
    assert after.due is not None
    assert (after.due - at.date()).days == MEMORY.preview(schedule, at)[rating]


@given(steps)
def test_a_passed_card_is_due_tomorrow_or_later_and_a_failed_one_today(ratings: list[tuple[Rating, int]]) -> None:
    schedule = graded(ratings)
    assert schedule.due is not None
    assert schedule.last is not None
    failed = ratings[-1][0] is AGAIN
    assert schedule.failing == failed
    assert schedule.due == schedule.last if failed else schedule.due > schedule.last


@given(steps, st.integers(0, 400))
def test_a_better_rating_never_comes_back_sooner(ratings: list[tuple[Rating, int]], later: int) -> None:
    shown = list(MEMORY.preview(graded(ratings), NOON + timedelta(days=5000 + later)).values())
    assert shown == sorted(shown)
    assert shown[0] == 0


@given(st.integers(0, 36_500), st.text(max_size=8), st.integers(0, 50))
def test_fuzz_stays_in_fsrs_ranges_and_is_the_same_every_time(interval: int, card: str, reviews: int) -> None:
    moved = fuzzed(interval, card, reviews)
    assert moved == fuzzed(interval, card, reviews)
    if interval < 2.5:
        assert moved == interval
        return
    spread = 1.0
    spread += 0.15 * (min(interval, 7.0) - 2.5)
    spread += 0.10 * max(min(interval, 20.0) - 7.0, 0)
    spread += 0.05 * max(interval - 20.0, 0)
    assert max(2, round(interval - spread)) <= moved <= min(round(interval + spread), 36_500)


def test_fuzz_spreads_cards_that_were_learned_together() -> None:
    assert len({fuzzed(30, f"d/{n}", 3) for n in range(100)}) >= 5


def test_lapses_count_failures_after_a_pass_only() -> None:
    assert graded([(AGAIN, 0), (AGAIN, 0), (GOOD, 0)]).lapses == 0
    assert graded([(GOOD, 0), (AGAIN, 5), (AGAIN, 0), (GOOD, 0)]).lapses == 1
    assert graded([(GOOD, 0), (AGAIN, 5), (GOOD, 0), (AGAIN, 5)]).lapses == 2


def test_a_clock_that_goes_backwards_counts_as_no_time() -> None:
    first = graded([(GOOD, 0)])
    back = MEMORY.advance(first, grade(1, NOON - timedelta(days=300), GOOD))
    same_day = MEMORY.advance(first, grade(1, NOON, GOOD))
    assert back == same_day
    assert MEMORY.retrievability(first, NOON - timedelta(days=300)) == MEMORY.retrievability(first, NOON)
    assert back.last == first.last


def test_travelling_west_across_a_rollover_counts_as_no_time() -> None:
    seoul, angeles = (Memory(Rules(Calendar(ZoneInfo(zone)))) for zone in ("Asia/Seoul", "America/Los_Angeles"))
    at = datetime(2026, 3, 2, 20, tzinfo=UTC)
    learned = seoul.advance(Schedule("d/c"), grade(0, at, GOOD))
    later = at + timedelta(hours=3)
    assert angeles.calendar.day(later) < seoul.calendar.day(at)
    assert angeles.advance(learned, grade(1, later, GOOD)) == seoul.advance(learned, grade(1, later, GOOD))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Seoul"])
@pytest.mark.parametrize("month", [3, 10, 11])
def test_daily_study_through_a_clock_change_is_a_day_each_time(zone: str, month: int) -> None:
    """Reviews at 21:00 on the wall, every day of a month in which clocks change, against the package on midnights."""
    place = ZoneInfo(zone)
    memory = Memory(Rules(Calendar(place)))
    engine = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    schedule, card = Schedule("d/c"), fsrs.Card(card_id=1)
    for day in range(1, 31):
        at = datetime(2026, month, day, 21, tzinfo=place).astimezone(UTC)
        schedule = memory.advance(schedule, grade(day, at, GOOD))
        card, _ = engine.review_card(card, fsrs.Rating.Good, datetime(2026, month, day, tzinfo=UTC))
        assert schedule.last == date(2026, month, day)
    assert schedule.stability == card.stability


def test_bury_suspend_resume_and_reset_do_what_their_names_say() -> None:
    learned = graded([(GOOD, 0), (AGAIN, 9), (GOOD, 0)])
    buried = MEMORY.advance(learned, Buried(UUID(int=9), NOON, "d/c"))
    assert (buried.buried, buried.stability) == (NOON.date(), learned.stability)
    suspended = MEMORY.advance(learned, Suspended(UUID(int=9), NOON, "d/c"))
    assert suspended.suspended
    assert MEMORY.advance(suspended, Resumed(UUID(int=10), NOON, "d/c")) == learned
    assert MEMORY.advance(learned, Restarted(UUID(int=9), NOON, "d/c")) == Schedule("d/c")


@pytest.mark.parametrize("retention", [0.69, 0.98, 0.0, 1.0, -1.0, float("nan")])
def test_a_retention_outside_the_range_never_reaches_the_engine(retention: float) -> None:
    with pytest.raises(SettingsError, match=r"0\.70 to 0\.97"):
        Rules(Calendar(UTC), retention)


def test_wanting_to_remember_more_brings_cards_back_sooner() -> None:
    due = [graded([(GOOD, 0), (GOOD, 3), (GOOD, 9)], Memory(Rules(Calendar(UTC), retention))).due for retention in (0.97, 0.90, 0.75)]
    assert due == sorted(due)  # type: ignore[type-var]
    assert len(set(due)) == 3


def test_parameters_that_fsrs_refuses_are_told_as_settings() -> None:
    with pytest.raises(SettingsError, match="the weights of the memory model"):
        Memory(Rules(Calendar(UTC), parameters=(1.0,)))


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Events of three cards in order, undos among them, some of things already undone or unknown."""
    events: list[Event] = []
    for number in range(draw(st.integers(0, 25))):
        at = NOON + timedelta(days=draw(st.integers(-3, 60)))
        card = draw(st.sampled_from(["d/a", "d/b", "d/c"]))
        id = UUID(int=number + 1)
        kind = draw(st.sampled_from([Graded, Graded, Graded, Buried, Suspended, Resumed, Restarted, Undone]))
        if kind is Graded:
            events.append(grade(number + 1, at, draw(st.sampled_from(Rating)), card))
        elif kind is Undone:
            events.append(Undone(id, at, UUID(int=draw(st.integers(1, number + 1)))))
        else:
            events.append(kind(id, at, card))
    return events


@given(histories(), st.randoms(use_true_random=False))
def test_a_replay_does_not_depend_on_the_order_or_the_repetition_of_events(events: list[Event], random: object) -> None:
    shuffled = [*events, *events[: len(events) // 2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert MEMORY.replay(shuffled) == MEMORY.replay(events)


@given(histories())
def test_undoing_an_event_is_as_if_it_had_never_been(events: list[Event]) -> None:
    undone = {event.target for event in events if isinstance(event, Undone)}
    without = [event for event in events if not isinstance(event, Undone) and event.id not in undone]
    assert MEMORY.replay(events) == MEMORY.replay(without)


def estimate(number: int, due: date, interval: int, ease: int = 250) -> Estimated:
    state = ForeignState(due, interval, ease)
    return Estimated(UUID(int=number), datetime.combine(state.reviewed, NOON.timetz()), "d/c", state)


@given(st.integers(1, 2000), st.integers(100, 500))
def test_an_estimate_is_what_fsrs_itself_makes_of_such_a_state(interval: int, ease: int) -> None:
    engine = pytest.importorskip("fsrs_rs_python").FSRS([])
    expected = engine.memory_state_from_sm2(ease / 100, float(interval), 0.9)
    ours = MEMORY.replay([estimate(1, NOON.date(), interval, ease)])["d/c"]
    assert (ours.stability, ours.difficulty) == pytest.approx((expected.stability, expected.difficulty), rel=1e-5)


def test_an_estimated_card_is_due_when_it_was_and_was_last_seen_an_interval_before() -> None:
    due = date(2026, 3, 10)
    schedule = MEMORY.replay([estimate(1, due, 12)])["d/c"]
    assert (schedule.due, schedule.last, schedule.stability, schedule.reviews) == (due, date(2026, 2, 26), 12.0, 0)
    assert schedule.estimated
    assert schedule.waits(due)
    assert MEMORY.retrievability_on(schedule, due) == pytest.approx(0.9)


def test_an_estimate_gives_way_to_grades_and_a_fresh_start_forgets_it() -> None:
    before = estimate(1, date(2026, 3, 1), 12)
    both = MEMORY.replay([before, grade(2, NOON, GOOD)])["d/c"]
    assert both.reviews == 1
    assert not both.estimated
    assert both.stability is not None
    assert both.stability > 12, "the grade builds on what was known"
    assert MEMORY.replay([grade(2, NOON, GOOD), estimate(3, date(2026, 9, 1), 180)]) == MEMORY.replay([grade(2, NOON, GOOD)])
    assert MEMORY.replay([before, Restarted(UUID(int=2), NOON, "d/c")]) == {}


@pytest.mark.parametrize("interval", [0, 36_500])
def test_the_extreme_estimates_are_schedules(interval: int) -> None:
    schedule = MEMORY.replay([estimate(1, date(2199, 12, 31), interval, 0)])["d/c"]
    assert schedule.difficulty == 10.0
    assert schedule.stability == max(interval, 1)
    assert MEMORY.advance(schedule, grade(2, NOON, GOOD)).due is not None
