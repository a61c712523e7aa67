"""A mock interview being held. What is answered is on disk, so that it may be left at any time."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from quizapp.domain.history import FollowUpAnswered, Practised, Rating
from quizapp.domain.mock import Interview
from quizapp.domain.mock_session import FollowUpTurn, MockSession
from quizapp.domain.modes import Mode
from quizapp.domain.session import Act
from quizapp.services.attempts import Attempts
from quizapp.services.lazy import Lazy
from quizapp.services.session import LiveSession, Seconds
from quizapp.services.study import Random, Study

if TYPE_CHECKING:
    from quizapp.domain.card import Card
    from quizapp.storage.history import History


class LiveInterview(LiveSession[MockSession]):
    """Asks its questions and follow-ups until there is none, or no time, left."""

    def __init__(
        self,
        interview: Interview,
        study: Study,
        history: Lazy["History"],
        attempts: Attempts,
        read: "Callable[[str], Card]",
        random: Random,
        seconds: Seconds,
    ) -> None:
        super().__init__(attempts, seconds)
        self.session = MockSession(interview)
        self._study = study
        self._history = history
        self._read = read
        self._random = random
        self._ask_next()

    @property
    def id(self) -> UUID:
        """Of the interview."""
        return self.session.interview.begin.id

    def grade(self, rating: Rating, number: int | None = None) -> None:
        """Stores the answer to the question and asks what comes next. Raises StorageError, and then nothing has changed."""
        if self.turn is None or not self.session.allows(Act.GRADE, number):
            return
        card, given, at, taken = self.turn.card.id, self.turn.given, self._study.now(), self._taken_ms

        def draft(id: UUID) -> Practised:
            return Practised(id, at, card, Rating(rating), taken, Mode.MOCK, given.text, given.marks, self.id)

        event = self._history().record(at, self._random(), draft).event
        assert isinstance(event, Practised)
        if event.card != card:
            self.session = replace(self.session, interview=self.session.interview.under({card: event.card}))
        self._went_on(event)

    def look(self, number: int | None = None) -> None:
        """Shows the model answer before the interview is over."""
        if self.session.allows(Act.LOOK, number):
            self.session = self.session.look()

    def judge(self, *, correct: bool, number: int | None = None) -> None:
        """Stores whether the learner had the follow-up, and asks what comes next. Raises StorageError, and then nothing has changed."""
        turn = self.session.turn
        if not isinstance(turn, FollowUpTurn) or not self.session.allows(Act.JUDGE, number):
            return
        answer, at, taken = self.session.interview.answers[-1], self._study.now(), self._taken_ms

        def draft(id: UUID) -> FollowUpAnswered:
            return FollowUpAnswered(id, at, self.id, answer.id, turn.name, correct, taken)

        self._went_on(self._history().append(at, self._random(), draft))

    def go_on(self) -> None:
        """Go on to the next question, which could not be read before. Raises StorageError."""
        if self.session.allows(Act.GO_ON):
            self._ask_next()

    def seconds(self) -> tuple[float, float]:
        """Those since the question came, and those left of the interview."""
        now = self._seconds()
        return self.session.taken(now), self.session.seconds_left(now)

    @property
    def _taken_ms(self) -> int:
        return round(self.session.taken(self._seconds()) * 1000)

    def _went_on(self, event: Practised | FollowUpAnswered) -> None:
        self._unkept = False
        self.session = self.session.after(event)
        self._ask_next()

    def _ask_next(self) -> None:
        session, now = self.session, self._seconds()
        answers = session.interview.answers
        if answers and (follow_up := session.next_follow_up(self._read(answers[-1].card))):
            self.session = session.ask_follow_up(follow_up, now)
        elif (card := session.next_card) is None:
            self.session = session.finish()
        else:
            draft = self._attempts.draft(card)
            self.session = session.ask(self._read(card), draft.text, draft.marks, now)
