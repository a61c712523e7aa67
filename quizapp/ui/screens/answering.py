"""What the quiz and the mock interview do alike: a question is asked, an attempt typed, the answer revealed, points marked, a grade given.

Such a screen draws the session that it is given, and sends inputs to it. It keeps nothing about the card itself.
"""

from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Generic

from textual import on
from textual.timer import Timer
from textual.widgets import Static

from quizapp.domain.errors import BusyError, QuizAppError
from quizapp.domain.history import Rating
from quizapp.domain.session import Act
from quizapp.services.session import LiveSession, S
from quizapp.ui import messages
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.widgets.grades import Grades

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quizapp.ui.widgets.answer_pane import AnswerPane
    from quizapp.ui.widgets.typed import Typed

KEEP_SECONDS = 0.4
"""How long what is typed may wait until it is on disk."""


class AnsweringScreen(CommandScreen[None], Generic[S]):
    """A screen with `Grades` and, in time, an `AnswerPane`."""

    AUTO_FOCUS = ""
    """The learner's own answer takes no keys until it is asked to, also where another screen stood before."""
    ACTS: ClassVar[dict[str, Act]] = {
        "show_answer": Act.REVEAL,
        "type_answer": Act.TYPE,
        "tick_point": Act.MARK,
        "open_link": Act.OPEN_LINK,
        "grade_again": Act.GRADE,
        "grade_hard": Act.GRADE,
        "grade_good": Act.GRADE,
        "grade_easy": Act.GRADE,
    }
    """What the actions of the screen mean to the session. Those that it does not allow are neither in the footer nor on their keys."""

    def __init__(self, live: LiveSession[S]) -> None:
        super().__init__()
        self._live: LiveSession[S] = live
        self._drawn = -1
        """The number of what is on the screen, none at first: an input is meant for it."""
        self._pane: AnswerPane | None = None
        self._offered: set[str] = set()
        self._points = 0
        self._keeping: Timer | None = None
        self._waiting = False
        """Whether something that was done waits for another program to let go of the database."""

    # -- for subclasses ----------------------------------------------------------------------------------------------

    async def respell(self) -> None:
        """Also what is drawn once a turn."""
        await super().respell()
        self.draw()

    def draw(self) -> None:
        """Shows the session as it stands."""
        raise NotImplementedError

    def grade(self, rating: Rating) -> None:
        """The learner has judged the answer."""
        raise NotImplementedError

    @property
    def answer_seen(self) -> bool:
        """Whether the answer, once it is given, is to be seen."""
        return True

    def draw_turn(self) -> None:
        """The answer's side, once it is there, and the grades."""
        session, turn = self._live.session, self._live.turn
        if self.leaving:
            return
        self._drawn = session.number
        grades, graded = self.query_one(Grades), Act.GRADE in session.acts
        if graded != self.has_class("-revealed"):
            self.set_class(graded, "-revealed", update=False)  # by `update` every widget on the screen would be styled anew
            grades.update_node_styles()
        if turn is not None:
            grades.offer(turn.intervals, turn.suggestion)
        for pane in self.answer_panes():
            pane.show(turn, session.number, seen=self.answer_seen)
        self.offer()

    def offered(self) -> set[str]:
        """The actions among `ACTS` that make sense now; the others are neither in the footer nor on their keys."""
        acts = self._live.session.acts
        return {action for action, act in self.ACTS.items() if act in acts}

    def offer(self) -> None:
        """Has keys and footer follow what makes sense now: worked out once, for each is asked about many times."""
        turn = self._live.turn
        self._offered, self._points = self.offered(), len(turn.answer.key_points) if turn is not None else 0
        self.refresh_bindings()

    def put(self, selector: str, text: str) -> None:
        """Shows `text`; the same one again costs nothing."""
        static = self.query_one(selector, Static)
        if static.content != text:
            static.update(text)

    def links(self) -> list[tuple[str, str]]:
        """Those of the answer that is revealed, also while it is still being laid out."""
        from quizapp.ui.widgets.answer import links_in

        turn = self._live.turn
        return links_in(replace(turn.answer, follow_ups=())) if turn is not None and turn.revealed else []

    def shown_card(self) -> tuple[str, str] | None:
        """The one being asked."""
        turn = self._live.turn
        return None if turn is None else (turn.card.id, turn.answer.language)

    def answer_panes(self) -> "list[AnswerPane]":
        """The one there is; none as long as it is not needed, for its import waits until the first question has been painted."""
        pane = self._pane
        return [] if self.leaving or pane is None or not pane.is_mounted else [pane]

    @contextmanager
    def stored(self, again: "Callable[[], object] | None" = None) -> "Iterator[None]":
        """Wrap what stores something: what cannot be stored is reported, and the outcome is drawn either way.

        Where another program has the database, `again` is called once it is free: the screen does not stand still meanwhile.
        """
        try:
            yield
        except BusyError as error:
            if again is None:
                self.report(error)
            elif not self._waiting:
                self._waiting = True
                self.post_message(messages.DatabaseBusy(partial(self._go_on_with, again, error)))
        except QuizAppError as error:
            self.report(error)
        if not self.leaving:
            self.draw()

    def _go_on_with(self, again: "Callable[[], object]", error: BusyError, free: bool) -> None:
        self._waiting = False
        if self.leaving:
            return
        if free:
            self.call_later(again)
        else:
            self.report(error)

    # -- keys --------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which actions make sense now."""
        if action == "tick_point" and parameters and parameters[0] not in range(self._points):
            return False
        return action not in self.ACTS or action in self._offered

    async def action_show_answer(self) -> None:
        with self.stored():
            self._live.reveal(self._drawn)

    async def action_type_answer(self) -> None:
        with self.stored():
            self._live.start_typing(self._drawn)

    def action_tick_point(self, index: int) -> None:
        with self.stored(again=self._keep):
            self._live.mark(index, self._drawn)
        for pane in self.answer_panes():
            pane.show_point(index)

    def action_grade_again(self) -> None:
        self.grade(Rating.AGAIN)

    def action_grade_hard(self) -> None:
        self.grade(Rating.HARD)

    def action_grade_good(self) -> None:
        self.grade(Rating.GOOD)

    def action_grade_easy(self) -> None:
        self.grade(Rating.EASY)

    # -- what widgets report -----------------------------------------------------------------------------------------

    @on(Grades.Chosen)
    def _grade_clicked(self, event: Grades.Chosen) -> None:
        self.grade(event.rating)

    def on_answer_pane_marked(self, event: "AnswerPane.Marked") -> None:
        self.action_tick_point(event.point)

    def on_typed_begun(self) -> None:
        with self.stored():
            self._live.start_typing()

    def on_typed_wrote(self, event: "Typed.Wrote") -> None:
        """What is typed is on disk a moment later, however long the typing goes on."""
        self._live.write(event.text, event.number)
        if self._keeping is None:
            self._keeping = self.set_timer(KEEP_SECONDS, self._keep)

    def on_typed_left(self) -> None:
        """The keys are the screen's again."""
        with self.stored():
            self._live.stop_typing()
            self._live.keep()

    def on_unmount(self) -> None:
        """Whichever way the screen is left."""
        self._keep()

    def keep_typed(self) -> None:
        """Stores what stands in the text area now, also where the message about it has not come yet. Raises StorageError."""
        for pane in self.answer_panes():
            self._live.write(*pane.typed())
        self._live.keep()

    def _keep(self) -> None:
        self._keeping = None
        try:
            self._live.keep()
        except BusyError:
            if not self.leaving:
                self._keeping = self.set_timer(KEEP_SECONDS, self._keep)
        except QuizAppError as error:
            self.report(error)
