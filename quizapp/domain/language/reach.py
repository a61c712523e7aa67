"""How far a denial reaches in its clause."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reach:
    """A word that denies, by its position in a clause, and the words that it denies: from `start` on, before `end`."""

    place: int
    start: int
    end: int
    noun: bool = False
    """Whether it denies nothing but what follows it ("no", "without")."""
    supposed: bool = False
    """Whether it only says when: "until nothing is wrong" denies nothing."""
