"""What a card may be called, and what to call one that has no id yet: something short that says what its question is about."""

import re
import unicodedata
from collections.abc import Container, Iterator
from itertools import count

from quizapp.decks.suffix import seems_to_say_a_language
from quizapp.decks.telling import telling
from quizapp.domain.names import composed, folded

LEGAL = "small letters, digits and '-'"
"""What an id consists of, in words."""
_MOST_WORDS, _MOST_CHARACTERS = 4, 60
_ASCII = re.compile("[a-z0-9-]+")
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Characters that Unicode counts among letters and marks, and that are not seen."""


def is_id(text: str) -> bool:
    """Whether a card may be called `text`: letters and digits of any script, composed and in small letters, and '-'."""
    if text.isascii():  # as most are; this is seen much faster
        return bool(_ASCII.fullmatch(text))
    return text == folded(text) == _with_hyphens(text)


def legal(text: str) -> str:
    """The id nearest to `text`: in small letters, with '-' for all else. Empty where nothing is left."""
    id = re.sub("-+", "-", _with_hyphens(folded(unicodedata.normalize("NFKC", text)))).strip("-")
    return id if is_id(id) else ""


def of_file(stem: str) -> str:
    """The id that a file's name, without language and extension, gives the card that is alone in it.

    Empty where it gives none: where nothing of it may be in an id, or its end may have been meant as a language.
    """
    name = composed(stem)
    return name if is_id(name) else "" if seems_to_say_a_language(name) else legal(name)


def from_question(question: str) -> str:
    """An id of the words that say what `question` (plain text) is about; empty where it has no letter."""
    words = [word for word in legal(re.sub(r"['’](?:s\b)?", "", question)).split("-") if word]
    id = legal("-".join((telling(words) or words)[:_MOST_WORDS])[:_MOST_CHARACTERS])
    return id if has_letter(id) else ""


def has_letter(id: str) -> bool:
    """Whether `id` says anything, as "2" does not."""
    return any(char.isalpha() for char in id)


def unused(id: str, taken: Container[str]) -> str:
    """`id`, with a number behind it where it is taken."""
    return next(each for each in _numbered(id) if each not in taken)


def _numbered(id: str) -> Iterator[str]:
    yield id
    yield from (f"{id}-{number}" for number in count(2))


def _with_hyphens(text: str) -> str:
    """`text` with '-' for whatever is no letter and no digit; marks stay behind the letters that they belong to."""
    chars = ["-"]
    for char in text:
        chars.append(char if _is_kept(char, chars[-1]) else "-")
    return "".join(chars[1:])


def _is_kept(char: str, before: str) -> bool:
    if char.isascii():
        return char.isalnum()
    kind = unicodedata.category(char)
    return (kind[0] == "L" or kind == "Nd" or (kind in ("Mn", "Mc") and before != "-")) and not _UNSEEN.match(char)
