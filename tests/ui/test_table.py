from rich.text import Text
from textual.app import App, ComposeResult
from textual.geometry import Region

from quizapp.ui.widgets.table import Table
from tests.ui.conftest import drawn


class OneTable(App[None]):
    def compose(self) -> ComposeResult:
        yield Table[Text](show_header=False)


async def test_a_row_that_is_painted_before_its_column_is_measured_shows_its_text_all_the_same() -> None:
    app = OneTable()
    async with app.run_test(size=(40, 8)) as pilot:
        table = app.query_one(Table)
        table.add_column("", key="title")
        await pilot.pause()
        table.add_row(Text("Perceptrons"), key="row")
        table.render_lines(Region(0, 0, 40, 4))
        await pilot.pause()
        assert "Perceptrons" in drawn(app)
