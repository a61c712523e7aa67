"""The kinds of values that settings have: what is allowed, how typed text is read, and what the left and right keys do."""

import os
import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from quizapp.domain.addresses import POSTGRES, has_password, scheme_of
from quizapp.domain.drawable import brief
from quizapp.domain.i18n import LANGUAGES, gettext, gettext_noop
from quizapp.domain.language_names import meant, mixed_up
from quizapp.domain.rules import usable

MAXIMUM_TEXT = 1000
"""Characters of a text that is a value."""


def _name(key: str) -> str:
    return key if key.isidentifier() else brief(key)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_text(value: Any) -> bool:
    """Whether `value` is a text that can be written on one line."""
    return isinstance(value, str) and len(value) <= MAXIMUM_TEXT and value.isprintable()


class Kind:
    """What a setting may be set to: by default, any text. Values are as TOML gives them."""

    typed = True
    """Whether a value fits on a line that a person types; lists and tables stand in the file."""

    def __init__(self, message: str) -> None:
        """`message` describes the allowed values, to follow "write"."""
        self._message = message

    @property
    def allowed(self) -> str:
        """A description of the allowed values, to follow "write"."""
        return gettext(self._message)

    def accepts(self, value: Any) -> bool:
        """Whether `value` is allowed."""
        return is_text(value)

    def sifted(self, value: Any) -> tuple[Any, Sequence[str]]:
        """The part of a list or a table that can be used, and a complaint about each element that cannot. Other values are not split."""
        return value, ()

    def hint(self, value: Any) -> str:  # noqa: ARG002
        """What a value that is not accepted may have meant, after a space; empty if that is anybody's guess."""
        return ""

    def read(self, text: str) -> Any:
        """The value that a person means by `text`, allowed or not."""
        return "" if text.strip() == '""' else text.strip()

    def moved(self, value: Any, by: int) -> Any:  # noqa: ARG002
        """The value `by` steps up or down, or `value` itself if the kind has no steps."""
        return value


class Whole(Kind):
    """Whole numbers."""

    def __init__(self, low: int, high: int, step: int = 1) -> None:
        self._low, self._high, self._step = low, high, step

    @property
    def allowed(self) -> str:
        return gettext("a whole number from {low} to {high}", low=self._low, high=self._high)

    def accepts(self, value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and self._low <= value <= self._high

    def read(self, text: str) -> Any:
        try:
            return int(text)
        except ValueError:
            return text

    def moved(self, value: Any, by: int) -> Any:
        """The next multiple of a step, as far as the range goes."""
        steps = value // self._step + by if by > 0 else -(-value // self._step) + by
        return max(self._low, min(steps * self._step, self._high))


class Probability(Kind):
    """Numbers with two decimals."""

    def __init__(self, low: float, high: float) -> None:
        self._low, self._high = low, high

    @property
    def allowed(self) -> str:
        return gettext("a number from {low:.2f} to {high:.2f}", low=self._low, high=self._high)

    def accepts(self, value: Any) -> bool:
        return _is_number(value) and self._low <= value <= self._high

    def read(self, text: str) -> Any:
        try:
            return float(text)
        except ValueError:
            return text

    def moved(self, value: Any, by: int) -> Any:
        return max(self._low, min(round(value + by / 100, 2), self._high))


class OneOf(Kind):
    """One of a few values."""

    def __init__(self, *options: int | str) -> None:
        self.options = options

    @property
    def allowed(self) -> str:
        *first, last = (f'"{option}"' if isinstance(option, str) else str(option) for option in self.options)
        return gettext("{one} or {other}", one=", ".join(first), other=last)

    def accepts(self, value: Any) -> bool:
        return not isinstance(value, bool) and value in self.options


class InterfaceLanguage(OneOf):
    """The languages of the interface, or none of them, to take that of the questions or of the system."""

    def __init__(self) -> None:
        super().__init__("", *LANGUAGES)

    @property
    def allowed(self) -> str:
        codes = ", ".join(f'"{code}"' for code in LANGUAGES)
        return gettext('{codes}, or "" for the language of the questions, or else the system\'s', codes=codes)

    def hint(self, value: Any) -> str:
        found = meant(mixed_up(value) or value, LANGUAGES) if is_text(value) else ""
        return " " + gettext("Did you mean {name!r}?", name=found) if found else ""


class ShellCommand(Kind):
    """A command as one would type it."""

    def accepts(self, value: Any) -> bool:
        import shlex

        try:
            return is_text(value) and shlex.split(value) is not None
        except ValueError:  # a quotation mark that is not closed
            return False


class Zone(Kind):
    """Time zones, by their IANA names."""

    def accepts(self, value: Any) -> bool:
        try:
            return is_text(value) and (not value or bool(ZoneInfo(value)))
        except (LookupError, ValueError, OSError):
            return False

    def hint(self, value: Any) -> str:
        from quizapp.settings.zones import near_zones

        near = near_zones(value, 1) if is_text(value) else []
        return " " + gettext("Did you mean {name!r}?", name=near[0]) if near else ""


class CalendarDay(Kind):
    """A day of the calendar, YYYY-MM-DD, or none."""

    def __init__(self) -> None:
        super().__init__(gettext_noop('a day such as "2027-03-15", or "" for none'))

    def accepts(self, value: Any) -> bool:
        return value == "" or self._day(value) is not None

    def sifted(self, value: Any) -> tuple[Any, Sequence[str]]:
        """TOML has days of its own, without quotation marks."""
        return (value.isoformat(), ()) if type(value) is date else (value, ())

    def read(self, text: str) -> Any:
        """Also with dots, strokes or blanks, and without zeros: 2027. 3. 5."""
        if parts := re.fullmatch(r"\s*(\d{4})[-./\s]+(\d{1,2})[-./\s]+(\d{1,2})[.\s]*", text, re.ASCII):
            return f"{parts[1]}-{parts[2]:0>2}-{parts[3]:0>2}"
        return super().read(text)

    def moved(self, value: Any, by: int) -> Any:
        day = self._day(value)
        if day is None:
            return value
        return date.fromordinal(max(date.min.toordinal(), min(day.toordinal() + by, date.max.toordinal()))).isoformat()

    @staticmethod
    def _day(value: Any) -> date | None:
        """Only as it is always written: Python reads 20270315 and weeks as well."""
        try:
            day = date.fromisoformat(value)
        except (TypeError, ValueError):
            return None
        return day if day.isoformat() == value else None


class Titles(Kind):
    """Names, such as those of topics; typed with commas between them."""

    def accepts(self, value: Any) -> bool:
        return isinstance(value, list | tuple) and not self.sifted(value)[1]

    def sifted(self, value: Any) -> tuple[Any, Sequence[str]]:
        if not isinstance(value, list | tuple):
            return value, ()
        complaints = [gettext("{value} is not a name in quotes", value=brief(each)) for each in value if not self._is_name(each)]
        return [each.strip() for each in value if self._is_name(each)], complaints

    def read(self, text: str) -> Any:
        return tuple(dict.fromkeys(name for name in map(str.strip, text.split(",")) if name))

    @staticmethod
    def _is_name(value: Any) -> bool:
        return is_text(value) and bool(value.strip())


class Weights(Kind):
    """The weights of the memory model, or none, to take the published ones."""

    typed = False

    def accepts(self, value: Any) -> bool:
        return isinstance(value, list | tuple) and all(_is_number(each) for each in value) and (not value or usable(value))


class Folders(Kind):
    """Folders with their full paths, or paths that start at a home folder."""

    typed = False

    def accepts(self, value: Any) -> bool:
        return isinstance(value, list | tuple) and not self.sifted(value)[1]

    def sifted(self, value: Any) -> tuple[Any, Sequence[str]]:
        if not isinstance(value, list | tuple):
            return value, ()
        complaints = [complaint for each in value if (complaint := _no_folder(each))]
        return [whole_path(each) for each in value if not _no_folder(each)], complaints


def whole_path(folder: str) -> str:
    """`folder`, with the home folder in the place of a "~" at its beginning."""
    return os.path.expanduser(folder)  # noqa: PTH111  (Path's own raises where there is no such home folder)


def _no_folder(value: Any) -> str:
    """Why `value` cannot name a folder; empty if it can."""
    if not isinstance(value, str):
        return gettext("{value} is not a folder in quotes", value=brief(value))
    if "\0" in value or len(value) > MAXIMUM_TEXT:
        return gettext("{value} cannot be the path of a folder", value=brief(value))
    if os.path.isabs(whole_path(value)):  # noqa: PTH117
        return ""
    if value.startswith("~"):
        return gettext("there is no home folder {value}", value=brief(value))
    return gettext("{value} is not a full path, one that starts with /", value=brief(value))


class ExchangePlace(Kind):
    """Where machines exchange their reviews: a folder with its full path, or the address of a database, which holds no password."""

    def __init__(self) -> None:
        super().__init__(gettext_noop('a folder such as "~/Sync/quizapp", an address such as "postgresql://host/db", or "" for none'))

    def accepts(self, value: Any) -> bool:
        if not value or not is_text(value):
            return isinstance(value, str) and not value
        scheme = scheme_of(value)
        return scheme in POSTGRES and not has_password(value) if scheme else not _no_folder(value)

    def hint(self, value: Any) -> str:
        if isinstance(value, str) and scheme_of(value) in POSTGRES and has_password(value):
            return " " + gettext("Leave the password out: PostgreSQL takes it from ~/.pgpass or from PGPASSWORD.")
        return ""


class Keys(Kind):
    """A table of keys by command. The screens know which commands and keys exist."""

    typed = False

    def accepts(self, value: Any) -> bool:
        return isinstance(value, dict) and not self.sifted(value)[1]

    def sifted(self, value: Any) -> tuple[Any, Sequence[str]]:
        if not isinstance(value, dict):
            return value, ()
        bad = {name: each for name, each in value.items() if not is_text(each)}
        complaints = [
            gettext('{command} is {value}; write keys in quotes, such as "g"', command=_name(name), value=brief(each))
            for name, each in bad.items()
        ]
        return {name: each for name, each in value.items() if name not in bad}, complaints
