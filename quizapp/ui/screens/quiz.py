"""The quiz: one question at a time, its answer behind a key, its grade on disk before the next one shows."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer, Static

from quizapp.domain.card import Card, CardText, DemoLink
from quizapp.domain.errors import QuizAppError
from quizapp.domain.history import Rating
from quizapp.domain.languages import Languages
from quizapp.domain.modes import MODES, Mode
from quizapp.domain.stopwatch import Stopwatch
from quizapp.services.answers import Answers
from quizapp.services.lab import Lab
from quizapp.services.predictions import Predictions
from quizapp.services.sitting import Sitting
from quizapp.services.study import Study
from quizapp.ui import commands, messages
from quizapp.ui.phrases import event_phrase, left_phrase
from quizapp.ui.screens.grading import GradingScreen
from quizapp.ui.widgets.clock import Clock
from quizapp.ui.widgets.grades import Grades
from quizapp.ui.widgets.topbar import TopBar, bar

if TYPE_CHECKING:
    from quizapp.ui.widgets.desk import Desk


SIDE_BY_SIDE = 110
"""Columns from which answer and demo stand beside each other."""
BESIDE_A_DEMO = (commands.RunDemo, commands.Help, commands.Back)
"""What the footer of a narrow screen names besides the demo's own keys; the other keys work as well."""
WHILE_PAUSED = (commands.RunDemo, commands.Pause, commands.Help, commands.Back)
"""What is left to do while the question is hidden."""


class QuizScreen(GradingScreen):
    """Asks what a sitting holds until it is done or left."""

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
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  (as Textual declares it)
        (0, "-narrow"),
        (SIDE_BY_SIDE, "-wide"),
    ]
    NAME = "Quiz"

    def __init__(
        self, study: Study, sitting: Sitting, answers: Answers, lab: Lab, predictions: Predictions, language: str, time_limit: float = 0.0
    ) -> None:
        """`time_limit`: seconds for an answer, 0 for none."""
        super().__init__()
        self._study = study
        self._sitting = sitting
        self._answers = answers
        self._lab = lab
        self._predictions = predictions
        self._open: DemoLink | None = None
        """What the demo pane, shown or put away, was opened with."""
        self._demo_shown = False
        self._languages = Languages(language)
        self._revealed = False
        self._watch = Stopwatch(monotonic())
        self._time_limit = time_limit
        self._card: Card | None = sitting.card()
        self._graded: Card | None = None
        """The card graded last."""

    @property
    def _two_buttons(self) -> bool:
        return len(self._study.ratings) == 2

    @property
    def text(self) -> CardText:
        """The card being asked, in the language being shown."""
        assert self._card is not None
        return self._languages.question(self._card, self._sitting.done)

    @property
    def answer(self) -> CardText:
        """What the answer side shows: while languages alternate, the one in which the question was not asked."""
        assert self._card is not None
        return self._languages.answer(self._card, self._sitting.done)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """As many in the footer as a narrow screen has room for beneath a demo."""
        active = super().active_bindings
        if not self._demo_shown or self.size.width >= SIDE_BY_SIDE:
            return active
        named = {command.action() for command in BESIDE_A_DEMO}
        return {
            key: each if each.node is not self or each.binding.action in named else each._replace(binding=replace(each.binding, show=False))
            for key, each in active.items()
        }

    def compose(self) -> ComposeResult:
        yield TopBar(*self._header())
        with Horizontal(id="asked"):
            yield Static(self.text.question if self._card else "", id="question", markup=False)
            yield Static(self._aside(), id="aside", markup=False)
            yield Clock(self._time_limit)
            yield Static(f"Paused. {commands.Pause.keys()} goes on.", id="paused", markup=False)
        with Horizontal(id="body"):
            yield Vertical(id="answer-side")
            yield Vertical(id="demo-side")
        yield Grades(self._study.ratings)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """What the question does not need comes after it has been painted."""
        if self._card is None:
            if self._sitting.mode != Mode.QUIZ:
                self.notify(MODES[self._sitting.mode].none, markup=False)
            self._finish()
            return
        self.app.app_suspend_signal.subscribe(self, lambda _: self._leave(), immediate=True)
        self.app.app_resume_signal.subscribe(self, lambda _: self._return(), immediate=True)
        self._tell_time()
        self.set_interval(1, self._tell_time)
        self.call_after_refresh(self._prepare)

    async def _prepare(self) -> None:
        from quizapp.ui.widgets.desk import Desk

        side = self.query_one("#answer-side")
        if not (side.is_mounted and side.is_attached):  # a refresh can come before all of the screen is there, or while it goes
            self.call_after_refresh(self._prepare)
            return
        if not self.query(Desk) and self._card is not None:
            desk = Desk(self._answers, tells_misses=True)
            await side.mount(desk)
            while self._card is not None and desk.card is not self._card:  # keys may have led on meanwhile
                await desk.ask(self._card, self.answer)
            await desk.lay_out()
            if self._revealed:
                desk.reveal()
        self._warm()

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _warm(self) -> None:
        self._study.warm()

    @work(thread=True, group="lab", exit_on_error=False)
    def _warm_lab(self) -> None:
        """NumPy and the pane take a moment to import: while the answer is read, so that its demo opens at once."""
        from quizapp.ui.widgets import demo_pane  # noqa: F401

        self._lab.demos()

    # -- asking ------------------------------------------------------------------------------------------------------

    def _header(self) -> tuple[str, str]:
        if self._card is None:
            return "", ""
        catalog, language = self._study.catalog, self.text.language
        deck = catalog.deck_titles(language).get(self._card.id.partition("/")[0], "")
        topic = catalog.topic_titles(language).get(self._card.topic, self._card.topic)
        done, of = self._sitting.done, self._sitting.done + self._sitting.left
        return f"{deck} · {topic}", f"{left_phrase(self._sitting)} · {done}/{of} {bar(done, of)}"

    async def _ask(self) -> None:
        """Shows the sitting's next question, its answer hidden."""
        self._card = self._sitting.card()
        if self._card is None:
            self._finish()
            return
        self._set_revealed(False)
        for desk in self._desks():
            desk.hide()
        self._languages.next_card()
        await self._close_demo()
        self._watch = Stopwatch(monotonic())
        self._show_question()
        for desk in self._desks():
            await desk.ask(self._card, self.answer)

    def _finish(self) -> None:
        graded = self._graded
        language = self._languages.question(graded, self._sitting.done).language if graded else ""
        self.post_message(messages.QuizFinished(graded, language))

    def _show_question(self) -> None:
        self.query_one(TopBar).tell(*self._header())
        self.query_one("#question", Static).update(self.text.question)
        self.query_one("#aside", Static).update(self._aside())
        self._tell_time()
        self.refresh_bindings()

    def _desks(self) -> "list[Desk]":
        """The one desk, once it is there and has been told what is asked: its import waits until the first question has been painted."""
        from quizapp.ui.widgets.desk import Desk

        return [desk for desk in self.query(Desk) if desk.card is not None]

    def _aside(self) -> str:
        return "|".join(self._card.texts) if self._card is not None and len(self._card.texts) > 1 else ""

    def _set_revealed(self, revealed: bool) -> None:
        self._revealed = revealed
        self.show_grades(revealed)

    # -- what the learner can do -------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which actions make sense now; the others are neither in the footer nor on their keys."""
        if self._watch.paused and any(action == command.action() for command in self.ACTIONS if command not in WHILE_PAUSED):
            return False
        if action == "follow_ups":
            return not self._demo_shown and bool(self._followed and self._followed[1].follow_ups)
        if action == "open_link":
            return self._revealed
        if action.startswith("grade_"):
            spare = "grade_easy" if self._two_buttons else "grade_pass"
            return self._revealed and action != spare
        if action in ("show_answer", "type_answer"):
            return not self._revealed
        if action == "tick_point":
            return self._revealed and self._card is not None and parameters[0] in range(len(self.answer.key_points))
        if action == "run_demo":
            return self._revealed and self._card is not None and bool(self.text.demos)
        if action == "switch_language":
            return self._card is not None and len(self._card.texts) > 1
        return True

    async def action_show_answer(self) -> None:
        card = self._card
        for desk in self._desks():
            await desk.lay_out()
        if card is None or card is not self._card or self._revealed:
            return
        try:
            if not self._sitting.practice:
                self.query_one(Grades).offer(self._study.intervals(card.id))
        except QuizAppError as error:
            self.report(error)
        self._set_revealed(True)
        if self.text.demos:
            self._warm_lab()
        for desk in self._desks():
            desk.reveal()

    async def action_grade_hard(self) -> None:
        """The second of two buttons passes."""
        await self.grade(Rating.GOOD if self._two_buttons else Rating.HARD)

    async def action_grade_pass(self) -> None:
        await self.grade(Rating.GOOD)

    async def grade(self, rating: Rating) -> None:
        """On disk before the next question shows."""
        if self._card is None or not self._revealed:
            return
        taken = round(self._watch.elapsed(monotonic()) * 1000)
        try:
            schedule = self._sitting.grade(rating, taken, *(desk.attempt for desk in self._desks()))
        except QuizAppError as error:
            self.report(error)
            return
        self._graded = self._card
        if self._sitting.leech:
            self._offer_for_leech(self._card, schedule.lapses)
        else:
            await self._ask()

    def _offer_for_leech(self, card: Card, lapses: int) -> None:
        """Before the next question, so that its time does not run meanwhile; what is chosen is done to `card`, whatever is asked next."""
        from quizapp.ui.dialogs.leech import LeechChoice, LeechDialog

        text = self.text
        self._card = None  # until the next one is asked, no key that is on its way may grade it unseen

        async def act(chosen: LeechChoice | None) -> None:
            if chosen is LeechChoice.SUSPEND:
                self._do_aside(partial(self._sitting.suspend, card.id), _suspended())
            await self._ask()
            if chosen is LeechChoice.EDIT:
                self.post_message(messages.CardEditRequested(card.id, text.language))

        self.post_message(messages.DialogRequested(LeechDialog(text.question, lapses), act))

    async def action_undo(self) -> None:
        try:
            taken_back = self._sitting.undo()
        except QuizAppError as error:
            self.report(error)
            return
        if taken_back is None:
            self.notify("There is nothing to take back.", markup=False)
            return
        if self._graded and self._graded.id == taken_back.event.card:
            self._graded = None
        self.notify(f"Taken back: {event_phrase(taken_back.event)}", timeout=3, markup=False)
        await self._ask()

    async def action_bury(self) -> None:
        await self._put_aside(self._sitting.bury, "Put aside until tomorrow.")

    async def action_suspend(self) -> None:
        await self._put_aside(self._sitting.suspend, _suspended())

    async def _put_aside(self, act: Callable[[], None], said: str) -> None:
        if self._card is not None and self._do_aside(act, said):
            await self._ask()

    def _do_aside(self, act: Callable[[], None], said: str) -> bool:
        try:
            act()
        except QuizAppError as error:
            self.report(error)
            return False
        self.notify(f"{said} {commands.Undo.spoken()} takes it back.", timeout=4, markup=False)
        return True

    async def action_switch_language(self) -> None:
        assert self._card is not None
        self._languages.switch(self._card, self._sitting.done)
        self._show_question()
        for desk in self._desks():
            await desk.show(self._card, self.answer)

    def action_edit(self) -> None:
        if self._card is not None:
            self.post_message(messages.CardEditRequested(self._card.id, self.text.language))

    async def speak(self, language: str) -> None:
        self._languages.chosen = language
        if self._card is not None:
            self._show_question()
            for desk in self._desks():
                await desk.show(self._card, self.answer)

    async def reload(self) -> None:
        """Shows the card's text as the decks have it now, at the same place; a card that is no longer there stays as it was."""
        if self._card is None:
            return
        try:
            card = self._study.catalog.card(self._card.id)
        except QuizAppError:
            return  # its notice has been told
        if card != self._card:
            self._card = card
            self._show_question()
            for desk in self._desks():
                await desk.show(card, self.answer, from_top=False)

    async def action_back(self) -> None:
        """A demo that is open is put away first."""
        if self._demo_shown:
            self._put_demo_away()
        else:
            self.post_message(messages.HomeRequested())

    # -- what was said -----------------------------------------------------------------------------------------------

    async def action_type_answer(self) -> None:
        for desk in self._desks():
            await desk.type()

    def action_tick_point(self, index: int) -> None:
        for desk in self._desks():
            desk.toggle(index)

    def on_desk_marked(self, event: "Desk.Marked") -> None:
        """What the marks suggest stands beside the grades."""
        self.query_one(Grades).suggest(event.suggestion)

    # -- follow-ups --------------------------------------------------------------------------------------------------

    @property
    def _followed(self) -> tuple[Card, CardText] | None:
        """The card whose follow-ups are on offer, and its text in the language being shown."""
        card = self._card if self._revealed else self._graded
        return (card, self._languages.question(card, self._sitting.done)) if card else None

    def action_follow_ups(self) -> None:
        if self._followed:
            card, text = self._followed
            self.post_message(messages.FollowUpsRequested(card, text.language))

    # -- the time ----------------------------------------------------------------------------------------------------

    def pressed(self) -> None:
        """Goes on counting."""
        self._watch = self._watch.pressed(monotonic())
        self._tell_time()

    def on_screen_suspend(self) -> None:
        """Help, a card that was linked, a demo on the whole screen: their time is not the answer's."""
        self._leave()

    def on_screen_resume(self) -> None:
        self._return()

    def _leave(self) -> None:
        self._watch = self._watch.left(monotonic())

    def _return(self) -> None:
        if self.is_active:
            self._watch = self._watch.returned(monotonic())
            self._tell_time()

    def action_pause(self) -> None:
        self._watch = self._watch.toggled(monotonic())
        self.set_class(self._watch.paused, "-paused")
        self.refresh_bindings()
        self._tell_time()
        if self._revealed and not self._watch.paused and not self._demo_shown:
            for desk in self._desks():
                desk.focus_answer()  # which it lost while it was hidden: keys scroll it again

    def _tell_time(self) -> None:
        if self._card is None or not self.is_current:
            return
        now = monotonic()
        for clock in self.query(Clock):
            clock.show(self._watch.elapsed(now), stands=self._watch.stands(now))

    # -- the demo ----------------------------------------------------------------------------------------------------

    async def action_run_demo(self) -> None:
        """Opens the demo, or puts it away as it stands."""
        if self._demo_shown:
            self._put_demo_away()
        else:
            await self._open_demo(self.text.demos[0])

    async def _open_demo(self, link: DemoLink) -> None:
        from quizapp.ui.widgets.demo_pane import DemoPane

        if self._open is None or (link.demo, link.settings) != (self._open.demo, self._open.settings):
            await self._close_demo()
            await self.query_one("#demo-side").mount(
                DemoPane(self._lab, self._predictions, link.demo, dict(link.settings), self._languages.chosen)
            )
            self._open = link
        self._demo_shown = True
        self._arrange()
        self.query_one(DemoPane).focus()

    def on_resize(self) -> None:
        """From a certain width on, the demo stands beside the answer."""
        self._arrange()

    def _arrange(self) -> None:
        """By `display`, not by a class: that would style every widget on the screen anew."""
        self.query_one("#demo-side").display = self._demo_shown
        self.query_one("#answer-side").display = not self._demo_shown or self.size.width >= SIDE_BY_SIDE
        self.refresh_bindings()

    def _put_demo_away(self) -> None:
        self._demo_shown = False
        self._arrange()
        for desk in self._desks():
            desk.focus_answer()

    async def _close_demo(self) -> None:
        """The next card has another one."""
        if self._open is not None:
            self._open = None
            self._put_demo_away()
            await self.query_one("#demo-side").remove_children()


def _suspended() -> str:
    return f"Suspended. The list of cards ({commands.ShowCards.keys()} on the home screen) resumes it."
