"""Writing the config file: what a person wrote in it stays, and each new setting comes with a sentence that explains it."""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from quizapp.domain.errors import SettingsError
from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.settings.kinds import Folders, whole_path
from quizapp.settings.lock import locked
from quizapp.settings.table import SETTINGS, Settings
from quizapp.settings.text import UnreadableError, bytes_of
from quizapp.settings.toml import values_of

BOM = "\ufeff"
HEAD = (
    gettext_noop('The settings of QuizApp. A line that starts with "#" has no effect and shows the default; remove the "#" to change it.'),
    gettext_noop("`quizapp config` shows the settings in force."),
)
"""The first lines of a new file."""


def write(settings: Settings, values: Mapping[str, Any]) -> None:
    """Sets values in the config file, all at once. Raises SettingsError where that is impossible, and then nothing has changed."""

    def put(document: tomlkit.TOMLDocument) -> None:
        for name, value in values.items():
            _set(document, name, value)

    _edit(settings, [*values], put)


def add_deck(settings: Settings, folder: str) -> None:
    """Adds `folder` to the decks in the config file, whatever else they are by now. Raises SettingsError as `write` does."""

    def add(decks: Any) -> None:
        if folder not in map(_whole, decks):
            decks.append(folder)

    _edit(settings, ["decks"], lambda document: add(_decks(document)))


def remove_deck(settings: Settings, folder: str) -> None:
    """Takes `folder` out of the decks in the config file; all others stay. Raises SettingsError as `write` does."""

    def remove(decks: Any) -> None:
        for i in reversed(range(len(decks))):
            if _whole(decks[i]) == folder:
                del decks[i]

    _edit(settings, ["decks"], lambda document: remove(_decks(document)))


def _whole(deck: Any) -> str:
    return whole_path(deck) if isinstance(deck, str) and "\0" not in deck else ""


def _decks(document: tomlkit.TOMLDocument) -> Any:
    decks = document["decks"]
    if not isinstance(decks, tomlkit.items.Array):
        raise ValueError(gettext("decks is not a list"))  # noqa: TRY004  (of the file, not of the program)
    return decks


def _edit(settings: Settings, names: Sequence[str], change: Callable[[tomlkit.TOMLDocument], None]) -> None:
    """Changes the settings `names` in what the file says now, which another program may just have written."""
    file = settings.config_file
    try:
        with locked(_target(file)):
            written = _text_of(file)
            mark, text = written[: written.startswith(BOM)], written.removeprefix(BOM)
            for line, fault in values_of(text).faults:
                raise ValueError(gettext("line {line} {fault}", line=line, fault=fault))  # noqa: TRY301  (reported with those of TOMLKit)
            document = tomlkit.parse(text)
            for name in names:
                if name not in document:
                    text = _with_line(text, name)
                    document = tomlkit.parse(text)
            change(document)
            _put(_target(file), mark + tomlkit.dumps(document))
    except OSError as error:
        reason = error.strerror or str(error)
        raise SettingsError(_unsaved(names, file, reason), gettext("Check that you may write to its folder.")) from error
    except (UnreadableError, ValueError, RecursionError, TOMLKitError) as error:
        raise SettingsError(_unsaved(names, file, error), gettext("`quizapp config --edit` opens it.")) from error


def _unsaved(names: Iterable[str], file: Path, reason: object) -> str:
    return gettext("{name} could not be saved to {file}: {reason}", name=", ".join(names), file=file, reason=reason)


def make(settings: Settings) -> Path:
    """The config file, made where there is none: every setting with its sentence and its default, to be edited by hand."""
    file = settings.config_file
    try:
        if not file.exists():
            with locked(_target(file)):
                if not file.exists():
                    _put(_target(file), template())
    except OSError as error:
        raise SettingsError(gettext("{file} could not be created: {reason}", file=file, reason=error)) from error
    return file


def template() -> str:
    """A config file in which every line is a comment."""
    head = "".join(f"# {line}\n" for line in map(gettext, HEAD))
    plain = [f"\n# {each.sentence}\n# {_line(name)}\n" for name, each in SETTINGS.items() if name != "keymap"]
    return head + "".join(plain) + f'\n# {SETTINGS["keymap"].sentence}\n# [keymap]\n# undo = "u,ctrl+z"\n'


def _set(document: tomlkit.TOMLDocument, name: str, value: Any) -> None:
    """Set the value. What stays in a list of folders keeps its place and its comments."""
    old = document[name]
    if not (isinstance(SETTINGS[name].kind, Folders) and isinstance(old, tomlkit.items.Array)):
        document[name] = list(value) if isinstance(value, tuple) else value
        return
    for i in reversed(range(len(old))):
        if old[i] not in value:
            del old[i]
    old.extend(each for each in value if each not in old)


def _text_of(file: Path) -> str:
    try:
        return bytes_of(file).decode("utf-8")
    except FileNotFoundError:
        return template()


def _with_line(text: str, name: str) -> str:
    """`text` with a line that sets `name` to its default: where it stands as a comment, or with its sentence after all that is there."""
    line = _line(name)
    if re.search(commented := rf"(?m)^# {re.escape(line)}(?=\r?$)", text):
        return re.sub(commented, lambda _: line, text, count=1)
    newline = "\r\n" if "\r\n" in text else "\n"
    above, below = _around_tables(text)
    if above and not above.endswith("\n"):
        above += newline
    gap = newline if above.strip() and not above.endswith(newline * 2) else ""
    return f"{above}{gap}# {SETTINGS[name].sentence}{newline}{line}{newline}{newline if below else ''}{below}"


def _around_tables(text: str) -> tuple[str, str]:
    """`text` before its first table, which ends what can be set above it, and from there on; the comments of a table belong to it."""
    lines = re.split(r"(?<=\n)", text)
    place = next((number for number, line in enumerate(lines) if line.lstrip(" \t").startswith("[")), len(lines))
    while 0 < place < len(lines) and lines[place - 1].lstrip(" \t").startswith("#"):
        place -= 1
    return "".join(lines[:place]), "".join(lines[place:])


def _line(name: str) -> str:
    default = SETTINGS[name].default
    return f"{name} = {tomlkit.item(list(default) if isinstance(default, tuple) else default).as_string()}"


def _target(file: Path) -> Path:
    """The file itself, where `file` is a link to it: the link stays one."""
    return Path(os.path.realpath(file))  # Path's own raises where links lead in a circle


def _put(target: Path, text: str) -> None:
    """All of it or nothing, also where the power fails."""
    draft = target.with_name(f".{target.name}.new")
    with draft.open("wb") as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
    if target.exists():
        shutil.copymode(target, draft)
    draft.replace(target)
    if os.name != "nt":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
