"""The four steps of perceptron learning, and every number they make.

Claim: Initialise, compute the output, update only on a mistake, repeat: an epoch without a mistake comes after finitely many updates,
whatever the order of the examples. It fails where no line separates the classes (XOR): there it never comes.
Sources: Rosenblatt, 1958, doi:10.1037/h0042519; Novikoff, 1962, "On convergence proofs on perceptrons".
"""

import numpy as np

from quizapp.demos.gates import TARGETS, X, plane, right_of_four, step
from quizapp.demos.kit import Bands, Choice, Figures, Histories, Now, Rng, Run, Slider, Table, found, gettext, gettext_noop, lesson, say

COLUMNS = (gettext_noop("epoch"), "x1", "x2", "y", "y_hat", gettext_noop("error"), "w1", "w2", "b")
LR = 1.0
"""From zero weights another learning rate would only scale w and b: no output would be another."""


@lesson(
    "perceptron-steps", title="Perceptron learning, step by step",
    summary="The four steps of the rule: a row for each input, every quantity named.", breaks={"gate": "xor"},
    ask=Bands("Which epoch is the first without a mistake?", "first_without", {"1 to 4": 5, "5 to 7": 8, "later": np.inf, "none": np.inf}),
    gate=Choice("gate", ("and", "or", "nand", "xor")), order=Choice("order", ("shuffled", "fixed")),
    epochs=Slider("at most", 8, 10, 15, 20, 30, start=15))  # fmt: skip
def run(gate: str, order: str, epochs: int, rng: Rng) -> Run:
    """Learns `gate` from its four inputs, epoch after epoch."""
    y = TARGETS[gate]
    w = np.zeros(2)
    b = 0.0
    updates = 0
    yield say("Step 1, initialise: w and b are zero.", w=w, b=b, i=None)
    for epoch in range(1, epochs + 1):
        mistakes = 0
        for i in rng.permutation(4) if order == "shuffled" else range(4):
            x = X[i]
            target = y[i]
            z = w @ x + b
            y_hat = step(z)
            error = target - y_hat
            if error:
                mistakes += 1
                updates += 1
                w = w + LR * error * x
                b = b + LR * error
            row = (epoch, *x, target, y_hat, error, *w, b)
            yield say("Step 2, compute: w·x + b was {z:g}, so {y_hat:g}, not {y:g}. Step 3, update: w += error · x, b += error."
                      if error else "Step 2, compute: w·x + b is {z:g}, so {y_hat:g}, rightly. Step 3, update: no mistake, so none.",
                      z=z, y_hat=y_hat, y=target, error=error, row=row, i=i, w=w, b=b)  # fmt: skip
        yield say("Step 4, repeat: epoch {epoch} had {mistakes} of 4 wrong." if mistakes else
                  "Step 4, stop: epoch {epoch} is the first without a mistake.", epoch=epoch, mistakes=mistakes, i=None)  # fmt: skip
        if mistakes == 0:
            break

    best = right_of_four(y)
    converged = mistakes == 0
    cut_short = best == 4 and not converged
    held = None if cut_short else converged
    first = epoch if converged else epochs + 1 if cut_short else np.inf
    measured = {"first_without": first, "updates": updates, "last_mistakes": mistakes, "best_line": best, "w": w, "b": b}
    return found(held, "Epoch {first_without} is the first without a mistake. Updates: {updates}. w = ({w1:g}, {w2:g}), b = {b:g}."
                 if converged else "Epochs without a mistake: none of {epochs}. Updates: {updates}. The best line gets {best_line} of 4.",
                 epochs=epochs, w1=w[0], w2=w[1], **measured)  # fmt: skip


def picture(now: Now, past: Histories) -> Figures:
    """Every number of every step so far, and the line that the weights draw."""
    rows = [[f"{number:g}" for number in row] for row in getattr(past, "row", ())]
    yield Table(gettext("every step"), [gettext(name) for name in COLUMNS], rows, len(rows) - 1)
    yield plane(now.gate.upper(), now.w, now.b, TARGETS[now.gate], now.i)
