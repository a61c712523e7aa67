"""What a demo is made of: parameters, frames, a prediction to make first, a finding at the end, and the decorator that registers it.

A demo is a generator: it yields a `Frame` wherever the learner should look and returns a `Finding`. It draws randomness from the
generator it is passed and from nowhere else, so the same parameters and seed give the same frames.
"""

import inspect
import math
import re
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, TypeAlias

from quizapp.demos.figures import (
    Bars,
    Boundary,
    Contour,
    Curve,
    Edge,
    Figure,
    Floats,
    Frame,
    Heat,
    Network,
    Node,
    Plot,
    Regions,
    Scatter,
    Table,
    Value,
    number,
)
from quizapp.domain.drawable import brief
from quizapp.domain.errors import DemoError, choices, suggestion

__all__ = [
    "SEED", "Bars", "Boundary", "Choice", "Contour", "Curve", "Demo", "Edge", "Figure", "Finding", "Floats", "Frame", "Heat", "Network",
    "Node", "NumberPrediction", "Parameter", "Plot", "Prediction", "Progress", "Regions", "Run", "Scatter", "Setting", "Slider", "Switch",
    "Table", "Value", "demo",
]  # fmt: skip

Setting: TypeAlias = str | int | float | bool
"""The value of a parameter."""


def hint(text: str, names: Iterable[str]) -> str:
    """A hint for a wrong name: the nearest one, and all of them."""
    names = list(names)
    every, nearest = choices(names), suggestion(text, names)
    return nearest if nearest == every else f"{nearest} {every}".strip()


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
        raise DemoError(f"{self.name} is {brief(text)}", hint(text, self.options))

    @property
    def allowed(self) -> str:
        """What it may be, in words."""
        return ", ".join(self.options)

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
            raise DemoError(f"{self.name} is {brief(text)}", f"Give {kind} from {low:g} to {high:g}.") from None
        if not low <= value <= high:
            shown = brief(value) if self.whole else f"{value:g}"
            raise DemoError(f"{self.name} is {shown}", f"Give {kind} from {low:g} to {high:g}.")
        return value

    @property
    def allowed(self) -> str:
        """What it may be, in words."""
        return f"{self.stops[0]:g} to {self.stops[-1]:g}"

    def moved(self, value: Setting, by: int) -> int | float:
        """The next stop above (`by` 1) or below (-1) `value`; the ends hold."""
        current = float(value)
        beyond = [stop for stop in self.stops if (stop > current if by > 0 else stop < current)]
        stop = min(beyond) if beyond and by > 0 else max(beyond, default=current)
        return int(stop) if self.whole else stop


@dataclass(frozen=True)
class Switch:
    """A parameter that is on or off; the run is given a bool."""

    name: str
    label: str
    default: bool

    def parse(self, text: str) -> bool:
        """Raises DemoError for anything but on and off."""
        if text.lower() in {"on", "true"}:
            return True
        if text.lower() in {"off", "false"}:
            return False
        raise DemoError(f"{self.name} is {brief(text)}", "Give on or off.")

    @property
    def allowed(self) -> str:
        """What it may be, in words."""
        return "on, off"

    def moved(self, value: Setting, by: int) -> bool:  # noqa: ARG002  (a switch has two places)
        """On above (`by` 1), off below (-1)."""
        return by > 0


Parameter: TypeAlias = Choice | Slider | Switch

SEED = Slider("seed", "seed", tuple(range(1000)), 0, whole=True)
"""What every demo has beside its own parameters: the seed of its random numbers, as the screens offer it."""


@dataclass(frozen=True)
class Finding:
    """What a run measured, in a sentence, and whether the demo's claim held with these parameters."""

    text: str
    claim_held: bool | None
    """None where the run was too short to tell."""
    values: Mapping[str, Value] = field(default_factory=dict)

    def number(self, name: str) -> float:
        """The value `name`, a single number. Raises KeyError where there is none, TypeError where it is a text or several numbers."""
        return number(self.values[name])

    @property
    def verdict(self) -> str:
        """Of the claim, in a sentence."""
        if self.claim_held is None:
            return "This run is too short to tell."
        return "The claim holds." if self.claim_held else "The claim does not hold here."


@dataclass(frozen=True)
class Prediction:
    """A question with choices, asked before the run. `answer` picks the right one from the run's finding: measured, not written down."""

    question: str
    choices: Sequence[str]
    answer: Callable[[Finding], str]

    def outcome(self, predicted: str, finding: Finding) -> tuple[bool, str]:
        """Whether `predicted` is right, and what is."""
        right = self.answer(finding)
        return predicted == right, right


@dataclass(frozen=True)
class NumberPrediction:
    """A number asked for before the run. It is right when within `within` (a share of the answer; 0 asks for it exactly)."""

    question: str
    answer: Callable[[Finding], float]
    within: float = 0.0
    choices: Sequence[str] = ()
    """None: a number is typed."""

    def parse(self, text: str) -> str:
        """`text`, where it is a number. Raises DemoError."""
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise DemoError(f"{brief(text)} is no number", "Give one such as 12 or 0.5.")
        return text.strip()

    def outcome(self, predicted: str, finding: Finding) -> tuple[bool, str]:
        """Whether `predicted` is near enough, and the measured number."""
        right = self.answer(finding)
        return abs(float(predicted) - right) <= self.within * abs(right), f"{right:g}"


@dataclass(frozen=True)
class Progress:
    """Yielded before the first frame by a run that must compute for longer than a frame may take: `done` of `of`."""

    done: int
    of: int


Run: TypeAlias = Generator[Frame | Progress, None, Finding]


@dataclass(frozen=True, eq=False)
class Demo:
    """A registered demo."""

    id: str
    titles: Mapping[str, str]
    """By language."""
    summary: str
    parameters: Sequence[Parameter]
    predict: Prediction | NumberPrediction
    run: Callable[..., Run]
    module: ModuleType

    def title_in(self, language: str) -> str:
        """Its title in `language`, in English where there is none."""
        return self.titles.get(language) or self.titles["en"]

    @property
    def claim(self) -> str:
        """The docstring of its file: what it shows, and by whose work."""
        return inspect.cleandoc(self.module.__doc__ or "")

    @property
    def claim_in_short(self) -> str:
        """The first sentence of what it claims."""
        claim = " ".join(self.claim.partition("Claim: ")[2].partition("Sources:")[0].split())
        first = re.split(r"(?<=[.;:])\s", claim, maxsplit=1)[0].rstrip(";:.")
        return f"{first[:1].upper()}{first[1:]}."

    def parsed(self, given: Mapping[str, str]) -> dict[str, Setting]:
        """Every parameter's value: the default, or what `given` says by name or label.

        Raises DemoError for an unknown name or a value out of bounds.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        named = {parameter.label: parameter.name for parameter in self.parameters}
        values: dict[str, Setting] = {parameter.name: parameter.default for parameter in self.parameters}
        for wanted, text in given.items():
            name = wanted if wanted in known else named.get(wanted, wanted)
            if name not in known:
                raise DemoError(f"the demo {self.id!r} has no parameter {brief(name)}", hint(name, known))
            values[name] = known[name].parse(text)
        return values


def demo(
    id: str, *, titles: Mapping[str, str], summary: str, parameters: Sequence[Parameter], predict: Prediction | NumberPrediction
) -> Callable[[Callable[..., Run]], Demo]:
    """Makes a `Demo` of the generator function below it. Keyword arguments of the function are the parameters and `rng`."""

    def register(run: Callable[..., Run]) -> Demo:
        module: Any = inspect.getmodule(run)
        return Demo(id, titles, summary, tuple(parameters), predict, run, module)

    return register
