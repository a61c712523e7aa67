"""`quizapp cards` and `quizapp show`."""

import shlex
import sys
from collections.abc import Sequence

import click

from quizapp.bootstrap import open_services
from quizapp.cli.help import Helped
from quizapp.cli.lines import note, put, put_json, put_line
from quizapp.cli.main import NO
from quizapp.cli.reading import refresh
from quizapp.decks.math.layout import padded
from quizapp.domain.card import Card
from quizapp.domain.errors import UnknownCardError
from quizapp.domain.i18n import gettext, ngettext
from quizapp.domain.language_names import meant
from quizapp.domain.markdown_text import as_markdown
from quizapp.domain.names import folded
from quizapp.domain.sections import answer_markdown
from quizapp.services.browse import FILTERS, Entry, View, read_cards
from quizapp.services.container import Services
from quizapp.settings import Settings

MOST_LISTED = 10
"""Cards that are listed where words fit several."""
_FILTERS = {filter.value: filter for filter in FILTERS}


@click.command(cls=Helped)
@click.argument("words", nargs=-1)
@click.option(
    "--state",
    type=click.Choice([*_FILTERS]),
    help="Only cards in this state. due: reviews still to come today; leech: forgotten again and again.",
)
@click.option("--topic", help="Only cards of this topic, given by title or id.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def cards(settings: Settings, words: tuple[str, ...], state: str | None, topic: str | None, as_json: bool) -> None:
    """List every card with its state and when it is due, or only those that match WORDS, best matches first.

    Questions, answers, key points with their synonyms, topics and ids are searched. The exit code is 1 if no card matches.

    Example: quizapp cards gradient --state new
    """
    services = open_services(settings)
    try:
        refresh(services)
        view = View(" ".join(words), services.catalog.topic(topic) if topic else None, _FILTERS[state] if state else None)
        listed = read_cards(services.study)
        if words:
            listed.look_inside(services.catalog.answers(), services.catalog.other_words())
        entries = listed.select(view)
    finally:
        services.close()
    if as_json:
        put_json([_fields(entry) for entry in entries])
    else:
        for entry in entries:
            due = entry.due.isoformat() if entry.due else "-"
            put_line(f"{padded(entry.id, 40)} {entry.state:<9} {due:<10}  {entry.question(settings.asked_in)}")
    if not entries:
        note(_nothing(view, len(listed.entries)))
        sys.exit(NO)


def _nothing(view: View, cards: int) -> str:
    """Why no card is listed."""
    if not cards:
        return gettext("there are no cards yet. `quizapp new` starts one; `quizapp deck add` adds a folder of them.")
    if not view.words:
        none = gettext("no card matches these options.")
    elif view.topic or view.state:
        none = gettext("no card matches {words!r} and these options.", words=view.words)
    else:
        none = gettext("no card matches {words!r}.", words=view.words)
    return " ".join((none, ngettext("`quizapp cards` lists the only one.", "`quizapp cards` lists all {count:,}.", cards)))


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
        "estimated": entry.estimated,
        "lapses": entry.lapses,
        "leech": entry.leech,
    }


@click.command(cls=Helped)
@click.argument("card", nargs=-1, required=True)
@click.option("--lang", default="", help='Show it in this language, such as "ko".')
@click.pass_obj
def show(settings: Settings, card: tuple[str, ...], lang: str) -> None:
    """Print the CARD with this id, or with these words in its question: formatted in a terminal, as Markdown in a pipe.

    If the words fit several cards, they are listed, and the exit code is 1.

    Example: quizapp show mlp
    """
    services = open_services(settings)
    try:
        refresh(services)
        found = _card(services, " ".join(card), settings.asked_in)
        text = found.text(lang or settings.asked_in)
        topic = services.catalog.topic_titles(text.language).get(found.topic, found.topic)
    finally:
        services.close()
    if lang and not meant(lang, found.texts):
        languages = ", ".join(found.texts)
        note(gettext("{card} is not written in {language!r}; it has {languages}.", card=found.id, language=lang, languages=languages))
    if sys.stdout.isatty():
        from quizapp.ui.card_printer import print_card

        demo = [gettext("demo {name}", name=text.demos[0].demo)] if text.demos else []
        print_card(text.question, [topic, ", ".join(found.texts), *demo], answer_markdown(text))
    else:
        put(f"# {as_markdown(text.question)}\n\n{answer_markdown(text)}")


def _card(services: Services, name: str, language: str) -> Card:
    """The card that is called `name`, or the only one that asks about it. Raises UnknownCardError; several are listed, and it exits."""
    try:
        return services.catalog.named(name)
    except UnknownCardError:
        listed, others = read_cards(services.study), services.catalog.other_words()
        if any(folded(name) == folded(entry.id.partition("/")[2]) for entry in listed.entries):
            raise
        found = listed.known_by(name, others)
        if len(found) == 1:
            return services.catalog.card(found[0].id)
        if not found:
            listed.look_inside(services.catalog.answers(), others)
            found = listed.select(View(words=name))
        if not found:
            raise
    _list(name, found, language)
    sys.exit(NO)


def _list(name: str, found: Sequence[Entry], language: str) -> None:
    """Says, beside the output, which cards `name` may mean."""
    note(ngettext("{count:,} card has to do with {name!r}:", "{count:,} cards have to do with {name!r}:", len(found), name=name))
    for entry in found[:MOST_LISTED]:
        put_line(f"{padded(entry.id, 40)} {entry.question(language)}", err=True)
    if len(found) > MOST_LISTED:
        note(gettext("`quizapp cards {name}` lists them all", name=shlex.quote(name)))
