"""What the quiz shows of a deck: its text as it is written, its languages, its links, and what is edited meanwhile."""

import re
from contextlib import nullcontext
from pathlib import Path

import pytest

from quizapp.domain.errors import StorageError
from quizapp.services.attempts import Attempts
from quizapp.services.catalog import Catalog
from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import LinkFollowed, SettingsChanged
from quizapp.ui.screens.quiz import QuizScreen
from quizapp.ui.widgets.typed import AnswerArea
from tests.ui.conftest import drawn, notices, press, settled, text_of


async def test_the_language_switches_in_place_and_keeps_the_answer_open(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "l")
        assert text_of(quiz, "#question") == "하나란 무엇인가요?"
        assert text_of(quiz, "#where") == "작은 덱 · 첫째"
        assert "하나의 답입니다." in drawn(quiz)
        await press(pilot, "l")
        assert text_of(quiz, "#question") == "What is one?"


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


@pytest.mark.parametrize("href", ["javascript:alert(1)", "file:///etc/passwd", "command:rm", "//x"])
async def test_a_link_of_any_other_kind_does_nothing(quiz: QuizApp, href: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(quiz, "open_url", opened.append)
    async with quiz.run_test() as pilot:
        await settled(pilot)
        quiz.screen.post_message(LinkFollowed(href))
        quiz.screen.post_message(LinkFollowed("https://example.org/"))
        await settled(pilot)
    assert opened == ["https://example.org/"]


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
        assert notice.startswith(f"there is no editor to open {content / 'small' / 'one.md'}:1. Set one in the settings, or with: ")


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


async def test_a_deck_that_is_saved_moves_no_screen_that_stands_over_a_finished_quiz(services: Services, content: Path) -> None:
    """Nor does an undo from the summary open a second screen over the same session."""
    app = QuizApp(services, "quiz", limit=1)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space", "3", "u", "3", "question_mark")
        before = [type(screen).__name__ for screen in app.screen_stack]
        assert before == ["QuizScreen", "SummaryScreen", "HelpScreen"]
        with (content / "small" / "two.md").open("a") as file:
            file.write("\nMore.\n")
        app._watching.look()
        await settled(pilot)
        assert [type(screen).__name__ for screen in app.screen_stack] == before


async def test_other_settings_show_on_the_buttons_at_once(quiz: QuizApp, services: Services) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        assert "4 Easy  7d" in drawn(quiz)
        services.preferences.change("desired_retention", 0.95)
        quiz.post_message(SettingsChanged())
        await settled(pilot)
        (days,) = re.findall(r"4 Easy  (\d+)d", drawn(quiz))
        await press(pilot, "4")
        due = services.study.schedule("small/one").due
        assert due is not None
        assert (due - services.study.day()).days == int(days) < 7


async def test_a_screen_that_is_drawn_anew_while_a_letter_is_on_its_way_keeps_it(quiz: QuizApp) -> None:
    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "t", "a")
        area = quiz.screen.query_one(AnswerArea)
        area.insert("b")
        assert isinstance(quiz.screen, QuizScreen)
        quiz.screen.draw()
        await settled(pilot)
        assert area.text == "ab"
        assert quiz.screen._live.turn is not None
        assert quiz.screen._live.turn.attempt == "ab"


async def test_a_question_is_shown_though_its_place_and_its_misses_cannot_be_read(quiz: QuizApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise StorageError("the disk went away")

    async with quiz.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        monkeypatch.setattr(Catalog, "deck_titles", fail)
        monkeypatch.setattr(Attempts, "misses", fail)
        await press(pilot, "space", "3", "space")
        assert text_of(quiz, "#question") == "What is two?"
        assert "The answer to two." in drawn(quiz)
        assert "the disk went away" in notices(quiz)[-1]
