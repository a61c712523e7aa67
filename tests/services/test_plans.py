from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from quizapp.domain.history import Rating
from quizapp.domain.interviews import Interviewed, Went
from quizapp.domain.modes import Mode
from quizapp.domain.plan import Goal, PlannedDay, plan_day
from quizapp.domain.schedule import ListedCard
from quizapp.services import plans
from quizapp.services.container import Services
from quizapp.services.plans import Target
from quizapp.services.waiting import look_up
from tests.conftest import Clock
from tests.sessions import answer
from tests.stored import stored_events, stored_schedules


def set_date(services: Services, days: int) -> date:
    """The interview is so many days from today."""
    day = services.study.day() + timedelta(days=days)
    services.preferences.change("interview_date", day.isoformat())
    return day


def test_without_a_date_nothing_is_planned_for(services: Services) -> None:
    assert services.plans.interview() is None
    assert services.plans.over() is None


def test_an_interview_is_planned_for_up_to_its_own_day(services: Services, clock: Clock) -> None:
    day = set_date(services, 2)
    services.preferences.change("interview_topics", ("Second",))
    services.preferences.change("minutes_per_day", 35)
    assert services.plans.interview() == Target(day, ("small/second",), 35)
    clock.at += timedelta(days=2)
    assert services.plans.interview() == Target(day, ("small/second",), 35)
    assert services.plans.over() is None
    clock.at += timedelta(days=1)
    assert services.plans.interview() is None
    assert services.plans.over() == day


def test_how_it_went_is_an_event_and_asked_once(services: Services, clock: Clock) -> None:
    day = set_date(services, 1)
    clock.at += timedelta(days=2)
    services.study.interviewed(day, Went.MIXED)
    assert services.plans.over() is None
    (event,) = stored_events(services)
    assert isinstance(event, Interviewed)
    assert (event.interview, event.went) == (day, Went.MIXED)
    services.preferences.change("interview_date", (day + timedelta(days=1)).isoformat())
    clock.at += timedelta(days=1)
    assert services.plans.over() == day + timedelta(days=1), "another interview"


def test_a_topic_that_is_not_there_is_named_with_its_place_and_left_out(services: Services) -> None:
    set_date(services, 1)
    services.preferences.change("interview_topics", ("Sceond", "First"))
    interview = services.plans.interview()
    assert interview is not None
    assert interview.topics == ("small/first",)
    (problem,) = services.plans.problems()
    place = services.preferences.place("interview_topics")
    assert problem == f"{place}: there is no topic 'Sceond'. Did you mean 'Second'?"


def learned(services: Services, clock: Clock, *cards: str) -> None:
    """Passes these cards of the small deck now."""
    answer(services.sessions.start_over([f"small/{card}" for card in cards]), *[Rating.GOOD] * len(cards))


def test_a_day_asks_what_is_planned_and_says_so_everywhere(services: Services, clock: Clock) -> None:
    day = set_date(services, 10)
    planned = services.plans.planned()
    assert planned is not None
    reviews, new = services.study.asks(Mode.QUIZ)
    assert reviews == planned.cards
    assert new == list(planned.new)
    today = services.study.today()
    assert (today.due, today.new) == (len(planned.reviews), len(planned.new))
    assert look_up(services.preferences, clock.at) == today
    assert services.study.overview().today == today
    counts = services.study.topics("en")
    assert all(topic.planned for topic in counts)
    assert (sum(topic.due for topic in counts), sum(topic.new for topic in counts)) == (today.due, today.new)
    assert 0 < today.new < 5, "new cards are spread over the days"
    assert day.isoformat() == services.preferences.settings.interview_date


def test_a_card_that_is_not_due_is_asked_before_the_interview(services: Services, clock: Clock) -> None:
    learned(services, clock, "one", "two")
    clock.tick(days=1)
    assert services.study.today().due == 0
    set_date(services, 1)
    services.preferences.change("interview_topics", ("First",))
    quiz = services.sessions.start()
    asked = []
    while quiz.turn is not None:
        asked.append(quiz.turn.card.id)
        answer(quiz, Rating.GOOD)
    assert {"small/one", "small/two"} <= set(asked)
    assert len(asked) == len(set(asked)), "what was passed today is not asked again"
    assert services.study.today().due == 0


def test_a_card_passed_in_another_window_is_not_asked_again(services: Services, clock: Clock) -> None:
    learned(services, clock, "one", "two")
    clock.tick(days=1)
    set_date(services, 1)
    quiz = services.sessions.start()
    waiting = list(quiz.session.queue)
    assert waiting[0] in ("small/one", "small/two")
    other = next(card for card in ("small/one", "small/two") if card != waiting[0])
    answer(services.sessions.start_over([other]), Rating.GOOD)
    answer(quiz, Rating.GOOD)
    assert quiz.turn is None or quiz.turn.card.id != other


def test_other_topics_can_be_studied_as_ever(services: Services, clock: Clock) -> None:
    usual = services.study.asks(Mode.QUIZ, "small/second")
    set_date(services, 30)
    services.preferences.change("interview_topics", ("First",))
    assert services.study.asks(Mode.QUIZ, "small/second") == usual
    assert {card.partition("/")[0] for card in services.study.asks(Mode.QUIZ, "small")[0]} == {"small"}
    rows = {topic.id: topic.planned for topic in services.study.topics("en")}
    assert rows == {"small/first": True, "small/second": False}
    first = {row.id for row in services.catalog.listing() if row.topic == "small/first"}
    assert set(services.study.asks(Mode.QUIZ)[0]) <= first


def test_the_minutes_of_a_day_are_kept(services: Services, clock: Clock) -> None:
    set_date(services, 3)
    services.preferences.change("minutes_per_day", 2)
    before = services.plans.planned()
    assert before is not None
    assert 0 < before.seconds <= 120
    quiz = services.sessions.start()
    clock.tick(seconds=100)
    answer(quiz, Rating.GOOD)
    after = services.plans.planned()
    assert after is not None
    assert after.cards == [], "the minutes are over"
    assert services.study.today().next == services.study.day() + timedelta(days=1)


def test_missed_days_are_planned_anew(services: Services, clock: Clock) -> None:
    set_date(services, 12)
    first = services.plans.planned()
    clock.tick(days=6)
    later = services.plans.planned()
    assert first is not None
    assert later is not None
    assert len(later.new) > len(first.new)


def test_a_plan_writes_no_schedule(services: Services, clock: Clock) -> None:
    learned(services, clock, "one")
    before = stored_schedules(services)
    set_date(services, 5)
    assert services.plans.planned() is not None
    assert services.plans.outlook() is not None
    assert stored_schedules(services) == before
    with services.doctor._history().examined() as found:
        assert found.differences() == []


def test_after_the_day_and_without_one_all_is_as_it_was(services: Services, clock: Clock) -> None:
    learned(services, clock, "one", "two")
    clock.tick(days=3)
    usual = services.study.asks(Mode.QUIZ), services.study.overview(), services.study.topics("en")
    set_date(services, 2)
    assert (services.study.asks(Mode.QUIZ), services.study.overview(), services.study.topics("en")) != usual
    services.preferences.change("interview_date", (services.study.day() - timedelta(days=1)).isoformat())
    assert (services.study.asks(Mode.QUIZ), services.study.overview(), services.study.topics("en")) == usual
    services.preferences.change("interview_date", "")
    assert (services.study.asks(Mode.QUIZ), services.study.overview(), services.study.topics("en")) == usual


def test_the_outlook_tells_what_does_not_fit_and_what_would(services: Services) -> None:
    set_date(services, 4)
    services.preferences.change("minutes_per_day", 1)
    outlook = services.plans.outlook()
    assert outlook is not None
    assert outlook.shortfall is not None
    assert outlook.shortfall.minutes is not None
    services.preferences.change("minutes_per_day", outlook.shortfall.minutes)
    better = services.plans.outlook()
    assert better is not None
    assert better.shortfall is None


def test_what_was_planned_is_kept_until_anything_it_rests_on_has_changed(
    services: Services, open_app: Callable[..., Services], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[date] = []

    def plan(cards: list[ListedCard], goal: Goal, day: date, *given: Any, **named: Any) -> PlannedDay | None:
        made.append(day)
        return plan_day(cards, goal, day, *given, **named)

    monkeypatch.setattr(plans, "plan_day", plan)
    other_window = open_app()
    learned(services, clock, "one", "two")

    def forgotten() -> bool:
        """Whether it was planned anew; as it would be by somebody who looks for the first time."""
        made.clear()
        found, anew = services.study.overview().today, bool(made)
        assert found == look_up(services.preferences, clock.at)
        assert services.plans.at_hand
        return anew

    set_date(services, 9)
    assert not services.plans.at_hand
    assert forgotten()
    assert not forgotten()
    services.study.grade("small/three", Rating.GOOD, 1000)
    assert forgotten()
    other_window.study.grade("small/one", Rating.AGAIN, 1000)
    assert forgotten(), "another process has written"
    services.study.undo()
    assert forgotten()
    for setting, value in (("minutes_per_day", 35), ("interview_topics", ("Second",)), ("desired_retention", 0.8)):
        services.preferences.change(setting, value)
        services.reschedule()
        assert forgotten(), setting
    clock.tick(days=1)
    assert forgotten(), "it is another day"
    services.preferences.change("interview_date", "")
    assert services.plans.at_hand
