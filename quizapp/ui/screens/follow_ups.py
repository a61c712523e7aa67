"""The follow-up questions of a card, one by one as an interviewer asks them. For practice: nothing is stored."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Markdown, Static

from quizapp.domain.card import Card, CardText, FollowUp
from quizapp.ui import commands
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.widgets.answer import Answer
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.page import page
from quizapp.ui.widgets.topbar import TopBar

_NOTHING = CardText("", "")


class FollowUpsScreen(CommandScreen[None]):
    """Asks, shows the answer on demand, and goes back after the last one."""

    CSS_PATH = "follow_ups.tcss"
    ACTIONS = (
        commands.ShowAnswer,
        commands.NextFollowUp,
        commands.SwitchLanguage,
        commands.OpenLink,
        commands.Help,
        commands.Back,
    )
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = "Follow-up questions"

    def __init__(self, card: Card, language: str) -> None:
        super().__init__()
        self._texts = [text for text in card.texts.values() if text.follow_ups]
        self._text = card.text(language)
        self._place = 0
        self._revealed = False

    @property
    def _asked(self) -> FollowUp:
        return self._text.follow_ups[self._place]

    def compose(self) -> ComposeResult:
        yield TopBar("")
        yield Static("", id="about", markup=False)
        yield page(id="follow-up")
        yield Answer(_NOTHING)
        yield KeyBar()

    async def on_mount(self) -> None:
        self.query_one(Answer).focus()
        await self._show()

    async def _show(self) -> None:
        languages = "|".join(text.language for text in self._texts) if len(self._texts) > 1 else ""
        self.query_one(TopBar).tell(f"Follow-up {self._place + 1} of {len(self._text.follow_ups)}", languages)
        self.query_one("#about", Static).update(self._text.question)
        await self.query_one("#follow-up", Markdown).update(self._asked.question)
        answer = self._asked.answer or "The card has no answer to this one."
        await self.query_one(Answer).show(CardText(self._text.language, self._asked.question, answer))
        self._set_revealed(self._revealed)

    def _set_revealed(self, revealed: bool) -> None:
        self._revealed = revealed
        self.query_one(Answer).visible = revealed
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Space shows the answer, then the next question."""
        if action == "show_answer":
            return not self._revealed
        if action in ("next_follow_up", "open_link"):
            return self._revealed
        return action != "switch_language" or len(self._texts) > 1

    def action_show_answer(self) -> None:
        self._set_revealed(True)
        self.query_one(Answer).focus()

    async def action_next_follow_up(self) -> None:
        if self._place + 1 == len(self._text.follow_ups):
            self.dismiss()
            return
        self._place += 1
        self._revealed = False
        await self._show()

    async def action_switch_language(self) -> None:
        """The same question in the next language; a translation may lag behind and have fewer of them."""
        self._text = self._texts[(self._texts.index(self._text) + 1) % len(self._texts)]
        self._place = min(self._place, len(self._text.follow_ups) - 1)
        await self._show()
