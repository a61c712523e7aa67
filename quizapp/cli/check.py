"""`quizapp check`, and mending with `--fix`."""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quizapp.bootstrap import open_workbench
from quizapp.cli.lines import agreed, note, put, put_json, put_line
from quizapp.decks.write import FORMER
from quizapp.domain.card import Problem
from quizapp.settings import Settings
from quizapp.ui.phrases import count, faults_phrase

if TYPE_CHECKING:
    from quizapp.services.workbench import Found, Mendings

SHOWN = 20
"""Files that are named one by one as left out."""
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}
"""Of a diff's lines, by their first character."""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option("--fix", is_flag=True, help="Mend what can be mended: missing ids, line endings, stray blanks. Shows the changes first.")
@click.option("--yes", is_flag=True, help="With --fix: write the changes without asking.")
@click.pass_obj
def check(settings: Settings, paths: tuple[Path, ...], as_json: bool, fix: bool, yes: bool) -> None:
    """Check decks: every mistake with its file, line and column, and what to write instead; and warnings about what could be better.

    PATHS are decks, folders of decks, or single files; without any, the decks in use.
    """
    if fix and as_json:
        raise click.UsageError("--fix shows a diff and --json prints a document; give one of them.")
    if yes and not fix:
        raise click.UsageError("--yes goes with --fix.")
    workbench = open_workbench(settings)
    if fix:
        _fix(workbench.mend(paths), yes=yes)
    _tell_left_out(workbench.left_out(paths))
    _tell(workbench.check(paths), as_json=as_json)


def _tell_left_out(files: Sequence[tuple[Path, str, str]]) -> None:
    for folder, name, reason in files[:SHOWN]:
        note(f"{folder}/{name} is left out: {reason}")
    if len(files) > SHOWN:
        note(f"{count(len(files) - SHOWN, 'more file')} left out")


def _fix(mendings: "Mendings", *, yes: bool) -> None:
    """Shows what can be mended, and does so if that is wanted; ends the command if it is not."""
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for line in mendings.diff():
        put(line, **(_style(line) if coloured else {}))
    for folder, problem in mendings.notes:
        put_line(f"{folder}/{problem}", err=True)
    if not mendings.files:
        mendings.write()  # which only removes what the run before has kept
        return
    files = count(len(mendings.files), "file")
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if not yes and not at_terminal:
        put(f"nothing was written; --yes writes these changes to {files}", err=True)
        sys.exit(1)
    if not yes and not agreed(f"Write these changes to {files}?"):
        put("nothing was written", err=True)
        sys.exit(1)
    mendings.write()
    put_line(f"wrote {files}; what stood there before is kept beside, under names that end in {FORMER}, until the next --fix", err=True)


def _style(line: str) -> dict[str, Any]:
    """How a line of a diff looks at a terminal."""
    return {"bold": True} if line.startswith(("--- ", "+++ ")) else {"fg": _COLOURS.get(line[:1])}


def _tell(found: "Sequence[Found]", *, as_json: bool) -> None:
    if as_json:
        put_json([_complaint(folder, problem) for folder, problem in found])
    for folder, problem in found if not as_json else ():
        put_line(f"{folder}/{problem}")
    errors = [replace(problem, path=str(folder / problem.path)) for folder, problem in found if problem.is_error]
    put_line(f"{faults_phrase(errors)}, {count(len(found) - len(errors), 'warning')}", err=True)
    if errors:
        sys.exit(1)


def _complaint(folder: Path, problem: Problem) -> dict[str, object]:
    return {
        "path": str(folder / problem.path),
        "line": problem.line or None,
        "column": problem.column or None,
        "severity": problem.severity,
        "message": problem.message,
    }
