"""What the first lines of a table say of it: Anki's `#separator:tab` and kin, and the `sep=;` of a spreadsheet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_DIRECTIVE = re.compile(r"#\s*(?P<name>[a-z][a-z ]*?)\s*:\s?(?P<value>.*)", re.IGNORECASE)
_SEP = re.compile(r"\"?sep=(?P<mark>.)\"?", re.IGNORECASE)
_NAMES = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":", r"\t": "\t"}
_KNOWN = ("separator", "html", "columns", "tags", "deck", "notetype", "if matches")
_COLUMN = " column"


@dataclass(frozen=True)
class Directives:
    """What a table says of itself. Columns count from 0."""

    lines: int = 0
    """How many of its lines do so."""
    separator: str = ""
    """Empty where it does not say."""
    html: bool | None = None
    names: Sequence[str] = ()
    """Of the columns."""
    columns: Mapping[str, int] = field(default_factory=dict)
    """Where "guid", "notetype", "deck" and "tags" stand."""
    deck: str = ""
    """The deck of all rows."""
    tags: str = ""
    """Of all rows."""

    @property
    def of_anki(self) -> bool:
        """Whether Anki, or something that writes for it, made the table."""
        return bool(self.columns or self.names or self.html is not None or self.deck or self.tags)


def directives(lines: Sequence[str]) -> Directives:
    """What `lines` begin with; a line that begins with # and names nothing known is a comment where directives go on, else a row."""
    if lines and (match := _SEP.fullmatch(lines[0].strip(" \ufeff"))):
        return Directives(1, match["mark"])
    values = dict[str, str]()
    number = 0
    for line in lines:
        match = _DIRECTIVE.fullmatch(line.rstrip("\t,;| "))
        name = match["name"].lower() if match else ""
        if match is None or not (name in _KNOWN or name.endswith(_COLUMN)):
            break
        values[name] = match["value"]
        number += 1
    if not values:
        return Directives()
    separator = _separator(values.get("separator", ""))
    columns = {
        name.removesuffix(_COLUMN): int(value) - 1
        for name, value in values.items()
        if name.endswith(_COLUMN) and re.fullmatch(r"0*[1-9]\d{0,5}", value.strip())
    }
    names = [name.strip().strip('"') for name in values["columns"].split(separator or "\t")] if "columns" in values else []
    html = {"true": True, "false": False}.get(values.get("html", "").strip().lower())
    return Directives(number, separator, html, names, columns, values.get("deck", "").strip(), values.get("tags", "").strip())


def _separator(value: str) -> str:
    name = value.strip().lower()
    return _NAMES.get(name, value[:1] if len(value) == 1 else name[:1] if len(name) == 1 else "")
