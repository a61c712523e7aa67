"""`quizapp cards` and `quizapp show`."""

import sys

import click

from quizapp.bootstrap import open_services
from quizapp.cli.lines import note, put, put_json, put_line
from quizapp.cli.main import NO
from quizapp.cli.reading import refresh
from quizapp.domain.markdown_text import as_markdown
from quizapp.domain.sections import answer_markdown
from quizapp.services.browse import FILTERS, Entry, View, read_cards
from quizapp.settings import Settings

_FILTERS = {filter.value: filter for filter in FILTERS}


@click.command()
@click.argument("words", nargs=-1)
@click.option(
    "--state",
    type=click.Choice([*_FILTERS]),
    help="Only such cards; due are the reviews that today still asks, leech those forgotten again and again.",
)
@click.option("--topic", help="Only cards of this topic, by its title or id.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def cards(settings: Settings, words: tuple[str, ...], state: str | None, topic: str | None, as_json: bool) -> None:
    """Every card, its state and when it is due; or those that hold WORDS, the best matches first.

    Words are looked for in questions, answers, key points with their synonyms, topics and names. Exit 1: there is no such card.

    \b
    Example: quizapp cards gradient --state new
    """
    services = open_services(settings)
    try:
        refresh(services)
        view = View(" ".join(words), services.catalog.topic(topic) if topic else None, _FILTERS[state] if state else None)
        listed = read_cards(services.study)
        if words:
            listed.look_inside(services.catalog.answers())
        entries = listed.select(view)
    finally:
        services.close()
    if as_json:
        put_json([_fields(entry) for entry in entries])
    else:
        for entry in entries:
            due = entry.due.isoformat() if entry.due else "-"
            put_line(f"{entry.id:<40} {entry.state:<9} {due:<10}  {entry.question(settings.language)}")
    if not entries:
        note(_nothing(view, len(listed.entries)))
        sys.exit(NO)


def _nothing(view: View, cards: int) -> str:
    """Why no card is listed."""
    if not cards:
        return "there is no card yet. `quizapp new` starts one, `quizapp deck add` takes a folder of them."
    holding = f" with {view.words!r} in it" if view.words else ""
    options = " that your options allow" if view.topic or view.state else ""
    return f"there is no card{holding}{options}. `quizapp cards` lists all {cards:,}."


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
    """Print a card, question and answer: laid out at a terminal, as Markdown into a pipe."""
    services = open_services(settings)
    try:
        refresh(services)
        found = services.catalog.named(card)
        text = found.text(lang or settings.language)
        topic = services.catalog.topic_titles(text.language).get(found.topic, found.topic)
    finally:
        services.close()
    if lang and text.language != lang:
        note(f"{found.id} is not there in {lang!r}; it has {', '.join(found.texts)}.")
    if sys.stdout.isatty():
        from quizapp.ui.card_printer import print_card

        demo = [f"demo {text.demos[0].demo}"] if text.demos else []
        print_card(text.question, [topic, ", ".join(found.texts), *demo], answer_markdown(text))
    else:
        put(f"# {as_markdown(text.question)}\n\n{answer_markdown(text)}")
