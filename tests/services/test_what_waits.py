"""The numbers on the home screen, in its topics and behind Enter come from one rule."""

import pytest

from quizapp.domain.history import Rating
from quizapp.domain.modes import Mode
from quizapp.domain.session import State
from quizapp.services.container import Services


@pytest.mark.parametrize("act", ["bury", "suspend"])
def test_when_the_days_only_new_card_is_put_aside_the_session_goes_on_with_the_next_one(services: Services, act: str) -> None:
    services.preferences.change("new_per_day", 1)
    quiz = services.sessions.start()
    assert (quiz.session.left, quiz.session.new_left) == (1, 1)
    getattr(quiz, act)()
    assert quiz.turn is not None, "as many wait as home counts"
    assert (quiz.turn.card.id, quiz.session.left, quiz.session.new_left) == ("small/two", 1, 1)
    assert services.study.today().waiting == 1
    quiz.reveal()
    quiz.grade(Rating.GOOD)
    assert (quiz.session.state, services.study.today().waiting) == (State.DONE, 0)
    quiz.undo()
    assert (quiz.turn.card.id, quiz.session.state) == ("small/two", State.ANSWERED)


def test_a_session_of_so_many_questions_ends_after_them(services: Services) -> None:
    quiz = services.sessions.start(limit=1)
    quiz.bury()
    assert quiz.session.state is State.DONE


def test_suspended_cards_are_counted_by_topic_and_in_all(services: Services) -> None:
    for card in ("one", "four", "five"):
        services.study.suspend(f"small/{card}")
    assert [topic.suspended for topic in services.study.topics("en")] == [1, 2]
    assert [services.study.suspended(topic) for topic in (None, "small", "small/first", "small/second", "other")] == [3, 3, 1, 2, 0]
    assert "- suspended: 3; `quizapp cards --state suspended` lists them" in services.exports.markdown()


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
