"""One card's turn in a session: its question stands there, an attempt is typed, the answer is revealed, its key points are marked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from quizapp.domain.card import Card, CardText, Coverage
from quizapp.domain.grading import Suggestion, suggested
from quizapp.domain.history import Attempt, Mark, Rating
from quizapp.domain.languages import Languages
from quizapp.domain.stopwatch import Stopwatch


@dataclass(frozen=True)
class Turn:
    """A turn as it stands. Each method gives the turn as it is from then on; `now` is in seconds from any origin."""

    card: Card
    languages: Languages
    watch: Stopwatch
    attempt: str = ""
    """What the learner has typed."""
    marks: tuple[Coverage, ...] | None = None
    """How much of each key point of the answer shown was said; None while nobody has gone through them."""
    typing: bool = False
    """Whether keys are text of the attempt."""
    revealed: bool = False
    intervals: Mapping[Rating, int] = field(default_factory=dict)
    """Days until the card comes back, by grade, 0 being today; empty before they are known, and always where it is practice."""

    @classmethod
    def begin(cls, card: Card, languages: Languages, now: float, attempt: str, marks: tuple[Coverage, ...] | None) -> "Turn":
        """The question comes at `now`, with an attempt that was begun before. Marks that the card has no such points for are dropped."""
        return cls(card, languages, Stopwatch(now), attempt, marks)._with_fitting_marks()

    @cached_property
    def question(self) -> CardText:
        """The text that is asked."""
        return self.languages.question(self.card)

    @cached_property
    def answer(self) -> CardText:
        """The text whose answer is shown; it may be in another language."""
        return self.languages.answer(self.card)

    @property
    def suggestion(self) -> Suggestion | None:
        """The grade that the marks suggest; None where nobody has set any."""
        return suggested(self.marks) if self.revealed and self.marks is not None else None

    @property
    def shown_marks(self) -> tuple[Coverage, ...]:
        """One for each key point of the answer shown; nothing was said where nobody has gone through them."""
        return (Coverage.MISSING,) * len(self.answer.key_points) if self.marks is None else self.marks

    @property
    def given(self) -> Attempt:
        """What is stored with a grade: what was typed, and the key points where somebody went through them."""
        own, shown = next(iter(self.card.texts.values())).key_points, self.answer.key_points
        points = own if len(own) == len(shown) else shown  # in the deck's own language, by which they are counted, where they correspond
        return Attempt(self.attempt.strip(), tuple(Mark(point.text, mark) for point, mark in zip(points, self.marks or (), strict=False)))

    def wrote(self, text: str) -> "Turn":
        """The whole attempt is `text` now. Marks that were kept with another text are not of this one."""
        return self if text == self.attempt else replace(self, attempt=text, marks=None)

    def reveal(self) -> "Turn":
        """Shows the answer. Key points are marked by what was typed, in any of the card's languages, unless they were marked before."""
        marks = self.marks
        if marks is None and self.attempt.strip():
            from quizapp.domain.matching import match  # with all its words it is not on the way to the first question

            others = [text for text in self.card.texts.values() if text != self.answer]
            marks = tuple(verdict.coverage for verdict in match(self.attempt.strip(), self.answer, others))
        return replace(self, revealed=True, typing=False, marks=marks)

    def mark(self, point: int) -> "Turn":
        """A key point (from 0) that was not said, or perhaps, was; one that was said was not."""
        marks = list(self.shown_marks)
        marks[point] = Coverage.MISSING if marks[point] is Coverage.SAID else Coverage.SAID
        return replace(self, marks=tuple(marks))

    def speak(self, languages: Languages) -> "Turn":
        """Switch to other languages. Marks are dropped if the answer then has a different number of key points."""
        return replace(self, languages=languages)._with_fitting_marks()

    def read_again(self, card: Card) -> "Turn":
        """Show the texts as the decks have them now."""
        return replace(self, card=card)._with_fitting_marks()

    def _with_fitting_marks(self) -> "Turn":
        fits = self.marks is None or len(self.marks) == len(self.answer.key_points)
        return self if fits else replace(self, marks=None)
