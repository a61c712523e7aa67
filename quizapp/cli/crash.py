"""The last resort: a defect is written to a file, with what is needed to find it, and reported in a sentence."""

import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from quizapp import __version__
from quizapp.cli.lines import note
from quizapp.domain.drawable import drawable
from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext
from quizapp.domain.passwords import without_passwords
from quizapp.settings import from_process

KEPT = 10
"""Crash files that stay; older ones go when one more is written."""


def tell(error: BaseException) -> None:
    """Write the traceback to a crash file and say where it is."""
    report = "".join(
        [
            f"quizapp {__version__}, Python {platform.python_version()}, {platform.platform()}\n",
            f"command: {sys.argv[1:]}\n\n",
            *traceback.format_exception(error),
        ]
    )
    file = _write(without_passwords(drawable(report)))
    note(
        gettext(
            "stopped because of a defect ({defect}). Every grade you gave is saved. The details are in {file}; "
            "please send that file with your report.",
            defect=type(error).__name__,
            file=file,
        )
    )


def _write(report: str) -> Path:
    name = f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}.txt"
    try:
        folder = from_process(_data_dir()).state_dir
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / name).write_text(report, "utf-8")
        _prune(folder)
    except (OSError, ValueError, QuizAppError):
        folder = Path(tempfile.mkdtemp(prefix="quizapp-"))  # the place that failed may be why we are here
        (folder / name).write_text(report, "utf-8")
    return folder / name


def _prune(folder: Path) -> None:
    """Keeps the newest crash files, by their names, which tell the time."""
    for old in sorted(folder.glob("crash-*.txt"))[:-KEPT]:
        old.unlink(missing_ok=True)


def _data_dir() -> Path | None:
    """What --data-dir said, the parser being out of reach by now."""
    for i, argument in enumerate(sys.argv):
        if argument == "--data-dir" and i + 1 < len(sys.argv):
            return Path(sys.argv[i + 1])
        if argument.startswith("--data-dir="):
            return Path(argument.partition("=")[2])
    return None
