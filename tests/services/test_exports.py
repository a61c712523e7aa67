import csv
import io
import json
from pathlib import Path

from quizapp.domain.history import Rating
from quizapp.services.container import Services
from tests.conftest import Clock
from tests.sessions import answer, grade


def learn(services: Services) -> None:
    """All five cards, one of them failed, and one graded, reset and graded again."""
    live = services.sessions.start()
    for rating in (Rating.AGAIN, Rating.GOOD, Rating.GOOD, Rating.EASY, Rating.GOOD):
        grade(live, rating)


def rows(services: Services) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(services.exports.csv())))


def test_what_was_graded_before_a_card_was_started_afresh_is_no_review_of_it(services: Services, clock: Clock) -> None:
    learn(services)
    services.study.reset("small/two")
    assert "small/two" not in {row["card_id"] for row in rows(services)}
    clock.tick(days=1)
    services.study.grade("small/two", Rating.HARD, 1)
    assert [row["review_rating"] for row in rows(services) if row["card_id"] == "small/two"] == ["2"]
    services.study.undo()
    services.study.undo()
    assert [row["review_rating"] for row in rows(services) if row["card_id"] == "small/two"] == ["3"]


def test_json_and_csv_say_what_each_card_asks(services: Services) -> None:
    learn(services)
    assert {row["question"] for row in rows(services)} >= {"What is one?", "What is two?"}
    assert json.loads(services.exports.json())["questions"]["small/one"] == {"en": "What is one?", "ko": "하나란 무엇인가요?"}


def test_a_card_that_is_in_no_deck_any_more_is_not_in_the_report_and_its_history_is_taken_along(
    services: Services, content: Path, clock: Clock
) -> None:
    learn(services)
    clock.tick(days=30)
    for card in ("small/two", "small/three"):
        services.study.grade(card, Rating.AGAIN, 1)
    report = services.exports.markdown()
    assert "| What is three? | 1 | 0% |" in report
    assert "4 reviews wait today." in report
    for path in (content / "small").glob("three*.md"):
        path.unlink()
    services.library.refresh()
    report = services.exports.markdown()
    assert "What is three?" not in report
    assert "| What is two? | 1 | 0% |" in report
    assert "3 reviews wait today." in report
    assert "small/three" in {row["card_id"] for row in rows(services)}


def test_of_a_card_that_was_started_afresh_no_earlier_prediction_counts_even_once_it_is_in_no_deck(
    services: Services, content: Path, clock: Clock
) -> None:
    for _ in range(4):
        answer(services.sessions.start_over(["small/one", "small/two"]), Rating.GOOD, Rating.GOOD)
        clock.tick(days=3)

    def predicted() -> int:
        return services.progress().statistics("en").calibration.reviews

    assert predicted() == 6
    for path in (content / "small").glob("two*.md"):
        path.unlink()
    services.library.refresh()
    assert predicted() == 6
    services.study.reset("small/two")
    assert predicted() == 3
