"""`quizapp cards`, `quizapp show` and `quizapp check`."""

import json
import sys
from pathlib import Path

import click

from quizapp.bootstrap import open_services
from quizapp.domain.card import Problem
from quizapp.domain.sections import answer_markdown
from quizapp.services.browse import FILTERS, Entry, View, read_cards
from quizapp.services.lab import Lab
from quizapp.services.library import check as check_decks
from quizapp.settings import Settings


@click.command()
@click.argument("words", nargs=-1)
@click.option(
    "--state",
    type=click.Choice(FILTERS),
    help="Only such cards; due are the reviews that today still asks, leech those forgotten again and again.",
)
@click.option("--topic", help="Only cards of this topic, by its title or id.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def cards(settings: Settings, words: tuple[str, ...], state: str | None, topic: str | None, as_json: bool) -> None:
    """Every card, its state and when it is due; or those that hold WORDS in their question, topic or name, the best matches first."""
    services = open_services(settings)
    try:
        services.library.refresh()
        view = View(" ".join(words), services.study.topic(topic) if topic else None, state)
        entries = read_cards(services.study).select(view)
    finally:
        services.close()
    if as_json:
        click.echo(json.dumps([_fields(entry) for entry in entries], ensure_ascii=False, indent=1))
        return
    for entry in entries:
        due = entry.due.isoformat() if entry.due else "-"
        click.echo(f"{entry.id:<40} {entry.state:<9} {due:<10}  {entry.question(settings.language)}")


def _fields(entry: Entry) -> dict[str, object]:
    deck, _, topic = entry.topic.partition("/")
    return {
        "id": entry.id,
        "deck": deck,
        "topic": topic,
        "languages": list(entry.questions),
        "question": entry.questions,
        "demo": entry.demo or None,
        "state": entry.state,
        "due": entry.due and entry.due.isoformat(),
        "recall": entry.recall,
        "lapses": entry.lapses,
        "leech": entry.leech,
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
