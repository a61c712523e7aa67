"""What was done lately, against a walk through the history."""

from datetime import timedelta

from quizapp.domain.card import Coverage
from quizapp.domain.history import Graded, Mark, Practised, Rating, Suspended
from quizapp.domain.progress import Misses
from quizapp.storage.deck_store import DeckStore
from quizapp.storage.history import History
from quizapp.storage.quick_reader import QuickReader
from tests.storage.conftest import AT, make_deck, store


def give(history: History, card: str, rating: Rating, minutes: int, *points: Coverage, seconds: int = 1) -> None:
    at = AT + timedelta(minutes=minutes)
    marks = tuple(Mark(str(place), coverage) for place, coverage in enumerate(points))
    history.record(at, minutes, lambda id: Graded(id, at, f"deck/{card}", rating, seconds * 1000, "quiz", "fsrs-6", "", marks))


def test_an_answer_is_told_with_its_time_and_what_the_card_got_before(library: DeckStore, history: History, reader: QuickReader) -> None:
    store(library, make_deck("a", "b"))
    give(history, "a", Rating.AGAIN, 0, seconds=7)
    give(history, "b", Rating.GOOD, 1, seconds=8)
    give(history, "a", Rating.GOOD, 2, seconds=9)
    give(history, "a", Rating.EASY, 3, seconds=10)
    history.undo(AT + timedelta(minutes=4), 1)
    assert reader.answers(9) == [(3, 9.0, 1), (3, 8.0, None), (1, 7.0, None)]
    assert reader.answers(1) == [(3, 9.0, 1)]


def test_the_time_of_a_day_is_that_of_its_grades(library: DeckStore, history: History, reader: QuickReader) -> None:
    store(library, make_deck("a"))
    assert reader.studied_for(AT, AT + timedelta(days=1)) == 0
    for minutes in (0, 10, 20):
        give(history, "a", Rating.GOOD, minutes, seconds=5)
    assert reader.studied_for(AT + timedelta(minutes=5), AT + timedelta(minutes=20)) == 5
    assert reader.studied_for(AT, AT + timedelta(minutes=21)) == 15


def test_practice_is_an_answer_and_what_counts_it_later_is_not_another(library: DeckStore, history: History, reader: QuickReader) -> None:
    store(library, make_deck("a"))
    at, later = AT + timedelta(minutes=1), AT + timedelta(minutes=2)
    give(history, "a", Rating.GOOD, 0)
    practised = history.record(at, 1, lambda id: Practised(id, at, "deck/a", Rating.GOOD, 1, "mock", sitting=id)).event
    history.record(later, 1, lambda id: Graded(id, later, "deck/a", Rating.GOOD, 1, "mock", "fsrs-6", sitting=practised.id))
    assert reader.moments(AT) == [AT, at]
    assert reader.moments(at) == [at]


def test_hard_is_what_was_failed_lately_and_is_still_asked(library: DeckStore, history: History, reader: QuickReader) -> None:
    store(library, make_deck("a", "b", "c", "d"))
    for card, times in (("a", 1), ("b", 3), ("c", 2), ("d", 4)):
        for _ in range(times):
            give(history, card, Rating.AGAIN, 10)
    give(history, "a", Rating.AGAIN, 0)
    give(history, "a", Rating.GOOD, 11)
    history.record(AT, 1, lambda id: Suspended(id, AT, "deck/d"))
    assert reader.failed(AT + timedelta(minutes=5), 2) == [("deck/b", 3), ("deck/c", 2)]
    assert reader.failed(AT, 9) == [("deck/b", 3), ("deck/a", 2), ("deck/c", 2)]
    assert reader.failed(AT + timedelta(minutes=11), 9) == []


def test_points_missed_are_counted_as_they_were_marked(library: DeckStore, history: History, reader: QuickReader) -> None:
    store(library, make_deck("a"))
    assert reader.missed_points(AT) == Misses()
    said, perhaps, missing = Coverage.SAID, Coverage.PERHAPS, Coverage.MISSING
    answers = [(said, missing), (), (missing, missing, perhaps), (said,)]
    for minutes, points in enumerate(answers):
        give(history, "a", Rating.GOOD, minutes, *points)
    assert reader.missed_points(AT) == Misses(3, 6)
    assert reader.missed_points(AT + timedelta(minutes=1)) == Misses(2, 4)
    assert reader.missed_points(AT + timedelta(days=1)) == Misses()
