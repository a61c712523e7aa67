from pathlib import Path

import pytest

from quizapp.domain.history import Rating
from quizapp.domain.modes import Mode
from quizapp.domain.session import State
from quizapp.services.container import Services
from quizapp.services.session import LiveQuiz
from tests.sessions import answer, asked, grade

GOOD, AGAIN = Rating.GOOD, Rating.AGAIN


def chosen(services: Services, *names: str) -> LiveQuiz:
    return services.sessions.start_over([f"small/{name}" for name in names])


# -- leeches -----------------------------------------------------------------------------------------------------------------


def lapse(services: Services, card: str, times: int) -> None:
    for _ in range(times):
        services.study.grade(card, GOOD, 1)
        services.study.grade(card, AGAIN, 1)


def leech(services: Services, *names: str, mode: Mode | None = None) -> LiveQuiz:
    """A session at its first card, which is one lapse away from being a leech."""
    lapse(services, "small/one", services.study.leech_lapses - 1)
    services.study.grade("small/one", GOOD, 1)
    return services.sessions.start(mode) if mode else chosen(services, *names)


def test_the_lapse_that_makes_a_card_a_leech_is_told_once_and_undo_takes_it_back(services: Services) -> None:
    quiz = leech(services, "one", "two")
    grade(quiz, AGAIN)
    assert (quiz.session.state, asked(quiz), quiz.session.lapses) == (State.LEECH, "one", services.study.leech_lapses)
    assert services.study.is_leech(services.study.schedule("small/one").lapses)
    quiz.undo()
    assert (quiz.session.state, asked(quiz)) == (State.ANSWERED, "one")
    assert not services.study.is_leech(services.study.schedule("small/one").lapses)
    assert quiz.grade(AGAIN)
    assert quiz.session.state is State.LEECH
    quiz.go_on()
    assert answer(quiz, GOOD) == ["two"]
    grade(quiz, AGAIN)
    assert {quiz.session.state} == {State.ASKING}, "it was one before"


def test_a_leech_is_put_aside_before_another_card_is_asked(services: Services) -> None:
    quiz = leech(services, "one", "two", "three")
    grade(quiz, AGAIN)
    assert quiz.suspend()
    assert (asked(quiz), quiz.session.left, quiz.session.done) == ("two", 2, 1)
    quiz.undo()
    assert (quiz.session.state, asked(quiz), quiz.session.left, quiz.session.done) == (State.LEECH, "one", 3, 0)


def test_practice_makes_no_leech(services: Services) -> None:
    quiz = leech(services, mode=Mode.CRAM)
    grade(quiz, AGAIN)
    assert quiz.session.state is State.ASKING


# -- taking back what is no grade --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["bury", "suspend", "resume", "reset"])
def test_whatever_is_done_to_a_card_can_be_taken_back(services: Services, act: str) -> None:
    services.study.grade("small/one", GOOD, 1)
    if act == "resume":
        services.study.suspend("small/one")
    before = services.study.schedule("small/one")
    getattr(services.study, act)("small/one")
    assert services.study.schedule("small/one") != before
    services.study.undo()
    assert services.study.schedule("small/one") == before


def test_an_answer_taken_back_in_another_mode_counts_again_as_it_did(services: Services) -> None:
    grade(services.sessions.start(), GOOD)
    cram = services.sessions.start(mode=Mode.CRAM)
    assert cram.undo() is not None
    assert asked(cram) == "one"
    grade(cram, GOOD)
    assert services.study.schedule("small/one").reviews == 1
    grade(cram, GOOD)
    daily = services.sessions.start()
    taken_back = daily.undo()
    assert taken_back is not None
    assert taken_back.event.card == "small/two"
    grade(daily, GOOD)
    assert services.study.schedule("small/two").reviews == 0


# -- a card that is renamed while it is asked --------------------------------------------------------------------------------


def test_a_card_that_is_renamed_while_it_is_asked_and_failed_is_asked_again_under_its_new_id(services: Services, content: Path) -> None:
    services.study.grade("small/two", GOOD, 1)
    quiz = chosen(services, "two", "three")
    deck = content / "small"
    (deck / "two.md").rename(deck / "deux.md")
    (deck / "deck.toml").write_text((deck / "deck.toml").read_text().replace('"two"', '"deux"'))
    services.library.refresh()
    assert grade(quiz, AGAIN).card == "small/deux"
    assert answer(quiz, GOOD, GOOD) == ["three", "deux"]
    assert (quiz.session.state, quiz.session.done) == (State.DONE, 2)
