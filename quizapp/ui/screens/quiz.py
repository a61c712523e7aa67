"""The quiz: one question at a time, its answer behind a key, its grade on disk before the next one shows."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer, Static

from quizapp.domain.card import Card, CardText, DemoLink
from quizapp.domain.errors import QuizAppError
from quizapp.domain.history import Rating
from quizapp.services.lab import Lab
from quizapp.services.predictions import Predictions
from quizapp.services.study import Sitting, Study
from quizapp.ui import commands, messages
from quizapp.ui.screens.base import CommandScreen
from quizapp.ui.widgets.grades import Grades
from quizapp.ui.widgets.topbar import TopBar, bar
from quizapp.ui.wording import elapsed, told

if TYPE_CHECKING:
    from quizapp.ui.widgets.answer import Answer


ALTERNATE = "alternate"
"""In the place of a language: ask in one, show the answer in another, and turn about with each card."""
SIDE_BY_SIDE = 110
"""Columns from which answer and demo stand beside each other."""


class QuizScreen(CommandScreen[None]):
    """Asks what a sitting holds until it is done or left."""

    CSS_PATH = "quiz.tcss"
    ACTIONS = (
        commands.ShowAnswer,
        commands.GradeAgain,
        commands.GradeHard,
        commands.GradeGood,
        commands.GradeEasy,
        commands.RunDemo,
        commands.Undo,
        commands.SwitchLanguage,
        commands.Edit,
        commands.Bury,
        commands.Suspend,
        commands.Help,
        commands.Back,
    )
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  (as Textual declares it)
        (0, "-narrow"),
        (SIDE_BY_SIDE, "-wide"),
    ]
    NAME = "Quiz"

    def __init__(self, study: Study, sitting: Sitting, lab: Lab, predictions: Predictions, language: str) -> None:
        super().__init__()
        self._study = study
        self._sitting = sitting
        self._lab = lab
        self._predictions = predictions
        self._open: DemoLink | None = None
        """What the demo pane, shown or put away, was opened with."""
        self._demo_shown = False
        self._swapped = False
        """Whether question and answer have changed languages, while they alternate."""
        self._language = language
        self._revealed = False
        self._shown_at = monotonic()
        self._card: Card | None = sitting.card()
        self._topics = study.reader.topic_titles(language)
        self._decks = study.reader.deck_titles(language)

    @property
    def text(self) -> CardText:
        """The card being asked, in the language being shown."""
        assert self._card is not None
        return self._card.text(self._asked_in())

    @property
    def answer(self) -> CardText:
        """What the answer side shows: while languages alternate, the one in which the question was not asked."""
        assert self._card is not None
        if self._language != ALTERNATE:
            return self.text
        languages = list(self._card.texts)
        return self._card.texts[languages[(languages.index(self.text.language) + 1) % len(languages)]]

    def _asked_in(self) -> str:
        """The language of the question; alternating, the next one with each card."""
        assert self._card is not None
        languages = list(self._card.texts)
        return languages[(self._sitting.done + self._swapped) % len(languages)] if self._language == ALTERNATE else self._language

    def compose(self) -> ComposeResult:
        yield TopBar(*self._header())
        with Horizontal(id="asked"):
            yield Static(self.text.question if self._card else "", id="question", markup=False)
            yield Static("", id="aside", markup=False)
        with Horizontal(id="body"):
            yield Vertical(id="answer-side")
            yield Vertical(id="demo-side")
        yield Grades()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """What the question does not need comes after it has been painted."""
        if self._card is None:
            self.post_message(messages.FinishQuiz())
            return
        self._tell_time()
        self.set_interval(1, self._tell_time)
        self.call_after_refresh(self._prepare)

    async def _prepare(self) -> None:
        from quizapp.ui.widgets.answer import Answer

        side = self.query_one("#answer-side")
        if not (side.is_mounted and side.is_attached):  # a refresh can come before all of the screen is there, or while it goes
            self.call_after_refresh(self._prepare)
            return
        if not self.query("#answer"):
            await side.mount(Answer(self.answer, id="answer"))
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
        deck = self._decks.get(self._card.id.partition("/")[0], "")
        topic = self._topics.get(self._card.topic, self._card.topic)
        left, new, done = self._sitting.left, self._sitting.new_left, self._sitting.done
        return f"{deck} · {topic}", f"due {left - new} · new {new} · {done}/{done + left} {bar(done, done + left)}"

    async def _ask(self) -> None:
        """Shows the sitting's next question, its answer hidden."""
        self._card = self._sitting.card()
        if self._card is None:
            self.post_message(messages.FinishQuiz())
            return
        self._set_revealed(False)
        self._swapped = False
        await self._close_demo()
        self._shown_at = monotonic()
        self.query_one(TopBar).tell(*self._header())
        await self._show_text()

    async def _show_text(self) -> None:
        self.query_one("#question", Static).update(self.text.question)
        self._tell_time()
        self.refresh_bindings()
        for answer in self._answers():
            await answer.show(self.answer)

    def _answers(self) -> "list[Answer]":
        from quizapp.ui.widgets.answer import Answer

        return list(self.query(Answer))

    def _tell_time(self) -> None:
        if self._card is None or not self.is_current:
            return
        languages = "|".join(self._card.texts) + "  " if len(self._card.texts) > 1 else ""
        self.query_one("#aside", Static).update(f"{languages}{elapsed(monotonic() - self._shown_at)}")

    def _set_revealed(self, revealed: bool) -> None:
        self._revealed = revealed
        self.set_class(revealed, "-revealed")
        self.refresh_bindings()

    # -- what the learner can do -------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Which actions make sense now; the others are neither in the footer nor on their keys."""
        if action.startswith("grade_"):
            return self._revealed
        if action == "show_answer":
            return not self._revealed
        if action == "run_demo":
            return self._revealed and self._card is not None and bool(self.text.demos)
        if action == "switch_language":
            return self._card is not None and len(self._card.texts) > 1
        return True

    def action_show_answer(self) -> None:
        if self._card is None or self._revealed:
            return
        try:
            self.query_one(Grades).offer(self._study.intervals(self._card.id))
        except QuizAppError as error:
            self.report(error)
        self._set_revealed(True)
        if self.text.demos:
            self._warm_lab()
        if answers := self._answers():
            answers[0].focus()

    async def action_grade_again(self) -> None:
        await self._grade(Rating.AGAIN)

    async def action_grade_hard(self) -> None:
        await self._grade(Rating.HARD)

    async def action_grade_good(self) -> None:
        await self._grade(Rating.GOOD)

    async def action_grade_easy(self) -> None:
        await self._grade(Rating.EASY)

    @on(Grades.Chosen)
    async def _grade_clicked(self, event: Grades.Chosen) -> None:
        await self._grade(event.rating)

    async def _grade(self, rating: Rating) -> None:
        if self._card is None or not self._revealed:
            return
        taken = round((monotonic() - self._shown_at) * 1000)
        try:
            self._sitting.grade(rating, taken)
        except QuizAppError as error:
            self.report(error)
            return
        await self._ask()

    async def action_undo(self) -> None:
        try:
            taken_back = self._sitting.undo()
        except QuizAppError as error:
            self.report(error)
            return
        if taken_back is None:
            self.notify("There is nothing to take back.", markup=False)
            return
        self.notify(f"Taken back: {told(taken_back.event)}", timeout=3, markup=False)
        await self._ask()

    async def action_bury(self) -> None:
        await self._put_aside(self._sitting.bury, "Put aside until tomorrow.")

    async def action_suspend(self) -> None:
        await self._put_aside(
            self._sitting.suspend, f"Suspended. The list of cards ({commands.ShowCards.keys()} on the home screen) resumes it."
        )

    async def _put_aside(self, act: Callable[[], None], said: str) -> None:
        if self._card is None:
            return
        try:
            act()
        except QuizAppError as error:
            self.report(error)
            return
        self.notify(f"{said} {commands.Undo.spoken()} takes it back.", timeout=4, markup=False)
        await self._ask()

    async def action_switch_language(self) -> None:
        assert self._card is not None
        languages = list(self._card.texts)
        if self._language == ALTERNATE:
            self._swapped = not self._swapped
        else:
            self._language = languages[(languages.index(self.text.language) + 1) % len(languages)]
        await self._show_text()

    def action_edit(self) -> None:
        if self._card is not None:
            self.post_message(messages.EditCard(self._card.id, self.text.language))

    async def speak(self, language: str) -> None:
        self._language = language
        if self._card is not None:
            await self._show_text()

    async def reload(self) -> None:
        """Shows the card's text as the decks have it now, at the same place; a card that is no longer there stays as it was."""
        if self._card is None:
            return
        try:
            card = self._study.reader.card(self._card.id)
        except QuizAppError:
            return  # its notice has been told
        if card != self._card:
            self._card = card
            self.query_one("#question", Static).update(self.text.question)
            for answer in self._answers():
                await answer.show(self.answer, from_top=False)
            self.refresh_bindings()

    async def action_back(self) -> None:
        """A demo that is open is put away first."""
        if self._demo_shown:
            self._put_demo_away()
        else:
            self.post_message(messages.GoHome())

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
            await self.query_one("#demo-side").mount(DemoPane(self._lab, self._predictions, link.demo, dict(link.settings), self._language))
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

    def _put_demo_away(self) -> None:
        self._demo_shown = False
        self._arrange()
        for answer in self._answers():
            answer.focus()

    async def _close_demo(self) -> None:
        """The next card has another one."""
        if self._open is not None:
            self._open = None
            self._put_demo_away()
            await self.query_one("#demo-side").remove_children()
