"""The links of an answer, for those who have no mouse."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Footer, OptionList

from quizapp.domain.links import scheme_of
from quizapp.ui import commands
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.palette import PagedOptionList
from quizapp.ui.widgets.topbar import TopBar


class Links(PagedOptionList):
    """The list. Its Enter is a command, so that the footer tells it."""

    ACTIONS = (commands.FollowLink,)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)

    def action_follow_link(self) -> None:
        self.action_select()


class LinksDialog(CommandScreen[str]):
    """Which of `links`, each a text and an address, to open: its address, or None."""

    CSS_PATH = "dialog.tcss"
    ACTIONS = (commands.Back,)
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    NAME = "The links of an answer"

    def __init__(self, links: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._links = links

    def compose(self) -> ComposeResult:
        yield TopBar("Links")
        yield Links(*(_line(text, href) for text, href in self._links), compact=True)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one(Links).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        self.dismiss(self._links[event.option_index][1])


def _line(text: str, href: str) -> Content:
    """What it leads to, its text, and where the text does not tell it, its address."""
    kind = scheme_of(href)
    bare = href.partition("://")[2].rstrip("/")
    address = "" if kind in ("card", "demo") or text in (href, bare) else f"  {href}"
    return Content.assemble((f"{kind if kind in ('card', 'demo') else 'web':<6}", "$text-muted"), text, (address, "$text-muted"))
