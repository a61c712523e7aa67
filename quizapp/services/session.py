"""Sessions being held. Screens and the plain dialogue draw `session` and send inputs; each step is stored before what follows is on view.

An input is ignored where it makes no sense: where the session allows no such act, or where it was meant for another question, whose
`number` it gives.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from quizapp.domain.errors import UnknownCardError
from quizapp.domain.history import Draft, Rating
from quizapp.domain.languages import Languages
from quizapp.domain.modes import Mode
from quizapp.domain.schedule import Recorded, TakenBack
from quizapp.domain.session import Act, Session, SessionRules, State
from quizapp.domain.stopwatch import Stopwatch
from quizapp.domain.turn import Turn
from quizapp.services.attempts import Attempts
from quizapp.services.study import Study

if TYPE_CHECKING:
    from concurrent.futures import Future

    from quizapp.domain.card import Card
    from quizapp.domain.mock_session import MockSession
    from quizapp.domain.progress import Misses
    from quizapp.domain.schedule import Schedule

Seconds: TypeAlias = Callable[[], float]
"""A clock for durations, from any origin."""
Waiting: TypeAlias = Callable[[], tuple[Sequence[str], Sequence[str]]]
"""The cards that wait now, and the new ones among them."""
S = TypeVar("S", Session, "MockSession")


class LiveSession(Generic[S]):
    """A quiz or a mock interview: an attempt is typed, the answer revealed, its key points are marked."""

    session: S
    """What is on view."""

    def __init__(self, attempts: Attempts, seconds: Seconds) -> None:
        self._attempts = attempts
        self._seconds = seconds
        self._unkept = False
        """Whether something was typed or marked that is not on disk yet."""

    @property
    def turn(self) -> Turn | None:
        """The card whose turn it is; None at a follow-up question, between two questions and at the end."""
        turn = self.session.turn
        return turn if isinstance(turn, Turn) else None

    def misses(self, turn: Turn) -> "Sequence[Misses]":
        """How often each key point of the answer shown at `turn` was missed in earlier answers. Raises StorageError."""
        return self._attempts.misses(turn.card, len(turn.answer.key_points))

    def start_typing(self, number: int | None = None) -> None:
        """Keys are text from now on."""
        if self.turn is not None and self.session.allows(Act.TYPE, number):
            self._change(replace(self.turn, typing=True))

    def stop_typing(self) -> None:
        """Keys are commands again; what is typed stays."""
        if self.turn is not None:
            self._change(replace(self.turn, typing=False))

    def write(self, text: str, number: int | None = None) -> None:
        """The attempt is `text` now. `keep` has it stored."""
        if self.turn is not None and text != self.turn.attempt and self.session.allows(Act.TYPE, number):
            self._change(self.turn.wrote(text))
            self._unkept = True

    def reveal(self, number: int | None = None) -> None:
        """Shows the answer. Raises StorageError where what was typed cannot be kept; it is shown all the same."""
        if self.session.allows(Act.REVEAL, number):
            self.session = self.session.reveal()
            self.keep()

    def mark(self, point: int, number: int | None = None) -> None:
        """Changes the mark of a key point, from 0. Raises StorageError where it cannot be kept; it is changed all the same."""
        if self.turn is not None and self.session.allows(Act.MARK, number) and point < len(self.turn.answer.key_points):
            self._change(self.turn.mark(point))
            self._unkept = True
            self.keep()

    def keep(self) -> None:
        """Stores what is typed and marked and not stored yet. Raises StorageError."""
        if self._unkept and self.turn is not None:
            self._attempts.keep(self.turn.card.id, Draft(self.turn.attempt, self.turn.marks))
            self._unkept = False

    def _change(self, turn: Turn) -> None:
        self.session = self.session.with_turn(turn)


class LiveQuiz(LiveSession[Session]):
    """A session of one of the modes that ask cards until nothing is left.

    Grades are stored as they are given: leave at any time, and a new session continues.
    """

    def __init__(
        self,
        session: Session,
        study: Study,
        attempts: Attempts,
        read: "Callable[[str], Card]",
        seconds: Seconds,
        waiting: Waiting,
    ) -> None:
        """Asks the first question of `session`. `read` gives a card by its id and raises UnknownCardError.

        `waiting` gives the cards, and the new ones among them, with which the session goes on where it would end.
        """
        super().__init__(attempts, seconds)
        self._waiting = waiting
        self.session = session
        self._study = study
        self._read = read
        self._ask_next()

    # -- a card's turn -----------------------------------------------------------------------------------------------

    def weigh(self) -> None:
        """Prepares for a grade while the answer is read: counts the days until the card comes back. Raises StorageError."""
        self._study.make_room()
        if self.turn is not None and self.session.state is State.ANSWERED and self.session.counts:
            self._change(replace(self.turn, intervals=self._study.intervals(self.turn.card.id)))

    def switch_language(self, number: int | None = None) -> None:
        """Switch to the card's next language."""
        if self.turn is not None and self.session.allows(Act.SWITCH_LANGUAGE, number):
            self._change(self.turn.speak(self.turn.languages.switch(self.turn.card)))

    def speak(self, language: str) -> None:
        """Switch to `language`, whatever is on view."""
        self.session = self.session.speak(language)

    def read_again(self) -> None:
        """Shows the card as the decks have it now; one that is no longer there stays as it was."""
        if self.turn is None:
            return
        try:
            self._change(self.turn.read_again(self._read(self.turn.card.id)))
        except UnknownCardError:
            return  # it may have got another id; what is done to it is stored for that one

    # -- what is stored ----------------------------------------------------------------------------------------------

    def grade(self, rating: Rating, number: int | None = None) -> "Schedule | None":
        """Grades the card and asks the next one; the card's schedule. None where the grade was ignored.

        Raises StorageError, and then nothing has changed; or the grade is stored, and the next question is yet to be read (`go_on`).
        """
        if self.turn is None or rating not in self.session.rules.ratings or not self.session.allows(Act.GRADE, number):
            return None
        card, taken = self.turn.card.id, round(self.turn.watch.elapsed(self._seconds()) * 1000)
        stored = self._study.grade(card, rating, taken, self.session.mode_of(card), self.turn.given)
        session, lapses = self.session.under(stored.event.card), (stored.before.lapses, stored.schedule.lapses)
        self._went_on(session.after_grade(rating, stored.event.id, self._seconds(), lapses))
        return stored.schedule

    def bury(self, number: int | None = None) -> bool:
        """Puts the card aside until tomorrow, and asks the next one. False where that was ignored. Raises as `grade` does."""
        return self._put_aside(Act.BURY, self._study.bury, number)

    def suspend(self, number: int | None = None) -> bool:
        """Puts the card aside until it is resumed, and asks the next one. False where that was ignored. Raises as `grade` does."""
        return self._put_aside(Act.SUSPEND, self._study.suspend, number)

    def undo(self) -> TakenBack | None:
        """Takes back the last thing done to any card and has that card on view; None where nothing is left. Raises StorageError."""
        if not self.session.allows(Act.UNDO):
            return None
        self.keep()
        taken_back = self._study.undo()
        if taken_back is not None:
            new = taken_back.schedule.first is None
            self._went_on(self.session.after_undo(taken_back.event, self._seconds(), new=new))
            self.read_again()
        return taken_back

    def go_on(self, number: int | None = None) -> None:
        """Go on to the next question, from a leech or when it could not be read before. Raises StorageError."""
        if self.session.allows(Act.GO_ON, number):
            self._went_on(self.session.go_on())

    # -- the clock ---------------------------------------------------------------------------------------------------

    def press(self) -> None:
        """Somebody is there."""
        self._time(Stopwatch.pressed)

    def pause(self) -> None:
        """Hides the question and stops the clock, or goes on."""
        if self.session.allows(Act.PAUSE):
            self._time(Stopwatch.toggled)

    def look_away(self) -> None:
        """Something else than the question is looked at."""
        self._time(Stopwatch.left)

    def look_back(self) -> None:
        """The question is looked at again."""
        self._time(Stopwatch.returned)

    def taken(self) -> tuple[float, bool]:
        """The seconds that the answer has taken so far, and whether the clock stands."""
        now, watch = self._seconds(), self.turn.watch if self.turn is not None else Stopwatch(0.0, paused=True)
        return watch.elapsed(now), watch.stands(now)

    # -- from step to step -------------------------------------------------------------------------------------------

    def _time(self, change: Callable[[Stopwatch, float], Stopwatch]) -> None:
        if self.turn is not None:
            self._change(replace(self.turn, watch=change(self.turn.watch, self._seconds())))

    def _put_aside(self, act: Act, store: Callable[[str], Recorded], number: int | None) -> bool:
        if self.turn is None or not self.session.allows(act, number):
            return False
        self.keep()
        event = store(self.turn.card.id).event
        self._went_on(self.session.under(event.card).after_putting_aside(event.id, self._seconds()))
        return True

    def _went_on(self, session: Session) -> None:
        """What was done is stored."""
        self._unkept = False
        self.session = session
        if session.state is State.BETWEEN:
            self._ask_next()

    def _ask_next(self) -> None:
        """What is due or new may meanwhile be passed in another window, or its deck may be gone: such cards are left out."""
        session, study = self.session, self._study
        session = session.bring_back([card for card in session.missing if study.in_a_deck(card)])
        left_out = set[str]()
        while (card := (session := self._going_on(session, left_out)).queue.next) is not None:
            if found := study.to_ask(card, session.rules.mode):
                read, draft = found
                self.session = session.ask(read, draft.text, draft.marks, self._seconds())
                return
            left_out.add(card)
            session = session.skip(in_a_deck=study.in_a_deck(card))
        self.session = session.finish()

    def _going_on(self, session: Session, left_out: set[str]) -> Session:
        """With what waits by now, where nothing is left; not once more with what could not be asked."""
        if session.left:
            return session
        cards, new = self._waiting()
        return session.extend([card for card in cards if card not in left_out], new)


class Sessions:
    """Opens sessions. `seconds` is a clock for durations."""

    def __init__(self, study: Study, attempts: Attempts, read: "Callable[[str], Card]", seconds: Seconds) -> None:
        self._study = study
        self._attempts = attempts
        self._read = read
        self._seconds = seconds
        self._ahead: dict[tuple[Mode, str | None], Future[tuple[list[str], list[str]]]] = {}
        """What is being looked up already, for the next `start`."""

    def look_ahead(self, mode: Mode, topic: str | None = None) -> None:
        """Has a thread look up what `start` will ask, while the caller does something else: among many cards it takes a while."""
        from concurrent.futures import ThreadPoolExecutor

        pool = ThreadPoolExecutor(1, "ahead")
        self._ahead[mode, topic] = pool.submit(self._study.asks, mode, topic)
        pool.shutdown(wait=False)

    def start(self, mode: Mode = Mode.QUIZ, topic: str | None = None, limit: int | None = None, language: str = "") -> LiveQuiz:
        """A session in one of `modes.STARTED`; today's, the queue being computed from what is stored, goes on where it was left."""
        ahead = self._ahead.pop((mode, topic), None)
        cards, new = self._study.asks(mode, topic) if ahead is None else ahead.result()
        goes_on = mode is Mode.QUIZ and limit is None
        return self._open(cards[:limit], new, mode, language, partial(self._study.asks, mode, topic) if goes_on else None)

    def start_over(self, cards: Iterable[str], language: str = "") -> LiveQuiz:
        """Exactly `cards`, in their order, due or not. Suspended ones, and those no longer in a deck, are left out."""
        asked, new = self._study.askable(cards)
        return self._open(asked, new, Mode.CHOSEN, language)

    def start_to_undo(self, language: str = "") -> LiveQuiz:
        """A session in the mode in which the last thing was done, to take it back in. But for today's quiz it asks nothing else."""
        mode = self._study.last_mode()
        return self.start(language=language) if mode == Mode.QUIZ else self._open((), (), mode, language)

    def _open(self, cards: Iterable[str], new: Iterable[str], mode: Mode, language: str, waiting: Waiting | None = None) -> LiveQuiz:
        rules = SessionRules(mode, self._study.ratings, self._study.leech_lapses)
        session = Session.begin(cards, new, rules, Languages(language))
        return LiveQuiz(session, self._study, self._attempts, self._read, self._seconds, waiting or _nothing)


def _nothing() -> tuple[Sequence[str], Sequence[str]]:
    return (), ()
