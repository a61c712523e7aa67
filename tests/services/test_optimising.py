import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any

import fsrs_rs_python
import pytest

from quizapp.domain.calibration import Review, calibration, log_loss, recalls, recency, rmse_bins
from quizapp.domain.day import Calendar
from quizapp.domain.errors import OptimiseError, TooFewReviewsError
from quizapp.domain.history import Rating
from quizapp.domain.rules import Rules, usable
from quizapp.services.container import Services
from quizapp.services.optimising import Comparison, Fit, Foreseen, Optimisation, optimised
from quizapp.services.review_log import read_log
from quizapp.services.weights import LONGEST, examples, fitted
from tests.simulated import FIRST, FORGETFUL, as_csv, memory, remember, reviews_of, study
from tests.stored import stored_basis

RULES = Rules(Calendar(UTC))
README = Path(__file__).parent.parent.parent / "README.md"


@pytest.fixture(scope="module")
def forgetful() -> list[Review]:
    """The reviews of somebody who forgets much faster than most."""
    return reviews_of(study(memory(FORGETFUL), 1500, Random(2)))


# -- learning and judging ----------------------------------------------------------------------------------------------


def test_weights_that_were_learned_know_a_learner_better_than_the_published_ones(forgetful: list[Review]) -> None:
    learned = optimised(forgetful, RULES)
    assert learned.better
    assert usable(learned.parameters)
    later = study(memory(FORGETFUL), 2000, Random(1))
    chances = [each.chance for each in later if each.chance is not None]

    def error(parameters: tuple[float, ...] | None) -> float:
        predictions = [each.predicted for each in recalls(reviews_of(later), memory(parameters))]
        return fmean(abs(one - other) for one, other in zip(predictions, chances, strict=True))

    assert error(learned.parameters) < 0.6 * error(None)


def test_each_review_is_predicted_by_what_was_learned_from_earlier_ones_alone(forgetful: list[Review]) -> None:
    learned, found = optimised(forgetful, RULES), examples(forgetful)
    cuts = [round(len(found) * fifth / 5) for fifth in (2, 3, 4, 5)]
    after = [
        each
        for start, end in pairwise(cuts)
        for each in list(recalls(forgetful, memory(fitted(examples(reviews_before(forgetful, start))))))[start:end]
    ]
    assert learned.judged.reviews == len(after) == len(found) - cuts[0]
    assert learned.judged.after == Fit(log_loss(after), rmse_bins(after))
    before = list(recalls(forgetful, memory()))[cuts[0] :]
    assert learned.judged.before == Fit(log_loss(before), rmse_bins(before))


def reviews_before(reviews: list[Review], predicted: int) -> list[Review]:
    """Those up to the one that is the last of so many predicted ones."""
    return next(reviews[:end] for end in range(len(reviews)) if len(examples(reviews[:end])) == predicted)


def test_on_all_reviews_the_figures_are_those_of_fsrs_rs(forgetful: list[Review]) -> None:
    whole = optimised(forgetful, RULES).whole
    items = [each.item for each in examples(forgetful) if each.item]
    assert len(items) == whole.reviews
    weights = fitted(examples(forgetful))
    for parameters, ours in ((fsrs_rs_python.DEFAULT_PARAMETERS, whole.before), (weights, whole.after)):
        theirs = fsrs_rs_python.FSRS(list(parameters)).evaluate(items)
        assert ours.log_loss == pytest.approx(theirs.log_loss, abs=1e-4)
        assert ours.rmse_bins == pytest.approx(theirs.rmse_bins, abs=1e-4)


def test_what_is_learned_from_is_what_is_predicted(forgetful: list[Review]) -> None:
    """A review more or fewer would shift the line between the older and the newer ones."""
    back = [forgetful[0], replace(forgetful[0], day=FIRST - timedelta(days=3)), *forgetful[1:]]
    for reviews in (forgetful, back):
        predicted, items = list(recalls(reviews, memory())), [each.item for each in examples(reviews)]
        assert [each.days for each in predicted] == [item.long_term_review_cnt() + 1 for item in items if item]


@pytest.mark.parametrize(("log_loss", "error", "better"), [(0.37, 0.02, True), (0.38, 0.02, False), (0.37, 0.03, False), (0.5, 0.0, False)])
def test_weights_are_better_only_if_chance_hardly_explains_it(log_loss: float, error: float, better: bool) -> None:
    judged = Foreseen(100, Fit(0.4, 0.06), Fit(log_loss, 0.05), error)
    assert judged.better == better


def test_what_is_not_clearly_better_is_called_so_with_the_figures() -> None:
    def verdict(after: float, error: float) -> str:
        judged = Foreseen(100, Fit(0.4, 0.06), Fit(after, 0.05), error)
        return Optimisation(400, (), judged, Comparison(200, Fit(0.4, 0.06), Fit(0.3, 0.05))).verdict

    assert verdict(0.36, 0.01) == "Log loss on the newest reviews is lower by 0.0400 ± 0.0100. The learned weights predict clearly better."
    unclear = "That is not clearly better: it may be chance. More reviews will tell."
    assert verdict(0.39, 0.01) == f"Log loss on the newest reviews is lower by 0.0100 ± 0.0100. {unclear}"
    assert verdict(0.41, 0.01) == "The learned weights do not predict the newest reviews better."


def test_where_the_published_weights_are_the_truth_others_are_hardly_ever_adopted() -> None:
    """At 600 reviews, with the rule that asked both measures alone, a quarter of these learners would have adopted some."""
    found = [optimised(reviews_of(study(memory(), 600, Random(seed))), RULES) for seed in range(24)]
    assert sum(each.judged.gain > 0 for each in found) >= 2
    assert sum(each.better for each in found) <= 1


def test_one_card_of_many_reviews_does_not_fill_the_memory() -> None:
    reviews = [Review("a", FIRST + timedelta(days=day), Rating.GOOD) for day in range(2000)]
    found = examples(reviews)
    assert len(found) == 1999
    assert sum(each.item is not None for each in found) == LONGEST - 1


# -- what is refused ---------------------------------------------------------------------------------------------------


def test_below_400_reviews_nothing_is_learned_and_their_number_is_said(forgetful: list[Review]) -> None:
    with pytest.raises(TooFewReviewsError, match=r"from 400 reviews or more\. There are 399 so far") as refused:
        optimised(forgetful[:399], RULES)
    assert refused.value.reviews == 399
    with pytest.raises(TooFewReviewsError, match="There is 1 so far"):
        optimised(forgetful[:1], RULES)
    assert optimised(forgetful[:400], RULES).reviews == 400


def test_reviews_of_new_cards_alone_teach_nothing() -> None:
    with pytest.raises(TooFewReviewsError, match=r"100 reviews of cards seen on an earlier day, or more\. There are 0 so far"):
        optimised([Review(f"c{number}", FIRST, Rating.GOOD) for number in range(500)], RULES)


class Faulty:
    """In the place of fsrs-rs: it answers what it is told to."""

    def __init__(self, answer: Callable[[], list[float]]) -> None:
        self.answer = answer

    def __call__(self, _: list[float]) -> "Faulty":
        return self

    def compute_parameters(self, *_: Any) -> list[float]:
        return self.answer()


@pytest.mark.parametrize("bad", [[], [0.5] * 20, [float("nan")] * 21, [0.0] * 21, [1e9] * 21])
def test_weights_that_no_engine_takes_are_refused(bad: list[float], forgetful: list[Review], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fsrs_rs_python, "FSRS", Faulty(lambda: bad))
    with pytest.raises(OptimiseError, match="found no weights that can be used"):
        optimised(forgetful, RULES)


def test_why_fsrs_rs_cannot_learn_is_said(forgetful: list[Review], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> list[float]:
        raise ValueError("Not enough data")

    monkeypatch.setattr(fsrs_rs_python, "FSRS", Faulty(refuse))
    with pytest.raises(OptimiseError, match="cannot learn from these reviews: Not enough data"):
        optimised(forgetful, RULES)


def test_without_the_extra_the_error_says_what_to_install_as_the_readme_does(
    forgetful: list[Review], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    with pytest.raises(OptimiseError, match="needs fsrs-rs, which is not installed") as refused:
        optimised(forgetful, RULES)
    commands = refused.value.hint.split("`")[1::2]
    assert len(commands) == 3
    for command in commands:
        assert command.replace(" --force", "").replace('".[optimise]"', ".") in README.read_text()


# -- a learner's own weights -------------------------------------------------------------------------------------------


def test_what_was_learned_is_adopted_with_all_schedules_and_taken_back(services: Services, forgetful: list[Review]) -> None:
    remember(services, forgetful)
    card, before = forgetful[0].card, stored_basis(services)
    published = services.study.schedule(card)
    learned = services.optimiser.learn()
    assert services.preferences.rules.parameters is None, "learning changes nothing"
    assert services.progress().statistics("en").calibration.reviews == learned.whole.reviews
    services.optimiser.adopt(learned)
    services.reschedule()
    assert services.preferences.rules.parameters == learned.parameters
    assert stored_basis(services) == services.preferences.rules.basis != before
    assert services.study.schedule(card) != published
    assert services.doctor.diagnose().sound
    came_true, expected = services.progress().statistics("en").calibration, calibration([*recalls(forgetful, memory(learned.parameters))])
    assert (came_true.bins, came_true.log_loss) == (expected.bins, expected.log_loss)
    assert services.preferences.take_back()
    services.reschedule()
    assert (services.study.schedule(card), stored_basis(services)) == (published, before)
    assert services.preferences.take_back(), "taking back is taken back"
    assert services.preferences.rules.parameters == learned.parameters


def test_once_adopted_they_are_judged_against_the_next_ones(services: Services, forgetful: list[Review]) -> None:
    remember(services, forgetful)
    first = services.optimiser.learn()
    services.optimiser.adopt(first)
    again = services.optimiser.learn()
    assert again.parameters == first.parameters
    assert again.whole.before == again.whole.after
    assert not again.better, "the same weights are no better than themselves"


def test_weights_that_a_person_wrote_are_brought_back(services: Services, forgetful: list[Review]) -> None:
    services.preferences.change("parameters", FORGETFUL)
    remember(services, forgetful)
    services.optimiser.adopt(services.optimiser.learn())
    assert services.preferences.take_back()
    assert services.preferences.settings.parameters == FORGETFUL


def test_where_there_is_nothing_to_take_back_nothing_is_written(services: Services) -> None:
    assert not services.preferences.take_back()
    assert not services.preferences.settings.config_file.exists()


def test_an_exported_history_teaches_what_the_history_does(services: Services, forgetful: list[Review], tmp_path: Path) -> None:
    remember(services, forgetful)
    (tmp_path / "mine.csv").write_text(services.exports.csv(), "utf-8")
    (tmp_path / "excel.csv").write_bytes(services.exports.spreadsheet())
    (tmp_path / "theirs.csv").write_text(as_csv(forgetful), "utf-8")
    own = services.optimiser.learn()
    assert services.optimiser.try_log(tmp_path / "mine.csv") == (own, True)
    assert services.optimiser.try_log(tmp_path / "theirs.csv") == (own, True)
    calendar = services.preferences.calendar
    assert read_log(tmp_path / "excel.csv", calendar) == read_log(tmp_path / "mine.csv", calendar)
    services.preferences.change("parameters", FORGETFUL)
    assert services.optimiser.try_log(tmp_path / "mine.csv")[0] == own, "somebody else's log is judged by the published weights"


def test_recent_reviews_weigh_more_on_all_of_them(forgetful: list[Review]) -> None:
    before = list(recalls(forgetful, memory()))
    assert optimised(forgetful, RULES).whole.before.log_loss == log_loss(before, recency(len(before)))
