"""What a multi-layer perceptron is made of: one forward pass, every number shown.

Claim: Layer l is W a + b and then an activation: n inputs and m units take an m x n matrix and m biases. A non-linear activation
between the layers makes the net more than any single W x + b. It fails where there is none: all the layers together are then just that.
Sources: Goodfellow, Bengio and Courville, "Deep Learning", 2016, sections 6.2 to 6.4; Bishop, "Pattern Recognition and Machine
Learning", 2006, section 5.1.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from quizapp.demos.figures import Curve, Floats, Plot, Table
from quizapp.demos.kit import Amount, Choice, Figures, Histories, Now, Rng, Run, Slider, found, gettext, lesson, say, word
from quizapp.demos.nets import sigmoid
from quizapp.demos.views import layered, span

Activation: TypeAlias = Callable[[Floats], Floats]

x = np.array([1.0, -1.0, 2.0])
HIDDEN: dict[str, Activation] = {"tanh": np.tanh, "sigmoid": sigmoid, "relu": lambda z: np.maximum(z, 0), "none": lambda z: z}
OUTPUTS: dict[str, tuple[int, str, Activation]] = {
    "regression": (1, "none", lambda z: z),
    "two-classes": (1, "sigmoid", sigmoid),
    "three-classes": (3, "softmax", lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum()),
}
"""What the task asks of the last layer: how many units, and which activation."""
T = np.linspace(-3, 3, 61)
"""Multiples of x at which the net is drawn."""
ROUNDING = 1e-9
"""A net that one W x + b meets this closely is no more than that."""


@lesson(
    "mlp-anatomy", title="The parts of an MLP", summary="A drawn network, one forward pass through it, and its parameters counted.",
    ask=Amount("It has 3 inputs. How many parameters has it?", "parameters"),
    breaks={"activation": "none"}, units=Slider("hidden units", 2, 3, 4, start=4), layers=Slider("hidden layers", 1, 2, start=1),
    activation=Choice("activation", HIDDEN), output=Choice("output", OUTPUTS, "three-classes"))  # fmt: skip
def run(units: int, layers: int, activation: str, output: str, rng: Rng) -> Run:
    """Sends one input through a net with random weights. What each layer passes on has two decimals: the sums can be checked on paper."""
    outputs, last, head = OUTPUTS[output]
    sizes = [len(x), *[units] * layers, outputs]
    W = [np.round(rng.normal(scale=n**-0.5, size=(m, n)), 2) for n, m in pairwise(sizes)]
    b = [np.round(rng.normal(scale=0.5, size=m), 2) for m in sizes[1:]]
    f = [HIDDEN[activation]] * layers + [head]
    names = [activation] * layers + [last]
    counts = [Wk.size + bk.size for Wk, bk in zip(W, b, strict=True)]

    a = x
    shown = [x, *(np.full(m, np.nan) for m in sizes[1:])]
    rows = [("0", "", "", "0", "")]
    yield say("Layer 0 computes nothing: it passes on the three inputs, and has no parameters.",
              shown=shown, rows=rows, W=W, layer=0, unit=None)  # fmt: skip
    for k in range(layers + 1):
        z = shown[k + 1]
        rows.append((f"{k + 1}", f"{sizes[k + 1]}x{sizes[k]}", f"{sizes[k + 1]}", f"{counts[k]}", word(names[k])))
        for j in range(len(z)):
            z[j] = np.round(W[k][j] @ a + b[k][j], 4)
            yield say("z{number} = {terms} = {sum:g}: weights times inputs, plus the bias.", number=j + 1,
                      terms=written(W[k][j], a, b[k][j]), sum=z[j], shown=shown, rows=rows, layer=k + 1, unit=j)  # fmt: skip
        a = np.round(f[k](z), 2)
        shown[k + 1] = a
        yield say("Layer {layer}, {f}: its sums become what it passes on. That takes no parameters." if names[k] != "none" else
                  "Layer {layer}, no activation: its sums are what it passes on.", layer=k + 1, f=word(names[k]), shown=shown,
                  unit=None)  # fmt: skip

    probes = rng.normal(scale=3, size=(200, 3))
    Z = last_sums(probes, W, b, f)
    best = np.linalg.lstsq(with_one(probes), Z)[0]
    misses = np.abs(with_one(probes) @ best - Z).max(axis=0)
    misses[misses < ROUNDING] = 0
    j = int(misses.argmax())
    miss = misses[j]
    line = T[:, None] * x
    net = last_sums(line, W, b, f)[:, j]
    single = (with_one(line) @ best)[:, j]
    yield say("At 200 random inputs the best single W x + b misses z{number}, a sum of the last layer, by up to {miss:.2g}.",
              number=j + 1, miss=miss, net=net, single=single)  # fmt: skip
    return found(
        miss > 0, "The {shape} net has {sum} = {parameters} parameters and answers {answer}. The best single W x + b misses its last sums "
        "by up to {miss:.2g}." if miss else
        "The {shape} net has {sum} = {parameters} parameters and answers {answer}. All its layers together are a single W x + b.",
        shape="-".join(map(str, sizes)), sum=" + ".join(map(str, counts)), parameters=sum(counts), answer=", ".join(f"{y:g}" for y in a),
        outputs=a, miss=miss)  # fmt: skip


def last_sums(A: Floats, W: Sequence[Floats], b: Sequence[Floats], f: Sequence[Activation]) -> Floats:
    """For inputs (n, 3): the sums of the last layer (n, outputs), with all their decimals."""
    for k in range(len(W) - 1):
        A = f[k](A @ W[k].T + b[k])
    return np.asarray(A @ W[-1].T + b[-1])


def with_one(A: Floats) -> Floats:
    """Inputs (n, 3) with a fourth that is always 1: a single W x + b is a matrix times these."""
    return np.column_stack([A, np.ones(len(A))])


def written(w: Floats, a: Floats, b: float) -> str:
    """A unit's sum as one writes it: "0.5·2 - 0.13·(-1) + 0.2"."""
    terms = [f"{weight:g}·{value:g}" if value >= 0 else f"{weight:g}·({value:g})" for weight, value in zip(w, a, strict=True)]
    return " + ".join([*terms, f"{b:g}"]).replace("+ -", "- ")


def picture(now: Now, past: Histories) -> Figures:
    """The net with every number known so far, and its shapes; at the end, how its answer bends."""
    yield layered(gettext("one forward pass"), now.shown, now.W, now.layer, now.unit)
    if "net" in vars(now):
        lines = (Curve(T, now.single, "W x + b", kind=0), Curve(T, now.net, gettext("net"), kind=1))
        yield Plot(gettext("a last sum at t·x"), lines, (-3, 3), span(np.concatenate([now.net, now.single])), "t")
    else:
        columns = gettext("layer"), "W", "b", gettext("params"), gettext("then")
        yield Table(gettext("shapes"), columns, now.rows, now.layer)
