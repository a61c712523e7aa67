"""Whether a card is still the same, over a real database: what follows by itself, and what the learner is asked."""

from dataclasses import replace

import pytest

from quizapp.domain.card import Deck
from quizapp.domain.history import Draft, Graded, Rating
from quizapp.storage.catalog_store import CatalogStore
from quizapp.storage.deck_store import DeckStore
from quizapp.storage.history import History
from quizapp.storage.quick_reader import QuickReader
from tests.storage.conftest import AT, make_deck, store

Edit = dict[str, str]


def give(history: History, card: str) -> None:
    history.record(AT, 1, lambda id: Graded(id, AT, card, Rating.GOOD, 10, "quiz", "fsrs-6"))


def with_texts(deck: Deck, edits: dict[str, Edit]) -> Deck:
    """The deck, with fields of some cards' English texts changed."""
    cards = []
    for card in deck.cards:
        text = replace(card.texts["en"], **edits.get(card.id, {}))  # type: ignore[arg-type]
        cards.append(replace(card, texts={"en": text}))
    return replace(deck, cards=cards)


def renamed_deck(old: str, new: str, *others: str, **edit: str) -> Deck:
    """A deck in which the card `old` is called `new`, stands in another file, and is edited."""
    deck = make_deck(old, *others)
    text = replace(deck.cards[0].texts["en"], path="elsewhere.md", line=9, **edit)  # type: ignore[arg-type]
    return replace(deck, cards=[replace(deck.cards[0], id=f"deck/{new}", texts={"en": text}), *deck.cards[1:]])


def doubts(cards: CatalogStore) -> list[tuple[str, str, str]]:
    return [(card, source, before.question) for card, source, before in cards.doubts()]


def test_a_card_that_returns_under_another_id_with_its_exact_text_keeps_its_progress(
    library: DeckStore, history: History, cards: CatalogStore
) -> None:
    store(library, make_deck("a", "b"))
    give(history, "deck/a")
    before = history.schedule("deck/a")
    changes = store(library, renamed_deck("a", "z", "b"), history=history)
    assert changes.renamed == (("deck/a", "deck/z"),)
    assert history.schedule("deck/z") == replace(before, card="deck/z")
    assert history.differences() == []
    assert doubts(cards) == []


def test_a_card_renamed_back_and_a_renamed_deck_keep_their_progress(library: DeckStore, history: History) -> None:
    store(library, make_deck("a", "b"))
    give(history, "deck/a")
    store(library, renamed_deck("a", "z", "b"), history=history)
    assert store(library, make_deck("a", "b"), history=history).renamed == (("deck/z", "deck/a"),)
    assert set(history.schedules()) == {"deck/a"}
    changes = store(library, make_deck("a", "b", id="other"), gone=["deck"], history=history)
    assert changes.renamed == (("deck/a", "other/a"),)
    assert set(history.schedules()) == {"other/a"}


def test_a_card_without_progress_and_a_copy_beside_the_original_carry_nothing_over(library: DeckStore, history: History) -> None:
    store(library, make_deck("a", "b"))
    assert store(library, renamed_deck("a", "z", "b")).renamed == ()
    give(history, "deck/b")
    assert store(library, make_deck("b", id="copy"), position=1).renamed == ()
    assert set(history.schedules()) == {"deck/b"}


def test_a_rename_is_stored_with_the_deck_or_not_at_all(library: DeckStore, history: History, reader: QuickReader) -> None:
    store(library, make_deck("a", "b"))
    give(history, "deck/a")

    def fail(*_: object) -> None:
        raise RuntimeError("half way")

    from quizapp.storage.deck_store import ReadDeck

    with pytest.raises(RuntimeError):
        library.sync([ReadDeck(renamed_deck("a", "z", "b"))], [], AT, fail)
    assert [row.id for row in reader.listing()] == ["deck/a", "deck/b"]
    assert store(library, renamed_deck("a", "z", "b"), history=history).renamed == (("deck/a", "deck/z"),)


def test_a_question_that_asks_something_else_is_doubted_once_and_keeps_its_memory_meanwhile(
    library: DeckStore, history: History, cards: CatalogStore
) -> None:
    store(library, make_deck("a", "b"))
    give(history, "deck/a")
    before = history.schedules()
    edit: dict[str, Edit] = {"deck/a": {"question": "Why does dropout help?"}}
    store(library, with_texts(make_deck("a", "b"), edit))
    assert doubts(cards) == [("deck/a", "deck/a", "What is a?")]
    assert history.schedules() == before
    library.settle(1, "deck/a", "deck/a")
    assert doubts(cards) == []
    store(library, with_texts(make_deck("a", "b"), {"deck/a": {**edit["deck/a"], "answer": "More."}}))
    assert doubts(cards) == []


@pytest.mark.parametrize("edit", [{"question": "What is a"}, {"answer": "Something else entirely."}])
def test_a_typo_and_another_answer_are_not_doubted(library: DeckStore, history: History, cards: CatalogStore, edit: Edit) -> None:
    store(library, make_deck("a"))
    give(history, "deck/a")
    store(library, with_texts(make_deck("a"), {"deck/a": edit}))
    assert doubts(cards) == []


def test_a_card_never_learned_is_not_doubted_and_an_edit_taken_back_settles_its_doubt(
    library: DeckStore, history: History, cards: CatalogStore
) -> None:
    other: dict[str, Edit] = {name: {"question": "Why does dropout help?"} for name in ("deck/a", "deck/b")}
    store(library, make_deck("a", "b"))
    give(history, "deck/a")
    store(library, with_texts(make_deck("a", "b"), other))
    store(library, with_texts(make_deck("a", "b"), {name: {"question": "How does momentum work?"} for name in other}))
    assert doubts(cards) == [("deck/a", "deck/a", "What is a?")], "the text that was learned, not the one in between"
    store(library, make_deck("a", "b"))
    assert doubts(cards) == []


def test_a_new_card_much_like_one_that_has_gone_is_doubted_until_the_old_one_returns(
    library: DeckStore, history: History, cards: CatalogStore
) -> None:
    store(library, make_deck("a", "b"))
    give(history, "deck/a")
    store(library, renamed_deck("a", "z", "b", answer="It is, more or less."))
    assert doubts(cards) == [("deck/z", "deck/a", "What is a?")]
    assert set(history.schedules()) == {"deck/a"}
    store(library, make_deck("a", "b"))
    assert doubts(cards) == []


def test_a_new_card_that_is_another_one_is_not_doubted(library: DeckStore, history: History, cards: CatalogStore) -> None:
    store(library, make_deck("a", "b"))
    give(history, "deck/a")
    store(library, renamed_deck("a", "z", "b", question="Why does dropout help?", answer="Units cannot rely on one another."))
    assert doubts(cards) == []


def test_a_grade_given_after_a_rename_to_the_card_still_on_screen_counts_for_the_new_id(
    library: DeckStore, history: History, reader: QuickReader
) -> None:
    store(library, make_deck("a", "b"))
    give(history, "deck/a")
    history.draft("deck/a", Draft("half"))
    store(library, renamed_deck("a", "z", "b"), history=history)
    give(history, "deck/a")
    assert history.schedule("deck/z").reviews == 2
    assert reader.draft("deck/z") == Draft("half")
    history.draft("deck/a", Draft("more"))
    assert reader.draft("deck/z") == Draft("more")
    assert store(library, make_deck("a", "b"), history=history).renamed == (("deck/z", "deck/a"),)
    assert history.schedule("deck/a").reviews == 2
    assert history.differences() == []


def test_a_doubt_about_a_rename_outlives_another_edit(library: DeckStore, history: History, cards: CatalogStore) -> None:
    store(library, make_deck("a", "b"))
    give(history, "deck/a")
    store(library, renamed_deck("a", "z", "b", answer="It is, more or less."))
    store(library, renamed_deck("a", "z", "b", answer="It is, more or less, indeed."))
    assert doubts(cards) == [("deck/z", "deck/a", "What is a?")]


def test_a_whole_deck_renamed_keeps_all_its_progress(library: DeckStore, history: History) -> None:
    names = [f"c{n}" for n in range(60)]
    store(library, make_deck(*names))
    for name in names:
        give(history, f"deck/{name}")
    changes = store(library, make_deck(*names, id="other"), gone=["deck"], history=history)
    assert len(changes.renamed) == 60
    assert set(history.schedules()) == {f"other/{name}" for name in names}
    assert history.differences() == []
