"""The figures of a learner's progress, each held to what a person would count by hand, on random histories."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.answering import Answering, Answers
from quizapp.domain.calibration import calibration
from quizapp.domain.card import Coverage
from quizapp.domain.day import Calendar
from quizapp.domain.hardest import half_of_lapses, hardest, most_missed
from quizapp.domain.history import Event, Mark, MockBegun, MockEnded, MockSetup, Practised, Predicted, Rating
from quizapp.domain.mock import interview
from quizapp.domain.practice import by_month, mock_outcomes, predictions_by_day
from quizapp.domain.retention import Reviewed, retention
from quizapp.domain.schedule import Schedule
from quizapp.domain.share import Share, share
from quizapp.domain.statistics_words import Section, meaning
from quizapp.domain.study_days import coming, lately, study_days
from tests.figures import PREDICTED, statistics

TODAY = date(2026, 3, 2)
CARDS = ("a", "b", "c")
days = st.integers(-40, 3).map(lambda ahead: TODAY + timedelta(days=ahead))
marks = st.lists(st.builds(Mark, st.sampled_from("pq"), st.sampled_from(Coverage)), max_size=2).map(tuple)
answerings = st.builds(
    Answering, st.just("a"), days, st.sampled_from(Rating), st.integers(0, 90_000), st.booleans(), st.booleans(), st.booleans(), marks
)
histories = st.dictionaries(st.sampled_from(CARDS), st.lists(answerings, max_size=12))
reviews = st.lists(
    st.builds(
        Reviewed,
        st.sampled_from(CARDS),
        st.integers(-500, 3).map(lambda ahead: TODAY + timedelta(days=ahead)),
        st.integers(1, 60),
        st.floats(0.1, 400),
        st.booleans(),
        st.booleans(),
    ),
    max_size=40,
)


def schedule(card: str, lapses: int = 0, difficulty: float = 5.0, **fields: object) -> Schedule:
    return Schedule(card, 3.0, difficulty, TODAY, TODAY, TODAY, 4, lapses, **fields)  # type: ignore[arg-type]


@given(histories)
def test_each_day_with_an_answer_is_a_study_day_with_all_its_answers_and_their_time(answers: Answers) -> None:
    counted = [each for its in answers.values() for each in its if not each.repeats]
    found = study_days(answers)
    assert [each.day for each in found] == sorted({each.day for each in counted})
    for day, number, ms in found:
        assert number == sum(each.day == day for each in counted)
        assert ms == sum(each.duration_ms for each in counted if each.day == day)


@given(histories, st.integers(1, 30))
def test_the_last_days_are_counted_from_the_first_answer_on_and_never_into_the_future(answers: Answers, within: int) -> None:
    found = study_days(answers)
    past = {each.day: each for each in found if each.day <= TODAY}
    window = [TODAY - timedelta(days=back) for back in range(within) if past and TODAY - timedelta(days=back) >= min(past)]
    studied = [past[day] for day in window if day in past]
    assert lately(found, TODAY, within) == (
        len(window),
        len(studied),
        sum(each.answers for each in studied),
        sum(each.ms for each in studied),
    )


@given(st.lists(st.tuples(days, st.booleans(), st.none() | days)), st.integers(1, 40))
def test_the_forecast_counts_each_card_on_the_day_on_which_it_waits_first(made: list[tuple[date, bool, date | None]], span: int) -> None:
    schedules = [Schedule("c", 3.0, 5.0, due, due, due, 1, suspended=suspended, buried=buried) for due, suspended, buried in made]
    waits = [next((i for i in range(60) if each.waits(TODAY + timedelta(days=i))), None) for each in schedules]
    assert coming([*schedules, Schedule("new")], TODAY, span) == [waits.count(place) for place in range(span)]


@given(reviews)
def test_true_retention_is_told_for_twelve_months_and_both_ages_and_every_stability(found: list[Reviewed]) -> None:
    told = retention(found, TODAY)
    recent = [each for each in found if date(2025, 4, 1) <= each.day <= TODAY]
    assert told.lately == share(each.recalled for each in recent)
    assert told.young == share(each.recalled for each in recent if each.interval <= 20)
    assert told.mature == share(each.recalled for each in recent if each.interval > 20)
    months = [date(2025 + (3 + i) // 12, (3 + i) % 12 + 1, 1) for i in range(12)]
    by_hand = [(m, share(each.recalled for each in recent if (each.day.year, each.day.month) == (m.year, m.month))) for m in months]
    while by_hand and not by_hand[0][1].whole:
        by_hand.pop(0)
    assert list(told.months) == by_hand
    assert sum(its.whole for *_, its in told.stabilities) == len(recent)
    for low, high, its in told.stabilities:
        assert its == share(each.recalled for each in recent if low <= each.stability < high)


@given(reviews, st.dictionaries(st.sampled_from(CARDS), st.tuples(st.integers(0, 3), st.floats(1, 10))))
def test_the_hardest_cards_are_those_forgotten_most_and_only_those_ever_failed(
    found: list[Reviewed], made: dict[str, tuple[int, float]]
) -> None:
    schedules = {card: schedule(card, lapses, difficulty) for card, (lapses, difficulty) in made.items()}
    tries = {card: share(each.recalled for each in found if each.card == card and not each.bygone) for card in made}
    told = hardest(schedules, found)
    assert {each.card for each in told} == {card for card in made if made[card][0] or tries[card].part < tries[card].whole}
    assert all(each.first_tries == tries[each.card] and each.lapses == made[each.card][0] for each in told)
    for worse, better in combinations(told, 2):
        assert worse.lapses >= better.lapses
        if worse.lapses == better.lapses:
            assert (1.0 if (value := worse.first_tries.value) is None else value) <= (
                1.0 if (value := better.first_tries.value) is None else value
            )
    assert hardest(schedules, found, most=1) == told[:1]


@given(st.lists(st.integers(0, 5), max_size=6))
def test_half_of_the_lapses_lie_in_the_fewest_cards_that_have_them(lapses: list[int]) -> None:
    fewest = min(size for size in range(len(lapses) + 1) if any(sum(chosen) * 2 >= sum(lapses) for chosen in combinations(lapses, size)))
    assert half_of_lapses([schedule("c", each) for each in lapses]) == (fewest, sum(lapses))


@given(histories)
def test_the_points_missed_most_are_those_most_often_left_unsaid(answers: Answers) -> None:
    ticks = [(card, mark) for card, its in answers.items() for each in its if not each.repeats for mark in each.marks]
    asked = Counter((card, mark.point) for card, mark in ticks)
    missed = Counter((card, mark.point) for card, mark in ticks if mark.coverage is Coverage.MISSING)
    told = most_missed(answers)
    assert {(each.card, each.point): each.misses.missed for each in told} == dict(missed)
    assert all(each.misses.asked == asked[each.card, each.point] for each in told)
    assert [each.misses.missed for each in told] == sorted(missed.values(), reverse=True)


def test_predictions_are_told_by_the_learners_day_and_by_month() -> None:
    calendar = Calendar(UTC, 4)
    moments = [datetime(2026, 1, 31, 12, tzinfo=UTC), datetime(2026, 2, 1, 3, tzinfo=UTC), datetime(2026, 2, 1, 5, tzinfo=UTC)]
    events = [Predicted(UUID(int=i), at, "demo", "a", "b", i != 1) for i, at in enumerate(moments)]
    found = predictions_by_day(events, calendar)
    assert found == [(date(2026, 1, 31), Share(1, 2)), (date(2026, 2, 1), Share(1, 1))]
    assert by_month(found) == [(date(2026, 1, 1), Share(1, 2)), (date(2026, 2, 1), Share(1, 1))]
    assert by_month([*found, (date(2026, 2, 9), Share(0, 3))])[-1] == (date(2026, 2, 1), Share(1, 4))


def test_mock_interviews_are_told_once_they_are_finished_and_have_an_answer() -> None:
    at = datetime(2026, 2, 1, 12, tzinfo=UTC)
    begun = MockBegun(UUID(int=1), at, MockSetup(cards=("a", "b")))
    marks = (Mark("p", Coverage.SAID), Mark("q", Coverage.PERHAPS))
    said = [
        Practised(UUID(int=2), at, "a", Rating.HARD, 1, "mock", ticks=marks, sitting=begun.id),
        Practised(UUID(int=3), at, "b", Rating.GOOD, 1, "mock", sitting=begun.id),
    ]
    finished, discarded = (MockEnded(UUID(int=4), at, begun.id, outcome) for outcome in ("finished", "discarded"))
    both: list[Event] = list(said)
    held = [interview(begun, events) for events in ([*both, finished], [*both, discarded], [finished])]
    told = mock_outcomes(held, Calendar(UTC))
    assert [(each.day, each.questions, each.good, each.points.share) for each in told] == [(date(2026, 2, 1), 2, Share(1, 2), 0.75)]


def test_how_predictions_came_true_is_told_in_words_for_none_for_one_and_for_some() -> None:
    def told(number: int) -> str:
        return meaning(Section.CALIBRATION, replace(statistics(), calibration=calibration(PREDICTED[:number])))

    assert told(0) == "No review has been predicted yet: the first prediction comes once a card is asked again on a later day."
    assert told(1) == "Only 1 review has been predicted so far: too few to say how well predictions come true."
    assert told(2) == "Only 2 reviews have been predicted so far: too few to say how well predictions come true."
    assert told(len(PREDICTED)).startswith("When the app says ")
