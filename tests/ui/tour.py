"""A walk through the whole app: every screen, dialog, report and notice that a learner may come to see."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from quizapp.domain.card import CardText
from quizapp.domain.history import Rating
from quizapp.domain.statistics_words import Section
from quizapp.services.container import Services
from quizapp.services.doctor import Misdated
from quizapp.services.library import Doubt
from quizapp.services.mock_interviews import Open
from quizapp.ui import messages
from quizapp.ui.app import QuizApp
from quizapp.ui.dialogs.address import AddressDialog
from quizapp.ui.dialogs.copy_deck import CopyDeckDialog
from quizapp.ui.dialogs.doubt import DoubtDialog
from quizapp.ui.dialogs.future import FutureDialog
from quizapp.ui.dialogs.interrupted import InterruptedDialog
from quizapp.ui.dialogs.leech import LeechDialog
from quizapp.ui.dialogs.links import LinksDialog
from quizapp.ui.dialogs.lost import LostDialog
from quizapp.ui.dialogs.reset import ResetDialog
from quizapp.ui.dialogs.went import WentDialog
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.mock import MockScreen
from quizapp.ui.screens.mock_report import MockReportScreen
from quizapp.ui.screens.quiz import QuizScreen
from quizapp.ui.screens.settings import SettingsScreen
from quizapp.ui.widgets.demo_pane import DemoPane
from tests.conftest import START, Clock
from tests.ui.conftest import settled

ROUNDS = 10
"""More questions than there are."""


def studied(services: Services, clock: Clock) -> None:
    """One card is due, one was graded under a wrong clock, one is suspended, the others are new."""
    for card, days in (("1/4", -30), ("1/2", 400)):
        clock.tick(days=days)
        services.study.grade(card, Rating.GOOD, 1)
        clock.tick(days=-days)
    services.study.suspend("1/3")


class Tour:
    """Holds the app that is walked through. Each part is a generator of the places it comes to."""

    def __init__(self, app: QuizApp, pilot: Pilot[None]) -> None:
        self._app = app
        self._pilot = pilot

    async def do(self, *actions: str) -> None:
        """Runs actions, on what has the focus or else on the screen, as their keys would."""
        for action in actions:
            focused, screen = self._app.focused, self._app.screen
            on = focused if focused is not None and hasattr(focused, f"action_{action.partition('(')[0]}") else screen
            assert on.check_action(action.partition("(")[0], ()) is not False, f"{action} is not offered on {type(screen).__name__}"
            await on.run_action(action)
            await settled(self._pilot)

    async def hide_code(self) -> None:
        """A demo's source is in no catalogue. Where there is little room it is not shown anyway."""
        if not self._app.screen.query_one(DemoPane).has_class("-tight"):
            await self.do("toggle_code")

    async def home(self) -> None:
        """Goes to the home screen."""
        self._app.screen.post_message(messages.HomeRequested())
        await settled(self._pilot)
        assert isinstance(self._app.screen, HomeScreen)

    async def everything(self) -> AsyncIterator[str]:
        """From the home screen to all others and back."""
        for part in (self.desk, self.progress, self.lists, self.cards, self.demos, self.settings, self.quiz, self.interview, self.dialogs):
            async for place in part():
                yield f"{part.__name__}: {place}"
            await self.home()

    async def desk(self) -> AsyncIterator[str]:
        yield "home"
        await self.do("show_problems")
        yield "notices"
        await self.do("back", "help")
        yield "help"
        await self.do("back")
        self._app.action_command_palette()
        await settled(self._pilot)
        yield "palette"
        self._app.pop_screen()
        self._app.search_themes()
        await settled(self._pilot)
        yield "themes"
        self._app.pop_screen()
        await self.do("show_wrong_dates")
        yield "wrong dates"
        await self.do("set_dates_right")
        yield "dates corrected"
        await self.do("show_import")
        yield "import"

    async def progress(self) -> AsyncIterator[str]:
        await self.do("show_progress")
        for section in Section:
            yield section
            await self.do("next_figures")

    async def lists(self) -> AsyncIterator[str]:
        await self.do("show_modes")
        yield "modes"
        await self.do("back", "show_suspended")
        yield "suspended"
        await self.do("show_all", "find")
        self._app.screen.query_one(Input).value = "999"
        await settled(self._pilot)
        yield "nothing found"
        await self.do("show_all", "back")
        for action in ("next_topic", "next_state", "next_state", "next_order", "reverse_order"):
            await self.do(action)
            yield action

    async def cards(self) -> AsyncIterator[str]:
        await self.do("show_cards", "open_card")
        yield "card"
        await self.do("open_link")
        yield "links"
        await self.do("back", "back", "toggle_suspended")
        yield "suspended"
        await self.do("toggle_suspended", "undo")
        yield "undone"
        await self.do(*["undo"] * 8)
        yield "nothing to undo"
        await self.do("run_demo")
        await self.hide_code()
        yield "demo beside the list"

    async def demos(self) -> AsyncIterator[str]:
        await self.do("show_demos")
        yield "list"
        await self.do("open_demo")
        await self.hide_code()
        yield "prediction"
        await self.do("predict")
        yield "first frame"
        await self.do("last_frame")
        yield "end"
        await self.do("read_claim")
        yield "claim"
        await self.do("read_claim", "try_proposal")
        yield "prediction of another run"
        await self.do("predict", "last_frame")
        yield "end, with the run before"
        await self.do("raise", "type_value")
        yield "typing"

    async def settings(self) -> AsyncIterator[str]:
        await self.do("show_settings")
        screen = self._app.screen
        assert isinstance(screen, SettingsScreen)
        for _ in range(screen.query_one("SettingsTable").row_count):  # type: ignore[attr-defined]
            yield screen._setting
            await self.do("move_down")

    async def quiz(self) -> AsyncIterator[str]:
        await self.do("start", "show_answer", "grade_again")
        yield "leech"
        await self.do("go_on")
        yield "question"
        await self.do("type_answer")
        yield "typing"
        await self.do("leave_typing", "pause")
        yield "paused"
        await self.do("pause", "show_answer", "tick_point(0)")
        yield "answer"
        await self.do("run_demo")
        await self.hide_code()
        yield "demo beside the answer"
        self._app.screen.set_focus(None)
        await self.do("run_demo", "follow_ups")
        yield "follow-up"
        await self.do("show_answer")
        yield "its answer"
        await self.do("next_follow_up", "show_answer")
        yield "no answer"
        await self.do("back", "bury")
        yield "put aside"
        await self.do("undo")
        yield "undone"
        await self.do("suspend")
        yield "suspended"
        for _ in range(ROUNDS):
            if isinstance(self._app.screen, QuizScreen):
                await self.do("show_answer", "grade_good")
        yield "summary"

    async def interview(self) -> AsyncIterator[str]:
        await self.do("show_mock", "toggle_topics")
        yield "no topic"
        await self.do("toggle_topics")
        yield "setup"
        await self.do("begin_mock")
        yield "question"
        await self.do("look_back", "show_answer")
        yield "withheld"
        await self.do("show_model_answer")
        yield "shown"
        await self.do("grade_good")
        yield "follow-up"
        await self.do("show_answer", "show_model_answer")
        yield "its answer"
        await self.do("back")
        yield "interrupted"
        await self.do("show_mock")
        yield "to be continued"
        await self.do("resume_mock")
        while isinstance(self._app.screen, MockScreen):
            follow_up = self._app.screen.has_class("-follow-up")
            await self.do(*([] if self._app.screen.has_class("-revealed") else ["show_answer"]))
            await self.do("had_follow_up" if follow_up else "grade_good")
        assert isinstance(self._app.screen, MockReportScreen)
        yield "report"
        await self.do("count_grades")
        yield "counted"

    async def dialogs(self) -> AsyncIterator[str]:
        """Each, as other tests say when they come."""
        old, new = CardText("ko", "질문?", "답."), CardText("ko", "다른 질문?", "답.")
        found = [Misdated("1/1", START + timedelta(days=400), START)] * 30
        for dialog in (
            InterruptedDialog(Open(START, 1, 2, 60.0)),
            InterruptedDialog(Open(START, 1, 2, 0.0)),
            WentDialog(START.date()),
            LeechDialog("질문?", 3),
            ResetDialog("질문?", "·"),
            CopyDeckDialog("1", Path("1")),
            LostDialog(Path("1")),
            AddressDialog("1.1.1.1", "·", "‥"),
            AddressDialog("1.1.1.1", "·"),
            LinksDialog([("하나", "demo:1"), ("둘", "card:1")]),
            FutureDialog(found),
            FutureDialog(found[:1]),
            DoubtDialog([Doubt("1/1", "1/1", old, new)] * 2, lambda doubt, *, same: None),
            DoubtDialog([Doubt("1/1", "1/2", old, new)], lambda doubt, *, same: None),
        ):
            self._app.push_screen(dialog)
            await settled(self._pilot)
            yield type(dialog).__name__
            self._app.pop_screen()
            await settled(self._pilot)
