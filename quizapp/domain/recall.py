"""The forgetting curve of FSRS-6, and what one pass does to it, in plain floats.

`memory` computes every schedule with the package `fsrs`. A plan weighs ten thousand cards against one another before the first question is
on screen, for which the package takes too long; so the two formulas that it needs stand here once more. Tests hold them to the package.
"""

from dataclasses import dataclass
from math import exp

DEFAULT_WEIGHTS = (
    *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
)
"""FSRS-6's published weights, w0 to w20."""


@dataclass(frozen=True)
class ForgettingCurve:
    """How recall fades, by the 21 weights of FSRS-6."""

    decay: float
    factor: float
    growth: float
    """e to the power of w8."""
    saturation: float
    """w9: the more stable a memory, the less a pass adds."""
    spacing: float
    """w10: the less likely the recall, the more a pass adds."""

    @classmethod
    def of(cls, parameters: tuple[float, ...] | None) -> "ForgettingCurve":
        """The curve of `parameters`; None takes the published ones."""
        weights = parameters or DEFAULT_WEIGHTS
        decay = -weights[20]
        return cls(decay, 0.9 ** (1 / decay) - 1, exp(weights[8]), weights[9], weights[10])

    def recall(self, days: int, stability: float) -> float:
        """The probability of recall so many days after a review: (1 + factor · t / S)^decay."""
        recall: float = (1 + self.factor * days / stability) ** self.decay
        return recall

    def after_pass(self, stability: float, difficulty: float, recall: float) -> float:
        """The stability, in days, after a Good on a later day, when the probability of recall was `recall`."""
        gain = self.growth * (11 - difficulty) * stability**-self.saturation * (exp((1 - recall) * self.spacing) - 1)
        after: float = stability * (1 + gain)
        return after
