"""What in a typed answer speaks for each key point of a card, and what against it; module `matching` has the definition."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial

from quizapp.domain.expected import DENY, Expected
from quizapp.domain.keypoints import CardPoints, Point
from quizapp.domain.language.denial import denies
from quizapp.domain.language.opposites import opposed, sides
from quizapp.domain.language.orders import reverses
from quizapp.domain.language.stance import limits, released
from quizapp.domain.language.words import Clause, Word
from quizapp.domain.swaps import swapped
from quizapp.domain.terms import Occurrence, Term, TypedAnswer

SINGLE_WORD = 0.7
"""One word is sooner said in passing than a phrase of two; two of them are worth 0.91."""
ONE_OF_SEVERAL = 0.5
"""A point with several bold phrases asks for more than one, or for one and some of the words around it."""
CONTRADICTED = 0.5
"""Less than one denied word of full weight (0.7), more than a common one or half a phrase."""
WHOLLY = 0.9
"""The share of a term that must be found for its denial to count: who denies half a phrase may deny something else."""
SHOWN = 0.4
"""Worth from which a term is named as found or denied, and counts as one of several."""

Focus = Callable[..., float]
"""The focus of a clause on one point, by the clause's number and the positions of what is found there."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one point and against it, each from 0 to 1."""

    strength: float
    denial: float
    breadth: float
    found: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()

    @property
    def contradicted(self) -> bool:
        """Whether the answer says the opposite."""
        return self.denial >= CONTRADICTED and self.denial >= self.strength

    @property
    def own(self) -> float:
        """What the point's own words speak for it, from 0 to 2."""
        return self.strength + (0.0 if self.contradicted else self.breadth)

    @property
    def whole(self) -> bool:
        """Whether a phrase of the point, or all its own words, are said as they are."""
        return not self.contradicted and max(self.strength, self.breadth) >= 1.0


class Bearing(Enum):
    """What an occurrence of a term does for its point."""

    FOR = auto()
    AGAINST = auto()
    NEITHER = auto()


@dataclass(frozen=True, slots=True)
class Hit:
    """An occurrence of a term in an answer."""

    term: Term
    place: Occurrence
    worth: float
    bearing: Bearing


def gathered(answer: TypedAnswer, card: CardPoints) -> list[Evidence]:
    """The evidence for each point of `card`."""
    spoken = [_spoken(answer, point) for point in card.points]
    anyone: dict[int, set[int]] = {}
    for mine in spoken:
        for clause, positions in mine.items():
            anyone.setdefault(clause, set()).update(positions)
    turned = _turned_round(answer, card)
    return [
        _evidence(answer, card, point, its, partial(_focus, mine, anyone))
        for point, its, mine in zip(card.points, turned, spoken, strict=True)
    ]


def _spoken(answer: TypedAnswer, point: Point) -> Mapping[int, set[int]]:
    """The positions in each clause of words that belong to `point`."""
    found: dict[int, set[int]] = {}
    for word in point.words:
        for clause, positions in answer.where(word).items():
            found.setdefault(clause, set()).update(positions)
    return found


def _focus(mine: Mapping[int, set[int]], anyone: Mapping[int, set[int]], clause: int, said: Set[int] = frozenset()) -> float:
    """The share of the point's words in what any point's words make of `clause`, with those `said` as its own, initials for example."""
    return len(mine.get(clause, said) | said) / len(anyone.get(clause, said) | said)


def _turned_round(answer: TypedAnswer, card: CardPoints) -> list[set[int]]:
    """For each point the clauses of the answer that turn round what it puts in an order, or swap it with something else."""
    turned = [{clause for clause, order in answer.orders if any(reverses(order, its) for its in point.orders)} for point in card.points]
    for language in card.claims:
        for point, clause in swapped(language, card.asked, answer.affirmed, answer.statements):
            turned[point].add(clause)
    return turned


def _evidence(answer: TypedAnswer, card: CardPoints, point: Point, turned: Set[int], focus: Focus) -> Evidence:
    hits = [_hit(answer, card, point, each, place, turned) for each in point.terms for place in answer.places(each.term, card.weigh)]
    meant = [hit for hit in hits if hit.bearing is Bearing.FOR and not _part_of_denial(hit, hits)]
    said = [(hit.worth * focus(hit.place.clause, hit.place.positions), hit) for hit in meant]
    against = [(hit.worth, hit) for hit in hits if _contradicts(hit, meant)]
    strength, found = _together(answer, _best(said))
    denial, denied = _together(answer, _best(against))
    if point.several and len(found) < 2:
        strength *= ONE_OF_SEVERAL
    spoilt = {hit.place.clause for hit in hits if hit.bearing is Bearing.AGAINST and hit.worth >= SHOWN}
    return Evidence(strength, denial, _breadth(answer, card, point, focus, spoilt), found, denied)


def _hit(answer: TypedAnswer, card: CardPoints, point: Point, each: Expected, place: Occurrence, turned: Set[int]) -> Hit:
    weight = place.share * sum(map(card.weigh, each.term.words))
    worth = place.share**2 * min(1.0, weight) * (SINGLE_WORD if len(each.term.words) == 1 else 1.0)
    return Hit(each.term, place, worth, Bearing.AGAINST if place.clause in turned else _bearing(answer, point, each, place))


def _bearing(answer: TypedAnswer, point: Point, each: Expected, place: Occurrence) -> Bearing:
    """What the clause says of the term, beside what the point wants said."""
    clause, term = answer.clauses[place.clause], each.term
    if any(reverses(order, its) for number, order in answer.orders if number == place.clause for its in term.orders):
        return Bearing.NEITHER
    denied = denies(clause) if term.negative else any(answer.denied[place.clause][i] for i in place.positions)
    if each.subject and not denied and clause.sentence not in answer.denying:
        return Bearing.NEITHER
    others = [pair for i, pair in enumerate(zip(clause.words, answer.negated[place.clause], strict=True)) if i not in place.positions]
    if opposed(sides(others), point.sides | term.sides):
        return Bearing.AGAINST
    if denied in each.denials or (not denied and _as_good_as_denied(each, clause, place)):
        return Bearing.FOR
    if each.loose:
        return Bearing.NEITHER
    return Bearing.AGAINST if denied or not _spared(answer, point, each.term, place) else Bearing.NEITHER


def _as_good_as_denied(each: Expected, clause: Clause, place: Occurrence) -> bool:
    """Whether `clause` limits what it speaks of, or keeps it away: "stops co-adaptation" for "units do not co-adapt"."""
    return (not each.term.negative and limits(clause)) or (each.denials == DENY and place.positions <= released(clause.words))


def _spared(answer: TypedAnswer, point: Point, term: Term, place: Occurrence) -> bool:
    """Whether the clause affirms nothing of what the point denies."""
    predicate = [word for word in point.denied if word not in term.words]
    return bool(predicate) and not term.negative and not any(place.clause in answer.near(word) for word in predicate)


def _part_of_denial(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether `hit` is a part of something that the answer turns into its opposite: "trees" in "trees need scaling"."""
    return any(
        each.bearing is Bearing.AGAINST and each.place.clause == hit.place.clause and hit.place.positions < each.place.positions
        for each in hits
        if each.worth > hit.worth
    )


def _contradicts(hit: Hit, meant: Sequence[Hit]) -> bool:
    """Whether `hit` denies all of its term, which the answer says nowhere, and none of its words say more for the point."""
    if hit.bearing is not Bearing.AGAINST or hit.place.share < WHOLLY:
        return False
    stronger = [each for each in meant if each.worth >= hit.worth]
    if any(each.term == hit.term for each in stronger):
        return False
    overlaps = (each.place.clause == hit.place.clause and each.place.positions & hit.place.positions for each in stronger)
    return not hit.term.negative or not any(overlaps)


def _best(hits: Sequence[tuple[float, Hit]]) -> list[tuple[float, Hit]]:
    """For each term the hit that is worth most."""
    best: dict[Term, tuple[float, Hit]] = {}
    for worth, hit in hits:
        if hit.term not in best or worth > best[hit.term][0]:
            best[hit.term] = (worth, hit)
    return list(best.values())


def _together(answer: TypedAnswer, hits: Sequence[tuple[float, Hit]]) -> tuple[float, tuple[str, ...]]:
    """The worth of terms together, no word of the answer counted twice, and which they are."""
    doubt, names, used = 1.0, list[str](), set[str]()
    for worth, hit in sorted(hits, key=lambda each: -each[0]):
        stems = {answer.clauses[hit.place.clause].words[i].stem for i in hit.place.positions}
        if not stems & used:
            doubt *= 1 - worth
            names += [hit.term.text] if worth >= SHOWN and hit.term.text else []
        used |= stems
    return 1 - doubt, tuple(names)


def _breadth(answer: TypedAnswer, card: CardPoints, point: Point, focus: Focus, spoilt: Set[int]) -> float:
    return max((_breadth_of(answer, card, words, focus, spoilt) for words in point.texts), default=0.0)


def _breadth_of(answer: TypedAnswer, card: CardPoints, words: Sequence[Word], focus: Focus, spoilt: Set[int]) -> float:
    """For `words` of one language; a word in several clauses counts where the focus is best, in `spoilt` ones nowhere."""
    held: dict[int, dict[Word, float]] = {}
    for word in words:
        for clause, positions in answer.near(word).items():
            if clause in spoilt:
                continue
            for sentence in (answer.clauses[clause].sentence - 1, answer.clauses[clause].sentence):
                here = held.setdefault(sentence, {})
                here[word] = max(here.get(word, 0.0), focus(clause, frozenset(positions)))
    total = max(1.0, sum(map(card.weigh, words)))
    return max((sum(card.weigh(word) * share for word, share in here.items()) for here in held.values()), default=0.0) / total
