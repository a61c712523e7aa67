"""How tests answer the questions of a session."""

from quizapp.domain.history import Rating
from quizapp.domain.schedule import Schedule
from quizapp.domain.session import State
from quizapp.services.session import LiveQuiz


def asked(quiz: LiveQuiz) -> str:
    """The card whose turn it is, without its deck."""
    assert quiz.turn is not None
    return quiz.turn.card.id.partition("/")[2]


def grade(quiz: LiveQuiz, rating: Rating) -> Schedule:
    """Reveals the answer and grades it."""
    quiz.reveal()
    schedule = quiz.grade(rating)
    assert schedule is not None
    return schedule


def answer(quiz: LiveQuiz, *ratings: Rating) -> list[str]:
    """Grades one card after another; the cards that were asked."""
    cards = []
    for rating in ratings:
        cards.append(asked(quiz))
        grade(quiz, rating)
        quiz.go_on()
    return cards


def answer_all(quiz: LiveQuiz, rating: Rating) -> None:
    """Grades every card until nothing is left."""
    while quiz.session.state is not State.DONE:
        answer(quiz, rating)
