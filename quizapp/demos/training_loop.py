"""The training loop: forward, loss, backward, update, and when to stop.

Claim: Four steps, repeated until the validation loss has not improved for a while, take a small net from random weights to an
accuracy of at least 0.95 on points that played no part in its training. It fails where one hidden unit can only draw
a line, or patience ends too soon.
Sources: Goodfellow, Bengio and Courville, "Deep Learning", 2016, sections 6.5, 7.8 and 8.1; Rumelhart, Hinton and Williams, 1986,
doi:10.1038/323533a0; Prechelt, 1998, doi:10.1007/3-540-49430-8_3.
"""

import numpy as np

from quizapp.demos.datasets import moons
from quizapp.demos.kit import Bands, Figures, Floats, Histories, Now, Plot, Rng, Run, Scatter, Slider, found, gettext, lesson, say
from quizapp.demos.nets import Net, accuracy, cross_entropy, descend, forward, random_net, sigmoid
from quizapp.demos.views import classed, curves, regions

N, N_VAL, N_TEST, EPOCHS = 240, 200, 1000, 80
"""Points to train on, to choose the epoch by, and to report; the loop ends after EPOCHS at the latest."""
ASKED = 0.95
WINDOW = (-1.6, 2.6), (-1.2, 1.7)


def mean_loss(net: Net, X: Floats, y: Floats) -> float:
    """The mean cross-entropy of examples (n, 2) with their classes (n,)."""
    return cross_entropy(forward(net, X)[1], y)


@lesson(
    "training-loop", title="The training loop, step by step",
    summary="Four steps on one batch, then epoch by epoch until validation says stop.",
    ask=Bands("Each update is made from one batch. How many of them will lower the loss of the whole training set?", "lowered",
              {"under 40 %": 0.4, "40 to 70 %": 0.7, "70 to 95 %": 0.95, "over 95 %": np.inf}), breaks={"hidden": "1"},
    hidden=Slider("hidden", 1, 2, 4, 8, 16, start=8), lr=Slider("learning rate", 0.03, 0.1, 0.3, 1.0, start=1.0),
    B=Slider("batch size", 5, 10, 20, 60, 240, start=10), patience=Slider("patience", 1, 3, 8, 15, start=15),
)  # fmt: skip
def run(hidden: int, lr: float, B: int, patience: int, rng: Rng) -> Run:
    """Trains on two moons: the first batch a step a frame, everything after it an epoch a frame."""
    X, y = moons(rng, N)
    X_val, y_val = moons(rng, N_VAL)
    X_test, y_test = moons(rng, N_TEST)
    net = random_net(rng, hidden)
    batch = rng.permutation(N)[:B]
    x, target = X[batch], y[batch]
    yield say("Random weights, and a first batch: {B} of {N} shuffled examples.", B=B, N=N, X=X, y=y, batch=batch, net=net)
    h = np.tanh(x @ net.W1.T + net.b1)
    p = sigmoid(h @ net.W2 + net.b2)
    yield say("Forward: each example gets a probability; {right:.0%} of the batch are on the right side.", right=accuracy(p, target))
    loss = float(-np.mean(np.log(np.where(target > 0, p, 1 - p))))
    yield say("Loss: the mean cross-entropy of the batch is {loss:.4f}; guessing one half would cost 0.6931.", loss=loss)
    dz = (p - target) / len(x)
    dh = np.outer(dz, net.W2) * (1 - h**2)
    grads = Net(dh.T @ x, dh.sum(axis=0), h.T @ dz, dz.sum())
    yield say("Backward: the chain rule gives each of {weights} weights its gradient.", weights=sum(g.size for g in grads), grads=grads)
    net = Net(*(w - lr * g for w, g in zip(net, grads, strict=True)))
    yield say("Update: w - lr * gradient. The loss of the batch is now {now:.4f}.", now=mean_loss(net, x, target), net=net)

    best, kept = net, 0
    lowest = np.inf
    epoch = 0
    waited = 0
    own: list[bool] = []
    whole = [mean_loss(net, X, y)]
    while waited < patience and epoch < EPOCHS:
        epoch += 1
        waited += 1
        for batch in np.split(rng.permutation(N), range(B, N, B)):
            before = mean_loss(net, X[batch], y[batch])
            net = descend(net, X[batch], y[batch], lr, 1)
            own.append(mean_loss(net, X[batch], y[batch]) < before)
            whole.append(mean_loss(net, X, y))
        val = mean_loss(net, X_val, y_val)
        if val < lowest:
            best, lowest, kept, waited = net, val, epoch, 0
        yield say("Epoch {epoch}: training loss {loss:.4f}, validation loss {val:.4f}. Epochs without a lower one: {waited} of {patience}.",
                  epoch=epoch, loss=whole[-1], val=val, waited=waited, patience=patience, kept=kept, lowest=lowest, net=net)  # fmt: skip
    net = best
    yield say("The weights of epoch {kept}, where the validation loss was lowest, are put back.", kept=kept, net=net)

    reached = accuracy(forward(net, X_test)[1], y_test)
    held = True if reached >= ASKED else False if waited == patience else None
    lowered = float(np.mean(np.diff(whole) < 0))
    measured = {"reached": reached, "kept": kept, "epochs": epoch, "lowest": lowest, "own": float(np.mean(own)), "lowered": lowered}
    return found(
        held, "On unseen points the weights of epoch {kept} of {epochs} are {reached:.1%} right ({asked:.0%} asked for). Of the updates "
        "{own:.0%} lowered the loss of their own batch, {lowered:.0%} that of the training set.", asked=ASKED, **measured)  # fmt: skip


def picture(now: Now, past: Histories) -> Figures:
    """What the net says, under the batch or the whole set; and both losses by epoch, with the epoch that is kept."""
    X, y = (now.X, now.y) if hasattr(now, "epoch") else (now.X[now.batch], now.y[now.batch])
    sides = regions(lambda Q: forward(now.net, Q)[1] - 0.5, *WINDOW)
    yield Plot(gettext("the net says"), (sides, classed(X, y)), *WINDOW, "x1", "x2", equal=True)
    if hasattr(now, "epoch"):
        both, end = {gettext("training"): past.loss[1:], gettext("validation"): past.val}, max(now.epoch, 20)
        best = [Scatter(np.array([[now.kept, now.lowest]]), np.array([2]), names=("", "", gettext("kept")))]
        yield curves(gettext("loss by epoch"), both, gettext("epoch"), x=past.epoch, xlim=(0, end), ylim=(0, 0.7), marked=best)
