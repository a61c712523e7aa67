"""What a multi-layer perceptron is made of: one forward pass, every number shown.

Claim: layer l is W a + b and then an activation, with W of shape (units, inputs) and b of shape (units,). A non-linear
activation between the layers makes the net more than any single W x + b. It does not hold without one: all its layers
together are then just that.
Sources: Goodfellow, Bengio and Courville, "Deep Learning", 2016, sections 6.2 to 6.4; Bishop, "Pattern Recognition and
Machine Learning", 2006, section 5.1.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np

from quizapp.demos.kit import Choice, Finding, Floats, Frame, NumberPrediction, Run, Slider, Table, Value, demo
from quizapp.demos.nets import sigmoid
from quizapp.demos.views import layered

Map = Callable[[Floats], Floats]


def same(z: Floats) -> Floats:
    """No activation."""
    return z


def relu(z: Floats) -> Floats:
    """max(z, 0)."""
    return np.maximum(z, 0)


def softmax(z: Floats) -> Floats:
    """exp(z) as shares of their sum; taking the largest z off first keeps exp from overflowing."""
    e = np.exp(z - z.max())
    return np.asarray(e / e.sum())


HIDDEN: dict[str, Map] = {"tanh": np.tanh, "sigmoid": sigmoid, "relu": relu, "none": same}

OUTPUTS: dict[str, tuple[int, str, Map]] = {
    "regression": (1, "none", same),
    "two-classes": (1, "sigmoid", sigmoid),
    "three-classes": (3, "softmax", softmax),
}
"""What the task asks of the last layer: how many units, and which activation."""

x = np.array([1.0, -0.5, 2.0])
ROUNDING = 1e-9
"""A net that one W x + b meets this closely is no more than that."""
COLUMNS = ("layer", "W", "b", "params", "activation")


def summed(j: int, w: Floats, a: Floats, b: float) -> str:
    """What unit j did, in a sentence."""
    terms = " + ".join(f"{weight:.2f}·{value:.2f}" for weight, value in zip(w, a, strict=True))
    return f"z{j + 1} = {terms} + {b:.2f} = {w @ a + b:.2f}: weights times inputs, plus the bias."


def passed(name: str, z: Floats, a: Floats) -> str:
    """What an activation did to a layer, in a sentence."""
    if name == "none":
        return "No activation: the layer passes its sums on as they are."
    if name == "softmax":
        return f"softmax makes the sums into {len(a)} shares of 1, the largest for y{int(np.argmax(a)) + 1}: {a.max():.2f}."
    return f"{name} bends each sum by itself, as from {z[0]:.2f} to {a[0]:.2f}; it has no parameters."


def bend(net: Map, probes: Floats) -> float:
    """How far the outputs of `net` at `probes` (n, 3) lie from those of the W x + b that fits them best."""
    Z = np.array([net(probe) for probe in probes])
    A = np.hstack([probes, np.ones((len(probes), 1))])
    return float(np.abs(A @ np.linalg.lstsq(A, Z)[0] - Z).max())


@demo(
    "mlp-anatomy",
    title="The parts of an MLP",
    summary="A drawn network, one forward pass through it, and its parameters counted.",
    parameters={
        "units": Slider("hidden units", 2, 3, 4, start=4),
        "layers": Slider("hidden layers", 1, 2, start=1),
        "activation": Choice("activation", HIDDEN, "tanh"),
        "output": Choice("output", OUTPUTS, "three-classes"),
    },
    predict=NumberPrediction("It has 3 inputs. How many parameters has it?", lambda finding: finding.number("parameters")),
)
def run(units: int, layers: int, activation: str, output: str, rng: np.random.Generator) -> Run:
    """Sends one input through a net with random weights."""
    outputs, last, head = OUTPUTS[output]
    f, names = [HIDDEN[activation]] * layers + [head], [activation] * layers + [last]
    sizes = [len(x), *[units] * layers, outputs]
    W = [rng.normal(scale=n**-0.5, size=(m, n)) for n, m in pairwise(sizes)]
    b = [rng.normal(scale=0.5, size=m) for m in sizes[1:]]
    counts = [m * n + m for n, m in pairwise(sizes)]

    shown = [np.full(n, np.nan) for n in sizes]
    words = [[f"{'z' if layer else 'x'}{i + 1}" for i in range(n)] for layer, n in enumerate(sizes)]
    rows = [("0", "-", "-", "0", "-")]
    rows += [(str(k + 1), f"{m} x {n}", str(m), str(counts[k]), names[k]) for k, (n, m) in enumerate(pairwise(sizes))]
    rows += [("all", "", "", str(sum(counts)), "")]

    def look(caption: str, row: int, unit: int | None = None) -> Frame:
        """The net with every number known so far. Where `unit` of a layer is given, it and the weights into it stand out."""
        net = layered("one forward pass", shown, W, words, row if unit is None else None)
        node = None if unit is None else sum(sizes[:row]) + unit
        nodes = [replace(one, lit=one.lit or i == node) for i, one in enumerate(net.nodes)]
        edges = [edge if edge.end == node else replace(edge, weight=None) for edge in net.edges]
        counted = [(*cells[:3], cells[3] if place <= row else "", cells[4]) for place, cells in enumerate(rows)]
        values = {f"layer {layer}": known.copy() for layer, known in enumerate(shown)}
        return Frame(caption, values, (replace(net, nodes=nodes, edges=edges), Table("shapes", COLUMNS, counted, row)))

    def before_the_head(a: Floats) -> Floats:
        """The last layer's sums for an input (3,)."""
        for layer in range(layers):
            a = f[layer](W[layer] @ a + b[layer])
        return np.asarray(W[-1] @ a + b[-1])

    a = shown[0] = x
    yield look("Layer 0 computes nothing: it passes on the three inputs, and has no parameters.", 0)
    values: dict[str, Value] = {"x": x}
    for k in range(layers + 1):
        z = shown[k + 1]
        for j in range(len(z)):
            z[j] = W[k][j] @ a + b[k][j]
            yield look(summed(j, W[k][j], a, b[k][j]), k + 1, j)
        words[k + 1] = [f"{'a' if k < layers else 'y'}{j + 1}" for j in range(len(z))]
        a = shown[k + 1] = f[k](z)
        yield look(passed(names[k], z, a), k + 1)
        values |= {f"W{k + 1}": W[k], f"b{k + 1}": b[k], f"z{k + 1}": z, f"a{k + 1}": a}
    bent = bend(before_the_head, rng.normal(size=(200, 3)))
    yield look(f"At 200 random inputs the best single W x + b misses the last layer's sums by up to {bent:.2g}.", layers + 2)

    values |= {"shapes": ", ".join(f"W{k + 1} {Wk.shape}" for k, Wk in enumerate(W)), "parameters": sum(counts), "nonlinearity": bent}
    held = bent > ROUNDING
    text = (
        f"The {'-'.join(map(str, sizes))} net has {' + '.join(map(str, counts))} = {sum(counts)} parameters and answers "
        f"{', '.join(f'{y:.3f}' for y in a)}. "
    )
    if held:
        text += f"No single W x + b does the same: the best misses the last sums by up to {bent:.2g}."
    else:
        text += f"Its {layers + 1} layers are a single W x + b, to within {bent:.1g}."
    return Finding(text, held, values)
