"""What `quizapp import` does with a history that QuizApp has exported."""

import sys
from pathlib import Path

from quizapp.bootstrap import open_services
from quizapp.cli.lines import agreed, note, put, put_json, put_line
from quizapp.domain.i18n import gettext, ngettext
from quizapp.services.history_files import Merge
from quizapp.settings import Settings

NO = 1
SHOWN = 10
"""Events that cannot be read, of those that are named."""


def take_in(settings: Settings, path: Path, *, yes: bool, as_json: bool) -> None:
    """Says what is in the file, asks, and takes in what is new."""
    services = open_services(settings)
    try:
        files = services.history_files()
        look = files.look(path)
        if not as_json:
            _tell(look)
        if look.new and (yes or _agreed(as_json=as_json)):
            look = files.take_in(look)
            _tell_done(look, as_json=as_json)
        elif as_json:
            put_json(_fields(look, imported=False))
        elif look.new:
            put(gettext("nothing was written"), err=True)
            sys.exit(NO)
    finally:
        services.close()


def _tell(look: Merge) -> None:
    events = ngettext("{count:,} event", "{count:,} events", len(look.file.events))
    put_line(gettext("{path}: a history with {events}, {new:,} of them new here", path=look.file.path, events=events, new=look.new))
    if look.foreign:
        put_line(gettext("It belongs to another learner than the history here. Importing it makes one of the two."))
    for problem in look.file.refused[:SHOWN]:
        note(gettext("left out: {problem}", problem=problem))
    if (more := len(look.file.refused) - SHOWN) > 0:
        note(ngettext("left out: {count:,} more", "left out: {count:,} more", more))


def _agreed(*, as_json: bool) -> bool:
    if as_json:
        return False
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        note(gettext("there is no terminal to ask in; --yes imports without asking"))
        return False
    return agreed(gettext("Import them?"))


def _tell_done(look: Merge, *, as_json: bool) -> None:
    if as_json:
        put_json(_fields(look, imported=True))
        return
    put_line(ngettext("{count:,} event imported", "{count:,} events imported", look.new))
    if look.backup:
        put_line(gettext("To go back: quizapp restore {backup}", backup=look.backup))
    for id in look.differing[:SHOWN]:
        note(gettext("the event {id} differs there from the one here; this machine keeps its own", id=id))


def _fields(look: Merge, *, imported: bool) -> dict[str, object]:
    return {
        "source": str(look.file.path),
        "dialect": "quizapp-history",
        "events": len(look.file.events),
        "new": look.new,
        "other_learner": look.foreign,
        "left_out": list(look.file.refused),
        "differing": [str(id) for id in look.differing],
        "imported": imported,
    }
