from pathlib import Path

import pytest

from quizapp.domain.card import Coverage
from quizapp.domain.history import Attempt, Mark, Rating
from quizapp.domain.progress import Misses, misses
from quizapp.services.answers import attempt
from quizapp.services.container import Services

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


def answer(services: Services, *coverages: Coverage, rating: Rating = Rating.AGAIN) -> None:
    card = services.catalog.card("small/one")
    services.study.grade("small/one", rating, 1000, said=attempt(card, "", coverages))


def test_a_grade_keeps_what_was_said_of_each_point_in_the_decks_own_language(three_points: Services) -> None:
    card = three_points.catalog.card("small/one")
    assert attempt(card, "typed", [SAID, MISSING, PERHAPS]) == Attempt(
        "typed", (Mark("**first** one.md", SAID), Mark("**second**", MISSING), Mark("**third**", PERHAPS))
    )
    assert attempt(card, "", None) == Attempt()


def test_what_is_missed_is_counted_by_point_and_undone_with_its_grade(three_points: Services) -> None:
    services, card = three_points, three_points.catalog.card("small/one")
    assert services.answers.misses(card) == [Misses()] * 3
    answer(services, SAID, MISSING, PERHAPS)
    answer(services, SAID, MISSING, MISSING)
    answer(services)
    assert services.answers.misses(card) == [Misses(0, 2), Misses(2, 2), Misses(1, 2)]
    services.study.undo()
    services.study.undo()
    assert services.answers.misses(card) == [Misses(0, 1), Misses(1, 1), Misses(0, 1)]


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
    assert services.answers.misses(services.catalog.card("small/uno")) == [Misses(0, 1), Misses(1, 1), Misses(0, 1)]


def test_the_summary_the_report_and_the_export_tell_what_was_missed(three_points: Services) -> None:
    answer(three_points, SAID, MISSING, MISSING, rating=Rating.GOOD)
    (row,) = three_points.study.summary("en")
    assert row.asked.missed == ("**second**", "**third**")
    assert "| **second** | What is one? | 1 of 1 |" in three_points.exports.markdown().splitlines()
    assert '"coverage": "missing"' in three_points.exports.json()


def test_an_answer_that_covers_nothing_stored_counts_nothing() -> None:
    assert misses([(), (Mark("a", SAID),)]) == {"a": Misses(0, 1)}
