"""The numbers on the home screen, in its topics and behind Enter come from one rule."""

from quizapp.domain.modes import Mode
from quizapp.services.container import Services


def test_a_new_card_that_was_put_aside_is_neither_counted_nor_asked_today(services: Services) -> None:
    study = services.study
    for card in ("one", "two", "three", "four"):
        study.suspend(f"small/{card}")
    assert (study.today().new, sum(topic.new for topic in study.topics("en"))) == (1, 1)
    study.bury("small/five")
    assert study.today().waiting == 0
    assert [(topic.due, topic.new) for topic in study.topics("en")] == [(0, 0), (0, 0)]
    assert study.asks(Mode.QUIZ) == ([], [])
    assert study.today().next is not None, "it comes tomorrow"
