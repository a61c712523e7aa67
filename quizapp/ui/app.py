"""The app: what it starts with, the keys, themes and settings in force, and the palette."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme

from quizapp.domain.errors import QuizAppError, suggestion
from quizapp.domain.history import MockSetup
from quizapp.domain.i18n import gettext
from quizapp.domain.modes import Mode
from quizapp.services.container import Services
from quizapp.settings.interface import interface_language, speak
from quizapp.ui import commands, messages, themes
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.drawn import DrawnAlone
from quizapp.ui.editing import Editing
from quizapp.ui.exchanging import Exchanging
from quizapp.ui.notices import report, reported
from quizapp.ui.routes import Routes
from quizapp.ui.signals import obeyed
from quizapp.ui.storing import Storing
from quizapp.ui.watching import Watching


class QuizApp(Routes):
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
        settings = services.preferences.settings
        wanted = settings.theme if settings.theme in themes.ALL else themes.DARK.name
        self.set_reactive(App.theme, wanted)  # Textual prepares the styles for it as it begins: set later, it has all of them read twice
        super().__init__(services, language or settings.asked_in, mock)
        self._drawn_alone = DrawnAlone()
        self._start = start
        self._topic = topic
        self._limit = limit
        self._demo = demo
        self._mode = mode
        self._last_language = settings.asked_in
        self._interface = interface_language(settings)
        self._watching = Watching(self, services, self._show_changes, self._show_reading)
        self._storing = Storing(self, services, self._turn_the_day)
        self._exchanging = Exchanging(self, services, self._show_exchange)
        self._editing = Editing(self, services, self._watching.look)
        self._set_keys(checked=False)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line of every widget goes through before it is drawn."""
        return [*super().get_line_filters(), self._drawn_alone]

    def get_default_screen(self) -> Screen[None]:
        """The first screen, so that nothing is composed beneath it."""
        if self._start == "quiz":
            return self._quiz_screen(self._services.sessions.start(self._mode, self._topic, self._limit, self._language))
        if self._demo is not None:
            return self._demo_screen(self._demo, alone=True)
        return self._home_screen()

    def on_mount(self) -> None:
        """The decks are read again once the first screen has been painted."""
        self._services.store.hurry_here()
        self.watch(self, "theme", self._remember_theme, init=False)
        self.call_after_refresh(self._begin_watching)
        if self._services.preferences.settings.theme not in self.available_themes:
            self._report_theme()
        if self._services.backup:
            report(
                self, gettext("The database was upgraded. The old one was copied to {backup}.", backup=self._services.backup), "information"
            )
        if self._mock is not None:
            self._show_mock()

    # -- the decks on disk -------------------------------------------------------------------------------------------

    def _begin_watching(self) -> None:
        """Whether the learner's keys go together is seen then too: it takes all screens."""
        if self._services.preferences.settings.keymap:
            self._set_keys(checked=True)
        self._watching.begin()
        self._storing.begin()
        self._exchanging.begin()

    def on_unmount(self) -> None:
        self._exchanging.end()

    async def _show_exchange(self, received: bool) -> None:
        """What came in may change every screen but the question that is asked."""
        if received:
            await self._reload_screens()
            return
        for screen in self.screen_stack:
            if isinstance(screen, CommandScreen):
                screen.show_exchange()

    @on(messages.CardEditRequested)
    def _edit_card(self, event: messages.CardEditRequested) -> None:
        self._editing.edit_card(event.card, event.language)

    async def _show_changes(self, errors: Sequence[str], renamed: Sequence[str]) -> None:
        """Shows the new texts where the old ones stand and what is wrong with them, and asks what only the learner knows."""
        for error in errors:
            report(self, error)
        for sentence in renamed:
            self.notify(sentence, timeout=12, markup=False)
        await self._reload_screens()
        self._ask_doubts()

    def _show_reading(self, done: int, of: int) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, CommandScreen):
                screen.show_reading(done, of)

    async def _reload_screens(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, CommandScreen):
                await screen.reload()

    def _ask_doubts(self) -> None:
        """One dialog for all of them, unless it stands there already."""
        from quizapp.ui.dialogs.doubt import DoubtDialog

        if any(isinstance(screen, DoubtDialog) for screen in self.screen_stack):
            return
        if doubts := self._services.library.doubts():
            self.push_screen(DoubtDialog(doubts, self._services.library.settle))

    # -- keys, themes, settings --------------------------------------------------------------------------------------

    def get_key_display(self, binding: Binding) -> str:
        """A key of the learner's own reads in the footer as in the help: putting it in force, Textual forgets how it is displayed."""
        command = None if binding.key_display else commands.by_name().get(binding.id or "")
        return command.written(binding.key) if command else super().get_key_display(binding)

    def _set_keys(self, *, checked: bool) -> None:
        """Puts the preset and the learner's own keys in force. Seeing whether they go together takes all screens: one comes first."""
        preferences = self._services.preferences
        preset, own = preferences.settings.keys, preferences.settings.keymap
        if preset == "default" and not own:
            commands.Command.chosen, self._key_problems = {}, []
        else:
            from quizapp.ui.keymap import places, resolve

            within = places() if checked and own else ()
            commands.Command.chosen, self._key_problems = resolve(preset, own, partial(preferences.place, table="keymap"), within)
        self.set_keymap(commands.Command.chosen)

    @property
    def available_themes(self) -> dict[str, Theme]:
        """The themes by name."""
        return themes.ALL

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Textual's own themes know nothing of our variables: they get those of our dark or our light one."""
        ours = themes.DARK if self.current_theme.dark else themes.LIGHT
        return {name: value for name, value in ours.variables.items() if name in themes.OWN}

    def _remember_theme(self, theme: str) -> None:
        try:
            self._services.preferences.remember_theme(theme)
        except QuizAppError as error:
            report(self, error, "warning")

    def _report_theme(self) -> None:
        wanted = self._services.preferences.settings.theme
        place = self._services.preferences.place("theme")
        unknown = gettext("{place}: There is no theme {theme!r}.", place=place, theme=wanted)
        report(self, f"{unknown} {suggestion(wanted, self.available_themes)}", "warning")

    @on(messages.SettingsChanged)
    async def _follow_settings(self) -> None:
        """Puts in force what the services do not ask for each time anyway."""
        settings = self._services.preferences.settings
        self._set_keys(checked=True)
        if settings.theme in self.available_themes:
            self.theme = settings.theme
        if (language := interface_language(settings)) != self._interface:
            self._interface = language
            await self._speak(language)
        if settings.asked_in != self._last_language:
            self._language = self._last_language = settings.asked_in
            for screen in self.screen_stack:
                if isinstance(screen, CommandScreen):
                    await screen.speak(self._language)
        self._exchanging.follow()
        self._reschedule()

    async def _speak(self, language: str) -> None:
        """Has the interface speak `language`, on all screens and in what is wrong in the settings."""
        with reported(self):
            speak(language)
        self._services.preferences.reread()
        for screen in self.screen_stack:
            if isinstance(screen, CommandScreen):
                await screen.respell()

    def _turn_the_day(self) -> None:
        """Another day has begun, or the same one elsewhere: what is due has changed, and perhaps every schedule."""
        self._reschedule()

    @on(messages.DatabaseBusy)
    def _wait_for_database(self, event: messages.DatabaseBusy) -> None:
        self._storing.wait(event.then)

    @work(thread=True, group="reschedule")
    def _reschedule(self) -> None:
        """Recompute the schedule on a worker: with a long history it takes a while."""
        try:
            self._services.reschedule()
        except QuizAppError as error:
            self.call_later(report, self, error)
        self.call_later(self._reload_screens)

    @on(messages.SettingsEditRequested)
    async def _edit_settings(self) -> None:
        """Puts in force what the learner has saved, and shows what of it cannot be used."""
        if not self._editing.edit_settings():
            return
        await self._follow_settings()
        settings = self._services.preferences.settings
        if settings.theme not in self.available_themes:
            self._report_theme()
        for problem in (*settings.problems, *self._key_problems):
            report(self, problem, "warning")

    # -- the palette -------------------------------------------------------------------------------------------------

    def action_command_palette(self) -> None:
        """Everything that can be done here, to be found by its words."""
        from quizapp.ui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(placeholder=gettext("Search for commands ..."), id="--command-palette"))

    def search_themes(self) -> None:
        """Every theme, to be found by its name."""
        from quizapp.ui.palette import Palette, ThemeProvider

        self.push_screen(Palette(providers=[ThemeProvider], placeholder=gettext("Search for themes ...")))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the screen offers now, then the themes and the way out."""
        for place in (screen, screen.focused):
            for action in getattr(place, "ACTIONS", ()):
                assert place is not None
                if action is not commands.Quit and not action.each and place.check_action(action.action(), ()):
                    yield SystemCommand(action.words(), action.describe(), partial(place.run_action, action.action()))
        settings = commands.ShowSettings
        if settings not in getattr(screen, "ACTIONS", ()):
            yield SystemCommand(settings.words(), settings.describe(), partial(self.post_message, messages.SettingsRequested()))
        yield SystemCommand(gettext("Theme"), gettext("Choose how QuizApp looks; your choice is remembered."), self.action_change_theme)
        yield SystemCommand(commands.Quit.words(), commands.Quit.describe(), self.action_quit)


def run_app(
    services: Services,
    start: str = "home",
    topic: str | None = None,
    limit: int | None = None,
    language: str | None = None,
    demo: messages.DemoRequested | None = None,
    mode: Mode = Mode.QUIZ,
    mock: MockSetup | None = None,
) -> tuple[int, str]:
    """Runs the app in this terminal; its exit code, and why what was typed last could not be stored, if it could not.

    What crashed it is raised once the terminal is restored.
    """
    app = QuizApp(services, start, topic, limit, language, demo, mode, mock)
    with obeyed(app.end, app.give_up):
        app.run()
    if app.crash is not None:
        raise app.crash
    return app.return_code or 0, app.unsaved
