"""The catalogue holds every sentence of the sources, and each can be filled in."""

import ast
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from quizapp.domain import errors
from tests.catalog import extracted, written
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


BELOW_THE_SCREENS = ("domain", "export", "services", "settings", "storage")
ERRORS = {name for name, each in vars(errors).items() if isinstance(each, type) and issubclass(each, errors.QuizAppError)}


def spelt_out(path: Path) -> list[str]:
    """Errors whose words are written where they are raised, and not taken from the book."""
    raised = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for node in raised
        if isinstance(node.func, ast.Name) and node.func.id in ERRORS
        if any(isinstance(word, ast.JoinedStr) or (isinstance(word, ast.Constant) and word.value) for word in node.args)
    ]


def test_an_error_that_can_reach_a_screen_is_in_the_book() -> None:
    sources = [path for package in BELOW_THE_SCREENS for path in (ROOT / "quizapp" / package).rglob("*.py")]
    assert [place for path in sources for place in spelt_out(path)] == []
