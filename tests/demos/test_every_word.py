"""All that a demo says is in the book of words: what is drawn, what is said of it, and what its controls show."""

import re
from collections.abc import Iterator

import pytest

from quizapp.demos.catalogue import demos, find
from quizapp.demos.figures import Bars, Curve, Figure, Network, Plot, Scatter, Table
from quizapp.demos.kit import Choice, Demo, Setting, Switch
from quizapp.demos.parameters import written
from tests.demos.running import played_anew
from tests.disguise import disguise, plain_words

TECHNICAL = {"AND", "OR", "NAND", "XOR", "XNOR", "NN", "relu", "sigmoid", "tanh", "softmax", "hat"}
"""What is written so in every language: gates, functions in a formula, a letter of LaTeX."""
SYMBOL = re.compile(r"d?L/d\w+|\bdL\b")


@pytest.fixture(params=sorted(demos()))
def demo(request: pytest.FixtureRequest) -> Demo:
    return find(request.param)


def all_settings(demo: Demo) -> Iterator[dict[str, Setting]]:
    """The defaults, the move that breaks the claim, and each choice."""
    usual = demo.parsed({})
    yield usual
    yield demo.parsed(demo.breaks)
    for parameter in demo.parameters:
        if isinstance(parameter, Choice):
            yield from (usual | {parameter.name: option} for option in parameter.options if option != parameter.default)


def texts_of(figure: Figure) -> Iterator[str]:
    """Everything that is written on it."""
    yield figure.title
    match figure:
        case Table():
            yield from (*figure.columns, *(cell for row in figure.rows for cell in row))
        case Network():
            yield from (line for node in figure.nodes for line in node.lines)
        case Plot():
            yield from (figure.xlabel, figure.ylabel)
            for layer in figure.layers:
                if isinstance(layer, Curve):
                    yield layer.name
                elif isinstance(layer, Scatter | Bars):
                    yield from layer.names


def all_texts(demo: Demo) -> Iterator[str]:
    yield from (demo.title, demo.summary, demo.claim_with_conditions, demo.predict.question, *demo.predict.choices)
    for parameter in demo.controls:
        yield parameter.label
        if isinstance(parameter, Choice | Switch):
            yield from map(parameter.shown, getattr(parameter, "options", (False, True)))
    for settings in all_settings(demo):
        moments, finding = played_anew(demo, settings)
        yield from (text for moment in moments for figure in moment.frame.figures for text in texts_of(figure))
        yield from (*(moment.frame.caption for moment in moments), finding.text, finding.verdict)


def test_everything_that_a_demo_shows_is_in_the_book(demo: Demo) -> None:
    with disguise():
        shown = list(all_texts(demo))
    missing = {text: words for text in shown if (words := plain_words(SYMBOL.sub("", text)) - TECHNICAL)}
    assert missing == {}


def test_what_is_typed_is_the_same_in_every_language(demo: Demo) -> None:
    with disguise():
        for parameter in demo.controls:
            for value in getattr(parameter, "options", [parameter.default]):
                assert parameter.parse(written(value)) == value
                assert parameter.parse(parameter.shown(value)) == value, "nor is what is read refused"
        assert demo.parsed(demo.breaks) != demo.parsed({})
