"""Words of two claims in each other's place are no claim of either; the same words in their own are."""

import pytest

from quizapp.domain.card import CardText, Coverage, KeyPoint
from quizapp.domain.matching import match
from tests.domain.test_matching import point, verdicts

LOSSES = [point("**mean squared error** for regression, **cross-entropy** for classification")]
RATE = [point("the step: too small **crawls**, too large **diverges**")]
LAYERS = [point("**input nodes** pass the features on"), point("**hidden nodes** apply a **non-linear activation**")]
PASSES = [point("**순전파**로 출력을 계산한다"), point("**역전파**로 기울기를 구한다")]


def coverages(answer: str, points: list[KeyPoint]) -> list[Coverage]:
    return [verdict.coverage for verdict in match(answer, CardText("en", "What?", key_points=tuple(points)))]


@pytest.mark.parametrize(
    ("points", "straight", "swapped"),
    [
        (
            LOSSES,
            "mean squared error is for regression and cross-entropy for classification",
            "cross-entropy is for regression and mean squared error for classification",
        ),
        (RATE, "too small it crawls, too large it diverges", "too small it diverges, too large it crawls"),
        (
            LAYERS,
            "input nodes pass the features on. hidden nodes apply an activation",
            "input nodes apply an activation. hidden nodes pass features on",
        ),
        (PASSES, "순전파로 출력을 구하고 역전파로 기울기를 구해요", "역전파로 출력을 구하고 순전파로 기울기를 구해요"),
    ],
)
def test_what_is_said_of_the_wrong_thing_is_not_said(points: list[KeyPoint], straight: str, swapped: str) -> None:
    assert set(coverages(straight, points)) == {Coverage.SAID}
    assert Coverage.SAID not in coverages(swapped, points)


def test_who_also_says_both_the_right_way_is_taken_at_that() -> None:
    both = "mean squared error for regression, cross-entropy for classification. Cross-entropy and regression, error and classification"
    assert coverages(both, LOSSES) == [Coverage.SAID]


def test_what_a_point_says_of_its_head_is_not_said_of_another() -> None:
    """A part of the point without any bold word does not tell whom it is said of."""
    parts = [
        point("**weights** set how strongly, and with which **sign**, each input counts"),
        point("the **bias shifts** the boundary off the **origin**"),
    ]
    straight = "the weights say how strongly each input counts, and the bias shifts the boundary off the origin"
    turned = "the bias says how strongly each input counts, and the weights shift the boundary off the origin"
    assert verdicts(straight, *parts)[1].found
    assert not verdicts(turned, *parts)[1].found
