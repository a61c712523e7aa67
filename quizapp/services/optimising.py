"""Learning the 21 weights of the memory model from reviews, with fsrs-rs (the extra `optimise`).

Weights are learned from the older reviews and judged on the newer ones, which they have not seen. They are better if both measures say so,
and the weights that are adopted are the very ones that were judged. `python -m tests.benchmarks.optimise` shows what that is worth, with
learners whose memories are known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.domain.calibration import Recall, Review, counted, log_loss, recalls, recency, rmse_bins
from quizapp.domain.errors import TooFewReviewsError
from quizapp.domain.i18n import gettext, ngettext
from quizapp.domain.memory import Memory
from quizapp.domain.rules import Rules
from quizapp.services.lazy import Lazy
from quizapp.services.preferences import Preferences
from quizapp.services.review_log import read_log
from quizapp.services.weights import examples, fitted

if TYPE_CHECKING:
    from quizapp.storage.history import History

FEWEST_REVIEWS = 400
FEWEST_PREDICTED = 100
"""Of them, so that there are some to learn from and some to judge by."""
_LEARNED_FROM = 0.8
"""The share of the predicted reviews, from the oldest, that weights are learned from; the rest judges them."""


@dataclass(frozen=True)
class Fit:
    """How some weights predicted some reviews; lower is better."""

    log_loss: float
    rmse_bins: float


@dataclass(frozen=True)
class Comparison:
    """Two sets of weights on the same reviews."""

    reviews: int
    """Predicted ones."""
    before: Fit
    after: Fit

    @property
    def better(self) -> bool:
        """Whether both measures are lower after than before."""
        return self.after.log_loss < self.before.log_loss and self.after.rmse_bins < self.before.rmse_bins


@dataclass(frozen=True)
class Optimisation:
    """What was learned from a history, and how well it predicts."""

    reviews: int
    """In the history."""
    learned_from: int
    """Predicted reviews, the older ones."""
    parameters: tuple[float, ...]
    """The weights learned from them."""
    judged: Comparison
    """On the newer ones, `parameters` beside the weights before."""
    whole: Comparison
    """On all of them, weights that were learned from all of them; newer ones weigh more. This is what Anki and FSRS's tools report."""

    @property
    def better(self) -> bool:
        """Whether `parameters` predict better than the weights before."""
        return self.judged.better

    @property
    def figures(self) -> tuple[str, ...]:
        """How many reviews there are, and both comparisons, a line each."""
        whole, judged = self.whole, self.judged
        return (
            gettext(
                "{count:,} reviews, of which {predicted:,} can be predicted: those of cards seen on an earlier day.",
                count=self.reviews,
                predicted=whole.reviews,
            ),
            gettext("All {count:,} predicted reviews, learned from them too: {figures}", count=whole.reviews, figures=_figures(whole)),
            gettext(
                "The newest {count:,}, learned from the {older:,} before: {figures}",
                count=judged.reviews,
                older=self.learned_from,
                figures=_figures(judged),
            ),
        )

    @property
    def verdict(self) -> str:
        """Whether the weights predict better, and by how much, in a sentence."""
        if not self.better:
            return gettext("The learned weights do not predict the newest reviews better.")
        return gettext(
            "The learned weights predict the newest reviews better: log loss is lower by {log_loss:.4f} and RMSE(bins) by {rmse_bins:.4f}.",
            log_loss=self.judged.before.log_loss - self.judged.after.log_loss,
            rmse_bins=self.judged.before.rmse_bins - self.judged.after.rmse_bins,
        )


def _figures(compared: Comparison) -> str:
    return gettext(
        "log loss {before:.4f} → {after:.4f}, RMSE(bins) {before_bins:.4f} → {after_bins:.4f}",
        before=compared.before.log_loss,
        after=compared.after.log_loss,
        before_bins=compared.before.rmse_bins,
        after_bins=compared.after.rmse_bins,
    )


class Optimiser:
    """One learner's weights: learned and adopted."""

    def __init__(self, history: Lazy["History"], preferences: Preferences) -> None:
        self._history = history
        self._preferences = preferences

    def learn(self) -> Optimisation:
        """Learns from the history, beside the weights in force. Changes nothing. Raises OptimiseError and StorageError."""
        rules = self._preferences.rules
        return optimised(counted(self._history().events(), rules.calendar), rules)

    def try_log(self, path: Path) -> tuple[Optimisation, bool]:
        """Learns from the review log in a file, beside the published weights; also whether it was in order of time.

        Days are the learner's. Raises OptimiseError and ReviewLogError.
        """
        rules = self._preferences.rules
        reviews, in_order = read_log(path, rules.calendar)
        return optimised(reviews, replace(rules, parameters=None)), in_order

    def adopt(self, learned: Optimisation) -> None:
        """Puts what was learned in force. Raises SettingsError, and then nothing has changed."""
        self._preferences.adopt(learned.parameters)


def optimised(reviews: Sequence[Review], rules: Rules) -> Optimisation:
    """What can be learned from `reviews`, which are in order, beside the weights of `rules`. Raises OptimiseError."""
    if len(reviews) < FEWEST_REVIEWS:
        raise TooFewReviewsError(len(reviews), _too_few(len(reviews)))
    found = examples(reviews)
    if len(found) < FEWEST_PREDICTED:
        raise TooFewReviewsError(len(reviews), _too_new(len(found)))
    cut = round(len(found) * _LEARNED_FROM)
    parameters = fitted(found[:cut])
    before, after, whole = (_recalls(reviews, rules, each) for each in (rules.parameters, parameters, fitted(found)))
    weights = recency(len(found))
    return Optimisation(
        reviews=len(reviews),
        learned_from=cut,
        parameters=parameters,
        judged=Comparison(len(found) - cut, _fit(before[cut:]), _fit(after[cut:])),
        whole=Comparison(len(found), _fit(before, weights), _fit(whole, weights)),
    )


def _recalls(reviews: Sequence[Review], rules: Rules, parameters: tuple[float, ...] | None) -> list[Recall]:
    return [*recalls(reviews, Memory(replace(rules, parameters=parameters)))]


def _fit(recalls: Sequence[Recall], weights: Sequence[float] | None = None) -> Fit:
    return Fit(log_loss(recalls, weights), rmse_bins(recalls, weights))


def _too_few(number: int) -> str:
    return ngettext(
        "Weights are learned from {needed} reviews or more. There is {count:,} so far.",
        "Weights are learned from {needed} reviews or more. There are {count:,} so far.",
        number,
        needed=FEWEST_REVIEWS,
    )


def _too_new(number: int) -> str:
    return ngettext(
        "Weights are learned from {needed} reviews of cards seen on an earlier day, or more. There is {count:,} so far.",
        "Weights are learned from {needed} reviews of cards seen on an earlier day, or more. There are {count:,} so far.",
        number,
        needed=FEWEST_PREDICTED,
    )
