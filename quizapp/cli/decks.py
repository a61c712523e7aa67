"""`quizapp deck`: the learner's own deck folders beside the built-in ones."""

import shlex
from pathlib import Path

import click

from quizapp.bootstrap import open_services, open_workbench
from quizapp.cli.lines import note, put_line
from quizapp.cli.main import WholeHelp
from quizapp.cli.reading import refresh
from quizapp.decks.folder import deck_id
from quizapp.domain.errors import DeckError, SettingsError, suggestion
from quizapp.domain.languages import ALTERNATE
from quizapp.domain.names import composed
from quizapp.services.preferences import Preferences
from quizapp.settings import Settings
from quizapp.ui.phrases import count, faults_phrase

SHOWN = 20
"""Files of a deck that are named one by one as left out."""


@click.group(cls=WholeHelp)
def deck() -> None:
    """Your own decks, beside the built-in ones."""


@deck.command("list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """Every deck, its cards, and its folder; and which files in it are left out."""
    services = open_services(settings)
    try:
        refresh(services)
        counts = services.library.counts()
        folders, missing = services.library.folders(), services.library.missing()
    finally:
        services.close()
    workbench = open_workbench(settings)
    for folder in folders:
        number, word = count(counts[deck_id(folder)], "card").split()
        put_line(f"{deck_id(folder):<24} {number:>6} {word:<5}  {folder}")
        for line in left_out_lines(workbench.left_out([folder])):
            put_line(f"  {line}")
    for folder in missing:
        put_line(f"{deck_id(folder):<24}    not there  {folder}")


def left_out_lines(files: list[tuple[Path, str, str]]) -> list[str]:
    """Files that are left out, a line each, with the reason."""
    lines = [f"left out: {name} ({reason})" for _, name, reason in files[:SHOWN]]
    more = len(files) - len(lines)
    return [*lines, f"left out: {count(more, 'more file')}"] if more else lines


@deck.command()
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_obj
def add(settings: Settings, path: Path) -> None:
    """Study the cards in the folder PATH as well."""
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
    for problem in errors:
        put_line(f"{folder}/{problem}", err=True)
    put_line(f"added {deck_id(folder)}: {count(cards, 'card')}{f'; {faults_phrase(errors)}' if errors else ''}")


@deck.command()
@click.argument("name")
@click.option("--title", default="", help="What the deck is called; by default its folder's name.")
@click.option("--language", default="", help='The language of its cards, such as "ko"; by default yours, or English.')
@click.pass_obj
def new(settings: Settings, name: str, title: str, language: str) -> None:
    """Begin a deck in the folder NAME: make the folder with its deck.toml, and study it from now on.

    Example: quizapp deck new ~/decks/sql --title "SQL"
    """
    folder = Path(name).expanduser().absolute()
    begin(settings, folder, title, language)
    put_line(folder)
    note(f'`quizapp new "Your question?" --deck {shlex.quote(str(folder))}` starts a card in it')


def begin(settings: Settings, folder: Path, title: str = "", language: str = "") -> Settings:
    """Makes a deck of the folder and adds it; the settings afterwards. Raises AuthoringError, DeckError and SettingsError."""
    preferences = Preferences(settings)
    mine = settings.language if settings.language != ALTERNATE else ""
    open_workbench(settings).start_deck(folder, title, language or mine or "en")
    try:
        preferences.add_deck(folder)
    except SettingsError as error:
        raise SettingsError(
            f"{error} The deck is made all the same", f"`quizapp deck add {shlex.quote(str(folder))}` has it studied."
        ) from error
    return preferences.settings


@deck.command()
@click.argument("name")
@click.pass_obj
def remove(settings: Settings, name: str) -> None:
    """Study the deck NAME (its name or folder) no longer. Its files and your history stay: adding it again continues."""
    own = {folder: deck_id(Path(folder)) for folder in settings.decks}
    wanted = next((folder for folder, id in own.items() if _means(name, id, folder)), None)
    if wanted is None:
        raise DeckError(f"{name!r} is none of your own decks", suggestion(name, own.values()) if own else "You have added none.")
    Preferences(settings).remove_deck(wanted)
    put_line(f"removed {own[wanted]}; its files and your history stay")


def _means(name: str, id: str, folder: str) -> bool:
    """Whether `name` is that of the deck, or of its folder."""
    return composed(name) in (composed(id), composed(folder)) or Path(name).expanduser().absolute() == Path(folder)


@deck.command()
@click.argument("name")
@click.pass_obj
def copy(settings: Settings, name: str) -> None:
    """Copy the built-in deck NAME into a folder of your own, to edit it there. Your progress follows."""
    services = open_services(settings)
    try:
        refresh(services)
        known = {composed(id): id for id in map(deck_id, services.library.folders())}
        if composed(name) not in known:
            raise DeckError(f"there is no deck {name!r}", suggestion(name, known))
        folder = services.copy_deck(known[composed(name)])
        refresh(services)
    finally:
        services.close()
    put_line(f"copied to {folder}; that copy is studied from now on, and yours to edit")
