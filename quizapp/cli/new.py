"""`quizapp new`."""

import os
import subprocess
import sys
from pathlib import Path

import click

from quizapp.bootstrap import open_workbench
from quizapp.cli.lines import note, put_line
from quizapp.domain.errors import EditorError
from quizapp.services.editor import editor_command
from quizapp.settings import Settings


@click.command()
@click.argument("question")
@click.option("--topic", default="", help="The topic that lists it: its title or id.")
@click.option("--deck", default="", help="A deck in use, or a folder; by default your only own deck.")
@click.option("--lang", default="", help='The language of the question, such as "ko"; with the id of a card that is there, a translation.')
@click.option("--id", default="", help="The card's id; by default made of the question.")
@click.option("--no-edit", is_flag=True, help="Do not open the editor.")
@click.pass_obj
def new(settings: Settings, question: str, topic: str, deck: str, lang: str, id: str, no_edit: bool) -> None:
    """Start a card: its file, its place in deck.toml, and your editor at its answer. Prints the file's path."""
    draft = open_workbench(settings).start(question, id=id, language=lang, topic=topic, deck=deck)
    put_line(draft.path)
    if not draft.in_use:
        note(f"this deck is not studied yet; `quizapp deck add {draft.path.parent}` adds it")
    if draft.translates:
        note("until its answer is written, the translation is left out of the quiz")
    if not no_edit and sys.stdin.isatty() and sys.stdout.isatty():
        _edit(draft.path, draft.line)


def _edit(path: Path, line: int) -> None:
    """Opens the author's editor; where that is impossible, the card is there all the same."""
    try:
        command = editor_command(os.environ, path, line)
        code = subprocess.run(command, check=False).returncode  # noqa: S603  (the author's own editor)
    except EditorError as error:
        note(error)
    except OSError as error:
        note(f"{command[0]} could not be started: {error.strerror}")
    else:
        if code:
            note(f"{command[0]} ended with code {code}")
