"""A single layer cannot learn XOR.

Claim: No line separates the classes, so a perceptron's mistakes per epoch never reach zero, wherever it starts, and its weights, which
stay bounded, come back to where they were (the perceptron cycling theorem). It fails where a line separates the classes, as it does
for AND and OR.
Sources: Minsky and Papert, "Perceptrons", 1969; Block and Levin, 1970, Proceedings of the AMS 26, pages 229-235.
"""

from itertools import product

import numpy as np

from quizapp.demos.figures import Bars, Floats, Plot
from quizapp.demos.gates import TARGETS, X, plane, right_of_four, step
from quizapp.demos.kit import Bands, Choice, Figures, Histories, Now, Rng, Run, Slider, found, gettext, lesson, ngettext, say


@lesson(
    "xor-failure", title="One layer fails on XOR", summary="The perceptron goes round in circles: no line separates XOR's classes.",
    ask=Bands("How many of the four points can it get right at once, at best?", "best_line", {"2 of 4": 3, "3 of 4": 4, "4 of 4": np.inf}),
    breaks={"gate": "and"}, gate=Choice("gate", ("xor", "xnor", "and", "or")),
    lr=Slider("learning rate", 0.1, 0.25, 0.5, 1.0, 2.0, start=1.0), epochs=Slider("epochs", 4, 8, 12, 20, 40, start=12))  # fmt: skip
def run(gate: str, lr: float, epochs: int, rng: Rng) -> Run:
    """Corrects one example after another, until an epoch without a mistake."""
    y = TARGETS[gate]
    w, b = rng.normal(size=2), rng.normal()
    seen = [(*w, b)]
    mistakes: list[int] = []
    for epoch in range(1, epochs + 1):
        mistakes.append(0)
        for i in range(4):
            x, target = X[i], y[i]
            error = target - step(w @ x + b)
            if error:
                mistakes[-1] += 1
                before = right(w, b, y)
                w = w + lr * error * x
                b = b + lr * error
                yield say("({x1:g}, {x2:g}) is on the wrong side: the line moves. Points on their sides: {before} before, {after} now.",
                          x1=x[0], x2=x[1], before=before, after=right(w, b, y), mistakes=mistakes, i=i, w=w, b=b)  # fmt: skip
            else:
                yield say("({x1:g}, {x2:g}) is on its side: nothing changes.", x1=x[0], x2=x[1], mistakes=mistakes, i=i, w=w, b=b)
        seen.append((*w, b))
        if mistakes[-1] == 0:
            break

    best = right_of_four(y)
    separable = sum(right_of_four(np.array(bits)) == 4 for bits in product((0.0, 1.0), repeat=4))
    cycle = next((n for n in range(1, len(seen)) if np.allclose(seen[-1], seen[-1 - n], atol=1e-9)), 0)
    measured = {"mistakes_per_epoch": mistakes, "cycle_length": cycle, "best_line": best, "separable_functions": separable, "w": w, "b": b}
    if best == 4:
        return found(False, "The best line gets {best_line} of 4 right. Mistakes in the last epoch: {last}.", last=mistakes[-1], **measured)
    return found(True if cycle else None, "Mistakes per epoch never reached 0 in {epochs} epochs, and the weights {again}. "
                 "The best line gets {best_line} of 4; lines separate {separable_functions} of the 16 functions of two bits.",
                 again=ngettext("repeat every epoch", "repeat every {count} epochs", cycle) if cycle else gettext("have not returned yet"),
                 epochs=epochs, **measured)  # fmt: skip


def right(w: Floats, b: float, y: Floats) -> int:
    """How many of the four inputs are on their sides."""
    return sum(step(w @ x + b) == target for x, target in zip(X, y, strict=True))


def picture(now: Now, past: Histories) -> Figures:
    """The line among the four points, and the mistakes of each epoch so far."""
    yield plane(now.gate.upper(), now.w, now.b, TARGETS[now.gate], now.i)
    bars = Bars(np.array(now.mistakes, float), [str(n + 1) for n in range(len(now.mistakes))])
    yield Plot(gettext("mistakes per epoch"), (bars,), (-0.5, now.epochs - 0.5), (0, 4), gettext("epoch"))
