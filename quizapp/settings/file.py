"""Reading the config file. Nothing in it stops the app: what can be used is used, and what is wrong is told with its line.

A setting of which nothing can be read keeps the value that it has: the default at the start, what was in force in an app that runs.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from quizapp.domain.drawable import brief
from quizapp.settings.table import SETTINGS, Settings
from quizapp.settings.text import UnreadableError, text_of
from quizapp.settings.toml import values_of

NAMED = 3
"""So many faults of one kind are told one by one, the others as a number."""


def with_config_file(settings: Settings) -> Settings:
    """`settings`, with what its config file says in the place of all that can be set."""
    file = settings.config_file
    try:
        text = text_of(file)
    except UnreadableError as error:
        problem = f"{file} cannot be read: {error} Until then settings stay as they are, and no deck is taken for removed."
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
    """Where the setting `name` cannot be `value`: `value`, and what to write instead. An empty string where it can."""
    kind = SETTINGS[name].kind
    return "" if kind.accepts(value) else f"{brief(value)}; write {kind.allowed}.{kind.hint(value)}"


def line_of(text: str, name: str, table: str = "") -> int:
    """The line, from 1, at which `name` is set in `table` (or above all tables); where that is not seen, that of the table, or 1."""
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
    """What of `value` can be used as the setting `name`, and what is wrong with it; where nothing can be used, the value `before`."""
    good, complaints = SETTINGS[name].kind.sifted(value)
    if not (complaint := refusal(name, good)):
        return tuple(good) if isinstance(good, list) else good, [f"in {name}, {each}; it is left out." for each in complaints]
    stays = "The default is used." if before == SETTINGS[name].default else f"It stays {brief(before)}."
    return before, [f"{name} is {complaint} {stays}"]


def _unknown(settings: Settings, text: str, found: dict[str, Any]) -> list[str]:
    """What is said of names that are no settings. Only those that are told one by one are looked at closely."""
    names = [name for name in found if name not in SETTINGS]
    told = [
        f"{settings.config_file}:{line_of(text, name)}: unknown setting {brief(name)}{_nearest(name)}; it is ignored."
        for name in names[:NAMED]
    ]
    return told + [""] * (len(names) - len(told))


def _few(faults: Sequence[str], where: str) -> Sequence[str]:
    """The first faults of a kind, and how many more there are."""
    more = len(faults) - NAMED
    return faults if more <= 0 else [*faults[:NAMED], f"{where}: {more:,} more {'fault' if more == 1 else 'faults'} of this kind."]


def _decks_known(found: dict[str, Any]) -> bool:
    """Whether every deck that the file may mean could be read: a slip in the name of `decks`, or its place, hides them all."""
    decks, keymap = found.get("decks", []), found.get("keymap", {})
    misspelt = any("deck" in name.casefold() for name in found if name != "decks")
    return SETTINGS["decks"].kind.accepts(decks) and not misspelt and not (isinstance(keymap, dict) and "decks" in keymap)


def _nearest(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name[:40], SETTINGS, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
