"""The code of a demo as the learner reads it, and which of its lines a moment shows."""

import ast
import inspect
from collections.abc import Sequence
from functools import cache
from types import ModuleType


@cache
def lines_of(module: ModuleType) -> tuple[str, ...]:
    """The lines of a demo's file."""
    return tuple(inspect.getsource(module).splitlines())


def line_before(module: ModuleType, line: int) -> int:
    """The 1-based line of the statement that ran before the `yield` at `line`: a moment shows what has just happened, not its telling."""
    return _before(module).get(line, line)


@cache
def _before(module: ModuleType) -> dict[int, int]:
    """For every line of every yielding statement, the line of the step before it."""
    lines: dict[int, int] = {}
    _walk(ast.parse("\n".join(lines_of(module))).body, 1, lines)
    return lines


def _walk(block: Sequence[ast.stmt], above: int, lines: dict[int, int]) -> int:
    """Adds the lines of `block` to `lines`, `above` being the step before it. Returns its last step that has run for certain.

    The head of a loop is a step, for it takes the next value. A condition, a function defined on the way and a yield are none.
    """
    for statement in block:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Yield | ast.Constant):
            lines |= dict.fromkeys(range(statement.lineno, (statement.end_lineno or statement.lineno) + 1), above)
        elif isinstance(statement, ast.FunctionDef):
            _walk(statement.body, statement.lineno, lines)
        elif isinstance(statement, ast.If):
            for branch in (statement.body, statement.orelse):
                _walk(branch, above, lines)
        elif isinstance(statement, ast.For | ast.While):
            above = statement.lineno
            for branch in (statement.body, statement.orelse):
                _walk(branch, above, lines)
        elif isinstance(statement, ast.With):
            above = _walk(statement.body, above, lines)
        else:
            above = statement.lineno
    return above
