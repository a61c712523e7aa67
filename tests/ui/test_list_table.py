from rich.text import Text
from textual.app import App, ComposeResult

from quizapp.ui.widgets.list_table import ListTable


class OneTable(App[None]):
    def compose(self) -> ComposeResult:
        yield ListTable[Text](show_header=False)


async def test_a_row_that_is_painted_before_its_column_is_measured_shows_its_text_all_the_same() -> None:
    app = OneTable()
    async with app.run_test(size=(40, 8)) as pilot:
        table = app.query_one(ListTable)
        table.add_column("", key="title")
        await pilot.pause()
        row = table.add_row(Text("Perceptrons"))
        assert "Perceptrons" not in table.render_line(0).text, "painted too early"
        table._update_dimensions([row])
        assert "Perceptrons" in table.render_line(0).text
