"""Answers typed and ticked off in the quiz."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from textual.widgets import TextArea

from quizapp.domain.card import Coverage
from quizapp.domain.history import Draft, Graded
from quizapp.services.container import Services
from quizapp.settings import Settings
from quizapp.ui.app import QuizApp
from tests.stored import stored_events
from tests.ui.conftest import drawn, notices, press, settled, text_of

SAID, MISSING = Coverage.SAID, Coverage.MISSING


@pytest.fixture
def points(services: Services, content: Path) -> Services:
    """The first card has two key points, in two languages."""
    deck = content / "small"
    (deck / "one.md").write_text("# What is one?\n\nThe answer to one.\n\n## Key points\n- a **gradient** `g[i]`\n- a **threshold**\n")
    (deck / "one.ko.md").write_text("# 하나란 무엇인가요?\n\n하나의 답입니다.\n\n## 핵심 포인트\n- **기울기**\n- **임곗값**\n")
    services.library.refresh()
    return services


def graded(services: Services) -> Graded:
    event = [event for event in stored_events(services) if isinstance(event, Graded)][-1]
    assert isinstance(event, Graded)
    return event


async def test_a_typed_answer_stands_beside_the_cards_and_its_points_are_marked(points: Services) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "t", *"it follows the gradient 1 3 q", "escape", "space")
        screen = drawn(app)
        typed, shown = (next(line.index(text) for line in screen.splitlines() if text in line) for text in ("it follows", "The answer to"))
        assert typed < 47 < shown
        assert "A [✓] a gradient g[i]" in screen
        assert "B [✗] a threshold" in screen
        await press(pilot, "2")
        assert graded(points).answer == "it follows the gradient 1 3 q"
        assert [tick.coverage for tick in graded(points).ticks] == [SAID, MISSING]
        assert text_of(app, "#question") == "What is two?"
        assert "it follows the gradient" not in drawn(app)


async def test_on_a_narrow_screen_what_was_typed_stands_above(points: Services) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "t", *"gradient", "escape", "space")
        lines = drawn(app).splitlines()
        typed, shown = (next(i for i, line in enumerate(lines) if text in line) for text in ("gradient", "The answer to one."))
        assert typed < shown
        assert "B [✗] a threshold" in drawn(app)


async def test_one_key_corrects_a_mark_and_ticks_work_without_typing(points: Services) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "A", "space")
        assert "A [ ]" in drawn(app), "nothing can be ticked before the answer is shown"
        await press(pilot, "B")
        assert "B [✓] a threshold" in drawn(app)
        await press(pilot, "A", "A", "C")
        assert "A [✗] a gradient" in drawn(app)
        await press(pilot, "3")
        assert [tick.coverage for tick in graded(points).ticks] == [MISSING, SAID]
        assert graded(points).answer == ""


async def test_a_mark_out_of_sight_is_scrolled_to(points: Services, content: Path) -> None:
    (content / "small" / "one.md").write_text("# What is one?\n\n" + "The answer.\n\n" * 20 + "## Key points\n- **a**\n- **last**\n")
    points.library.refresh()
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        assert "last" not in drawn(app)
        await press(pilot, "B")
        assert "B [✓] last" in drawn(app)


async def test_a_point_can_be_clicked(points: Services) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        row = next(i for i, line in enumerate(drawn(app).splitlines()) if "B [ ]" in line)
        await pilot.click(offset=(10, row))
        await settled(pilot)
        assert "B [✓]" in drawn(app)


async def test_without_going_through_the_points_none_are_stored(points: Services) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "space", "3")
        assert graded(points).ticks == ()


async def test_marks_and_words_survive_a_switch_of_language(points: Services) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "t", *"gradient", "escape", "l", "space")
        assert text_of(app, "#question") == "하나란 무엇인가요?"
        assert "A [✓] 기울기" in drawn(app)
        await press(pilot, "B", "l")
        assert "B [✓] a threshold" in drawn(app)
        assert "gradient" in drawn(app)
        await press(pilot, "3")
        assert [tick.point for tick in graded(points).ticks] == ["a **gradient** `g[i]`", "a **threshold**"]


async def test_a_half_written_answer_survives_leaving_a_restart_and_undo(
    points: Services, open_app: Callable[..., Services], learner_settings: Settings
) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "t", *"half")
    again = open_app()
    app = QuizApp(again, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "half" in drawn(app)
        await press(pilot, "t", *" done", "escape", "q", "enter")
        assert "half done" in drawn(app)
        await press(pilot, "space", "3")
        assert graded(again).answer == "half done"
        await press(pilot, "u")
        assert text_of(app, "#question") == "What is one?"
        assert "half done" in drawn(app)
        await press(pilot, "2")
        assert graded(again).answer == "half done"
    with closing(sqlite3.connect(learner_settings.database)) as connection:
        assert connection.execute("SELECT * FROM drafts").fetchall() == []


async def test_every_key_is_text_while_typing(points: Services) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "t", *"dqub?", "enter", *"xA 3")
        assert app.screen.query_one(TextArea).text == "dqub?\nxA 3"
        assert text_of(app, "#question") == "What is one?"
        await press(pilot, "escape", "escape")
        assert "Everything" in drawn(app), "Esc leaves the text, then the quiz"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_key_points_come_first_beside_a_typed_answer_and_the_keys_that_tick_are_told(
    services: Services, content: Path, size: tuple[int, int]
) -> None:
    words = ("gradient", "momentum", "variance", "kernel", "entropy")
    points = "".join(
        f"- **{word}** is one of the things that a good answer to this question says in full, whatever else\n" for word in words
    )
    (content / "small" / "one.md").write_text(f"# What is one?\n\n{'A long answer. ' * 80}\n\n## Key points\n{points}")
    services.library.refresh()
    app = QuizApp(services, "quiz")
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "t", *"the gradient of a kernel", "escape", "space")
        lines = drawn(app).splitlines()
        marks = [next(i for i, line in enumerate(lines) if mark in line) for mark in ("A [~]", "B [✗]", "C [✗]", "D [~]", "E [✗]")]
        assert "Key points · A-E to tick" in lines[marks[0] - 1]
        assert marks == sorted(marks)
        assert "whatever else" in f"{lines[marks[4]]}{lines[marks[4] + 1]}", "the last point is whole"
        assert not any("A long answer." in line for line in lines[: marks[4]])
        assert "1 Again" in lines[-2]


async def test_how_often_a_point_was_missed_stands_behind_it(points: Services) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "A", "1", "u", "1")
        await press(pilot, *["space", "3"] * 3)
        assert text_of(app, "#question") == "What is one?"
        await press(pilot, "space")
        assert "B [ ] a threshold  missed 1 of 1" in drawn(app)
        assert "A [ ] a gradient g[i]" in drawn(app)


async def test_an_answer_that_cannot_be_kept_is_told(points: Services, learner_settings: Settings) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        with closing(sqlite3.connect(learner_settings.database)) as other, other:
            other.execute("CREATE TRIGGER full BEFORE INSERT ON drafts BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END")
        await press(pilot, "t", *"abc", "escape")
        await press(pilot, "space")
        assert "the disk is full" in notices(app)[-1]
        assert "abc" in drawn(app)
        with closing(sqlite3.connect(learner_settings.database)) as other, other:
            other.execute("DROP TRIGGER full")


async def test_the_summary_tells_what_was_not_said(points: Services) -> None:
    app = QuizApp(points, "quiz", limit=1)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "A", "3")
        assert "Not said:" in drawn(app)
        assert "· a threshold" in drawn(app)


async def test_what_is_typed_is_kept_when_the_card_is_put_aside_at_once(points: Services) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("t")
        await settled(pilot)
        await pilot.press(*"hey", "escape", "b")
        await settled(pilot)
        assert text_of(app, "#question") == "What is two?"
        assert points.study._reader.draft("small/one") == Draft("hey")
        assert points.study._reader.draft("small/two") == Draft()


async def test_what_is_typed_is_stored_in_less_than_half_a_second_while_typing_goes_on(
    points: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "t")
        saves: list[tuple[float, Callable[[], None]]] = []

        def set_timer(delay: float, callback: Callable[[], None]) -> object:
            saves.append((delay, callback))
            return object()

        monkeypatch.setattr(app.screen, "set_timer", set_timer)
        await press(pilot, *"abc")
        ((delay, save),) = saves
        assert delay < 0.5
        save()
        assert points.study._reader.draft("small/one") == Draft("abc"), "no pause is waited for"
        await press(pilot, "d")
        assert len(saves) == 2


async def test_whatever_ends_the_app_what_stands_in_the_text_area_is_stored(points: Services) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "t")
        with app.prevent(TextArea.Changed):  # as if the message were on its way
            app.screen.query_one(TextArea).insert("typed")
        app.exit()
        assert points.study._reader.draft("small/one") == Draft("typed")


async def test_what_could_not_be_stored_at_the_end_is_said_after_it(points: Services, learner_settings: Settings) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "t", "x")
        with closing(sqlite3.connect(learner_settings.database, isolation_level=None)) as other:
            other.execute("CREATE TRIGGER full BEFORE INSERT ON drafts BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END")
        app.screen._live._unkept = True  # type: ignore[attr-defined]
        app.exit()
    assert "full" in app.unsaved


async def test_marks_survive_leaving_and_a_restart(points: Services, open_app: Callable[..., Services]) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "B")
    again = open_app()
    app = QuizApp(again, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        assert "A [✗] a gradient" in drawn(app)
        assert "B [✓] a threshold" in drawn(app)
        await press(pilot, "3")
        assert [mark.coverage for mark in graded(again).ticks] == [MISSING, SAID]


async def test_what_is_taken_back_stands_there_again_with_its_answer_and_marks(points: Services) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "t", *"gradient", "escape", "space", "B", "3", "u")
        assert text_of(app, "#question") == "What is one?"
        for shown in ("gradient", "The answer to one.", "A [✓] a gradient", "B [✓] a threshold"):
            assert shown in drawn(app)
        await press(pilot, "A", "4")
        assert graded(points).answer == "gradient"
        assert [mark.coverage for mark in graded(points).ticks] == [MISSING, SAID]
        assert graded(points).rating == 4


async def test_the_way_back_from_the_help_leaves_the_keys_commands(points: Services) -> None:
    app = QuizApp(points, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "question_mark", "escape")
        assert "Your answer" not in drawn(app)
        await press(pilot, "l")
        assert text_of(app, "#question") == "하나란 무엇인가요?"
