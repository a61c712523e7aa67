"""`quizapp backup` and `quizapp restore`."""

import sys
from datetime import tzinfo
from pathlib import Path

import click

from quizapp.bootstrap import open_backups
from quizapp.cli.help import Helped
from quizapp.cli.lines import agreed, put, put_json, put_line
from quizapp.domain.i18n import gettext, ngettext
from quizapp.services.backups import Backups, KeptBackup
from quizapp.settings import Settings

NO = 1


@click.command(cls=Helped)
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def backup(settings: Settings, path: Path | None, force: bool, as_json: bool) -> None:
    """Copy your progress to one file.

    Without PATH, the copy goes to the folder of backups. It is checked before it is kept. The app may stay open.

    Example: quizapp backup ~/quizapp-copy.db
    """
    backups = open_backups(settings)
    made = _made(backups, path, force=force)
    if as_json:
        put_json(_fields(made) if made else None)
    elif made is None:
        put(gettext("There is nothing to back up yet."))
    else:
        put_line(f"{made.path}: {_held(made)}")


def _made(backups: Backups, path: Path | None, *, force: bool) -> KeptBackup | None:
    if path is not None:
        return backups.copy(path.expanduser().absolute(), overwrite=force)
    made = backups.make()
    return next((kept for kept in backups.all() if kept.path == made), None)


@click.command(cls=Helped)
@click.argument("which", required=False)
@click.option("--list", "only_list", is_flag=True, help="List the backups and change nothing.")
@click.option("--yes", is_flag=True, help="Restore without asking.")
@click.option("--json", "as_json", is_flag=True, help="List the backups as one JSON document.")
@click.pass_obj
def restore(settings: Settings, which: str | None, only_list: bool, yes: bool, as_json: bool) -> None:
    """Go back to a backup. The present database is kept beside it.

    WHICH is a number from the list, a date such as 2026-03-02, or a file. Without it, the newest backup is restored.

    Example: quizapp restore 2
    """
    backups, zone = open_backups(settings), settings.zone()
    if as_json:
        put_json([_fields(kept) for kept in backups.all()])
        return
    if only_list or not yes:
        _list(backups.all(), zone)
    if only_list:
        return
    chosen = backups.find(which)
    if not yes and not _agreed(chosen, settings.database, zone):
        sys.exit(NO)
    kept = backups.restore(chosen)
    at = chosen.at.astimezone(zone)
    put_line(gettext("Restored {path} to {at:%Y-%m-%d %H:%M}: {held}.", path=settings.database, at=at, held=_held(chosen)))
    if kept is not None:
        put_line(gettext("The previous database is kept at {path}", path=kept))


def _agreed(chosen: KeptBackup, database: Path, zone: tzinfo) -> bool:
    """Whether the learner says yes. If nobody can answer, nothing is changed."""
    if not sys.stdin.isatty():
        raise click.UsageError(gettext("there is no terminal to ask in; add --yes to restore without asking."))
    at = chosen.at.astimezone(zone)
    put_line(gettext("This replaces {path} with the backup of {at:%Y-%m-%d %H:%M} ({held}).", path=database, at=at, held=_held(chosen)))
    return agreed(gettext("Continue?"))


def _list(backups: list[KeptBackup], zone: tzinfo) -> None:
    if not backups:
        put(gettext("There are no backups yet."))
    for number, kept in enumerate(backups, 1):
        put_line(f"{number:>3}  {kept.at.astimezone(zone):%Y-%m-%d %H:%M}  {_held(kept)}")


def _held(kept: KeptBackup) -> str:
    if kept.cards is None or kept.reviews is None:
        return gettext("damaged")
    cards = ngettext("{count:,} card", "{count:,} cards", kept.cards)
    return ", ".join((cards, ngettext("{count:,} review", "{count:,} reviews", kept.reviews)))


def _fields(kept: KeptBackup) -> dict[str, object]:
    return {"file": str(kept.path), "at": f"{kept.at:%Y-%m-%dT%H:%M:%SZ}", "cards": kept.cards, "reviews": kept.reviews}
