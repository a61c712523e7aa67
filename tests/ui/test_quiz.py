import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.widgets import Markdown

from quizapp.domain.card import Card, CardText
from quizapp.domain.history import Graded
from quizapp.services.container import Services
from quizapp.settings import Settings
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.quiz import QuizScreen
from quizapp.ui.screens.summary import SummaryScreen
from quizapp.ui.widgets.answer import TickedAnswer
from quizapp.ui.widgets.desk import Desk
from tests.conftest import Clock
from tests.stored import stored_events
from tests.ui.conftest import drawn, notices, press, settled, shown, text_of


def grades(services: Services) -> list[tuple[str, int]]:
    """The grades that are stored, by another connection."""
    events = stored_events(services)
    return [(event.card, int(event.rating)) for event in events if isinstance(event, Graded)]


async def test_the_answer_is_hidden_until_it_is_asked_for(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert text_of(quiz, "#question") == "What is one?"
        assert "The answer to one." not in drawn(quiz)
        await press(pilot, "space")
        assert "The answer to one." in drawn(quiz)
        assert "one is a number" in drawn(quiz)


async def test_the_answer_is_laid_out_before_it_is_revealed(quiz: QuizApp) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        assert len(quiz.screen.query_one(Markdown).children) > 0


async def test_the_next_question_does_not_wait_for_its_answer(quiz: QuizApp, services: Services) -> None:
    two = services.catalog.named("small/two")
    async with quiz.run_test() as pilot:
        await settled(pilot)
        desk = quiz.screen.query_one(Desk)
        await desk.ask(two, two.texts["en"])
        assert "The answer to one." in desk.query_one("#spoken", Markdown).source, "laid out before the question could be painted"
        await settled(pilot)
        assert "The answer to two." in desk.query_one("#spoken", Markdown).source


async def test_an_answer_is_laid_out_again_when_another_card_was_asked_meanwhile(
    quiz: QuizApp, services: Services, monkeypatch: pytest.MonkeyPatch, content: Path
) -> None:
    with (content / "small" / "one.md").open("a") as file:
        file.write("- and a second point\n")
    services.library.refresh()
    one, two = (services.catalog.named(f"small/{name}") for name in ("one", "two"))
    async with quiz.run_test() as pilot:
        await settled(pilot)
        desk = quiz.screen.query_one(Desk)
        await desk.ask(two, two.texts["en"])
        show = TickedAnswer.show

        async def show_and_ask(answer: TickedAnswer, text: CardText, *, from_top: bool = True) -> None:
            monkeypatch.undo()
            await show(answer, text, from_top=from_top)
            await desk.ask(one, one.texts["en"])

        monkeypatch.setattr(TickedAnswer, "show", show_and_ask)
        await desk.lay_out()
        assert "The answer to one." in desk.query_one("#spoken", Markdown).source


@pytest.mark.parametrize("focused", [False, True])
async def test_keys_that_come_faster_than_the_answer_is_laid_out_show_its_own_one(quiz: QuizApp, services: Services, focused: bool) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        if not focused:
            quiz.screen.set_focus(None)
        for key in ("3", "space"):
            quiz.simulate_key(key)
        await settled(pilot)
        assert grades(services) == [("small/one", 3)]
        assert text_of(quiz, "#question") == "What is two?"
        assert "The answer to two." in drawn(quiz)
        assert "The answer to one." not in drawn(quiz)


@pytest.mark.parametrize("when", ["compose", "ask"])
async def test_the_answer_can_be_asked_for_while_its_place_is_being_made(
    quiz: QuizApp, services: Services, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """The first question is painted before the widgets of its answer are there, and keys are taken from then on."""
    compose, ask = Desk.compose, Desk.ask

    def press_space(desk: Desk) -> Coroutine[None, None, None]:
        monkeypatch.undo()
        assert isinstance(desk.screen, QuizScreen)
        return desk.screen.action_show_answer()

    def compose_late(desk: Desk) -> ComposeResult:
        with suppress(StopIteration):
            press_space(desk).send(None)
        yield from compose(desk)

    async def ask_late(desk: Desk, card: Card, answer: CardText) -> None:
        await press_space(desk)
        await ask(desk, card, answer)

    monkeypatch.setattr(Desk, when, compose_late if when == "compose" else ask_late)
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "The answer to one." in drawn(quiz)
        await press(pilot, "3")
        assert grades(services) == [("small/one", 3)]
        assert "The answer to" not in drawn(quiz)


async def test_a_screen_that_is_left_while_the_place_of_its_answer_is_made_ends_quietly(
    quiz: QuizApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Desk.ask

    async def ask_too_late(desk: Desk, card: Card, answer: CardText) -> None:
        await desk.remove_children()
        await ask(desk, card, answer)

    monkeypatch.setattr(Desk, "ask", ask_too_late)
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert text_of(quiz, "#question") == "What is one?"
    assert quiz.crash is None


async def test_the_next_question_never_stands_beside_the_answers_to_the_last_one(quiz: QuizApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever of them takes time to go: it is looked for at the moment at which the new question is put there."""
    async with quiz.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "t", *"my words", "escape", "space")
        desk = quiz.screen.query_one(Desk)
        seen: list[tuple[bool, bool]] = []
        show_question = QuizScreen._show_question

        def look_and_show(screen: QuizScreen) -> None:
            seen.append((desk.query_one("#given-side").visible, desk.query_one("#typed-side").display))
            show_question(screen)

        monkeypatch.setattr(QuizScreen, "_show_question", look_and_show)
        await press(pilot, "3")
        assert seen == [(False, False)]
        assert text_of(quiz, "#question") == "What is two?"
        await press(pilot, "space")
        assert "The answer to two." in drawn(quiz)


@pytest.mark.parametrize("key", ["u", "b"])
async def test_an_answer_that_was_asked_for_does_not_show_under_another_question(quiz: QuizApp, key: str) -> None:
    """Its key waits until it is laid out; meanwhile a click on the footer, which another task takes, changes the card."""
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "3")
        screen = quiz.screen
        assert isinstance(screen, QuizScreen)
        async with screen.query_one(Desk)._laying_out:
            waiting = asyncio.create_task(screen.action_show_answer())
            await asyncio.sleep(0)
            assert not screen.has_class("-revealed"), "not laid out yet"
            await (screen.action_undo() if key == "u" else screen.action_bury())
        await waiting
        await settled(pilot)
        assert text_of(quiz, "#question") != "What is two?"
        assert not screen.has_class("-revealed")
        assert "The answer to" not in drawn(quiz)


async def test_beneath_a_demo_the_footer_of_a_narrow_screen_ends_with_the_way_out(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d")
        for keys in ((), ("1",)):  # predicting, then watching
            await press(pilot, *keys)
            assert drawn(quiz).splitlines()[-1].rstrip().endswith("Back")
            assert "Undo" not in drawn(quiz).splitlines()[-1]
        await press(pilot, "u")
        assert notices(quiz) == ["There is nothing to take back."], "it works all the same"
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert "Undo" in drawn(quiz).splitlines()[-1]


async def test_grade_keys_do_nothing_before_the_answer_is_shown(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "1", "2", "3", "4")
        assert grades(services) == []
        assert text_of(quiz, "#question") == "What is one?"


async def test_a_grade_key_held_down_grades_once(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "space")
        await pilot.press(*["3"] * 12)
        await settled(pilot)
        assert grades(services) == [("small/one", 3)]
        assert text_of(quiz, "#question") == "What is two?"


async def test_space_held_down_reveals_and_grades_nothing(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await pilot.press(*["space"] * 12)
        await settled(pilot)
        assert grades(services) == []


async def test_the_buttons_show_the_intervals_that_grading_gives(quiz: QuizApp, services: Services) -> None:
    from quizapp.domain.history import Rating

    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "space")
        days = services.study.intervals("small/one")[Rating.EASY]
        assert text_of(quiz, "#easy").split() == ["4", "Easy", f"{days}d"]
        await press(pilot, "4")
        schedule = services.study.schedule("small/one")
        assert schedule.due is not None
        assert (schedule.due - services.study.day()).days == days


async def test_a_grade_can_be_clicked(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "space")
        await pilot.click("#hard")
        await settled(pilot)
        assert grades(services) == [("small/one", 2)]


async def test_the_time_taken_is_shown_and_stored(quiz: QuizApp, services: Services, still_clock: Callable[[float], None]) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        still_clock(40)
        await press(pilot, "l")
        still_clock(43)
        await press(pilot, "l")
        assert text_of(quiz, "Clock") == "01:23"
        await press(pilot, "space", "3")
        (event,) = stored_events(services)
        assert isinstance(event, Graded)
        assert event.duration_ms == 83_000


async def test_a_whole_sitting_ends_with_a_summary(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "1", *["space", "3"] * 5)
        assert isinstance(quiz.screen, SummaryScreen)
        assert text_of(quiz, "#headline") == "Done for now"
        assert "5 cards asked, 4 recalled at first try" in text_of(quiz, "#detail")
        assert "Again Good" in drawn(quiz)
        await press(pilot, "enter")
        assert isinstance(quiz.screen, HomeScreen)


async def test_undo_brings_the_card_back_also_from_the_summary(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, *["space", "3"] * 5, "u")
        assert text_of(quiz, "#question") == "What is five?"
        await press(pilot, "u", "u")
        assert text_of(quiz, "#question") == "What is three?"
        assert [card for card, _ in grades(services)] == [f"small/{n}" for n in ("one", "two", "three", "four", "five")]
        assert services.study.today().new == 3


async def test_undo_with_nothing_to_take_back_says_so(quiz: QuizApp) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "u")
        assert notices(quiz) == ["There is nothing to take back."]


async def test_the_language_switches_in_place_and_keeps_the_answer_open(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "l")
        assert text_of(quiz, "#question") == "하나란 무엇인가요?"
        assert text_of(quiz, "#where") == "작은 덱 · 첫째"
        assert "하나의 답입니다." in drawn(quiz)
        await press(pilot, "l")
        assert text_of(quiz, "#question") == "What is one?"


async def test_bury_and_suspend_put_a_card_aside_and_undo_brings_it_back(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "b", "s")
        assert text_of(quiz, "#question") == "What is three?"
        await press(pilot, "u", "u")
        assert text_of(quiz, "#question") == "What is one?"


async def test_leaving_in_the_middle_and_starting_again_continues(quiz: QuizApp) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "space", "3", "q")
        assert isinstance(quiz.screen, HomeScreen)
        assert "1 card done today" in text_of(quiz, "#detail")
        await press(pilot, "enter")
        assert text_of(quiz, "#question") == "What is two?"


async def test_a_grade_that_cannot_be_stored_is_refused_visibly_and_the_card_stays(quiz: QuizApp, learner_settings: Settings) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "space", "3")
        with sqlite3.connect(learner_settings.database) as other:
            other.execute("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END")
        other.close()
        await press(pilot, "space", "3")
        assert text_of(quiz, "#question") == "What is two?"
        assert "the disk is full" in notices(quiz)[-1]
        assert "The answer to two." in drawn(quiz)


async def test_deck_text_is_drawn_as_it_is_and_never_as_markup(services: Services, content: Path) -> None:
    (content / "small" / "one.md").write_text(
        "# What does `arr[i]` give in [bold]x[/bold] and [/]?\n\nIt gives `arr[i]` [red] and [/] \\x1b.\n"
    )
    services.library.refresh()
    app = QuizApp(services, "quiz")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        assert text_of(app, "#question") == "What does arr[i] give in [bold]x[/bold] and [/]?"
        assert "It gives arr[i] [red] and [/]" in drawn(app)


async def test_the_demo_runs_beside_the_answer_on_a_wide_screen_and_in_its_place_on_a_narrow_one(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "d")
        assert not quiz.screen.query("DemoPane")
        await press(pilot, "space", "d")
        assert "How many of the four points" in drawn(quiz)
        assert "The answer to one." in drawn(quiz)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "How many of the four points" in drawn(quiz)
        assert "The answer to one." not in drawn(quiz)
        await press(pilot, "d")
        assert "The answer to one." in drawn(quiz)


async def test_a_card_can_be_graded_while_its_demo_runs(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d", "right", "3")
        assert grades(services) == [("small/one", 3)]
        assert not quiz.screen.query("DemoPane")


async def test_digits_belong_to_the_prediction_while_one_is_asked_for(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d", "2")
        assert grades(services) == []
        await press(pilot, "end")
        assert "You predicted 3 of 4: right." in drawn(quiz)
        await press(pilot, "3")
        assert grades(services) == [("small/one", 3)]


async def test_leaving_closes_the_demo_first(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d", "escape")
        assert "How many of the four points" not in drawn(quiz)
        assert text_of(quiz, "#question") == "What is one?"


async def test_a_demo_that_was_put_away_comes_back_as_it_was_and_rests_meanwhile(quiz: QuizApp) -> None:
    from quizapp.ui.widgets.demo_pane import DemoPane

    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d", "right", "right", "right", "space")
        pane = quiz.screen.query_one(DemoPane)
        assert pane._timer is not None
        await press(pilot, "d")
        assert pane._timer is None, "nothing runs where nobody looks"
        assert "The answer to one." in drawn(quiz)
        await press(pilot, "d")
        assert quiz.screen.query_one(DemoPane) is pane
        assert shown(pane).number >= 4
        await press(pilot, "d", "3")
        assert not quiz.screen.query(DemoPane), "the next card has another one"


async def test_keys_of_a_demo_are_in_the_palette_while_it_has_the_focus(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "d", "right")
        offered = {command.title for command in quiz.get_system_commands(quiz.screen)}
        assert {"Play", "Faster", "Undo", "Code"} <= offered
        assert "Cancel" not in offered


async def test_a_link_to_a_demo_in_the_answer_opens_it(quiz: QuizApp) -> None:
    from quizapp.ui.messages import LinkFollowed

    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        quiz.screen.post_message(LinkFollowed("demo:xor-failure?gate=and"))
        await settled(pilot)
        await settled(pilot)
        assert "gate and" in drawn(quiz)


@pytest.mark.parametrize("href", ["javascript:alert(1)", "file:///etc/passwd", "command:rm", "//x"])
async def test_a_link_of_any_other_kind_does_nothing(quiz: QuizApp, href: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from quizapp.ui.messages import LinkFollowed

    opened: list[str] = []
    monkeypatch.setattr(quiz, "open_url", opened.append)
    async with quiz.run_test() as pilot:
        await settled(pilot)
        quiz.screen.post_message(LinkFollowed(href))
        quiz.screen.post_message(LinkFollowed("https://example.org/"))
        await settled(pilot)
    assert opened == ["https://example.org/"]


async def test_the_second_day_asks_what_is_about_to_be_forgotten(quiz: QuizApp, services: Services, clock: Clock) -> None:
    async with quiz.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "space", "2", *["space", "4"] * 4, "enter")
        clock.tick(days=1)
    tomorrow = QuizApp(services)
    async with tomorrow.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert text_of(tomorrow, "#headline") == "1 due · 0 new"
        assert "1 day in a row" in drawn(tomorrow)
        await press(pilot, "enter")
        assert text_of(tomorrow, "#question") == "What is one?"


async def test_a_first_start_straight_into_the_quiz_has_a_question(open_app: Callable[..., Services]) -> None:
    """As `quizapp quiz` does on a fresh machine: the decks are read first."""
    services = open_app()
    assert services.library.empty()
    services.library.refresh()
    app = QuizApp(services, "quiz")
    async with app.run_test() as pilot:
        await settled(pilot)
        assert text_of(app, "#question") == "What is one?"


async def test_a_saved_file_changes_the_card_on_screen_and_keeps_the_place(quiz: QuizApp, content: Path) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        path = content / "small" / "one.md"
        path.write_text(path.read_text().replace("The answer to one.", "A better answer.").replace("What is one?", "What is one, then?"))
        quiz._watching.look()
        await settled(pilot)
        assert "A better answer." in drawn(quiz)
        assert text_of(quiz, "#question") == "What is one, then?"
        assert quiz.screen.has_class("-revealed")
        await press(pilot, "3")
        assert text_of(quiz, "#question") == "What is two?"


async def test_a_mistake_in_a_saved_file_is_told_and_the_old_text_stays(quiz: QuizApp, content: Path) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        path = content / "small" / "one.md"
        text = path.read_text()
        path.write_text(text.replace("## Key points", "## Key point"))
        quiz._watching.look()
        await settled(pilot)
        assert any(notice.startswith('small/one.md:7:4: unknown section "Key point"') for notice in notices(quiz))
        assert "The answer to one." in drawn(quiz)
        path.write_text(text.replace("The answer to one.", "Mended."))
        quiz._watching.look()
        await settled(pilot)
        assert "Mended." in drawn(quiz)


async def test_the_editor_opens_at_the_card_and_its_text_is_there_afterwards(
    quiz: QuizApp, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The editor is a program of the test; stepping aside needs a terminal, which the end-to-end tests have."""
    editor = tmp_path / "my-editor"
    editor.write_text(f'#!/bin/sh\necho "$1" > {tmp_path / "opened"}\nsed -i.old \'s/The answer to one/Edited/\' "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    monkeypatch.setattr(type(quiz), "suspend", lambda app: nullcontext())
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "e")
        await settled(pilot)
        assert (tmp_path / "opened").read_text().strip() == str(content / "small" / "one.md")
        assert "Edited." in drawn(quiz)
        assert quiz.screen.has_class("-revealed")


async def test_without_an_editor_the_place_of_the_card_is_told(quiz: QuizApp, content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "e")
        (notice,) = notices(quiz)
        assert notice.startswith(f"no editor is set to open {content / 'small' / 'one.md'}:1. Set one, such as: ")


async def test_alternating_asks_in_one_language_and_answers_in_the_other(services: Services, content: Path) -> None:
    for name in ("two", "three"):
        (content / "small" / f"{name}.ko.md").write_text(
            f"# {name}이란?\n\n{name}의 답입니다.\n\n[보기](demo:xor-failure)\n\n## 핵심 포인트\n- **{name}**\n"
        )
    services.library.refresh()
    app = QuizApp(services, "quiz", language="alternate")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert text_of(app, "#question") == "What is one?"
        await press(pilot, "space")
        assert "하나의 답입니다." in drawn(app)
        await press(pilot, "l")
        assert text_of(app, "#question") == "하나란 무엇인가요?"
        assert "The answer to one." in drawn(app)
        await press(pilot, "3")
        assert text_of(app, "#question") == "two이란?"
        await press(pilot, "space")
        assert "The answer to two." in drawn(app)
        await press(pilot, "3", "space", "3")
        assert text_of(app, "#question") == "What is four?", "a card in one language is asked and answered in it"
        await press(pilot, "space")
        assert "The answer to four." in drawn(app)
