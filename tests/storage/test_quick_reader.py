from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.card import CardText, Coverage, DemoLink, FollowUp, KeyPoint, Topic
from quizapp.domain.card_json import decode, encode
from quizapp.domain.errors import StorageError, UnknownCardError
from quizapp.domain.history import Buried, Draft, Graded, Rating, Resumed, Suspended
from quizapp.domain.memory import Memory
from quizapp.domain.schedule import Schedule
from quizapp.storage.deck_store import DeckStore
from quizapp.storage.history import History
from quizapp.storage.quick_reader import QuickReader
from tests.storage.conftest import AT, RULES, make_deck, store

TODAY = AT.date()


def give(history: History, card: str, rating: Rating = Rating.GOOD, days: int = 0) -> None:
    at = AT + timedelta(days=days)
    history.record(at, 1, lambda id: Graded(id, at, f"deck/{card}", rating, 10, "quiz", "fsrs-6"))


def test_reviews_come_in_the_order_of_their_probability_of_recall(library: DeckStore, history: History, reader: QuickReader) -> None:
    names = [f"c{n}" for n in range(12)]
    store(library, make_deck(*names))
    for n, name in enumerate(names):
        give(history, name, list(Rating)[1 + n % 3], days=-(n % 5))
    later = AT + timedelta(days=60)
    memory, schedules = Memory(RULES), history.schedules()
    recall = [memory.retrievability(schedules[card], later) or 0.0 for card in reader.due(later.date())]
    assert len(recall) == 12
    assert recall == sorted(recall)


def test_new_cards_come_in_deck_order_up_to_the_limit(library: DeckStore, history: History, reader: QuickReader) -> None:
    store(library, make_deck("c", "a", "b"))
    assert reader.new(TODAY, 2) == ["deck/c", "deck/a"]
    give(history, "c")
    assert reader.introduced(TODAY) == 1
    assert reader.new(TODAY, 2) == ["deck/a", "deck/b"]
    assert reader.today(TODAY, 2).new == 1


def test_what_is_put_aside_is_not_asked(library: DeckStore, history: History, reader: QuickReader) -> None:
    store(library, make_deck("a", "b", "c"))
    give(history, "a", Rating.AGAIN)
    history.record(AT, 1, lambda id: Buried(id, AT, "deck/a"))
    history.record(AT, 1, lambda id: Suspended(id, AT, "deck/b"))
    assert reader.due(TODAY) == []
    assert reader.new(TODAY, 9) == ["deck/c"]
    assert reader.due(TODAY + timedelta(days=1)) == ["deck/a"]
    assert reader.to_ask("deck/b", TODAY) is None
    assert reader.to_ask("deck/b", date.max) is None
    assert {row.id: row.schedule for row in reader.listing()} == history.schedules() | {"deck/c": Schedule("deck/c")}
    assert [row.schedule.state(TODAY) for row in reader.listing()] == ["buried", "suspended", "new"]
    assert [row.schedule.state(TODAY + timedelta(days=1)) for row in reader.listing()] == ["failing", "suspended", "new"]


def test_a_card_asked_early_waits_unless_it_was_passed_today_or_put_aside(
    library: DeckStore, history: History, reader: QuickReader
) -> None:
    store(library, make_deck("a", "b", "c"))
    give(history, "a")
    give(history, "b", Rating.AGAIN)
    tomorrow = TODAY + timedelta(days=1)
    assert [reader.to_ask(f"deck/{card}", TODAY, early=True) is not None for card in "abc"] == [False, True, True]
    assert reader.to_ask("deck/a", tomorrow) is None
    assert reader.to_ask("deck/a", tomorrow, early=True) is not None
    history.record(AT, 1, lambda id: Suspended(id, AT, "deck/a"))
    assert reader.to_ask("deck/a", tomorrow, early=True) is None


def test_a_card_is_asked_with_what_was_typed_for_it(library: DeckStore, history: History, reader: QuickReader) -> None:
    store(library, make_deck("a", "b"))
    history.draft("deck/a", Draft("half an answer", (Coverage.SAID, Coverage.MISSING)))
    assert reader.to_ask("deck/a", TODAY) == (reader.card("deck/a"), Draft("half an answer", (Coverage.SAID, Coverage.MISSING)))
    assert reader.to_ask("deck/b", TODAY) == (reader.card("deck/b"), Draft())
    give(history, "a")
    assert reader.to_ask("deck/a", TODAY) is None, "another window may have passed it"
    assert reader.to_ask("deck/a", date.max) is not None
    store(library, make_deck("b"))
    assert reader.to_ask("deck/a", date.max) is None, "its deck no longer has it"
    assert reader.to_ask("deck/none", date.max) is None


def test_a_new_card_put_aside_waits_for_tomorrow(library: DeckStore, history: History, reader: QuickReader) -> None:
    store(library, make_deck("a"))
    history.record(AT, 1, lambda id: Buried(id, AT, "deck/a"))
    assert reader.new(TODAY, 9) == []
    assert reader.to_ask("deck/a", TODAY) is None
    assert reader.to_ask("deck/a", date.max) == (reader.card("deck/a"), Draft())
    assert reader.today(TODAY, 9).next == TODAY + timedelta(days=1)
    assert reader.new(TODAY + timedelta(days=1), 9) == ["deck/a"]


def test_a_suspended_review_is_asked_only_once_resumed(library: DeckStore, history: History, reader: QuickReader) -> None:
    store(library, make_deck("a"))
    give(history, "a", Rating.AGAIN)
    history.record(AT, 1, lambda id: Suspended(id, AT, "deck/a"))
    assert reader.due(TODAY) == reader.due(TODAY + timedelta(days=99)) == []
    assert reader.today(TODAY, 9).next is None
    history.record(AT, 1, lambda id: Resumed(id, AT, "deck/a"))
    assert reader.due(TODAY) == ["deck/a"]


def test_one_topic_is_asked_alone_and_the_limit_counts_all(library: DeckStore, history: History, reader: QuickReader) -> None:
    deck = make_deck("a", "b", "c", "d")
    cards = [*deck.cards[:2], *(replace(card, topic="u") for card in deck.cards[2:])]
    topics = [Topic(id, {"en": id}, [card.id for card in cards if card.topic == id]) for id in "tu"]
    store(library, replace(deck, topics=topics, cards=cards))
    give(history, "a", Rating.AGAIN)
    give(history, "c", Rating.AGAIN)
    assert reader.due(TODAY, "deck/u") == ["deck/c"]
    assert reader.new(TODAY, 9, "deck/u") == ["deck/d"]
    here, everywhere = reader.today(TODAY, 3, "deck/u"), reader.today(TODAY, 3)
    assert (here.due, here.new, everywhere.due, everywhere.new) == (1, 1, 2, 1)
    assert reader.today(TODAY, 2, "deck/u").new == 0


def test_the_next_day_with_questions_is_told(library: DeckStore, history: History, reader: QuickReader) -> None:
    store(library, make_deck("a", "b"))
    assert reader.today(TODAY, 10).next is None
    assert reader.today(TODAY, 1).next == TODAY + timedelta(days=1)
    give(history, "a", Rating.EASY)
    give(history, "b", Rating.GOOD)
    due = history.schedule("deck/b").due
    assert reader.today(TODAY, 10).next == due


def test_topics_count_what_waits_in_them(library: DeckStore, history: History, reader: QuickReader) -> None:
    store(library, make_deck("a", "b"))
    give(history, "a", Rating.AGAIN)
    assert reader.topics(TODAY) == [("deck/t", 2, 1, 1, 1, 0)]
    assert reader.topic_titles() == {"deck/t": {"en": "Topic"}}


def test_an_unknown_card_is_told(reader: QuickReader) -> None:
    with pytest.raises(UnknownCardError, match="nothing-like-it"):
        reader.card("nothing-like-it")


def test_days_with_a_standing_grade_are_days_of_study(library: DeckStore, history: History, reader: QuickReader) -> None:
    store(library, make_deck("a"))
    start, end = AT - timedelta(hours=1), AT + timedelta(hours=1)
    assert not reader.studied(start, end)
    give(history, "a")
    assert reader.studied(start, end)
    assert reader.passed(start, end) == 1
    assert reader.studied(AT, end)
    assert not reader.studied(start, AT)
    history.undo(AT, 2)
    assert not reader.studied(start, end)
    assert reader.passed(start, end) == 0


def test_the_reader_cannot_write(reader: QuickReader) -> None:
    import sqlite3

    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._connection.execute("DELETE FROM learners")


texts = st.builds(
    CardText,
    language=st.just("en"),
    question=st.text(),
    answer=st.text(),
    key_points=st.lists(st.builds(KeyPoint, st.text(), st.lists(st.text()).map(tuple))).map(tuple),
    follow_ups=st.lists(st.builds(FollowUp, st.text(), st.text())).map(tuple),
    demos=st.lists(st.builds(DemoLink, st.text(), st.lists(st.tuples(st.text(), st.text())).map(tuple), st.text())).map(tuple),
    line=st.integers(0, 9),
)


@given(texts)
def test_a_text_survives_storage(text: CardText) -> None:
    assert decode(text.language, text.question, encode(text)) == text


def test_days_are_kept_as_numbers_that_sort_and_subtract(library: DeckStore, history: History, reader: QuickReader) -> None:
    store(library, make_deck("a"))
    give(history, "a")
    (due,) = [row.schedule.due for row in reader.listing()]
    assert isinstance(due, date)
    assert due == history.schedule("deck/a").due


def test_a_reader_is_closed_only_when_no_thread_reads(database: Path) -> None:
    """Closed under a reading thread, SQLite's connection would take the whole program with it; whoever comes later is told."""
    reader = QuickReader(database)
    reading, go_on = Event(), Event()

    def wait_in_the_middle() -> None:
        reading.set()
        assert go_on.wait(10)

    reader._connection.set_progress_handler(wait_in_the_middle, 1)
    reads = Thread(target=reader.problems)
    reads.start()
    assert reading.wait(10)
    closes = Thread(target=reader.close)
    closes.start()
    closes.join(0.1)
    assert closes.is_alive()
    go_on.set()
    reads.join(10)
    closes.join(10)
    assert not closes.is_alive()
    with pytest.raises(StorageError):
        reader.problems()
