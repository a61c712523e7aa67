"""What the tests over every demo share: the settings to sweep, a change that changes nothing, and how much of a page is mathematics."""

import ast
import io
import os
import tokenize
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

import numpy as np

from quizapp.demos.figures import Frame
from quizapp.demos.kit import Choice, Demo, Finding, Parameter, Setting, Slider

SLOW = os.environ.get("HYPOTHESIS_PROFILE") == "slow"
"""Whether everything is to be swept (`make slow`), rather than a little of it."""


def verdict_of_oracle(demo: Demo, settings: dict[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """What the demo's test file says of a run, by code that shares nothing with the demo."""
    verdict: bool | None = import_module(f"tests.demos.test_{demo.id.replace('-', '_')}").oracle(settings, seed, finding, frames)
    return verdict if verdict is None else bool(verdict)


# -- the sweep ---------------------------------------------------------------------------------------------------------


def sweep(demo: Demo) -> list[tuple[dict[str, Setting], int]]:
    """Settings and seeds: every choice, both ends of every slider, twenty drawn at random. Where it is not slow, four of them."""
    one_changed = [({parameter.name: value}, 0) for parameter in demo.parameters for value in extremes(parameter)]
    rng = np.random.default_rng(17)
    drawn = [({each.name: anywhere(each, rng) for each in demo.parameters}, int(rng.integers(1000))) for _ in range(20)]
    every = [(demo.parsed({}) | given, seed) for given, seed in (*one_changed, *drawn)]
    return every if SLOW else every[1 :: len(every) // 4]


def extremes(parameter: Parameter) -> Sequence[Setting]:
    if isinstance(parameter, Choice):
        return parameter.options
    return (parameter.stops[0], parameter.stops[-1]) if isinstance(parameter, Slider) else (False, True)


def anywhere(parameter: Parameter, rng: np.random.Generator) -> Setting:
    """A value that a learner can give: one of the stops, or between two of them."""
    if not isinstance(parameter, Slider):
        return extremes(parameter)[int(rng.integers(len(extremes(parameter))))]
    place = int(rng.integers(len(parameter.stops) - 1))
    low, high = parameter.stops[place : place + 2]
    value = low if rng.random() < 0.5 else float(f"{rng.uniform(low, high):.3g}")
    return parameter.parse(str(round(value) if parameter.whole else value))


# -- a change that changes nothing -------------------------------------------------------------------------------------


class Nudged(np.random.Generator):
    """Draws what another generator of the same seed draws, but for the numbers at some places, which are 1e-12 more."""

    def __init__(self, seed: int, *places: int) -> None:
        super().__init__(np.random.default_rng(seed).bit_generator)
        self.places = places
        """How many numbers are drawn before each of those, counted from the start."""
        self.count = 0
        """How many have been drawn."""

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name.startswith("_") or not callable(found):
            return found
        return lambda *args, **kwargs: self._nudge(found(*args, **kwargs))

    def _nudge(self, drawn: Any) -> Any:
        numbers = np.asarray(drawn)
        if not np.issubdtype(numbers.dtype, np.floating):
            return drawn
        begin, self.count = self.count, self.count + numbers.size
        numbers = numbers.copy()
        for place in self.places:
            if begin <= place < self.count:
                numbers.flat[place - begin] += 1e-12
        return numbers if numbers.ndim else float(numbers)


# -- the page ----------------------------------------------------------------------------------------------------------


def code_lines(source: str) -> set[int]:
    """The lines that hold code: neither blank nor a comment, nor part of a docstring or of an import."""
    quiet = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    tokens = [token for token in tokenize.generate_tokens(io.StringIO(source).readline) if token.type not in quiet]
    lines = {line for token in tokens for line in range(token.start[0], token.end[0] + 1)}
    nodes = list(ast.walk(ast.parse(source)))
    docstrings = [each for each in nodes if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)]
    imports = [each for each in nodes if isinstance(each, ast.Import | ast.ImportFrom)]
    return lines - _lines_of([*docstrings, *imports])


def mathematics(source: str) -> set[int]:
    """Of the code, what is data, model, loss, update and measurement.

    That is all but the registration (the decorator with its parameters), the sentences (the statements that yield what the
    run says or return what it found) and the pictures (`picture`, and the functions that only it uses).
    """
    tree = ast.parse(source)
    functions = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
    registration = [each for function in functions.values() for each in function.decorator_list]
    sentences = [each for each in ast.walk(tree) if isinstance(each, ast.Expr | ast.Return) and _tells(each.value)]
    drawn = _reached(functions, "picture") - _reached(functions, "run")
    pictures = [functions[name] for name in drawn]
    return code_lines(source) - _lines_of([*registration, *sentences, *pictures])


def _tells(value: ast.expr | None) -> bool:
    call = value.value if isinstance(value, ast.Yield) else value
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"say", "found", "Progress"}


def _reached(functions: dict[str, ast.FunctionDef], name: str) -> set[str]:
    """The functions that `name` calls, itself included, directly or through others."""
    reached, todo = {name}, [name]
    while todo:
        used = {each.id for each in ast.walk(functions[todo.pop()]) if isinstance(each, ast.Name)} & set(functions)
        todo += used - reached
        reached |= used
    return reached


def _lines_of(nodes: Sequence[ast.stmt | ast.expr]) -> set[int]:
    return {line for node in nodes for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}


def steps_between(frames: Sequence[Frame]) -> Iterator[int]:
    """The numbers of the steps among `frames`."""
    for frame in frames:
        if "step" in frame.values:
            yield int(frame.values["step"])  # type: ignore[arg-type]
