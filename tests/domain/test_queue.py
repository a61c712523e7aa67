from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.queue import Queue, mixed

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


def test_a_failed_card_rests_for_three_others_or_as_many_as_there_are() -> None:
    queue = Queue("abcde")
    queue.rest("a")
    order = []
    while queue.next:
        order.append(queue.next)
        queue.drop(queue.next)
    assert "".join(order) == "bcdae"
    queue = Queue("ab")
    queue.rest("a")
    assert queue.next == "b"
    queue = Queue("a")
    queue.rest("a")
    assert queue.next == "a"


def test_a_card_taken_back_is_asked_next_and_held_once() -> None:
    queue = Queue("abc")
    queue.ask_now("c")
    queue.ask_now("z")
    assert queue.next == "z"
    assert len(queue) == 4
    queue.drop("z")
    assert queue.next == "c"
    assert not queue.holds("z")
