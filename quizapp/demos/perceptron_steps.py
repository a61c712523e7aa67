"""The steps of perceptron learning, one row a step.

Claim: under the rule "change the weights only after a mistake" an epoch without mistakes comes after finitely many updates.
It does not hold where no line separates the classes (XOR): there it never comes.
Sources: Rosenblatt, 1958, doi:10.1037/h0042519; Novikoff, 1962, "On convergence proofs on perceptrons".
"""

import numpy as np

from quizapp.demos.gates import TARGETS, X, plane, right_of_four, step
from quizapp.demos.kit import Choice, Finding, Frame, Prediction, Run, Slider, Table, Value, demo

COLUMNS = ("epoch", "x1", "x2", "y", "y_hat", "error", "w1", "w2", "b")


def band(finding: Finding) -> str:
    """The choice that the measured number of epochs falls into."""
    if not finding.values["converged"]:
        return "not in this run"
    epochs = finding.number("epochs")
    return "1 to 3" if epochs <= 3 else "4 to 6" if epochs <= 6 else "7 or more"


@demo(
    "perceptron-steps",
    title="Perceptron learning, step by step",
    summary="The learning rule as a table: a row for each input, every quantity named.",
    parameters={
        "gate": Choice("gate", ("and", "or", "nand", "xor")),
        "lr": Slider("learning rate", 0.1, 0.25, 0.5, 1.0, 2.0, start=1.0),
        "epochs": Slider("at most", 5, 10, 15, 20, 30, start=10),
    },
    predict=Prediction("Which epoch is the first without a mistake?", ("1 to 3", "4 to 6", "7 or more", "not in this run"), band),
)
def run(gate: str, lr: float, epochs: int, rng: np.random.Generator) -> Run:
    """Learns `gate` from zero weights, showing its four inputs in order."""
    del rng  # nothing here is random
    y = TARGETS[gate]
    w, b = np.zeros(2), 0.0
    rows: list[tuple[str, ...]] = []
    updates = 0

    def look(caption: str) -> Frame:
        """The table with this step as its last row, and the line that the weights draw."""
        rows.append((str(epoch), *(f"{value:g}" for value in (*x, target, y_hat, error, *w, b))))
        line = plane(gate.upper(), w, b, y, i)
        values = {"epoch": epoch, "x": x.copy(), "error": error, "w": w.copy(), "b": b, "updates": updates}
        return Frame(caption, values, (Table("every step", COLUMNS, tuple(rows), lit=len(rows) - 1), line))

    for epoch in range(1, epochs + 1):
        mistakes = 0
        for i in range(4):
            x, target = X[i], y[i]
            y_hat = step(float(w @ x) + b)
            error = target - y_hat
            if error != 0:
                mistakes, updates = mistakes + 1, updates + 1
                w = w + lr * error * x
                b = b + lr * error
                yield look(f"A mistake: it said {y_hat:g} and should say {target:g}, so the weights move by lr · error · x.")
            else:
                yield look(f"Right: it says {y_hat:g}. Without a mistake nothing changes.")
        if mistakes == 0:
            break

    converged = mistakes == 0
    best = right_of_four(y)
    if converged:
        text = f"Epoch {epoch} is the first without a mistake, after {updates} updates: w = ({w[0]:g}, {w[1]:g}), b = {b:g}."
    else:
        text = f"No epoch of {epochs} was without a mistake; the last one made {mistakes}. {updates} updates in all."
        text += f" The best line gets {best} of 4."
    values: dict[str, Value] = {"epochs": epoch, "updates": updates, "w": w, "b": b, "converged": converged, "last_mistakes": mistakes}
    cut_short = not converged and best == 4
    return Finding(text, None if cut_short else converged, values)
