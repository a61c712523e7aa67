"""Reading the config file. Nothing in it stops the app: what can be used is used, and each mistake is reported with its line.

A setting that cannot be read at all keeps the value it has: the default at the start, and later whatever was in force.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from quizapp.domain.drawable import brief
from quizapp.domain.i18n import gettext, ngettext
from quizapp.settings.table import SETTINGS, Settings
from quizapp.settings.text import UnreadableError, text_of
from quizapp.settings.toml import values_of

NAMED = 3
"""How many faults of one kind are listed; the rest are only counted."""


def with_config_file(settings: Settings) -> Settings:
    """Return `settings` with the values of its config file."""
    file = settings.config_file
    try:
        text = text_of(file)
    except UnreadableError as error:
        problem = gettext("{file} cannot be read: {reason} Until then your settings and decks stay as they are.", file=file, reason=error)
        return replace(settings, problems=(problem,), decks_known=False)
    values = values_of(text or "")
    read: dict[str, Any] = {} if values.faults else {name: each.default for name, each in SETTINGS.items()}
    faults = [[f"{file}:{line}: {fault}" for line, fault in values.faults]]
    for name in [name for name in values.found if name in SETTINGS]:
        read[name], complaints = _usable(name, values.found[name], getattr(settings, name))
        place = f"{file}:{line_of(text or '', name)}" if complaints else ""
        faults.append([f"{place}: {complaint}" for complaint in complaints])
    faults.append(_unknown(settings, text or "", values.found))
    problems = tuple(problem for kind in faults for problem in _few(kind, file.name))
    return replace(settings, problems=problems, decks_known=not values.faults and _decks_known(values.found), **read)


def refusal(name: str, value: Any) -> str:
    """Why the setting `name` cannot be `value`, and what to write instead; empty if it can."""
    kind = SETTINGS[name].kind
    if kind.accepts(value):
        return ""
    return gettext("{name} cannot be {value}; write {allowed}.", name=name, value=brief(value), allowed=kind.allowed) + kind.hint(value)


def line_of(text: str, name: str, table: str = "") -> int:
    """The line, from 1, that sets `name` in `table` (or above all tables); if it is not found, the line of the table, or 1."""
    here = ""
    for number, line in enumerate(text.split("\n"), start=1):
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


def _usable(name: str, value: Any, before: Any) -> tuple[Any, list[str]]:
    """The part of `value` that the setting `name` can use, and what is wrong with the rest; `before` if it can use nothing."""
    good, complaints = SETTINGS[name].kind.sifted(value)
    if not (complaint := refusal(name, good)):
        left_out = [gettext("in {name}, {fault}; it is left out.", name=name, fault=each) for each in complaints]
        return tuple(good) if isinstance(good, list) else good, left_out
    if before == SETTINGS[name].default:
        return before, [" ".join((complaint, gettext("The default is used.")))]
    return before, [" ".join((complaint, gettext("It stays {value}.", value=brief(before))))]


def _unknown(settings: Settings, text: str, found: dict[str, Any]) -> list[str]:
    """A complaint about each name that is not a setting. Only those that will be listed are looked at closely."""
    names = [name for name in found if name not in SETTINGS]
    listed = [f"{settings.config_file}:{line_of(text, name)}: {_ignored(name)}" for name in names[:NAMED]]
    return listed + [""] * (len(names) - len(listed))


def _few(faults: Sequence[str], where: str) -> Sequence[str]:
    """The first faults of a kind, and how many more there are."""
    more = len(faults) - NAMED
    if more <= 0:
        return faults
    rest = ngettext("{file}: {count:,} more mistake of this kind.", "{file}: {count:,} more mistakes of this kind.", more, file=where)
    return [*faults[:NAMED], rest]


def _decks_known(found: dict[str, Any]) -> bool:
    """Whether every deck that the file may mean could be read. A misspelt or misplaced `decks` would hide them all."""
    decks, keymap = found.get("decks", []), found.get("keymap", {})
    misspelt = any("deck" in name.casefold() for name in found if name != "decks")
    return SETTINGS["decks"].kind.accepts(decks) and not misspelt and not (isinstance(keymap, dict) and "decks" in keymap)


def _ignored(name: str) -> str:
    import difflib

    if near := difflib.get_close_matches(name[:40], SETTINGS, n=1):
        return gettext("there is no setting {name}, so it is ignored; did you mean {nearest!r}?", name=brief(name), nearest=near[0])
    return gettext("there is no setting {name}, so it is ignored.", name=brief(name))
