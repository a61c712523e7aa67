from math import exp, log, tanh

import numpy as np
import pytest

from quizapp.demos.datasets import moons
from quizapp.demos.figures import Floats, Frame, Plot, Regions
from quizapp.demos.kit import Finding
from quizapp.demos.nets import Net, backward, descend, forward, fresh, update
from quizapp.demos.player import Moment
from quizapp.demos.training_loop import N, run
from tests.demos.running import finding_of, played


def packed(net: Net) -> Floats:
    return np.concatenate([np.ravel(part) for part in net])


def loop_loss(flat: Floats, X: Floats, y: Floats) -> float:
    """The mean cross-entropy of a net given as one vector, by explicit loops."""
    hidden = (len(flat) - 1) // 4
    W1, b1, W2, b2 = flat[: 2 * hidden].reshape(hidden, 2), flat[2 * hidden : 3 * hidden], flat[3 * hidden : 4 * hidden], flat[-1]
    total = 0.0
    for (x1, x2), target in zip(X, y, strict=True):
        z = b2 + sum(W2[j] * tanh(W1[j, 0] * x1 + W1[j, 1] * x2 + b1[j]) for j in range(hidden))
        p = 1 / (1 + exp(-z))
        total -= log(p if target > 0 else 1 - p)
    return total / len(y)


def differences(flat: Floats, X: Floats, y: Floats) -> Floats:
    """Central differences of the loss by every weight."""
    e = 1e-5 * np.eye(len(flat))
    return np.array([(loop_loss(flat + step, X, y) - loop_loss(flat - step, X, y)) / 2e-5 for step in e])


def net_of(frame: Frame) -> Floats:
    return np.concatenate([np.ravel(np.asarray(frame.values[name], float)) for name in ("W1", "b1", "W2", "b2")])


def decided(moment: Moment) -> list[list[int]]:
    """The classes of the regions that a moment shows."""
    plot = moment.frame.figures[0]
    assert isinstance(plot, Plot)
    regions = plot.layers[0]
    assert isinstance(regions, Regions)
    return [list(row) for row in regions.classes.tolist()]


def array(finding: Finding, name: str) -> Floats:
    return np.asarray(finding.values[name], float)


def test_the_steps_of_the_page_are_those_of_the_nets_that_other_pages_train() -> None:
    rng = np.random.default_rng(7)
    X, y = moons(rng, 30)
    net = once = fresh(rng, 2, 4)
    for _ in range(3):
        h, p = forward(once, X)
        once = update(once, backward(once, X, h, p, y), 0.5)
    np.testing.assert_array_equal(packed(descend(net, X, y, 0.5, 3)), packed(once))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_gradient_agrees_with_central_differences(seed: int) -> None:
    rng = np.random.default_rng(seed)
    X, y = moons(rng, 12)
    net = fresh(rng, 2, 5)
    net = net._replace(b1=rng.normal(size=5), b2=np.array(0.3))
    h, p = forward(net, X)
    np.testing.assert_allclose(packed(backward(net, X, h, p, y)), differences(packed(net), X, y), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("lr", [0.3, 4.0])
def test_the_first_step_moves_every_weight_by_lr_times_its_finite_difference(lr: float) -> None:
    moments, _ = played(run, lr=lr, patience=1)
    X, y = moons(np.random.default_rng(0), N)
    batch = np.asarray(moments[0].frame.values["batch"], int)
    before, after = net_of(moments[3].frame), net_of(moments[4].frame)
    np.testing.assert_allclose(after, before - lr * differences(before, X[batch], y[batch]), atol=1e-8)
    assert f"to {loop_loss(after, X[batch], y[batch]):.4f}." in moments[4].frame.caption


def test_the_five_steps_are_lit_one_after_the_other() -> None:
    moments, _ = played(run, patience=1)
    lit = [run.source[moment.line - 1].strip() for moment in moments[:5]]
    assert lit == [
        "batch = order[:B]",
        "h, p = forward(net, X[batch])",
        "loss = cross_entropy(p, y[batch])",
        "grads = backward(net, X[batch], h, p, y[batch])",
        "net = update(net, grads, lr)",
    ]


def test_the_loop_stops_when_patience_runs_out_and_puts_the_best_weights_back() -> None:
    moments, finding = played(run)
    losses, best = array(finding, "val_loss"), int(array(finding, "best_epoch"))
    assert finding.values["stopped_early"]
    assert len(losses) == len(array(finding, "train_loss")) == len(array(finding, "val_accuracy")) == int(array(finding, "epochs")) + 1
    assert best == losses.argmin() == len(losses) - 1 - 15
    assert f"epoch {best}," in moments[-1].frame.caption
    at_best = next(moment for moment in moments if moment.frame.values.get("epoch") == best)
    assert decided(at_best) == decided(moments[-1])


def test_at_least_nine_of_ten_seeds_reach_what_the_claim_says() -> None:
    assert sum(finding_of(run, seed).claim_held is True for seed in range(10)) >= 9


@pytest.mark.parametrize("given", [{"hidden": 1}, {"lr": 30.0}, {"patience": 1}])
def test_without_hidden_units_with_giant_steps_or_without_patience_the_claim_fails_and_the_finding_says_so(given: dict[str, float]) -> None:
    finding = finding_of(run, 0, **given)
    assert finding.claim_held is False
    assert "short of the 95% asked for" in finding.text
    assert finding_of(run).claim_held


def test_a_loop_that_the_last_epoch_ended_on_its_way_leaves_the_claim_open() -> None:
    finding = finding_of(run, lr=0.03)
    assert not finding.values["stopped_early"]
    assert array(finding, "val_loss").argmin() == 80
    assert finding.claim_held is None
    assert finding_of(run, lr=0.03, hidden=1).claim_held is False


def test_the_right_prediction_is_measured() -> None:
    assert run.predict.outcome("95 % or more", finding_of(run)) == (True, "95 % or more")
    assert run.predict.outcome("95 % or more", finding_of(run, hidden=1)) == (False, "80 to 95 %")
    assert run.predict.outcome("95 % or more", finding_of(run, lr=30.0)) == (False, "below 80 %")
