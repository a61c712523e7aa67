"""One kind of figure: its name, what it means in a sentence, and a picture of it, or a list where that says more."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from quizapp.domain.statistics_words import Section
from quizapp.ui.widgets.drawing import Drawing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizapp.demos.figures import Figure
    from quizapp.domain.statistics_tables import FigureTable


class FigureSection(Vertical):
    """Shows the figures of `section`."""

    DEFAULT_CSS = """
    FigureSection {
        padding: 0 2;
        .heading { color: $text-bright; text-style: bold; height: 1; }
        .meaning { color: $text; height: auto; margin-bottom: 1; }
        Drawing, FigureList { height: 1fr; }
    }
    """

    def __init__(self, section: Section) -> None:
        super().__init__(id=section.value)
        self.section = section

    def compose(self) -> ComposeResult:
        yield Static("", classes="heading", markup=False)
        yield Static("", classes="meaning", markup=False)
        yield Drawing()
        yield FigureList()

    def show(self, meaning: str, pictures: "Sequence[Figure]", tables: "Sequence[FigureTable]") -> None:
        """Shows other figures: the pictures, or the tables where there are none."""
        self.query_one(".heading", Static).update(self.section.heading)
        self.query_one(".meaning", Static).update(meaning)
        drawing, rows = self.query_one(Drawing), self.query_one(FigureList)
        drawing.display, rows.display = bool(pictures), not pictures
        drawing.show(pictures)
        rows.show([] if pictures else tables)


class FigureList(Widget):
    """Tables of figures one below the other, each with as many of its first rows as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._tables: Sequence[FigureTable] = ()

    def show(self, tables: "Sequence[FigureTable]") -> None:
        """Lists other figures."""
        self._tables = tables
        self.refresh()

    def render(self) -> Content:
        """The tables in the widget's size."""
        from quizapp.plots.columns import lines

        if not self._tables:
            return Content("")
        room = max((self.size.height + 1) // len(self._tables) - 1, 2)
        parts = []
        for table in self._tables:
            head, *rows = lines(table, self.size.width)
            parts.append(Content("\n").join([Content.assemble((head, "$text-muted")), *map(Content, rows[: room - 1])]))
        return Content("\n\n").join(parts)
