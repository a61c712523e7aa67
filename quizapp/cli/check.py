"""`quizapp check`, and mending with `--fix`."""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quizapp.bootstrap import open_workbench
from quizapp.cli.help import Helped
from quizapp.cli.lines import agreed, note, put, put_json, put_line
from quizapp.cli.problems import problem_lines
from quizapp.decks.write import FORMER
from quizapp.domain.card import Problem
from quizapp.domain.i18n import gettext, ngettext
from quizapp.settings import Settings
from quizapp.ui.phrases import faults_phrase

if TYPE_CHECKING:
    from quizapp.services.workbench import Found, Mendings

SHOWN = 20
"""How many files that are left out are listed; the rest are only counted."""
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}
"""The colours of a diff's lines, by their first character."""


@click.command(cls=Helped)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--all", "every", is_flag=True, help="List every mistake, also where there are many of one kind.")
@click.option(
    "--fix", is_flag=True, help="Fix what can be fixed safely (missing ids, line endings, stray spaces), after showing the changes."
)
@click.option("--yes", is_flag=True, help="With --fix, write the changes without asking.")
@click.pass_obj
def check(settings: Settings, paths: tuple[Path, ...], as_json: bool, every: bool, fix: bool, yes: bool) -> None:
    """Check decks for mistakes, and say where each one is and what to write instead. Warnings say what could be better.

    PATHS are decks, folders of decks, or single files; by default, the decks in use.

    Example: quizapp check ~/decks/sql --fix
    """
    if fix and as_json:
        raise click.UsageError(gettext("--fix shows a diff and --json prints a document; choose one of them."))
    if yes and not fix:
        raise click.UsageError(gettext("--yes needs --fix."))
    workbench = open_workbench(settings)
    if fix:
        _fix(workbench.mend(paths), yes=yes)
    _tell_left_out(workbench.left_out(paths))
    found = workbench.check(paths)
    for hint in workbench.import_hints(found):
        note(hint)
    _tell(found, as_json=as_json, every=every)


def _tell_left_out(files: Sequence[tuple[Path, str, str]]) -> None:
    for folder, name, reason in files[:SHOWN]:
        note(gettext("{folder}/{file} is left out: {reason}", folder=folder, file=name, reason=reason))
    if (more := len(files) - SHOWN) > 0:
        note(ngettext("{count:,} more file is left out", "{count:,} more files are left out", more))


def _fix(mendings: "Mendings", *, yes: bool) -> None:
    """Show the changes and write them if that is wanted; otherwise end the command."""
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for line in mendings.diff():
        put(line, **(_style(line) if coloured else {}))
    for folder, problem in mendings.notes:
        put_line(f"{folder}/{problem}", err=True)
    if not mendings.files:
        mendings.write()  # which only removes the copies that the last run kept
        return
    number = len(mendings.files)
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if not yes and not at_terminal:
        put(gettext("nothing was written; --yes writes these changes"), err=True)
        sys.exit(1)
    if not yes and not agreed(ngettext("Write these changes to {count:,} file?", "Write these changes to {count:,} files?", number)):
        put(gettext("nothing was written"), err=True)
        sys.exit(1)
    mendings.write()
    wrote = ngettext(
        "wrote {count:,} file; the old version is kept beside it, with {suffix} added to its name, until the next --fix",
        "wrote {count:,} files; the old versions are kept beside them, with {suffix} added to their names, until the next --fix",
        number,
        suffix=FORMER,
    )
    put_line(wrote, err=True)


def _style(line: str) -> dict[str, Any]:
    """How a line of a diff looks at a terminal."""
    return {"bold": True} if line.startswith(("--- ", "+++ ")) else {"fg": _COLOURS.get(line[:1])}


def _tell(found: "Sequence[Found]", *, as_json: bool, every: bool) -> None:
    if as_json:
        put_json([_complaint(folder, problem) for folder, problem in found])
    else:
        for line in [f"{folder}/{problem}" for folder, problem in found] if every else problem_lines(found):
            put(line)
    errors = [replace(problem, path=str(folder / problem.path)) for folder, problem in found if problem.is_error]
    warnings = ngettext("{count:,} warning", "{count:,} warnings", len(found) - len(errors))
    put_line(f"{faults_phrase(errors)}, {warnings}", err=True)
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
