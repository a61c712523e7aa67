from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.queue import REST, Queue, mixed

counts = st.integers(0, 40)


@given(counts, counts)
def test_a_mix_keeps_both_orders_and_loses_nothing(reviews: int, new: int) -> None:
    old, fresh = [f"r{n}" for n in range(reviews)], [f"n{n}" for n in range(new)]
    mix = mixed(old, fresh)
    assert [card for card in mix if card[0] == "r"] == old
    assert [card for card in mix if card[0] == "n"] == fresh
    if old:
        assert mix[0] == "r0"


@given(st.integers(1, 40), st.integers(1, 40))
def test_new_cards_are_spread_evenly(reviews: int, new: int) -> None:
    """Any stretch of the mix holds its share of new cards, give or take two."""
    mix = mixed([f"r{n}" for n in range(reviews)], [f"n{n}" for n in range(new)])
    share = new / (new + reviews)
    for end in range(1, len(mix) + 1):
        found = sum(card[0] == "n" for card in mix[:end])
        assert abs(found - share * end) <= 2


def order(queue: Queue) -> str:
    """The cards as they are asked when each is passed."""
    asked = ""
    while queue.next:
        asked += queue.next
        queue = queue.drop(queue.next)
    return asked


def test_a_failed_card_rests_for_three_others_or_as_many_as_there_are() -> None:
    assert order(Queue.of("abcde").rest("a")) == "bcdae"
    assert order(Queue.of("ab").rest("a")) == "ba"
    assert order(Queue.of("a").rest("a")) == "a"


def test_a_card_taken_back_is_asked_next_and_held_once() -> None:
    queue = Queue.of("abc").ask_now("c").ask_now("z")
    assert order(queue) == "zcab"
    assert len(queue) == 4
    assert not queue.drop("z").holds("z")


cards = st.sampled_from("abcdefghij")


@given(st.lists(cards, unique=True), st.lists(st.tuples(st.sampled_from(["drop", "rest", "ask_now"]), cards), max_size=30))
def test_a_queue_does_what_a_plain_list_does(begun: list[str], steps: list[tuple[str, str]]) -> None:
    """However its cards are kept; and no step changes the queue that it was taken from."""
    queue, plain = Queue.of(begun), list(begun)
    for step, card in steps:
        before = list(queue)
        after = getattr(queue, step)(card)
        assert list(queue) == before
        plain = [each for each in plain if each != card]
        if step != "drop":
            plain.insert({"rest": REST, "ask_now": 0}[step], card)
        queue = after
        assert list(queue) == plain
        assert len(queue) == len(plain)
        assert queue.next == (plain[0] if plain else None)
        assert [each for each in "abcdefghij" if queue.holds(each)] == sorted(plain)


def test_a_step_in_a_long_queue_copies_none_of_its_cards() -> None:
    queue = Queue.of(f"c{n}" for n in range(1000))
    assert queue.rest("c0").drop("c1")._cards is queue._cards
