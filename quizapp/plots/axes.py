"""Where a value lies on an axis, and which numbers the axis names."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from quizapp.demos.figures import Floats, Plot


@dataclass(frozen=True)
class Axis:
    """From `low` to `high` in data units, evenly, or (`base`) in the logarithm to a base."""

    low: float
    high: float
    base: int | None = None

    def share(self, values: ArrayLike) -> Floats:
        """How far along the axis each value is: 0 at its low end, 1 at its high one; not finite where a logarithm is not."""
        at = np.asarray(values, float)
        if not self._logarithmic:
            return np.asarray((at - self.low) / (self.high - self.low))
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.log(at / self.low) / math.log(self.high / self.low))

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """About `most` values, at most one more, each with its label: round ones, or whole powers of the base."""
        if self.base is None or not self._logarithmic:
            return ticks((self.low, self.high), most)
        low, high = (math.log(end, self.base) for end in (self.low, self.high))
        powers = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
        if len(powers) < 2:
            return ticks((self.low, self.high), most)
        stride = math.ceil(len(powers) / max(most, 1))
        return [(float(self.base) ** k, label(float(self.base) ** k)) for k in powers if k % stride == 0]

    @property
    def _logarithmic(self) -> bool:
        return self.base is not None and 0 < self.low < self.high


def axes(plot: Plot) -> tuple[Axis, Axis]:
    """The axes of x and y."""
    return Axis(*plot.xlim, plot.xlog), Axis(*plot.ylim, plot.ylog)


def ticks(limits: tuple[float, float], most: int) -> list[tuple[float, str]]:
    """About `most` round values, at most one more, within `limits` (low, high), evenly spaced, each with its label.

    They are multiples of 1, 2 or 5 times a power of ten (Heckbert, "Nice numbers for graph labels", 1990).
    """
    low, high = limits
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        return []
    power = 10 ** math.floor(math.log10((high - low) / max(most, 1)))
    for step in (factor * power for factor in (1, 2, 5, 10, 20)):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first <= most:
            return [(i * step, label(round(i * step, 12))) for i in range(first, last + 1)]
    return []


def label(value: float) -> str:
    """A number as an axis names it: 0.25, 1024, 1e-6."""
    digits, e, power = f"{value:.6g}".partition("e")
    return f"{digits}e{int(power)}" if e else digits
