"""The values in a TOML file. Of one that is not TOML as a whole, what can be read statement by statement."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from quizapp.domain.i18n import gettext

MAXIMUM_PARTS = 10
"""Parts of a dotted key; the time that more of them take grows with their square."""
MAXIMUM_FAULTS = 100
_PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_STATEMENT = re.compile(rf"[ \t]*(?:\[|{_PART}[ \t]*[=.])")
_LONG_KEY = re.compile(rf"""(?m)^[ \t\[]*(?:{_PART}[ \t]*\.[ \t]*){{{MAXIMUM_PARTS}}}""")
_POSITION = re.compile(r" \(at (?:line \d+, column \d+|end of document)\)")


@dataclass
class Values:
    """What a file says, by name, and what is wrong in it, by line (from 1)."""

    found: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def take(self, values: dict[str, Any], line: int, *, into: dict[str, Any]) -> None:
        """Adds the `values` of one statement; of two values for one name the first stays."""
        for name, value in values.items():
            if name not in into:
                into[name] = value
            elif isinstance(value, dict) and isinstance(into[name], dict):
                self.take(value, line, into=into[name])
            else:
                self.faults.append((line, gettext("sets again what is set above; the first one counts. Remove one.")))


def values_of(text: str) -> Values:
    """What `text` says."""
    if not text.strip():
        return Values()  # without the import of a parser
    try:
        return Values(_loaded(text))
    except ValueError:
        return _by_statements(text)


def _loaded(text: str) -> dict[str, Any]:
    """Raises ValueError where `text` is not TOML, or would take too long to read."""
    import tomllib

    if _LONG_KEY.search(text):
        raise ValueError(gettext("a key of more than {limit} parts", limit=MAXIMUM_PARTS))
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError(gettext("brackets nested too deeply")) from error
    except tomllib.TOMLDecodeError as error:
        raise ValueError(_POSITION.sub("", str(error))) from error
    except ValueError as error:  # Python converts no number of more than 4300 digits
        raise ValueError(gettext("a number with too many digits")) from error


def _by_statements(text: str) -> Values:
    values = Values()
    table = values.found
    for line, statement in _statements(text):
        header = statement.lstrip().startswith("[")
        try:
            said = _loaded(statement)
        except ValueError as error:
            values.faults.append((line, gettext("cannot be read ({reason}); fix it, or put a # before it.", reason=error)))
            table = {} if header else table  # what follows belongs to a table that nobody knows
        else:
            values.take(said, line, into=values.found if header else table)
            table = _table(values.found, said) if header else table
        if len(values.faults) >= MAXIMUM_FAULTS:
            values.faults.append((line, gettext("has mistake number {limit}; nothing below it is read.", limit=MAXIMUM_FAULTS)))
            break
    return values


def _table(found: dict[str, Any], header: dict[str, Any]) -> dict[str, Any]:
    """The table in `found` that the statement `header` opens; one that leads nowhere where it is none."""
    table = found.get(next(iter(header), ""))
    return table if isinstance(table, dict) else {}


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The parts of `text` that begin on a line on which a statement could, each with that line (from 1)."""
    first, part = 1, list[str]()
    for number, line in enumerate(text.split("\n"), start=1):
        if _STATEMENT.match(line) and part:
            yield first, "\n".join(part)
            first, part = number, []
        part.append(line)
    yield first, "\n".join(part)
