"""Backpropagation on a graph small enough to see: values forward, gradients backward, added up where paths meet.

Claim: One backward pass gives the gradient of the loss by every node: a sum, over the nodes it feeds, of their gradients times a factor
known from the forward pass. Central differences agree to 1e-7 of the largest, but take two forward passes a node. It fails where one path
overwrites another instead of being added to it, and where the differences straddle relu's kink.
Sources: Rumelhart, Hinton and Williams, 1986, doi:10.1038/323533a0; Baydin et al., 2018, arXiv:1502.05767.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np

from quizapp.demos.figures import Edge, Network, Node, Table
from quizapp.demos.kit import Bands, Choice, Figures, Histories, Now, Rng, Run, Slider, found, gettext, lesson, say
from quizapp.demos.nets import sigmoid

Op: TypeAlias = tuple[str, tuple[str, ...], Callable[..., Any], Callable[..., tuple[Any, ...]]]
"""A node that is computed: its formula, its parents, its value by theirs, and its derivative by each of them."""
UNITS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * sigmoid(-z)),
    "relu": (lambda z: max(z, 0), lambda z: z > 0),
}
EPS, FLAT = 1e-5, 1e-6  # the step of the differences; a smaller gradient than this is none
AGREED, ROUNDING = 1e-7, 1e-8  # errors, as shares of the largest gradient: up to here they count as agreement; below, as rounding


def graph_of(unit: str) -> dict[str, Op]:
    """One hidden unit that feeds two outputs, in the order of the forward pass. Both targets are 1."""
    f, slope = UNITS[unit]
    return {
        "z": ("w·x + b", ("w", "x", "b"), lambda w, x, b: w * x + b, lambda w, x, _: (x, w, 1)),
        "a": (f"{unit}(z)", ("z",), f, lambda z: (slope(z),)),
        "y1": ("u·a", ("u", "a"), lambda u, a: u * a, lambda u, a: (a, u)),
        "y2": ("v·a", ("v", "a"), lambda v, a: v * a, lambda v, a: (a, v)),
        "L": ("((y1-1)² + (y2-1)²)/2", ("y1", "y2"), lambda y, z: ((y - 1) ** 2 + (z - 1) ** 2) / 2, lambda y, z: (y - 1, z - 1)),
    }


def loss(graph: Mapping[str, Op], leaves: Mapping[str, float], moved: str, by: float) -> float:
    """L from a whole forward pass in which the value of one node is `by` more."""
    value = {leaf: given + by * (leaf == moved) for leaf, given in leaves.items()}
    for node, (_, parents, f, _) in graph.items():
        value[node] = f(*(value[parent] for parent in parents)) + by * (node == moved)
    return value["L"]


@lesson(
    "backprop", title="Backpropagation on a small graph", summary="Values go forward, gradients come back, differences check them.",
    ask=Bands("a feeds y1 and y2. If what comes back from y1 overwrote what comes back from y2, how would dL/db come out?", "share",
              {"with the wrong sign": -1e-9, "too small": 1 - 1e-9, "right": 1 + 1e-9, "too large": np.inf}),
    breaks={"meeting": "overwrite"}, unit=Choice("unit", UNITS), b=Slider("bias b", -3.0, -2.5, -2.0, -1.5, -1.0, -0.5, start=-1.5),
    meeting=Choice("where paths meet", ("add", "overwrite")))  # fmt: skip
def run(unit: str, b: float, meeting: str, rng: Rng) -> Run:
    """One loss, its gradients by every node, and their check."""
    graph = graph_of(unit)
    u, v = (rng.choice([-1, 1], size=2) * rng.choice([0.3, 0.6, 0.7, 0.9, 1.1, 1.3, 1.7, 1.9], size=2)).tolist()
    leaves = {"w": 1.0, "x": 2.0, "b": b, "u": u, "v": v}
    value = dict(leaves)
    yield say("The leaves are given: an input, a bias and three weights.", value=value, lit=list(leaves))
    for node, (formula, parents, f, _) in graph.items():
        value[node] = float(f(*(value[parent] for parent in parents)))
        yield say("Forward: {node} = {formula} = {result:.6g}, which is kept for the way back.",
                  node=node, formula=formula, result=round(value[node], 9) + 0.0, value=value, lit=[node])  # fmt: skip
    gradient, met = {"L": 1.0}, dict[str, float]()
    for node, (_, parents, _, derivatives) in reversed(graph.items()):
        behind = gradient[node]
        for parent, factor in zip(parents, derivatives(*(value[parent] for parent in parents)), strict=True):
            part = behind * float(factor) + 0.0  # never -0
            met |= {node: part} if parent == "a" else {}
            gradient[parent] = gradient.get(parent, 0.0) + part if meeting == "add" else part
            yield say("Backward to {parent}: dL/d{node} · ∂{node}/∂{parent} = {behind:.4g} · {factor:.4g} = {part:.4g}.",
                      node=node, parent=parent, behind=behind, factor=float(factor), part=part,
                      gradient=gradient, met=met, lit=[parent])  # fmt: skip
        if node == "y1":
            yield say("Two paths meet at a: dL/da = {y2:.4g} + ({y1:.4g}) = {whole:.4g}." if meeting == "add" else
                      "Two paths meet at a: {y1:.4g} from y1 overwrites {y2:.4g} from y2.",
                      y1=met["y1"], y2=met["y2"], whole=gradient["a"], lit=["a"])  # fmt: skip
    check, error = dict[str, float](), dict[str, float]()
    for node in [node for node in value if node != "L"]:
        check[node] = (loss(graph, leaves, node, EPS) - loss(graph, leaves, node, -EPS)) / (2 * EPS)
        error[node] = abs(gradient[node] - check[node]) / max(map(abs, gradient.values()))
        yield say("Check: with {node} moved by ±{eps:g}, two forward passes say {slope:.5g}: an error of {off}.",
                  node=node, eps=EPS, slope=check[node], off=rounded(error[node]), check=check, error=error, lit=[node])  # fmt: skip
    alone, both = (each * float(graph["a"][3](value["z"])[0]) for each in (met["y1"], sum(met.values())))  # dL/db overwritten, and summed
    share = alone / both if abs(both) > FLAT else 1.0 if abs(alone) <= FLAT else np.inf
    wrong = ", ".join(node for node in error if error[node] > AGREED)
    measured = {**value, **{f"dL/d{node}": each for node, each in gradient.items()}, "largest_error": max(error.values()), "share": share,
                "alone": alone, "both": both, "wrong": wrong}  # fmt: skip
    if not wrong:
        return found(True, "One backward pass gave {nodes} gradients; {passes} forward passes agree. Without adding at a, dL/db would be "
                     "{alone:.4g} instead of {both:.4g}.", nodes=len(error), passes=2 * len(error), **measured)  # fmt: skip
    return found(False, "The differences disagree at {wrong}: they straddle relu's kink at z = 0, where there is no derivative."
                 if unit == "relu" and abs(value["z"]) < 2 * EPS else
                 "The differences disagree at {wrong}: dL/db is {both:.4g}, and overwriting gave {alone:.4g}.", **measured)  # fmt: skip


PLACES = {"L": (0.97, 0.5), "y2": (0.775, 0.22), "y1": (0.775, 0.78), "v": (0.52, 0.0), "u": (0.52, 1.0), "a": (0.405, 0.5),
          "z": (0.225, 0.5), "b": (0.05, 0.1), "x": (0.05, 0.5), "w": (0.05, 0.9)}  # fmt: skip


def rounded(error: float) -> str:
    """An error; of what is no more than rounding, only that."""
    return f"<{ROUNDING:.0e}" if error < ROUNDING else f"{error:.0e}" if error < 0.01 else f"{error:.2g}"


def picture(now: Now, past: Histories) -> Figures:
    """The graph, with what comes back to a written on its two paths; and each gradient beside its difference."""
    at = list(PLACES)
    v, g, check, error, met = (vars(now).get(name, {}) for name in ("value", "gradient", "check", "error", "met"))
    words = {name: (f"{name} {v[name]:.2f}" if name in v else name, f"∂ {g[name]:.2f}" if name in g else "") for name in at}
    nodes = [Node(*PLACES[name], words[name], name in now.lit) for name in at]
    edges = [Edge(at.index(parent), at.index(node), met.get(node) if parent == "a" else None)
             for node, (_, parents, _, _) in graph_of(now.unit).items() for parent in parents]  # fmt: skip
    yield Network(gettext("value, ∂ gradient"), nodes, edges)
    rows = [(name, *(f"{known[name]:.4f}" if name in known else "" for known in (g, check)),
             rounded(error[name]) if name in error else "") for name in at]  # fmt: skip
    columns = gettext("node"), gettext("gradient"), gettext("check"), gettext("error")
    yield Table(gettext("gradients of L"), columns, rows, at.index(now.lit[0]) if len(now.lit) == 1 else None)
