"""What is asked before a run and measured by it: a question whose answer is one of the values that the run finds."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from quizapp.demos.figures import Value, number
from quizapp.domain.drawable import brief
from quizapp.domain.errors import DemoError
from quizapp.domain.i18n import gettext


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
            return gettext("This run is too short to tell.")
        return gettext("The claim holds.") if self.claim_held else gettext("The claim does not hold here.")


def found(held: bool | np.bool_ | None, template: str, /, **values: Any) -> Finding:
    """What a lesson returns: whether the claim held (None: the run was too short to tell), and a sentence filled in with `values`."""
    return Finding(gettext(template, **values), None if held is None else bool(held), values)


class Bands:
    """A question with choices. Each is right of measured numbers below the one it is given with, the last of all that are left."""

    def __init__(self, question: str, value: str, words: Mapping[str, float]) -> None:
        """`value`: the name of the finding's number that decides; `words`: from the lowest to the highest."""
        self.english = question
        """The question as it is written in the demo."""
        self.value = value
        self.words = dict(words)

    @property
    def question(self) -> str:
        """In the language of the interface."""
        return gettext(self.english)

    @property
    def choices(self) -> Sequence[str]:
        """In the language of the interface."""
        return [gettext(words) for words in self.words]

    def answer(self, finding: Finding) -> str:
        """The right choice, as it is written in the demo."""
        measured = finding.number(self.value)
        return next((words for words, below in self.words.items() if measured < below), list(self.words)[-1])

    def parse(self, text: str) -> str:
        """What was chosen."""
        return text

    def outcome(self, predicted: str, finding: Finding) -> tuple[bool, str]:
        """Whether `predicted` is right, and what is, in the language of the interface."""
        right = self.answer(finding)
        return predicted in (right, gettext(right)), gettext(right)


class Amount:
    """A number that is typed. It is right when within `within` of the measured one (a share of it; 0 asks for it exactly)."""

    choices: Sequence[str] = ()
    """None: a number is typed."""

    def __init__(self, question: str, value: str, within: float = 0.0) -> None:
        """`value`: the name of the finding's number that is asked for."""
        self.english = question
        """The question as it is written in the demo."""
        self.value = value
        self.within = within

    @property
    def question(self) -> str:
        """In the language of the interface."""
        return gettext(self.english)

    def answer(self, finding: Finding) -> float:
        """The measured number."""
        return finding.number(self.value)

    def parse(self, text: str) -> str:
        """`text`, where it is a finite number. Raises DemoError."""
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise DemoError(gettext("{text} is not a number", text=brief(text)), gettext("Give one such as 12 or 0.5."))
        return text.strip()

    def outcome(self, predicted: str, finding: Finding) -> tuple[bool, str]:
        """Whether `predicted` is near enough, and the measured number."""
        right = self.answer(finding)
        return abs(float(predicted) - right) <= self.within * abs(right), f"{right:g}"
