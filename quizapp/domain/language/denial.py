"""What a clause denies: for each of its words, whether it is said not to be so.

Files `english_denial` and `korean_denial` say how far a denial reaches in each language. Two denials cancel. A condition denies nothing:
"if the loss does not fall, stop" says that one stops.
"""

from collections.abc import Sequence

from quizapp.domain.language import english_denial, korean_denial
from quizapp.domain.language.reach import Reach
from quizapp.domain.language.words import Clause, Word

_CONDITIONS = frozenset("if unless when whenever once until".split())


def negates(word: Word) -> bool:
    """Whether `word` denies something."""
    return korean_denial.negates(word.text) if word.korean else english_denial.negates(word.text)


def denies(clause: Clause) -> bool:
    """Whether `clause` denies anything, be it as a condition: "without a bias", "편향이 없으면"."""
    return any(map(negates, clause.words))


def denied(clause: Clause) -> list[bool]:
    """For each word of `clause` whether it is denied there."""
    return [False] * len(clause.words) if conditional(clause) else _parity(clause, [each for each in _reaches(clause) if not each.supposed])


def denied_in_form(clause: Clause) -> list[bool]:
    """The same where a condition counts as what it says: "if it is not separable" denies "separable"."""
    return _parity(clause, _reaches(clause))


def _reaches(clause: Clause) -> list[Reach]:
    return [*english_denial.reaches(clause.words), *korean_denial.reaches(clause.words)]


def _parity(clause: Clause, every: Sequence[Reach]) -> list[bool]:
    return [sum(_reached(place, by, every) for by in every) % 2 == 1 for place in range(len(clause.words))]


def conditional(clause: Clause) -> bool:
    """Whether `clause` is a condition: "if ...", "...하면"."""
    return clause.words[0].text in _CONDITIONS or clause.words[-1].text.endswith(("면", "면요"))


def _reached(place: int, by: Reach, every: Sequence[Reach]) -> bool:
    """Whether `by` reaches `place`. That of a noun behind a verb's reaches what the verb's does: "can't do without"."""
    if by.start <= place < by.end and place != by.place:
        return True
    verb = next((each for each in every if not each.noun and each.start <= place < each.place), None) if by.noun else None
    return verb is not None and verb.place < by.place < verb.end
