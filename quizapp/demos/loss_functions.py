"""Loss functions, and why a sigmoid is trained with cross-entropy.

Claim: Behind a sigmoid that is sure and wrong, a squared or absolute error takes many times the steps of cross-entropy: its gradient
has the factor p (1 - p), near 0 there, which cancels in cross-entropy's, p - y. It fails where the neuron starts unsure, with z near 0,
and where the loss is cross-entropy itself.
Sources: Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 6.2.2; Nielsen, "Neural Networks and Deep Learning", 2015,
chapter 3; Huber, 1964, doi:10.1214/aoms/1177703732.
"""

from collections.abc import Callable, Sequence

import numpy as np

from quizapp.demos.kit import Bands, Choice, Figures, Floats, Histories, Now, Run, Scatter, Slider, found, gettext, lesson, say, word
from quizapp.demos.nets import sigmoid
from quizapp.demos.views import curves

Function = Callable[[Floats, float], Floats]
LOSSES: dict[str, tuple[Function, Function]] = {
    "mse": (lambda y_hat, y: (y_hat - y) ** 2, lambda y_hat, y: 2 * (y_hat - y)),
    "mae": (lambda y_hat, y: np.abs(y_hat - y), lambda y_hat, y: np.sign(y_hat - y)),
    "huber": (
        lambda y_hat, y: np.where(np.abs(y_hat - y) <= 1, (y_hat - y) ** 2 / 2, np.abs(y_hat - y) - 0.5),
        lambda y_hat, y: np.clip(y_hat - y, -1, 1),
    ),
    "cross-entropy": (
        lambda y_hat, y: -y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat),
        lambda y_hat, y: (y_hat - y) / (y_hat * (1 - y_hat)),
    ),
}
"""The loss of a prediction, and its derivative by the prediction."""
STEP = 0.5
"""How far one step from z = 0 takes z: each loss has the learning rate that makes it so, and none is slow for a small constant."""
MANY = 3
"""Times the steps that count as many."""


def share(loss: str, z: Floats) -> Floats:
    """The derivative by z of the loss of p = sigmoid(z), where the answer is 1, as a share of the one at z = 0: (n,) to (n,)."""
    p = sigmoid(np.append(0.0, z))
    dz = LOSSES[loss][1](p, 1.0) * p * (1 - p)
    return np.asarray(dz[1:] / dz[0])


def shares(losses: Sequence[str], z: Floats) -> Floats:
    """The same for several losses, each at its own z."""
    return np.array([share(loss, z[k : k + 1])[0] for k, loss in enumerate(losses)])


@lesson(
    "loss-functions", title="Loss functions and a sigmoid that stalls",
    summary="Four losses with their gradients; then a race out of saturation.",
    ask=Bands("How many times the steps of cross-entropy will this loss need to change the neuron's mind?", "ratio",
              {"under 3 times": MANY, "3 to 10 times": 10, "10 to 100 times": 100, "over 100 times": np.inf}), breaks={"start": "-1"},
    loss=Choice("loss", LOSSES), start=Slider("start z", -8.0, -7.0, -6.0, -5.0, -4.0, -3.0, -2.0, -1.0, 0.0, start=-5.0),
)  # fmt: skip
def run(loss: str, start: float) -> Run:
    """Walks along `loss`, then races it against cross-entropy behind the same sigmoid. The right answer is 1."""
    L, dL = LOSSES[loss]
    walk = np.linspace(0.02, 0.98, 9) if loss == "cross-entropy" else np.linspace(-1, 3, 9)
    for y_hat in walk:
        height = float(L(y_hat, 1.0))
        g = float(dL(y_hat, 1.0))
        yield say("It says {y_hat:.2f} and should say 1: the loss is {height:.3f}, its gradient {g:.3f}.",
                  walk=walk, y_hat=float(y_hat), height=height, g=g)  # fmt: skip

    racers = (loss, "cross-entropy")
    z = np.full(2, start)
    sure = shares(racers, z)
    yield say("Now behind a sigmoid, z = {start:g}: {name} has {share:.3g} of its gradient at z = 0, cross-entropy {rival_share:.3g}.",
              start=start, name=word(loss), share=sure[0], rival_share=sure[1], z=z)  # fmt: skip
    t = 0
    needed = np.zeros(2, dtype=int)
    while z.min() <= 0:
        t += 1
        needed += z <= 0
        dz = STEP * shares(racers, z)
        z = z + dz
        yield say("Step {step}: {name} moves z by {dz:.2g}, cross-entropy by {rival_dz:.2g}; p is now {p:.3f} and {rival_p:.3f}.",
                  step=t, name=word(loss), z=z, dz=dz[0], rival_dz=dz[1], p=sigmoid(z)[0], rival_p=sigmoid(z)[1])  # fmt: skip

    steps = int(needed[0])
    rival_steps = int(needed[1])
    ratio = steps / rival_steps
    measured = {"steps": steps, "rival_steps": rival_steps, "ratio": ratio, "share": float(sure[0]), "rival_share": float(sure[1])}
    return found(
        ratio >= MANY, "From z = {start:g}, {name} comes past p = 0.5 in step {steps}, cross-entropy in step {rival_steps}: a ratio of "
        "{ratio:.3g}. At the start its gradient is {share:.3g} of that at z = 0, cross-entropy's {rival_share:.3g}.",
        start=start, name=word(loss), **measured)  # fmt: skip


def picture(now: Now, past: Histories) -> Figures:
    """The loss and its gradient where the walk is; then both gradients through the sigmoid, from the start on, and each neuron's mind."""
    if hasattr(now, "z"):
        names, wide, p, end = (now.loss, "cross-entropy"), np.linspace(-9, 7, 161), sigmoid(np.array(past.z)), max(len(past.z) - 1, 20)
        at = Scatter(np.concatenate([np.stack([z, shares(names, z)], axis=1) for z in (past.z[0], now.z)]), np.array([0, 1, 0, 1]))
        yield curves(gettext("gradient, 1 at z = 0"), {word(n): share(n, wide) for n in names}, "z", x=wide, ylim=(0, 2.3), marked=[at])
        yield curves(gettext("p of class 1"), dict(zip(map(word, names), p.T, strict=True)), gettext("step"), xlim=(0, end), ylim=(0, 1))
    else:
        y_hat, at = np.linspace(now.walk[0], now.walk[-1], 121), Scatter(np.array([[now.y_hat] * 2, [now.height, now.g]]).T, np.arange(2))
        both = {name: f(y_hat, 1.0) for name, f in zip((gettext("loss"), gettext("gradient")), LOSSES[now.loss], strict=True)}
        yield curves(gettext("{loss} where y = 1", loss=word(now.loss)), both, "y_hat", x=y_hat, ylim=(-5, 5), marked=[at])
