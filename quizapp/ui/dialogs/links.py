"""The links of an answer, for those who have no mouse."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import set_cell_size
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList

from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.domain.links import scheme_of
from quizapp.ui import commands
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.palette import PagedOptionList
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.topbar import TopBar

KIND_CELLS = 6


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
    NAME = gettext_noop("The links of an answer")
    KEEPS = False

    def __init__(self, links: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._links = links

    def compose(self) -> ComposeResult:
        yield TopBar(gettext("Links"))
        yield Links(*(_line(text, href) for text, href in self._links), compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(Links).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        self.dismiss(self._links[event.option_index][1])


def _line(text: str, href: str) -> Content:
    """What it leads to, its text, and where the text does not tell it, its address."""
    scheme = scheme_of(href)
    bare = href.partition("://")[2].rstrip("/")
    own = {"card": gettext("card"), "demo": gettext("demo"), "picture": gettext("image")}
    address = "" if scheme in own or text in (href, bare) else f"  {href}"
    kind = own.get(scheme, gettext("web"))
    return Content.assemble((set_cell_size(kind, KIND_CELLS), "$text-muted"), text, (address, "$text-muted"))
