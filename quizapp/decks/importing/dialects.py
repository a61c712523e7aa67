"""The dialects that can be imported, and choosing the one that a source is written in."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from quizapp.decks.importing.material import Material, material
from quizapp.decks.importing.note import NotesFound
from quizapp.decks.importing.undecided import UndecidedError
from quizapp.domain.errors import DeckError, suggestion
from quizapp.domain.i18n import gettext


class Dialect(Protocol):
    """A way in which questions are written."""

    @property
    def id(self) -> str:
        """What `--as` calls it."""
        ...

    def words(self) -> str:
        """How it is written, in the language of the interface; it follows "167 questions, "."""
        ...

    def recognises(self, source: Material) -> float:
        """About how many cards `source` holds if it is written so; 0 where it is not. Reads no more than it needs."""
        ...

    def read(self, source: Material) -> NotesFound:
        """Everything in `source`, as raw notes: `tidying` puts HTML, links and headings right. Raises DeckError and UndecidedError."""
        ...


NEAR = 0.75
"""From this share of the most likely dialect's cards on, another one is near enough to ask."""


def read(path: Path, dialects: Sequence[Dialect], options: Mapping[str, str], wanted: str = "") -> NotesFound:
    """What the source at `path` holds, by the `wanted` dialect or the one that explains most of it.

    Raises DeckError where none does, and UndecidedError where that, or something that `options` would say, is for the learner to decide.
    """
    source = material(path, options)
    known = {dialect.id: dialect for dialect in dialects}
    if wanted:
        if wanted not in known:
            raise DeckError(gettext("there is no dialect {name!r}", name=wanted), suggestion(wanted, known))
        return _read(known[wanted], source)
    ranked = sorted(((dialect.recognises(source), dialect) for dialect in dialects), key=lambda pair: -pair[0])
    likely = [(score, dialect) for score, dialect in ranked if score and score >= NEAR * ranked[0][0]]
    if not likely:
        why = next((f" ({each.where}: {each.reason})" for each in source.left_out), "")
        raise DeckError(
            gettext("no questions were found in {path}", path=path) + why,
            gettext("`quizapp import --help` lists what can be read; --as says how this is written."),
        )
    if len(likely) > 1:
        raise UndecidedError(
            "as",
            gettext("{path} can be read in several ways", path=path),
            [dialect.id for _, dialect in likely],
            [f"{dialect.id}: {dialect.words()} ({score:.0f})" for score, dialect in likely],
        )
    return _read(likely[0][1], source)


def likeliest(path: Path, dialects: Sequence[Dialect]) -> tuple[float, str]:
    """About how many questions the dialect that explains most of the source at `path` finds, and how it is written. Raises QuizAppError."""
    source = material(path)
    score, best = max(((dialect.recognises(source), dialect) for dialect in dialects), key=lambda pair: pair[0])
    return score, best.words()


def _read(dialect: Dialect, source: Material) -> NotesFound:
    found = dialect.read(source)
    found.left_out = sorted({*found.left_out, *source.left_out})
    return found
