"""What all screens share: their commands, the help, and how a problem is shown."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from inspect import isawaitable
from typing import ClassVar, TypeVar

from textual.binding import ActiveBinding
from textual.css.query import NoMatches
from textual.keys import key_to_character
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import Worker

from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext
from quizapp.ui import commands, messages
from quizapp.ui.footer import fitted, hidden
from quizapp.ui.notices import report

Result = TypeVar("Result")


class CommandScreen(Screen[Result]):
    """A screen whose keys, footer, palette and help come from `ACTIONS`. A subclass sets BINDINGS = bindings(ACTIONS).

    What several screens do alike stands here; a key works only where `ACTIONS` names its command.
    """

    ACTIONS: ClassVar[commands.Commands] = ()
    BINDINGS: ClassVar = commands.bindings(commands.MOVES)
    NAME: ClassVar[str] = ""
    """What the help calls it, marked for translation."""
    KEEPS: ClassVar[bool] = True
    """Whether it holds what the learner is at, and must not be composed anew while it stands."""
    _language = ""
    """The language of the deck's texts, where it shows any."""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys in force, as the footer shows them: with what they do now, in the language of the interface.

        Keys that a text field takes as text are left out: Textual forgets to, where they are the learner's own. As many are shown as
        there is room for; the others work as well, and the help names them. There are none while another screen lies above, which Textual
        would ask instead, nor while this one is not whole, because what says whether a key does something looks at its widgets.
        """
        if not self.is_current or not self.is_mounted or self.leaving:
            return {}
        try:
            active = {key: _labelled(each) for key, each in super().active_bindings.items()}
        except NoMatches:  # what stood inside a part of it has gone before the screen itself
            return {}
        field = self.focused
        if isinstance(field, Input):
            commands_alone = {key: each for key, each in active.items() if not field.check_consume_key(key, key_to_character(key))}
            active = {key: _with_enter(each, field) for key, each in commands_alone.items()}
        active = {key: each if self.in_footer(each) else hidden(each) for key, each in active.items()}
        return fitted(active, self.size.width, self.app.get_key_display)

    def in_footer(self, active: ActiveBinding) -> bool:  # noqa: ARG002
        """Whether the footer names it, if there is room."""
        return True

    def keep_typed(self) -> None:
        """Stores what is typed and would be missed. Raises StorageError."""

    def on_resize(self) -> None:
        """The footer may have room for others."""
        self.refresh_bindings()

    def labels(self) -> Mapping[str, str]:
        """What the footer calls an action now, in the language of the interface, where that is not its command's own label."""
        return {}

    def report(self, error: QuizAppError) -> None:
        """Tells what went wrong; the screen stays as it is."""
        report(self, error)

    def hand_over(self, worker: "Worker[None]", show: Callable[..., object], *found: object) -> None:
        """Has the screen `show` what `worker`, in its own thread, has found, unless another one has taken its place."""
        if not worker.is_cancelled:
            self.call_later(show, *found)

    @property
    def leaving(self) -> bool:
        """Whether the screen or the app is being left: what stood on it may be gone already, and is not to be drawn any more."""
        return self.app._exit or self._pruning or self._closing or not self.is_attached

    def pressed(self) -> None:
        """Somebody is there: a key, a click or a turn of the wheel, whatever it was meant for. Comes before what it does."""

    def action_help(self) -> None:
        self.post_message(messages.HelpRequested())

    def action_show_demos(self) -> None:
        self.post_message(messages.DemosRequested())

    def action_show_settings(self) -> None:
        self.post_message(messages.SettingsRequested())

    def action_show_cards(self) -> None:
        self.post_message(messages.CardsRequested())

    def action_open_link(self) -> None:
        """Where a screen has an answer, the mouse can follow its links; this is for the keyboard."""
        if links := self.links():
            self.post_message(messages.LinksRequested(links))
        else:
            self.notify(gettext("This answer has no links."), markup=False)

    def links(self) -> list[tuple[str, str]]:
        """Text and address of each link of the answers that are shown."""
        from quizapp.ui.widgets.answer import Answer

        return [link for answer in self.query(Answer) for link in answer.links()]

    def shown_card(self) -> tuple[str, str] | None:
        """The id and the language of the card whose answer is shown, for its pictures; None where there is none, or more than one."""
        return None

    def action_show_modes(self) -> None:
        self.post_message(messages.ModesRequested())

    async def action_undo(self) -> None:
        self.post_message(messages.UndoRequested())

    async def action_back(self) -> None:
        self.dismiss()

    async def action_move_down(self) -> None:
        await self._go("cursor_down", "scroll_down")

    async def action_move_up(self) -> None:
        await self._go("cursor_up", "scroll_up")

    async def action_move_page_down(self) -> None:
        await self._go("page_down")

    async def action_move_page_up(self) -> None:
        await self._go("page_up")

    async def action_move_to_top(self) -> None:
        await self._go("scroll_top", "scroll_home")

    async def action_move_to_bottom(self) -> None:
        await self._go("scroll_bottom", "scroll_end")

    async def _go(self, *ways: str) -> None:
        """Move what has the focus, in the first way that it knows: a list has a cursor, a text scrolls."""
        here = self.focused
        way = next((way for way in ways if hasattr(here, f"action_{way}")), None)
        if here is not None and way is not None:
            await here.run_action(way)

    async def speak(self, language: str) -> None:
        """Shows its texts in `language` from now on."""
        self._language = language
        await self.reload()

    async def respell(self) -> None:
        """The interface speaks another language: writes its own words in it, as its widgets do that have a method of this name."""
        if self.KEEPS:
            for widget in self.walk_children():
                if hasattr(widget, "respell"):
                    widget.respell()
            await self.reload()
        else:
            await self.recompose()
            for begin in ("on_mount", "on_screen_resume"):
                if hasattr(self, begin) and isawaitable(begun := getattr(self, begin)()):
                    await begun
        self.refresh_bindings()

    def show_reading(self, done: int, of: int) -> None:
        """The decks are being read, which takes long: so many files are done; 0 of 0 where it has ended."""

    def show_exchange(self) -> None:
        """Says anew how things stand with other machines, where that is said."""

    async def reload(self) -> None:
        """The decks, the schedule or the settings have changed."""


def _labelled(each: ActiveBinding) -> ActiveBinding:
    """`each` with the words of its command, or with what the `labels` of a screen or widget call it now."""
    labels: Mapping[str, str] = each.node.labels() if hasattr(each.node, "labels") else {}
    command = commands.by_name().get(each.binding.action)
    words = labels.get(each.binding.action) or (command.words() if command else each.binding.description)
    return each if words == each.binding.description else each._replace(binding=replace(each.binding, description=words))


def _with_enter(each: ActiveBinding, field: Input) -> ActiveBinding:
    if (each.node, each.binding.action) != (field, "submit"):
        return each
    return each._replace(binding=replace(each.binding, description=gettext("OK"), key_display="⏎", show=True))
