"""`quizapp deck`: the learner's own deck folders beside the built-in ones."""

import shlex
from pathlib import Path

import click

from quizapp.bootstrap import open_services, open_workbench
from quizapp.cli.help import HelpedGroup
from quizapp.cli.lines import note, put, put_line
from quizapp.cli.problems import problem_lines
from quizapp.cli.reading import refresh
from quizapp.decks.folder import deck_id
from quizapp.decks.math.layout import padded
from quizapp.decks.suffix import LANGUAGE
from quizapp.domain.errors import DeckError, SettingsError, suggestion
from quizapp.domain.i18n import gettext, ngettext
from quizapp.domain.language_names import mixed_up
from quizapp.domain.languages import ALTERNATE
from quizapp.domain.names import composed
from quizapp.domain.sections import SECTION_NAMES
from quizapp.services.preferences import Preferences
from quizapp.settings import Settings
from quizapp.ui.phrases import faults_phrase

SHOWN = 20
"""How many files of a deck that are left out are listed; the rest are only counted."""


@click.group(cls=HelpedGroup)
def deck() -> None:
    """Manage your own decks, beside the built-in ones.

    Example: quizapp deck list
    """


@deck.command("list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """List every deck with its cards and its folder, and the files in it that are left out.

    Example: quizapp deck list
    """
    services = open_services(settings)
    try:
        refresh(services)
        counts = services.library.counts()
        folders, missing = services.library.folders(), services.library.missing()
    finally:
        services.close()
    workbench = open_workbench(settings)
    for folder in folders:
        cards = ngettext("{count:,} card", "{count:,} cards", counts[deck_id(folder)])
        put_line(f"{padded(deck_id(folder), 24)} {padded(cards, 12, 'r')}  {folder}")
        for line in left_out_lines(workbench.left_out([folder])):
            put_line(f"  {line}")
    absent = gettext("missing")
    for folder in missing:
        put_line(f"{padded(deck_id(folder), 24)} {padded(absent, 12, 'r')}  {folder}")


def _row(folder: Path, state: str) -> str:
    return f"{padded(deck_id(folder), 24)} {padded(state, 12, 'r')}  {folder}"


def left_out_lines(files: list[tuple[Path, str, str]]) -> list[str]:
    """A line for each file that is left out, with the reason."""
    lines = [gettext("left out: {file} ({reason})", file=name, reason=reason) for _, name, reason in files[:SHOWN]]
    if more := len(files) - len(lines):
        lines.append(ngettext("left out: {count:,} more file", "left out: {count:,} more files", more))
    return lines


@deck.command()
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_obj
def add(settings: Settings, path: Path) -> None:
    """Study the cards in the folder PATH as well.

    Example: quizapp deck add ~/decks/sql
    """
    folder = path.expanduser().absolute()
    services = open_services(settings)
    try:
        services.library.check_new(folder)
        services.preferences.add_deck(folder)
        refresh(services)
        cards = services.library.counts()[deck_id(folder)]
        errors = [problem for deck, problem in services.library.problems() if deck == deck_id(folder) and problem.is_error]
    finally:
        services.close()
    for line in problem_lines([(folder, problem) for problem in errors]):
        put(line, err=True)
    added = ngettext("added {deck}: {count:,} card", "added {deck}: {count:,} cards", cards, deck=deck_id(folder))
    put_line("; ".join((added, faults_phrase(errors))) if errors else added)


@deck.command()
@click.argument("name")
@click.option("--title", default="", help="The title of the deck; by default, the name of its folder.")
@click.option("--language", default="", help='The language of its cards, such as "ko"; by default, yours, or English.')
@click.pass_obj
def new(settings: Settings, name: str, title: str, language: str) -> None:
    """Start a deck in the folder NAME: create the folder and its deck.toml, and study it from now on.

    Example: quizapp deck new ~/decks/sql --title "SQL"
    """
    folder = Path(name).expanduser().absolute()
    begin(settings, folder, title, language)
    put_line(folder)
    note(gettext('`quizapp new "Your question?" --deck {folder}` starts a card in it', folder=shlex.quote(str(folder))))


def own_language(settings: Settings) -> str:
    """The language that an author of these settings writes in; empty where nothing says one that is known."""
    asked_in = mixed_up(settings.asked_in) or settings.asked_in
    known = settings.language or asked_in in SECTION_NAMES
    return asked_in if known and asked_in != ALTERNATE and LANGUAGE.fullmatch(asked_in) else ""


def begin(settings: Settings, folder: Path, title: str = "", language: str = "") -> Settings:
    """Make the folder a deck and add it; returns the new settings. Raises AuthoringError, DeckError and SettingsError."""
    preferences = Preferences(settings)
    open_workbench(settings).start_deck(folder, title, language or own_language(settings) or "en")
    try:
        preferences.add_deck(folder)
    except SettingsError as error:
        raise SettingsError(
            " ".join((str(error), gettext("The deck itself was created"))),
            gettext("`quizapp deck add {folder}` adds it.", folder=shlex.quote(str(folder))),
        ) from error
    return preferences.settings


@deck.command()
@click.argument("name")
@click.pass_obj
def remove(settings: Settings, name: str) -> None:
    """Stop studying the deck NAME, given by its name or folder. Its files and your history stay; if you add it again, you carry on.

    Example: quizapp deck remove sql
    """
    own = {folder: deck_id(Path(folder)) for folder in settings.decks}
    wanted = next((folder for folder, id in own.items() if _means(name, id, folder)), None)
    if wanted is None:
        hint = suggestion(name, own.values()) if own else gettext("You have not added any.")
        raise DeckError(gettext("you have no deck {name!r} of your own", name=name), hint)
    Preferences(settings).remove_deck(wanted)
    put_line(gettext("removed {deck}; its files and your history stay", deck=own[wanted]))


def _means(name: str, id: str, folder: str) -> bool:
    """Whether `name` is that of the deck, or of its folder."""
    return composed(name) in (composed(id), composed(folder)) or Path(name).expanduser().absolute() == Path(folder)


@deck.command()
@click.argument("name")
@click.pass_obj
def copy(settings: Settings, name: str) -> None:
    """Copy the built-in deck NAME to a folder of your own, where you can edit it. Your progress carries over.

    Example: quizapp deck copy deep-learning
    """
    services = open_services(settings)
    try:
        refresh(services)
        known = {composed(id): id for id in map(deck_id, services.library.folders())}
        if composed(name) not in known:
            raise DeckError(gettext("there is no deck {name!r}", name=name), suggestion(name, known))
        folder = services.copy_deck(known[composed(name)])
        refresh(services)
    finally:
        services.close()
    put_line(gettext("copied to {folder}; from now on you study that copy, and you can edit it", folder=folder))
