"""What a demo is made of: parameters, frames, a prediction to make first, a finding at the end, and the decorator that registers it.

A demo is a generator: it yields a `Frame` wherever the learner should look and returns a `Finding`. It draws randomness from the
generator it is passed and from nowhere else, so the same parameters and seed give the same frames.
"""

import inspect
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, TypeAlias

from quizapp.demos.figures import (
    Bars,
    Boundary,
    Contour,
    Curve,
    Figure,
    Floats,
    Frame,
    Plot,
    Regions,
    Scatter,
    Table,
    Value,
)
from quizapp.domain.errors import DemoError, suggestion

__all__ = [
    "Bars", "Boundary", "Choice", "Contour", "Curve", "Demo", "Figure", "Finding", "Floats", "Frame", "Plot", "Prediction", "Regions",
    "Run", "Scatter", "Setting", "Slider", "Table", "Value", "demo",
]  # fmt: skip

Setting: TypeAlias = str | int | float
"""The value of a parameter."""


@dataclass(frozen=True)
class Choice:
    """A parameter that is one of a few words."""

    name: str
    label: str
    options: Sequence[str]
    default: str

    def parse(self, text: str) -> str:
        """The option `text` names. Raises DemoError."""
        if text in self.options:
            return text
        raise DemoError(f"{self.name} is {text!r}", suggestion(text, self.options))

    def moved(self, value: Setting, by: int) -> str:
        """The option `by` places after `value`; the ends hold."""
        place = self.options.index(str(value)) + by
        return self.options[max(0, min(place, len(self.options) - 1))]


@dataclass(frozen=True)
class Slider:
    """A number between the first and the last of its `stops`, where the keys move it from stop to stop."""

    name: str
    label: str
    stops: Sequence[float]
    default: float
    whole: bool = False

    def parse(self, text: str) -> int | float:
        """The number `text` gives. Raises DemoError where it is none or out of bounds."""
        low, high = self.stops[0], self.stops[-1]
        kind = "a whole number" if self.whole else "a number"
        try:
            value = int(text) if self.whole else float(text)
        except ValueError:
            raise DemoError(f"{self.name} is {text!r}", f"Give {kind} from {low:g} to {high:g}.") from None
        if not low <= value <= high:
            raise DemoError(f"{self.name} is {value:g}", f"Give {kind} from {low:g} to {high:g}.")
        return value

    def moved(self, value: Setting, by: int) -> int | float:
        """The next stop above (`by` 1) or below (-1) `value`; the ends hold."""
        current = float(value)
        beyond = [stop for stop in self.stops if (stop > current if by > 0 else stop < current)]
        stop = min(beyond) if beyond and by > 0 else max(beyond, default=current)
        return int(stop) if self.whole else stop


Parameter: TypeAlias = Choice | Slider


@dataclass(frozen=True)
class Finding:
    """What a run measured, in a sentence, and whether the demo's claim held with these parameters."""

    text: str
    claim_held: bool
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Prediction:
    """A question asked before the run. `answer` picks the right choice from the run's finding: it is measured, not written down."""

    question: str
    choices: Sequence[str]
    answer: Callable[[Finding], str]


Run: TypeAlias = Generator[Frame, None, Finding]


@dataclass(frozen=True, eq=False)
class Demo:
    """A registered demo."""

    id: str
    titles: Mapping[str, str]
    """By language."""
    summary: str
    parameters: Sequence[Parameter]
    predict: Prediction
    run: Callable[..., Run]
    module: ModuleType

    def title_in(self, language: str) -> str:
        """Its title in `language`, in English where there is none."""
        return self.titles.get(language) or self.titles["en"]

    @property
    def claim(self) -> str:
        """The docstring of its file: what it shows, and by whose work."""
        return inspect.cleandoc(self.module.__doc__ or "")

    def parsed(self, given: Mapping[str, str]) -> dict[str, Setting]:
        """Every parameter's value: the default, or what `given` says. Raises DemoError for an unknown name or a value out of bounds."""
        known = {parameter.name: parameter for parameter in self.parameters}
        values: dict[str, Setting] = {parameter.name: parameter.default for parameter in self.parameters}
        for name, text in given.items():
            if name not in known:
                raise DemoError(f"the demo {self.id!r} has no parameter {name!r}", suggestion(name, known))
            values[name] = known[name].parse(text)
        return values


def demo(
    id: str, *, titles: Mapping[str, str], summary: str, parameters: Sequence[Parameter], predict: Prediction
) -> Callable[[Callable[..., Run]], Demo]:
    """Makes a `Demo` of the generator function below it. Keyword arguments of the function are the parameters and `rng`."""

    def register(run: Callable[..., Run]) -> Demo:
        module: Any = inspect.getmodule(run)
        return Demo(id, titles, summary, tuple(parameters), predict, run, module)

    return register
