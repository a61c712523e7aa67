"""What a learner may change of a demo: a word of a few, a number, a switch.

A parameter is named by the keyword it is given to `lesson` as, and checks what is typed for it.
"""

from collections.abc import Iterable
from copy import copy
from typing import Self, TypeAlias

from quizapp.domain.drawable import brief
from quizapp.domain.errors import DemoError, choices, suggestion
from quizapp.domain.i18n import gettext, gettext_noop, pgettext

Setting: TypeAlias = str | int | float | bool
"""The value of a parameter."""
CHOICE = "a choice"
"""The context in which the catalogue has the words of choices."""


def word(option: str) -> str:
    """A choice as it is read, in the language of the interface. What is typed for it is `option` in every language."""
    return pgettext(CHOICE, option)


def written(value: Setting) -> str:
    """A value as it is typed, which is the same in every language."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str | int):
        return str(value)
    short = f"{value:g}"
    return short if float(short) == value else repr(value)


def hint(text: str, every: Iterable[str], names: Iterable[str]) -> str:
    """A hint for a wrong name: the nearest of `names`, and `every` one, which may have its meaning behind it."""
    names = list(names)
    nearest = suggestion(text, names)
    return choices(every) if nearest == choices(names) else f"{nearest} {choices(every)}".strip()


def _is(name: str, value: str) -> str:
    """What a parameter was given."""
    return gettext("{name} is {value}", name=name, value=value)


class Named:
    """What all parameters have: a name to type, and a label to read."""

    def __init__(self, label: str, name: str = "") -> None:
        self.name = name
        self.english = label
        """The label as it is written in the demo."""

    @property
    def label(self) -> str:
        """One or two words, in the language of the interface."""
        return gettext(self.english)

    def shown(self, value: Setting) -> str:
        """`value` as it is read, in the language of the interface."""
        return written(value)

    def named(self, name: str) -> Self:
        """The same parameter under that name."""
        one = copy(self)
        one.name = name
        return one


class Choice(Named):
    """A parameter that is one of a few words. It starts as the first, or as `start`."""

    def __init__(self, label: str, options: Iterable[str], start: str | None = None) -> None:
        super().__init__(label)
        self.options = tuple(options)
        self.default = self.options[0] if start is None else start

    def shown(self, value: Setting) -> str:
        """Its word."""
        return word(str(value))

    def parse(self, text: str) -> str:
        """The option that `text` names, or of which it is the word. Raises DemoError."""
        if text in self.options:
            return text
        words = {word(option): option for option in self.options}
        if text in words:
            return words[text]
        raise DemoError(_is(self.name, brief(text)), hint(text, self._both(), self.options))

    @property
    def allowed(self) -> str:
        """What it may be, in words."""
        return ", ".join(self._both())

    def _both(self) -> list[str]:
        """Each option as it is typed and, where that differs by more than capitals, as it is read."""
        read = {option: word(option) for option in self.options}
        return [option if words.casefold() == option.casefold() else f"{option} ({words})" for option, words in read.items()]

    def moved(self, value: Setting, by: int) -> str:
        """The option `by` places after `value`; the ends hold."""
        place = self.options.index(str(value)) + by
        return self.options[max(0, min(place, len(self.options) - 1))]


class Slider(Named):
    """A number between the first and the last of its `stops`, where the keys move it from stop to stop. Whole where all of them are."""

    def __init__(self, label: str, *stops: float, start: float) -> None:
        super().__init__(label)
        self.stops = stops
        self.default = start
        self.whole = all(isinstance(stop, int) for stop in (*stops, start))

    def parse(self, text: str) -> int | float:
        """The number `text` gives. Raises DemoError where it is none or out of bounds."""
        low, high = self.stops[0], self.stops[-1]
        whole, any_number = (
            gettext_noop("Give a whole number from {low:g} to {high:g}."),
            gettext_noop("Give a number from {low:g} to {high:g}."),
        )
        wanted = gettext(whole if self.whole else any_number, low=low, high=high)
        try:
            value = int(text) if self.whole else float(text)
        except ValueError:
            raise DemoError(_is(self.name, brief(text)), wanted) from None
        if not low <= value <= high:
            shown = brief(value) if self.whole else f"{value:g}"
            raise DemoError(_is(self.name, shown), wanted)
        return value + 0  # there is one zero: "-0" would be drawn as a number of its own

    @property
    def allowed(self) -> str:
        """What it may be, in words."""
        return gettext("{low:g} to {high:g}", low=self.stops[0], high=self.stops[-1])

    def moved(self, value: Setting, by: int) -> int | float:
        """The next stop above (`by` 1) or below (-1) `value`; the ends hold."""
        current = float(value)
        beyond = [stop for stop in self.stops if (stop > current if by > 0 else stop < current)]
        stop = min(beyond) if beyond and by > 0 else max(beyond, default=current)
        return int(stop) if self.whole else stop


class Switch(Named):
    """A parameter that is on or off; the run is given a bool."""

    def __init__(self, label: str, *, start: bool = False) -> None:
        super().__init__(label)
        self.default = start

    def shown(self, value: Setting) -> str:
        """On or off."""
        return pgettext("a choice", "on") if value else pgettext("a choice", "off")

    def parse(self, text: str) -> bool:
        """Raises DemoError for anything but on and off."""
        if text.lower() in {"on", "true"}:
            return True
        if text.lower() in {"off", "false"}:
            return False
        raise DemoError(_is(self.name, brief(text)), gettext("Give on or off."))

    @property
    def allowed(self) -> str:
        """What it may be, as it is typed."""
        return "on, off"

    def moved(self, value: Setting, by: int) -> bool:  # noqa: ARG002  (a switch has two places)
        """On above (`by` 1), off below (-1)."""
        return by > 0


Parameter: TypeAlias = Choice | Slider | Switch

SEED = Slider(gettext_noop("seed"), *range(1000), start=0).named("seed")
"""What a demo in which chance has a part has beside its own parameters: the seed of its random numbers, as the screens offer it."""
