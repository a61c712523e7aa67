import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from quizapp.domain.card import Problem, Severity, Topic
from quizapp.domain.errors import StorageError
from quizapp.domain.history import Graded, Rating
from quizapp.storage.catalog_store import CatalogStore
from quizapp.storage.deck_store import Changes, DeckStore, ReadDeck
from quizapp.storage.history import History
from quizapp.storage.quick_reader import QuickReader
from tests.storage.conftest import AT, make_deck, store


def give(history: History, card: str) -> None:
    history.record(AT, 1, lambda id: Graded(id, AT, card, Rating.GOOD, 10, "quiz", "fsrs-6"))


def listed(reader: QuickReader) -> list[str]:
    return [row.id for row in reader.listing()]


def test_a_deck_is_read_back_as_it_was_stored(library: DeckStore, reader: QuickReader) -> None:
    deck = make_deck("a", "b")
    assert store(library, deck) == Changes(added=("deck/a", "deck/b"))
    assert reader.card("deck/a").texts == deck.cards[0].texts
    assert reader.card("deck/a").topic == "deck/t"
    assert reader.fingerprints() == {"deck": "f"}


def test_storing_the_same_deck_again_changes_nothing(library: DeckStore) -> None:
    store(library, make_deck("a", "b"))
    assert not store(library, make_deck("a", "b"))


def test_editing_and_reordering_keep_every_cards_progress(library: DeckStore, history: History, reader: QuickReader) -> None:
    store(library, make_deck("a", "b", "c"))
    give(history, "deck/a")
    before = history.schedules()
    changes = store(library, make_deck("c", "b", "a", edition=" New."), (), "g", 0)
    assert set(changes.edited) == {"deck/a", "deck/b", "deck/c"}
    assert history.schedules() == before
    assert listed(reader) == ["deck/c", "deck/b", "deck/a"]
    assert reader.card("deck/a").text("en").question == "What is a? New."


def test_a_card_that_disappears_is_archived_with_its_text_and_revives_with_its_progress(
    library: DeckStore, history: History, reader: QuickReader
) -> None:
    store(library, make_deck("a", "b"))
    give(history, "deck/a")
    before = history.schedules()
    assert store(library, make_deck("b"), (), "g", 0).archived == ("deck/a",)
    assert listed(reader) == ["deck/b"]
    assert reader.today(AT.date().replace(day=30), 10).due == 0
    assert reader.card("deck/a").text("en").question == "What is a?"
    assert store(library, make_deck("a", "b"), (), "h", 0).revived == ("deck/a",)
    assert history.schedules() == before
    assert reader.today(AT.date().replace(day=30), 10).due == 1


def test_a_deck_that_disappears_is_archived_as_a_whole_and_returns(library: DeckStore, reader: QuickReader) -> None:
    store(library, make_deck("a"))
    store(library, make_deck("x", id="other"), (), "f", 1)
    assert store(library, gone=["other"]).archived == ("other/x",)
    assert listed(reader) == ["deck/a"]
    assert set(reader.fingerprints()) == {"deck"}
    store(library, make_deck("x", id="other"), (), "f", 1)
    assert listed(reader) == ["deck/a", "other/x"]


def test_decks_follow_one_another_in_their_order(library: DeckStore, reader: QuickReader) -> None:
    store(library, make_deck("z", "y", id="late"), (), "f", 1)
    store(library, make_deck("b", "a", id="early"))
    assert listed(reader) == ["early/b", "early/a", "late/z", "late/y"]


def test_what_was_wrong_outlives_a_restart(library: DeckStore, reader: QuickReader) -> None:
    problems = [Problem("a.md", 3, "unknown section", column=4), Problem("b.md", 1, "comes last", Severity.WARNING)]
    store(library, make_deck("b"), problems, "f", 0)
    assert reader.problems() == [("deck", problem) for problem in problems]
    assert [problem.is_error for _, problem in reader.problems()] == [True, False]


def test_what_was_wrong_before_places_had_columns_is_still_read(library: DeckStore, reader: QuickReader, database: Path) -> None:
    store(library, make_deck("b"), [Problem("a.md", 3, "unknown section")])
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE decks SET problems = json_remove(problems, '$[0].column')")
        assert "column" not in connection.execute("SELECT problems FROM decks").fetchone()[0]
    ((_, problem),) = reader.problems()
    assert str(problem) == "a.md:3: unknown section"


def test_a_card_moved_to_another_topic_keeps_its_progress(library: DeckStore, history: History, reader: QuickReader) -> None:
    deck = make_deck("a", "b")
    store(library, deck)
    give(history, "deck/a")
    before = history.schedules(), list(history.events())
    topics = [Topic("t", {"en": "Topic"}, ["deck/b"]), Topic("u", {"en": "Other"}, ["deck/a"])]
    cards = [deck.cards[1], replace(deck.cards[0], topic="u")]
    assert not store(library, replace(deck, topics=topics, cards=cards), (), "g", 0)
    assert (history.schedules(), list(history.events())) == before
    assert reader.card("deck/a").topic == "deck/u"
    counts = reader.topics(AT.date())
    assert [count[:4] for count in counts] == [("deck/t", 1, 0, 1), ("deck/u", 1, 0, 0)]


def test_an_archived_card_is_reported_once(library: DeckStore) -> None:
    store(library, make_deck("a", "b"))
    store(library, make_deck("b"), (), "g", 0)
    assert not store(library, make_deck("b"), (), "h", 0)
    store(library, gone=["deck"])
    assert not store(library, gone=["deck"])


def test_translations_come_after_the_decks_own_language_and_go_when_removed(library: DeckStore, reader: QuickReader) -> None:
    deck = make_deck("a")
    card = deck.cards[0]
    translated = replace(card, texts={"en": card.texts["en"], "de": replace(card.texts["en"], language="de")})
    assert store(library, replace(deck, cards=[translated])).added == ("deck/a",)
    assert list(reader.card("deck/a").texts) == ["en", "de"]
    assert store(library, deck, (), "g", 0).edited == ("deck/a",)
    assert list(reader.card("deck/a").texts) == ["en"]


def test_several_decks_are_stored_in_one_transaction(library: DeckStore, reader: QuickReader, engine: Engine) -> None:
    store(library, make_deck("old", id="old"))
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER stop BEFORE INSERT ON texts WHEN NEW.card_id = 'other/x' BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
    with pytest.raises(StorageError):
        library.sync([ReadDeck(make_deck("a")), ReadDeck(make_deck("x", id="other"), position=1)], ["old"], AT, lambda *_: None)
    assert listed(reader) == ["old/old"]


def test_what_parsing_gave_is_kept_by_file_and_goes_with_the_file_and_the_deck(library: DeckStore, cards: CatalogStore) -> None:
    def sync(files: dict[str, tuple[str, str]], *unchanged: str) -> dict[str, tuple[str, str]]:
        library.sync([ReadDeck(make_deck("a"), files=files, unchanged=unchanged)], [], AT, lambda *_: None)
        return cards.files("deck")

    assert sync({"a.md": ("1", "head\ntexts"), "b.md": ("1", "y\n")}) == {"a.md": ("1", "head"), "b.md": ("1", "y")}
    assert cards.file("deck", "a.md") == "head\ntexts"
    assert sync({"b.md": ("2", "z\n"), "c.md": ("1", "w\n")}, "a.md") == {"a.md": ("1", "head"), "b.md": ("2", "z"), "c.md": ("1", "w")}
    assert sync({}, "c.md") == {"c.md": ("1", "w")}
    store(library, gone=["deck"])
    assert cards.files("deck") == {}
