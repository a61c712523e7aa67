"""Writing a file in one go: it is there in full or not at all, and an existing one is kept unless overwriting is asked for."""

import os
import tempfile
from pathlib import Path

from quizapp.domain.drawable import drawable
from quizapp.domain.errors import ExportError
from quizapp.domain.i18n import gettext


def check_place(path: Path, *, overwrite: bool) -> None:
    """Raises ExportError if `path` exists (without `overwrite`), is a folder, or is in no folder. Check before a long computation."""
    if path.is_dir():
        raise ExportError(gettext("{path} is a folder", path=path), gettext("Name a file in it."))
    if path.exists() and not overwrite:
        raise ExportError(gettext("{path} already exists", path=path), gettext("Choose another name, or add --force to overwrite it."))
    if not path.parent.is_dir():
        raise ExportError(gettext("there is no folder {path}", path=path.parent), gettext("Create it first, or choose another place."))


def write_file(path: Path, content: str | bytes, *, overwrite: bool) -> None:
    """Write `content`, text as UTF-8 and drawable. Raises ExportError as `check_place` does, and if `path` cannot be written."""
    check_place(path, overwrite=overwrite)
    try:
        _replace(path, drawable(content).encode() if isinstance(content, str) else content)
    except OSError as error:
        raise ExportError(
            gettext("{path} cannot be written: {reason}", path=path, reason=error.strerror), gettext("Choose another place.")
        ) from error


def _replace(path: Path, content: bytes) -> None:
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
