"""What a mock interview is to be: its topics, how many questions, how long, in which language, from which seed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import DataTable, Input, Static

from quizapp.domain.history import MockSetup
from quizapp.domain.i18n import gettext, gettext_noop, ngettext, pgettext
from quizapp.domain.language_names import meant
from quizapp.domain.progress import TopicCount
from quizapp.services.mock_interviews import MockInterviews
from quizapp.services.study import Study
from quizapp.ui import commands, messages
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.notices import reported
from quizapp.ui.widgets.filters import Filters
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.list_table import NUMBER_CELLS, ListTable, number_heading
from quizapp.ui.widgets.topbar import TopBar

MOST_QUESTIONS, MOST_MINUTES, STEP = 50, 180, 5
USUAL = MockSetup()


class MockSetupScreen(CommandScreen[None]):
    """Sets up an interview and begins it."""

    CSS_PATH = "mock_setup.tcss"
    ACTIONS = (
        commands.BeginMock,
        commands.ToggleTopic,
        commands.ToggleTopics,
        commands.MoreQuestions,
        commands.FewerQuestions,
        commands.MoreMinutes,
        commands.FewerMinutes,
        commands.NextLanguage,
        commands.TypeSeed,
        commands.Help,
        commands.Back,
    )
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    KEEPS = False
    NAME = gettext_noop("Interview setup")

    def __init__(self, study: Study, mocks: MockInterviews, language: str) -> None:
        super().__init__()
        self._study = study
        self._mocks = mocks
        self._language = language
        self._topics: Sequence[TopicCount] = ()
        self._chosen: set[str] = set()
        self._languages: Sequence[str] = ()
        self._setup = MockSetup(seed=mocks.new_seed())
        self._read()

    def _read(self) -> None:
        """Reads the topics and languages there are: a topic that was not there is chosen, a language that is not there is left."""
        known = {topic.id for topic in self._topics}
        self._topics = self._study.topics(self._language)
        self._chosen = {topic.id for topic in self._topics if topic.id in self._chosen or topic.id not in known}
        self._languages = self._mocks.languages()
        if self._setup.language not in self._languages:
            first = meant(self._language, self._languages) or next(iter(self._languages), "")
            self._setup = replace(self._setup, language=first)

    def compose(self) -> ComposeResult:
        yield TopBar(gettext("Interview"))
        yield Static("", id="headline", markup=False)
        yield Static("", id="detail", markup=False)
        yield Filters(commands.MoreQuestions, commands.MoreMinutes, commands.NextLanguage, commands.TypeSeed)
        yield Input(id="seed", type="integer", max_length=9, restrict=r"\d*", compact=True)
        yield ListTable(id="topics", cursor_type="row")
        yield KeyBar()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column("", key="mark")
        table.add_column(gettext("draw from"), key="title")
        table.add_column(number_heading(pgettext("a column", "cards")), key="cards")
        self._list_topics()
        table.focus()

    async def reload(self) -> None:
        with reported(self):
            self._read()
        if self.is_mounted:
            self._list_topics()

    def _list_topics(self) -> None:
        table = self.query_one(DataTable)
        place = table.cursor_row
        table.clear()
        for topic in self._topics:
            table.add_row("", Text(topic.title), Text(f"{topic.cards:,}".rjust(NUMBER_CELLS)), key=topic.id)
        table.move_cursor(row=place)
        self._show()

    def _show(self) -> None:
        setup = self._setup
        cards = sum(topic.cards for topic in self._topics if topic.id in self._chosen)
        questions = min(setup.questions, cards)
        headline = gettext(
            "{questions} in {minutes}",
            questions=ngettext("{count} question", "{count} questions", questions),
            minutes=ngettext("{count} minute", "{count} minutes", setup.minutes),
        )
        self.query_one("#headline", Static).update(headline)
        self.query_one("#detail", Static).update(_drawn_from(cards) if self._chosen else _choose())
        self.query_one(Filters).show(
            (str(setup.questions), setup.questions != USUAL.questions),
            (str(setup.minutes), setup.minutes != USUAL.minutes),
            (setup.language, False) if len(self._languages) > 1 else None,
            (str(setup.seed), False),
        )
        for topic in self._topics:
            self.query_one(DataTable).update_cell(topic.id, "mark", Text("[x]" if topic.id in self._chosen else "[ ]"))

    def _change(self, setup: MockSetup) -> None:
        self._setup = setup
        self._show()

    # -- what the learner can do -------------------------------------------------------------------------------------

    def action_begin_mock(self) -> None:
        if self._chosen:
            everything = len(self._chosen) == len(self._topics)
            topics = () if everything else tuple(topic.id for topic in self._topics if topic.id in self._chosen)
            self.post_message(messages.MockBeginRequested(replace(self._setup, topics=topics)))

    def on_data_table_row_selected(self) -> None:
        """Enter begins, also while the table has the focus."""
        self.action_begin_mock()

    def action_toggle_topic(self) -> None:
        if self._topics:
            self._chosen ^= {self._topics[self.query_one(DataTable).cursor_row].id}
            self._show()

    def action_toggle_topics(self) -> None:
        everything = {topic.id for topic in self._topics}
        self._chosen = set() if self._chosen == everything else everything
        self._show()

    def action_more_questions(self) -> None:
        self._change(replace(self._setup, questions=min(self._setup.questions + 1, MOST_QUESTIONS)))

    def action_fewer_questions(self) -> None:
        self._change(replace(self._setup, questions=max(self._setup.questions - 1, 1)))

    def action_more_minutes(self) -> None:
        self._change(replace(self._setup, minutes=min(self._setup.minutes + STEP, MOST_MINUTES)))

    def action_fewer_minutes(self) -> None:
        self._change(replace(self._setup, minutes=max(self._setup.minutes - STEP, STEP)))

    def action_next_language(self) -> None:
        if self._languages:
            place = self._languages.index(self._setup.language)
            self._change(replace(self._setup, language=self._languages[(place + 1) % len(self._languages)]))

    def action_type_seed(self) -> None:
        field = self.query_one(Input)
        field.value = str(self._setup.seed)
        field.display = True
        field.focus()

    @on(Input.Changed)
    def _seed_typed(self, event: Input.Changed) -> None:
        if event.value:
            self._change(replace(self._setup, seed=int(event.value)))

    @on(Input.Submitted)
    def _leave_seed(self) -> None:
        self.query_one(Input).display = False
        self.query_one(DataTable).focus()

    @on(Filters.Pressed)
    async def _pressed(self, event: Filters.Pressed) -> None:
        await self.run_action(event.command.action())

    async def action_back(self) -> None:
        """Go from the seed to the topics, and from there to where the learner came from."""
        if self.query_one(Input).has_focus:
            self._leave_seed()
        else:
            await super().action_back()


def _drawn_from(cards: int) -> str:
    drawn = ngettext(
        "Drawn from {count:,} card; new and poorly recalled cards are more likely.",
        "Drawn from {count:,} cards; new and poorly recalled ones are more likely.",
        cards,
    )
    begin = gettext("Press {key} to begin.", key=commands.BeginMock.spoken())
    return f"{drawn} {begin}"


def _choose() -> str:
    one, every = commands.ToggleTopic.spoken(), commands.ToggleTopics.spoken()
    return gettext("Choose a topic: {one} adds the one under the cursor, {all} adds them all.", one=one, all=every)
