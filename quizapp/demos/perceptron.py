"""A perceptron learns from its mistakes, and makes only so many.

Claim: The perceptron stops making mistakes, after at most (R / gamma)^2 of them: R is the length of the longest input (x, 1), gamma the
best margin that a line leaves. It fails where no line separates the classes: there the mistakes never end.
Sources: Rosenblatt, 1958, doi:10.1037/h0042519; Novikoff, 1962, "On convergence proofs on perceptrons".
"""

from itertools import combinations

import numpy as np

from quizapp.demos.datasets import clouds
from quizapp.demos.kit import Bands, Curve, Figures, Floats, Histories, Now, Plot, Rng, Run, Slider, found, gettext, lesson, pgettext, say
from quizapp.demos.views import divided, span

N = 30


@lesson(
    "perceptron", title="A perceptron learns from its mistakes",
    summary="The boundary moves with each mistake, and Novikoff's bound counts them.",
    ask=Bands("How many mistakes does it make?", "needed", {"up to 5": 6, "6 to 20": 21, "21 or more": np.inf, "it never stops": np.inf}),
    breaks={"gap": "1"}, gap=Slider("gap of clouds", 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, start=6.0),
    most=Slider("at most", 40, 60, 100, 200, 400, start=60))  # fmt: skip
def run(gap: float, most: int, rng: Rng) -> Run:
    """Learns from zero weights v = (w, b), shown the inputs z = (x, 1) in turn. Another learning rate than 1 would only scale v."""
    X, y = clouds(rng, N, gap)
    X = X + 3  # around the origin a line without a bias would do
    signs = 2 * y - 1
    Z = np.column_stack([X, np.ones(N)])
    R = np.linalg.norm(Z, axis=1).max()
    gamma = best_margin(signs[:, None] * Z)
    bound = (R / gamma) ** 2 if gamma > 0 else np.inf

    v = np.zeros(3)
    mistakes = i = quiet = 0
    yield say("w and b are zero: no line yet, so the first input will be a mistake.", X=X, y=y, R=R, gamma=gamma, v=v, i=None)
    while quiet < N and mistakes < most:
        z, sign = Z[i], signs[i]
        score = v @ z
        quiet += 1
        if sign * score <= 0:
            mistakes += 1
            quiet = 0
            v = v + sign * z
            yield say("Mistake {step}: ({x1:.3g}, {x2:.3g}) is of class {label:g}, but w·x + b was {score:.3g}, so (w, b) {op} (x, 1).",
                      step=mistakes, x1=z[0], x2=z[1], label=y[i], score=score, op="+=" if sign > 0 else "-=", v=v, i=i)  # fmt: skip
        i = (i + 1) % N
    converged = quiet == N
    yield say("All inputs are on their sides." if converged else "Stopped here: no more mistakes are allowed.", mistakes=mistakes, i=None)

    needed = mistakes if gamma > 0 else np.inf
    measured = {"mistakes": mistakes, "needed": needed, "converged": converged, "R": R, "gamma": gamma, "bound": bound, "w": v[:2],
                "b": v[2]}  # fmt: skip
    if gamma <= 0:
        return found(False, "No line separates these classes, so nothing bounds the mistakes. Stopped after {mistakes}.", **measured)
    held = mistakes <= bound if converged or mistakes > bound else None
    return found(held, "Mistakes until the last one: {mistakes}. Novikoff allows (R / gamma)^2 = ({R:.3g} / {gamma:.3g})^2 = {bound:.0f}."
                 if converged else
                 "Stopped after {mistakes} mistakes. Novikoff allows (R / gamma)^2 = ({R:.3g} / {gamma:.3g})^2 = {bound:.0f}.",
                 **measured)  # fmt: skip


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
    yield divided(gettext("clouds"), now.v[:2], now.v[2], now.X, now.y, span(now.X, 0.2), now.i)
    lengths = np.linalg.norm(past.v, axis=1)
    k = np.linspace(0, 20 * (1 + (len(lengths) - 1) // 20), 60)
    most, least = pgettext("a curve", "at most"), pgettext("a curve", "at least")
    proof = (Curve(k, np.sqrt(k) * now.R, most, kind=1), Curve(k, k * max(now.gamma, 0), least, kind=2))
    length = Curve(np.arange(len(lengths), dtype=float), lengths, "|(w, b)|", kind=0)
    yield Plot(gettext("length of (w, b)"), (*proof, length), (0, k[-1]), (0, np.sqrt(k[-1]) * now.R), gettext("mistakes"))
