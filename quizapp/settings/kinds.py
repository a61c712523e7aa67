"""The kinds of values that settings have: what is allowed, how a typed text is read, and where left and right lead."""

import os
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from quizapp.domain.drawable import brief

MAXIMUM_TEXT = 1000
"""Characters of a text that is a value."""


def _name(key: str) -> str:
    return key if key.isidentifier() else brief(key)


def is_text(value: Any) -> bool:
    """Whether `value` is a text that can be written on one line."""
    return isinstance(value, str) and len(value) <= MAXIMUM_TEXT and value.isprintable()


class Kind:
    """What a setting may be set to: any text, if nothing else is said. Values are as TOML gives them."""

    def __init__(self, allowed: str) -> None:
        self.allowed = allowed
        """A description of good values, to follow "write"."""

    def accepts(self, value: Any) -> bool:
        """Whether `value` is a good one."""
        return is_text(value)

    def sifted(self, value: Any) -> tuple[Any, Sequence[str]]:
        """What of a list or a table can be used, and a complaint about each element that cannot; of anything else all or nothing."""
        return value, ()

    def hint(self, value: Any) -> str:  # noqa: ARG002
        """What a value that is not accepted may have meant, after a space; empty where that is anybody's guess."""
        return ""

    def read(self, text: str) -> Any:
        """The value that a person means by `text`, good or not."""
        return "" if text.strip() == '""' else text.strip()

    def moved(self, value: Any, by: int) -> Any:  # noqa: ARG002
        """The value `by` steps up or down; `value` itself where there is no such thing."""
        return value


class Whole(Kind):
    """Whole numbers."""

    def __init__(self, low: int, high: int, step: int = 1) -> None:
        super().__init__(f"a whole number from {low} to {high}")
        self._low, self._high, self._step = low, high, step

    def accepts(self, value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and self._low <= value <= self._high

    def read(self, text: str) -> Any:
        try:
            return int(text)
        except ValueError:
            return text

    def moved(self, value: Any, by: int) -> Any:
        """To the next multiple of a step, as far as the range goes."""
        steps = value // self._step + by if by > 0 else -(-value // self._step) + by
        return max(self._low, min(steps * self._step, self._high))


class Probability(Kind):
    """Numbers with two decimals."""

    def __init__(self, low: float, high: float) -> None:
        super().__init__(f"a number from {low:.2f} to {high:.2f}")
        self._low, self._high = low, high

    def accepts(self, value: Any) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool) and self._low <= value <= self._high

    def read(self, text: str) -> Any:
        try:
            return float(text)
        except ValueError:
            return text

    def moved(self, value: Any, by: int) -> Any:
        return max(self._low, min(round(value + by / 100, 2), self._high))


class OneOf(Kind):
    """A few values, named one by one."""

    def __init__(self, *options: int | str) -> None:
        super().__init__(" or ".join(f'"{option}"' if isinstance(option, str) else str(option) for option in options))
        self.options = options

    def accepts(self, value: Any) -> bool:
        return not isinstance(value, bool) and value in self.options


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
        return f" Did you mean {near[0]!r}?" if near else ""


class Folders(Kind):
    """Folders with their whole paths, or paths from a home folder on."""

    def accepts(self, value: Any) -> bool:
        return isinstance(value, list | tuple) and not self.sifted(value)[1]

    def sifted(self, value: Any) -> tuple[Any, Sequence[str]]:
        if not isinstance(value, list | tuple):
            return value, ()
        complaints = [f"{brief(each)}{complaint}" for each in value if (complaint := _no_folder(each))]
        return [whole_path(each) for each in value if not _no_folder(each)], complaints


def whole_path(folder: str) -> str:
    """`folder`, with the home folder in the place of a "~" at its beginning."""
    return os.path.expanduser(folder)  # noqa: PTH111  (Path's own raises where there is no such home folder)


def _no_folder(value: Any) -> str:
    """Why `value` names no folder, to follow it; empty where it does."""
    if not isinstance(value, str):
        return " is not a folder in quotes"
    if "\0" in value or len(value) > MAXIMUM_TEXT:
        return " cannot be the path of a folder"
    if not os.path.isabs(whole_path(value)):  # noqa: PTH117
        return " leads to no home folder" if value.startswith("~") else " is not a whole path, from / on"
    return ""


class Keys(Kind):
    """A table of keys by command; which commands and keys there are, the screens know."""

    def accepts(self, value: Any) -> bool:
        return isinstance(value, dict) and not self.sifted(value)[1]

    def sifted(self, value: Any) -> tuple[Any, Sequence[str]]:
        if not isinstance(value, dict):
            return value, ()
        bad = {name: each for name, each in value.items() if not is_text(each)}
        complaints = [f'{_name(name)} is {brief(each)}; write keys in quotes, such as "g"' for name, each in bad.items()]
        return {name: each for name, each in value.items() if name not in bad}, complaints
