"""Which demos there are. A deck can only name one of these; it can never bring its own."""

from functools import cache
from importlib import import_module

from quizapp.demos.kit import Demo
from quizapp.domain.errors import DemoError, suggestion

_MODULES = ("perceptron_steps", "gradient_descent", "xor_failure")
"""In the order in which the deck teaches."""


@cache
def demos() -> dict[str, Demo]:
    """Every demo by its id."""
    found = (import_module(f"quizapp.demos.{name}").run for name in _MODULES)
    return {one.id: one for one in found}


def find(id: str) -> Demo:
    """The demo `id`. Raises DemoError naming the nearest."""
    known = demos()
    if id not in known:
        raise DemoError(f"there is no demo {id!r}", suggestion(id, known))
    return known[id]
