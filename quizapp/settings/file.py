"""Reading the config file. A bad value never stops the app: the default takes its place, and what is wrong is told with its line."""

import os
import re
from dataclasses import replace
from typing import Any

from quizapp.settings.table import SETTINGS, Settings


def with_config_file(settings: Settings) -> Settings:
    """`settings`, with what its config file says in the place of all that can be set."""
    file = settings.config_file
    settings = replace(settings, problems=(), **{name: each.default for name, each in SETTINGS.items()})
    if not os.path.exists(file):  # noqa: PTH110  (Path.exists raises where the name is too long)
        return settings
    import tomllib

    try:
        text = file.read_text("utf-8")
        values = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return replace(settings, problems=(f"{file} cannot be read ({error}); the defaults are used until it is mended.",))
    problems = []
    for name, value in values.items():
        place = f"{file}:{line_of(text, name)}"
        if name not in SETTINGS:
            problems.append(f"{place}: unknown setting {name!r}{_nearest(name)}; it is ignored.")
        elif complaint := refusal(name, value):
            problems.append(f"{place}: {name} is {complaint} The default is used.")
        else:
            good: Any = tuple(value) if isinstance(value, list) else value
            settings = replace(settings, **{name: good})
    return replace(settings, problems=tuple(problems))


def refusal(name: str, value: Any) -> str:
    """Where the setting `name` cannot be `value`: `value`, and what to write instead. An empty string where it can."""
    kind = SETTINGS[name].kind
    return "" if kind.accepts(value) else f"{value!r}; write {kind.allowed}.{kind.hint(value)}"


def line_of(text: str, name: str, table: str = "") -> int:
    """The line, from 1, at which `name` is set in `table` (or above all tables); where that is not seen, that of the table, or 1."""
    here = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.fullmatch(r"""\s*\[\s*["']?([^\[\]"']+?)["']?\s*\]\s*(#.*)?""", line):
            here = header[1]
            if here == name and not table:
                return number
        elif here in ("", table) and re.match(_assignment(name, table if here != table else ""), line):
            return number
    return line_of(text, table) if table else 1


def _assignment(name: str, table: str) -> str:
    """A pattern for the start of a line that sets `name`, as `table.name` where a table is given."""
    path = rf"{re.escape(table)}\s*\.\s*" if table else ""
    return rf"""\s*{path}["']?{re.escape(name)}["']?\s*[=.]"""


def _nearest(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, SETTINGS, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
