"""The last resort: a defect is written to a file, with what is needed to find it, and named in a sentence."""

import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from quizapp import __version__
from quizapp.domain.errors import QuizAppError
from quizapp.settings import from_process


def tell(error: BaseException) -> None:
    """Writes the traceback to a crash file and says where it is."""
    report = "".join(
        [
            f"quizapp {__version__}, Python {platform.python_version()}, {platform.platform()}\n",
            f"command: {sys.argv[1:]}\n\n",
            *traceback.format_exception(error),
        ]
    )
    file = _write(report)
    sys.stderr.write(
        f"quizapp: stopped because of a defect ({type(error).__name__}). Every grade you gave is stored. The details are in {file}: "
        "please send that file with a report.\n"
    )


def _write(report: str) -> Path:
    name = f"crash-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.txt"
    try:
        folder = from_process(_data_dir()).state_dir
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / name).write_text(report, "utf-8")
    except (OSError, QuizAppError):
        folder = Path(tempfile.mkdtemp(prefix="quizapp-"))  # the place that failed may be why we are here
        (folder / name).write_text(report, "utf-8")
    return folder / name


def _data_dir() -> Path | None:
    """What --data-dir said, the parser being out of reach by now."""
    for i, argument in enumerate(sys.argv):
        if argument == "--data-dir" and i + 1 < len(sys.argv):
            return Path(sys.argv[i + 1])
        if argument.startswith("--data-dir="):
            return Path(argument.partition("=")[2])
    return None
