"""A rule, logistic regression and a deep net on the same points: who finds the features?

Claim: A net with two hidden layers follows a border that no line can, but no better than logistic regression on features that a person
made: it differs in finding features by itself. It fails where a line is as good a border as any, and where the features that were made do
not suit the classes.
Sources: Goodfellow, Bengio and Courville, "Deep Learning", 2016, chapter 1; Bishop, "Pattern Recognition", 2006, sections 4.3.3 and 5.4.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from quizapp.demos.datasets import clouds, moons, rings, spirals
from quizapp.demos.kit import Bands, Choice, Figures, Floats, Histories, Now, Plot, Rng, Run, Slider, found, gettext, lesson, say
from quizapp.demos.nets import accuracy, cross_entropy, sigmoid
from quizapp.demos.views import classed, regions, span

Map = Callable[[Floats], Floats]
DATA: dict[str, tuple[Callable[[Rng, int, float], tuple[Floats, Floats]], str, Map]] = {
    "moons": (moons, "x2 < 0.25", lambda X: 0.25 - X[:, 1]),
    "rings": (rings, "x1^2 + x2^2 > 2", lambda X: X[:, 0] ** 2 + X[:, 1] ** 2 - 2),
    "spirals": (spirals, "x2 < 0", lambda X: -X[:, 1]),
    "clouds": (lambda rng, n, noise: clouds(rng, n, gap=0.45 / noise), "x1 + x2 > 0", lambda X: X[:, 0] + X[:, 1]),
}
"""How points are drawn, and what somebody who has seen them writes down in a minute, with its score: class 1 where it is above 0."""
FEATURES: dict[str, Map] = {
    "line": lambda X: np.column_stack([np.ones(len(X)), X]),
    "features": lambda X: np.column_stack([X[:, 0] ** i * X[:, 1] ** j for i in range(4) for j in range(4 - i)]),
}
"""What logistic regression is given: a constant and the raw inputs, or all their products up to cubes, which a person thought of."""
PENALTIES, STEPS, DAMPING, WIDTH = (1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0), 60, 0.1, 6
MARGIN = 0.02  # a lead below this is none: among 2000 test points chance alone makes about half as much


@lesson(
    "three-learners",
    title="A rule, a line and a deep net",
    summary="Who follows the border between two classes, and who found the features.",
    ask=Bands("On unseen points, how much better is a net with two hidden layers than logistic regression on hand-made features?",
              "net_ahead",
              {"over 2 points worse": -MARGIN, "about equal": MARGIN, "2 to 10 points better": 0.1, "over 10 points better": np.inf}),
    breaks={"data": "spirals"},
    data=Choice("data", DATA),
    noise=Slider("noise", 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, start=0.15),
)  # fmt: skip
def run(data: str, noise: float, rng: Rng) -> Run:
    """Each at its best: 150 points to learn from, 150 that choose the penalty or the last step, and 2000 that only test."""
    draw, words, rule = DATA[data]
    (X, y), (X_val, y_val), (X_test, y_test) = (draw(rng, n, noise) for n in (150, 150, 2000))
    models: dict[str, list[Floats]] = {"rule": []}
    right = {"rule": accuracy(sigmoid(rule(X_test)), y_test)}
    yield say("Somebody wrote: class 1 where {words}. A rule learns nothing.", words=words, X=X, y=y, right=right, models=models)

    for name, phi in FEATURES.items():
        fits = [newton(phi(X), y, penalty) for penalty in PENALTIES]
        w = fits[int(np.argmin([cross_entropy(sigmoid(phi(X_val) @ w), y_val) for w in fits]))]
        models[name], right[name] = [w], accuracy(sigmoid(phi(X_test) @ w), y_test)
        yield say(
            "Logistic regression, {inputs} inputs: {share:.1%} right.", inputs=len(w) - 1, share=right[name], right=right, models=models
        )

    least, W = np.inf, [rng.normal(size=(a + 1, b)) * np.sqrt(2 / (a + b)) for a, b in ((2, WIDTH), (WIDTH, WIDTH), (WIDTH, 1))]
    for step in range(STEPS + 1):
        loss = cross_entropy(sigmoid(forward(W, X_val)[1]), y_val)
        if loss < least:
            least, models["net"], right["net"] = loss, W, accuracy(sigmoid(forward(W, X_test)[1]), y_test)
        yield say("Net, step {step}: validation loss {loss:.3f}; the best is drawn.", step=step, loss=loss, right=right, models=models)
        A, z = forward(W, X)
        delta, J = np.ones((len(y), 1)), list[Floats]()  # by how much each point's z rises with every weight, from the last layer back
        for V, inputs in zip(reversed(W), reversed(A), strict=True):
            J.insert(0, (inputs[:, :, None] * delta[:, None, :]).reshape(len(y), -1))
            delta = delta @ V[1:].T * (1 - inputs[:, 1:] ** 2)
        w = np.concatenate([V.ravel() for V in W]) - step_of(np.hstack(J), sigmoid(z), y, DAMPING)
        W = [part.reshape(V.shape) for V, part in zip(W, np.split(w, np.cumsum([V.size for V in W])[:-1]), strict=True)]

    ahead, bend = right["net"] - right["features"], right["net"] - right["line"]
    words = gettext("The net found by itself what somebody had to make.")
    if bend < MARGIN:
        words = gettext("A line is as good a border as the net's.")
    elif abs(ahead) >= MARGIN:
        words = gettext("The net found features that suit better.") if ahead > 0 else gettext("What the net found suits less well.")
    return found(bend >= MARGIN > abs(ahead),
        "Of 2000 unseen points the rule gets {rule:.1%}, the line {line:.1%}, the features {features:.1%}, the net {net:.1%}. {words}",
        net_ahead=ahead, words=words, **right)  # fmt: skip


def newton(F: Floats, y: Floats, penalty: float) -> Floats:
    """The w of the least mean cross-entropy of sigmoid(F w), plus half the penalty times its squares."""
    w = np.zeros(F.shape[1])
    for _ in range(12):
        w = w - step_of(F, sigmoid(F @ w), y, penalty, w)
    return w


def step_of(J: Floats, p: Floats, y: Floats, damping: float, w: Floats | float = 0.0) -> Floats:
    """Newton's step, in (w,), on the mean cross-entropy of p = sigmoid(z), from the slopes J (n, weights) of z: for nets that of Gauss."""
    H = J.T @ (J * (p * (1 - p))[:, None]) / len(y) + damping * np.eye(J.shape[1])
    return np.asarray(np.linalg.solve(H, J.T @ (p - y) / len(y) + damping * w))


def forward(W: list[Floats], X: Floats) -> tuple[list[Floats], Floats]:
    """What each layer of weights is given, a constant 1 in front, and the score (n,) of class 1 that comes out."""
    A = [np.column_stack([np.ones(len(X)), X])]
    for V in W[:-1]:
        A.append(np.column_stack([np.ones(len(X)), np.tanh(A[-1] @ V)]))
    return A, (A[-1] @ W[-1])[:, 0]


def picture(now: Now, past: Histories) -> Figures:
    """The border of each learner so far among the points that it learned from, the latest first."""
    limits, seen = (span(now.X[:, 0]), span(now.X[:, 1])), classed(now.X, now.y)
    names = {"rule": gettext("rule"), "line": gettext("line"), "features": gettext("features"), "net": gettext("net")}
    for name, W in reversed(now.models.items()):
        yield Plot(f"{names[name]} {now.right[name]:.1%}", (regions(partial(score, name, W, now.data), *limits), seen), *limits, "x1", "x2")


def score(name: str, W: list[Floats], data: str, X: Floats) -> Floats:
    """A learner's scores (n,) of class 1."""
    return DATA[data][2](X) if name == "rule" else forward(W, X)[1] if name == "net" else FEATURES[name](X) @ W[0]
