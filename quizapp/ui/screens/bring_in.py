"""Importing other people's questions: a path is typed, what was found there is shown, and then it comes in."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from quizapp.domain.drawable import drawable
from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.services.imports import Brought, Imports, UndecidedError
from quizapp.ui import commands, messages
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.import_phrases import counts_phrase, look_lines
from quizapp.ui.palette import PagedOptionList
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.topbar import TopBar


class BringInScreen(CommandScreen[None]):
    """Looks and imports on a worker; nothing is written before the learner has seen what was found."""

    CSS_PATH = "bring_in.tcss"
    ACTIONS = (commands.BringIn, commands.Help, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = gettext_noop("Import")

    def __init__(self, imports: Imports) -> None:
        super().__init__()
        self._imports = imports
        self._look: Brought | None = None
        self._dialect = ""
        self._options: dict[str, str] = {}
        self._undecided: UndecidedError | None = None
        self._busy = False
        self._words: Callable[[], str] = str
        """What is told below the path, in the language of the moment."""

    def compose(self) -> ComposeResult:
        yield TopBar(gettext("Import"))
        yield Input(placeholder=_what_to_type(), id="path", compact=True)
        yield PagedOptionList(id="choices")
        with VerticalScroll(id="found"):
            yield Static("", id="words", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#path", Input).focus()

    @on(Input.Submitted)
    def _path_entered(self, event: Input.Submitted) -> None:
        self._dialect, self._options = "", {}
        if event.value.strip():
            self._begin()

    @on(PagedOptionList.OptionSelected)
    def _chosen(self, event: PagedOptionList.OptionSelected) -> None:
        """The learner has told what could not be told from the source."""
        if self._undecided is not None:
            choice = self._undecided.choices[event.option_index]
            if self._undecided.option == "as":
                self._dialect = choice
            else:
                self._options[self._undecided.option] = choice
            self._begin()

    def _begin(self) -> None:
        self._look, self._undecided = None, None
        self.set_class(False, "-asking")
        self._tell(lambda: gettext("Reading ..."))
        self._find(Path(self.query_one("#path", Input).value.strip()), self._dialect, dict(self._options))

    @work(thread=True, exclusive=True, group="import")
    def _find(self, path: Path, dialect: str, options: dict[str, str]) -> None:
        try:
            self.call_later(self._show, self._imports.look(path, None, dialect, options))
        except UndecidedError as error:
            self.call_later(self._ask, error)
        except QuizAppError as error:
            self.call_later(self._tell, partial(str, error))

    def _show(self, look: Brought) -> None:
        self._look = look
        self._tell(partial(_what_was_found, look))
        self.query_one("#found").focus()

    def _ask(self, error: UndecidedError) -> None:
        self._undecided = error
        self._tell(lambda: error.message)
        choices = self.query_one(PagedOptionList)
        choices.clear_options()
        choices.add_options([drawable(words) for words in error.words])
        self.set_class(True, "-asking")
        choices.highlighted = 0
        choices.focus()

    def _tell(self, words: Callable[[], str]) -> None:
        self._words = words
        self.query_one("#words", Static).update(drawable(words()))
        self.refresh_bindings()

    async def respell(self) -> None:
        """What was typed and found stays."""
        self.query_one(TopBar).tell(gettext("Import"), "")
        self.query_one("#path", Input).placeholder = _what_to_type()
        self._tell(self._words)
        await super().respell()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Importing is offered once something was found."""
        return action != "bring_in" or (self._look is not None and not self._busy)

    def action_bring_in(self) -> None:
        if self._look is not None:
            self._busy = True
            self._write(self._look)

    @work(thread=True, exclusive=True, group="import")
    def _write(self, look: Brought) -> None:
        try:
            self._imports.write(look)
        except QuizAppError as error:
            self.call_later(self._failed, error)
        else:
            self.call_later(self._finish, look)

    def _failed(self, error: QuizAppError) -> None:
        self._busy = False
        self.report(error)

    def _finish(self, look: Brought) -> None:
        """On the thread that changes settings; the app then reads the deck by itself."""
        try:
            self._imports.study(look)
        except QuizAppError as error:
            self._failed(error)
            return
        report = gettext("The report is in {path}", path=look.folder / "import-report.md")
        self.notify(f"{counts_phrase(look)}. {report}", timeout=12, markup=False)
        self.post_message(messages.HomeRequested())

    async def action_back(self) -> None:
        self.dismiss()


def _what_to_type() -> str:
    return gettext("The file or folder with the questions")


def _what_was_found(look: Brought) -> str:
    where = gettext("{key} imports them into {folder}.", key=commands.BringIn.spoken(), folder=look.folder)
    return "\n".join([where, "", *look_lines(look)])
