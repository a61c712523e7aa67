"""The catalogue of everything that a person reads.

`python -m tests.catalog` writes quizapp/locale/quizapp.pot anew from the sources, brings the translations up to it and compiles them.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from hatch_build import compile_catalogues
from quizapp.cli.help import help_of
from quizapp.cli.main import group
from quizapp.demos.catalogue import demos
from quizapp.demos.kit import Bands, Choice, Demo
from quizapp.demos.parameters import CHOICE
from quizapp.settings import SETTINGS
from quizapp.ui.commands import by_name
from quizapp.ui.screens.settings import plain
from tests.declared import ROOT, project

POT = ROOT / "quizapp/locale/quizapp.pot"
KEYWORDS = {"gettext": None, "gettext_noop": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
TEMPLATES = {"say": 0, "found": 1}
"""The functions by which a demo tells its run, and the place of the sentence among their arguments."""
METHODS = [("**.py", "python")]
HEADER = "# The sentences of QuizApp, in English.\n# `make catalog` writes this file from the sources.\n#"


def extracted() -> Catalog:
    """What the sources hold: marked sentences, what the commands say of themselves, and the names of the settings."""
    catalog = Catalog(project="QuizApp", version=project()["version"], header_comment=HEADER, fuzzy=False)
    sources = ROOT / "quizapp"
    for path, line, message, comments, context in extract_from_dir(sources, METHODS, keywords=KEYWORDS, comment_tags=("Translators:",)):
        catalog.add(message, locations=[(f"quizapp/{path}", line)], auto_comments=comments, context=context)
    for path, message in (*_of_commands(), *_of_help(group), *_of_demos()):
        catalog.add(message, locations=[(path, 1)])
    for path, message in _of_choices():
        catalog.add(message, locations=[(path, 1)], context=CHOICE)
    for name in SETTINGS:
        catalog.add(plain(name), locations=[("quizapp/ui/screens/settings.py", 1)], context="a setting")
    return catalog


def _of_commands() -> Iterator[tuple[str, str]]:
    for command in by_name().values():
        path = f"{command.__module__.replace('.', '/')}.py"
        yield path, command.label
        yield path, command.summary()


def _of_help(command: click.Command, path: str = "quizapp/cli/main.py") -> Iterator[tuple[str, str]]:
    """What a command of the command line and its options say in their help, then those below it."""
    with click.Context(command) as context:
        yield path, help_of(command)
        yield from ((path, option.help) for option in command.get_params(context) if isinstance(option, click.Option) and option.help)
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                below = command.get_command(context, name)
                assert below is not None
                module = getattr(below.callback, "__module__", "")
                yield from _of_help(below, f"{module.replace('.', '/')}.py")


def _path_of(demo: Demo) -> str:
    return f"{demo.module.__name__.replace('.', '/')}.py"


def _of_demos() -> Iterator[tuple[str, str]]:
    """What demos say of themselves, what they ask, and the sentences of their runs."""
    for demo in demos().values():
        path = _path_of(demo)
        labels = [parameter.english for parameter in demo.parameters]
        words = list(demo.predict.words) if isinstance(demo.predict, Bands) else []
        templates = [text for each in templates_of(ast.parse("\n".join(demo.source))) for text in literals(each)]
        itself = [demo.english_title, demo.english_summary, *filter(None, demo.english_claim)]
        for message in (*itself, *labels, demo.predict.english, *words, *templates):
            yield path, message


def _of_choices() -> Iterator[tuple[str, str]]:
    """The words that a parameter of a demo can be, which are typed as they are in every language and read in one's own."""
    for demo in demos().values():
        for parameter in demo.parameters:
            if isinstance(parameter, Choice):
                yield from ((_path_of(demo), option) for option in parameter.options)


def templates_of(tree: ast.AST) -> Iterator[ast.expr]:
    """The sentence of each `say` and each `found` in `tree`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TEMPLATES:
            yield node.args[TEMPLATES[node.func.id]]


def literals(template: ast.expr) -> list[str]:
    """The texts that `template` can be: one that is written there, or one of two. Nothing where it is put together."""
    if isinstance(template, ast.IfExp):
        either, other = literals(template.body), literals(template.orelse)
        return [*either, *other] if either and other else []
    return [template.value] if isinstance(template, ast.Constant) and isinstance(template.value, str) else []


def looks_up(call: ast.Call) -> bool:
    """Whether `call` is one of those by which a message is looked up or marked."""
    return isinstance(call.func, ast.Name) and call.func.id in KEYWORDS


def written(path: Path = POT) -> Catalog:
    """What the file holds."""
    with path.open("rb") as file:
        return read_po(file)


def translations() -> list[Path]:
    """The translated catalogues."""
    return sorted(POT.parent.glob("*/LC_MESSAGES/quizapp.po"))


def write() -> None:
    """Write the sentences, in the order of the files they stand in, and bring the translations up to them: what is new in them is empty."""
    template = extracted()
    template.creation_date = written().creation_date  # a new one would be all that changes, and a conflict for whoever merges
    _write(POT, template)
    for path in translations():
        catalog = written(path)
        catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
        catalog.obsolete.clear()
        _write(path, catalog)
    compile_catalogues(ROOT, ROOT)


def _write(path: Path, catalog: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, catalog, width=140, sort_by_file=True, include_lineno=False)


if __name__ == "__main__":
    write()
