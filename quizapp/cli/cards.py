"""`quizapp cards`, `quizapp show` and `quizapp check`."""

import json
import sys
from pathlib import Path

import click

from quizapp.bootstrap import open_services
from quizapp.domain.card import Problem
from quizapp.domain.sections import answer_markdown
from quizapp.services.lab import Lab
from quizapp.services.library import Entry
from quizapp.services.library import check as check_decks
from quizapp.settings import Settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def cards(settings: Settings, as_json: bool) -> None:
    """Every card, its state and when it is due."""
    services = open_services(settings)
    try:
        services.library.refresh()
        entries = services.library.entries()
    finally:
        services.close()
    if as_json:
        click.echo(json.dumps([_fields(entry) for entry in entries], ensure_ascii=False, indent=1))
        return
    for entry in entries:
        question = entry.questions.get(settings.language) or next(iter(entry.questions.values()))
        due = entry.listed.due.isoformat() if entry.listed.due else "-"
        click.echo(f"{entry.listed.id:<40} {entry.listed.state:<9} {due:<10}  {question}")


def _fields(entry: Entry) -> dict[str, object]:
    listed = entry.listed
    return {
        "id": listed.id,
        "deck": listed.deck,
        "topic": listed.topic.partition("/")[2],
        "languages": list(entry.questions),
        "question": entry.questions,
        "demo": entry.demo or None,
        "state": listed.state,
        "due": listed.due and listed.due.isoformat(),
    }


@click.command()
@click.argument("card")
@click.option("--lang", default="", help='Show it in this language, such as "ko".')
@click.pass_obj
def show(settings: Settings, card: str, lang: str) -> None:
    """Print a card, question and answer."""
    services = open_services(settings)
    try:
        services.library.refresh()
        found = services.library.card(card)
    finally:
        services.close()
    text = found.text(lang or settings.language)
    if lang and text.language != lang:
        click.echo(f"quizapp: {found.id} is not there in {lang!r}; it has {', '.join(found.texts)}.", err=True)
    click.echo(f"# {text.question}\n\n{answer_markdown(text)}")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def check(settings: Settings, paths: tuple[Path, ...], as_json: bool) -> None:
    """Check decks: every mistake with its file, its line, and what to write instead; and warnings about what could be better.

    PATHS are decks, folders of decks, or single files; without any, the decks in use.
    """
    in_use = (settings.content, *(Path(deck) for deck in settings.decks if Path(deck).is_dir()))
    found = [each for path in paths or in_use for each in check_decks(path, Lab().check_link)]
    if as_json:
        click.echo(json.dumps([_complaint(folder, problem) for folder, problem in found], ensure_ascii=False, indent=1))
    for folder, problem in found if not as_json else ():
        click.echo(f"{folder}/{problem}")
    errors = sum(problem.severity == "error" for _, problem in found)
    click.echo(f"{errors} errors, {len(found) - errors} warnings", err=True)
    if errors:
        sys.exit(1)


def _complaint(folder: Path, problem: Problem) -> dict[str, object]:
    return {
        "path": str(folder / problem.path),
        "line": problem.line or None,
        "severity": problem.severity,
        "message": problem.message,
    }
