"""Writing files of a deck, each all at once: a reader finds the old text or the new one, never half of it."""

import os
import re
import sys
from collections.abc import Collection
from pathlib import Path
from stat import S_IMODE

from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext, gettext_noop

FORMER = ".before-fix"
"""Added to the name of a file as it was before it was mended."""
_DRAFT = re.compile(r"\.(?P<name>.+)\.\d+\.new")
_FOLDER = gettext_noop("Check that you may write to its folder.")


def check_unchanged(path: Path, before: bytes | None) -> None:
    """Raises DeckError where `path` no longer holds `before`, or, that being None, is there already."""
    try:
        now = path.read_bytes() if path.exists() or path.is_symlink() else None
    except OSError as error:
        raise DeckError(gettext("{path} cannot be read: {reason}", path=path, reason=error.strerror)) from error
    if now != before:
        if before is None:
            happened = gettext("{path} already exists; nothing was written", path=path)
        else:
            happened = gettext("{path} has changed in the meantime; nothing was written", path=path)
        raise DeckError(happened, gettext("Look at it and try again."))


def keep_former(path: Path, text: bytes) -> None:
    """Keeps `text`, which stands in `path`, beside it in a file that is no card. Raises DeckError."""
    former = path.with_name(f"{path.name}{FORMER}")
    write(former, text)
    former.chmod(S_IMODE(path.stat().st_mode))


def forget_former(folder: Path) -> None:
    """Removes what `keep_former` has left in the deck in `folder`. Raises DeckError."""
    try:
        for former in folder.rglob(f"*.*{FORMER}"):
            if former.is_file() and not former.is_symlink():
                former.unlink()
    except OSError as error:
        raise DeckError(
            gettext("{path} cannot be removed: {reason}", path=error.filename, reason=error.strerror), gettext(_FOLDER)
        ) from error


def write(path: Path, text: bytes) -> None:
    """Puts `text` into `path`, or into the file that it links to, whose mode stays. Raises DeckError; then all is as it was."""
    target = path.resolve()
    draft = target.with_name(f".{target.name}.{os.getpid()}.new")  # as _DRAFT has it
    try:
        try:
            with draft.open("xb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                draft.chmod(S_IMODE(target.stat().st_mode))
            draft.replace(target)
            sync_folder(target.parent)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise DeckError(gettext("{path} cannot be written: {reason}", path=path, reason=error.strerror), gettext(_FOLDER)) from error


def drop_drafts(folder: Path, names: Collection[str]) -> None:
    """Removes what a process that was killed while it wrote one of the files `names` in `folder` has left. Raises DeckError."""
    try:
        for draft in folder.glob(".*.new"):
            match = _DRAFT.fullmatch(draft.name)
            if match and match["name"] in names:
                draft.unlink()
    except OSError as error:
        raise DeckError(
            gettext("{path} cannot be removed: {reason}", path=error.filename, reason=error.strerror), gettext(_FOLDER)
        ) from error


def flush_all(folder: Path) -> None:
    """Returns once every file in `folder` is on disk: many at once, which one by one take a hundred times longer. Raises OSError.

    Only Linux waits when it is asked for everything; Windows has no way to ask.
    """
    if sys.platform == "linux":
        os.sync()
        return
    for place, _, names in os.walk(folder):
        for name in names if os.name != "nt" else ():
            _sync(Path(place, name))
        sync_folder(Path(place))


def sync_folder(folder: Path) -> None:
    """Has the new name on disk too; Windows does so by itself, and has no way to ask for it."""
    if os.name != "nt":
        _sync(folder)


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
