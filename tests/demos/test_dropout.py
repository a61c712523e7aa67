import numpy as np
import pytest

from quizapp.demos.datasets import moons
from quizapp.demos.dropout import HIDDEN, LR, MASKS, NAMES, SMALLER, STEPS, dropped, gradient, run, train
from quizapp.demos.figures import Floats
from quizapp.demos.kit import Finding
from quizapp.demos.nets import Net, descend, fresh
from tests.demos.running import finding_of, played


def found(seed: int = 0, p: float = 0.5, l2: float = 0.01, n: float = 40) -> Finding:
    return finding_of(run, seed, p=p, l2=l2, n=n)


def array(finding: Finding, name: str) -> Floats:
    return np.asarray(finding.values[name], float)


def packed(net: Net) -> Floats:
    return np.concatenate([np.ravel(part) for part in net])


def thinned_loss(flat: Floats, X: Floats, y: Floats, mask: Floats, l2: float) -> float:
    """The loss of a thinned net given as one vector, one example at a time."""
    hidden = (len(flat) - 1) // 4
    W1, b1, W2, b2 = flat[: 2 * hidden].reshape(hidden, 2), flat[2 * hidden : 3 * hidden], flat[3 * hidden : 4 * hidden], flat[-1]
    total = 0.0
    for x, target, kept in zip(X, y, mask, strict=True):
        z = b2 + sum(W2[j] * kept[j] * np.tanh(W1[j] @ x + b1[j]) for j in range(hidden))
        total += np.log1p(np.exp(-z)) if target > 0 else np.log1p(np.exp(z))
    return float(total / len(y) + l2 / 2 * (np.sum(W1**2) + np.sum(W2**2)))


@pytest.mark.parametrize("p", [0.0, 0.5])
@pytest.mark.parametrize("l2", [0.0, 0.1])
def test_the_gradient_through_a_mask_agrees_with_central_differences(p: float, l2: float) -> None:
    rng = np.random.default_rng(1)
    X, y = moons(rng, 10)
    net = fresh(rng, 2, 5)._replace(b1=rng.normal(size=5), b2=np.array(0.3))
    mask = dropped(rng, (10, 5), p)
    e = 1e-5 * np.eye(21)
    flat = packed(net)
    slopes = [(thinned_loss(flat + step, X, y, mask, l2) - thinned_loss(flat - step, X, y, mask, l2)) / 2e-5 for step in e]
    np.testing.assert_allclose(packed(gradient(net, X, y, mask, l2)), slopes, rtol=1e-6, atol=1e-9)


def test_without_dropout_and_l2_the_training_is_plain_gradient_descent() -> None:
    rng = np.random.default_rng(2)
    X, y = moons(rng, 20)
    net = fresh(rng, 2, HIDDEN)
    np.testing.assert_allclose(packed(train(rng, net, X, y, 0.0, 0.0)), packed(descend(net, X, y, LR, STEPS)), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_a_mask_drops_the_share_p_and_is_one_on_average(p: float) -> None:
    n = 100_000
    mask = dropped(np.random.default_rng(3), (n,), p)
    assert np.unique(mask).tolist() == pytest.approx([0, 1 / (1 - p)])
    assert np.mean(mask == 0) == pytest.approx(p, abs=4 * np.sqrt(p * (1 - p) / n))
    assert mask.mean() == pytest.approx(1, abs=4 * np.sqrt(p / (1 - p) / n))


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_the_mean_activation_over_masks_is_the_one_without_within_four_standard_errors(p: float) -> None:
    """The variance of h * mask is h^2 p / (1 - p), in closed form."""
    finding = found(p=p)
    h, mean = array(finding, "without_mask"), array(finding, "mean_over_masks")
    error = np.abs(h) * np.sqrt(p / (1 - p) / MASKS[-1])
    assert h.shape == (HIDDEN,)
    assert np.all(np.abs(mean - h) <= 4 * error)
    np.testing.assert_allclose(array(finding, "standard_error"), error, rtol=0.1)


@pytest.mark.parametrize("seed", range(3))
def test_dropout_and_l2_narrow_the_gap_on_a_small_set(seed: int) -> None:
    finding = found(seed)
    gaps = {name: float(array(finding, f"val_{name}")[-1] - array(finding, f"train_{name}")[-1]) for name in NAMES}
    assert finding.claim_held
    assert gaps["none"] - max(gaps["L2"], gaps["dropout"]) >= SMALLER
    assert [finding.values[f"gap_{name}"] for name in NAMES] == list(gaps.values())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"p": 0.0}, "; dropout did not narrow the gap"),
        ({"l2": 0.0}, "; L2 did not narrow the gap"),
        ({"n": 160}, "; L2 and dropout did not narrow the gap"),
    ],
)
def test_without_dropout_penalty_or_shortage_of_data_the_claim_fails_and_the_finding_says_so(given: dict[str, float], said: str) -> None:
    finding = found(0, **given)
    assert finding.claim_held is False
    assert said in finding.text


def test_a_drop_rate_of_zero_is_the_plain_net_to_the_last_digit() -> None:
    finding = found(p=0.0)
    np.testing.assert_array_equal(array(finding, "val_dropout"), array(finding, "val_none"))


def test_the_first_frames_show_a_mask_and_what_it_leaves() -> None:
    h, mask, left = (np.asarray(moment.frame.values["activations"], float) for moment in played(run)[0][:3])
    assert set(np.unique(mask)) == {0.0, 2.0}
    np.testing.assert_array_equal(left, h * mask)


def test_the_right_prediction_is_measured() -> None:
    assert run.predict.answer(found(l2=0.0)) == "dropout"
    assert run.predict.answer(found()) == "L2"
    assert run.predict.answer(found(n=160)) == "no difference"
    assert {"dropout", "L2", "no difference"} <= set(run.predict.choices)
