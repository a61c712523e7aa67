"""The training loop: shuffle and batch, forward, loss, backward, update, and when to stop.

Claim: most updates lower the loss of the batch they were made from, and so the five steps, repeated until the
validation loss has not improved for a while, bring a small net of random weights to at least 95 % on unseen points.
It does not hold with a single hidden unit, which draws a line, with steps too long, or with too little patience.
Sources: Goodfellow, Bengio and Courville, "Deep Learning", 2016, sections 6.5, 7.8 and 8.1; Rumelhart, Hinton and
Williams, 1986, doi:10.1038/323533a0; Prechelt, 1998, doi:10.1007/3-540-49430-8_3.
"""

import numpy as np

from quizapp.demos.datasets import moons
from quizapp.demos.kit import Finding, Floats, Frame, Plot, Prediction, Run, Scatter, Slider, Table, Value, demo
from quizapp.demos.nets import Net, accuracy, backward, cross_entropy, forward, fresh, update
from quizapp.demos.views import curves, regions

N, N_VAL = 240, 200
EPOCHS = 80
"""The loop ends here at the latest."""
ASKED = 0.95
XLIM, YLIM = (-1.6, 2.6), (-1.2, 1.7)
STEPS = ("shuffle, batch", "forward", "loss", "backward", "update")


def loss_of(net: Net, X: Floats, y: Floats) -> float:
    """The mean cross-entropy."""
    return cross_entropy(forward(net, X)[1], y)


def norm(grads: Net) -> float:
    """The length of all gradients as one vector."""
    return float(np.sqrt(sum(np.sum(g**2) for g in grads)))


def band(finding: Finding) -> str:
    """The choice that the measured validation accuracy falls into."""
    reached = finding.number("best_accuracy")
    return "below 80 %" if reached < 0.8 else "80 to 95 %" if reached < ASKED else "95 % or more"


@demo(
    "training-loop",
    title="The training loop, step by step",
    summary="Five steps on one batch, then epoch by epoch until validation says stop.",
    parameters={
        "hidden": Slider("hidden", 1, 2, 4, 8, 16, start=8),
        "lr": Slider("learning rate", 0.03, 0.3, 1.0, 4.0, 30.0, start=4.0),
        "B": Slider("batch size", 5, 10, 20, 60, 240, start=20),
        "patience": Slider("patience", 1, 3, 8, 15, start=15),
    },
    predict=Prediction("What accuracy will it reach on the validation set?", ("below 80 %", "80 to 95 %", "95 % or more"), band),
)
def run(hidden: int, lr: float, B: int, patience: int, rng: np.random.Generator) -> Run:
    """Trains on two moons: the first batch a step a frame, everything after it an epoch a frame."""
    X, y = moons(rng, N)
    X_val, y_val = moons(rng, N_VAL)
    net = best = fresh(rng, 2, hidden)
    rows: list[tuple[str, str]] = []
    train_losses: list[float] = []
    val_losses: list[float] = []
    accuracies: list[float] = []

    def measure() -> None:
        """Notes the losses and the accuracy of the net as it is."""
        train_losses.append(loss_of(net, X, y))
        val_losses.append(loss_of(net, X_val, y_val))
        accuracies.append(accuracy(forward(net, X_val)[1], y_val))

    def plane(points: Floats, classes: Floats) -> Plot:
        """Where the net says class 1, under `points`."""
        layers = (regions(lambda Q: forward(net, Q)[1] - 0.5, XLIM, YLIM), Scatter(points, np.asarray(classes, np.int64)))
        return Plot("what the net says", layers, XLIM, YLIM, "x1", "x2")

    def step(caption: str, measured: str) -> Frame:
        """The batch in the plane, and the step just done among the five."""
        rows.append((STEPS[len(rows)], measured))
        todo = [(name, "") for name in STEPS[len(rows) :]]
        table = Table("the first batch", ("step", "measured"), (*rows, *todo), lit=len(rows) - 1)
        values: dict[str, Value] = {"batch": batch.astype(float), "W1": net.W1, "b1": net.b1, "W2": net.W2, "b2": float(net.b2)}
        return Frame(caption, values, (plane(X[batch], y[batch]), table))

    def look(caption: str) -> Frame:
        """The whole training set in the plane, and the losses and the accuracy after each epoch."""
        named = {"train loss": train_losses, "val loss": val_losses, "val accuracy": accuracies}
        lines = curves("by epoch", named, "epoch", xlim=(0, EPOCHS), ylim=(0, 1))
        values = {"epoch": epoch, "train_loss": train_losses[-1], "val_loss": val_losses[-1], "val_accuracy": accuracies[-1]}
        return Frame(caption, values, (plane(X, y), lines))

    measure()
    order = rng.permutation(N)
    batch = order[:B]
    yield step(f"Shuffle, so that no order can be learned, and take the first {len(batch)} of {N} examples.", f"{len(batch)} of {N}")
    h, p = forward(net, X[batch])
    yield step(
        f"Forward: {hidden} tanh units and a sigmoid give each example a probability; {accuracy(p, y[batch]):.0%} are on the right side.",
        f"{accuracy(p, y[batch]):.0%} right",
    )
    loss = cross_entropy(p, y[batch])
    yield step(
        f"Loss: the mean cross-entropy of these {len(batch)} examples is {loss:.4f}; a guess of one half costs 0.6931.", f"{loss:.4f}"
    )
    grads = backward(net, X[batch], h, p, y[batch])
    yield step(
        f"Backward: the chain rule gives a gradient to each of {sum(g.size for g in grads)} weights; its length is {norm(grads):.3f}.",
        f"{norm(grads):.3f} long",
    )
    net = update(net, grads, lr)
    yield step(
        f"Update: w - lr * gradient takes the loss of this batch from {loss:.4f} to {loss_of(net, X[batch], y[batch]):.4f}.",
        f"{loss_of(net, X[batch], y[batch]):.4f} now",
    )

    lowered = [loss_of(net, X[batch], y[batch]) < loss]
    waited = 0
    for epoch in range(1, EPOCHS + 1):
        for begin in range(B if epoch == 1 else 0, N, B):
            batch = order[begin : begin + B]
            h, p = forward(net, X[batch])
            grads = backward(net, X[batch], h, p, y[batch])
            net = update(net, grads, lr)
            lowered.append(loss_of(net, X[batch], y[batch]) < cross_entropy(p, y[batch]))
        order = rng.permutation(N)
        improved = loss_of(net, X_val, y_val) < min(val_losses)
        measure()
        so_far = f"Epoch {epoch}: training loss {train_losses[-1]:.4f}, validation loss {val_losses[-1]:.4f}, {accuracies[-1]:.1%} right"
        if improved:
            best, waited = net, 0
            yield look(f"{so_far}: the lowest yet, so these weights are kept.")
        else:
            waited += 1
            yield look(f"{so_far}: no better for {waited} of {patience}.")
        if waited == patience:
            break

    kept = int(np.argmin(val_losses))
    net = best
    yield look(f"The loop ends after {epoch} epochs; the weights of epoch {kept}, where the validation loss was lowest, are put back.")

    share = float(np.mean(lowered))
    held = accuracies[kept] >= ASKED and share > 0.5
    cut_short = not held and waited < patience and share > 0.5 and hidden > 1
    ended = f"Patience {patience} ended it after {epoch} epochs" if waited == patience else f"The {EPOCHS} epochs ended it"
    text = (
        f"{ended}: {accuracies[kept]:.1%} of the validation set at epoch {kept}, from {accuracies[0]:.1%}, "
        f"{'which reaches' if accuracies[kept] >= ASKED else 'short of'} the {ASKED:.0%} asked for. "
        f"{'Most' if share > 0.5 else 'Too few'} updates lowered the loss of their batch: {share:.0%} of {len(lowered)}."
    )
    values: dict[str, Value] = {
        "train_loss": np.array(train_losses),
        "val_loss": np.array(val_losses),
        "val_accuracy": np.array(accuracies),
        "best_accuracy": accuracies[kept],
        "best_epoch": kept,
        "epochs": epoch,
        "stopped_early": waited == patience,
        "lowered": share,
    }
    return Finding(text, None if cut_short else held, values)
