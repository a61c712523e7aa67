"""What a demo is made of and made with: everything that its page imports, and the decorator that registers it.

A lesson is a generator: it yields what it has to `say` wherever the learner should look and returns what it has `found`. It draws
randomness from the generator it is passed and from nowhere else, so the same parameters and seed give the same frames.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, TypeAlias

import numpy as np

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
)
from quizapp.demos.lesson import Frames, Histories, Now, Picture, Progress, Run, played, say
from quizapp.demos.parameters import SEED, Choice, Parameter, Setting, Slider, Switch, hint, word
from quizapp.demos.prediction import Amount, Bands, Finding, found
from quizapp.demos.source import lines_of
from quizapp.domain.drawable import brief
from quizapp.domain.errors import DemoError
from quizapp.domain.i18n import gettext, gettext_noop, ngettext, pgettext

__all__ = [
    "SEED",
    "Amount",
    "Bands",
    "Bars",
    "Boundary",
    "Choice",
    "Contour",
    "Curve",
    "Demo",
    "Edge",
    "Figure",
    "Figures",
    "Finding",
    "Floats",
    "Frame",
    "Frames",
    "Heat",
    "Histories",
    "Network",
    "Node",
    "Now",
    "Parameter",
    "Plot",
    "Progress",
    "Regions",
    "Rng",
    "Run",
    "Scatter",
    "Setting",
    "Slider",
    "Switch",
    "Table",
    "Value",
    "found",
    "gettext",
    "gettext_noop",
    "lesson",
    "ngettext",
    "pgettext",
    "say",
    "word",
]  # fmt: skip

Rng: TypeAlias = np.random.Generator
"""Where all chance in a demo comes from."""
Figures: TypeAlias = Iterator[Figure]
"""What `picture` yields."""


@dataclass(frozen=True, eq=False)
class Demo:
    """A registered demo."""

    id: str
    english_title: str
    """As it is written in the demo."""
    english_summary: str
    """As it is written in the demo."""
    parameters: Sequence[Parameter]
    predict: Bands | Amount
    run: Callable[..., Frames]
    module: ModuleType
    breaks: Mapping[str, str]
    """The settings, by name, with which the claim does not hold though it does with the others' defaults."""
    seeded: bool
    """Whether chance has a part in it."""

    @property
    def title(self) -> str:
        """A few words, in the language of the interface."""
        return gettext(self.english_title)

    @property
    def summary(self) -> str:
        """A line, in the language of the interface."""
        return gettext(self.english_summary)

    @property
    def claim(self) -> str:
        """What it claims, in the language of the interface, without the conditions under which that holds."""
        return gettext(self.english_claim[0])

    @property
    def conditions(self) -> str:
        """Where the claim fails, in the language of the interface: "It fails where ..."."""
        return gettext(self.english_claim[1])

    @property
    def claim_with_conditions(self) -> str:
        """What it claims and where that fails, in the language of the interface."""
        return f"{self.claim} {self.conditions}".strip()

    @property
    def english_claim(self) -> tuple[str, str]:
        """The claim and its conditions as the docstring of its file has them."""
        text = " ".join((self.module.__doc__ or "").partition("Claim: ")[2].partition("Sources:")[0].split())
        claim, fails, where = text.partition(" It fails ")
        return f"{claim[:1].upper()}{claim[1:]}", f"{fails}{where}".strip()

    @property
    def controls(self) -> Sequence[Parameter]:
        """All that a learner may change: its parameters, then the seed where chance has a part."""
        return [*self.parameters, SEED] if self.seeded else list(self.parameters)

    @property
    def source(self) -> Sequence[str]:
        """The lines of its file."""
        return lines_of(self.module)

    def parsed(self, given: Mapping[str, str]) -> dict[str, Setting]:
        """Every parameter's value: the default, or what `given` says by name or by the label that the demo is written with.

        Raises DemoError for an unknown name or a value out of bounds.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        named = {parameter.english: parameter.name for parameter in self.parameters}
        values: dict[str, Setting] = {parameter.name: parameter.default for parameter in self.parameters}
        for wanted, text in given.items():
            name = wanted if wanted in known else named.get(wanted, wanted)
            if name not in known:
                raise DemoError(
                    gettext("the demo {demo} has no parameter {name}", demo=brief(self.id), name=brief(name)), hint(name, known, known)
                )
            values[name] = known[name].parse(text)
        return values


def lesson(
    id: str, *, title: str, summary: str, ask: Bands | Amount, breaks: Mapping[str, str], **parameters: Parameter
) -> Callable[[Callable[..., Run]], Demo]:
    """Makes a `Demo` of the generator function below it, and of the function `picture` of the same file.

    The function takes the parameters by name, and `rng` where chance has a part in it. `breaks` is the move that the learner is shown
    after the verdict: with it the claim does not hold.
    """

    def register(steps: Callable[..., Run]) -> Demo:
        module: Any = inspect.getmodule(steps)
        seeded = "rng" in inspect.signature(steps).parameters

        def run(*, rng: Rng, **settings: Setting) -> Frames:
            chance = {"rng": rng} if seeded else {}
            picture: Picture = getattr(steps, "__globals__")["picture"]  # noqa: B009  (a Callable need not be a function)
            return played(steps(**settings, **chance), settings, picture, module)

        named = tuple(parameter.named(name) for name, parameter in parameters.items())
        return Demo(id, title, summary, named, ask, run, module, breaks, seeded)

    return register
