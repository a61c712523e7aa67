"""Accents: what combines with one letter, and the word that says the same of several."""

from typing import NamedTuple


class Accent(NamedTuple):
    """An accent by its macro."""

    mark: str
    """Combines with the letter before it."""
    word: str
    """Stands before what is longer than a letter, as in overline(AB)."""
    wide: bool = False
    """Covers all that is below it, an index included."""


ACCENTS = {
    "hat": Accent("\u0302", "hat"),
    "bar": Accent("\u0304", "bar"),
    "tilde": Accent("\u0303", "tilde"),
    "dot": Accent("\u0307", "dot"),
    "ddot": Accent("\u0308", "ddot"),
    "vec": Accent("\u20d7", "vec"),
    "check": Accent("\u030c", "check"),
    "breve": Accent("\u0306", "breve"),
    "acute": Accent("\u0301", "acute"),
    "grave": Accent("\u0300", "grave"),
    "mathring": Accent("\u030a", "ring"),
    "overline": Accent("\u0304", "overline", wide=True),
    "underline": Accent("\u0332", "underline", wide=True),
    "widehat": Accent("\u0302", "hat", wide=True),
    "widetilde": Accent("\u0303", "tilde", wide=True),
    "overrightarrow": Accent("\u20d7", "vec", wide=True),
    "overleftarrow": Accent("\u20d6", "leftvec", wide=True),
}
