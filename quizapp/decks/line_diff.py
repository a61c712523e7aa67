"""The diff of a file that was mended: mending changes lines and adds none, so that nearly always nothing has to be sought."""

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from itertools import pairwise

_ABOUT = 3
"""Lines that stay, shown before and after those that change."""


def line_diff(before: Sequence[str], after: Sequence[str], name: str) -> Iterator[str]:
    """A unified diff of a file, as `difflib.unified_diff` gives it; that one seeks, where a last line of blanks has gone."""
    if len(before) != len(after):
        yield from unified_diff(before, after, name, name)
        return
    changed = [number for number, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    if not changed:
        return
    yield from (f"--- {name}\n", f"+++ {name}\n")
    ends = [number for number, following in pairwise([*changed, len(before) + 2 * _ABOUT + 1]) if following - number > 2 * _ABOUT + 1]
    first = 0
    for last in ends:
        hunk = changed[first : (first := changed.index(last, first) + 1)]
        yield from _hunk(before, after, hunk)


def _hunk(before: Sequence[str], after: Sequence[str], changed: Sequence[int]) -> Iterator[str]:
    start, end = max(0, changed[0] - _ABOUT), min(len(before), changed[-1] + _ABOUT + 1)
    place = f"{start + 1}" if end - start == 1 else f"{start + 1},{end - start}"
    yield f"@@ -{place} +{place} @@\n"
    number = start
    while number < end:
        run = number
        while run < end and before[run] != after[run]:
            run += 1
        yield from (f"-{line}" for line in before[number:run])
        yield from (f"+{line}" for line in after[number:run])
        if run < end:
            yield f" {before[run]}"
        number = run + 1
