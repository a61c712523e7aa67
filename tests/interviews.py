"""Mock interviews, answered."""

from dataclasses import replace

from quizapp.domain.card import Coverage
from quizapp.domain.history import Rating
from quizapp.services.interview import LiveInterview


def grade(interview: LiveInterview, rating: Rating, *marks: Coverage) -> None:
    """Answers the question, with its key points marked so."""
    assert interview.turn is not None
    interview.session = interview.session.with_turn(replace(interview.turn, marks=marks or None))
    interview.reveal()
    interview.grade(rating)
