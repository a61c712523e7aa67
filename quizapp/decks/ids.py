"""What a card may be called, and what to call one that has no id yet: something short that says what its question is about."""

import re
import unicodedata
from collections.abc import Container, Iterator
from itertools import count

ID = re.compile(r"[a-z0-9-]+")
_MOST_WORDS = 4
_UNTOLD = frozenset(
    re.findall(
        r"\w+",
        """a an and are be between by can could did difference do does explain for from has have how in is it its need needs of on one or
        should that the their them they this to use used uses was we were what when where which who why will with work works would
        you your""",
    )
)
"""Words of a question that say nothing of what it is about."""


def legal(text: str) -> str:
    """The id nearest to `text`: small letters without accents, digits, and '-' for all else. Empty where nothing is left."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in letters if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def from_question(question: str) -> str:
    """An id of the words that say what `question` (plain text) is about; empty where it has no letter from a to z."""
    words = [word for word in legal(re.sub(r"['’](?:s\b)?", "", question)).split("-") if word]
    telling = [word for word in words if word not in _UNTOLD] or words
    id = "-".join(telling[:_MOST_WORDS])
    return id if has_letter(id) else ""


def has_letter(id: str) -> bool:
    """Whether `id` says anything, as "2" does not."""
    return bool(re.search("[a-z]", id))


def unused(id: str, taken: Container[str]) -> str:
    """`id`, with a number behind it where it is taken."""
    return next(each for each in _numbered(id) if each not in taken)


def _numbered(id: str) -> Iterator[str]:
    yield id
    yield from (f"{id}-{number}" for number in count(2))
