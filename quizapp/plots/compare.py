"""A run's figures over those of the run before, whose curves and points are drawn back."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from quizapp.demos.figures import Contour, Curve, Figure, Heat, Layer, Plot, Regions, Scatter


def over(figures: Sequence[Figure], before: Sequence[Figure]) -> Sequence[Figure]:
    """`figures`, each plot over the curves and points that the plot of the same title had `before`; what is equal is drawn once."""
    earlier = {figure.title: figure for figure in before if isinstance(figure, Plot)}

    def laid(figure: Figure) -> Figure:
        under = earlier.get(figure.title)
        return replace(figure, layers=_laid_over(figure, under)) if isinstance(figure, Plot) and under is not None else figure

    return [laid(figure) for figure in figures]


def _laid_over(plot: Plot, before: Plot) -> Sequence[Layer]:
    """What was there before lies on maps, and under all else."""
    maps = [layer for layer in plot.layers if isinstance(layer, Contour | Heat | Regions)]
    return [*maps, *_faint(plot, before), *(layer for layer in plot.layers if not isinstance(layer, Contour | Heat | Regions))]


def _faint(plot: Plot, before: Plot) -> Iterator[Layer]:
    points = {tuple(point) for layer in plot.layers if isinstance(layer, Scatter) for point in layer.points.tolist()}
    for layer in before.layers:
        if isinstance(layer, Curve) and not any(isinstance(other, Curve) and _same(layer, other) for other in plot.layers):
            yield replace(layer, faint=True)
        elif isinstance(layer, Scatter):
            kept = [i for i, point in enumerate(layer.points.tolist()) if tuple(point) not in points]
            if kept:
                yield replace(layer, points=layer.points[kept], classes=layer.classes[kept], highlight=None, faint=True)


def _same(one: Curve, other: Curve) -> bool:
    return np.array_equal(one.x, other.x, equal_nan=True) and np.array_equal(one.y, other.y, equal_nan=True)
