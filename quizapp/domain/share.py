"""A part of a whole, such as the reviews that were recalled among all."""

from collections.abc import Iterable
from typing import NamedTuple


class Share(NamedTuple):
    """`part` of `whole` things; nothing of nothing where there are none."""

    part: int = 0
    whole: int = 0

    @property
    def value(self) -> float | None:
        """0 to 1; None where there is nothing."""
        return self.part / self.whole if self.whole else None


def share(outcomes: Iterable[bool]) -> Share:
    """How many of `outcomes` are true, of how many."""
    part = whole = 0
    for outcome in outcomes:
        part += outcome
        whole += 1
    return Share(part, whole)
