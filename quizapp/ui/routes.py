"""Which screen follows which message. Screens get their services from here, and know nothing of each other."""

from typing import TYPE_CHECKING

from textual import on
from textual.screen import Screen

from quizapp.domain.drawable import one_line
from quizapp.domain.history import MockSetup
from quizapp.domain.i18n import gettext, ngettext
from quizapp.domain.interviews import Went
from quizapp.domain.links import WEB_SCHEMES, card_of, demo_of, is_address, scheme_of
from quizapp.services.container import Services
from quizapp.services.session import LiveQuiz
from quizapp.ui import messages
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.notices import reported
from quizapp.ui.terminal_app import TerminalApp

if TYPE_CHECKING:
    from quizapp.services.interview import LiveInterview
    from quizapp.ui.screens.home import HomeScreen
    from quizapp.ui.screens.quiz import QuizScreen


class Routes(TerminalApp):
    """The part of the app that answers `messages`. A screen is imported when it is asked for."""

    def __init__(self, services: Services, language: str, mock: MockSetup | None) -> None:
        """`language`: of the texts. `mock`: what was asked for on the command line, held in the place of the next one set up."""
        super().__init__()
        self._services = services
        self._language = language
        self._mock = mock
        self._quiz: LiveQuiz | None = None
        """The session being held, so that an undo after its end goes on with it."""
        self._key_problems: list[str] = []
        """Why some of the learner's own keys are not used."""

    def problems(self) -> list[str]:
        """What is wrong in the settings, the keys and the decks, a line each."""
        library = self._services.library
        missing = [
            gettext("The deck folder {folder} is missing; its cards stay as they are.", folder=folder) for folder in library.missing()
        ]
        decks = [f"{deck}/{problem}" for deck, problem in library.problems()]
        problems = [*self._services.preferences.settings.problems, *self._key_problems, *missing, *library.unreadable(), *decks]
        problems += self._services.plans.problems()
        return [one_line(problem) for problem in problems]

    def _show(self, screen: Screen[None]) -> None:
        """Shows `screen` in the place of the one on top. The first screen of all cannot be replaced: it stays beneath."""
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def _home_screen(self) -> "HomeScreen":
        from quizapp.ui.screens.home import HomeScreen

        services = self._services
        return HomeScreen(services.study, services.library, services.desk, self._language, self.problems, services.exchange)

    def _quiz_screen(self, quiz: LiveQuiz) -> "QuizScreen":
        from quizapp.ui.screens.quiz import QuizScreen

        self._quiz = quiz
        services = self._services
        limit = float(services.preferences.settings.time_limit)
        return QuizScreen(quiz, services.study, services.lab, services.predictions, limit)

    def _demo_screen(self, asked: messages.DemoRequested, *, alone: bool = False) -> Screen[None]:
        from quizapp.ui.screens.demo import DemoScreen

        if asked.card is not None:
            with reported(self):  # and the demo is run all the same
                asked.seed = self._services.study.demo_seed(asked.card)
        return DemoScreen(self._services.lab, self._services.predictions, asked, alone=alone)

    @on(messages.QuitRequested)
    def _leave(self) -> None:
        self.exit()

    @on(messages.HomeRequested)
    def _go_home(self) -> None:
        from quizapp.ui.screens.home import HomeScreen

        self._quiz = None
        if not isinstance(self.screen_stack[0], HomeScreen):
            self._show(self._home_screen())
        while len(self.screen_stack) > 1 and not isinstance(self.screen, HomeScreen):
            self.pop_screen()

    @on(messages.QuizRequested)
    def _start_quiz(self, event: messages.QuizRequested) -> None:
        with reported(self):
            self.push_screen(self._quiz_screen(self._services.sessions.start(event.mode, event.topic, language=self._language)))

    @on(messages.QuizLeft)
    def _leave_quiz(self) -> None:
        """Where the quiz is the first screen, it was started from nowhere."""
        if len(self.screen_stack) == 1:
            self._go_home()
        else:
            self._quiz = None
            self.pop_screen()

    @on(messages.ChosenQuizRequested)
    def _start_chosen(self, event: messages.ChosenQuizRequested) -> None:
        with reported(self):
            quiz = self._services.sessions.start_over(event.cards, self._language)
            left_out = len(event.cards) - quiz.session.left
            if not quiz.session.left:
                self.notify(gettext("All the cards listed are suspended: there is nothing to ask."), severity="warning", markup=False)
                return
            self.push_screen(self._quiz_screen(quiz))
            if left_out:
                words = ngettext("{count} suspended card is left out.", "{count} suspended cards are left out.", left_out)
                self.notify(words, markup=False)

    @on(messages.QuizFinished)
    def _finish_quiz(self, event: messages.QuizFinished) -> None:
        from quizapp.ui.screens.summary import SummaryScreen

        self._show(SummaryScreen(self._services.study, self._services.desk, self._language, event))

    @on(messages.FollowUpsRequested)
    def _play_follow_ups(self, event: messages.FollowUpsRequested) -> None:
        from quizapp.ui.screens.follow_ups import FollowUpsScreen

        self.push_screen(FollowUpsScreen(event.card, event.language))

    @on(messages.UndoRequested)
    def _undo_last(self) -> None:
        with reported(self):
            quiz = self._quiz or self._services.sessions.start_to_undo(self._language)
            if quiz.undo() is None:
                self.notify(gettext("There is nothing to undo."), markup=False)
            else:
                self._go_back_to(quiz)

    def _go_back_to(self, quiz: LiveQuiz) -> None:
        """Return to the screen that draws `quiz`, if it is still there beneath: two of them would draw the same session."""
        from quizapp.ui.screens.quiz import QuizScreen

        beneath = next((screen for screen in self.screen_stack if isinstance(screen, QuizScreen) and screen.holds(quiz)), None)
        if beneath is None:
            self._show(self._quiz_screen(quiz))
            return
        while self.screen is not beneath:
            self.pop_screen()
        beneath.draw()

    @on(messages.DatabaseLost)
    def _offer_to_write_back(self) -> None:
        """Once, however often it is noticed."""
        from quizapp.ui.dialogs.lost import LostDialog

        def write(wanted: bool | None) -> None:
            if wanted:
                with reported(self):
                    saved = self._services.store.save()
                    back = saved == self._services.store.path
                    repeat = gettext("The database is back. Please repeat your last action.")
                    elsewhere = gettext("The database is now at {file}. `quizapp restore FILE` brings it back.", file=saved)
                    self.notify(repeat if back else elsewhere, timeout=12, markup=False)

        if not any(isinstance(screen, LostDialog) for screen in self.screen_stack):
            self.push_screen(LostDialog(self._services.store.path), write)

    @on(messages.WrongDatesRequested)
    def _offer_to_set_right(self) -> None:
        from quizapp.ui.dialogs.future import FutureDialog

        def set_right(wanted: bool | None) -> None:
            if wanted:
                with reported(self):
                    corrected = self._services.doctor.set_right()
                    self.notify(ngettext("{count:,} date corrected.", "{count:,} dates corrected.", corrected), markup=False)

        with reported(self):
            if found := self._services.doctor.misdated(self._services.study.calendar.zone):
                self.push_screen(FutureDialog(found), set_right)

    @on(messages.InterviewOver)
    def _ask_how_it_went(self, event: messages.InterviewOver) -> None:
        from quizapp.ui.dialogs.went import WentDialog

        def tell(went: Went | None) -> None:
            if went is not None:
                with reported(self):
                    self._services.study.interviewed(event.day, went)

        if not any(isinstance(screen, WentDialog) for screen in self.screen_stack):
            self.push_screen(WentDialog(event.day), tell)

    @on(messages.ModesRequested)
    def _show_modes(self, event: messages.ModesRequested) -> None:
        from quizapp.ui.screens.modes import ModesScreen

        self.push_screen(ModesScreen(self._services.study, event.topic, self._language))

    @on(messages.ProgressRequested)
    def _show_progress(self) -> None:
        from quizapp.ui.screens.progress import ProgressScreen

        self.push_screen(ProgressScreen(self._services.progress, self._language))

    @on(messages.DemosRequested)
    def _show_demos(self) -> None:
        from quizapp.ui.screens.demos import DemosScreen

        self.push_screen(DemosScreen(self._services.lab, self._services.predictions))

    @on(messages.DemoRequested)
    def _show_demo(self, event: messages.DemoRequested) -> None:
        self.push_screen(self._demo_screen(event))

    @on(messages.MockRequested)
    def _show_mock(self) -> None:
        """What was interrupted is settled first."""
        from quizapp.ui.dialogs.interrupted import InterruptedDialog

        def settle(resume: bool | None) -> None:
            with reported(self):
                if resume:
                    self._hold_mock(self._services.mocks.resume())
                elif resume is False:
                    self._services.mocks.discard()
                    self._set_up_mock()

        with reported(self):
            if interrupted := self._services.mocks.open():
                self.push_screen(InterruptedDialog(interrupted), settle)
            else:
                self._set_up_mock()

    def _set_up_mock(self) -> None:
        """What was asked for on the command line begins at once."""
        from quizapp.ui.screens.mock_setup import MockSetupScreen

        if self._mock is not None:
            setup, self._mock = self._mock, None
            self.post_message(messages.MockBeginRequested(setup))
        else:
            self.push_screen(MockSetupScreen(self._services.study, self._services.mocks, self._language))

    @on(messages.MockBeginRequested)
    def _begin_mock(self, event: messages.MockBeginRequested) -> None:
        with reported(self):
            self._hold_mock(self._services.mocks.begin(event.setup))

    def _hold_mock(self, interview: "LiveInterview") -> None:
        from quizapp.ui.screens.mock import MockScreen

        self._show(MockScreen(interview))

    @on(messages.MockFinished)
    def _finish_mock(self, event: messages.MockFinished) -> None:
        from quizapp.ui.screens.mock_report import MockReportScreen

        with reported(self):
            self._show(MockReportScreen(self._services.mocks.finish(event.interview), self._services.mocks))

    @on(messages.CardsRequested)
    def _show_cards(self, event: messages.CardsRequested) -> None:
        from quizapp.ui.screens.browse import BrowseScreen

        services = self._services
        self.push_screen(BrowseScreen(services.study, services.lab, services.predictions, self._language, suspended=event.suspended))

    @on(messages.ImportRequested)
    def _show_import(self) -> None:
        from quizapp.ui.screens.bring_in import BringInScreen

        self.push_screen(BringInScreen(self._services.imports))

    @on(messages.SettingsRequested)
    def _show_settings(self) -> None:
        from quizapp.ui.screens.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            services, themes = self._services, sorted(self.available_themes)
            self.push_screen(SettingsScreen(services.preferences, services.optimising, services.catalog, themes))

    @on(messages.CardRequested)
    def _show_card(self, event: messages.CardRequested) -> None:
        from quizapp.ui.screens.card import CardScreen

        language = event.language or self._language
        with reported(self):
            card = self._services.catalog.named(event.card)
            topic = self._services.catalog.topic_titles(language).get(card.topic, card.topic)
            self.push_screen(CardScreen(card, topic, language, self._services.catalog.named))

    @on(messages.DialogRequested)
    def _ask(self, event: messages.DialogRequested) -> None:
        self.push_screen(event.dialog, event.then)

    @on(messages.ProblemsRequested)
    def _show_problems(self) -> None:
        from quizapp.ui.screens.problems import ProblemsScreen

        self.push_screen(ProblemsScreen(self.problems()))

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
        scheme = scheme_of(event.href)
        if scheme == "demo":
            link = demo_of(event.href)
            card = self.screen.shown_card() if isinstance(self.screen, CommandScreen) else None
            self.post_message(messages.DemoRequested(link.demo, dict(link.settings), card=card and card[0]))
        elif scheme == "card":
            self.post_message(messages.CardRequested(card_of(event.href)))
        elif scheme in WEB_SCHEMES and is_address(event.href):
            self.open_url(event.href)
        elif scheme == "picture":
            self._open_picture(event.href)

    def _open_picture(self, href: str) -> None:
        """A picture of the card that is shown, with what the system opens pictures with."""
        card = self.screen.shown_card() if isinstance(self.screen, CommandScreen) else None
        if card is None:
            self.notify(gettext("Open the card to see its pictures."), markup=False)
            return
        with reported(self):
            self.open_url(self._services.library.picture(*card, href).as_uri())
