"""Names as people write them, held against names that are stored: in one form of Unicode, in whatever case."""

from unicodedata import normalize


def composed(name: str) -> str:
    """`name` in composed form: "é" is one character, a Korean syllable as well, whatever keyboard or file system it comes from."""
    return normalize("NFC", name)


def folded(name: str) -> str:
    """`name` as it is compared where case does not matter."""
    return composed(composed(name).casefold())
