"""Code that is wider than its place can be read to its end."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from quizapp.ui.code_lines import SIGN, wrapped
from quizapp.ui.widgets.code import Code
from tests.ui.conftest import drawn, press, settled

LINE = "    value = compute(first_argument, second_argument, third_argument)  # 한글 주석도 끝까지 the END"


def rows(line: str, columns: int) -> list[str]:
    return [row.plain for row in wrapped(Content(line), columns)]


def test_a_line_goes_on_below_at_its_indentation_behind_a_sign() -> None:
    assert rows("  call(one, two, three)", 14) == ["  call(one, ", "  ↳ two, ", "  ↳ three)"]
    assert rows("short", 14) == ["short"]


def shown(app: QuizApp) -> str:
    """What is on screen, without blanks and signs."""
    return "".join(drawn(app).replace(SIGN, "").split())


@given(st.text(st.characters(blacklist_categories=["C", "M", "Z"]) | st.just(" ")), st.integers(3, 60))
def test_nothing_is_lost_or_wider_than_there_is_room(line: str, columns: int) -> None:
    """Two cells of a wide character need at least the sign and themselves."""
    parts = rows(line, columns)
    assert all(cell_len(part) <= max(columns, len(SIGN) + 2) for part in parts)
    assert "".join([parts[0], *(part.partition(SIGN)[2] for part in parts[1:])]) == line or SIGN in line


@pytest.mark.parametrize("columns", [40, 80, 120])
async def test_every_word_of_a_long_line_in_an_answer_is_on_the_screen(services: Services, content: Path, columns: int) -> None:
    (content / "small" / "one.md").write_text(f"# What is one?\n\nSee:\n\n```python\n{LINE}\n```\n")
    services.library.refresh()
    app = QuizApp(services, "quiz")
    async with app.run_test(size=(columns, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        assert "".join(LINE.split()) in shown(app)
        await pilot.resize_terminal(columns - 7, 40)
        await settled(pilot)
        assert "".join(LINE.split()) in shown(app)


async def test_the_lit_line_of_a_demo_is_seen_to_its_end() -> None:
    from textual.app import App, ComposeResult

    class Demo(App[None]):
        def compose(self) -> ComposeResult:
            yield Code()

    app = Demo()
    async with app.run_test(size=(40, 8)) as pilot:
        code = app.screen.query_one(Code)
        code.lines, code.line = (*["x = 1"] * 9, LINE, *["y = 2"] * 9), 10
        await pilot.pause()
        assert "▶" in drawn(app)
        assert "the END" in drawn(app)
