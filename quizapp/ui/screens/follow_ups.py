"""The follow-up questions of a card, one by one as an interviewer asks them. For practice: nothing is stored."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Markdown, Static

from quizapp.domain.card import Card, CardText
from quizapp.domain.follow_ups import FollowUpsSession
from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.domain.session import Act
from quizapp.ui import commands
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.widgets.answer import Answer
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.page import page
from quizapp.ui.widgets.topbar import TopBar

_NOTHING = CardText("", "")


class FollowUpsScreen(CommandScreen[None]):
    """Draws the session and sends it inputs; goes back after the last question."""

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
    NAME = gettext_noop("Follow-up questions")

    ACTS: ClassVar = {
        "show_answer": Act.REVEAL,
        "next_follow_up": Act.GO_ON,
        "open_link": Act.OPEN_LINK,
        "switch_language": Act.SWITCH_LANGUAGE,
    }
    """What the actions of the screen mean to the session. Those that it does not allow are neither in the footer nor on their keys."""

    def __init__(self, card: Card, language: str) -> None:
        super().__init__()
        self._card = card.id
        self._session = FollowUpsSession.begin(card, language)

    def shown_card(self) -> tuple[str, str]:
        """The card of which they are."""
        return self._card, self._session.text.language

    def compose(self) -> ComposeResult:
        yield TopBar("")
        yield Static("", id="about", markup=False)
        yield page(id="follow-up")
        yield Answer(_NOTHING)
        yield KeyBar()

    async def on_mount(self) -> None:
        self.query_one(Answer).focus()
        await self._show()

    async def respell(self) -> None:
        """With what it shows."""
        await super().respell()
        await self._show()

    async def _show(self) -> None:
        session, text = self._session, self._session.text
        languages = "|".join(each.language for each in session.texts) if len(session.texts) > 1 else ""
        where = gettext("Follow-up {number} of {total}", number=session.place + 1, total=session.of)
        self.query_one(TopBar).tell(where, languages)
        self.query_one("#about", Static).update(text.question)
        await self.query_one("#follow-up", Markdown).update(session.asked.question)
        answer = session.asked.answer or gettext("The card has no answer to this one.")
        await self.query_one(Answer).show(CardText(text.language, session.asked.question, answer))
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        self.query_one(Answer).visible = self._session.revealed
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Space shows the answer, then the next question."""
        return action not in self.ACTS or self.ACTS[action] in self._session.acts

    def action_show_answer(self) -> None:
        self._session = self._session.reveal()
        self._show_or_hide()
        self.query_one(Answer).focus()

    async def action_next_follow_up(self) -> None:
        self._session = self._session.go_on()
        if self._session.done:
            self.dismiss()
        else:
            await self._show()

    async def action_switch_language(self) -> None:
        self._session = self._session.switch_language()
        await self._show()
