"""`quizapp config`: the settings in force, the file they stand in, and the keys."""

import os
import subprocess
import sys

import click

from quizapp.cli.help import Helped
from quizapp.cli.lines import note, put_json, put_line
from quizapp.domain.drawable import json_document
from quizapp.domain.i18n import gettext
from quizapp.services.editor import editor_command
from quizapp.services.preferences import Preferences
from quizapp.settings import SETTINGS, Settings


@click.command(cls=Helped)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--edit", is_flag=True, help="Open the settings file in your editor. It is created if needed.")
@click.option("--keys", is_flag=True, help="List the commands of the app with their keys, which [keymap] can change.")
@click.pass_obj
def config(settings: Settings, as_json: bool, edit: bool, keys: bool) -> None:
    """Show the settings in force, and where everything is kept.

    Example: quizapp config --edit
    """
    preferences = Preferences(settings)
    if edit:
        _edit(preferences)
    elif keys:
        _tell_keys(preferences)
    else:
        _tell(preferences.settings, as_json=as_json)
    for problem in (*preferences.settings.problems, *_keymap(preferences)[1]):
        note(problem)


def _tell(settings: Settings, *, as_json: bool) -> None:
    places = {
        "config_file": settings.config_file,
        "database": settings.database,
        "content": settings.content,
        "crash_files": settings.state_dir,
    }
    shown = {name: getattr(settings, name) for name in SETTINGS} | {name: str(path) for name, path in places.items()}
    if as_json:
        put_json(shown)
        return
    for name, value in shown.items():
        put_line(f"{name:<18} {json_document(value) if isinstance(value, dict | tuple) else value}".rstrip())


def _edit(preferences: Preferences) -> None:
    """Mistakes in the saved file are reported as always."""
    command = editor_command(os.environ, preferences.file(), 1, preferences.settings.editor)
    code = subprocess.run(command, check=False).returncode  # noqa: S603  (the learner's own editor)
    preferences.reread()
    if code:
        note(gettext("{program} exited with code {code}.", program=command[0], code=code))
        sys.exit(1)


def _tell_keys(preferences: Preferences) -> None:
    from quizapp.ui import commands

    keymap, _ = _keymap(preferences)
    commands.Command.chosen = keymap
    for name, command in commands.by_name().items():
        put_line(f"{name:<20} {keymap.get(name, command.key):<36} {command.describe()}")


def _keymap(preferences: Preferences) -> tuple[dict[str, str], list[str]]:
    """The keys in force that are not the default ones, and what is wrong with the learner's own."""
    settings = preferences.settings
    if settings.keys == "default" and not settings.keymap:
        return {}, []
    from quizapp.ui.keymap import places, resolve

    keymap, problems = resolve(settings.keys, settings.keymap, lambda name: preferences.place(name, "keymap"), places())
    return dict(keymap), problems
