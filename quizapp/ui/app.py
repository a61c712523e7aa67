"""The app: which screen follows which, the themes, the palette. Screens get their services from here and know nothing of each other."""

import os
import subprocess
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qsl, urlsplit

from textual import events, on, work
from textual.app import App, SuspendNotSupported, SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from quizapp.domain.errors import QuizAppError, ReadOnlyDeckError, UnknownLanguageError, suggestion
from quizapp.domain.history import MockSetup
from quizapp.domain.modes import Mode
from quizapp.services.container import Services
from quizapp.services.sitting import Sitting
from quizapp.ui import messages, themes
from quizapp.ui.commands import Command, Quit, ShowSettings, by_name
from quizapp.ui.phrases import count, renamed_phrase
from quizapp.ui.screens.base import CommandScreen
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.quiz import QuizScreen

if TYPE_CHECKING:
    from quizapp.services.mock_interviews import MockSession

PRESSES = (events.Key, events.Paste, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)
"""What tells that somebody is there. The mouse alone may move because the table does."""
WATCH_SECONDS = 0.5
WATCH_SHARE = 20
"""The pause between two looks at the decks is at least this many times what a look that finds nothing takes."""


class QuizApp(App[None]):
    """Starts at home, or with the first question (`start="quiz"`), or with `demo`, or with the interview `mock`."""

    TITLE = "QuizApp"
    CSS_PATH: ClassVar = ["app.tcss", "screens/home.tcss", "screens/quiz.tcss"]
    """A default screen's own stylesheet is not loaded with it, so those that may come first are named here."""

    def __init__(
        self,
        services: Services,
        start: str = "home",
        topic: str | None = None,
        limit: int | None = None,
        language: str | None = None,
        demo: messages.DemoRequested | None = None,
        mode: Mode = Mode.QUIZ,
        mock: MockSetup | None = None,
    ) -> None:
        super().__init__()
        self._services = services
        self._start = start
        self._topic = topic
        self._limit = limit
        self._demo = demo
        self._mode = mode
        self._mock = mock
        settings = services.preferences.settings
        self._language = language or settings.language
        self._last_language = settings.language
        self._sitting: Sitting | None = None
        self._looking = Lock()
        self._key_problems: list[str] = []
        self._set_keys(checked=False)
        for theme in (themes.DARK, themes.LIGHT):
            self.register_theme(theme)
        self.theme = settings.theme if settings.theme in self.available_themes else themes.DARK.name

    @property
    def crash(self) -> Exception | None:
        """What ended the app, where it did not end by itself."""
        return self._exception

    def _fatal_error(self) -> None:
        """Leaves without printing a traceback over the terminal: `run_app` hands the exception to its caller."""
        self._close_messages_no_wait()

    def get_default_screen(self) -> Screen[None]:
        """The first screen, so that nothing is composed beneath it."""
        if self._start == "quiz":
            return self._quiz_screen(self._services.study.sit(self._topic, self._limit, self._mode))
        if self._demo is not None:
            return self._demo_screen(self._demo, alone=True)
        return self._home_screen()

    def on_mount(self) -> None:
        """The decks are read again once the first screen has been painted."""
        self.watch(self, "theme", self._remember_theme, init=False)
        self.call_after_refresh(self._watch_library)
        if self._services.preferences.settings.theme not in self.available_themes:
            self._tell_theme()
        if self._services.backup:
            self.notify(f"The database was upgraded. A copy of the old one is at {self._services.backup}.", markup=False)
        if self._mock is not None:
            self._show_mock()

    async def on_event(self, event: events.Event) -> None:
        """Everything pressed comes by here once, before a binding, a field of text or a link takes it."""
        if isinstance(event, PRESSES) and not event.is_forwarded:
            for screen in self.screen_stack[-1:]:
                if isinstance(screen, CommandScreen):
                    screen.pressed()
        await super().on_event(event)

    def get_key_display(self, binding: Binding) -> str:
        """A key of the learner's own reads in the footer as in the help: putting it in force, Textual forgets how it is displayed."""
        command = None if binding.key_display else by_name().get(binding.id or "")
        return command.written(binding.key) if command else super().get_key_display(binding)

    def _set_keys(self, *, checked: bool) -> None:
        """Puts the preset and the learner's own keys in force. Seeing whether they go together takes all screens: one comes first."""
        preferences = self._services.preferences
        preset, own = preferences.settings.keys, preferences.settings.keymap
        if preset == "default" and not own:
            Command.chosen, self._key_problems = {}, []
        else:
            from quizapp.ui.keymap import places, resolve

            within = places() if checked and own else ()
            Command.chosen, self._key_problems = resolve(preset, own, partial(preferences.place, table="keymap"), within)
        self.set_keymap(Command.chosen)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Textual's own themes know nothing of our variables: they get those of our dark or our light one."""
        ours = themes.DARK if self.current_theme.dark else themes.LIGHT
        return {name: value for name, value in ours.variables.items() if name in themes.OWN}

    # -- what goes on behind the screens -----------------------------------------------------------------------------

    def _watch_library(self) -> None:
        """Reads what has changed on disk, now and from time to time: a deck may be edited while it is studied."""
        if self._services.preferences.settings.keymap:
            self._set_keys(checked=True)
        self._refresh_library(first=True)
        self._look_again_after(WATCH_SECONDS)

    def _look_again_after(self, pause: float) -> None:
        self.set_timer(pause, self._look_again, name="watch")

    @work(thread=True, group="watch", exit_on_error=False)
    def _look_again(self) -> None:
        """Where a look takes long, for there are many files, the next one comes so late that it is not felt."""
        start, taken = monotonic(), 0.0
        try:
            if not self._look_at_library():
                taken = monotonic() - start
        finally:
            self.call_later(self._look_again_after, max(WATCH_SECONDS, WATCH_SHARE * taken))

    @work(thread=True, group="library", exit_on_error=False)
    def _refresh_library(self, *, first: bool = False) -> None:
        self._look_at_library(first=first)

    def _look_at_library(self, *, first: bool = False) -> bool:
        """From a worker: reads changed decks, and has the screens show them. Whether anything has changed."""
        try:
            with self._looking:  # after an edit two look at once: what one has told, the other does not tell again
                known = self._errors()
                refreshed = self._services.library.refresh()
                errors = self._errors()
        except QuizAppError as error:
            if first:
                self.call_later(self.notify, str(error), severity="error", timeout=12, markup=False)
            return False
        if first:
            self._check_language()
        changed = first or bool(refreshed) or errors != known
        if changed:
            told = [renamed_phrase(*pair) for pair in refreshed.renamed]
            self.call_later(self._decks_changed, [] if first else [one for one in errors if one not in known], told)
        return changed

    def _check_language(self) -> None:
        """From a worker: tells of a language in the settings in which no deck is written, which only the decks can tell."""
        preferences = self._services.preferences
        try:
            if preferences.settings.language and self._services.study.reader.languages():
                self._services.study.language(preferences.settings.language)
        except UnknownLanguageError as error:
            self.call_later(self.notify, f"{preferences.place('language')}: {error}", severity="warning", timeout=12, markup=False)

    def _errors(self) -> list[str]:
        return [f"{deck}/{problem}" for deck, problem in self._services.library.problems() if problem.is_error]

    async def _decks_changed(self, errors: list[str], renamed: list[str]) -> None:
        """Shows the new texts where the old ones stand, tells what is wrong with them, and asks what only the learner can tell."""
        for error in errors:
            self.notify(error, severity="error", timeout=12, markup=False)
        for told in renamed:
            self.notify(told, timeout=12, markup=False)
        await self._reload_screens()
        self._ask_doubts()

    async def _reload_screens(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, HomeScreen):
                screen.refresh_counts(len(self._problems()))
            elif isinstance(screen, CommandScreen):
                await screen.reload()

    def _ask_doubts(self) -> None:
        """One dialog for all of them, unless it stands there already."""
        from quizapp.ui.dialogs.doubt import DoubtDialog

        if any(isinstance(screen, DoubtDialog) for screen in self.screen_stack):
            return
        if doubts := self._services.library.doubts():
            self.push_screen(DoubtDialog(doubts, self._services.library.settle))

    def _remember_theme(self, theme: str) -> None:
        try:
            self._services.preferences.remember_theme(theme)
        except QuizAppError as error:
            self.notify(str(error), severity="warning", markup=False)

    # -- settings that change ----------------------------------------------------------------------------------------

    @on(messages.SettingsChanged)
    async def _follow_settings(self) -> None:
        """Puts in force what the services do not ask for each time anyway."""
        settings = self._services.preferences.settings
        self._set_keys(checked=True)
        if settings.theme in self.available_themes:
            self.theme = settings.theme
        if settings.language != self._last_language:
            self._language = self._last_language = settings.language
            for screen in self.screen_stack:
                if isinstance(screen, CommandScreen):
                    await screen.speak(self._language)
        self._reschedule()

    @work(thread=True, group="reschedule", exit_on_error=False)
    def _reschedule(self) -> None:
        """With a long history it takes a while."""
        try:
            self._services.reschedule()
        except QuizAppError as error:
            self.call_later(self.notify, str(error), severity="error", timeout=12, markup=False)
        self.call_later(self._reload_screens)

    @on(messages.SettingsEditRequested)
    async def _edit_settings(self) -> None:
        """Puts in force what the learner has saved, and tells what of it cannot be used."""
        preferences = self._services.preferences
        try:
            path = preferences.file()
        except QuizAppError as error:
            self.notify(str(error), severity="error", timeout=12, markup=False)
            return
        self._open_editor(path, 1)
        preferences.reread()
        await self._follow_settings()
        if preferences.settings.theme not in self.available_themes:
            self._tell_theme()
        for problem in (*preferences.settings.problems, *self._key_problems):
            self.notify(problem, severity="warning", timeout=12, markup=False)

    def _tell_theme(self) -> None:
        wanted = self._services.preferences.settings.theme
        place = self._services.preferences.place("theme")
        self.notify(f"{place}: There is no theme {wanted!r}. {suggestion(wanted, self.available_themes)}", severity="warning", markup=False)

    def _problems(self) -> list[str]:
        settings = self._services.preferences.settings
        missing = [f"the deck folder {folder} is not there; its cards stay as they are" for folder in self._services.library.missing()]
        decks = [f"{deck}/{problem}" for deck, problem in self._services.library.problems()]
        return [*settings.problems, *self._key_problems, *missing, *decks]

    # -- from screen to screen ---------------------------------------------------------------------------------------

    def _show(self, screen: Screen[None]) -> None:
        """Shows `screen` in the place of the one on top. The first screen of all cannot be replaced: it stays beneath."""
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def _home_screen(self) -> HomeScreen:
        services = self._services
        return HomeScreen(services.study, services.library, self._language, len(self._problems()))

    def _quiz_screen(self, sitting: Sitting) -> QuizScreen:
        self._sitting = sitting
        services = self._services
        limit = float(services.preferences.settings.time_limit)
        return QuizScreen(services.study, sitting, services.answers, services.lab, services.predictions, self._language, limit)

    def _demo_screen(self, asked: messages.DemoRequested, *, alone: bool = False) -> Screen[None]:
        from quizapp.ui.screens.demo import DemoScreen

        return DemoScreen(self._services.lab, self._services.predictions, asked, self._language, alone=alone)

    @on(messages.QuitRequested)
    def _leave(self) -> None:
        self.exit()

    @on(messages.HomeRequested)
    def _go_home(self) -> None:
        self._sitting = None
        if not isinstance(self.screen_stack[0], HomeScreen):
            self._show(self._home_screen())
        while len(self.screen_stack) > 1 and not isinstance(self.screen, HomeScreen):
            self.pop_screen()

    @on(messages.QuizRequested)
    def _start_quiz(self, event: messages.QuizRequested) -> None:
        self._show(self._quiz_screen(self._services.study.sit(event.topic, mode=event.mode)))

    @on(messages.ChosenQuizRequested)
    def _start_chosen(self, event: messages.ChosenQuizRequested) -> None:
        sitting = self._services.study.sit_over(event.cards)
        left_out = len(event.cards) - sitting.left
        if not sitting.left:
            self.notify("Every card that is listed is suspended: there is nothing to ask.", severity="warning", markup=False)
            return
        self._show(self._quiz_screen(sitting))
        if left_out:
            self.notify(f"{count(left_out, 'suspended card is', 'suspended cards are')} left out.", markup=False)

    @on(messages.QuizFinished)
    def _finish_quiz(self, event: messages.QuizFinished) -> None:
        from quizapp.ui.screens.summary import SummaryScreen

        self._show(SummaryScreen(self._services.study, self._language, event))

    @on(messages.FollowUpsRequested)
    def _play_follow_ups(self, event: messages.FollowUpsRequested) -> None:
        from quizapp.ui.screens.follow_ups import FollowUpsScreen

        self.push_screen(FollowUpsScreen(event.card, event.language))

    @on(messages.UndoRequested)
    def _undo_last(self) -> None:
        sitting = self._sitting or self._services.study.sit_to_undo()
        try:
            taken_back = sitting.undo()
        except QuizAppError as error:
            self.notify(str(error), severity="error", timeout=12, markup=False)
            return
        if taken_back is None:
            self.notify("There is nothing to take back.", markup=False)
        else:
            self._show(self._quiz_screen(sitting))

    @on(messages.ModesRequested)
    def _show_modes(self, event: messages.ModesRequested) -> None:
        from quizapp.ui.screens.modes import ModesScreen

        self.push_screen(ModesScreen(self._services.study, event.topic, self._language))

    @on(messages.DemosRequested)
    def _show_demos(self) -> None:
        from quizapp.ui.screens.demos import DemosScreen

        self.push_screen(DemosScreen(self._services.lab, self._services.predictions, self._language))

    @on(messages.DemoRequested)
    def _show_demo(self, event: messages.DemoRequested) -> None:
        self.push_screen(self._demo_screen(event))

    @on(messages.MockRequested)
    def _show_mock(self) -> None:
        """What was interrupted is settled first."""
        try:
            interrupted = self._services.mocks.open()
        except QuizAppError as error:
            self.notify(str(error), severity="error", timeout=12, markup=False)
            return
        if interrupted is None:
            self._set_up_mock()
            return
        from quizapp.ui.dialogs.interrupted import InterruptedDialog

        def settle(resume: bool | None) -> None:
            try:
                if resume:
                    self._hold_mock(self._services.mocks.resume())
                elif resume is False:
                    self._services.mocks.discard()
                    self._set_up_mock()
            except QuizAppError as error:
                self.notify(str(error), severity="error", timeout=12, markup=False)

        self.push_screen(InterruptedDialog(interrupted), settle)

    def _set_up_mock(self) -> None:
        """What was asked for on the command line begins at once."""
        from quizapp.ui.screens.mock_setup import MockSetupScreen

        if self._mock is not None:
            setup, self._mock = self._mock, None
            self.post_message(messages.MockBeginRequested(setup))
        else:
            topics = self._services.study.topics(self._language)
            self.push_screen(MockSetupScreen(topics, self._services.mocks, self._language))

    @on(messages.MockBeginRequested)
    def _begin_mock(self, event: messages.MockBeginRequested) -> None:
        try:
            self._hold_mock(self._services.mocks.begin(event.setup))
        except QuizAppError as error:
            self.notify(str(error), severity="error", timeout=12, markup=False)

    def _hold_mock(self, sitting: "MockSession") -> None:
        from quizapp.ui.screens.mock import MockScreen

        self._show(MockScreen(sitting, self._services.answers))

    @on(messages.MockFinished)
    def _finish_mock(self, event: messages.MockFinished) -> None:
        from quizapp.ui.screens.mock_report import MockReportScreen

        try:
            report = self._services.mocks.finish(event.sitting)
        except QuizAppError as error:
            self.notify(str(error), severity="error", timeout=12, markup=False)
            return
        self._show(MockReportScreen(report, self._services.mocks))

    @on(messages.CardsRequested)
    def _show_cards(self) -> None:
        from quizapp.ui.screens.browse import BrowseScreen

        services = self._services
        self.push_screen(BrowseScreen(services.study, services.lab, services.predictions, self._language))

    @on(messages.SettingsRequested)
    def _show_settings(self) -> None:
        from quizapp.ui.screens.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            languages = self._services.study.reader.languages()
            self.push_screen(SettingsScreen(self._services.preferences, languages, sorted(self.available_themes)))

    @on(messages.CardRequested)
    def _show_card(self, event: messages.CardRequested) -> None:
        from quizapp.ui.screens.card import CardScreen

        try:
            card = self._services.library.card(event.card)
        except QuizAppError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        language = event.language or self._language
        topic = self._services.study.reader.topic_titles(language).get(card.topic, card.topic)
        self.push_screen(CardScreen(card, topic, language, self._services.library.card))

    @on(messages.CardEditRequested)
    def _edit_card(self, event: messages.CardEditRequested) -> None:
        """Opens the card in the editor; where its deck is read-only, after copying it."""
        try:
            path, line = self._services.library.place(event.card, event.language)
        except ReadOnlyDeckError as error:
            self._offer_copy(error, event)
        except QuizAppError as error:
            self.notify(str(error), severity="error", timeout=12, markup=False)
        else:
            self._open_editor(path, line)

    def _offer_copy(self, error: ReadOnlyDeckError, event: messages.CardEditRequested) -> None:
        from quizapp.ui.dialogs.copy_deck import CopyDeckDialog

        def copy(agreed: bool | None) -> None:
            if not agreed:
                return
            try:
                self._services.copy_deck(error.deck)
            except QuizAppError as failure:
                self.notify(str(failure), severity="error", timeout=12, markup=False)
            else:
                self._edit_card(event)

        self.push_screen(CopyDeckDialog(error.deck, self._services.library.copy_of(error.deck)), copy)

    def _open_editor(self, path: Path, line: int) -> None:
        """Steps aside for the editor, and comes back to the same card with its new text."""
        from quizapp.services.editor import editor_command

        try:
            command = editor_command(os.environ, path, line, self._services.preferences.settings.editor)
        except QuizAppError as error:
            self.notify(str(error), severity="error", timeout=12, markup=False)
            return
        try:
            with self.suspend():
                result = subprocess.run(command, check=False)  # noqa: S603  (the learner's own editor)
        except (OSError, SuspendNotSupported) as error:
            self.notify(f"{command[0]} could not be started: {error}", severity="error", timeout=12, markup=False)
            return
        if result.returncode:
            self.notify(f"{command[0]} ended with code {result.returncode}.", severity="warning", markup=False)
        self._refresh_library()

    @on(messages.DialogRequested)
    def _ask(self, event: messages.DialogRequested) -> None:
        self.push_screen(event.dialog, event.then)

    @on(messages.ProblemsRequested)
    def _show_problems(self) -> None:
        from quizapp.ui.screens.problems import ProblemsScreen

        self.push_screen(ProblemsScreen(self._problems()))

    @on(messages.HelpRequested)
    def _show_help(self) -> None:
        from quizapp.ui.screens.help import HelpScreen

        here = [getattr(place, "ACTIONS", ()) for place in (self.screen.focused, self.screen)]
        self.push_screen(HelpScreen(here))

    @on(messages.LinksRequested)
    def _choose_link(self, event: messages.LinksRequested) -> None:
        from quizapp.ui.dialogs.links import LinksDialog

        def follow(href: str | None) -> None:
            if href is not None:
                self.post_message(messages.LinkFollowed(href))

        self.push_screen(LinksDialog(event.links), follow)

    @on(messages.LinkFollowed)
    def _open_link(self, event: messages.LinkFollowed) -> None:
        address = urlsplit(event.href)
        if address.scheme == "demo":
            self.post_message(messages.DemoRequested(address.path, dict(parse_qsl(address.query))))
        elif address.scheme == "card":
            self.post_message(messages.CardRequested(address.path))
        elif address.scheme in {"http", "https", "mailto"}:
            self.open_url(event.href)

    # -- the palette -------------------------------------------------------------------------------------------------

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the screen offers now, then the themes and the way out."""
        for place in (screen, screen.focused):
            for action in getattr(place, "ACTIONS", ()):
                assert place is not None
                if action is not Quit and not action.each and place.check_action(action.action(), ()):
                    yield SystemCommand(action.label, action.describe(), partial(place.run_action, action.action()))
        if not isinstance(screen, HomeScreen):  # which has it among its own
            yield SystemCommand(ShowSettings.label, ShowSettings.describe(), partial(self.post_message, messages.SettingsRequested()))
        yield SystemCommand("Theme", "Choose how QuizApp looks; the choice is remembered", self.action_change_theme)
        yield SystemCommand("Quit", "Leave QuizApp; nothing is lost", self.action_quit)


def run_app(
    services: Services,
    start: str = "home",
    topic: str | None = None,
    limit: int | None = None,
    language: str | None = None,
    demo: messages.DemoRequested | None = None,
    mode: Mode = Mode.QUIZ,
    mock: MockSetup | None = None,
) -> int:
    """Runs the app in this terminal and returns its exit code. What crashed it is raised once the terminal is restored."""
    app = QuizApp(services, start, topic, limit, language, demo, mode, mock)
    app.run()
    if app.crash is not None:
        raise app.crash
    return app.return_code or 0
