"""`quizapp cards` and `quizapp show`."""

import json
import sys

import click

from quizapp.bootstrap import open_services
from quizapp.domain.sections import answer_markdown
from quizapp.services.library import Entry
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
    """Print a card, question and answer: laid out at a terminal, as Markdown into a pipe."""
    services = open_services(settings)
    try:
        services.library.refresh()
        found = services.library.card(card)
        text = found.text(lang or settings.language)
        topic = services.study.reader.topic_titles(text.language).get(found.topic, found.topic)
    finally:
        services.close()
    if lang and text.language != lang:
        click.echo(f"quizapp: {found.id} is not there in {lang!r}; it has {', '.join(found.texts)}.", err=True)
    if sys.stdout.isatty():
        from quizapp.ui.page import print_page

        demo = [f"demo {text.demos[0].demo}"] if text.demos else []
        print_page(text.question, [topic, ", ".join(found.texts), *demo], answer_markdown(text))
    else:
        click.echo(f"# {text.question}\n\n{answer_markdown(text)}")
