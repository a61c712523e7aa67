"""A session of questions as a state machine: what is asked, how far the learner is with it, and what may be done now.

        ┌──────── undo ◀───────────────────────────────┐
        ▼                                              │
    ASKING ──reveal──▶ ANSWERED ──grade──▶ BETWEEN ──ask──▶ ASKING ...
        │                  │         └───▶ LEECH ──go on, suspend──▶ BETWEEN
        └─bury, suspend────┴──────────────▶ BETWEEN ──finish──▶ DONE

A session never changes: each method gives the session as it is afterwards, so that taking a step back is going back to the session before
it. It reads no clock and stores nothing. Whoever holds it stores an event first and tells it then: what is on disk has happened, and the
next question comes only after it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from quizapp.domain.history import Graded, Practised, Rating, mode_of
from quizapp.domain.languages import Languages
from quizapp.domain.modes import PRACTICE, Mode
from quizapp.domain.queue import Queue
from quizapp.domain.turn import Turn

if TYPE_CHECKING:
    from quizapp.domain.card import Card, CardText, Coverage
    from quizapp.domain.history import CardEvent


class State(StrEnum):
    """Where a session stands."""

    ASKING = "asking"
    """A question, its answer hidden."""
    ANSWERED = "answered"
    """A question with its answer."""
    LEECH = "leech"
    """The last grade has made a leech of its card: something should be done about that first."""
    BETWEEN = "between"
    """What was done is stored, and the next question is yet to be read."""
    DONE = "done"
    """Nothing is left to ask."""


class Act(StrEnum):
    """What a learner can do."""

    REVEAL = "reveal"
    TYPE = "type"
    MARK = "mark"
    GRADE = "grade"
    BURY = "bury"
    SUSPEND = "suspend"
    UNDO = "undo"
    SWITCH_LANGUAGE = "switch language"
    PAUSE = "pause"
    EDIT = "edit"
    LOOK = "look"
    """See the model answer while the interview goes on."""
    JUDGE = "judge"
    """Say whether one answered a follow-up question of an interview."""
    RUN_DEMO = "run demo"
    OPEN_LINK = "open link"
    FOLLOW_UPS = "follow-ups"
    GO_ON = "go on"


_AT_A_QUESTION = {Act.BURY, Act.SUSPEND, Act.UNDO, Act.SWITCH_LANGUAGE, Act.PAUSE, Act.EDIT, Act.FOLLOW_UPS}
ACTS: Mapping[State, frozenset[Act]] = MappingProxyType(
    {
        State.ASKING: frozenset({Act.REVEAL, Act.TYPE, *_AT_A_QUESTION}),
        State.ANSWERED: frozenset({Act.MARK, Act.GRADE, Act.RUN_DEMO, Act.OPEN_LINK, *_AT_A_QUESTION}),
        State.LEECH: frozenset({Act.GO_ON, Act.SUSPEND, Act.UNDO, Act.EDIT}),
        State.BETWEEN: frozenset({Act.GO_ON, Act.UNDO}),
        State.DONE: frozenset({Act.UNDO, Act.FOLLOW_UPS}),
    }
)
"""What each state allows, as far as the card has it; anything else is ignored."""
WHILE_PAUSED = frozenset({Act.PAUSE, Act.RUN_DEMO})
"""What is left to do while the question is hidden."""


@dataclass(frozen=True)
class SessionRules:
    """What does not change while a session lasts."""

    mode: Mode = Mode.QUIZ
    """One of `domain.modes`: stored with each answer."""
    ratings: tuple[Rating, ...] = tuple(Rating)
    """The grades on offer."""
    leech_lapses: int = 0
    """Lapses from which on a card is a leech; 0 for never."""


@dataclass(frozen=True)
class Session:
    """A session as it stands; the same for whoever draws it."""

    rules: SessionRules
    queue: Queue
    """The cards still to be asked."""
    languages: Languages
    new: frozenset[str] = frozenset()
    """The cards that had never been graded when the session began."""
    met: frozenset[str] = frozenset()
    """Those of them that are left to ask no longer, or no longer as new ones."""
    missing: Mapping[str, bool] = field(default_factory=dict)
    """Cards whose turn came while they were in no deck, and whether they are new: a file that is mended brings them back."""
    retaken: Mapping[str, Mode] = field(default_factory=dict)
    """Cards whose answer of an earlier session was taken back, and the mode it had: given again, it counts as it did."""
    state: State = State.BETWEEN
    turn: Turn | None = None
    """None between two questions and at the end."""
    lapses: int = 0
    """How often the card that is a leech was forgotten."""
    graded: "Card | None" = None
    """The card graded last."""
    done: int = 0
    """Cards passed or put aside."""
    number: int = 0
    """Grows with each question, answer and end: what was meant for another number comes too late."""
    before: "tuple[UUID, Session, float] | None" = field(default=None, compare=False, repr=False)
    """The last event that this session has stored, the session before it, and when that was left, in seconds."""

    @classmethod
    def begin(cls, cards: Iterable[str], new: Iterable[str], rules: "SessionRules", languages: Languages) -> "Session":
        """A session over `cards`, some of them `new`. The first one is still to be asked."""
        asked, never_graded = tuple(cards), frozenset(new)
        return cls(rules, Queue.of(asked), languages, never_graded.intersection(asked) if never_graded else never_graded)

    # -- what is on view ---------------------------------------------------------------------------------------------

    @property
    def practice(self) -> bool:
        """Whether its answers leave the schedule as it is."""
        return self.rules.mode in PRACTICE

    @property
    def left(self) -> int:
        """Cards still to be asked."""
        return len(self.queue)

    @property
    def new_left(self) -> int:
        """Those of them that were never graded."""
        return len(self.new) - len(self.met)

    @cached_property
    def acts(self) -> frozenset[Act]:
        """What can be done now."""
        return frozenset(act for act in ACTS[self.state] if self._makes_sense(act))

    def allows(self, act: Act, number: int | None = None) -> bool:
        """Whether `act` can be done now; and, with a `number`, whether that is what was on view when it was asked for."""
        return number in (None, self.number) and act in ACTS[self.state] and self._makes_sense(act)

    @property
    def followed(self) -> "tuple[Card, CardText] | None":
        """The card whose follow-up questions are on offer, and its text: the one whose answer is shown, otherwise the one graded last."""
        if self.state is State.ANSWERED and self.turn is not None:
            return self.turn.card, self.turn.question
        return None if self.graded is None else (self.graded, self.languages.question(self.graded))

    @property
    def counts(self) -> bool:
        """Whether the schedule follows an answer to the card that has its turn."""
        return self.turn is not None and self.mode_of(self.turn.card.id) not in PRACTICE

    def mode_of(self, card: str) -> Mode:
        """The mode with which an answer to `card` is stored."""
        return self.retaken.get(card, self.rules.mode)

    def _makes_sense(self, act: Act) -> bool:
        turn = self.turn
        if turn is not None and turn.watch.paused and act not in WHILE_PAUSED:
            return False
        if act is Act.FOLLOW_UPS:
            return self.followed is not None and bool(self.followed[1].follow_ups)
        if turn is None:
            return True
        if act is Act.SWITCH_LANGUAGE:
            return len(turn.card.texts) > 1
        if act is Act.MARK:
            return bool(turn.answer.key_points)
        return act is not Act.RUN_DEMO or bool(turn.question.demos)

    # -- asking ------------------------------------------------------------------------------------------------------

    def ask(self, card: "Card", attempt: str, marks: "tuple[Coverage, ...] | None", now: float) -> "Session":
        """The next question is there, with what the learner had typed and marked before."""
        languages = self.languages.at(self.done)
        turn = Turn.begin(card, languages, now, attempt, marks)
        return self._at(State.ASKING, turn, languages=languages)

    def skip(self, *, in_a_deck: bool) -> "Session":
        """The next card no longer waits."""
        card = self.queue.next
        assert card is not None, "nothing is left"
        missing = self.missing if in_a_deck else {**self.missing, card: self._is_new(card)}
        return replace(self, queue=self.queue.drop(card), met=self._met(card), missing=missing)

    def bring_back(self, cards: Iterable[str]) -> "Session":
        """Some of the `missing` cards are in a deck again."""
        session = self
        for card in cards:
            met = session.met - {card} if session.missing[card] else session.met
            missing = {each: new for each, new in session.missing.items() if each != card}
            session = replace(session, queue=session.queue.rest(card), met=met, missing=missing)
        return session

    def extend(self, cards: Iterable[str], new: Iterable[str]) -> "Session":
        """All is asked, and by now `cards` wait, some of them `new`: one that was put aside has made room, or the day is another one."""
        asked = tuple(cards)
        fresh = frozenset(new).intersection(asked)
        return replace(self, queue=Queue.of(asked), new=self.new | fresh, met=self.met - fresh)

    def finish(self) -> "Session":
        """Nothing is left to ask."""
        return self._at(State.DONE, None)

    # -- while a card has its turn -----------------------------------------------------------------------------------

    def reveal(self) -> "Session":
        """Shows the answer."""
        return self._at(State.ANSWERED, self._turn.reveal())

    def with_turn(self, turn: Turn) -> "Session":
        """The same question, otherwise: something was typed or marked, the clock was stopped, its card was edited."""
        return replace(self, turn=turn, languages=turn.languages)

    def speak(self, language: str) -> "Session":
        """Switch to `language`, or to alternating."""
        languages = replace(self.languages, chosen=language)
        return replace(self, languages=languages, turn=self.turn and self.turn.speak(languages))

    def under(self, card: str) -> "Session":
        """The card that has its turn is called `card` by now: its deck was read again meanwhile."""
        turn, old = self._turn, self._turn.card.id
        if card == old:
            return self
        new = self.new - {old} | {card} if self._is_new(old) else self.new
        return replace(self, queue=self.queue.drop(old).ask_now(card), new=new, turn=replace(turn, card=replace(turn.card, id=card)))

    # -- what is stored comes first ----------------------------------------------------------------------------------

    def after_grade(self, rating: Rating, event: UUID, now: float, lapses: tuple[int, int] = (0, 0)) -> "Session":
        """The card has been graded. `lapses` are its lapses before and after, which matter where it was failed."""
        card = self._turn.card
        retaken = {each: mode for each, mode in self.retaken.items() if each != card.id}
        graded: dict[str, Any] = {"graded": card, "retaken": retaken, "before": (event, self, now)}
        if rating is not Rating.AGAIN:
            return self._put_away(card.id, **graded)
        failed = graded | {"queue": self.queue.rest(card.id), "met": self._met(card.id)}
        if lapses[0] < self.rules.leech_lapses <= lapses[1]:
            return self._at(State.LEECH, self._turn, lapses=lapses[1], **failed)
        return self._at(State.BETWEEN, None, **failed)

    def after_putting_aside(self, event: UUID, now: float) -> "Session":
        """The card has been buried or suspended."""
        return self._put_away(self._turn.card.id, before=(event, self, now))

    def go_on(self) -> "Session":
        """Leave a leech as it is, and go on to the next question."""
        return self._at(State.BETWEEN, None)

    def after_undo(self, event: "CardEvent", now: float, *, new: bool) -> "Session":
        """`event` was taken back; without it its card was never graded if `new`. What this session had on view before it is on view again.

        An event of another session or window left nothing to go back to: its card is the next one to ask.
        """
        if self.before is not None and self.before[0] == event.id:
            _, before, left = self.before
            return before._again(self, left, now)
        card = event.card
        session = replace(self, queue=self.queue.ask_now(card), done=self.done if self.queue.holds(card) else max(0, self.done - 1))
        if isinstance(event, Graded | Practised):
            session = replace(session, retaken={**self.retaken, card: mode_of(event)})
        if new:
            session = replace(session, new=session.new | {card}, met=session.met - {card})
        if self.graded is not None and self.graded.id == card:
            session = replace(session, graded=None)
        return session._at(State.BETWEEN, None)

    # -- from session to session -------------------------------------------------------------------------------------

    @property
    def _turn(self) -> Turn:
        assert self.turn is not None, f"no card has its turn while {self.state}"
        return self.turn

    def _at(self, state: State, turn: Turn | None, **changes: Any) -> "Session":
        """This session in another state; `changes` are fields that change with it."""
        return replace(self, state=state, turn=turn, number=self.number + 1, **changes)

    def _again(self, later: "Session", left: float, now: float) -> "Session":
        """This session, which was left for `later` at `left`: the clock goes on from where it stood then, in the language of now."""
        turn = self._turn
        languages = replace(turn.languages, chosen=later.languages.chosen)
        turn = replace(turn.speak(languages), watch=replace(turn.watch.pressed(left), last=now, away=False))
        return replace(self, turn=turn, languages=languages, number=later.number + 1, missing=later.missing)

    def _put_away(self, card: str, **changes: Any) -> "Session":
        """`card` was passed or put aside."""
        changes |= {"queue": self.queue.drop(card), "met": self._met(card), "done": self.done + 1}
        return self._at(State.BETWEEN, None, **changes)

    def _met(self, card: str) -> frozenset[str]:
        """`met` once `card` has been, which may be a new one."""
        return self.met | {card} if card in self.new else self.met

    def _is_new(self, card: str) -> bool:
        return card in self.new and card not in self.met
