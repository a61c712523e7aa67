"""How well the measure does on the typed answers. A change to it, or to a card's terms, must not make it worse unnoticed.

Each floor is what was reached, less a few points of some five hundred: a term reworded does not fail it, a rule broken does. The thresholds
were chosen on the tune half. The report half was measured when they stood, and twice more after changes that the tune half had suggested.
It is lower because its answers are new to them, and it is what to expect of a learner's. Only numbers are compared
here, so that a failure shows no text of that half.
"""

from dataclasses import dataclass

import pytest

from quizapp.domain.card import Coverage
from tests.benchmarks.answers import KINDS, LANGUAGES, falsely_said, figures, judged


@dataclass(frozen=True)
class Reached:
    """Each from 0 to 1."""

    precision: float
    recall: float
    noticed: float
    """Of the points that were said, the share that comes out as said or perhaps."""
    f1: dict[str, float]
    """By language."""
    falsely: dict[str, float]
    """Of the points that answers of a kind miss, the share called said."""


def measured(half: str) -> Reached:
    points = list(judged(half))
    said = [point.verdict.coverage for point in points if point.label is Coverage.SAID]
    return Reached(
        figures(points).precision,
        figures(points).recall,
        1 - said.count(Coverage.MISSING) / len(said),
        {language: figures([point for point in points if point.language == language]).f1 for language in LANGUAGES},
        {kind: falsely_said(points, kind) for kind in KINDS},
    )


@pytest.fixture(scope="module")
def tune() -> Reached:
    return measured("tune")


@pytest.fixture(scope="module")
def report() -> Reached:
    return measured("report")


def test_of_the_points_called_said_four_in_five_were(tune: Reached, report: Reached) -> None:
    """Reached: 0.830 and 0.792."""
    assert tune.precision >= 0.80
    assert report.precision >= 0.76


def test_of_the_points_said_more_than_half_are_found_and_more_are_asked_about(tune: Reached, report: Reached) -> None:
    """Reached: 0.709 and 0.635 found, 0.855 and 0.769 at least perhaps."""
    assert tune.recall >= 0.68
    assert report.recall >= 0.60
    assert tune.noticed >= 0.82
    assert report.noticed >= 0.73


def test_talk_about_something_else_and_false_claims_are_seldom_called_said(tune: Reached, report: Reached) -> None:
    """Reached: 0.015 and 0 of what answers off the topic miss, 0.113 and 0.076 of what wrong ones miss."""
    assert tune.falsely["off-topic"] <= 0.03
    assert report.falsely["off-topic"] <= 0.02
    assert tune.falsely["wrong"] <= 0.15
    assert report.falsely["wrong"] <= 0.10


def test_neither_language_falls_far_behind(tune: Reached, report: Reached) -> None:
    """Reached: 0.757 and 0.619 in English, 0.773 and 0.789 in Korean."""
    assert min(tune.f1.values()) >= 0.72
    assert min(report.f1.values()) >= 0.59
