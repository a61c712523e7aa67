"""Zstandard, in which newer packages are compressed: the standard library's from Python 3.14 on, before that the extra `anki`."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any, BinaryIO

from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext

MAGIC = b"\x28\xb5\x2f\xfd"
"""How every frame begins."""
_CHUNK = 1 << 16
_INSTALLING = '`pipx install --force ".[anki]"`, `uv tool install --force ".[anki]"`, `.venv/bin/pip install ".[anki]"`'
_WINDOW = 1 << 27
"""Bytes of history that a frame may ask a reader to keep; zstd itself goes no further without being told to."""


def unpacked(file: BinaryIO) -> Iterator[bytes]:
    """What `file` holds, piece by piece, so that whoever reads can stop. Raises DeckError where it is damaged or cannot be unpacked."""
    reader, error = _reader(file)
    try:
        while data := reader.read(_CHUNK):
            yield data
    except (error, EOFError, MemoryError, OSError) as damage:
        raise DeckError(gettext("its compressed data is damaged"), gettext("Export it from Anki again.")) from damage


def available() -> bool:
    """Whether Zstandard can be read here."""
    try:
        _module()
    except ImportError:
        return False
    return True


def _reader(file: BinaryIO) -> tuple[Any, type[Exception]]:
    try:
        module = _module()
    except ImportError as error:
        raise DeckError(
            gettext("it is compressed with Zstandard, which this Python cannot read"),
            gettext("In your clone of QuizApp, run one of {commands}.", commands=_INSTALLING)
            + " "
            + gettext('Or export it from Anki with "Support older Anki versions" ticked.'),
        ) from error
    if module.__name__ == "zstandard":
        return module.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(file, read_across_frames=True), module.ZstdError
    return module.ZstdFile(file, options={module.DecompressionParameter.window_log_max: 27}), module.ZstdError


def _module() -> Any:
    try:
        return import_module("compression.zstd")
    except ImportError:
        import zstandard

        return zstandard
