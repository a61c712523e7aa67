"""The narrow rows that figures are made from, held to the events themselves."""

from collections import Counter
from itertools import groupby

from hypothesis import example, given, settings

from quizapp.domain.answering import Answering
from quizapp.domain.calibration import counted, recalls
from quizapp.domain.estimates import Estimated
from quizapp.domain.history import CardEvent, Graded, Practised, Rating, Restarted, by_card
from quizapp.domain.looking_back import look_back
from quizapp.domain.memory import Memory
from quizapp.domain.retention import Reviewed
from quizapp.storage.answerings import AnsweringReader
from quizapp.storage.engine import open_engine
from quizapp.storage.events import EventTable
from tests.storage.conftest import RULES
from tests.storage.test_views import in_the_deck, learner, steps

DAY = RULES.calendar.day


def answers(events: list[CardEvent]) -> list[Answering]:
    """What counts of a card's events, each looked at by itself."""
    found = []
    for place, event in enumerate(events):
        bygone = any(isinstance(each, Restarted) for each in events[place:])
        if isinstance(event, Practised):
            practised = Answering(event.card, DAY(event.at), event.rating, event.duration_ms, True, marks=event.ticks, bygone=bygone)
            found.append(practised)
        elif isinstance(event, Graded):
            before = [each for each in events[:place] if isinstance(each, Graded | Restarted)]
            afresh = bool(before) and isinstance(before[-1], Restarted)
            in_mock = event.sitting is not None
            life = [each for each in events[: place + 1] if isinstance(each, Graded | Restarted | Estimated)]
            begun = max((i for i, each in enumerate(life, start=1) if isinstance(each, Restarted)), default=0)
            estimated = isinstance(life[begun], Estimated)
            given = event.card, DAY(event.at), event.rating, event.duration_ms
            found.append(Answering(*given, False, in_mock, afresh, event.ticks, bygone, estimated))
    return found


def true_retention(card: str, events: list[CardEvent]) -> list[Reviewed]:
    """By the definition: each grade is judged by a replay of all that the card saw before it."""
    found = []
    for place, event in enumerate(events):
        before = events[:place]
        schedule = Memory(RULES).replay(before).get(event.card)
        graded = [DAY(each.at) for each in before if isinstance(each, Graded)]
        if not isinstance(event, Graded) or schedule is None or schedule.last is None or schedule.stability is None:
            continue
        assert schedule.due is not None
        first_of_its_day = DAY(event.at) > max(graded[-1], schedule.last)
        if first_of_its_day and not schedule.failing:
            interval = (schedule.due - schedule.last).days
            assert interval >= 1
            bygone = any(isinstance(each, Restarted) for each in events[place:])
            found.append(Reviewed(card, DAY(event.at), interval, schedule.stability, event.rating > Rating.AGAIN, bygone))
    return found


@given(steps, in_the_deck)
@settings(max_examples=60)
@example([("grade", "a", Rating.GOOD, 0), ("grade", "a", Rating.AGAIN, 3), ("grade", "a", Rating.GOOD, 5)], {"a"})
@example([("estimate", "a", Rating.GOOD, 0), ("grade", "a", Rating.AGAIN, 3), ("grade", "a", Rating.GOOD, 5)], {"a"})
@example([("grade", "a", Rating.GOOD, 0), ("grade", "a", Rating.AGAIN, 3), ("reset", "a", Rating.GOOD, 4)], {"b"})
def test_the_answers_that_are_read_are_those_of_the_events_that_stand(taken: list[tuple[str, str, Rating, int]], deck: set[str]) -> None:
    with learner(taken, deck) as known:
        engine = open_engine(known.path)
        read = AnsweringReader(engine, EventTable(1)).answers(RULES.calendar)
        engine.dispose()
        expected = {card: found for card, its in by_card(known.events).items() if (found := answers(its))}
        assert read == expected
        reviewed, predicted = look_back(read, Memory(RULES))
        assert Counter(predicted) == Counter(recalls(counted(known.events, RULES.calendar), Memory(RULES))), "as the optimiser counts them"
        unrenamed = {
            card: its
            for card, its in by_card(known.events).items()
            if all(each.card == card and not isinstance(each, Estimated) for each in its)
        }
        by_its_card: dict[str, list[Reviewed]] = {card: list(its) for card, its in groupby(reviewed, key=lambda each: each.card)}
        for card, its in unrenamed.items():
            assert by_its_card.get(card, []) == true_retention(card, its)
