from collections.abc import Mapping, Sequence
from math import cos, log1p, pi, sin

import numpy as np
import pytest

from quizapp.demos.datasets import moons
from quizapp.demos.dropout import EVERY, HIDDEN, LEAD, LR, MASKS, STEPS, gradient, mask_of, run
from quizapp.demos.figures import Floats, number
from quizapp.demos.kit import Finding, Frame, Setting
from quizapp.demos.nets import Net, random_net
from tests.demos.running import finding_of, played


def found(seed: int = 0, p: float = 0.5, l2: float = 0.01, n: float = 40) -> Finding:
    return finding_of(run, seed, p=p, l2=l2, n=n)


def packed(net: Net) -> Floats:
    return np.concatenate([np.ravel(part) for part in net])


def thinned_loss(flat: Floats, X: Floats, y: Floats, mask: Floats, l2: float) -> float:
    """The loss of a thinned net given as one vector, one example at a time."""
    hidden = (len(flat) - 1) // 4
    W1, b1, W2, b2 = flat[: 2 * hidden].reshape(hidden, 2), flat[2 * hidden : 3 * hidden], flat[3 * hidden : 4 * hidden], flat[-1]
    total = 0.0
    for x, target, kept in zip(X, y, mask, strict=True):
        z = b2 + sum(W2[j] * kept[j] * np.tanh(W1[j] @ x + b1[j]) for j in range(hidden))
        total += log1p(np.exp(-z)) if target > 0 else log1p(np.exp(z))
    return float(total / len(y) + l2 / 2 * (np.sum(W1**2) + np.sum(W2**2)))


# -- the whole run again, with other code ------------------------------------------------------------------------------


def points(rng: np.random.Generator, n: int) -> tuple[Floats, Floats]:
    """Moons with noise of 0.35, point by point, and their signs: -1 for the upper one, 1 for the lower."""
    angles, noise = rng.uniform(0, pi, n), rng.normal(scale=0.35, size=(n, 2))
    signs = np.array([1.0 if i % 2 else -1.0 for i in range(n)])
    curve = [(1 - cos(a), 0.5 - sin(a)) if sign > 0 else (cos(a), sin(a)) for a, sign in zip(angles, signs, strict=True)]
    return np.array(curve) + noise, signs


def scores(theta: Floats, X: Floats, kept: Floats | float = 1.0) -> tuple[Floats, Floats]:
    """z of each point, from weights as one array (HIDDEN, 4) of w1, w2, b and what the unit is worth; and the units' tanh."""
    t = np.tanh(np.column_stack([X, np.ones(len(X))]) @ theta[:, :3].T)
    return (t * kept) @ theta[:, 3], t


def stepped(theta: Floats, bias: float, X: Floats, signs: Floats, kept: Floats | float, l2: float) -> tuple[Floats, float]:
    """One step on the mean of log(1 + exp(-sign z)), whose derivative by z is -sign / (1 + exp(sign z))."""
    z, t = scores(theta, X, kept)
    dz = -signs / (1 + np.exp(signs * (z + bias))) / len(X)
    inner = dz[:, None] * kept * (1 - t**2) * theta[:, 3]
    slopes = np.column_stack([inner.T @ X, inner.sum(axis=0), (t * kept).T @ dz])
    shrunk = theta * l2 * np.array([1.0, 1.0, 0.0, 1.0])
    return theta - LR * (slopes + shrunk), bias - LR * float(dz.sum())


def replayed(settings: Mapping[str, Setting], seed: int) -> dict[str, float]:
    """What the three nets end with on the points that none has seen, by code of another form."""
    p, l2, n = float(settings["p"]), float(settings["l2"]), int(settings["n"])
    rng = np.random.default_rng(seed)
    (X, signs), _, (X_test, signs_test) = points(rng, n), points(rng, 400), points(rng, 2000)
    theta = np.zeros((HIDDEN, 4))
    theta[:, :2] = rng.normal(size=(HIDDEN, 2)) / 2**0.5
    theta[:, 3] = rng.normal(size=HIDDEN) / HIDDEN**0.5
    rng.random((MASKS, HIDDEN))
    nets = {"plain": (theta, 0.0), "decayed": (theta, 0.0), "thinned": (theta, 0.0)}
    for _ in range(STEPS):
        kept = np.where(rng.random((n, HIDDEN)) < p, 0.0, 1 / (1 - p))
        nets = {
            name: stepped(*net, X, signs, kept if name == "thinned" else 1.0, l2 if name == "decayed" else 0.0)
            for name, net in nets.items()
        }
    margins = {name: signs_test * (scores(theta, X_test)[0] + bias) for name, (theta, bias) in nets.items()}
    return {name: float(np.mean(np.logaddexp(0, -margin))) for name, margin in margins.items()}


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """By the three nets trained again, in margins instead of probabilities."""
    ends = replayed(settings, seed)
    return ends["plain"] - max(ends["decayed"], ends["thinned"]) >= LEAD


def test_the_losses_told_are_those_of_nets_trained_again_with_other_code() -> None:
    finding = found(1)
    for name, loss in replayed({"p": 0.5, "l2": 0.01, "n": 40}, 1).items():
        assert finding.values[name] == pytest.approx(loss, rel=1e-8)


# -- parts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("p", [0.0, 0.5])
@pytest.mark.parametrize("l2", [0.0, 0.1])
def test_the_gradient_through_a_mask_agrees_with_central_differences(p: float, l2: float) -> None:
    rng = np.random.default_rng(1)
    X, y = moons(rng, 10)
    net = random_net(rng, 5)._replace(b1=rng.normal(size=5), b2=np.array(0.3))
    mask = mask_of(rng, 10, p)[:, :5]
    e = 1e-5 * np.eye(21)
    flat = packed(net)
    slopes = [(thinned_loss(flat + step, X, y, mask, l2) - thinned_loss(flat - step, X, y, mask, l2)) / 2e-5 for step in e]
    np.testing.assert_allclose(packed(gradient(net, X, y, mask, l2)), slopes, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_a_mask_drops_the_share_p_and_is_one_on_average(p: float) -> None:
    mask = mask_of(np.random.default_rng(3), 2500, p)
    assert np.unique(mask).tolist() == pytest.approx([0, 1 / (1 - p)])
    assert np.mean(mask == 0) == pytest.approx(p, abs=4 * np.sqrt(p * (1 - p) / mask.size))
    assert mask.mean() == pytest.approx(1, abs=4 * np.sqrt(p / (1 - p) / mask.size))


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_the_mean_activation_over_masks_is_the_one_without_within_four_standard_errors(p: float) -> None:
    """The variance of h * mask is h^2 p / (1 - p), in closed form."""
    for values in (moment.frame.values for moment in played(run, p=p)[0] if "mean" in moment.frame.values):
        h, mean = np.asarray(values["h"], float), np.asarray(values["mean"], float)
        assert h.shape == (HIDDEN,)
        assert np.all(np.abs(mean - h) <= 4.5 * np.abs(h) * np.sqrt(p / (1 - p) / number(values["count"])))
    assert values["count"] == MASKS


# -- what is claimed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_dropout_and_l2_end_lower_than_the_plain_net_on_points_that_chose_nothing(seed: int) -> None:
    finding = found(seed)
    assert finding.claim_held
    assert number(finding.values["plain"]) - max(number(finding.values[name]) for name in ("decayed", "thinned")) >= LEAD


@pytest.mark.parametrize("given", [{"n": 160}, {"p": 0.0}, {"l2": 0.0}, {"n": 20, "seed": 2}])
def test_where_the_loss_is_not_lower_the_claim_fails_however_small_the_gap(given: dict[str, int]) -> None:
    finding = found(**given)
    assert finding.claim_held is False
    assert number(finding.values["plain"]) - max(number(finding.values[name]) for name in ("decayed", "thinned")) < LEAD


def test_a_penalty_that_leaves_no_gap_is_not_judged_by_it() -> None:
    """With n = 160 the strongest penalty leaves hardly a gap between the losses, and the net underfits."""
    moments, finding = played(run, l2=0.1, n=160)
    losses = np.asarray(moments[-1].frame.values["losses"], float)
    gaps = losses[:, 1] - losses[:, 0]
    assert gaps[1] < gaps[0]
    assert number(finding.values["decayed"]) > number(finding.values["plain"])
    assert finding.claim_held is False


def test_a_drop_rate_of_zero_is_the_plain_net_to_the_last_digit() -> None:
    values = found(p=0.0).values
    assert values["thinned"] == values["plain"]


def test_the_plain_net_of_its_lowest_validation_loss_is_shown_beside_them() -> None:
    moments, finding = played(run)
    at = [moment.frame.values for moment in moments if "losses" in moment.frame.values]
    assert [number(values["at"]) for values in at] == list(range(EVERY, STEPS + 1, EVERY))
    validation = [np.asarray(values["losses"], float)[0, 1] for values in at]
    assert finding.values["early"] == EVERY * (1 + int(np.argmin(validation)))
    assert number(finding.values["stopped"]) < number(finding.values["thinned"]) < number(finding.values["plain"])
    assert f"{number(finding.values['stopped']):.3f}" in finding.text


@pytest.mark.parametrize(("seed", "right"), [(0, "the plain net, stopped early"), (1, "with L2"), (2, "with L2")])
def test_the_right_prediction_is_measured_and_not_always_the_same(seed: int, right: str) -> None:
    assert run.predict.outcome(right, found(seed)) == (True, right)
    assert run.predict.outcome("the plain net", found(n=160))[0]
    assert right in run.predict.choices
