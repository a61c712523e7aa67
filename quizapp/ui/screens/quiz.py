"""The quiz: one question at a time, its answer behind a key, its grade on disk before the next one shows."""

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import Center, Horizontal, Vertical
from textual.widgets import Static

from quizapp.domain.errors import DemoError, QuizAppError
from quizapp.domain.history import Rating
from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.domain.modes import MODES, Mode
from quizapp.domain.session import Act, Session, State
from quizapp.domain.turn import Turn
from quizapp.services.lab import Lab
from quizapp.services.predictions import Predictions
from quizapp.services.session import LiveQuiz
from quizapp.services.study import Study
from quizapp.ui import commands, messages
from quizapp.ui.notices import reported
from quizapp.ui.phrases import event_phrase, left_phrase
from quizapp.ui.screens.answering import AnsweringScreen
from quizapp.ui.widgets.clock import Clock
from quizapp.ui.widgets.demo_side import DemoSide
from quizapp.ui.widgets.grades import Grades
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.topbar import TopBar, bar

if TYPE_CHECKING:
    from quizapp.ui.dialogs.leech import LeechChoice

SIDE_BY_SIDE = 110
"""Columns from which answer and demo stand beside each other."""
BESIDE_A_DEMO = {command.action() for command in (commands.RunDemo, commands.Help, commands.Back)}
"""What the footer of a narrow screen names besides the demo's own keys; the other keys work as well."""


class QuizScreen(AnsweringScreen[Session]):
    """Asks until the session is done or left."""

    CSS_PATH = "quiz.tcss"
    ACTIONS = (
        commands.ShowAnswer,
        commands.TypeAnswer,
        commands.GradeAgain,
        commands.GradeHard,
        commands.GradeGood,
        commands.GradeEasy,
        commands.GradePass,
        commands.TickPoint,
        commands.RunDemo,
        commands.FollowUps,
        commands.Undo,
        commands.SwitchLanguage,
        commands.Pause,
        commands.Edit,
        commands.Bury,
        commands.Suspend,
        commands.OpenLink,
        commands.Help,
        commands.Back,
    )
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    ACTS: ClassVar = AnsweringScreen.ACTS | {
        "grade_pass": Act.GRADE,
        "run_demo": Act.RUN_DEMO,
        "follow_ups": Act.FOLLOW_UPS,
        "undo": Act.UNDO,
        "switch_language": Act.SWITCH_LANGUAGE,
        "pause": Act.PAUSE,
        "edit": Act.EDIT,
        "bury": Act.BURY,
        "suspend": Act.SUSPEND,
    }
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  (as Textual declares it)
        (0, "-narrow"),
        (SIDE_BY_SIDE, "-wide"),
    ]
    NAME = gettext_noop("Quiz")

    _live: LiveQuiz

    def __init__(self, live: LiveQuiz, study: Study, lab: Lab, predictions: Predictions, time_limit: float = 0.0) -> None:
        """`time_limit`: seconds for an answer, 0 for none."""
        super().__init__(live)
        self._study = study
        self._lab = lab
        self._demo = DemoSide(lab, predictions, id="demo-side")
        self._time_limit = time_limit
        self._preparing = False
        self._led_on = -1

    def in_footer(self, active: ActiveBinding) -> bool:
        """Where a demo stands in the answer's place, on a narrow screen, its keys come first."""
        alone = self._demo.shown and self.size.width < SIDE_BY_SIDE
        return not alone or active.node is not self or active.binding.action in BESIDE_A_DEMO

    def compose(self) -> ComposeResult:
        turn = self._live.turn
        yield TopBar(*self._header(turn))
        with Vertical(id="asked"):
            with Center():
                yield Static(turn.question.question if turn else "", id="question", markup=False)
            yield Static("", id="paused", markup=False)
            with Horizontal(id="below-question"):
                yield Static(_languages(turn), id="aside", markup=False)
                yield Clock(self._time_limit)
        with Horizontal(id="body"):
            yield Vertical(id="answer-side")
            yield self._demo
        yield Grades(self._live.session.rules.ratings)
        yield KeyBar()

    def on_mount(self) -> None:
        """What the question does not need comes after it has been painted."""
        session = self._live.session
        if session.state is State.DONE and session.rules.mode is not Mode.QUIZ and not session.done:
            self.notify(MODES[session.rules.mode].none, markup=False)
        self.app.app_suspend_signal.subscribe(self, lambda _: self._live.look_away(), immediate=True)
        self.app.app_resume_signal.subscribe(self, lambda _: self._look_back(), immediate=True)
        self.set_interval(1, self._draw_clock)
        self.draw()
        self.call_after_refresh(self._prepare)

    async def _prepare(self) -> None:
        """Makes the answer's side. Not twice: a key may need it before the first question has been painted."""
        from quizapp.ui.widgets.answer_pane import AnswerPane

        if self._preparing or not self.is_attached or self._live.session.state is State.DONE:
            return
        self._preparing = True
        self._pane = AnswerPane(self._live.misses)
        await self.query_one("#answer-side").mount(self._pane)
        self.draw_turn()
        self._warm()

    @work(thread=True, exclusive=True)
    def _warm(self) -> None:
        self._study.warm()

    @work(thread=True, group="lab")
    def _warm_lab(self, demo: str) -> None:
        """NumPy and the pane take a moment to import: while the answer is read, so that its demo opens at once."""
        from quizapp.ui.widgets import demo_pane  # noqa: F401

        with suppress(DemoError):  # which the pane will tell
            self._lab.warm(demo)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Shows the session as it stands."""
        session, turn = self._live.session, self._live.turn
        came = session.number != self._drawn
        if came and session.state is not State.ANSWERED:
            self._demo.close()
        self.query_one(TopBar).tell(*self._header(turn))
        self.put("#question", turn.question.question if turn else "")
        self.put("#aside", _languages(turn))
        self.put("#paused", gettext("Paused. {key} continues.", key=commands.Pause.spoken()))
        self.set_class(turn is not None and turn.watch.paused, "-paused")
        self._draw_clock()
        self.draw_turn()
        self._lead_on()

    def _lead_on(self) -> None:
        """Go from the last question to the summary, or from a leech to its dialog: once, and not from beneath another screen."""
        session = self._live.session
        if session.number == self._led_on or not self.is_current:
            return
        self._led_on = session.number
        if session.state is State.DONE:
            self.post_message(messages.QuizFinished(session.graded, session.followed[1].language if session.followed else ""))
        elif session.state is State.LEECH:
            self._offer_for_leech()

    def holds(self, live: LiveQuiz) -> bool:
        """Whether it draws `live`."""
        return self._live is live

    def _header(self, turn: Turn | None) -> tuple[str, str]:
        """Where the card is from; what is left, and how far the session is."""
        session = self._live.session
        done, of = session.done, session.done + session.left
        progress = f"{left_phrase(session)} · {done}/{of} {bar(done, of)}"
        return self._place(turn) if turn else "", progress

    def _place(self, turn: Turn) -> str:
        """Where the card is from. Where that cannot be read now, its question is worth showing all the same."""
        try:
            return self._study.place(turn.card.topic, turn.question.language)
        except QuizAppError as error:
            self.report(error)
            return ""

    def _draw_clock(self) -> None:
        if self._live.turn is not None and self.is_current and not self.leaving:
            seconds, stands = self._live.taken()
            self.query_one(Clock).show(seconds, stands=stands)

    # -- what the learner can do -------------------------------------------------------------------------------------

    def offered(self) -> set[str]:
        session = self._live.session
        hidden = {"grade_easy"} if len(session.rules.ratings) == 2 else {"grade_pass"}
        if self._demo.shown:
            hidden |= {"follow_ups", *(action for action, act in self.ACTS.items() if act is Act.GRADE)}  # a demo takes digits itself
        return super().offered() - hidden | ({"show_answer"} if session.state is State.BETWEEN else set())

    def offer(self) -> None:
        super().offer()
        way_out = gettext("{key} closes the demo, so you can grade your answer.", key=commands.RunDemo.spoken())
        self.query_one(Grades).rest(way_out if self._demo.shown else "")

    async def action_show_answer(self) -> None:
        """Where the next question could not be read, this tries again."""
        with self.stored():
            self._live.go_on(self._drawn)
            self._live.reveal(self._drawn)
            self._live.weigh()
        if "run_demo" in self._offered and (turn := self._live.turn) is not None:
            self._warm_lab(turn.question.demos[0].demo)

    async def action_type_answer(self) -> None:
        await self._prepare()
        await super().action_type_answer()

    def action_grade_hard(self) -> None:
        """The second of two buttons passes."""
        self.grade(Rating.HARD if Rating.HARD in self._live.session.rules.ratings else Rating.GOOD)

    def action_grade_pass(self) -> None:
        self.grade(Rating.GOOD)

    def grade(self, rating: Rating) -> None:
        """The grade is on disk before the next question shows."""
        with self.stored(again=partial(self.grade, rating)):
            self._live.grade(rating, self._drawn)

    def _offer_for_leech(self) -> None:
        """Before the next question, so that its time does not run meanwhile."""
        from quizapp.ui.dialogs.leech import LeechChoice, LeechDialog

        session, turn = self._live.session, self._live.turn
        assert turn is not None, "a leech is a card that has its turn"

        def act(chosen: "LeechChoice | None") -> None:
            if chosen is LeechChoice.SUSPEND:
                self.action_suspend()
            with self.stored():
                self._live.go_on(session.number)
            if chosen is LeechChoice.EDIT:
                self.post_message(messages.CardEditRequested(turn.card.id, turn.question.language))

        self.post_message(messages.DialogRequested(LeechDialog(turn.question.question, session.lapses), act))

    async def action_undo(self) -> None:
        with self.stored(again=self.action_undo):
            taken_back = self._live.undo()
            nothing = gettext("There is nothing to undo.")
            what = gettext("Taken back: {what}", what=event_phrase(taken_back.event)) if taken_back else nothing
            self.notify(what, timeout=3, markup=False)

    def action_bury(self) -> None:
        with self.stored(again=self.action_bury):
            if self._live.bury(self._drawn):
                self._report_put_aside(gettext("Put aside until tomorrow."))

    def action_suspend(self) -> None:
        with self.stored(again=self.action_suspend):
            if self._live.suspend(self._drawn):
                cards = commands.ShowCards.spoken()
                self._report_put_aside(gettext("Suspended. To resume it, go to the list of cards ({key} on the home screen).", key=cards))

    def _report_put_aside(self, what: str) -> None:
        undo = gettext("{key} undoes this.", key=commands.Undo.spoken())
        self.notify(f"{what} {undo}", timeout=4, markup=False)

    def action_switch_language(self) -> None:
        with self.stored():
            self._live.switch_language(self._drawn)

    def action_edit(self) -> None:
        if self._live.turn is not None:
            self.post_message(messages.CardEditRequested(self._live.turn.card.id, self._live.turn.question.language))

    def action_follow_ups(self) -> None:
        if self._live.session.followed:
            card, text = self._live.session.followed
            self.post_message(messages.FollowUpsRequested(card, text.language))

    async def speak(self, language: str) -> None:
        with self.stored():
            self._live.speak(language)

    async def reload(self) -> None:
        """Shows the card's text as the decks have it now, at the same place, and the days as the settings have them."""
        with self.stored():
            self._live.read_again()
            self._live.weigh()

    async def action_back(self) -> None:
        """A demo that is open is put away first."""
        if self._demo.shown:
            self._put_demo_away()
        else:
            self.post_message(messages.QuizLeft())

    # -- the time ----------------------------------------------------------------------------------------------------

    def pressed(self) -> None:
        """Goes on counting."""
        self._live.press()
        self._draw_clock()

    def on_screen_suspend(self) -> None:
        """Help, a card that was linked, a demo on the whole screen: their time is not the answer's."""
        self._live.look_away()

    def on_screen_resume(self) -> None:
        self._look_back()
        self._lead_on()

    def _look_back(self) -> None:
        if self.is_active:
            self._live.look_back()
            self._draw_clock()

    def action_pause(self) -> None:
        with self.stored():
            self._live.pause()
        if not self._demo.shown:
            for pane in self.answer_panes():
                pane.focus_answer()  # which lost the keys while it was hidden

    def labels(self) -> Mapping[str, str]:
        """While a question is asked, the follow-ups are those of the card before."""
        return {"follow_ups": gettext("Last card's follow-ups")} if self._live.session.state is State.ASKING else {}

    # -- the demo ----------------------------------------------------------------------------------------------------

    async def action_run_demo(self) -> None:
        """Opens the demo, or puts it away as it stands."""
        turn = self._live.turn
        if self._demo.shown:
            self._put_demo_away()
        elif turn is not None:
            await self._demo.open(turn.question.demos[0], self._seed(turn))
            self._arrange()

    def _seed(self, turn: Turn) -> int:
        """The demo's. Where it cannot be read now, the demo is worth running all the same."""
        with reported(self):
            return self._study.demo_seed(turn.card.id)
        return 0

    def _put_demo_away(self) -> None:
        self._demo.put_away()
        self._arrange()
        for pane in self.answer_panes():
            pane.focus_answer()

    def on_resize(self) -> None:
        """Put the demo beside the answer from a certain width on."""
        self._arrange()

    def _arrange(self) -> None:
        """Arrange by `display`: a class would have every widget on the screen styled anew."""
        if self.leaving:
            return
        self.query_one("#answer-side").display = not self._demo.shown or self.size.width >= SIDE_BY_SIDE
        self.offer()


def _languages(turn: Turn | None) -> str:
    return "|".join(turn.card.texts) if turn is not None and len(turn.card.texts) > 1 else ""
