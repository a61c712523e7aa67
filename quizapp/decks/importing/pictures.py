"""Pictures in the source's own folder."""

import posixpath

from quizapp.decks.importing.material import Material
from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext

LARGEST = 20 * 1024 * 1024
"""Bytes of one picture."""


class FolderPictures:
    """Finds a picture from the file that shows it, from the source's folder (`@/` in hashcards), or by its name, as Obsidian does."""

    def __init__(self, source: Material) -> None:
        self._source = source
        self._by_name: dict[str, str] | None = None

    def find(self, address: str, path: str) -> str:
        """The name of the picture that the file `path` shows as `address`; empty where there is none."""
        if not address or "\0" in address:
            return ""
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
        for name in (beside, posixpath.normpath(address.removeprefix("@").lstrip("/"))):
            if not name.startswith("../") and self._source.has(name):
                return name
        if "/" in address:
            return ""
        if self._by_name is None:
            self._by_name = {posixpath.basename(name): name for name in reversed(self._source.files)}
        found = self._by_name.get(address, "")
        return found if found and self._source.has(found) else ""

    def read(self, name: str) -> bytes:
        """The picture itself. Raises DeckError where it cannot be read or is too large."""
        path = self._source.root / name
        try:
            if path.stat().st_size > LARGEST:
                raise DeckError(gettext("the picture {path} has more than {limit:,} bytes", path=path, limit=LARGEST))
            return path.read_bytes()
        except OSError as error:
            raise DeckError(gettext("{path} cannot be read: {reason}", path=path, reason=error.strerror)) from error
