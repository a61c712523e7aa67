from collections.abc import Callable
from pathlib import Path

import pytest

from quizapp.domain.card import Coverage
from quizapp.domain.history import Attempt, Mark, Rating
from quizapp.domain.languages import Languages
from quizapp.domain.progress import Misses, misses
from quizapp.domain.session import State
from quizapp.domain.stopwatch import Stopwatch
from quizapp.domain.turn import Turn
from quizapp.services.container import Services
from quizapp.services.session import LiveQuiz

SAID, PERHAPS, MISSING = Coverage.SAID, Coverage.PERHAPS, Coverage.MISSING


@pytest.fixture
def three_points(services: Services, content: Path) -> Services:
    """The first card has three key points, in two languages."""
    for name, heading in (("one.md", "## Key points"), ("one.ko.md", "## 핵심 포인트")):
        path = content / "small" / name
        text = path.read_text()
        path.write_text(text[: text.index(heading)] + f"{heading}\n- **first** {name}\n- **second**\n- **third**\n")
    services.library.refresh()
    return services


def given(services: Services, text: str, *marks: Coverage) -> Attempt:
    """What is stored of an attempt at the first card."""
    return Turn(services.catalog.card("small/one"), Languages("ko"), Stopwatch(0.0), text, marks or None).given


def answer(services: Services, *marks: Coverage, rating: Rating = Rating.AGAIN) -> None:
    services.study.grade("small/one", rating, 1000, given=given(services, "", *marks))


def misses_of(services: Services, card: str = "small/one") -> list[Misses]:
    """How often each key point was missed, as it stands behind the points of the answer."""
    quiz = services.sessions.start_over([card])
    assert quiz.turn is not None
    return list(quiz.misses(quiz.turn))


def test_a_grade_keeps_what_was_said_of_each_point_in_the_decks_own_language(three_points: Services) -> None:
    assert given(three_points, " typed ", SAID, MISSING, PERHAPS) == Attempt(
        "typed", (Mark("**first** one.md", SAID), Mark("**second**", MISSING), Mark("**third**", PERHAPS))
    )
    assert given(three_points, "") == Attempt()


def test_what_is_missed_is_counted_by_point_and_undone_with_its_grade(three_points: Services) -> None:
    services = three_points
    assert misses_of(services) == [Misses()] * 3
    answer(services, SAID, MISSING, PERHAPS)
    answer(services, SAID, MISSING, MISSING)
    answer(services)
    assert misses_of(services) == [Misses(0, 2), Misses(2, 2), Misses(1, 2)]
    services.study.undo()
    services.study.undo()
    assert misses_of(services) == [Misses(0, 1), Misses(1, 1), Misses(0, 1)]


def test_misses_follow_a_renamed_card_and_a_reordered_point(three_points: Services, content: Path) -> None:
    services, deck = three_points, content / "small"
    answer(services, MISSING, SAID, SAID)
    for language in ("", ".ko"):
        (deck / f"one{language}.md").rename(deck / f"uno{language}.md")
    (deck / "deck.toml").write_text((deck / "deck.toml").read_text().replace('"one"', '"uno"'))
    services.library.refresh()
    path = deck / "uno.md"
    path.write_text(path.read_text().replace("- **first** one.md\n- **second**\n", "- **second**\n- **first** one.md\n"))
    services.library.refresh()
    assert misses_of(services, "small/uno") == [Misses(0, 1), Misses(1, 1), Misses(0, 1)]


def test_what_was_missed_is_told_in_the_learners_language(three_points: Services) -> None:
    three_points.preferences.change("language", "ko_KR")
    answer(three_points, MISSING, SAID, SAID)
    (row,) = three_points.study.summary(three_points.preferences.settings.asked_in)
    assert row.asked.missed == ("**first** one.ko.md",)
    assert "| first one.ko.md | 1 of 1 | 하나란 무엇인가요? |" in three_points.exports.markdown().splitlines()


def test_the_summary_the_report_and_the_export_tell_what_was_missed(three_points: Services) -> None:
    answer(three_points, SAID, MISSING, MISSING, rating=Rating.GOOD)
    (row,) = three_points.study.summary("en")
    assert row.asked.missed == ("**second**", "**third**")
    assert "| second | 1 of 1 | What is one? |" in three_points.exports.markdown().splitlines()
    assert '"coverage": "missing"' in three_points.exports.json()


def test_an_answer_that_covers_nothing_stored_counts_nothing() -> None:
    assert misses([(), (Mark("a", SAID),)]) == {"a": Misses(0, 1)}


@pytest.fixture
def marked(three_points: Services) -> LiveQuiz:
    """The first card, answered with a sentence, its points marked by hand."""
    quiz = three_points.sessions.start_over(["small/one", "small/two"])
    quiz.write("the second, I think")
    quiz.reveal()
    quiz.mark(0)
    quiz.mark(1)
    quiz.mark(1)
    return quiz


def shown(quiz: LiveQuiz) -> tuple[str, tuple[Coverage, ...] | None]:
    """What is typed and marked."""
    assert quiz.turn is not None
    return quiz.turn.attempt, quiz.turn.marks


def test_what_was_typed_and_marked_is_there_again_after_a_restart(marked: LiveQuiz, open_app: Callable[..., Services]) -> None:
    before = shown(marked)
    again = open_app().sessions.start_over(["small/one"])
    assert (again.session.state, shown(again)) == (State.ASKING, before)
    again.reveal()
    assert shown(again) == before


def test_undo_brings_back_what_was_typed_and_marked_also_in_another_run(marked: LiveQuiz, open_app: Callable[..., Services]) -> None:
    before = shown(marked)
    marked.grade(Rating.AGAIN)
    assert shown(open_app().sessions.start_over(["small/one"])) == ("", None)
    later = open_app().sessions.start_to_undo()
    assert later.undo() is not None
    later.reveal()
    assert shown(later) == before


def test_marks_are_not_those_of_another_attempt(marked: LiveQuiz, open_app: Callable[..., Services]) -> None:
    again = open_app().sessions.start_over(["small/one"])
    again.write("something else")
    again.reveal()
    assert shown(again) == ("something else", (MISSING, MISSING, MISSING))
