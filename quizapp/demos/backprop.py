"""Backpropagation on a graph small enough to see: values forward, gradients backward.

Claim: one backward pass gives the gradient of the loss by every node, each gradient being the one behind it times a
factor known from the forward pass; central differences agree to 1e-7, at the price of two forward passes for each node. It does
not hold at relu's kink, nor where the step of the differences is too long or too short for them.
Sources: Rumelhart, Hinton and Williams, 1986, doi:10.1038/323533a0; Goodfellow, Bengio and Courville, "Deep Learning",
2016, section 6.5; Baydin et al., 2018, arXiv:1502.05767.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from quizapp.demos.kit import Choice, Edge, Finding, Frame, Network, Node, Prediction, Run, Slider, Table, Value, demo
from quizapp.demos.nets import sigmoid


@dataclass(frozen=True)
class Op:
    """A node that is computed: what from, how, and how fast it changes with each of its parents."""

    name: str
    formula: str
    parents: Sequence[str]
    value: Callable[..., float]
    """Of the parents' values."""
    factors: Callable[..., Sequence[float]]
    """Of its own value and the parents' values: the derivative by each parent."""


TANH = Op("a", "tanh(z)", ("z",), lambda z: float(np.tanh(z)), lambda a, _: (1 - a**2,))
SIGMOID = Op("a", "sigmoid(z)", ("z",), lambda z: float(sigmoid(np.array(z))), lambda a, _: (a * (1 - a),))
RELU = Op("a", "max(z, 0)", ("z",), lambda z: max(z, 0.0), lambda _, z: (float(z > 0),))
SQUARED = Op("L", "(a - 1)²/2", ("a",), lambda a: (a - 1) ** 2 / 2, lambda _, a: (a - 1,))
CROSS = Op("L", "-log(a)", ("a",), lambda a: float(-np.log(a)), lambda _, a: (-1 / a,))
"""The cross-entropy where the target is 1, as it is for the squared error."""

ENDINGS = {
    "tanh-squared": (TANH, SQUARED),
    "sigmoid-squared": (SIGMOID, SQUARED),
    "sigmoid-cross": (SIGMOID, CROSS),
    "relu-squared": (RELU, SQUARED),
}
LEAVES = {"w1": 2.0, "x1": -1.0, "w2": -3.0, "x2": -2.0}
WEIGHTED_SUM = (
    Op("p1", "w1·x1", ("w1", "x1"), lambda w, x: w * x, lambda _, w, x: (x, w)),
    Op("p2", "w2·x2", ("w2", "x2"), lambda w, x: w * x, lambda _, w, x: (x, w)),
    Op("z", "p1 + p2 + b", ("p1", "p2", "b"), lambda p1, p2, b: p1 + p2 + b, lambda *_: (1.0, 1.0, 1.0)),
)

PLACES = {
    "w1": (0.08, 0.95), "x1": (0.08, 0.67), "w2": (0.08, 0.39), "x2": (0.08, 0.1), "b": (0.3, 0.95), "p1": (0.3, 0.6),
    "p2": (0.3, 0.22), "z": (0.54, 0.5), "a": (0.74, 0.5), "L": (0.93, 0.5),
}  # fmt: skip
"""Where each node is drawn: to the right of what it is computed from."""

AGREED = 1e-7
"""The largest relative error that counts as agreement."""
ROUNDING = 1e-8
"""Smaller relative errors are the rounding of the differences, and other on other machines."""
FLAT = 1e-6
"""A gradient smaller than this is compared as if it were this large: relative to zero every error would be infinite."""

REACH = max(map(abs, LEAVES.values()))
"""How far z moves at most for a step of 1 in any node."""
BEST_STEP = 1e-5
"""Longer steps of the check see the curvature, shorter ones drown in rounding: about the cube root of the machine's 2e-16."""


def loss(graph: Sequence[Op], leaves: Mapping[str, float], name: str, by: float) -> float:
    """L from a whole forward pass in which the value of the node `name` is off by `by`."""
    v = {leaf: value + by * (leaf == name) for leaf, value in leaves.items()}
    for op in graph:
        v[op.name] = op.value(*(v[parent] for parent in op.parents)) + by * (op.name == name)
    return v["L"]


def chained(child: str, parent: str, behind: float, factor: float) -> str:
    """The chain rule along one edge, in a sentence."""
    return f"Chain rule: dL/d{parent} = dL/d{child} · ∂{child}/∂{parent} = {behind:.3g} · {factor:.3g} = {behind * factor:.3g}."


def downhill(finding: Finding) -> str:
    """Where b must go for the loss to fall."""
    slope = finding.number("dL/db")
    return "nowhere: it is flat" if abs(slope) < FLAT else "up" if slope < 0 else "down"


def error_phrase(error: float) -> str:
    """A relative error; of rounding, only that it is no more."""
    return f"{error:.0e}" if error >= ROUNDING else f"< {ROUNDING:.0e}"


@demo(
    "backprop",
    title="Backpropagation on a small graph",
    summary="Values go forward, gradients come back, and differences check them.",
    parameters={
        "ending": Choice("unit and loss", ENDINGS, "tanh-squared"),
        "b": Slider("bias b", -6.0, -5.0, -4.0, -3.5, -3.0, -2.0, start=-3.5),
        "h": Slider("check step", 1e-10, 1e-07, 1e-05, 0.001, 0.1, start=1e-05),
    },
    predict=Prediction("The target is 1. Where must b go for the loss to fall?", ("up", "down", "nowhere: it is flat"), downhill),
)
def run(ending: str, b: float, h: float, rng: np.random.Generator) -> Run:
    """One neuron's loss on one example, its gradients, and their check."""
    del rng  # nothing here is random
    graph = (*WEIGHTED_SUM, *ENDINGS[ending])
    leaves = {**LEAVES, "b": b}
    arrows = [(parent, op.name) for op in graph for parent in op.parents]
    g: dict[str, float] = {}
    d: dict[str, float] = {}

    def error(name: str) -> float:
        """Of the gradient of a node against its central difference, relative to the larger of them."""
        return abs(g[name] - d[name]) / max(abs(g[name]), abs(d[name]), FLAT)

    def look(caption: str, *lit: str) -> Frame:
        """The graph with every value and gradient known so far, and the same as a table."""
        at = list(PLACES)
        words = {name: (f"{name} {v[name]:.2f}" if name in v else name, f"∂ {g[name]:.3f}" if name in g else "") for name in at}
        nodes = [Node(*PLACES[name], words[name], name in lit) for name in at]
        edges = [Edge(at.index(parent), at.index(child)) for parent, child in arrows]
        rows = [
            (
                name,
                f"{v[name]:.4f}",
                *(f"{known[name]:.6f}" if name in known else "" for known in (g, d)),
                error_phrase(error(name)) if name in d else "",
            )
            for name in v
        ]
        table = Table("dL / dnode", ("node", "value", "gradient", "difference", "error"), rows, list(v).index(lit[0]))
        values = {**v, **{f"dL/d{name}": slope for name, slope in g.items()}}
        return Frame(caption, values, (Network("value, ∂ gradient", nodes, edges), table))

    v = leaves.copy()
    yield look("The leaves are given: two weights, two inputs and a bias.", *leaves)
    for op in graph:
        v[op.name] = op.value(*(v[parent] for parent in op.parents))
        yield look(f"Forward: {op.name} = {op.formula} = {v[op.name]:.4g}, which is kept for the way back.", op.name)

    g["L"] = 1.0
    yield look("Backward begins at the loss: dL/dL = 1.", "L")
    for op in reversed(graph):
        factors = op.factors(v[op.name], *(v[parent] for parent in op.parents))
        for parent, factor in zip(op.parents, factors, strict=True):
            # a node with several children would add up what comes back from each
            g[parent] = g[op.name] * factor
            yield look(chained(op.name, parent, g[op.name], factor), parent)

    for name in [node for node in v if node != "L"]:
        d[name] = (loss(graph, leaves, name, h) - loss(graph, leaves, name, -h)) / (2 * h)
        yield look(
            f"Check: {name} moved by ±{h:g} in two forward passes says {d[name]:.6g}; relative error {error_phrase(error(name))}.", name
        )

    worst = max(d, key=error)
    held = error(worst) <= AGREED
    text = (
        f"One backward pass gave {len(d)} gradients by {len(arrows)} products; central differences took {2 * len(d)} forward passes "
        f"and {'agree' if held else 'disagree'}: relative errors {error_phrase(error(worst))}"
        f"{f', at {worst}' if error(worst) >= ROUNDING else ''}."
    )
    if not held:
        if ending == "relu-squared" and v["z"] == 0:
            text += " z is at relu's kink, where there is no derivative: backprop takes 0, the differences straddle it."
        elif ending == "relu-squared" and abs(v["z"]) < REACH * h:
            text += f" z = {v['z']:.3g} is not at relu's kink, but the step {h:g} reaches across it."
        else:
            text += f" That is the differences' own error: their step {h:g} is too {'long' if h > BEST_STEP else 'short'}."
    values: dict[str, Value] = {**v, **{f"dL/d{name}": slope for name, slope in g.items()}, "largest_error": error(worst)}
    return Finding(text, held, values)
