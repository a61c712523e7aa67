"""`quizapp import`."""

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from quizapp.bootstrap import open_importer, open_services
from quizapp.cli.help import Helped
from quizapp.cli.histories import take_in
from quizapp.cli.lines import agreed, chosen, note, put, put_json, put_line
from quizapp.cli.reading import refresh
from quizapp.decks.importing.undecided import OPTIONS, UndecidedError
from quizapp.domain.card import Problem
from quizapp.domain.errors import choices
from quizapp.domain.i18n import gettext, ngettext
from quizapp.services.history_files import is_history
from quizapp.services.imports import Brought
from quizapp.settings import Settings
from quizapp.ui.import_phrases import counts_phrase, look_lines

NO = 1


@click.command("import", cls=Helped)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), help="The folder of the new deck; by default, one among your data.")
@click.option("--as", "dialect", default="", help="How the questions are written, if that is unclear; you are then shown the choices.")
@click.option("--encoding", default="", help="The encoding of files that are not UTF-8, such as cp949.")
@click.option("--set", "settings_", multiple=True, metavar="NAME=VALUE", help="Answer a question about the source in advance.")
@click.option("--yes", is_flag=True, help="Import without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document; without --yes, nothing is written.")
@click.option("--undo", is_flag=True, help="Undo the import into the folder PATH. Files that you have edited stay.")
@click.pass_obj
def import_(
    settings: Settings,
    path: Path,
    to: Path | None,
    dialect: str,
    encoding: str,
    settings_: tuple[str, ...],
    yes: bool,
    as_json: bool,
    undo: bool,
) -> None:
    """Make a deck of questions that are written for another program, or in another way. You see what was found before anything is written.

    PATH is a file or a folder: Markdown with questions as headings or bold lines, Q:/A: files of hashcards and repeater, Obsidian
    flashcards, tables (.csv, .tsv, .txt), or an Anki package (.apkg, .colpkg), whose progress comes along unless you say no. The source is
    never changed. If you import it again, the deck is brought up to date and your progress stays. The deck's import-report.md says what was
    changed and what was left out.

    A history that QuizApp has exported as JSON is added to yours: what is there already is not added twice.

    Example: quizapp import ~/interviews/README.md --to ~/decks/interviews
    """
    if undo:
        _take_back(settings, path)
        return
    if is_history(path):
        take_in(settings, path, yes=yes, as_json=as_json)
        return
    look = _look(settings, path, to, dialect, _options(encoding, settings_), ask=not (yes or as_json))
    if not as_json:
        for line in look_lines(look):
            put(line)
    if not yes and not _agreed(look, as_json=as_json):
        if as_json:
            put_json(_fields(look, imported=False))
            return
        put(gettext("nothing was written"), err=True)
        sys.exit(NO)
    _bring_in(settings, look, as_json=as_json)


def _options(encoding: str, given: tuple[str, ...]) -> dict[str, str]:
    options = {"encoding": encoding} if encoding else {}
    for each in given:
        name, equals, value = each.partition("=")
        if not (name and equals):
            raise click.UsageError(gettext("--set takes NAME=VALUE, not {text!r}.", text=each))
        if name not in OPTIONS:
            raise click.UsageError(gettext("--set knows no {name!r}.", name=name) + " " + choices(OPTIONS))
        options[name] = value
    return options


def _look(settings: Settings, path: Path, to: Path | None, dialect: str, options: Mapping[str, str], *, ask: bool) -> Brought:
    """The look, after asking what only the learner can tell. Raises UndecidedError where nobody can be asked and nothing is usual."""
    importer, options = open_importer(settings), dict(options)
    while True:
        try:
            return importer.look(path, to, dialect, options)
        except UndecidedError as error:
            choice = _chosen(error) if ask and sys.stdin.isatty() and sys.stdout.isatty() else error.default
            if not choice:
                raise
            if error.option == "as":
                dialect = choice
            else:
                options[error.option] = choice


def _chosen(error: UndecidedError) -> str:
    put_line(error.message)
    for number, words in enumerate(error.words, start=1):
        put_line(f"  {number}  {words}")
    return error.choices[chosen(gettext("Which one?"), len(error.choices)) - 1]


def _agreed(look: Brought, *, as_json: bool) -> bool:
    if as_json:
        return False
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        note(gettext("there is no terminal to ask in; --yes imports without asking"))
        return False
    return agreed(gettext("Import them into {folder}?", folder=look.folder))


def _bring_in(settings: Settings, look: Brought, *, as_json: bool) -> None:
    services = open_services(settings)
    try:
        wrote = services.imports.bring_in(look)
        refresh(services)
        problems = [problem for deck, problem in services.library.problems() if deck == look.folder.name and problem.is_error]
    finally:
        services.close()
    if as_json:
        put_json(_fields(look, imported=True))
    else:
        put_line(counts_phrase(look) if wrote.files else gettext("no card has changed") if wrote else gettext("nothing has changed"))
        if wrote.events:
            put_line(ngettext("{count:,} event recorded in your history", "{count:,} events recorded in your history", wrote.events))
        put_line(gettext("The report is in {path}", path=look.folder / "import-report.md"))
    _complain(look, problems)


def _complain(look: Brought, problems: list[Problem]) -> None:
    for problem in problems:
        put_line(f"{look.folder}/{problem}", err=True)


def _take_back(settings: Settings, folder: Path) -> None:
    services = open_services(settings)
    try:
        returned = services.imports.take_back(folder)
        refresh(services)
    finally:
        services.close()
    put_line(ngettext("{count:,} file deleted", "{count:,} files deleted", returned.deleted))
    for name in returned.kept:
        put_line(gettext("{path} stays: you have edited it", path=folder / name))
    if returned.undone:
        put_line(ngettext("{count:,} imported review taken back", "{count:,} imported reviews taken back", returned.undone))


def _fields(look: Brought, *, imported: bool) -> dict[str, object]:
    conversion, writing = look.conversion, look.writing
    return {
        "source": str(look.source),
        "folder": str(look.folder),
        "dialect": conversion.found.dialect,
        "rule": conversion.found.words,
        "kept": [{"place": str(card.note.where), "card": card.id} for card in conversion.as_they_are],
        "changed": [
            {"place": str(card.note.where), "card": card.id, "changes": [[each.kind, each.detail] for each in card.note.changes]}
            for card in conversion.changed
        ],
        "left_out": [{"place": str(each.where), "title": each.title, "reason": each.reason} for each in conversion.left_out],
        "drafts": [{"place": str(draft.note.where), "card": draft.id} for draft in conversion.drafts],
        "reviews": look.reviews,
        "suspended": look.suspended,
        "estimates": look.estimates,
        "new": writing.new,
        "updated": writing.updated,
        "unchanged": writing.unchanged,
        "edited": writing.edited,
        "deleted": writing.deleted,
        "gone": writing.gone,
        "imported": imported,
    }
