"""Errors are told in the words of the book, wherever they come from."""

import ast
from pathlib import Path

from quizapp.domain import errors
from tests.declared import ROOT

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
