"""The catalogue holds every sentence of the sources, and each can be filled in."""

import ast
import string
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message

from quizapp.demos.catalogue import find
from quizapp.demos.kit import Bands
from tests.catalog import extracted, literals, looks_up, templates_of, written
from tests.declared import ROOT

pytestmark = pytest.mark.xdist_group("catalogue")  # whose worker alone reads all sources for it


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    """The sentences of the sources."""
    return [message for message in extracted() if message.id]


def as_they_are(messages: list[Message]) -> set[tuple[object, ...]]:
    return {(each.context, each.id, tuple(sorted({path for path, _ in each.locations}))) for each in messages if each.id}


def forms(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def test_the_catalogue_is_what_the_sources_hold(messages: list[Message]) -> None:
    assert as_they_are(list(written())) == as_they_are(messages), "run `make catalog`"


def test_every_field_has_a_name(messages: list[Message]) -> None:
    fields = [(form, name) for message in messages for form in forms(message) for _, name, _, _ in string.Formatter().parse(form)]
    assert [form for form, name in fields if name is not None and not name.isidentifier()] == []


def test_the_form_for_many_says_how_many(messages: list[Message]) -> None:
    assert [message.id for message in messages if not isinstance(message.id, str) and "{count" not in message.id[1]] == []


def test_babel_sees_every_sentence() -> None:
    """It looks into no f-string, and takes no message that is put together."""
    unseen = []
    for path in sorted((ROOT / "quizapp").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        in_text = [call for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for call in _calls(node)]
        inside = [call for call in in_text if isinstance(call.args[0], ast.Constant)]
        made_up = [call for call in _calls(tree) if any(isinstance(each, ast.JoinedStr | ast.BinOp) for each in call.args[:2])]
        unseen += [f"{path}:{call.lineno}" for call in inside + made_up]
    assert unseen == []


def test_every_sentence_of_a_demo_is_written_out() -> None:
    """One that is put together is looked up in vain."""
    files = sorted((ROOT / "quizapp/demos").glob("*.py"))
    made_up = [f"{path}:{each.lineno}" for path in files for each in templates_of(ast.parse(path.read_text("utf-8"))) if not literals(each)]
    assert made_up == []


def test_the_catalogue_holds_all_words_of_a_demo() -> None:
    demo = find("xor-failure")
    held = {form for message in written() for form in forms(message)}
    assert isinstance(demo.predict, Bands)
    assert {demo.title, demo.summary, demo.claim, demo.conditions, demo.predict.question, *demo.predict.choices} <= held
    assert {parameter.label for parameter in demo.controls} <= held
    assert {"({x1:g}, {x2:g}) is on its side: nothing changes.", "repeat every epoch"} <= held
    assert any(form.startswith("Mistakes per epoch never reached 0 in {epochs} epochs, and the weights {again}. ") for form in held)


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    """The calls in `tree` that look a message up."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and looks_up(node):
            yield node
