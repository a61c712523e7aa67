"""Standard input, output and errors, whatever the program was started with: closed, full, in a code page of its own."""

import os
import sys
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_NAMES = ("stdin", "stdout", "stderr")
_STDERR = 2


class _Output(FileIO):
    """Standard output, which remembers that it failed: an error does not tell what it was about."""

    failed = False

    def write(self, data: "ReadableBuffer", /) -> int:
        """Raises OSError as always."""
        try:
            return super().write(data)
        except OSError:
            self.failed = True
            raise


class _Errors(FileIO):
    """Standard error. Where nobody can be told anything, nothing is told; the exit code tells the rest."""

    def write(self, data: "ReadableBuffer", /) -> int:
        """All of it, or none."""
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def prepare() -> None:
    """Has each stream there; a character that cannot be shown or read gives way to its code."""
    for fileno, name in enumerate(_NAMES):
        if getattr(sys, name) is None:
            _stand_in(fileno)
    for name in _NAMES:
        stream = getattr(sys, name)
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.stdout, sys.stderr = _over(sys.stdout, _Output), _over(sys.stderr, _Errors)


def output_failed() -> bool:
    """Whether something could not be written to standard output."""
    buffer = getattr(sys.stdout, "buffer", None)
    raw = getattr(buffer, "raw", buffer)
    return isinstance(raw, _Output) and raw.failed


def drop_output() -> None:
    """What is written from now on goes nowhere: the interpreter flushes once more on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _over(stream: TextIO, kind: type[FileIO]) -> TextIO:
    """The same over `kind`; what is no stream of the process stays as it is. With PYTHONUNBUFFERED there is no buffer, as before."""
    if not isinstance(stream, TextIOWrapper) or not isinstance(stream.buffer, BufferedWriter | FileIO):
        return stream
    raw = kind(stream.fileno(), "w", closefd=False)
    buffer: Any = BufferedWriter(raw) if isinstance(stream.buffer, BufferedWriter) else raw
    lines, through = stream.line_buffering, stream.write_through
    return TextIOWrapper(buffer, stream.encoding, stream.errors, line_buffering=lines, write_through=through)


def _stand_in(fileno: int) -> None:
    """Puts something in the place of a closed stream, before a file such as the database gets its number.

    Nothing can be read from it. Written to it, output fails as it would have, and errors go nowhere.
    """
    null = os.open(os.devnull, os.O_WRONLY if fileno == _STDERR else os.O_RDONLY)
    if null != fileno:
        os.dup2(null, fileno)
        os.close(null)
    os.set_inheritable(fileno, True)
    stream = open(fileno, "w" if fileno else "r", encoding="utf-8", closefd=False)  # noqa: SIM115  (it is there to the end)
    setattr(sys, _NAMES[fileno], stream)
