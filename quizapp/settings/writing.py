"""Writing the config file: whatever a person wrote into it stays, and what is new comes with its sentence."""

import re
import shutil
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from quizapp.domain.errors import SettingsError
from quizapp.settings.table import SETTINGS, Settings

HEAD = """\
# The settings of QuizApp. A line that starts with "#" is not in force and shows the default: take the "#" away to change it.
# `quizapp config` tells what is in force.
"""


def write(settings: Settings, name: str, value: Any) -> None:
    """Sets one value in the config file. Raises SettingsError where that is impossible, and then nothing has changed."""
    file = settings.config_file
    try:
        text = _text_of(file)
        document = tomlkit.parse(text)
        if name not in document:
            document = tomlkit.parse(_with_line(text, name))
        _set(document, name, value)
        _put(file, tomlkit.dumps(document))
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise SettingsError(f"{name} could not be saved to {file}: {error}") from error


def make(settings: Settings) -> Path:
    """The config file, made where there is none: every setting with its sentence and its default, to be edited by hand."""
    file = settings.config_file
    if not file.exists():
        try:
            _put(file, template())
        except OSError as error:
            raise SettingsError(f"{file} could not be made: {error}") from error
    return file


def template() -> str:
    """A config file in which nothing is in force."""
    plain = [f"\n# {each.sentence}\n# {_line(name)}\n" for name, each in SETTINGS.items() if name != "keymap"]
    return HEAD + "".join(plain) + f'\n# {SETTINGS["keymap"].sentence}\n# [keymap]\n# undo = "u,ctrl+z"\n'


def _set(document: tomlkit.TOMLDocument, name: str, value: Any) -> None:
    """Of a list, what stays keeps its place and its comments."""
    old = document[name]
    if not (isinstance(value, tuple) and isinstance(old, tomlkit.items.Array)):
        document[name] = list(value) if isinstance(value, tuple) else value
        return
    for i in reversed(range(len(old))):
        if old[i] not in value:
            del old[i]
    old.extend(each for each in value if each not in old)


def _text_of(file: Path) -> str:
    return file.read_bytes().decode("utf-8") if file.exists() else template()


def _with_line(text: str, name: str) -> str:
    """`text` with a line that sets `name` to its default: where it stands as a comment, or with its sentence after all that is there."""
    line = _line(name)
    if re.search(commented := rf"(?m)^# {re.escape(line)}(?=\r?$)", text):
        return re.sub(commented, lambda _: line, text, count=1)
    newline = "\r\n" if "\r\n" in text else "\n"
    table = re.search(r"(?m)^([ \t]*#.*\r?\n)*[ \t]*\[", text)  # a table ends what can be set above it; its comments belong to it
    above, below = (text[: table.start()], text[table.start() :]) if table else (text, "")
    if above and not above.endswith("\n"):
        above += newline
    gap = newline if above.strip() and not above.endswith(newline * 2) else ""
    return f"{above}{gap}# {SETTINGS[name].sentence}{newline}{line}{newline}{newline if below else ''}{below}"


def _line(name: str) -> str:
    default = SETTINGS[name].default
    return f"{name} = {tomlkit.item(list(default) if isinstance(default, tuple) else default).as_string()}"


def _put(file: Path, text: str) -> None:
    """All of it or nothing; a link to the file stays one."""
    target = file.resolve()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.new")
    draft.write_bytes(text.encode("utf-8"))
    if target.exists():
        shutil.copymode(target, draft)
    draft.replace(target)
