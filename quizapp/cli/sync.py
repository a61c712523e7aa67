"""`quizapp sync`."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from quizapp.cli.group import prepare
from quizapp.cli.help import Helped
from quizapp.cli.lines import note, put, put_json, put_line
from quizapp.domain.errors import OutOfReachError
from quizapp.domain.i18n import gettext
from quizapp.domain.wire import plain
from quizapp.services.container import Services
from quizapp.services.sync import Synced, SyncStatus
from quizapp.settings import Settings
from quizapp.ui.sync_phrases import moved_fields, status_lines, synced_phrase

NO = 1
SHOWN = 10
"""Problems that are listed."""


@click.command(cls=Helped)
@click.argument("place", required=False)
@click.option(
    "--as", "who", metavar="WHO", default="", help="Whose reviews these are: a machine's name, an id, or `me` for this machine's own."
)
@click.option("--remember", is_flag=True, help="Use PLACE from now on, and sync when the app starts and ends.")
@click.option("--status", is_flag=True, help="Show how things stand, and exchange nothing.")
@click.option("--init", "prepared", is_flag=True, help="Prepare the database PLACE as its owner, or bring it up to date.")
@click.option("--role", help="With --init, the role of a learner who may sync there from now on.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def sync(
    settings: Settings, place: str | None, who: str, remember: bool, status: bool, prepared: bool, role: str | None, as_json: bool
) -> None:
    """Exchange reviews with your other machines.

    PLACE is a folder that something else carries (Syncthing, Dropbox, a USB stick) or a postgresql:// address. Without it, the place in
    your settings is used. Nothing is lost and nothing is asked twice, whichever machine syncs first. If the place is out of reach, the exit
    code is 1, and the next sync catches up.

    Example: quizapp sync ~/Sync/quizapp --remember
    """
    from quizapp.bootstrap import open_services

    if role is not None and not prepared:
        raise click.UsageError(gettext("--role adds a learner, so it goes with --init."))
    written = place or settings.sync
    if not written:
        raise click.UsageError(gettext("name a place: a folder that your machines share, or a postgresql:// address."))
    if prepared:
        prepare(settings, written, role)
        return
    services = open_services(settings)
    try:
        if remember and place:
            services.preferences.change("sync", _whole(place))
        if status:
            _tell_status(services.syncing().status(written), as_json=as_json)
        else:
            _exchange(services, written, who, as_json=as_json)
    finally:
        services.close()


def _whole(place: str) -> str:
    """The place as it can be written down: the path of a folder in full."""
    from pathlib import Path

    return place if "://" in place or place.startswith("~") else str(Path(place).absolute())


def _exchange(services: Services, written: str, who: str, *, as_json: bool) -> None:
    try:
        synced = services.syncing().sync(written, who)
    except OutOfReachError as error:
        if as_json:
            put_json({"reached": False, "reason": str(error)})
        else:
            put_line(error)
        sys.exit(NO)
    if as_json:
        put_json(_fields(synced))
        return
    put(synced_phrase(synced))
    _note_problems(synced.problems)


def _tell_status(status: SyncStatus, *, as_json: bool) -> None:
    if as_json:
        put_json(
            {
                "place": status.place,
                "at": status.at and plain(status.at),
                "devices": [{"name": name, "at": plain(at)} for name, at in status.others],
                "waiting": status.waiting,
                "problems": list(status.problems),
            }
        )
        return
    for line in status_lines(status, datetime.now(UTC)):
        put_line(line)


def _note_problems(problems: Sequence[str]) -> None:
    for problem in problems[:SHOWN]:
        note(problem)
    if len(problems) > SHOWN:
        note(gettext("and {count} more: `--json` lists them.", count=len(problems) - SHOWN))


def _fields(synced: Synced) -> dict[str, object]:
    return {
        "reached": True,
        "place": synced.place,
        "sent": moved_fields(synced.sent),
        "received": moved_fields(synced.received),
        "devices": [{"name": each.name, "at": plain(each.at)} for each in synced.others],
        "problems": list(synced.problems),
    }
