from datetime import date, timedelta

from quizapp.domain.history import Interviewed, Went
from quizapp.services.container import Services
from quizapp.services.plans import Target
from tests.conftest import Clock
from tests.stored import stored_events


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
