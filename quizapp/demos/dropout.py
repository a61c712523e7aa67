"""Dropout: a different thinned net at every step, and the whole net when it counts. Early stopping is the rival to beat.

Claim: Trained for long on a small set, a net ends with a lower loss on unseen points under dropout or L2 than without, as the plain net
learns the noise by heart. It fails where the set is too large for that, or so small that the thinned nets learn it by heart as well,
and where p or L2 is 0.
Sources: Srivastava et al., "Dropout", 2014, JMLR 15; Goodfellow, Bengio and Courville, "Deep Learning", 2016, sections 7.1, 7.8, 7.12.
"""

import numpy as np

from quizapp.demos.datasets import moons
from quizapp.demos.kit import Bands, Figures, Floats, Histories, Now, Rng, Run, Scatter, Slider, found, gettext, lesson, say
from quizapp.demos.nets import Net, cross_entropy, forward, random_net, sigmoid, update
from quizapp.demos.views import curves

HIDDEN, LR, NOISE = 40, 0.3, 0.35
STEPS, EVERY = 2000, 20
"""Full-batch steps in all, and between two measurements."""
MASKS = 4096
LEAD = 0.01
"""A loss counts as lower when it is by this much."""


def gradient(net: Net, X: Floats, y: Floats, mask: Floats | float, l2: float) -> Net:
    """Of the mean cross-entropy of the net thinned by `mask` (n, HIDDEN), plus l2 / 2 times the squared weights."""
    t = np.tanh(X @ net.W1.T + net.b1)
    h = t * mask
    dz = (sigmoid(h @ net.W2 + net.b2) - y) / len(y)
    dt = np.outer(dz, net.W2) * mask * (1 - t**2)
    return Net(dt.T @ X + l2 * net.W1, dt.sum(axis=0), h.T @ dz + l2 * net.W2, dz.sum())


def loss(net: Net, data: tuple[Floats, Floats]) -> float:
    """The mean cross-entropy of the whole net: nothing is dropped where it counts."""
    X, y = data
    return cross_entropy(forward(net, X)[1], y)


def mask_of(rng: Rng, n: int, p: float) -> Floats:
    """An inverted dropout mask (n, HIDDEN): 0 with probability p, else 1 / (1 - p), so that its mean is 1."""
    return np.asarray((rng.random((n, HIDDEN)) >= p) / (1 - p))


@lesson(
    "dropout", title="Dropout against overfitting", summary="Validation loss plain, with L2 and with dropout, on a small set.",
    ask=Bands("Which net has the lowest loss on points that none of them has seen?", "best",
              {"the plain net": 1, "the plain net, stopped early": 2, "with L2": 3, "with dropout": 4}),
    breaks={"n": "160"}, p=Slider("drop rate p", 0.0, 0.2, 0.5, 0.8, start=0.5),
    l2=Slider("L2", 0.0, 0.001, 0.003, 0.01, 0.03, 0.1, start=0.01), n=Slider("examples", 20, 40, 80, 160, start=40),
)  # fmt: skip
def run(p: float, l2: float, n: int, rng: Rng) -> Run:
    """Masks first, then three nets from the same start."""
    X, y = train = moons(rng, n, NOISE)
    val = moons(rng, 400, NOISE)
    test = moons(rng, 2000, NOISE)
    net = random_net(rng, HIDDEN)
    h = forward(net, X[:1])[0]
    masks = mask_of(rng, MASKS, p)
    for count in 4 ** np.arange(7):
        mean = (h * masks[:count]).mean(axis=0)
        yield say("Masks: {count}. The mean of h * mask is within {off:.3f} of h in each of {HIDDEN} units.",
                  count=int(count), off=float(np.abs(mean - h).max()), HIDDEN=HIDDEN, h=h[0], mean=mean)  # fmt: skip

    plain = stopped = decayed = thinned = net
    lowest, early = loss(net, val), 0
    whole = np.ones((n, HIDDEN))
    for step in range(EVERY, STEPS + 1, EVERY):
        for _ in range(EVERY):
            plain = update(plain, gradient(plain, X, y, whole, 0.0), LR)
            decayed = update(decayed, gradient(decayed, X, y, whole, l2), LR)
            thinned = update(thinned, gradient(thinned, X, y, mask_of(rng, n, p), 0.0), LR)
        losses = np.array([[loss(each, data) for data in (train, val)] for each in (plain, decayed, thinned)])
        if losses[0, 1] < lowest:
            stopped, lowest, early = plain, losses[0, 1], step
        yield say("Step {at}: the validation loss is {plain:.3f} plain, {decayed:.3f} with L2 and {thinned:.3f} with dropout.", at=step,
                  plain=losses[0, 1], decayed=losses[1, 1], thinned=losses[2, 1], losses=losses, early=early, lowest=lowest)  # fmt: skip

    ends = [loss(each, test) for each in (plain, stopped, decayed, thinned)]
    held = ends[0] - max(ends[2:]) >= LEAD
    measured = {"plain": ends[0], "stopped": ends[1], "decayed": ends[2], "thinned": ends[3], "early": early, "best": int(np.argmin(ends))}
    return found(
        held,
        "On unseen points the loss is {plain:.3f} for the plain net, {decayed:.3f} with L2, {thinned:.3f} with dropout; and {stopped:.3f} "
        "for the plain net of step {early}, where its validation loss was lowest.", **measured)  # fmt: skip


def picture(now: Now, past: Histories) -> Figures:
    """Each unit's mean over masks against its activation; then what the three nets have lost so far, on both sets."""
    if not hasattr(now, "losses"):
        ends, places = np.array([-1.0, 1.0]), Scatter(np.stack([now.h, now.mean], axis=1), np.zeros(HIDDEN, dtype=int))
        line = {gettext("mean = h"): ends}
        yield curves(gettext("mean over masks"), line, "h", x=ends, xlim=(-1.1, 1.1), ylim=(-1.5, 1.5), marked=[places])
        return
    stop = Scatter(np.array([[now.early, now.lowest]]), np.array([2]), names=("", "", gettext("stopped early")))
    for k, title in ((1, gettext("validation loss")), (0, gettext("training loss"))):
        named = dict(zip((gettext("plain"), gettext("L2"), gettext("dropout")), np.array(past.losses)[:, :, k].T, strict=True))
        yield curves(title, named, gettext("step"), x=past.at, xlim=(0, STEPS), ylim=(0, 1.5), marked=[stop] if k else [])
