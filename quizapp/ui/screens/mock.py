"""A mock interview: question by question and follow-up by follow-up, against the clock, and no way back."""

from time import monotonic
from typing import ClassVar
from urllib.parse import urlsplit

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Footer, Static

from quizapp.domain.errors import QuizAppError
from quizapp.domain.history import Rating
from quizapp.services.answers import Answers
from quizapp.services.mock_interviews import FollowUpQuestion, MockSession, Question
from quizapp.ui import commands, messages
from quizapp.ui.phrases import elapsed, minutes_left
from quizapp.ui.screens.grading import GradingScreen
from quizapp.ui.widgets.desk import Desk
from quizapp.ui.widgets.follow_up import FollowUpPane
from quizapp.ui.widgets.grades import Grades
from quizapp.ui.widgets.inline import inline
from quizapp.ui.widgets.topbar import TopBar


class MockScreen(GradingScreen):
    """Holds an interview until it is over or left. Each answer is on disk before the next question shows."""

    CSS_PATH = "mock.tcss"
    AUTO_FOCUS = ""
    """A draft that comes back takes no keys until it is asked to."""
    ACTIONS = (
        commands.ShowAnswer,
        commands.TypeAnswer,
        commands.GradeAgain,
        commands.GradeHard,
        commands.GradeGood,
        commands.GradeEasy,
        commands.TickPoint,
        commands.HadFollowUp,
        commands.MissedFollowUp,
        commands.LookBack,
        commands.Help,
        commands.Back,
    )
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = "Interview"

    def __init__(self, sitting: MockSession, answers: Answers) -> None:
        super().__init__()
        self._sitting = sitting
        self._answers = answers
        self._asked: Question | FollowUpQuestion | None = None
        self._revealed = False
        self._shown_at = monotonic()

    def compose(self) -> ComposeResult:
        yield TopBar("Interview")
        with Horizontal(id="asked"):
            yield Static("", id="question", markup=False)
            yield Static("", id="aside", markup=False)
        yield Desk(self._answers)
        yield FollowUpPane()
        yield Grades(tuple(Rating))
        yield Footer(show_command_palette=False)

    async def on_mount(self) -> None:
        self.set_interval(1, self._tell_time)
        await self._ask()

    # -- asking ------------------------------------------------------------------------------------------------------

    async def _ask(self) -> None:
        """Whatever comes next, its answer hidden; the report when nothing does."""
        self._asked = self._sitting.next()
        self._set_revealed(False)
        self.set_class(isinstance(self._asked, FollowUpQuestion), "-follow-up")
        self.set_focus(None)
        match self._asked:
            case Question() as asked:
                self.query_one("#question", Static).update(asked.asked.question)
                self.query_one(Grades).suggest(None)
                await self.query_one(Desk).ask(asked.card, asked.answer)
            case FollowUpQuestion() as asked:
                self.query_one("#question", Static).update(inline(asked.follow_up.question))
                await self.query_one(FollowUpPane).ask(asked.question.question, asked.follow_up)
            case None:
                self.post_message(messages.MockFinished(self._sitting.id))
        self._shown_at = monotonic()
        self._tell_time()

    def _tell_time(self) -> None:
        if self._asked is None or not self.is_current:
            return
        taken = monotonic() - self._shown_at
        where = f"Interview · question {self._asked.number} of {self._sitting.questions}"
        if isinstance(self._asked, FollowUpQuestion):
            where += f" · follow-up {self._asked.place} of {self._asked.of}"
        self.query_one(TopBar).tell(where, minutes_left(self._sitting.seconds_left - taken))
        self.query_one("#aside", Static).update(elapsed(taken))

    def _set_revealed(self, revealed: bool) -> None:
        self._revealed = revealed
        self.show_grades(revealed)

    # -- what the learner can do -------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which actions make sense now; the others are neither in the footer nor on their keys."""
        question = isinstance(self._asked, Question)
        if action.startswith("grade_"):
            return self._revealed and question
        if action == "tick_point":
            return self._revealed and question and bool(parameters) and parameters[0] in range(self.query_one(Desk).points)
        if action in ("had_follow_up", "missed_follow_up"):
            return self._revealed and isinstance(self._asked, FollowUpQuestion)
        if action == "type_answer":
            return not self._revealed and question
        return action != "show_answer" or (not self._revealed and self._asked is not None)

    async def action_type_answer(self) -> None:
        await self.query_one(Desk).type()

    async def action_show_answer(self) -> None:
        asked = self._asked
        await self.query_one(Desk).lay_out()
        if asked is not self._asked or self._revealed:
            return
        self._set_revealed(True)
        if isinstance(asked, FollowUpQuestion):
            self.query_one(FollowUpPane).reveal()
        else:
            self.query_one(Desk).reveal()

    def action_tick_point(self, index: int) -> None:
        self.query_one(Desk).toggle(index)

    @on(Desk.Marked)
    def _suggest(self, event: Desk.Marked) -> None:
        self.query_one(Grades).suggest(event.suggestion)

    async def grade(self, rating: Rating) -> None:
        """On disk before the next question shows."""
        if not self._revealed or not isinstance(self._asked, Question):
            return
        try:
            self._sitting.grade(rating, self._taken_ms, self.query_one(Desk).attempt)
        except QuizAppError as error:
            self.report(error)
            return
        await self._ask()

    async def action_had_follow_up(self) -> None:
        await self._judge(correct=True)

    async def action_missed_follow_up(self) -> None:
        await self._judge(correct=False)

    @on(FollowUpPane.Judged)
    async def _judged(self, event: FollowUpPane.Judged) -> None:
        await self._judge(correct=event.correct)

    async def _judge(self, *, correct: bool) -> None:
        if not self._revealed or not isinstance(self._asked, FollowUpQuestion):
            return
        try:
            self._sitting.follow_up(correct=correct, duration_ms=self._taken_ms)
        except QuizAppError as error:
            self.report(error)
            return
        await self._ask()

    @property
    def _taken_ms(self) -> int:
        return round((monotonic() - self._shown_at) * 1000)

    def action_look_back(self) -> None:
        self.notify("There is no looking back in an interview. Its report comes at the end.", timeout=4, markup=False)

    def on_link_followed(self, event: messages.LinkFollowed) -> None:
        """Other cards and demos would tell what is yet to be asked."""
        if urlsplit(event.href).scheme in ("demo", "card"):
            event.stop()
            self.notify("Demos and other cards wait until the interview is over.", timeout=4, markup=False)

    async def action_back(self) -> None:
        self.notify("The interview is kept: i on the home screen goes on with it.", timeout=4, markup=False)
        self.post_message(messages.HomeRequested())
