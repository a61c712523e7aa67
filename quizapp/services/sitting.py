"""A sitting: cards are asked until nothing is left. What is due, new or chosen comes from `study`."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from quizapp.domain.history import NO_ATTEMPT, Attempt, Graded, Practised, Rating, mode_of
from quizapp.domain.modes import PRACTICE, Mode
from quizapp.domain.queue import Queue
from quizapp.domain.schedule import Schedule, TakenBack

if TYPE_CHECKING:
    from quizapp.domain.card import Card
    from quizapp.services.study import Study


class Sitting:
    """Asks cards until nothing is left: what waits today, or, in other modes, each card until it is passed, whatever its due day.

    Grades are stored as they are given: leave at any time, and a new daily one continues.
    """

    def __init__(self, study: "Study", cards: Sequence[str], new: Collection[str], mode: Mode = Mode.QUIZ) -> None:
        self._study = study
        self.mode = mode
        self._queue = Queue(cards)
        self._new = set(new).intersection(cards)
        self._out: dict[str, bool] = {}
        """Cards whose turn came while they were in no deck, and whether they are new: a file that is mended brings them back."""
        self._again: dict[str, Mode] = {}
        """Cards whose answer was taken back here, and the mode it had: given again, it counts as it did."""
        self.done = 0
        """Cards passed or put aside in this sitting."""
        self.leech: str | None = None
        """The card that the last grade has made a leech."""
        self._skip_what_no_longer_waits()

    @property
    def practice(self) -> bool:
        """Whether its answers leave the schedule as it is."""
        return self.mode in PRACTICE

    @property
    def left(self) -> int:
        """Cards still to be asked."""
        return len(self._queue)

    @property
    def new_left(self) -> int:
        """Those of them that were never graded."""
        return len(self._new)

    def card(self) -> "Card | None":
        """The card to ask now; None when the sitting is done."""
        card = self._queue.next
        return None if card is None else self._study.catalog.card(card)

    def grade(self, rating: Rating, duration_ms: int, said: Attempt = NO_ATTEMPT) -> Schedule:
        """Grades the card being asked and moves on. Raises StorageError, and then the card stays."""
        card = self._current()
        before = self._study.schedule(card).lapses if rating is Rating.AGAIN else 0
        schedule = self._study.grade(card, rating, duration_ms, self._again.get(card, self.mode), said)
        self._again.pop(card, None)
        self.leech = card if rating is Rating.AGAIN and before < self._study.leech_lapses <= schedule.lapses else None
        if rating is Rating.AGAIN:
            self._new.discard(card)
            self._queue.rest(card)
            self._skip_what_no_longer_waits()
        else:
            self._put_away(card)
        return schedule

    def bury(self) -> None:
        """Puts the card being asked aside until tomorrow."""
        card = self._current()
        self._study.bury(card)
        self._put_away(card)

    def suspend(self, card: str | None = None) -> None:
        """Puts a card, by default the one being asked, aside until it is resumed."""
        card = card or self._current()
        self._study.suspend(card)
        self._put_away(card)

    def undo(self) -> TakenBack | None:
        """Takes back the last thing done and asks that card again, next."""
        taken_back = self._study.undo()
        if taken_back is not None:
            card = taken_back.event.card
            if isinstance(taken_back.event, Graded | Practised):
                self._again[card] = mode_of(taken_back.event)
            if not self._queue.holds(card):
                self.done = max(0, self.done - 1)
            self._queue.ask_now(card)
            if taken_back.schedule.first is None:
                self._new.add(card)
            self._skip_what_no_longer_waits()
        return taken_back

    def _current(self) -> str:
        card = self._queue.next
        assert card is not None, "nothing is being asked"
        return card

    def _put_away(self, card: str) -> None:
        self._drop(card)
        self.done += 1
        self._skip_what_no_longer_waits()

    def _drop(self, card: str) -> None:
        self._queue.drop(card)
        self._new.discard(card)

    def _skip_what_no_longer_waits(self) -> None:
        for back in [one for one in self._out if self._study.in_a_deck(one)]:
            if self._out.pop(back):
                self._new.add(back)
            self._queue.rest(back)
        while (card := self._queue.next) is not None and not self._waits(card):
            if not self._study.in_a_deck(card):
                self._out[card] = card in self._new
            self._drop(card)

    def _waits(self, card: str) -> bool:
        """What is due or new may meanwhile be passed in another window; any other card waits until it leaves the queue, or is suspended."""
        return self._study.waits(card) if self.mode in (Mode.QUIZ, Mode.MORE_NEW) else self._study.askable(card)
