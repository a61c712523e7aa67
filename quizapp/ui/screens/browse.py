"""Every card of every deck: find, narrow, sort, read, put aside, and start a quiz from what is listed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext, gettext_noop, ngettext, pgettext
from quizapp.domain.schedule import CardState
from quizapp.services.browse import CardList, Entry, View, read_cards
from quizapp.services.lab import Lab
from quizapp.services.predictions import Predictions
from quizapp.services.study import Study
from quizapp.ui import commands, messages
from quizapp.ui.dialogs.reset import ResetDialog
from quizapp.ui.phrases import event_phrase, order, standing
from quizapp.ui.screens.quiz import SIDE_BY_SIDE
from quizapp.ui.screens.searchable import SearchableScreen
from quizapp.ui.widgets.card_pane import CardPane
from quizapp.ui.widgets.card_table import CardTable
from quizapp.ui.widgets.filters import Filters
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.topbar import TopBar


class BrowseScreen(SearchableScreen[None]):
    """A table of cards; on wide screens the card under its cursor beside it."""

    CSS_PATH = "browse.tcss"
    LIST = CardTable
    ACTIONS = (
        commands.OpenCard,
        commands.Find,
        commands.NextTopic,
        commands.PreviousTopic,
        commands.NextState,
        commands.PreviousState,
        commands.NextOrder,
        commands.ReverseOrder,
        commands.ShowAll,
        commands.AskListed,
        commands.RunDemo,
        commands.SwitchLanguage,
        commands.ToggleSuspended,
        commands.ResetCard,
        commands.Edit,
        commands.Undo,
        commands.Help,
        commands.Back,
    )
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  (as Textual declares it)
        (0, "-narrow"),
        (SIDE_BY_SIDE, "-wide"),
    ]
    NAME = gettext_noop("Browse")

    def __init__(self, study: Study, lab: Lab, predictions: Predictions, language: str, *, suspended: bool) -> None:
        """Lists all cards at first, or those that are `suspended`."""
        super().__init__()
        self._study = study
        self._lab = lab
        self._predictions = predictions
        self._view = View(language=language, state=CardState.SUSPENDED if suspended else None)
        self._asked = False
        """Whether cards have been asked from here since the list was read."""
        self._cards = CardList(date.min, ())
        self._listed: Sequence[Entry] = ()
        self._offered: tuple[bool, ...] = ()
        """Which actions make sense, as the footer shows them."""

    def compose(self) -> ComposeResult:
        yield TopBar(gettext("Browse"))
        with Vertical(id="which"):
            yield Input(placeholder=_find_what(), id="find", compact=True)
            yield Filters(commands.NextTopic, commands.NextState, commands.NextOrder, commands.ShowAll)
        with Horizontal(id="body"):
            with Vertical(id="list"):
                yield CardTable()
                yield Static("", id="under-cursor", markup=False)
            yield CardPane(self._lab, self._predictions, self._study.catalog.card)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(CardTable).focus()
        self._read()

    def on_screen_resume(self) -> None:
        """A quiz in between may have changed how the cards stand."""
        if self._asked:
            self._asked = False
            self._read()

    # -- the list ----------------------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="cards")
    def _read(self, cursor: str | None = None) -> None:
        """Reads every card; then prepares what the next keys need, so that none of them waits."""
        worker = get_current_worker()
        try:
            cards = read_cards(self._study)
        except QuizAppError as error:
            self.call_later(self.report, error)
            return
        if self._view.words:
            cards.prepare()
        self.hand_over(worker, self._take, cards, cursor)
        cards.prepare()
        self._study.warm()
        self._look_inside(cards)

    def _look_inside(self, cards: CardList) -> None:
        """Look inside the answers, from the worker; if words are being looked for, list once more."""
        try:
            cards.look_inside(self._study.catalog.answers(), self._study.catalog.other_words())
        except QuizAppError as error:
            self.call_later(self.report, error)
            return
        self.call_later(self._list_more, cards)

    def _list_more(self, cards: CardList) -> None:
        if cards is self._cards and self._view.words:
            self._list()

    def _take(self, cards: CardList, cursor: str | None) -> None:
        self._cards = cards
        if self._view.topic not in cards.topics:
            self._view = replace(self._view, topic=None)
        self._list(cursor)

    async def respell(self) -> None:
        """What was typed to find stays."""
        self.query_one("#find", Input).placeholder = _find_what()
        await super().respell()

    async def reload(self) -> None:
        """What is listed, as the decks have it now."""
        self._read()

    def _show(self, view: View, *, from_top: bool = False) -> None:
        self._view = view
        self._list(from_top=from_top)

    def _list(self, cursor: str | None = None, *, from_top: bool = False) -> None:
        """Lists what the view wants, with the cursor on the card `cursor`, or on the one where it was; or on the first."""
        table, view = self.query_one(CardTable), self._view
        self._listed = self._cards.select(view)
        wanted = cursor or (table.current and table.current.id)
        row = 0 if from_top else next((row for row, entry in enumerate(self._listed) if entry.id == wanted), table.row)
        table.show(self._listed, row, view, self._cards.day)
        self._tell()

    def _tell(self) -> None:
        """How many cards are listed, which, and in what order."""
        view = self._view
        cards, listed = len(self._cards.entries), len(self._listed)
        some = ngettext("{listed:,} of {count:,} card", "{listed:,} of {count:,} cards", cards, listed=listed)
        self.query_one(TopBar).tell(gettext("Browse"), some if view.narrowed else ngettext("{count:,} card", "{count:,} cards", cards))
        topic = self._cards.topics[view.topic].title(view.language) if view.topic else pgettext("every topic", "all")
        self.query_one(Filters).show(
            (topic, view.topic is not None),
            (view.state.label if view.state else pgettext("every state", "all"), view.state is not None),
            (order(view), view.ordered),
            ("", False) if view.narrowed else None,
        )

    def list_matches(self, wanted: str) -> None:
        """The best match comes under the cursor."""
        if wanted != self._view.words:
            self._show(replace(self._view, words=wanted), from_top=True)

    @on(CardTable.SortAsked)
    def _heading_clicked(self, event: CardTable.SortAsked) -> None:
        self._show(self._view.sorted_by(event.column))

    @on(Filters.Pressed)
    async def _filter_clicked(self, event: Filters.Pressed) -> None:
        await self.run_action(event.command.action())

    def action_next_topic(self) -> None:
        self._show(self._cards.next_topic(self._view))

    def action_previous_topic(self) -> None:
        self._show(self._cards.next_topic(self._view, -1))

    def action_next_state(self) -> None:
        self._show(self._cards.next_state(self._view))

    def action_previous_state(self) -> None:
        self._show(self._cards.next_state(self._view, -1))

    def action_next_order(self) -> None:
        self._show(self._view.next_order())

    def action_reverse_order(self) -> None:
        self._show(self._view.reversed())

    def action_show_all(self) -> None:
        self._show(self._view.widened())
        self.query_one(Input).value = ""

    def action_ask_listed(self) -> None:
        self._asked = True
        self.post_message(messages.ChosenQuizRequested([entry.id for entry in self._listed]))

    # -- the card under the cursor -----------------------------------------------------------------------------------

    @property
    def _current(self) -> Entry | None:
        return self.query_one(CardTable).current

    def shown_card(self) -> tuple[str, str] | None:
        """The one beside the list."""
        return self.query_one(CardPane).shown

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """What needs a card, a demo or a second language is offered where there is one. A demo that runs has the keys to itself."""
        entry = self._current
        if self.query_one(CardPane).demo_of is not None:
            return action in ("run_demo", "help", "back")
        match action:
            case "open_card" | "edit" | "toggle_suspended" | "ask_listed":
                return entry is not None
            case "reset_card":
                return entry is not None and entry.recall is not None
            case "run_demo":
                return entry is not None and bool(entry.demo)
            case "switch_language":
                return len(self._cards.languages) > 1
            case "show_all":
                return self._view.narrowed
        return True

    @on(CardTable.Moved)
    async def _follow(self) -> None:
        """Show the card's whole question below the table, or the card beside it."""
        entry, language = self._current, self._view.language
        nothing = gettext("No cards match. {key} shows all.", key=commands.ShowAll.spoken()) if self._cards.entries else ""
        self.query_one("#under-cursor", Static).update(entry.question(language) if entry else nothing, layout=False)
        about = standing(entry, language, self._cards.day) if entry else nothing
        await self.query_one(CardPane).follow(entry.id if entry else None, language, about)
        self._arrange()

    def _offer(self) -> None:
        """Has the footer show what makes sense now. Which keys do is worked out for that: not with every step of the cursor."""
        offered = tuple(bool(self.check_action(command.action(), ())) for command in self.ACTIONS)
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()

    @on(CardTable.Chosen)
    def action_open_card(self) -> None:
        if self._current:
            self.post_message(messages.CardRequested(self._current.id, self._view.language))

    def action_switch_language(self) -> None:
        self._show(self._cards.next_language(self._view))

    def action_edit(self) -> None:
        if entry := self._current:
            languages = list(entry.questions)
            self.post_message(
                messages.CardEditRequested(entry.id, self._view.language if self._view.language in languages else languages[0])
            )

    def action_toggle_suspended(self) -> None:
        entry = self._current
        if entry is None:
            return
        if entry.state is CardState.SUSPENDED:
            self._change(self._study.resume, entry, gettext("Resumed: {question}", question=entry.question(self._view.language)))
        else:
            self._change(self._study.suspend, entry, gettext("Suspended: {question}", question=entry.question(self._view.language)))

    def action_reset_card(self) -> None:
        entry, language = self._current, self._view.language
        if entry is None:
            return

        def reset(agreed: bool | None) -> None:
            if agreed:
                self._change(self._study.reset, entry, gettext("Starts over: {question}", question=entry.question(language)))

        self.post_message(
            messages.DialogRequested(ResetDialog(entry.question(language), standing(entry, language, self._cards.day)), reset)
        )

    def _change(self, act: Callable[[str], object], entry: Entry, said: str) -> None:
        try:
            act(entry.id)
        except QuizAppError as error:
            self.report(error)
        else:
            undo = gettext("{key} undoes this.", key=commands.Undo.spoken())
            self.notify(f"{said} {undo}", timeout=4, markup=False)
        self._read()

    async def action_undo(self) -> None:
        """Asks no card again here: a notice says what was undone, and the list shows it."""
        try:
            taken_back = self._study.undo()
        except QuizAppError as error:
            self.report(error)
            return
        if taken_back is None:
            self.notify(gettext("There is nothing to undo."), markup=False)
            return
        card = taken_back.event.card
        question = next((entry.question(self._view.language) for entry in self._cards.entries if entry.id == card), card)
        what = gettext("Taken back: {what}", what=event_phrase(taken_back.event))
        self.notify(f"{what} · {question}", timeout=4, markup=False)
        self._read(card)

    # -- its demo, and the room there is -----------------------------------------------------------------------------

    async def action_run_demo(self) -> None:
        """Run the demo beside the list if there is room, otherwise on the whole screen; put away an open one."""
        pane, entry, language = self.query_one(CardPane), self._current, self._view.language
        if pane.demo_of is not None:
            await self._close_demo()
        elif entry is not None:
            card = self._study.catalog.card(entry.id)
            for text in (card.text(language), *card.texts.values()):
                if text.demos and pane.demo_of is None:
                    await pane.open_demo(entry.id, text.demos[0], self._study.demo_seed(entry.id))
            self._arrange()

    async def _close_demo(self) -> None:
        await self.query_one(CardPane).close_demo()
        self._arrange()
        self.query_one(CardTable).focus()

    def on_resize(self) -> None:
        """Put the card beside the list from a certain width on."""
        self._arrange()

    def _arrange(self) -> None:
        """Arrange by `display`: a class would have every widget on the screen styled anew."""
        wide, demo = self.size.width >= SIDE_BY_SIDE, self.query_one(CardPane).demo_of is not None
        self.query_one(CardPane).display = wide or demo
        for selector in ("TopBar", "#which", "#list"):
            self.query_one(selector).display = wide or not demo
        self.query_one("#under-cursor").display = not wide
        self.query_one(CardTable).make_room(beside=wide)
        self._offer()

    async def action_back(self) -> None:
        """An open demo is put away first; from the card beside the list to the list."""
        pane = self.query_one(CardPane)
        if pane.demo_of is not None:
            await self._close_demo()
        elif pane.has_focus_within:
            self.query_one(CardTable).focus()
        else:
            await super().action_back()


def _find_what() -> str:
    """What the field says while nothing is typed in it."""
    return gettext("Find in questions, answers and topics, in any language")
