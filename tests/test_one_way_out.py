"""The ways by which text leaves the program are a test: each kind has one door, which makes it drawable."""

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from textual.widgets import Static

from quizapp.services.container import Services
from quizapp.ui.app import QuizApp
from tests.foreign import EVIL, steering
from tests.ui.conftest import drawn

ROOT = Path(__file__).parent.parent / "quizapp"


class Call(NamedTuple):
    """A call in the package."""

    file: str
    name: str
    """What is called, as it is written."""
    keywords: tuple[str | None, ...]


@cache
def calls() -> list[Call]:
    """Every one."""
    found = ((path, node) for path in sorted(ROOT.rglob("*.py")) for node in ast.walk(ast.parse(path.read_text())))
    return [
        Call(str(path.relative_to(ROOT)), ast.unparse(node.func), tuple(word.arg for word in node.keywords))
        for path, node in found
        if isinstance(node, ast.Call)
    ]


DOORS = {
    "cli/lines.py": (
        "click.echo",
        "click.secho",
        "click.style",
        "click.confirm",
        "click.prompt",
        "print",
        "sys.stdout.write",
        "sys.stderr.write",
    ),
    "ui/card_printer.py": ("console.print", "Console"),
    "ui/widgets/page.py": ("Markdown", "CardMarkdown", "Grammar"),
    "ui/routes.py": ("self.open_url", "self.app.open_url", "webbrowser.open"),
    "decks/grammar/__init__.py": ("MarkdownIt",),
}


@pytest.mark.xdist_group("calls")
@pytest.mark.parametrize("door", DOORS)
def test_what_prints_draws_or_opens_is_called_in_one_place(door: str) -> None:
    also = {"decks/grammar/__init__.py", "ui/card_printer.py"}  # the class itself, and the printer's own Markdown
    elsewhere = [(file, name) for file, name, _ in calls() if name in DOORS[door] and file != door and file not in also]
    assert elsewhere == []


@pytest.mark.xdist_group("calls")
def test_documents_are_written_by_the_function_that_escapes_what_is_not_drawn() -> None:
    assert [file for file, name, _ in calls() if name == "json.dumps" and file.startswith(("cli/", "export/", "ui/"))] == []


@pytest.mark.xdist_group("calls")
def test_nothing_that_is_run_goes_through_a_shell() -> None:
    assert [file for file, _, keywords in calls() if "shell" in keywords] == []
    assert [name for _, name, _ in calls() if name in ("os.system", "os.popen", "os.startfile", "eval", "exec")] == []


async def test_whatever_a_widget_is_given_what_steers_the_terminal_is_not_drawn(services: Services) -> None:
    app = QuizApp(services)
    async with app.run_test(size=(100, 30)) as pilot:
        await app.screen.mount(Static(f"[b]{EVIL}", markup=False, id="evil"))
        app.notify(EVIL, title=EVIL, markup=False)
        app.screen.query_one("#evil").border_title = EVIL
        app.screen.query_one("#evil").styles.border = ("round", "red")
        await pilot.pause()
        assert "evil" in drawn(app)
        assert steering(drawn(app).replace("\n", "")) == []
