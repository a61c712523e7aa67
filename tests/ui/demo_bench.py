"""A demo alone on the screen."""

from collections.abc import Mapping

from textual.app import App, ComposeResult

from quizapp.services.container import Services
from quizapp.ui import themes
from quizapp.ui.widgets.demo_pane import DemoPane
from tests.ui.conftest import drawn


class DemoBench(App[None]):
    """A pane alone."""

    def __init__(self, services: Services, demo: str, settings: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.register_theme(themes.DARK)
        self.theme = themes.DARK.name
        self.pane = DemoPane(services.lab, services.predictions, demo, settings or {})

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.focus()


def place(app: App[None], words: str) -> tuple[int, int]:
    """Column and row of the screen at which `words` stand."""
    rows = drawn(app).split("\n")
    row = next(i for i, line in enumerate(rows) if words in line)
    return rows[row].index(words) + 1, row
