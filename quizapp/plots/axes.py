"""Which numbers an axis tells: multiples of 1, 2 or 5 times a power of ten (Heckbert, "Nice numbers for graph labels", 1990)."""

import math


def ticks(limits: tuple[float, float], most: int) -> list[tuple[float, str]]:
    """About `most` round values, at most one more, within `limits` (low, high), evenly spaced, each with its label."""
    low, high = limits
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        return []
    power = 10 ** math.floor(math.log10((high - low) / max(most, 1)))
    for step in (factor * power for factor in (1, 2, 5, 10, 20)):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first <= most:
            return [(i * step, f"{round(i * step, 12):.6g}") for i in range(first, last + 1)]
    return []
