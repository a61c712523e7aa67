"""The media of a package: a map from numbers, by which its files are stored, to the names by which notes show them."""

import json
import unicodedata
from collections.abc import Mapping

from quizapp.decks.importing.anki import protobuf
from quizapp.decks.importing.anki.archive import Archive
from quizapp.decks.importing.pictures import LARGEST
from quizapp.decks.pictures import SUFFIXES
from quizapp.domain.errors import DeckError

_MAP = "media"
_LARGEST_MAP = 32 * 1024 * 1024
_LARGEST_ALL = 512 * 1024 * 1024
"""Bytes of all pictures that are copied, as they are packed."""


class PackagePictures:
    """Pictures of a package, by their names. Those that are shown are read when they are copied, one at a time."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._files = media_files(archive)
        self._sizes: dict[str, int] = {}

    def find(self, address: str, path: str) -> str:  # noqa: ARG002
        """The name of the picture that a note shows as `address`; empty where the package has none, or a damaged or too large one."""
        name = unicodedata.normalize("NFC", address)
        if name not in self._files or not name.lower().endswith(SUFFIXES):
            return ""
        if name not in self._sizes:
            self._sizes[name] = self._size(self._files[name])
        return name if self._sizes[name] else ""

    def _size(self, file: str) -> int:
        """The bytes of a picture that can be copied; 0 for one that cannot."""
        try:
            size = len(self._archive.bytes_of(file, LARGEST))
        except DeckError:  # the report lists the picture as one that is not in the source
            return 0
        return size if sum(self._sizes.values()) + size <= _LARGEST_ALL else 0

    def read(self, name: str) -> bytes:
        """The picture itself. Raises DeckError."""
        return self._archive.bytes_of(self._files[name], LARGEST)


def media_files(archive: Archive) -> Mapping[str, str]:
    """The file in the package of each name. Empty where there is no map, or none that can be read: then no picture is found."""
    if _MAP not in archive.names:
        return {}
    data = archive.bytes_of(_MAP, _LARGEST_MAP)
    try:
        named = _older(data) if data.lstrip().startswith(b"{") else _newer(data)
    except (ValueError, RecursionError):
        return {}
    return {unicodedata.normalize("NFC", name): file for file, name in named.items() if file in archive.names}


def _older(data: bytes) -> Mapping[str, str]:
    return {file: name for file, name in json.loads(data).items() if isinstance(name, str)}


def _newer(data: bytes) -> Mapping[str, str]:
    """Entries in the order of their files; one may say that its file has another number."""
    named = {}
    for place, entry in enumerate(value for number, value in protobuf.fields(data) if number == 1 and isinstance(value, bytes)):
        legacy = protobuf.integer(entry, 255)
        named[str(legacy or place)] = protobuf.text(entry, 1)
    return named
