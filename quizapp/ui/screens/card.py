"""One card, to read: no grade, no schedule, just the question with its answer and its demo."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Center, Vertical
from textual.widgets import Static

from quizapp.domain.card import Card, CardText
from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext_noop
from quizapp.ui import commands, messages
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.widgets.answer import Answer
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.topbar import TopBar


class CardScreen(CommandScreen[None]):
    """Shows both sides of a card."""

    CSS_PATH = "card.tcss"
    ACTIONS = (commands.RunDemo, commands.SwitchLanguage, commands.Edit, commands.OpenLink, commands.Help, commands.Back)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = gettext_noop("Reading a card")

    def __init__(self, card: Card, topic: str, language: str, read: Callable[[str], Card]) -> None:
        super().__init__()
        self._read = read
        self._card = card
        self._topic = topic
        self._language = language

    @property
    def text(self) -> CardText:
        """The card in the language being shown."""
        return self._card.text(self._language)

    def shown_card(self) -> tuple[str, str]:
        """The card."""
        return self._card.id, self.text.language

    def compose(self) -> ComposeResult:
        yield TopBar(self._topic, "|".join(self._card.texts))
        with Vertical(id="asked"), Center():
            yield Static(self.text.question, id="question", markup=False)
        yield Answer(self.text)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(Answer).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A demo and a second language are offered where there are any."""
        if action == "run_demo":
            return bool(self.text.demos)
        return action != "switch_language" or len(self._card.texts) > 1

    def action_run_demo(self) -> None:
        link = self.text.demos[0]
        self.post_message(messages.DemoRequested(link.demo, dict(link.settings), card=self._card.id))

    async def action_switch_language(self) -> None:
        languages = list(self._card.texts)
        self._language = languages[(languages.index(self.text.language) + 1) % len(languages)]
        await self._show(from_top=True)

    def action_edit(self) -> None:
        self.post_message(messages.CardEditRequested(self._card.id, self.text.language))

    async def reload(self) -> None:
        """Shows the card's text as the decks have it now; a card that is no longer there stays as it was."""
        try:
            card = self._read(self._card.id)
        except QuizAppError:
            return  # its notice has been told
        if card != self._card:
            self._card = card
            await self._show(from_top=False)

    async def _show(self, *, from_top: bool) -> None:
        self.query_one(TopBar).tell(self._topic, "|".join(self._card.texts))
        self.query_one("#question", Static).update(self.text.question)
        await self.query_one(Answer).show(self.text, from_top=from_top)
        self.refresh_bindings()
