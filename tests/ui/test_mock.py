"""A mock interview, from its set-up to its report, by keys."""

from collections.abc import Callable
from pathlib import Path
from threading import Event as ThreadEvent

import pytest
from textual.pilot import Pilot
from textual.widgets import DataTable, Input

from quizapp.domain.card import Coverage
from quizapp.domain.errors import StorageError
from quizapp.domain.history import Draft, Event, FollowUpAnswered, Graded, MockBegun, MockSetup, Practised, Rating
from quizapp.domain.session import State
from quizapp.services.container import Services
from quizapp.storage.history import History
from quizapp.storage.quick_reader import QuickReader
from quizapp.ui.app import QuizApp
from quizapp.ui.widgets.answer_pane import AnswerPane
from quizapp.ui.widgets.demo_pane import DemoPane
from quizapp.ui.widgets.grades import Grades
from tests.stored import stored_events, stored_schedules
from tests.ui.conftest import drawn, notices, press, settled, text_of, until

Advance = Callable[[float], None]


@pytest.fixture
def services(services: Services, content: Path) -> Services:
    """One topic is the first card alone, in two languages, with two follow-ups."""
    deck = content / "small"
    (deck / "one.md").write_text((deck / "one.md").read_text() + "\n## Follow-ups\n- Why one?\n\n  Because of [this](demo:xor-failure).\n")
    (deck / "one.ko.md").write_text(
        "# 하나란 무엇인가요?\n\n하나의 답입니다. [보기](demo:xor-failure)\n\n## 핵심 포인트\n- **기울기**\n\n"
        "## 꼬리 질문\n- 왜 하나인가요?\n\n  그래서요.\n- 왜 둘이 아닌가요?\n"
    )
    (deck / "deck.toml").write_text(
        'title = { en = "Small deck", ko = "작은 덱" }\nlanguage = "en"\n'
        '[[topic]]\ntitle = { en = "First", ko = "첫째" }\ncards = ["one"]\n'
        '[[topic]]\ntitle = { en = "Second" }\ncards = ["two", "three", "four", "five"]\n'
    )
    services.library.refresh()
    return services


def events(services: Services) -> list[Event]:
    return stored_events(services)


def setup_of(services: Services) -> MockSetup:
    begin = [event for event in events(services) if isinstance(event, MockBegun)][-1]
    return begin.setup


async def begin(pilot: Pilot[None], *keys: str) -> None:
    await settled(pilot)
    await press(pilot, "i", *keys, "enter")


async def test_a_whole_interview_in_korean(app: QuizApp, services: Services, still_clock: Advance) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, "l", "down", "space")
        assert setup_of(services).topics == ("small/first",)
        assert setup_of(services).language == "ko"
        assert text_of(app, "#question") == "하나란 무엇인가요?"
        assert text_of(app, "#where") == "Interview · question 1 of 1"
        assert "en" not in text_of(app, "#aside")
        await press(pilot, "t")
        app.screen.query_one("AnswerArea").insert("기울기를 따라갑니다, one")  # type: ignore[attr-defined]
        await press(pilot, "escape")
        still_clock(75)
        await press(pilot, "space")
        assert "The model answer will be in the report; m" in drawn(app)
        assert "기울기를 따라갑니다, one" in drawn(app)
        assert "하나의 답입니다" not in drawn(app), "nobody shows the answer in the room"
        await press(pilot, "m")
        assert "A [✓] 기울기" in drawn(app)
        assert "하나의 답입니다" in drawn(app)
        assert "왜 하나인가요?" not in drawn(app), "the answer does not give the follow-ups away"
        assert "1 Again" in drawn(app)
        await press(pilot, "3")
        assert text_of(app, "#where") == "Interview · question 1 of 1 · follow-up 1 of 2"
        assert text_of(app, "#question") == "왜 하나인가요?"
        assert "그래서요" not in drawn(app)
        await press(pilot, "y")
        assert text_of(app, "#question") == "왜 하나인가요?", "first the answer"
        await press(pilot, "space")
        assert "그래서요" not in drawn(app)
        await press(pilot, "m")
        assert "그래서요" in drawn(app)
        await press(pilot, "y", "space", "n")
        report = drawn(app)
        assert "1 of 1 question answered in 1:15 of 20:00" in report
        assert "follow-ups: 1 of 2 right" in report
        assert "첫째: 1 question, 1 Good; key points: 100% said (1 of 1)" in report
        await press(pilot, "end")
        assert "하나의 답입니다" in drawn(app), "afterwards the model answers stand there"
        assert "Your schedule has not changed. c counts these grades towards it." in report
        (answer,) = (event for event in events(services) if isinstance(event, Practised))
        assert (answer.answer, answer.duration_ms, answer.rating) == ("기울기를 따라갑니다, one", 75_000, Rating.GOOD)
        assert [tick.coverage for tick in answer.ticks] == [Coverage.SAID]
        assert [event.correct for event in events(services) if isinstance(event, FollowUpAnswered)] == [True, False]
        assert services.study._reader.draft("small/one") == Draft()
        assert len(list(services.mocks.folder.iterdir())) == 2
        assert stored_schedules(services) == {}


async def test_the_grades_count_when_asked_for_once(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, "space", *["N"] * 5)
        await press(pilot, "space", "2")
        assert "c counts these grades" in drawn(app)
        await press(pilot, "c", "c")
        assert "1 grade now counts towards your schedule." in drawn(app)
        (grade,) = (event for event in events(services) if isinstance(event, Graded))
        assert (grade.mode, grade.rating) == ("mock", Rating.HARD)
        await press(pilot, "u")
        assert stored_schedules(services) == {}


async def test_leaving_the_report_leaves_the_schedule_untouched(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, "space", *["N"] * 5)
        await press(pilot, "space", "2", "enter")
        assert text_of(app, "#headline") == "0 due · 5 new"
        assert not any(isinstance(event, Graded) for event in events(services))


async def test_an_interview_answered_aloud_counts_its_grades_and_no_points_as_missed(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, "space", *["N"] * 5)
        await press(pilot, "space", "3")
        assert "grades: 1 Good" in drawn(app)
        assert "key points: not marked" in drawn(app)
        assert "Key points missed" not in drawn(app)


async def test_the_demo_of_the_weakest_card_has_the_seed_of_the_cards_next_review(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, "space", *["N"] * 5)
        await press(pilot, "space", "1", "c", "d")
        assert app.screen.query_one(DemoPane).demo_run.view().values["seed"] == 1


async def test_there_is_no_looking_back(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, "space")
        await press(pilot, "space", "3")
        before = events(services)
        asked = text_of(app, "#question")
        await press(pilot, "u")
        assert text_of(app, "#question") == asked
        assert events(services) == before
        assert any("no going back" in notice for notice in notices(app))


async def test_no_demo_opens_during_the_interview(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, "l", "down", "space")
        await press(pilot, "space", "m", "d")
        row = next(i for i, line in enumerate(drawn(app).splitlines()) if "보기" in line)
        await pilot.click(offset=(drawn(app).splitlines()[row].index("보기") + 10, row))
        await settled(pilot)
        assert text_of(app, "#question") == "하나란 무엇인가요?"
        assert any("wait until the interview is over" in notice for notice in notices(app))


async def test_the_clock_counts_minutes_and_lets_the_last_answer_be_finished(
    app: QuizApp, services: Services, still_clock: Advance
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, "space", "M", "M", "M")
        assert text_of(app, "#progress") == " 5 min left"
        still_clock(241)
        app.screen._draw_time()  # type: ignore[attr-defined]  # as each second does
        assert text_of(app, "#progress") == " 1 min left"
        still_clock(60)
        app.screen._draw_time()  # type: ignore[attr-defined]  # as each second does
        assert text_of(app, "#progress") == "Time is up: finish this answer"
        await press(pilot, "space", "4")
        assert "1 of 4 questions answered in 5:01 of 5:00" in drawn(app)
        assert len(services.mocks.report().not_reached) == 3


async def test_left_and_started_again_it_offers_to_go_on(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, "space", "n")
        await press(pilot, "space", "3")
        asked = text_of(app, "#question")
        await press(pilot, "t", *"half", "escape", "q")
        assert "was interrupted with 1 of 4 answered" in " ".join(text_of(app, "#notice").split())
    again = QuizApp(services)
    async with again.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "i")
        assert "answered 1 of 4 questions" in drawn(again)
        await press(pilot, "q")
        assert text_of(again, "#headline") == "0 due · 5 new", "not now"
        await press(pilot, "i", "enter")
        assert text_of(again, "#question") == asked
        assert text_of(again, "#where") == "Interview · question 2 of 4"
        assert "half" in drawn(again)


async def test_an_interrupted_interview_can_be_discarded(app: QuizApp, services: Services) -> None:
    services.mocks.begin(MockSetup())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "i", "x")
        assert text_of(app, "#headline") == "5 questions in 20 minutes", "and a new one may be set up"
        await press(pilot, "q")
        assert text_of(app, "#notice") == ""


async def test_one_that_was_killed_after_its_last_answer_goes_on_to_its_report(app: QuizApp, services: Services) -> None:
    interview = services.mocks.begin(MockSetup(topics=("small/second",)))
    while interview.session.state is not State.DONE:
        interview.reveal()
        interview.grade(Rating.GOOD)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "i", "enter")
        assert "4 of 4 questions answered" in drawn(app)


async def test_what_is_asked_for_begins_at_its_first_question(services: Services) -> None:
    app = QuizApp(services, mock=MockSetup(topics=("small/first",), language="en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert text_of(app, "#question") == "What is one?"


async def test_what_is_asked_for_waits_for_what_was_interrupted(services: Services) -> None:
    services.mocks.begin(MockSetup(topics=("small/second",)))
    app = QuizApp(services, mock=MockSetup(topics=("small/first",), language="en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "answered 0 of 4 questions" in drawn(app)
        await press(pilot, "x")
        assert text_of(app, "#question") == "What is one?"


async def test_the_set_up_is_what_is_drawn(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "i", "n", "n", "N", "m", "l", "l", "s")
        app.screen.query_one(Input).value = ""
        await press(pilot, *"4711", "enter", "enter")
        assert setup_of(services) == MockSetup((), 7, 25, "alternate", 4711, setup_of(services).cards)
        assert len(setup_of(services).cards) == 5


async def test_set_up_while_decks_are_read_it_shows_them_when_they_have_been_read(
    reading_decks: tuple[Services, ThreadEvent],
) -> None:
    services, read = reading_decks
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        await pilot.pause()
        assert "0 questions in 20 minutes" in drawn(app)
        read.set()
        await until(pilot, lambda: "5 questions in 20 minutes" in drawn(app))
        assert "[x]" in drawn(app)
        await press(pilot, "enter")
        assert setup_of(services).language == "en"


async def test_the_set_up_keeps_what_was_left_out_when_the_decks_change(app: QuizApp, services: Services, content: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "i", "down", "space")
        assert "1 question in 20 minutes" in drawn(app)
        toml = content / "small" / "deck.toml"
        toml.write_text(toml.read_text() + '[[topic]]\ntitle = "Third"\ncards = ["six"]\n')
        (content / "small" / "six.md").write_text("# What is six?\n\nTwice three.\n")
        app._watching.look()
        await until(pilot, lambda: "2 questions in 20 minutes" in drawn(app))
        assert [line.split("]")[0].strip() for line in drawn(app).splitlines() if "[" in line] == ["[x", "[", "[x"]


async def test_without_a_topic_nothing_begins(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "i", "a", "enter")
        assert "Choose a topic" in drawn(app)
        assert events(services) == []
        await press(pilot, "a")
        assert drawn(app).count("[x]") == 2
        await press(pilot, "s", "escape")
        assert app.screen.query_one(DataTable).has_focus
        await press(pilot, "escape")
        assert text_of(app, "#headline") == "0 due · 5 new"


async def test_everything_can_be_clicked(app: QuizApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "i")
        await pilot.click("Filter")
        await settled(pilot)
        assert "n questions 7" in drawn(app)
        await press(pilot, "down", "space", "enter", "space", "m")
        await pilot.click("PointLine")
        await settled(pilot)
        assert "A [✓]" in drawn(app)
        await pilot.click("#good")
        await settled(pilot)
        await press(pilot, "space")
        await pilot.click("Judgement")
        await settled(pilot)
        assert "1 of 1 question answered" in drawn(app)
        assert [event.correct for event in events(services) if isinstance(event, FollowUpAnswered)] == [True]


async def test_the_palette_offers_what_can_be_done_now(app: QuizApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, "down", "space")
        assert "Show answer" in {command.title for command in app.get_system_commands(app.screen)}
        await press(pilot, "space")
        offered = {command.title for command in app.get_system_commands(app.screen)}
        assert {"Again", "Good"} <= offered
        assert not {"Demo", "Mark", "Knew it", "Language"} & offered
        await press(pilot, "3", "space")
        assert {"Knew it", "Missed it"} <= {command.title for command in app.get_system_commands(app.screen)}


async def test_on_a_wide_screen_the_typed_answer_stands_beside(app: QuizApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await begin(pilot, "down", "space")
        await press(pilot, "t", *"mine", "escape", "space", "m")
        lines = drawn(app).splitlines()
        mine, cards = (next(line.index(text) for line in lines if text in line) for text in ("mine", "The answer to one"))
        assert mine < 47 < cards
        assert app.screen.query_one(AnswerPane).has_class("-revealed")
        assert app.screen.query_one(Grades).visible


async def test_a_failed_write_loses_nothing_and_is_told(app: QuizApp, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, "space")
        await press(pilot, "space")
        asked = text_of(app, "#question")

        def fail(*arguments: object) -> None:
            raise StorageError("the disk is full")

        with monkeypatch.context() as broken:
            broken.setattr(History, "record", fail)
            await press(pilot, "3")
        assert text_of(app, "#question") == asked
        assert any("the disk is full" in notice for notice in notices(app))
        await press(pilot, "3")
        assert text_of(app, "#question") != asked


async def test_where_the_next_question_cannot_be_read_space_tries_again(
    app: QuizApp, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise StorageError("the disk went away")

    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, "space")
        asked = text_of(app, "#question")
        await press(pilot, "space")
        with monkeypatch.context() as broken:
            broken.setattr(QuickReader, "draft", fail)
            await press(pilot, "3")
        assert any("the disk went away" in notice for notice in notices(app))
        assert text_of(app, "#question") == ""
        assert "The answer to" not in drawn(app)
        await press(pilot, "3", "space")
        assert text_of(app, "#question") not in ("", asked)
        assert "The answer to" not in drawn(app)
        assert sum(isinstance(event, Practised) for event in events(services)) == 1
