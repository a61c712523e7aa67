"""The time an answer takes: what counts, what does not, what the learner sees of it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.widgets import TextArea

from quizapp.domain.history import Graded
from quizapp.domain.stopwatch import LONGEST_SILENCE
from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.card import CardScreen
from quizapp.ui.screens.help import HelpScreen
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.quiz import QuizScreen
from quizapp.ui.widgets.clock import BAR, Clock
from tests.stored import stored_events
from tests.ui.conftest import drawn, points, press, settled, text_of

Advance = Callable[[float], None]


def shown(app: App[None]) -> str:
    """What the clock shows now."""
    assert isinstance(app.screen, QuizScreen)
    app.screen._draw_clock()  # as each second does
    return text_of(app, "Clock")


def mouse(kind: type[events.MouseEvent], x: int, y: int) -> events.MouseEvent:
    return kind(None, x, y, 0, 0, 1, shift=False, meta=False, ctrl=False)


async def test_after_a_long_silence_the_clock_stands_and_the_next_key_sets_it_going(quiz: QuizApp, still_clock: Advance) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        still_clock(LONGEST_SILENCE)
        assert shown(quiz) == "01:00"
        still_clock(3600)
        assert shown(quiz) == "‖ 01:00"
        await press(pilot, "x")
        assert shown(quiz) == "01:00"
        still_clock(5)
        assert shown(quiz) == "01:05"


@pytest.mark.parametrize("key", ["l", "space", "x", "tab", "down", "u"])
async def test_every_key_tells_that_somebody_is_there_bound_or_not(quiz: QuizApp, still_clock: Advance, key: str) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        still_clock(50)
        await press(pilot, key)
        still_clock(50)
        assert shown(quiz) == "01:40"


async def test_keys_that_a_field_of_text_takes_count_as_well(quiz: QuizApp, still_clock: Advance) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        field = TextArea()
        await quiz.screen.query_one("#body").mount(field)
        field.focus()
        await pilot.pause()
        for key in ("a", "left", "p"):
            still_clock(50)
            await press(pilot, key)
        assert field.text == "pa"
        assert shown(quiz) == "02:30"
        still_clock(50)
        quiz.post_message(events.Paste("text"))
        await settled(pilot)
        still_clock(50)
        assert shown(quiz) == "04:10"


@pytest.mark.parametrize("kind", [events.MouseDown, events.MouseScrollDown, events.MouseScrollUp])
async def test_clicks_and_the_wheel_count_and_a_mouse_that_is_merely_moved_does_not(
    quiz: QuizApp, still_clock: Advance, kind: type[events.MouseEvent]
) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        still_clock(50)
        await points(pilot, mouse(kind, 5, 3))
        still_clock(50)
        await points(pilot, mouse(events.MouseMove, 6, 10))
        still_clock(50)
        assert shown(quiz) == "‖ 01:50"


async def test_a_pause_hides_question_and_answer_and_is_not_counted(quiz: QuizApp, services: Services, still_clock: Advance) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        place = quiz.screen.query_one("#answer").region
        still_clock(10)
        await press(pilot, "p")
        still_clock(600)
        assert shown(quiz) == "‖ 00:10"
        assert "Paused. p continues." in drawn(quiz)
        for hidden in ("What is one?", "The answer to one.", "Good"):
            assert hidden not in drawn(quiz)
        await press(pilot, "3", "b", "s", "u", "f", "l", "space")
        assert stored_events(services) == []
        assert "Paused. p continues." in drawn(quiz)
        await press(pilot, "p")
        assert quiz.screen.query_one("#answer").region == place, "nothing has moved"
        assert "What is one?" in drawn(quiz)
        assert "The answer to one." in drawn(quiz)
        assert "Paused" not in drawn(quiz)
        still_clock(5)
        await press(pilot, "3")
        (event,) = stored_events(services)
        assert isinstance(event, Graded)
        assert event.duration_ms == 15_000


async def test_after_a_pause_keys_scroll_the_answer_again(services: Services, content: Path) -> None:
    (content / "small" / "one.md").write_text("# What is one?\n\n" + "More.\n\n" * 40)
    services.library.refresh()
    app = QuizApp(services, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "pagedown", "p", "p")
        before = app.screen.query_one("#answer").scroll_offset.y
        assert before > 0, "it stays where it was being read"
        await press(pilot, "pagedown")
        await pilot.wait_for_animation()
        assert app.screen.query_one("#answer").scroll_offset.y > before


async def test_in_a_pause_help_demo_and_the_way_out_work_and_the_pause_outlasts_them(quiz: QuizApp, still_clock: Advance) -> None:
    async with quiz.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "p", "question_mark")
        assert isinstance(quiz.screen, HelpScreen)
        await press(pilot, "escape")
        still_clock(30)
        assert shown(quiz) == "‖ 00:00"
        await press(pilot, "d")
        assert "How many of the four points" in drawn(quiz)
        assert "The answer to one." not in drawn(quiz)
        await press(pilot, "escape", "q")
        assert isinstance(quiz.screen, HomeScreen)


async def test_a_pause_in_front_of_the_answer_reveals_nothing(quiz: QuizApp) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "p", "d", "p")
        assert text_of(quiz, "#question") == "What is one?"
        assert "The answer to one." not in drawn(quiz)
        assert not quiz.screen.has_class("-revealed")


@pytest.mark.parametrize("elsewhere", ["help", "card:two", "demo:xor-failure"])
async def test_time_on_another_screen_is_not_counted(quiz: QuizApp, still_clock: Advance, elsewhere: str) -> None:
    from quizapp.ui.messages import LinkFollowed

    async with quiz.run_test() as pilot:
        await settled(pilot)
        still_clock(10)
        await press(pilot, "space")
        if elsewhere == "help":
            await press(pilot, "question_mark")
        else:
            quiz.screen.post_message(LinkFollowed(elsewhere))
            await settled(pilot)
            await settled(pilot)
        assert not isinstance(quiz.screen, QuizScreen)
        for _ in range(3):
            still_clock(40)
            await press(pilot, "down")
        await press(pilot, "escape")
        assert shown(quiz) == "00:10"
        still_clock(7)
        assert shown(quiz) == "00:17"


async def test_time_in_the_editor_or_in_the_shell_is_not_counted(quiz: QuizApp, still_clock: Advance) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        still_clock(10)
        quiz.app_suspend_signal.publish(quiz)
        still_clock(40)
        quiz.app_resume_signal.publish(quiz)
        assert shown(quiz) == "00:10"
        await press(pilot, "question_mark")
        quiz.app_suspend_signal.publish(quiz)
        quiz.app_resume_signal.publish(quiz)
        still_clock(40)
        await press(pilot, "escape")
        assert shown(quiz) == "00:10", "coming back from the shell to the help is not coming back to the question"


async def test_another_card_starts_the_clock_anew(quiz: QuizApp, services: Services, still_clock: Advance) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        still_clock(30)
        await press(pilot, "space", "3")
        assert shown(quiz) == "00:00"
        still_clock(4)
        await press(pilot, "space", "3")
        assert [event.duration_ms for event in stored_events(services) if isinstance(event, Graded)] == [30_000, 4_000]


async def test_a_linked_card_opens_by_keys_and_leads_back_to_the_same_place(
    services: Services, content: Path, still_clock: Advance
) -> None:
    path = content / "small" / "one.md"
    lines = "\n\n".join(f"Line {number}." for number in range(60))
    path.write_text(f"# What is one?\n\n{lines}\n\n[Two](card:two), [two again](card:two), <https://example.org/>.\n")
    services.library.refresh()
    app = QuizApp(services, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "o")
        assert "Two" not in drawn(app), "a link may tell the answer"
        await press(pilot, "space", "pagedown", "pagedown")
        await pilot.wait_for_scheduled_animations()
        place = app.screen.query_one("#answer").scroll_offset
        assert place.y > 20
        still_clock(10)
        await press(pilot, "o")
        assert drawn(app).count("card  ") == 1, "each address once"
        assert "web   https://example.org" in drawn(app)
        assert app.screen.active_bindings["enter"].binding.description == "Open"
        await press(pilot, "enter")
        await settled(pilot)
        assert isinstance(app.screen, CardScreen)
        assert text_of(app, "#question") == "What is two?"
        still_clock(40)
        await press(pilot, "escape")
        assert text_of(app, "#question") == "What is one?"
        assert app.screen.query_one("#answer").scroll_offset == place
        assert app.screen.has_class("-revealed")
        assert shown(app) == "00:10"


async def test_a_link_in_the_answer_can_be_clicked(services: Services, content: Path) -> None:
    path = content / "small" / "one.md"
    path.write_text("# What is one?\n\n[Two](card:two) is next.\n")
    services.library.refresh()
    app = QuizApp(services, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        await pilot.click("#answer MarkdownParagraph", offset=(1, 0))
        await settled(pilot)
        await settled(pilot)
        assert isinstance(app.screen, CardScreen)
        assert text_of(app, "#question") == "What is two?"
        await press(pilot, "o")
        assert "demo  Watch" in drawn(app)
        await press(pilot, "escape", "escape")
        assert text_of(app, "#question") == "What is one?"


async def test_an_answer_without_links_says_so(services: Services, content: Path) -> None:
    from tests.ui.conftest import notices

    (content / "small" / "one.md").write_text("# What is one?\n\nNothing more.\n")
    services.library.refresh()
    app = QuizApp(services, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "o")
        assert notices(app) == ["This answer has no links."]


class OneClock(App[None]):
    """A clock alone."""

    def __init__(self, limit: float) -> None:
        super().__init__()
        self._limit = limit

    def compose(self) -> ComposeResult:
        yield Clock(self._limit)


async def test_the_bar_fills_until_the_limit_and_then_changes_its_line_and_never_its_size() -> None:
    app = OneClock(60)
    async with app.run_test() as pilot:
        clock = app.query_one(Clock)
        size = clock.size
        faces = {}
        for seconds in (0, 30, 59.9, 60, 72, 3600):
            clock.show(seconds, stands=seconds == 30)
            await pilot.pause()
            faces[seconds] = str(clock.render()).split("\n")
            assert clock.size == size
            assert max(len(line) for line in faces[seconds]) <= size.width
    assert faces[0] == ["00:00", "─" * BAR]
    assert faces[30] == ["‖ 00:30", "━" * (BAR // 2) + "─" * (BAR // 2)]
    assert faces[59.9] == ["00:59", "━" * (BAR - 1) + "─"]
    assert faces[60] == ["01:00 +00:00", "═" * BAR]
    assert faces[72] == ["01:00 +00:12", "═" * BAR]


async def test_at_the_limit_the_answer_goes_on_undisturbed(services: Services, still_clock: Advance) -> None:
    app = QuizApp(services, "quiz")
    app._services.preferences.settings = replace(app._services.preferences.settings, time_limit=60)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert shown(app).startswith("00:00")
        question = app.screen.query_one("#question").region
        for _ in range(2):
            still_clock(36)
            await press(pilot, "x")
        assert shown(app) == "01:00 +00:12\n" + "═" * BAR
        assert app.screen.query_one("#question").region == question
        assert "The answer to one." not in drawn(app)
        await press(pilot, "space", "3")
        (event,) = stored_events(services)
        assert isinstance(event, Graded)
        assert event.duration_ms == 72_000
