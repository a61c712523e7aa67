"""A learner who has typed an answer."""

from collections.abc import Callable

import pytest

from quizapp.domain.card import Coverage
from quizapp.domain.history import Attempt, Mark, Rating
from quizapp.services.container import Services


@pytest.fixture
def answered(services: Services) -> Callable[[bool], str]:
    """The page, with the answers or without them."""
    given = Attempt("I typed <this>\nand that", (Mark("**one** is a number", Coverage.MISSING),))
    services.study.grade("small/one", Rating.GOOD, 9_000, given=given)
    return lambda with_answers: services.exports.html(with_answers=with_answers)
