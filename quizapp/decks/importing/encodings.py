"""Text in an encoding other than UTF-8: which one it looks like, and reading it once the learner has agreed."""

import codecs
from collections.abc import Sequence

from quizapp.decks.importing.undecided import UndecidedError
from quizapp.domain.drawable import one_line
from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = ("cp949", "shift_jis", "gb18030", "cp1252", "latin-1")
"""Tried in this order where no mark tells: Korean first, Western last, because almost any bytes are Western text."""
_SAMPLE = 60
"""Characters that are shown to a person who decides."""


def decoded(data: bytes, name: str, encoding: str = "") -> str:
    """The text of the file `name`: in UTF-8, or else in `encoding`, the one that the learner has agreed to.

    Raises UndecidedError where there is none yet, and DeckError where it does not fit.
    """
    try:
        if not data.startswith(tuple(mark for mark, _ in _MARKS)) and not _zeros(data, 1 / 2):
            return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if not encoding:
        guesses = guessed(data)
        sample = _first_foreign(data.decode(guesses[0], errors="replace"))
        raise UndecidedError(
            "encoding",
            gettext("{file} is not UTF-8. It looks like {encoding}: {sample}", file=name, encoding=guesses[0], sample=sample),
            guesses,
        )
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except (ValueError, LookupError) as error:  # a name with a NUL in it is a ValueError too
        raise DeckError(
            gettext("{file} cannot be read as {encoding}", file=name, encoding=encoding),
            gettext("Save it as UTF-8, or give another --encoding."),
        ) from error


def guessed(data: bytes) -> Sequence[str]:
    """Encodings in which `data` could be, the likeliest first."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    if _zeros(data, 1 / 4):
        zeros = data[:1000:2].count(0), data[1:1000:2].count(0)
        return ["utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"]
    return [encoding for encoding in _LIKELY if _fits(data, encoding)]


def _zeros(data: bytes, share: float) -> bool:
    """Whether more than `share` of every other byte are zeros: so text looks in UTF-16. A few zeros are control characters."""
    sample = data[:1000]
    return max(sample[::2].count(0), sample[1::2].count(0)) > share * len(sample) / 2


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _first_foreign(text: str) -> str:
    """The first line that is not plain ASCII, for there it shows whether the encoding is right."""
    line = next((line.strip() for line in text.splitlines() if not line.isascii()), text[:_SAMPLE])
    return one_line(line[:_SAMPLE])
