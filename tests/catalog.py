"""The catalogue of everything that a person reads: `python -m tests.catalog` writes quizapp/locale/quizapp.pot anew from the sources."""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from quizapp.settings import SETTINGS
from quizapp.ui.commands import by_name
from quizapp.ui.screens.settings import plain
from tests.declared import ROOT, project

POT = ROOT / "quizapp/locale/quizapp.pot"
KEYWORDS = {"gettext": None, "gettext_noop": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
METHODS = [("**.py", "python")]
HEADER = "# The sentences of QuizApp, in English.\n# `make catalog` writes this file from the sources.\n#"


def extracted() -> Catalog:
    """What the sources hold: marked sentences, what the commands say of themselves, and the names of the settings."""
    catalog = Catalog(project="QuizApp", version=project()["version"], header_comment=HEADER, fuzzy=False)
    sources = ROOT / "quizapp"
    for path, line, message, comments, context in extract_from_dir(sources, METHODS, keywords=KEYWORDS, comment_tags=("Translators:",)):
        catalog.add(message, locations=[(f"quizapp/{path}", line)], auto_comments=comments, context=context)
    for path, message in (*_of_commands(), *_of_settings()):
        catalog.add(message, locations=[(path, 1)])
    return catalog


def _of_commands() -> Iterator[tuple[str, str]]:
    for command in by_name().values():
        path = f"{command.__module__.replace('.', '/')}.py"
        yield path, command.label
        yield path, command.summary()


def _of_settings() -> Iterator[tuple[str, str]]:
    for name in SETTINGS:
        yield "quizapp/ui/screens/settings.py", plain(name)


def looks_up(call: ast.Call) -> bool:
    """Whether `call` is one of those by which a message is looked up or marked."""
    return isinstance(call.func, ast.Name) and call.func.id in KEYWORDS


def written() -> Catalog:
    """What the file holds."""
    with POT.open("rb") as file:
        return read_po(file)


def write(path: Path = POT) -> None:
    """Write the sentences to `path`, in the order of the files they stand in."""
    catalog = extracted()
    with path.open("wb") as file:
        write_po(file, catalog, width=140, sort_by_file=True, include_lineno=False)


if __name__ == "__main__":
    write()
