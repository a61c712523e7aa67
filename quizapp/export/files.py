"""Writing a file all at once: it is either there in full or not at all, and one that exists is kept unless told otherwise."""

import os
import tempfile
from pathlib import Path

from quizapp.domain.drawable import drawable
from quizapp.domain.errors import ExportError


def check_place(path: Path, *, overwrite: bool) -> None:
    """Raises ExportError where `path` exists (without `overwrite`), is a folder, or is in none. Ask before a long computation."""
    if path.is_dir():
        raise ExportError(f"{path} is a folder", "Name a file in it.")
    if path.exists() and not overwrite:
        raise ExportError(f"{path} exists already", "Choose another name, or add --force to overwrite it.")
    if not path.parent.is_dir():
        raise ExportError(f"there is no folder {path.parent}", "Create it first, or choose another place.")


def write_file(path: Path, content: str | bytes, *, overwrite: bool) -> None:
    """Writes `content`, text as UTF-8 and drawable. Raises ExportError as `check_place` does, and where `path` cannot be written."""
    check_place(path, overwrite=overwrite)
    try:
        _replace(path, drawable(content).encode() if isinstance(content, str) else content)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}", "Choose another place.") from error


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
