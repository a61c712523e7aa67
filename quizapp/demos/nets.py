"""A net with one hidden layer, for demos in which it is a tool rather than the subject; and the loss of a linear model, for the same.

p = sigmoid(W2 tanh(W1 x + b1) + b2), trained on the mean cross-entropy
(Goodfellow, Bengio and Courville, "Deep Learning", 2016, sections 6.1 to 6.5).
"""

from typing import NamedTuple

import numpy as np

from quizapp.demos.figures import Floats


class Net(NamedTuple):
    """Its parameters, or their gradients."""

    W1: Floats
    """(hidden, inputs)"""
    b1: Floats
    """(hidden,)"""
    W2: Floats
    """(hidden,)"""
    b2: Floats
    """()"""


def sigmoid(z: Floats) -> Floats:
    """1 / (1 + exp(-z)), without overflow for any z."""
    e = np.exp(-np.abs(z))
    return np.asarray(np.where(z >= 0, 1, e) / (1 + e))


def fresh(rng: np.random.Generator, inputs: int, hidden: int) -> Net:
    """Random weights with the variance of Glorot and Bengio (2010), biases zero."""
    W1 = rng.normal(scale=np.sqrt(2 / (inputs + hidden)), size=(hidden, inputs))
    W2 = rng.normal(scale=np.sqrt(2 / (hidden + 1)), size=hidden)
    return Net(W1, np.zeros(hidden), W2, np.array(0.0))


def random_net(rng: np.random.Generator, hidden: int) -> Net:
    """For two inputs: random weights whose variance is one over the inputs of their unit (LeCun et al., 1998), biases zero."""
    return Net(rng.normal(size=(hidden, 2)) / np.sqrt(2), np.zeros(hidden), rng.normal(size=hidden) / np.sqrt(hidden), np.array(0.0))


def forward(net: Net, X: Floats) -> tuple[Floats, Floats]:
    """For inputs (n, inputs): the hidden activations (n, hidden) and the probabilities of class 1 (n,)."""
    h = np.tanh(X @ net.W1.T + net.b1)
    return h, sigmoid(h @ net.W2 + net.b2)


def cross_entropy(p: Floats, y: Floats) -> float:
    """Mean of -log of the probability given to the right class."""
    return float(-np.mean(np.log(np.clip(np.where(y > 0, p, 1 - p), 1e-12, 1))))


def squared_loss(w: Floats, X: Floats, y: Floats) -> Floats:
    """Half the mean squared error of the linear model X w at weights (..., 2)."""
    return np.asarray(np.mean((w @ X.T - y) ** 2, axis=-1) / 2)


def backward(net: Net, X: Floats, h: Floats, p: Floats, y: Floats) -> Net:
    """The gradient of the mean cross-entropy from what `forward` gave: by the chain rule, from the output back to the inputs."""
    dz = (p - y) / len(y)
    dh = np.outer(dz, net.W2) * (1 - h**2)
    return Net(dh.T @ X, dh.sum(axis=0), h.T @ dz, dz.sum())


def update(net: Net, grads: Net, lr: float) -> Net:
    """Every weight moves against its gradient."""
    return Net(*(w - lr * g for w, g in zip(net, grads, strict=True)))


def descend(net: Net, X: Floats, y: Floats, lr: float, steps: int) -> Net:
    """The net after `steps` full-batch steps of gradient descent."""
    for _ in range(steps):
        net = update(net, backward(net, X, *forward(net, X), y), lr)
    return net


def accuracy(p: Floats, y: Floats) -> float:
    """Share of probabilities (n,) on the side of 0.5 where the label is."""
    return float(np.mean((p > 0.5) == (y > 0)))
