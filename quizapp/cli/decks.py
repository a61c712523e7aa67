"""`quizapp deck`: the learner's own deck folders beside the built-in ones."""

from pathlib import Path

import click

from quizapp.bootstrap import open_services, open_workbench
from quizapp.cli.lines import put_line
from quizapp.cli.reading import refresh
from quizapp.domain.errors import DeckError, suggestion
from quizapp.services.library import deck_id
from quizapp.settings import Settings


@click.group()
def deck() -> None:
    """Your own decks, beside the built-in ones."""


@deck.command("list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """Every deck, its cards, and its folder."""
    services = open_services(settings)
    try:
        refresh(services)
        counts = services.library.counts()
        folders, missing = services.library.folders(), services.library.missing()
    finally:
        services.close()
    for folder in folders:
        put_line(f"{deck_id(folder):<24} {counts[deck_id(folder)]:>6} cards  {folder}")
    for folder in missing:
        put_line(f"{deck_id(folder):<24}    not there  {folder}")


@deck.command()
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_obj
def add(settings: Settings, path: Path) -> None:
    """Study the cards in the folder PATH as well."""
    folder = path.expanduser().absolute()
    services = open_services(settings)
    try:
        services.library.check_new(folder)
        problems = [problem for _, problem in open_workbench(settings).check([folder])]
        services.preferences.remember_decks((*settings.decks, str(folder)))
    finally:
        services.close()
    errors = sum(problem.is_error for problem in problems)
    for problem in problems:
        if problem.is_error:
            put_line(f"{folder}/{problem}", err=True)
    put_line(f"added {deck_id(folder)}" + (f"; {errors} mistakes keep cards out of it" if errors else ""))


@deck.command()
@click.argument("name")
@click.pass_obj
def remove(settings: Settings, name: str) -> None:
    """Study the deck NAME (its name or folder) no longer. Its files and your history stay: adding it again continues."""
    own = {folder: deck_id(Path(folder)) for folder in settings.decks}
    wanted = next((folder for folder, id in own.items() if name in (id, folder) or Path(name).absolute() == Path(folder)), None)
    if wanted is None:
        raise DeckError(f"{name!r} is none of your own decks", suggestion(name, own.values()) if own else "You have added none.")
    services = open_services(settings)
    try:
        services.preferences.remember_decks(tuple(folder for folder in settings.decks if folder != wanted))
    finally:
        services.close()
    put_line(f"removed {own[wanted]}; its files and your history stay")


@deck.command()
@click.argument("name")
@click.pass_obj
def copy(settings: Settings, name: str) -> None:
    """Copy the built-in deck NAME into a folder of your own, to edit it there. Your progress follows."""
    services = open_services(settings)
    try:
        refresh(services)
        known = [deck_id(folder) for folder in services.library.folders()]
        if name not in known:
            raise DeckError(f"there is no deck {name!r}", suggestion(name, known))
        folder = services.copy_deck(name)
        refresh(services)
    finally:
        services.close()
    put_line(f"copied to {folder}; that copy is studied from now on, and yours to edit")
