"""A perceptron learns from its mistakes, and makes only so many.

Claim: The perceptron stops making mistakes, after at most (R / gamma)^2 of them: R is the length of the longest input (x, 1), gamma the
best margin that a line leaves. It fails where no line separates the classes: there the mistakes never end.
Sources: Rosenblatt, 1958, doi:10.1037/h0042519; Novikoff, 1962, "On convergence proofs on perceptrons".
"""

from itertools import combinations

import numpy as np

from quizapp.demos.datasets import clouds
from quizapp.demos.kit import Bands, Boundary, Curve, Figures, Floats, Histories, Now, Plot, Rng, Run, Scatter, Slider, found, lesson, say
from quizapp.demos.views import regions, span

N = 30


@lesson(
    "perceptron",
    title="A perceptron learns from its mistakes",
    summary="The boundary moves with each mistake, and Novikoff's bound counts them.",
    ask=Bands(
        "How many mistakes before it makes no more?",
        "needed",
        {"up to 5": 6, "6 to 20": 21, "21 or more": np.inf, "it never stops": np.inf},
    ),
    breaks={"gap": "1"},
    gap=Slider("gap of clouds", 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, start=6.0),
    most=Slider("at most", 40, 60, 100, 200, 400, start=60),
)
def run(gap: float, most: int, rng: Rng) -> Run:
    """Learns from zero weights v = (w, b), shown the inputs z = (x, 1) in turn. Another learning rate than 1 would only scale v."""
    X, y = clouds(rng, N, gap)
    X, signs = X + 3, 2 * y - 1  # around the origin a line without a bias would do
    Z = np.column_stack([X, np.ones(N)])
    R, gamma = np.linalg.norm(Z, axis=1).max(), best_margin(signs[:, None] * Z)
    bound = (R / gamma) ** 2 if gamma > 0 else np.inf

    v, mistakes, i, quiet = np.zeros(3), 0, 0, 0
    yield say("w and b are zero: no line yet, so the first input will be a mistake.", X=X, y=y, R=R, gamma=gamma, v=v, i=None)
    while quiet < N and mistakes < most:
        z, sign = Z[i], signs[i]
        score, quiet = v @ z, quiet + 1
        if sign * score <= 0:
            v, mistakes, quiet = v + sign * z, mistakes + 1, 0
            yield say(
                "Mistake {step}: ({x1:.3g}, {x2:.3g}) is of class 1, but w·x + b was {score:.3g}, so (w, b) += (x, 1)."
                if sign > 0
                else "Mistake {step}: ({x1:.3g}, {x2:.3g}) is of class 0, but w·x + b was {score:.3g}, so (w, b) -= (x, 1).",
                step=mistakes, x1=z[0], x2=z[1], score=score, v=v, i=i,
            )  # fmt: skip
        i = (i + 1) % N
    converged = quiet == N
    yield say(
        "All inputs are on their sides." if converged else "Stopped here: no more mistakes are allowed.", length=np.linalg.norm(v), i=None
    )

    measured = {
        "mistakes": mistakes, "needed": mistakes if gamma > 0 else np.inf, "converged": converged, "R": R, "gamma": gamma, "bound": bound,
        "w": v[:2], "b": v[2],
    }  # fmt: skip
    if gamma <= 0:
        return found(
            False, "Mistakes: {mistakes}, and no end: no line separates these classes, so nothing bounds their number.", **measured
        )
    return found(
        mistakes <= bound if converged or mistakes > bound else None,
        "Mistakes until there were no more: {mistakes}. Novikoff allows at most (R / gamma)^2 = ({R:.3g} / {gamma:.3g})^2 = {bound:.0f}."
        if converged
        else "Stopped after {mistakes} mistakes; Novikoff allows up to (R / gamma)^2 = ({R:.3g} / {gamma:.3g})^2 = {bound:.0f}.",
        **measured,
    )


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


def picture(now: Now, past: Histories) -> Figures:
    """The line among the points, and the length of (w, b), squeezed between the two lines of Novikoff's proof."""
    w, b, limits = now.v[:2], now.v[2], span(now.X, 0.2)
    layers = (regions(lambda P: P @ w + b, limits, limits), Boundary(w, b), Scatter(now.X, now.y.astype(int), now.i))
    yield Plot("clouds", layers, limits, limits, "x1", "x2", equal=True)
    lengths = np.linalg.norm(past.v, axis=1)
    last = 20 * (1 + (len(lengths) - 1) // 20)
    k = np.linspace(0, last, 60)
    above, below = Curve(k, np.sqrt(k) * now.R, "at most", kind=1), Curve(k, k * max(now.gamma, 0), "at least", kind=2)
    length = Curve(np.arange(len(lengths), dtype=float), lengths, "|(w, b)|", kind=0)
    yield Plot("length of (w, b)", (above, below, length), (0, last), (0, np.sqrt(last) * now.R), "mistakes")
