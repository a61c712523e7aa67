"""A single layer cannot learn XOR.

Claim: no line separates the classes, so the mistakes per epoch never reach zero, and the weights, which stay bounded,
come back to where they were (the perceptron cycling theorem). It does not hold where a line separates them (AND and OR).
Sources: Minsky and Papert, "Perceptrons", 1969; Block and Levin, 1970, Proceedings of the AMS 26, pages 229-235.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np

from quizapp.demos.gates import TARGETS, X, plane, right_of_four, step
from quizapp.demos.kit import Bars, Choice, Finding, Frame, Plot, Prediction, Run, Slider, Value, demo


def separable_functions() -> int:
    """How many of the 16 functions of two bits some line separates."""
    return sum(right_of_four(np.array(bits)) == 4 for bits in product((0.0, 1.0), repeat=4))


def cycle_length(seen: Sequence[tuple[float, ...]]) -> int:
    """Epochs until the last weights were last met before; 0 where they are new. Once met again, all that follows repeats."""
    earlier = [n for n, weights in enumerate(seen[:-1]) if np.allclose(weights, seen[-1], atol=1e-9)]
    return len(seen) - 1 - earlier[-1] if earlier else 0


def moved(i: int, before: Sequence[bool], after: Sequence[bool]) -> str:
    """What a correction made at the input `i` did, by which of the four were right before it and are after it, in a sentence."""
    names = [f"({x1:g}, {x2:g})" for x1, x2 in X]
    gained = [name for name, was, now in zip(names, before, after, strict=True) if now > was]
    lost = [name for name, was, now in zip(names, before, after, strict=True) if was > now]
    what = f"gains {' and '.join(gained) or 'nothing'} and loses {' and '.join(lost) or 'nothing'}"
    return f"{names[i]} is on the wrong side: the line moves, {what}."


@demo(
    "xor-failure",
    titles={"en": "One layer fails on XOR", "ko": "단층은 XOR에서 실패한다"},
    summary="The perceptron goes round in circles: no line separates XOR's classes.",
    parameters=(
        Choice("gate", "gate", ("xor", "xnor", "and", "or"), "xor"),
        Slider("lr", "learning rate", (0.1, 0.25, 0.5, 1.0, 2.0), 1.0),
        Slider("epochs", "epochs", (4, 8, 12, 20, 40), 12, whole=True),
    ),
    predict=Prediction(
        "How many of the four points can it get right at once, at best?",
        ("2 of 4", "3 of 4", "4 of 4"),
        lambda finding: f"{finding.values['best_line']} of 4",
    ),
)
def run(gate: str, lr: float, epochs: int, rng: np.random.Generator) -> Run:
    """Trains a perceptron on `gate` and watches its weights for a return."""
    del rng  # nothing here is random
    y = TARGETS[gate]
    w, b = np.zeros(2), 0.0
    mistakes = [0]
    seen = [(0.0, 0.0, 0.0)]

    def right() -> list[bool]:
        """Which of the four inputs are on their sides."""
        return [step(float(w @ corner) + b) == should for corner, should in zip(X, y, strict=True)]

    def look(caption: str, i: int) -> Frame:
        """The line among the four points, and the mistakes of each epoch so far."""
        line = plane(gate.upper(), w, b, y, i)
        names = [str(n + 1) for n in range(len(mistakes))]
        bars = Plot("mistakes per epoch", (Bars(np.array(mistakes, float), names),), (-0.5, epochs - 0.5), (0, 4), "epoch")
        return Frame(caption, {"epoch": len(mistakes), "w": w.copy(), "b": b, "mistakes": mistakes[-1]}, (line, bars))

    for epoch in range(1, epochs + 1):
        mistakes[epoch - 1 :] = [0]
        for i in range(4):
            x, target = X[i], y[i]
            error = target - step(float(w @ x) + b)
            if error != 0:
                mistakes[-1] += 1
                before = right()
                w = w + lr * error * x
                b = b + lr * error
                yield look(moved(i, before, right()), i)
            else:
                yield look(f"({x[0]:g}, {x[1]:g}) is on its side: nothing changes.", i)
        seen.append((*w, b))
        if mistakes[-1] == 0:
            break

    best, cycle, separable = right_of_four(y), cycle_length(seen), separable_functions()
    solved = mistakes[-1] == 0
    held = None if best < 4 and not cycle else best < 4
    if solved:
        text = f"{gate.upper()} was learned in {len(mistakes)} epochs: some line gets {best} of 4 right."
    else:
        returned = (
            f"the weights repeat every {cycle} epochs".replace("every 1 epochs", "every epoch")
            if cycle
            else "the weights have not returned yet"
        )
        text = (
            f"Mistakes per epoch never reached 0 in {epochs} epochs and {returned}. The best line gets {best} of 4; "
            f"lines separate {separable} of the 16 functions of two bits."
        )
    values: dict[str, Value] = {
        "mistakes_per_epoch": mistakes,
        "cycle_length": cycle,
        "best_line": best,
        "separable_functions": separable,
        "w": w,
        "b": b,
    }
    return Finding(text, held, values)
