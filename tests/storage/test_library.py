import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from quizapp.domain.card import Problem, Topic
from quizapp.domain.history import Grade, Rating
from quizapp.storage.history import History
from quizapp.storage.library import Changes, Library
from quizapp.storage.reader import Reader
from tests.storage.conftest import AT, make_deck


def give(history: History, card: str) -> None:
    history.record(AT, 1, lambda id: Grade(id, AT, card, Rating.GOOD, 10, "quiz", "fsrs-6"))


def listed(reader: Reader) -> list[str]:
    return [row.id for row in reader.listing()]


def test_a_deck_is_read_back_as_it_was_stored(library: Library, reader: Reader) -> None:
    deck = make_deck("a", "b")
    assert library.store(deck, [], "f", 0, AT) == Changes(added=("deck/a", "deck/b"))
    assert reader.card("deck/a").texts == deck.cards[0].texts
    assert reader.card("deck/a").topic == "deck/t"
    assert reader.fingerprints() == {"deck": "f"}


def test_storing_the_same_deck_again_changes_nothing(library: Library) -> None:
    library.store(make_deck("a", "b"), [], "f", 0, AT)
    assert not library.store(make_deck("a", "b"), [], "f", 0, AT)


def test_editing_and_reordering_keep_every_cards_progress(library: Library, history: History, reader: Reader) -> None:
    library.store(make_deck("a", "b", "c"), [], "f", 0, AT)
    give(history, "deck/a")
    before = history.schedules()
    changes = library.store(make_deck("c", "b", "a", edition=" New."), [], "g", 0, AT)
    assert set(changes.edited) == {"deck/a", "deck/b", "deck/c"}
    assert history.schedules() == before
    assert listed(reader) == ["deck/c", "deck/b", "deck/a"]
    assert reader.card("deck/a").text("en").question == "What is a? New."


def test_a_card_that_disappears_is_archived_with_its_text_and_revives_with_its_progress(
    library: Library, history: History, reader: Reader
) -> None:
    library.store(make_deck("a", "b"), [], "f", 0, AT)
    give(history, "deck/a")
    before = history.schedules()
    assert library.store(make_deck("b"), [], "g", 0, AT).archived == ("deck/a",)
    assert listed(reader) == ["deck/b"]
    assert reader.today(AT.date().replace(day=30), 10).due == 0
    assert reader.card("deck/a").text("en").question == "What is a?"
    assert library.store(make_deck("a", "b"), [], "h", 0, AT).revived == ("deck/a",)
    assert history.schedules() == before
    assert reader.today(AT.date().replace(day=30), 10).due == 1


def test_a_deck_that_disappears_is_archived_as_a_whole_and_returns(library: Library, reader: Reader) -> None:
    library.store(make_deck("a"), [], "f", 0, AT)
    library.store(make_deck("x", id="other"), [], "f", 1, AT)
    assert library.archive_others(["deck"], AT).archived == ("other/x",)
    assert listed(reader) == ["deck/a"]
    assert set(reader.fingerprints()) == {"deck"}
    library.store(make_deck("x", id="other"), [], "f", 1, AT)
    assert listed(reader) == ["deck/a", "other/x"]


def test_decks_follow_one_another_in_their_order(library: Library, reader: Reader) -> None:
    library.store(make_deck("z", "y", id="late"), [], "f", 1, AT)
    library.store(make_deck("b", "a", id="early"), [], "f", 0, AT)
    assert listed(reader) == ["early/b", "early/a", "late/z", "late/y"]


def test_what_was_wrong_outlives_a_restart(library: Library, reader: Reader) -> None:
    problem = Problem("a.md", 3, "unknown section", column=4)
    library.store(make_deck("b"), [problem], "f", 0, AT)
    assert reader.problems() == [("deck", problem)]


def test_what_was_wrong_before_places_had_columns_is_still_read(library: Library, reader: Reader, database: Path) -> None:
    library.store(make_deck("b"), [Problem("a.md", 3, "unknown section")], "f", 0, AT)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE decks SET problems = json_remove(problems, '$[0].column')")
        assert "column" not in connection.execute("SELECT problems FROM decks").fetchone()[0]
    ((_, problem),) = reader.problems()
    assert str(problem) == "a.md:3: unknown section"


def test_a_card_moved_to_another_topic_keeps_its_progress(library: Library, history: History, reader: Reader) -> None:
    deck = make_deck("a", "b")
    library.store(deck, [], "f", 0, AT)
    give(history, "deck/a")
    before = history.schedules(), list(history.events())
    topics = [Topic("t", {"en": "Topic"}, ["deck/b"]), Topic("u", {"en": "Other"}, ["deck/a"])]
    cards = [deck.cards[1], replace(deck.cards[0], topic="u")]
    assert not library.store(replace(deck, topics=topics, cards=cards), [], "g", 0, AT)
    assert (history.schedules(), list(history.events())) == before
    assert reader.card("deck/a").topic == "deck/u"
    counts = [(topic.id, topic.title, topic.cards, topic.new) for topic in reader.topics(AT.date(), "en")]
    assert counts == [("deck/t", "Topic", 1, 1), ("deck/u", "Other", 1, 0)]


def test_an_archived_card_is_reported_once(library: Library) -> None:
    library.store(make_deck("a", "b"), [], "f", 0, AT)
    library.store(make_deck("b"), [], "g", 0, AT)
    assert not library.store(make_deck("b"), [], "h", 0, AT)
    library.archive_others([], AT)
    assert not library.archive_others([], AT)


def test_translations_come_after_the_decks_own_language_and_go_when_removed(library: Library, reader: Reader) -> None:
    deck = make_deck("a")
    card = deck.cards[0]
    translated = replace(card, texts={"en": card.texts["en"], "de": replace(card.texts["en"], language="de")})
    assert library.store(replace(deck, cards=[translated]), [], "f", 0, AT).added == ("deck/a",)
    assert list(reader.card("deck/a").texts) == ["en", "de"]
    assert library.store(deck, [], "g", 0, AT).edited == ("deck/a",)
    assert list(reader.card("deck/a").texts) == ["en"]
