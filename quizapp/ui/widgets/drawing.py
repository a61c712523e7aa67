"""Pictures from `plots` on screen: what each role of ink and ground looks like in the theme."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from quizapp.ui.themes import HEAT

if TYPE_CHECKING:
    from quizapp.demos.figures import Figure
    from quizapp.plots.picture import Picture, Run

_INKS = {
    "muted": "$ink-muted",
    "line": "$primary",
    "lit": "bold $accent",
    "a": "bold $class-a",
    "b": "bold $class-b",
    "c": "bold $class-c",
    "ground-a": "$ground-a",
    "ground-b": "$ground-b",
    "ground-c": "$ground-c",
    **{f"heat-{level}": f"$heat-{level}" for level in range(HEAT)},
}
_GROUNDS = {"a": "on $ground-a", "b": "on $ground-b", "c": "on $ground-c"}


class Drawing(Widget):
    """Shows figures, drawn anew for the place there is."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._figures: Sequence[Figure] = ()

    def show(self, figures: "Sequence[Figure]") -> None:
        """Draws other figures."""
        self._figures = figures
        self.refresh()

    def render(self) -> Content:
        """The figures in the widget's size."""
        if not self._figures:
            return Content("")
        from quizapp.plots.compose import compose

        return _content(compose(self._figures, self.size.width, self.size.height))


def _content(picture: "Picture") -> Content:
    lines = (Content.assemble(*(_styled(run) for run in row)) for row in picture.rows)
    return Content("\n").join(lines)


def _styled(run: "Run") -> tuple[str, str]:
    return run.text, f"{_INKS.get(run.ink, '')} {_GROUNDS.get(run.ground, '')}".strip()
