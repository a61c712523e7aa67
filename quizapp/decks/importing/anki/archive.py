"""The zip file that a package is, opened within bounds: nothing is unpacked before it is known how large it may become."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from quizapp.decks.importing.anki import zstd
from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext

LARGEST_LISTING = 8 * 1024 * 1024
"""Bytes of the zip file's own list of its files: some 130,000 of them."""
LARGEST_COLLECTION = 1024 * 1024 * 1024
"""Bytes of the collection, unpacked."""
_RATIO = 200
"""Bytes that one byte of a large file may become; real collections stay below 30."""
_SMALL = 64 * 1024 * 1024
"""Bytes below which a file may become as much as it wants."""
_CHUNK = 1 << 16
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LONGEST_COMMENT = 65_535


class Archive:
    """A package that is open for reading. Every method raises DeckError where the package is damaged or goes beyond a bound."""

    def __init__(self, path: Path, zip: zipfile.ZipFile) -> None:
        self._path = path
        self._zip = zip
        self.names = frozenset(zip.namelist())

    def bytes_of(self, name: str, limit: int) -> bytes:
        """What the file `name` in the package holds, unpacked from Zstandard where it is packed in it: at most `limit` bytes."""
        return b"".join(self._pieces(name, limit))

    def copy(self, name: str, to: Path) -> None:
        """Unpacks the collection `name` into the new file `to`."""
        with to.open("xb") as file:
            file.writelines(self._pieces(name, LARGEST_COLLECTION))

    def packed_size(self, name: str) -> int:
        """The bytes that the file `name` takes in the package."""
        return self._zip.getinfo(name).compress_size

    def _pieces(self, name: str, limit: int) -> Iterator[bytes]:
        size = 0
        most = min(limit, max(_SMALL, _RATIO * self.packed_size(name)))
        with _explained(self._path, name), self._opened(name) as file:
            head = file.read(len(zstd.MAGIC))
            file.seek(0)
            for piece in zstd.unpacked(file) if head == zstd.MAGIC else iter(lambda: file.read(_CHUNK), b""):
                size += len(piece)
                if size > most:
                    raise DeckError(
                        gettext(
                            "{name} in {path} becomes larger than {limit:,} bytes when unpacked", name=name, path=self._path, limit=most
                        ),
                        gettext("Export a part of it, one deck at a time, from Anki."),
                    )
                yield piece

    @contextmanager
    def _opened(self, name: str) -> Iterator[BinaryIO]:
        info = self._zip.getinfo(name)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile("it is packed in a way that no Anki uses")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise zipfile.BadZipFile("it is a link")
        with self._zip.open(info) as file:
            yield file  # type: ignore[misc]  # ZipExtFile is a BufferedIOBase


def open_archive(path: Path) -> Archive:
    """The package at `path`; it stays open for as long as somebody holds it. Raises DeckError."""
    with _explained(path):
        if (size := listing_size(path)) > LARGEST_LISTING:
            raise DeckError(
                gettext("{path} holds too many files: its list of them has {size:,} bytes", path=path, size=size),
                gettext("Export a part of it, one deck at a time, from Anki."),
            )
        return Archive(path, zipfile.ZipFile(path))


def listing_size(path: Path) -> int:
    """The bytes of the list of files at the end of the zip file at `path`. Raises zipfile.BadZipFile where it is none, and OSError."""
    with path.open("rb") as file:
        length = file.seek(0, 2)
        begin = max(0, length - _LONGEST_COMMENT - _END.size - 20)
        file.seek(begin)
        tail = file.read()
        place = tail.rfind(b"PK\5\6")
        if place < 0 or len(tail) - place < _END.size:
            raise zipfile.BadZipFile("it is no zip file")
        *_, size, _, _ = _END.unpack_from(tail, place)
        if tail[max(0, place - 20) : place].startswith(b"PK\6\7"):
            file.seek(min(length, struct.unpack_from("<Q", tail, place - 12)[0]))
            end = file.read(_END64.size)
            return int(_END64.unpack(end)[8]) if len(end) == _END64.size else size
    return int(size)


@contextmanager
def _explained(path: Path, name: str = "") -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DeckError(gettext("{path} cannot be read: {reason}", path=path, reason=error.strerror or error)) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError, struct.error) as error:
        what = gettext("{name} in {path} is damaged: {reason}", name=name, path=path, reason=error)
        if not name:
            what = gettext("{path} is not an Anki package, or is damaged: {reason}", path=path, reason=error)
        raise DeckError(what, gettext("Export it from Anki again.")) from error
    except DeckError as error:
        if name and str(path) not in error.message:
            raise DeckError(gettext("{name} in {path}: {reason}", name=name, path=path, reason=error.message), error.hint) from error
        raise
