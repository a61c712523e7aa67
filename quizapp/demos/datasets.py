"""Small two-class data sets in the plane. `X` has shape (n, 2); `y` (n,) holds 0.0 and 1.0, half of each."""

import numpy as np

from quizapp.demos.figures import Floats


def clouds(rng: np.random.Generator, n: int, gap: float) -> tuple[Floats, Floats]:
    """Two round clouds of standard deviation 1 whose centres lie `gap` apart."""
    y = np.asarray(np.arange(n) % 2.0)
    centres = np.where(y[:, None] > 0, 1, -1) * gap / np.sqrt(8)
    return np.asarray(centres + rng.normal(size=(n, 2))), y


def moons(rng: np.random.Generator, n: int, noise: float = 0.15) -> tuple[Floats, Floats]:
    """Two half circles that reach into each other; each point is off by a normal error of standard deviation `noise`."""
    y = np.asarray(np.arange(n) % 2.0)
    angle = rng.uniform(0, np.pi, n)
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    lower = np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1)
    return np.asarray(np.where(y[:, None] > 0, lower, upper) + rng.normal(scale=noise, size=(n, 2))), y


def rings(rng: np.random.Generator, n: int, noise: float = 0.15) -> tuple[Floats, Floats]:
    """A ring of radius 2 (class 1) around a disc of radius 0.7 (class 0)."""
    y = np.asarray(np.arange(n) % 2.0)
    angle = rng.uniform(0, 2 * np.pi, n)
    radius = np.where(y > 0, 2.0, 0.7 * np.sqrt(rng.uniform(size=n)))
    around = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return np.asarray(around + rng.normal(scale=noise, size=(n, 2))), y


def spirals(rng: np.random.Generator, n: int, noise: float = 0.15) -> tuple[Floats, Floats]:
    """Two arms that wind 1.3 times around each other."""
    y = np.asarray(np.arange(n) % 2.0)
    radius = 2.2 * np.sqrt(rng.uniform(0.04, 1, n))
    angle = 4.6 * radius + np.pi * y
    arms = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return np.asarray(arms + rng.normal(scale=noise, size=(n, 2))), y
