"""A mock interview: question by question and follow-up by follow-up, against the clock, with no way back."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, Vertical
from textual.widgets import Static

from quizapp.domain.history import Rating
from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.domain.mock_session import FollowUpTurn, MockSession
from quizapp.domain.session import Act, State
from quizapp.services.interview import LiveInterview
from quizapp.ui import commands, messages
from quizapp.ui.phrases import elapsed, minutes_left
from quizapp.ui.screens.answering import AnsweringScreen
from quizapp.ui.widgets.answer_pane import AnswerPane
from quizapp.ui.widgets.follow_up import FollowUpPane
from quizapp.ui.widgets.grades import Grades
from quizapp.ui.widgets.inline import inline
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.topbar import TopBar


class MockScreen(AnsweringScreen[MockSession]):
    """Holds an interview until it is over or left. Each answer is on disk before the next question shows."""

    CSS_PATH = "mock.tcss"
    ACTIONS = (
        commands.ShowAnswer,
        commands.TypeAnswer,
        commands.GradeAgain,
        commands.GradeHard,
        commands.GradeGood,
        commands.GradeEasy,
        commands.ShowModelAnswer,
        commands.TickPoint,
        commands.HadFollowUp,
        commands.MissedFollowUp,
        commands.LookBack,
        commands.Help,
        commands.Back,
    )
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    ACTS: ClassVar = AnsweringScreen.ACTS | {"had_follow_up": Act.JUDGE, "missed_follow_up": Act.JUDGE, "show_model_answer": Act.LOOK}
    NAME = gettext_noop("Interview")

    _live: LiveInterview

    def compose(self) -> ComposeResult:
        yield TopBar(gettext("Interview"))
        with Vertical(id="asked"):
            with Center():
                yield Static("", id="question", markup=False)
            yield Static("", id="aside", markup=False)
        yield Static("", id="withheld", markup=False)
        self._pane = AnswerPane()
        yield self._pane
        yield FollowUpPane()
        yield Grades(tuple(Rating))
        yield KeyBar()

    def on_mount(self) -> None:
        self.set_interval(1, self._draw_time)
        self.draw()

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Whatever is asked; the report when nothing is left to ask."""
        session, turn = self._live.session, self._live.session.turn
        came = session.number != self._drawn
        self.set_class(isinstance(turn, FollowUpTurn), "-follow-up")
        question = self.query_one("#question", Static)
        if isinstance(turn, FollowUpTurn):
            question.update(inline(turn.follow_up.question))
            self.query_one(FollowUpPane).show(turn, revealed=session.state is State.ANSWERED, seen=self.answer_seen)
        else:
            self.put("#question", "" if turn is None else turn.question.question)
        self._tell_withheld()
        if came and session.state is State.ASKING:
            self.set_focus(None)
        self.draw_turn()
        self._draw_time()
        if came and session.state is State.DONE:
            self.post_message(messages.MockFinished(self._live.id))

    def _tell_withheld(self) -> None:
        """Who wants the answer can have it."""
        session = self._live.session
        judge = gettext("Did you know it?") if isinstance(session.turn, FollowUpTurn) else gettext("How was your answer? Grade it.")
        look = gettext("The model answer will be in the report; {key} shows it now.", key=commands.ShowModelAnswer.spoken())
        self.put("#withheld", f"{judge} {look}")
        self.query_one("#withheld").display = session.withheld

    @property
    def answer_seen(self) -> bool:
        return not self._live.session.withheld

    def _draw_time(self) -> None:
        session = self._live.session
        if session.turn is None or not self.is_current or self.leaving:
            return
        taken, left = self._live.seconds()
        question = gettext("question {number} of {total}", number=session.question_number, total=session.questions)
        where = [gettext("Interview"), question]
        if isinstance(session.turn, FollowUpTurn):
            where.append(gettext("follow-up {number} of {total}", number=session.turn.place, total=session.turn.of))
        self.query_one(TopBar).tell(" · ".join(where), minutes_left(left))
        self.put("#aside", elapsed(taken))

    # -- what the learner can do -------------------------------------------------------------------------------------

    def labels(self) -> Mapping[str, str]:
        """Space shows no answer here: it says that one was given."""
        return {"show_answer": gettext("Answered")}

    def offered(self) -> set[str]:
        return super().offered() | ({"show_answer"} if self._live.session.state is State.BETWEEN else set())

    async def action_show_answer(self) -> None:
        """Where the next question could not be read, this tries again."""
        with self.stored():
            self._live.go_on()
            self._live.reveal(self._drawn)

    def action_show_model_answer(self) -> None:
        with self.stored():
            self._live.look(self._drawn)

    def grade(self, rating: Rating) -> None:
        """The grade is on disk before the next question shows."""
        with self.stored(again=partial(self.grade, rating)):
            self._live.grade(rating, self._drawn)

    def action_had_follow_up(self) -> None:
        self._judge(correct=True)

    def action_missed_follow_up(self) -> None:
        self._judge(correct=False)

    @on(FollowUpPane.Judged)
    def _judged(self, event: FollowUpPane.Judged) -> None:
        self._judge(correct=event.correct)

    def _judge(self, *, correct: bool) -> None:
        with self.stored(again=partial(self._judge, correct=correct)):
            self._live.judge(correct=correct, number=self._drawn)

    def action_look_back(self) -> None:
        self.notify(gettext("There is no going back in an interview. The report comes at the end."), timeout=4, markup=False)

    def on_link_followed(self, event: messages.LinkFollowed) -> None:
        """Some wait until the interview is over."""
        if not self._live.session.opens(event.href):
            event.stop()
            self.notify(gettext("Demos and other cards wait until the interview is over."), timeout=4, markup=False)

    async def action_back(self) -> None:
        kept = gettext("Your interview is saved. {key} on the home screen continues it.", key=commands.ShowMock.spoken())
        self.notify(kept, timeout=4, markup=False)
        self.post_message(messages.HomeRequested())
