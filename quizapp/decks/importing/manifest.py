"""What an import has written, kept beside the cards in a hidden file: so that the next one knows them, and all of it can be taken back."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from quizapp.decks.write import write
from quizapp.domain.drawable import one_line
from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext

RECORD = ".quizapp-import.json"
_VERSION = 1
_LARGEST = 32 * 1024 * 1024
_NAME = re.compile(r"(?!.*\.\.)[^/\\\0:]+(?:/[^/\\\0:]+)*")


@dataclass
class Manifest:
    """The record of the imports into one folder."""

    source: str
    dialect: str
    keys: dict[str, str] = field(default_factory=dict)
    """The id of each card by its key in the source."""
    files: dict[str, str] = field(default_factory=dict)
    """The hash of each file that was written, by its path in the folder."""
    events: list[str] = field(default_factory=list)
    """The ids of the events that were recorded for reviews in another program."""

    def encoded(self) -> bytes:
        """As it is stored."""
        return (json.dumps({"version": _VERSION, **asdict(self)}, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def remember_events(folder: Path, ids: Collection[str]) -> None:
    """Adds `ids` to the events in the record of the import into `folder`. Raises DeckError."""
    manifest = read_manifest(folder)
    if manifest is not None and not set(ids) <= set(manifest.events):
        manifest.events = sorted({*manifest.events, *ids})
        write(folder / RECORD, manifest.encoded())


def digest(data: bytes) -> str:
    """What tells whether a file has been edited; a byte-order mark and line endings that an editor or git has changed are no edit."""
    return hashlib.sha256(data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")).hexdigest()


def read_manifest(folder: Path) -> Manifest | None:
    """The record in `folder`; None where nothing was imported into it. Raises DeckError where it cannot be used."""
    path = folder / RECORD
    if not path.is_file() or path.is_symlink():
        return None
    try:
        return _manifest(path)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise DeckError(
            gettext("the record of the import in {path} cannot be used: {reason}", path=path, reason=one_line(error)),
            gettext("Import into another folder with --to."),
        ) from error


def _manifest(path: Path) -> Manifest:
    if path.stat().st_size > _LARGEST:
        raise ValueError("it is too large")
    values: Mapping[str, Any] = json.loads(path.read_bytes())
    if values.get("version") != _VERSION:
        raise ValueError("a newer version wrote it")
    manifest = Manifest(**{name: values[name] for name in ("source", "dialect", "keys", "files", "events")})
    if not all(isinstance(name, str) and _NAME.fullmatch(name) and isinstance(hash, str) for name, hash in manifest.files.items()):
        raise ValueError("it names files outside the folder")
    if not all(isinstance(id, str) and isinstance(key, str) for key, id in manifest.keys.items()):
        raise ValueError("its ids are no texts")
    return manifest
