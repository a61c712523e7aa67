"""A demo's parameters in a line, and under it the one being changed: a slider, or its options."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from quizapp.demos.parameters import written

if TYPE_CHECKING:
    from quizapp.demos.kit import Parameter, Setting

TRACK = 30
"""Cells of a slider, where there is room."""


class Parameters(Widget):
    """Shows every parameter with its value. Clicking one chooses it; clicking on its slider or options changes it."""

    DEFAULT_CSS = "Parameters { height: auto; color: $ink-muted; }"

    class Chosen(Message):
        """The learner points at a parameter."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Changed(Message):
        """The learner points at a value of the chosen parameter."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._parameters: Sequence[Parameter] = ()
        self._values: Mapping[str, Setting] = {}
        self._chosen: int | None = None

    def show(self, parameters: "Sequence[Parameter]", values: "Mapping[str, Setting]", chosen: int | None) -> None:
        """What there is to change; with `chosen` None nothing is being changed."""
        relaid = (chosen is None) != (self._chosen is None) or not self._parameters
        self._parameters, self._values, self._chosen = parameters, dict(values), chosen
        self.refresh(layout=relaid or len(list(self._lines(self.size.width))) + (chosen is not None) != self.size.height)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the parameters take, and one for the chosen one."""
        return len(list(self._lines(width))) + (self._chosen is not None)

    def render(self) -> Content:
        """The lines."""
        lines = [
            Content(" ").join(Content.styled(text, "bold $accent" if index == self._chosen else "") for index, _, text in line)
            for line in self._lines(self.size.width)
        ]
        if self._chosen is not None:
            lines.append(Content.assemble("  ", *((text, style) for text, style, _ in self._control())))
        return Content("\n").join(lines)

    def _lines(self, width: int) -> Iterator[list[tuple[int, int, str]]]:
        """Index, first column and words of each parameter, as many a line as fit."""
        line: list[tuple[int, int, str]] = []
        column = 0
        for index, parameter in enumerate(self._parameters):
            words = f"{parameter.label} {parameter.shown(self._values[parameter.name])}"
            words = f"‹{words}›" if index == self._chosen else f" {words} "
            if line and column + cell_len(words) > width:
                yield line
                line, column = [], 0
            line.append((index, column, words))
            column += cell_len(words) + 1
        yield line

    def _control(self) -> list[tuple[str, str, str | None]]:
        """The chosen parameter's control as pieces: text, style, and the value that clicking on it gives."""
        assert self._chosen is not None
        parameter = self._parameters[self._chosen]
        value = self._values[parameter.name]
        stops = getattr(parameter, "stops", None)
        if stops is None:
            options = getattr(parameter, "options", (False, True))
            pieces = [(parameter.shown(each), "bold $accent" if each == value else "$ink-muted", written(each)) for each in options]
            return [piece for each in pieces for piece in (each, ("  ", "", None))]
        cells = max(min(TRACK, self.size.width - 16), 2)
        knob = _place(float(value), stops, cells)
        track = []
        for cell in range(cells):
            stop = written(stops[round(cell / (cells - 1) * (len(stops) - 1))])
            track.append(("●" if cell == knob else "━" if cell < knob else "─", "bold $accent" if cell <= knob else "$ink-muted", stop))
        low, high = written(stops[0]), written(stops[-1])
        return [(f"{low} ", "$ink-muted", low), *track, (f" {high}", "$ink-muted", high)]

    def on_click(self, event: events.Click) -> None:
        """Chooses, or changes."""
        lines = list(self._lines(self.size.width))
        if event.y < len(lines):
            for index, column, words in lines[event.y]:
                if column <= event.x < column + cell_len(words):
                    self.post_message(self.Chosen(index))
        elif self._chosen is not None:
            column = 2
            for text, _, value in self._control():
                if column <= event.x < column + cell_len(text) and value is not None:
                    self.post_message(self.Changed(value))
                column += cell_len(text)


def _place(value: float, stops: Sequence[float], cells: int) -> int:
    """The cell of a track that stands for `value`: stops lie evenly, whatever their numbers."""
    below = max(bisect_right(stops, value) - 1, 0)
    above = min(below + 1, len(stops) - 1)
    gap = stops[above] - stops[below]
    share = below + ((value - stops[below]) / gap if gap else 0)
    return round(share / max(len(stops) - 1, 1) * (cells - 1))
