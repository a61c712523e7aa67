"""The list of cards, as the tests of it read it."""

from textual.pilot import Pilot

from quizapp.ui.app import QuizApp
from quizapp.ui.screens.browse import BrowseScreen
from quizapp.ui.widgets.card_table import CardTable
from tests.ui.conftest import press, settled

ALL = ["one", "two", "three", "four", "five"]


async def browse(pilot: Pilot[None], *keys: str) -> None:
    """Opens the list from home and presses keys there."""
    await settled(pilot)
    await press(pilot, "c", *keys)


def listed(app: QuizApp) -> list[str]:
    """The names of the cards in the list."""
    assert isinstance(app.screen, BrowseScreen)
    return [entry.id.partition("/")[2] for entry in app.screen._listed]


def current(app: QuizApp) -> str:
    entry = app.screen.query_one(CardTable).current
    assert entry is not None
    return entry.id.partition("/")[2]


def rows(app: QuizApp) -> list[str]:
    """The lines of the table, headings first."""
    table = app.screen.query_one(CardTable)
    return ["".join(segment.text for segment in table.render_line(y)) for y in range(table.size.height)]
