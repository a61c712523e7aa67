"""`quizapp new`."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import click

from quizapp.bootstrap import open_workbench
from quizapp.cli.decks import begin, own_language
from quizapp.cli.help import Helped
from quizapp.cli.lines import agreed, note, put_line
from quizapp.decks.script import language_of
from quizapp.domain.errors import AuthoringError, EditorError, UnknownTopicError
from quizapp.domain.i18n import gettext
from quizapp.services.editor import editor_command
from quizapp.services.workbench import StartedCard
from quizapp.settings import Settings


@click.command(cls=Helped)
@click.argument("question")
@click.option("--topic", default="", help="The topic that lists it, given by title or id. A new one is added, after asking.")
@click.option("--deck", default="", help="A deck in use, or a folder; by default, your only own deck. A new one is created, after asking.")
@click.option(
    "--lang",
    default="",
    help='The language of the question, such as "ko"; by default, the one in deck.toml, or what its letters tell. '
    "With the id of an existing card, this starts a translation.",
)
@click.option("--id", default="", help="The id of the card; by default, made from the question.")
@click.option("--no-edit", is_flag=True, help="Do not open the editor.")
@click.option("--yes", is_flag=True, help="Create a missing deck or topic without asking.")
@click.pass_obj
def new(settings: Settings, question: str, topic: str, deck: str, lang: str, id: str, no_edit: bool, yes: bool) -> None:
    """Start a card: create its file, list it in deck.toml, and open your editor. Prints the path of the file.

    Example: quizapp new "What is a join?" --topic Joins
    """
    if deck:
        settings = _with_deck(settings, deck, lang or language_of(question, own_language(settings)), yes=yes)
    draft = _start(settings, question, topic, deck, lang, id, yes=yes)
    put_line(draft.path)
    if not draft.in_use:
        note(gettext("you do not study this deck yet; `quizapp deck add {folder}` adds it", folder=draft.path.parent))
    if draft.translates:
        note(gettext("the translation is left out of the quiz until you write its answer"))
    if not no_edit and sys.stdin.isatty() and sys.stdout.isatty():
        _edit(draft.path, draft.line, settings.editor)


def _with_deck(settings: Settings, deck: str, language: str, *, yes: bool) -> Settings:
    """The settings once the deck exists; it is created in `language` if that is wanted. Raises AuthoringError if it is not."""
    try:
        open_workbench(settings).deck(deck)
    except AuthoringError as error:
        folder = Path(deck).expanduser().absolute()
        if not _wanted(" ".join((str(error), gettext("Create a new deck in {folder}?", folder=folder))), yes=yes):
            hint = " ".join((error.hint, gettext("--yes creates a new deck in {folder}.", folder=folder)))
            raise AuthoringError(error.message, hint.strip()) from error
        return begin(settings, folder, language=language)
    return settings


def _start(settings: Settings, question: str, topic: str, deck: str, lang: str, id: str, *, yes: bool) -> StartedCard:
    """Start the card, and a topic of that name if there is none and one is wanted."""
    start = partial(
        open_workbench(settings).start, question, id=id, language=lang, topic=topic, deck=deck, preferred=own_language(settings)
    )
    try:
        return start()
    except UnknownTopicError as error:
        if not _wanted(" ".join((str(error), gettext("Add the topic {topic!r}?", topic=topic))), yes=yes):
            hint = " ".join((error.hint, gettext("--yes adds it.")))
            raise UnknownTopicError(error.message, hint.strip()) from error
    return start(new_topic=True)


def _wanted(question: str, *, yes: bool) -> bool:
    """Whether the author says yes, or has said so; without a terminal nobody can be asked."""
    return yes or (sys.stdin.isatty() and sys.stdout.isatty() and agreed(question))


def _edit(path: Path, line: int, editor: str) -> None:
    """Open the author's editor. If that fails, the card is there all the same."""
    try:
        command = editor_command(os.environ, path, line, editor)
        code = subprocess.run(command, check=False).returncode  # noqa: S603  (the author's own editor)
    except EditorError as error:
        note(error)
    except OSError as error:
        note(gettext("{program} could not be started: {reason}", program=command[0], reason=error.strerror))
    else:
        if code:
            note(gettext("{program} exited with code {code}.", program=command[0], code=code))
