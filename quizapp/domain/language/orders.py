"""What a text puts in an order that must not be turned round: what is inside what, and what is better, faster or more than what, and
from where to where something goes.

English goes by the words between two things ("X is part of Y", "X beats Y", "X is faster than Y", "from X to Y"), Korean by particles
(X는 Y에 속한다, Y 안에 X가 있다, X가 Y보다 낫다). "A is inside B" and "B contains A" are the same order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizapp.domain.language.denial import denies
from quizapp.domain.language.opposites import Side, ends
from quizapp.domain.language.words import Clause, Word

_INSIDE = frozenset("subset subsets part subfield branch inside within belongs included contained falls".split())
_AROUND = frozenset("contains includes holds encompasses covers comprises superset umbrella containing including".split())
_BEATS = frozenset("beats beat outperforms outperform surpasses surpass".split())
_TOWARDS = frozenset({"to", "towards", "toward", "into", "until"})
_ARTICLES = frozenset({"the", "a", "an", "its", "their", "one"})
_PRONOUNS = frozenset({"it", "they", "that", "this", "which"})
_HARD = frozenset({"hard", "harder", "difficult", "tough"})
_BETWEEN = _INSIDE | _AROUND | _BEATS | {"than"}
_THINGS = frozenset({"and", *_BETWEEN})
"""What stands on either side of a thing."""
_PREDICATES = {
    "inside": tuple("속하 속한 속합 포함되 포함된 포함됩 부분집합 하위 일부 들어가 들어간 들어갑".split()),
    "around": tuple("포함하 포함한 포함합 감싸 상위".split()),
}
_ROLES = {
    "than": ("보다",),
    "into": ("에", "에도"),
    "of": ("의",),
    "object": ("을", "를"),
    "subject": ("은", "는", "이", "가", "도", "건"),
}
"""Particles, by what they make of a noun."""
_WITHIN = ("안에", "속에")

Thing = frozenset[str]
"""The stems of the words that name it, and their initials."""

ANYTHING = frozenset({"*"})
"""What is not named: boosted trees are "hard to beat", whatever tries."""


@dataclass(frozen=True, slots=True)
class Order:
    """Two things of which one comes first on an axis: inside the other, towards the lower end of two opposites, or on the way."""

    axis: str
    first: Thing
    second: Thing


def orders(text: Sequence[Clause]) -> list[tuple[int, Order]]:
    """What the clauses of a text put in an order and do not deny, each with the number of its clause."""
    found: list[tuple[int, Order]] = []
    for number, clause in enumerate(text):
        for order in () if denies(clause) else (*_english(clause.words), *_korean(clause.words)):
            goes_on = not order.first and found and clause.words[0].text == "which"
            whole = Order(order.axis, found[-1][1].second, order.second) if goes_on else order
            if whole.first and whole.second:
                found.append((number, whole))
    return found


def closure(given: Sequence[Order]) -> list[Order]:
    """These, and one step of what follows from them: what is inside something inside a third thing."""
    return [*given, *(Order(a.axis, a.first, b.second) for a in given for b in given if a.axis == b.axis and a.second == b.first)]


def reverses(one: Order, other: Order) -> bool:
    """Whether `one` turns `other` round: what names only one of the two things in either names the other one there."""
    if one.axis != other.axis:
        return False
    first, second = other.first - other.second, other.second - other.first
    upper, lower = one.second - one.first, one.first - one.second
    if ANYTHING in (one.second, other.first):
        return bool(lower & second) and not upper & second
    return bool(upper & first and lower & second)


def _thing(words: Sequence[Word]) -> Thing:
    telling = [word for word in words if not word.silent]
    initials = {one.text[0] + next.text[0] for one, next in pairwise(telling) if one.text.isalpha() and next.text.isalpha()}
    return frozenset(word.stem for word in telling) | initials


def _on_axis(words: Sequence[Word], low: Thing, high: Thing) -> Iterator[Order]:
    """The order of two things that `words` compare by one of everyday opposites."""
    side: Side | None = next((end for word in reversed(words) for end in sorted(ends(word))), None)
    if side is not None:
        yield Order(side[0], *((low, high) if side[1] else (high, low)))


def _english(words: Sequence[Word]) -> Iterator[Order]:
    for place, word in enumerate(words):
        if word.text in _BETWEEN:
            begin = max((i + 1 for i in range(place) if words[i].text in _THINGS), default=0)
            end = next((i for i in range(place + 1, len(words)) if words[i].text in _THINGS), len(words))
            before, behind = _thing(words[begin:place]), _thing(words[place + 1 : end])
            if word.text == "than":
                yield from _on_axis(words[begin:place], before, behind)
            elif word.text in _BEATS and any(each.text in _HARD for each in words[begin:place]):
                yield Order("worth", ANYTHING, before)
            elif word.text in _BEATS:
                named = before and words[place - 1].text not in _PRONOUNS
                yield Order("worth", _thing(words[place + 1 : _noun_end(words, place + 1)]), before if named else ANYTHING)
            else:
                yield Order("inside", *((before, behind) if word.text in _INSIDE else (behind, before)))
        elif word.text == "from":
            yield from _way(words[place + 1 :])


def _way(words: Sequence[Word]) -> Iterator[Order]:
    """The order of two places that one comes from and goes to: "from the output to the input"."""
    to = next((i for i, word in enumerate(words) if word.text in _TOWARDS), 0)
    if to:
        yield Order("way", _thing(words[:to]), _thing(words[to + 1 : _noun_end(words, to + 1)]))


def _noun_end(words: Sequence[Word], begin: int) -> int:
    """Where the noun ends that begins there: at a preposition or the like."""
    return next((i for i in range(begin, len(words)) if words[i].silent and words[i].text not in _ARTICLES), len(words))


def _korean(words: Sequence[Word]) -> Iterator[Order]:
    named: dict[str, Thing] = {}
    for role, thing in _phrases(words):
        named.setdefault(role, thing)
    subject, around = named.get("subject", Thing()), named.get("into", named.get("of", Thing()))
    predicate = next((kind for word in words for kind, beginnings in _PREDICATES.items() if word.text.startswith(beginnings)), "")
    if "within" in named:
        yield Order("inside", subject, named["within"])
    elif predicate == "inside":
        yield Order("inside", subject, around)
    elif predicate == "around":
        yield Order("inside", named.get("object", named.get("of", Thing())), subject)
    if "than" in named:
        yield from _on_axis(words, subject, named["than"])


def _phrases(words: Sequence[Word]) -> Iterator[tuple[str, Thing]]:
    """What each noun but the last word does in its clause, and its words: those up to one with a particle."""
    begin = 0
    for i, (word, following) in enumerate(pairwise(words)):
        role = next((role for role, endings in _ROLES.items() if word.korean and word.text.endswith(endings)), "")
        if word.text in _WITHIN:
            role = "within"
        elif following.text in _WITHIN:
            role = ""
        if role:
            yield role, _thing(words[begin : i + (role != "within")])
            begin = i + 1
