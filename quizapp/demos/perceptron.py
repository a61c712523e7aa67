"""A perceptron learns from its mistakes, and makes only so many.

Claim: the perceptron stops making mistakes, after at most (R / gamma)^2 of them: R is the length of the longest input (x, 1),
gamma the best margin that a line leaves. It does not hold where no line separates the classes: there the mistakes never end.
Sources: Rosenblatt, 1958, doi:10.1037/h0042519; Novikoff, 1962, "On convergence proofs on perceptrons".
"""

from itertools import combinations

import numpy as np

from quizapp.demos import gates
from quizapp.demos.datasets import clouds
from quizapp.demos.kit import Boundary, Choice, Curve, Finding, Floats, Frame, Plot, Prediction, Run, Scatter, Slider, Value, demo
from quizapp.demos.views import counted, regions, span


def best_margin(Z: Floats) -> float:
    """The most by which one unit vector can be on the positive side of every row of `Z` (n, 3); not above 0 where none is.

    The best vector is normal to three rows' plane, or points at what is nearest to the origin on two rows' line, or at a
    single row: all are tried.
    """
    i, j, k = Z[np.array(list(combinations(range(len(Z)), 3))).T]
    planes = np.cross(j - i, k - i)
    i, j = Z[np.array(list(combinations(range(len(Z)), 2))).T]
    along = (i * (i - j)).sum(axis=1) / ((i - j) ** 2).sum(axis=1)
    tried = np.concatenate([planes, -planes, i + along[:, None] * (j - i), Z])
    lengths = np.linalg.norm(tried, axis=1)
    units = tried[lengths > 1e-9] / lengths[lengths > 1e-9, None]
    return float(np.einsum("id,ud->iu", Z, units).min(axis=0).max())


def band(finding: Finding) -> str:
    """The choice that the measured number of mistakes falls into."""
    if finding.number("gamma") <= 0:
        return "it never stops"
    mistakes = finding.number("mistakes")
    return "up to 5" if mistakes <= 5 else "6 to 20" if mistakes <= 20 else "21 or more"


@demo(
    "perceptron",
    title="A perceptron learns from its mistakes",
    summary="The boundary moves with each mistake, and Novikoff's bound counts them.",
    parameters={
        "data": Choice("data", ("clouds", "and", "or", "xor")),
        "gap": Slider("gap of clouds", 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, start=6.0),
        "most": Slider("at most", 40, 60, 100, 200, 400, start=60),
    },
    predict=Prediction("How many mistakes before it makes no more?", ("up to 5", "6 to 20", "21 or more", "it never stops"), band),
)
def run(data: str, gap: float, most: int, rng: np.random.Generator) -> Run:
    """Learns from zero weights with a learning rate of 1 (another would only scale w and b), showing the inputs in order."""
    X, y = clouds(rng, 30, gap) if data == "clouds" else (gates.X, gates.TARGETS[data])
    X = X + 3 if data == "clouds" else X  # around the origin a line without a bias would do
    signs = 2 * y - 1
    inputs = np.column_stack([X, np.ones(len(X))])
    R, gamma = float(np.linalg.norm(inputs, axis=1).max()), best_margin(signs[:, None] * inputs)
    bound = (R / gamma) ** 2 if gamma > 0 else np.inf
    low, high = span(X, 0.2)
    lengths: list[float] = []

    def look(caption: str, i: int | None = None) -> Frame:
        """The line among the points, and the length of (w, b), squeezed between the two lines of Novikoff's proof."""
        lengths[mistakes:] = [float(np.linalg.norm([*w, b]))]
        side = regions(lambda P: np.asarray(P @ w + b), (low, high), (low, high))
        plane = Plot(data, (side, Boundary(w.copy(), b), Scatter(X, y.astype(int), i)), (low, high), (low, high), "x1", "x2", equal=True)
        last = 20.0 * (1 + mistakes // 20)
        k = np.linspace(0, last, 60)
        above, below = Curve(k, np.sqrt(k) * R, "at most", kind=1), Curve(k, k * max(gamma, 0), "at least", kind=2)
        length = Curve(np.arange(len(lengths), dtype=float), np.array(lengths), "|(w, b)|", kind=0)
        proof = Plot("length of (w, b)", (above, below, length), (0, last), (0, float(np.sqrt(last)) * R), "mistakes")
        return Frame(caption, {"mistakes": mistakes, "w": w.copy(), "b": b, "length": lengths[-1], "bound": bound}, (plane, proof))

    def wrong() -> str:
        """The mistake in a sentence."""
        where = "on the wrong side" if z else "on the line itself"
        return f"Mistake {mistakes}: ({x[0]:.3g}, {x[1]:.3g}) was {where}, z = {z:.3g}, so (w, b) {'+-'[int(sign < 0)]}= (x, 1)."

    i = mistakes = right_in_a_row = 0
    w, b = np.zeros(2), 0.0
    yield look("w and b are zero: no line yet, so the first input, whatever it is, will be a mistake.")
    while right_in_a_row < len(X) and mistakes < most:
        x, sign = X[i], signs[i]
        z = float(w @ x) + b
        if sign * z > 0:
            right_in_a_row += 1
        else:
            mistakes, right_in_a_row = mistakes + 1, 0
            w = w + sign * x
            b = b + sign
            yield look(wrong(), i)
        i = (i + 1) % len(X)
    converged = right_in_a_row == len(X)
    made = counted(mistakes, "mistake")
    yield look(f"All {len(X)} inputs are on their sides." if converged else f"Stopped after {made}, the most allowed here.")

    allowed = f"({R:.3g} / {gamma:.3g})^2 = {bound:.0f}"
    if converged:
        text = f"{made}, then none: w = ({w[0]:.3g}, {w[1]:.3g}), b = {b:g}. Novikoff allows at most (R / gamma)^2 = {allowed}."
    elif gamma > 0:
        text = f"Stopped after {made}, the most allowed here; Novikoff allows up to (R / gamma)^2 = {allowed}."
    else:
        text = f"{made} and no end: no line separates these classes (gamma is not above 0), so nothing bounds their number."
    values: dict[str, Value] = {
        "mistakes": mistakes,
        "converged": converged,
        "R": R,
        "gamma": gamma,
        "bound": bound,
        "w": w,
        "b": b,
        "lengths": lengths,
    }
    cut_short = not converged and mistakes <= bound < np.inf
    return Finding(text, None if cut_short else converged and mistakes <= bound, values)
