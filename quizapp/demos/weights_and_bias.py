"""Weights turn the boundary, the bias shifts it off the origin.

Claim: As w turns, the line w·x + b = 0 turns with it, |b| / |w| away from the origin. Without a bias it stays on the origin and gets
all four inputs right in no direction of w; with this bias in some it does. It fails where a line through the origin is enough (OR),
where no line is (XOR), and where b has the wrong sign or |b| / |w| the wrong size.
Sources: Bishop, "Pattern Recognition and Machine Learning", 2006, section 4.1.1; Minsky and Papert, "Perceptrons", 1969.
"""

import numpy as np

from quizapp.demos.gates import TARGETS, X
from quizapp.demos.kit import Bands, Choice, Figures, Floats, Histories, Now, Run, Slider, found, gettext, lesson, say
from quizapp.demos.views import curves, off_origin

DIRECTIONS: Floats = np.arange(360.0) + 0.5
"""Of w, in degrees, from the axis of x1 towards that of x2; between the whole ones, where an input could lie on the line."""
SHOWN = DIRECTIONS[7::15]


def pointing(length: float, degrees: Floats) -> Floats:
    """The weights (..., 2) of this length in directions (...)."""
    angle = np.radians(degrees)
    return length * np.stack([np.cos(angle), np.sin(angle)], axis=-1)


def right(w: Floats, b: float, y: Floats) -> Floats:
    """How many of the four inputs are classified as `y` (4,) says, by each of the weights (..., 2)."""
    says_one = w @ X.T + b > 0
    return np.asarray((says_one == (y > 0)).sum(axis=-1))


@lesson(
    "weights-and-bias", title="What weights do, and what the bias does",
    summary="Weights turn the line, the bias shifts it; without one AND fails.",
    ask=Bands("w turns all the way round. In how many of 360 directions does the neuron with its bias get all four right?", "directions",
              {"none": 1, "1 to 30": 31, "31 to 60": 61, "more than 60": np.inf}), breaks={"gate": "or"},
    gate=Choice("gate", ("and", "or", "nand", "xor")), length=Slider("length of w", 0.5, 1.0, 1.5, 2.0, 3.0, start=1.0),
    b=Slider("bias b", -3.0, -2.0, -1.5, -1.2, -0.8, -0.4, 0.0, 0.4, 0.8, 1.2, 1.5, 2.0, 3.0, start=-1.2))  # fmt: skip
def run(gate: str, length: float, b: float) -> Run:
    """Turns w without a bias, shifts the line by the bias, turns w again, and stops where most is right."""
    y = TARGETS[gate]
    bias = b
    without = right(pointing(length, DIRECTIONS), 0, y)
    with_bias = right(pointing(length, DIRECTIONS), bias, y)
    best = DIRECTIONS[with_bias == with_bias.max()]
    towards = best[len(best) // 2]

    path = [(0.0, turn) for turn in SHOWN]
    if bias:
        path += [(b, towards) for b in np.linspace(0, bias, 7)[:-1]]
        path += [(bias, turn) for turn in SHOWN]
    seen: dict[str, Floats] = {}
    for b, turn in [*path, (bias, towards)]:
        w = pointing(length, turn)
        foot = -b * w / (w @ w)  # the point of the line that is nearest to the origin
        distance = np.linalg.norm(foot)
        if b in (0, bias):
            count = with_bias if b else without
            seen[f"b = {b:g}"] = count if turn == towards else count[turn >= DIRECTIONS]
        yield say("w points to {turn:g} degrees, b is 0: the line goes through the origin. Right: {right} of 4." if b == 0 else
                  "w points to {turn:g} degrees, b is {b:.4g}: the line is {distance:.4g} from the origin. Right: {right} of 4.",
                  turn=turn, distance=distance, right=right(w, b, y), w=w, b=b, foot=foot, seen=seen)  # fmt: skip

    directions = int((with_bias == 4).sum())
    directions_without = int((without == 4).sum())
    return found(
        directions > 0 == directions_without,
        "{name}: all four right in {directions} of 360 directions with b = {b:.4g}, in {directions_without} with b = 0 (at best "
        "{best_without} of 4 there). The line is |b| / |w| = {distance:.4g} from the origin.", name=gate.upper(), b=bias,
        distance=distance, directions=directions, directions_without=directions_without,
        best=int(with_bias.max()), best_without=int(without.max()))  # fmt: skip


def picture(now: Now, past: Histories) -> Figures:
    """The line, its shortest way from the origin and the circle it turns around; and how many are right in each direction so far."""
    yield off_origin(now.gate.upper(), now.w, now.b, X, TARGETS[now.gate], now.foot)
    yield curves(gettext("right of 4"), now.seen, gettext("direction of w"), xlim=(0, 360), ylim=(0, 4.2))
