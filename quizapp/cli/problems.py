"""Mistakes in decks as lines: each one, or, where there are many of a kind, one of them and how many more there are."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from quizapp.domain.card import Problem
from quizapp.domain.i18n import gettext, ngettext

MANY = 10
"""Mistakes of one kind; from this many on they are counted."""
_PARTICULAR = re.compile(r"""(?:\bthe id |\bformula )?(?:'[^']*'|"[^"]*"|\$\S*|\d[\d,]*)|: .*""")
"""What differs between mistakes of one kind: names, numbers, and what to do about them."""


def problem_lines(found: Sequence[tuple[Path, Problem]]) -> Iterator[str]:
    """A line for each mistake, in order; of a kind that has many, the first one and the number of the others."""
    kinds: dict[tuple[str, str], list[tuple[Path, Problem]]] = {}
    for folder, problem in found:
        kinds.setdefault(_kind(problem), []).append((folder, problem))
    for folder, problem in found:
        like = kinds[_kind(problem)]
        if len(like) < MANY:
            yield f"{folder}/{problem}"
        elif like[0] == (folder, problem):
            files = len({(place, each.path) for place, each in like})
            in_files = ngettext("{count:,} file", "{count:,} files", files)
            yield f"{folder}/{problem}"
            yield gettext("    and {count:,} more like this, in {files} in all; --all lists them", count=len(like) - 1, files=in_files)


def _kind(problem: Problem) -> tuple[str, str]:
    return problem.severity, _PARTICULAR.sub("", problem.message)
