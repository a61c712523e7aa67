"""`quizapp new`."""

import os
import subprocess
import sys
from pathlib import Path

import click

from quizapp.bootstrap import open_workbench
from quizapp.cli.decks import begin
from quizapp.cli.lines import agreed, note, put_line
from quizapp.domain.errors import AuthoringError, EditorError, UnknownTopicError
from quizapp.services.editor import editor_command
from quizapp.services.workbench import StartedCard
from quizapp.settings import Settings


@click.command()
@click.argument("question")
@click.option("--topic", default="", help="The topic that lists it: its title or id. A new one is added, after asking.")
@click.option("--deck", default="", help="A deck in use, or a folder; by default your only own deck. A new one is made, after asking.")
@click.option("--lang", default="", help='The language of the question, such as "ko"; with the id of a card that is there, a translation.')
@click.option("--id", default="", help="The card's id; by default made of the question.")
@click.option("--no-edit", is_flag=True, help="Do not open the editor.")
@click.option("--yes", is_flag=True, help="Make the deck or the topic that is not there without asking.")
@click.pass_obj
def new(settings: Settings, question: str, topic: str, deck: str, lang: str, id: str, no_edit: bool, yes: bool) -> None:
    """Start a card: its file, its place in deck.toml, and your editor at its answer. Prints the file's path."""
    if deck:
        settings = _with_deck(settings, deck, yes=yes)
    draft = _start(settings, question, topic, deck, lang, id, yes=yes)
    put_line(draft.path)
    if not draft.in_use:
        note(f"this deck is not studied yet; `quizapp deck add {draft.path.parent}` adds it")
    if draft.translates:
        note("until its answer is written, the translation is left out of the quiz")
    if not no_edit and sys.stdin.isatty() and sys.stdout.isatty():
        _edit(draft.path, draft.line, settings.editor)


def _with_deck(settings: Settings, deck: str, *, yes: bool) -> Settings:
    """The settings once there is the deck, made if that is wanted. Raises AuthoringError where it is not."""
    try:
        open_workbench(settings).deck(deck)
    except AuthoringError as error:
        folder = Path(deck).expanduser().absolute()
        if not _wanted(f"{error} Make a new deck in {folder}?", yes=yes):
            raise AuthoringError(error.message, f"{error.hint} --yes makes a new deck in {folder}.".strip()) from error
        return begin(settings, folder)
    return settings


def _start(settings: Settings, question: str, topic: str, deck: str, lang: str, id: str, *, yes: bool) -> StartedCard:
    """Starts the card, its topic too where there is none of that name and it is wanted."""
    workbench = open_workbench(settings)
    try:
        return workbench.start(question, id=id, language=lang, topic=topic, deck=deck)
    except UnknownTopicError as error:
        if not _wanted(f"{error} Add the topic {topic!r}?", yes=yes):
            raise UnknownTopicError(error.message, f"{error.hint} --yes adds it.".strip()) from error
    return workbench.start(question, id=id, language=lang, topic=topic, deck=deck, new_topic=True)


def _wanted(question: str, *, yes: bool) -> bool:
    """Whether the author says yes, or has said so; without a terminal nobody can be asked."""
    return yes or (sys.stdin.isatty() and sys.stdout.isatty() and agreed(question))


def _edit(path: Path, line: int, editor: str) -> None:
    """Opens the author's editor; where that is impossible, the card is there all the same."""
    try:
        command = editor_command(os.environ, path, line, editor)
        code = subprocess.run(command, check=False).returncode  # noqa: S603  (the author's own editor)
    except EditorError as error:
        note(error)
    except OSError as error:
        note(f"{command[0]} could not be started: {error.strerror}")
    else:
        if code:
            note(f"{command[0]} ended with code {code}")
