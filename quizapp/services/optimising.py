"""Learning the 21 weights of the memory model from reviews, with fsrs-rs (the extra `optimise`).

What learning is worth is judged on reviews that the weights have not seen: each of the later parts of a history is predicted by weights
learned from the parts before it. The weights learned from all of it are better only if these predictions beat those of the weights in force
by clearly more than chance explains. `python -m tests.benchmarks.optimise` shows what that rule is worth, with learners whose memories are
known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.domain.calibration import Recall, Review, counted, log_loss, recalls, recency, rmse_bins, standard_error, surprise
from quizapp.domain.errors import TooFewReviewsError
from quizapp.domain.i18n import gettext, ngettext
from quizapp.domain.memory import Memory
from quizapp.domain.rules import Rules
from quizapp.services.lazy import Lazy
from quizapp.services.preferences import Preferences
from quizapp.services.review_log import read_log
from quizapp.services.weights import Example, examples, fitted

if TYPE_CHECKING:
    from quizapp.storage.history import History

FEWEST_REVIEWS = 400
FEWEST_PREDICTED = 100
"""Of them, so that there are some to learn from and some to judge by."""
_PARTS = 5
"""Into which the predicted reviews are cut, in order."""
_FIRST_JUDGED = 2
"""The part, from 0, from which on they are judged: there must be something to learn from before it."""
CLEARLY = 1.28
"""Standard errors by which predictions must be better. Where both sets of weights are equally good, chance gets beyond that once in ten
times. Weights learned from few reviews are worse than the published ones if these are right, so they are adopted less often than that."""


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


@dataclass(frozen=True)
class Foreseen(Comparison):
    """Learned weights beside those in force, on reviews that came after all that each was learned from."""

    standard_error: float
    """Of the difference in log loss."""

    @property
    def gain(self) -> float:
        """By how much log loss is lower."""
        return self.before.log_loss - self.after.log_loss

    @property
    def better(self) -> bool:
        """Whether it is lower by clearly more than chance explains."""
        return self.gain > CLEARLY * self.standard_error


@dataclass(frozen=True)
class Optimisation:
    """What was learned from a history, and how well it predicts."""

    reviews: int
    """In the history."""
    parameters: tuple[float, ...]
    """The weights learned from all of them."""
    judged: Foreseen
    """On the newer ones, weights learned from what came before each."""
    whole: Comparison
    """On all of them, `parameters`; newer ones weigh more. This is what Anki and FSRS's tools report."""

    @property
    def better(self) -> bool:
        """Whether what is learned clearly predicts better than the weights before."""
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
                "The newest {count:,}, predicted by what was learned from those before: {figures}",
                count=judged.reviews,
                figures=_figures(judged),
            ),
        )

    @property
    def verdict(self) -> str:
        """Whether the weights predict better, by how much, and how sure that is, in a sentence or two."""
        judged = self.judged
        if judged.gain <= 0:
            return gettext("The learned weights do not predict the newest reviews better.")
        said = gettext(
            "Log loss on the newest reviews is lower by {gain:.4f} ± {error:.4f}.", gain=judged.gain, error=judged.standard_error
        )
        clear = gettext("The learned weights predict clearly better.")
        unclear = gettext("That is not clearly better: it may be chance. More reviews will tell.")
        return f"{said} {clear if self.better else unclear}"


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
    parameters = fitted(found)
    before, whole = ([*_recalls(reviews, rules, each)] for each in (rules.parameters, parameters))
    after = _foreseen(reviews, found, rules)
    weights = recency(len(found))
    return Optimisation(
        reviews=len(reviews),
        parameters=parameters,
        judged=_judged(before[-len(after) :], after, [each.card for each in found[-len(after) :]]),
        whole=Comparison(len(found), _fit(before, weights), _fit(whole, weights)),
    )


def _recalls(reviews: Sequence[Review], rules: Rules, parameters: tuple[float, ...] | None) -> Iterator[Recall]:
    return recalls(reviews, Memory(replace(rules, parameters=parameters)))


def _foreseen(reviews: Sequence[Review], found: Sequence[Example], rules: Rules) -> list[Recall]:
    """The newer reviews, each part of them as predicted by what was learned from all the parts before."""
    cuts = [round(len(found) * part / _PARTS) for part in range(_FIRST_JUDGED, _PARTS + 1)]
    return [each for start, end in pairwise(cuts) for each in islice(_recalls(reviews, rules, fitted(found[:start])), start, end)]


def _judged(before: Sequence[Recall], after: Sequence[Recall], cards: Sequence[int]) -> Foreseen:
    gains = [surprise(one) - surprise(other) for one, other in zip(before, after, strict=True)]
    return Foreseen(len(after), _fit(before), _fit(after), standard_error(gains, cards))


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
