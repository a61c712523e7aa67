"""Follow-up questions, as an interviewer asks them: for practice, and nothing is stored."""

from collections.abc import Callable
from pathlib import Path

import pytest

from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.follow_ups import FollowUpsScreen
from quizapp.ui.screens.quiz import QuizScreen
from quizapp.ui.screens.summary import SummaryScreen
from tests.stored import stored_events
from tests.ui.conftest import drawn, press, settled, text_of


@pytest.fixture
def followed(services: Services, content: Path) -> QuizApp:
    """The quiz, whose first card has two follow-ups in both languages; the second and the last have one, in English."""
    english = "\n## Follow-ups\n- Why `one`?\n\n  Because [red] it is first.\n- And then?\n\n  Two.\n"
    korean = "\n## 꼬리 질문\n- 왜 하나인가요?\n\n  첫째이기 때문입니다.\n- 그다음은?\n\n  둘입니다.\n"
    for name, section in (("one.md", english), ("one.ko.md", korean)):
        path = content / "small" / name
        path.write_text(path.read_text() + section)
    for name in ("two.md", "five.md"):
        path = content / "small" / name
        path.write_text(path.read_text() + f"\n## Follow-ups\n- What follows {name}?\n")
    services.library.refresh()
    return QuizApp(services, "quiz")


def offered(app: QuizApp) -> bool:
    """Whether the footer offers follow-ups."""
    return "f" in app.screen.active_bindings


async def test_they_come_one_by_one_each_answer_behind_a_key(followed: QuizApp, services: Services) -> None:
    async with followed.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert not offered(followed), "nothing has been graded, and no answer is shown"
        await press(pilot, "space", "3", "f")
        assert isinstance(followed.screen, FollowUpsScreen)
        assert text_of(followed, "#where") == "Follow-up 1 of 2"
        assert text_of(followed, "#about") == "What is one?"
        assert "Why one?" in drawn(followed), "inline Markdown is laid out"
        assert "it is first" not in drawn(followed)
        await press(pilot, "enter", "3")
        assert "it is first" not in drawn(followed), "only space shows the answer"
        await press(pilot, "space")
        assert "Because [red] it is first." in drawn(followed), "and never as markup"
        await press(pilot, "enter")
        assert text_of(followed, "#where") == "Follow-up 2 of 2"
        assert "And then?" in drawn(followed)
        assert "Two." not in drawn(followed)
        await press(pilot, "space", "space")
        assert isinstance(followed.screen, QuizScreen)
        assert text_of(followed, "#question") == "What is two?"
        assert len(stored_events(services)) == 1, "nothing has been stored but the grade"


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_leaving_them_leads_back_and_the_waiting_question_has_lost_no_time(
    followed: QuizApp, still_clock: Callable[[float], None], key: str
) -> None:
    async with followed.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "3")
        still_clock(5)
        await press(pilot, "f")
        for _ in range(3):
            still_clock(40)
            await press(pilot, "down")
        await press(pilot, key)
        assert text_of(followed, "#question") == "What is two?"
        assert not followed.screen.has_class("-revealed")
        assert text_of(followed, "Clock") == "00:05"


async def test_while_an_answer_is_shown_its_own_are_played(followed: QuizApp) -> None:
    async with followed.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "3", "space", "f")
        assert "What follows two.md?" in drawn(followed)
        await press(pilot, "space")
        assert "The card has no answer to this one." in drawn(followed)
        await press(pilot, "space")
        assert followed.screen.has_class("-revealed")
        assert "The answer to two." in drawn(followed)
        await press(pilot, "3", "space")
        assert not offered(followed), "three has none"
        await press(pilot, "f")
        assert isinstance(followed.screen, QuizScreen)
        await press(pilot, "b", "u")
        assert not offered(followed), "its answer stands there again, and it has none"
        await press(pilot, "u")
        assert text_of(followed, "#question") == "What is two?"
        assert offered(followed), "its answer stands there again, and it has one"


async def test_until_they_are_asked_they_are_folded_in_the_answer(followed: QuizApp) -> None:
    async with followed.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "3", "space")
        assert "Follow-ups: 1 question. f asks it." in drawn(followed)
        assert "What follows two.md?" not in drawn(followed)


async def test_the_footer_says_whose_they_are(followed: QuizApp) -> None:
    async with followed.run_test(size=(120, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "3", "space")
        assert "f Follow-ups" in drawn(followed).splitlines()[-1]
        await press(pilot, "3")
        assert "f Last card's follow-ups" in drawn(followed).splitlines()[-1]


async def test_while_the_demo_is_open_they_wait_until_it_is_put_away(followed: QuizApp) -> None:
    async with followed.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d")
        assert not offered(followed)
        await press(pilot, "d")
        assert offered(followed)


async def test_they_are_asked_in_the_language_shown_and_it_can_be_switched(followed: QuizApp) -> None:
    async with followed.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "l", "space", "3", "f")
        assert "왜 하나인가요?" in drawn(followed)
        await press(pilot, "space", "l")
        assert "Because [red] it is first." in drawn(followed)
        await press(pilot, "l")
        assert "첫째이기 때문입니다." in drawn(followed)


async def test_the_summary_plays_those_of_the_card_graded_last(followed: QuizApp) -> None:
    async with followed.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *["space", "3"] * 5)
        assert isinstance(followed.screen, SummaryScreen)
        assert offered(followed)
        await press(pilot, "f")
        assert "What follows five.md?" in drawn(followed)
        await press(pilot, "escape")
        assert isinstance(followed.screen, SummaryScreen)


async def test_a_summary_with_nothing_graded_before_it_offers_none(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *["b"] * 5)
        assert isinstance(quiz.screen, SummaryScreen)
        assert not offered(quiz)


async def test_space_never_means_two_things_at_once(followed: QuizApp) -> None:
    async with followed.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "f")
        for _ in range(4):
            offered = [action for action in ("show_answer", "next_follow_up") if followed.screen.check_action(action, ())]
            assert len(offered) == 1 or not isinstance(followed.screen, FollowUpsScreen)
            await press(pilot, "space")
