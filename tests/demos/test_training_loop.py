from collections.abc import Mapping, Sequence
from math import cos, exp, log, pi, sin, tanh

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from quizapp.demos.datasets import moons
from quizapp.demos.figures import Floats, number
from quizapp.demos.kit import Finding, Frame, Setting
from quizapp.demos.nets import Net, backward, descend, forward, random_net, update
from quizapp.demos.training_loop import EPOCHS, N_TEST, N_VAL, N, run
from tests.demos.running import finding_of, played


def packed(net: Net) -> Floats:
    return np.concatenate([np.ravel(part) for part in net])


def loop_loss(flat: Floats, X: Floats, y: Floats) -> float:
    """The mean cross-entropy of a net given as one vector, by explicit loops."""
    return sum(-log(p if target > 0 else 1 - p) for p, target in zip(probabilities(flat, X), y, strict=True)) / len(y)


def probabilities(flat: Floats, X: Floats) -> list[float]:
    """What a net given as one vector says of each point, by explicit loops."""
    hidden = (len(flat) - 1) // 4
    W1, b1, W2, b2 = flat[: 2 * hidden].reshape(hidden, 2), flat[2 * hidden : 3 * hidden], flat[3 * hidden : 4 * hidden], flat[-1]
    sums = [b2 + sum(W2[j] * tanh(W1[j, 0] * x1 + W1[j, 1] * x2 + b1[j]) for j in range(hidden)) for x1, x2 in X]
    return [1 / (1 + exp(-z)) for z in sums]


def differences(flat: Floats, X: Floats, y: Floats) -> Floats:
    """Central differences of the loss by every weight."""
    e = 1e-5 * np.eye(len(flat))
    return np.array([(loop_loss(flat + step, X, y) - loop_loss(flat - step, X, y)) / 2e-5 for step in e])


def net_of(frame: Frame) -> Floats:
    net = frame.values["net"]
    assert isinstance(net, Net)
    return packed(net)


def drawn(seed: int, skipped: int, n: int) -> tuple[Floats, list[float]]:
    """The moons that a run draws after its first `skipped` sets, point by point: X (n, 2), y."""
    rng = np.random.default_rng(seed)
    for size in (*(N, N_VAL)[:skipped], n):
        angles, noise = rng.uniform(0, pi, size), rng.normal(scale=0.15, size=(size, 2))
    y = [float(i % 2) for i in range(n)]
    curve = [(1 - cos(a), 0.5 - sin(a)) if target else (cos(a), sin(a)) for a, target in zip(angles, y, strict=True)]
    return np.array(curve) + noise, y


def right(flat: Floats, X: Floats, y: Sequence[float]) -> float:
    return float(np.mean([(p > 0.5) == (target > 0) for p, target in zip(probabilities(flat, X), y, strict=True)]))


def oracle(settings: Mapping[str, Setting], seed: int, finding: Finding, frames: Sequence[Frame]) -> bool | None:
    """By the weights of the last frame, on points drawn one by one, with explicit loops; and by when the validation loss was lowest."""
    X, y = drawn(seed, 2, N_TEST)
    if right(net_of(frames[-1]), X, y) >= 0.95:
        return True
    losses = [number(frame.values["val"]) for frame in frames if "val" in frame.values]
    return False if len(losses) - 1 - int(np.argmin(losses)) >= int(settings["patience"]) else None


def test_the_steps_of_the_page_are_those_of_the_nets_that_other_pages_train() -> None:
    moments, _ = played(run, patience=1)
    net, batch = moments[0].frame.values["net"], np.asarray(moments[0].frame.values["batch"], int)
    assert isinstance(net, Net)
    X, y = moons(np.random.default_rng(0), N)
    np.testing.assert_allclose(net_of(moments[4].frame), packed(descend(net, X[batch], y[batch], 1.0, 1)), rtol=1e-12)
    once = net
    for _ in range(3):
        h, p = forward(once, X)
        once = update(once, backward(once, X, h, p, y), 0.5)
    np.testing.assert_array_equal(packed(descend(net, X, y, 0.5, 3)), packed(once))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_gradient_agrees_with_central_differences(seed: int) -> None:
    rng = np.random.default_rng(seed)
    X, y = moons(rng, 12)
    net = random_net(rng, 5)._replace(b1=rng.normal(size=5), b2=np.array(0.3))
    h, p = forward(net, X)
    np.testing.assert_allclose(packed(backward(net, X, h, p, y)), differences(packed(net), X, y), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("lr", [0.3, 1.0])
def test_the_first_step_moves_every_weight_by_lr_times_its_finite_difference(lr: float) -> None:
    moments, _ = played(run, lr=lr, patience=1)
    X, y = drawn(0, 0, N)
    batch = np.asarray(moments[0].frame.values["batch"], int)
    before, after = net_of(moments[0].frame), net_of(moments[4].frame)
    slopes = differences(before, X[batch], np.array(y)[batch])
    grads = moments[3].frame.values["grads"]
    assert isinstance(grads, Net)
    np.testing.assert_allclose(packed(grads), slopes, atol=1e-8)
    np.testing.assert_allclose(after, before - lr * slopes, atol=1e-8)
    assert f"is now {loop_loss(after, X[batch], np.array(y)[batch]):.4f}." in moments[4].frame.caption


def test_the_four_steps_of_the_card_are_shown_one_after_the_other_and_their_formulas_are_lit() -> None:
    moments, _ = played(run, patience=1)
    assert [moment.frame.caption.partition(":")[0] for moment in moments[1:5]] == ["Forward", "Loss", "Backward", "Update"]
    assert [run.source[moment.line - 1].strip() for moment in moments[1:5]] == [
        "p = sigmoid(h @ net.W2 + net.b2)",
        "loss = float(-np.mean(np.log(np.where(target > 0, p, 1 - p))))",
        "grads = Net(dh.T @ x, dh.sum(axis=0), h.T @ dz, dz.sum())",
        "net = Net(*(w - lr * g for w, g in zip(net, grads, strict=True)))",
    ]


def test_the_points_that_are_reported_on_neither_trained_the_net_nor_chose_the_epoch() -> None:
    moments, finding = played(run)
    train, val, test = drawn(0, 0, N), drawn(0, 1, N_VAL), drawn(0, 2, N_TEST)
    kept = net_of(moments[-1].frame)
    assert finding.values["reached"] == pytest.approx(right(kept, *test))
    assert finding.values["lowest"] == pytest.approx(loop_loss(kept, val[0], np.array(val[1])))
    assert not {tuple(x) for x in test[0].tolist()} & {tuple(x) for x in [*train[0].tolist(), *val[0].tolist()]}


@pytest.mark.parametrize("patience", [3, 15])
def test_the_loop_stops_when_patience_runs_out_and_puts_the_best_weights_back(patience: int) -> None:
    moments, finding = played(run, patience=patience)
    losses = [number(moment.frame.values["val"]) for moment in moments if "val" in moment.frame.values]
    best = int(np.argmin(losses)) + 1
    assert (finding.values["kept"], finding.values["epochs"]) == (best, best + patience)
    assert f"epoch {best}," in moments[-1].frame.caption
    at_best = next(moment for moment in moments if moment.frame.values.get("epoch") == best)
    np.testing.assert_array_equal(net_of(moments[-1].frame), net_of(at_best.frame))


def test_at_least_nine_of_ten_seeds_reach_what_the_claim_says() -> None:
    assert sum(finding_of(run, seed).claim_held is True for seed in range(10)) >= 9


def test_one_hidden_unit_is_no_better_than_the_best_line() -> None:
    finding = finding_of(run, hidden=1)
    line = LogisticRegression().fit(*drawn(0, 0, N)).score(*drawn(0, 2, N_TEST))
    assert finding.claim_held is False
    assert number(finding.values["reached"]) <= line + 0.03 < 0.95


@pytest.mark.parametrize("given", [{"hidden": 1}, {"patience": 1}])
def test_with_one_hidden_unit_or_without_patience_the_claim_fails(given: dict[str, float]) -> None:
    assert finding_of(run, 0, **given).claim_held is False
    assert finding_of(run).claim_held


def test_a_loop_that_the_last_epoch_ended_on_its_way_leaves_the_claim_open() -> None:
    finding = finding_of(run, lr=0.03)
    assert finding.values["epochs"] == finding.values["kept"] == EPOCHS
    assert finding.claim_held is None


def test_an_update_lowers_the_loss_of_its_batch_and_that_of_the_whole_set_only_about_every_other_time() -> None:
    values = finding_of(run).values
    assert number(values["own"]) > 0.95
    assert 0.45 < number(values["lowered"]) < 0.65
    whole = finding_of(run, B=N).values
    assert whole["own"] == pytest.approx(whole["lowered"])


def test_the_right_prediction_is_measured() -> None:
    assert run.predict.outcome("40 to 70 %", finding_of(run)) == (True, "40 to 70 %")
    assert run.predict.outcome("40 to 70 %", finding_of(run, B=N)) == (False, "over 95 %")
