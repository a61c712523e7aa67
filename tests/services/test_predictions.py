import json
from collections.abc import Callable

from quizapp.domain.history import Rating
from quizapp.domain.progress import Score
from quizapp.services.container import Services
from tests.conftest import Clock
from tests.sessions import grade


def test_the_score_counts_every_prediction_and_outlives_a_restart(open_app: Callable[..., Services], clock: Clock) -> None:
    services = open_app()
    assert services.predictions.score() == Score(0, 0, ())
    for n in range(12):
        clock.tick(minutes=1)
        score = services.predictions.record("xor-failure", "3 of 4", "3 of 4", correct=n % 3 == 0)
    assert score == Score(4, 12, tuple(n % 3 == 0 for n in range(2, 12)))
    services.close()
    assert open_app().predictions.score() == score


def test_predictions_are_practice_and_no_study(services: Services, clock: Clock) -> None:
    before = services.study.overview()
    services.predictions.record("xor-failure", "3 of 4", "4 of 4", correct=False)
    assert services.study.overview() == before
    assert services.study.undo() is None
    assert services.doctor.diagnose().sound


def test_the_export_loses_no_prediction_and_reviews_hold_none(services: Services) -> None:
    grade(services.sessions.start(), Rating.GOOD)
    reviews = services.exports.csv()
    services.predictions.record("dropout", "smaller", "larger", correct=False)
    _, event = json.loads(services.exports.json())["events"]
    assert {name: event[name] for name in ("kind", "demo", "predicted", "measured", "correct")} == {
        "kind": "prediction",
        "demo": "dropout",
        "predicted": "smaller",
        "measured": "larger",
        "correct": False,
    }
    assert services.exports.csv() == reviews


def test_the_report_tells_predictions_by_month(services: Services, clock: Clock) -> None:
    assert "You have not predicted a demo yet." in services.exports.markdown()
    services.predictions.record("dropout", "smaller", "larger", correct=False)
    services.predictions.record("dropout", "larger", "larger", correct=True)
    clock.tick(days=1)
    services.predictions.record("dropout", "larger", "larger", correct=True)
    report = services.exports.markdown()
    assert "| 2026-03 | 2 of 3 |" in report
