"""The kinds of values that settings have: what is allowed, how a typed text is read, and where left and right lead."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo


class Kind:
    """What a setting may be set to: any text, if nothing else is said. Values are as TOML gives them."""

    def __init__(self, allowed: str) -> None:
        self.allowed = allowed
        """A description of good values, to follow "write"."""

    def accepts(self, value: Any) -> bool:
        """Whether `value` is a good one."""
        return isinstance(value, str)

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
            return isinstance(value, str) and shlex.split(value) is not None
        except ValueError:  # a quotation mark that is not closed
            return False


class Zone(Kind):
    """Time zones, by their IANA names."""

    def accepts(self, value: Any) -> bool:
        try:
            return isinstance(value, str) and (not value or bool(ZoneInfo(value)))
        except (LookupError, ValueError, OSError):
            return False

    def hint(self, value: Any) -> str:
        from quizapp.settings.zones import near_zones

        near = near_zones(value, 1) if isinstance(value, str) else []
        return f" Did you mean {near[0]!r}?" if near else ""


class Folders(Kind):
    """Folders with their whole paths."""

    def accepts(self, value: Any) -> bool:
        return isinstance(value, list | tuple) and all(isinstance(each, str) and Path(each).is_absolute() for each in value)


class Keys(Kind):
    """A table of keys by command; which commands and keys there are, the screens know."""

    def accepts(self, value: Any) -> bool:
        return isinstance(value, dict)
