import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.costs import DEFAULT_COSTS, Costs
from quizapp.domain.day import Calendar
from quizapp.domain.history import Event, Graded, Rating, event_id
from quizapp.domain.memory import Memory
from quizapp.domain.plan import BASE, NEW_SHARE, SETTLING, Goal, PlannedDay, plan_day
from quizapp.domain.recall import ForgettingCurve
from quizapp.domain.rules import Rules
from quizapp.domain.schedule import ListedCard, Schedule

TODAY = date(2026, 3, 2)
CURVE = ForgettingCurve.of(None)
EACH = Costs(60.0, 60.0, 60.0, 1.0)
"""An answer is a minute, and a new card is always passed."""


def listed(schedule: Schedule) -> ListedCard:
    return ListedCard(schedule.card, "d", "d/t", schedule)


def unseen(number: int) -> list[ListedCard]:
    return [listed(Schedule(f"d/new-{place:03}")) for place in range(number)]


def seen(name: str, stability: float, elapsed: int, difficulty: float = 5.0) -> ListedCard:
    last = TODAY - timedelta(days=elapsed)
    return listed(Schedule(f"d/{name}", stability, difficulty, TODAY, first=TODAY - timedelta(days=400), last=last, reviews=3))


def plan(cards: list[ListedCard], left: int, minutes: float, *, spent: float = 0.0, base: float = BASE, costs: Costs = EACH) -> PlannedDay:
    planned = plan_day(cards, Goal(TODAY + timedelta(days=left), minutes, base), TODAY, costs, spent=spent)
    assert planned is not None
    return planned


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Whatever a history may have led to."""
    card = f"d/{draw(st.integers(0, 10**9))}"
    suspended, buried = draw(st.booleans()), draw(st.sampled_from([None, TODAY, TODAY - timedelta(days=1)]))
    if draw(st.integers(0, 3)) == 0:
        return Schedule(card, suspended=suspended, buried=buried)
    first = TODAY - timedelta(days=draw(st.integers(0, 90)))
    last = first + timedelta(days=draw(st.integers(0, (TODAY - first).days)))
    return Schedule(
        card,
        stability=draw(st.floats(0.01, 2000)),
        difficulty=draw(st.floats(1, 10)),
        due=last,
        first=first,
        last=last,
        reviews=draw(st.integers(1, 20)),
        failing=draw(st.booleans()),
        suspended=suspended,
        buried=buried,
    )


decks = st.lists(schedules(), max_size=40, unique_by=lambda schedule: schedule.card).map(lambda those: [*map(listed, those)])


@settings(max_examples=80)
@given(decks, st.integers(0, 60), st.floats(0, 60), st.floats(0, 4000), st.floats(0.7, 0.97))
def test_a_day_keeps_to_its_minutes_and_to_the_cards_that_may_be_asked(
    cards: list[ListedCard], left: int, minutes: float, spent: float, base: float
) -> None:
    planned = plan(cards, left, minutes, spent=spent, base=base, costs=DEFAULT_COSTS)
    assert planned.seconds <= max(0.0, minutes * 60 - spent) + 1e-6
    known = {card.id: card.schedule for card in cards}
    assert len(planned.cards) == len({*planned.cards})
    assert {*planned.cards} == {*planned.reviews, *planned.new}
    for schedule in (known[card] for card in planned.cards):
        assert not schedule.suspended
        assert schedule.buried != TODAY
    assert [known[card].first for card in planned.new] == [None] * len(planned.new)
    assert [*planned.new] == [card.id for card in cards if card.id in planned.new], "in deck order"
    for schedule in (known[card] for card in planned.reviews):
        assert schedule.failing or (schedule.last is not None and schedule.last < TODAY), "what was passed today is done"


@settings(max_examples=50)
@given(decks, st.integers(0, 30), st.floats(0, 60), st.randoms(use_true_random=False))
def test_the_order_in_which_cards_are_listed_decides_only_which_new_ones_come_first(
    cards: list[ListedCard], left: int, minutes: float, dice: random.Random
) -> None:
    mixed_up = [*cards]
    dice.shuffle(mixed_up)
    one, other = plan(cards, left, minutes), plan(mixed_up, left, minutes)
    failing = {card.id for card in cards if card.schedule.failing}
    assert [card for card in one.reviews if card not in failing] == [card for card in other.reviews if card not in failing]
    assert len(one.new) == len(other.new)
    assert one == plan(cards, left, minutes)


def test_once_the_interview_is_over_there_is_no_plan() -> None:
    assert plan_day(unseen(3), Goal(TODAY, 20), TODAY + timedelta(days=1), EACH) is None
    assert plan_day(unseen(3), Goal(TODAY, 20), TODAY, EACH) is not None


@pytest.mark.parametrize(("cards", "left"), [(60, 21), (61, 21), (5, 30), (40, 3), (40, 4)])
def test_new_cards_are_spread_so_that_the_last_is_seen_three_days_before(cards: int, left: int) -> None:
    waiting, introduced = unseen(cards), []
    while waiting:
        count = len(plan(waiting, left, 200).new)
        introduced.append(count)
        del waiting[:count]
        left -= 1
        assert left >= SETTLING - 1
    assert max(introduced) - min(introduced) <= 1


def test_new_cards_already_introduced_today_count() -> None:
    done = [replace(card, schedule=replace(card.schedule, first=TODAY, last=TODAY)) for card in (seen("a", 2.0, 0), seen("b", 2.0, 0))]
    assert len(plan([*done, *unseen(58)], 21, 200).new) == ceil(60 / 19) - 2


def test_in_the_last_days_new_cards_come_only_in_the_time_that_reviews_leave() -> None:
    weak = [seen(f"weak-{place}", 3.0, 9) for place in range(30)]
    assert plan([*weak, *unseen(10)], SETTLING - 1, 10).new == ()
    assert len(plan(unseen(10), SETTLING - 1, 4).new) == 4


def test_new_cards_take_half_of_the_minutes_at_most_while_reviews_need_them() -> None:
    weak = [seen(f"weak-{place}", 3.0, 9) for place in range(100)]
    assert len(plan([*weak, *unseen(400)], 14, 20).new) == 20 * NEW_SHARE
    assert len(plan(unseen(400), 14, 20).new) == 20


def test_where_there_is_time_for_a_fraction_of_a_new_card_whole_ones_come_on_some_days() -> None:
    weak = [seen(f"weak-{place}", 3.0, 9) for place in range(100)]
    introduced = [len(plan([*weak, *unseen(400)], left, 5).new) for left in range(10, 30)]
    assert {*introduced} == {2, 3}
    assert sum(introduced) == 20 * 5 * NEW_SHARE
    done = [replace(card, schedule=replace(card.schedule, first=TODAY, last=TODAY)) for card in (seen("a", 2.0, 0), seen("b", 2.0, 0))]
    assert [len(plan([*done, *weak, *unseen(400)], left, 5, spent=120.0).new) for left in range(10, 30)] == [new - 2 for new in introduced]


def test_long_before_the_interview_a_review_comes_at_the_base_retention() -> None:
    cards = [seen(f"after-{elapsed:02}", 10.0, elapsed) for elapsed in range(1, 40)]
    for base in (0.8, 0.9):
        fallen = {card.id for card in cards if CURVE.recall((TODAY - (card.schedule.last or TODAY)).days, 10.0) < base}
        assert {*plan(cards, 200, 60, base=base).reviews} == fallen


def test_each_last_review_lies_as_late_as_the_minutes_allow_and_what_stays_least_comes_last() -> None:
    cards = [seen(f"stable-{stability:02}", float(stability), 1) for stability in range(5, 30)]  # above the base
    assert plan(cards, 4, 10).reviews == (), "the three days to come have room for all"
    asked = plan(cards, 3, 10).reviews
    assert 0 < len(asked) < len(cards)
    assert {*asked} == {card.id for card in cards[-len(asked) :]}, "the most stable ones, due or not"
    assert len(plan(cards, 1, 10).reviews) > 8, "on the last day there is no later one"


def test_of_more_than_fits_those_come_first_that_add_most_to_the_recall_on_the_day() -> None:
    firm, weak = seen("firm", 300.0, 60), seen("weak", 6.0, 20)
    assert plan([firm, weak], 1, 1.9).reviews == ("d/weak",)
    assert plan([firm, weak], 1, 10).reviews == ("d/weak", "d/firm")


def test_a_card_that_is_known_well_enough_is_left_alone() -> None:
    assert plan([seen("known", 3000.0, 2)], 1, 10).reviews == ()


def test_what_was_passed_today_is_not_asked_again_today() -> None:
    assert plan([seen("today", 2.0, 0), seen("before", 2.0, 1)], 1, 10).reviews == ("d/before",)


def test_what_was_failed_comes_first_and_is_asked_until_passed() -> None:
    failed = listed(replace(seen("failed", 1.0, 0).schedule, failing=True))
    weak = seen("weak", 3.0, 9)
    assert plan([weak, failed], 1, 10).reviews == ("d/failed", "d/weak")
    assert plan([failed], 100, 0.5).reviews == (), "there is no time left"


def test_time_already_spent_today_counts() -> None:
    weak = [seen(f"weak-{place}", 3.0, 9) for place in range(30)]
    whole, rest = plan(weak, 1, 20), plan(weak, 1, 20, spent=600.0)
    assert 0 < len(rest.reviews) < len(whole.reviews)
    assert rest.reviews == whole.reviews[: len(rest.reviews)]
    assert plan(weak, 1, 20, spent=5000.0) == PlannedDay()


@settings(max_examples=15)
@given(st.lists(st.booleans(), min_size=15, max_size=15), st.integers(0, 999))
def test_days_missed_are_made_up_for_and_the_plan_writes_no_schedule(studied: list[bool], seed: int) -> None:
    """However the days go: if one of the last is studied, all cards are seen; and the schedules are what replaying the events gives."""
    memory, dice = Memory(Rules(Calendar(UTC))), random.Random(seed)
    cards, events, goal = unseen(12), list[Event](), Goal(TODAY + timedelta(days=15), 30)
    id = None
    for number, here in enumerate(studied):
        at = datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(days=number, hours=12)
        planned = plan_day(cards, goal, at.date(), EACH)
        assert planned is not None
        for card in planned.cards if here else []:
            place = next(place for place, each in enumerate(cards) if each.id == card)
            for rating in [Rating.GOOD] if dice.random() < 0.8 else [Rating.AGAIN, Rating.GOOD]:
                id = event_id(at, 0, id)
                event = Graded(id, at, card, rating, 9000, "quiz", "fsrs-6")
                events.append(event)
                cards[place] = replace(cards[place], schedule=memory.advance(cards[place].schedule, event))
    assert memory.replay(events) == {card.id: card.schedule for card in cards if card.schedule.reviews}
    if any(studied[-SETTLING:]):
        assert all(card.schedule.reviews for card in cards)
