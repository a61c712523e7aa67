"""More ways to study than today's quiz: what each asks, what it does to the schedule, and how many cards that is now."""

from collections.abc import Mapping
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import DataTable

from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext, gettext_noop, ngettext
from quizapp.domain.modes import MODES, STARTED, Mode
from quizapp.services.study import Study
from quizapp.ui import commands, messages
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.list_table import ListTable
from quizapp.ui.widgets.topbar import TopBar


class ModesScreen(CommandScreen[None]):
    """The modes, for one topic or (None) for all."""

    CSS_PATH = "modes.tcss"
    ACTIONS = (commands.StartMode, commands.Help, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    KEEPS = False
    NAME = gettext_noop("Study")

    def __init__(self, study: Study, topic: str | None, language: str) -> None:
        super().__init__()
        self._study = study
        self._topic = topic
        self._language = language
        self._cards: Mapping[Mode, int] = {}
        """How many cards each mode asks now."""

    def compose(self) -> ComposeResult:
        yield TopBar(gettext("Study"))
        yield ListTable(id="modes", cursor_type="row", show_header=False)
        yield KeyBar()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column("mode", key="mode")
        table.focus()

    async def reload(self) -> None:
        if self.is_mounted:
            self._count_cards()

    def on_screen_resume(self) -> None:
        """Other cards may wait than when this screen was last seen."""
        self._count_cards()

    def _count_cards(self) -> None:
        first = not any(self._cards.values())
        try:
            self._cards = {mode: len(self._study.asks(mode, self._topic)[0]) for mode in STARTED}
            title = self._study.title(self._topic, self._language) if self._topic else gettext("All topics")
            suspended = self._study.suspended(self._topic)
        except QuizAppError as error:
            self.report(error)
            return
        self.query_one(TopBar).tell(gettext("Study"), title)
        table = self.query_one(DataTable)
        place = next((i for i, cards in enumerate(self._cards.values()) if cards), 0) if first else table.cursor_row
        table.clear()
        for mode, cards in self._cards.items():
            table.add_row(_row(mode, cards, suspended if mode is Mode.CRAM else 0), key=mode, height=4)
        table.move_cursor(row=place)

    @on(DataTable.RowSelected)
    def _chosen(self, event: DataTable.RowSelected) -> None:
        mode = Mode(str(event.row_key.value))
        if self._cards[mode]:
            self.post_message(messages.QuizRequested(self._topic, mode))
        else:
            self.notify(MODES[mode].none, markup=False)

    def action_start_mode(self) -> None:
        self.query_one(DataTable).action_select_cursor()


def _row(mode: Mode, cards: int, left_out: int) -> Text:
    about = MODES[mode]
    numbers = [ngettext("{count:,} card", "{count:,} cards", cards) if cards else gettext("nothing right now")]
    if left_out:
        numbers.append(ngettext("{count:,} suspended card left out", "{count:,} suspended cards left out", left_out))
    return Text.assemble((about.title, "bold"), f" · {' · '.join(numbers)}\n", about.asks, "\n", about.schedule, "\n")
