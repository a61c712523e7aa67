"""Sets of row numbers that grow mostly at their end, kept as the few spans they consist of: `1-500,502-1200`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Spans:
    """Whole numbers from 1 on. `pairs` are the first and the last of each span, in order, with gaps between."""

    pairs: tuple[tuple[int, int], ...] = ()

    @classmethod
    def read(cls, written: str) -> "Spans":
        """What `str` of spans has given."""
        pairs = (each.partition("-") for each in written.split(",") if each)
        return cls(tuple((int(first), int(last)) for first, _, last in pairs))

    def __str__(self) -> str:
        return ",".join(f"{first}-{last}" for first, last in self.pairs)

    @property
    def last(self) -> int:
        """The highest number; 0 where there is none."""
        return self.pairs[-1][1] if self.pairs else 0

    def adding(self, numbers: Iterable[int]) -> "Spans":
        """These and `numbers`."""
        return self.joined((number, number) for number in numbers)

    def joined(self, pairs: Iterable[tuple[int, int]]) -> "Spans":
        """These and all numbers between those of each of `pairs`."""
        merged: list[tuple[int, int]] = []
        for first, last in sorted([*self.pairs, *pairs]):
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = merged[-1][0], max(merged[-1][1], last)
            else:
                merged.append((first, last))
        return Spans(tuple(merged))

    def gaps(self, end: int) -> Iterator[tuple[int, int]]:
        """The spans of what is missing up to `end`."""
        start = 1
        for first, last in self.pairs:
            if start <= min(first - 1, end):
                yield start, min(first - 1, end)
            start = last + 1
        if start <= end:
            yield start, end


NONE = Spans()
