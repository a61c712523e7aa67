"""Taking an import back: the files that it wrote go, those that have been edited since stay."""

from pathlib import Path

from quizapp.decks.importing.manifest import RECORD, Manifest, digest
from quizapp.decks.write import drop_drafts
from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext


def take_back(folder: Path, manifest: Manifest) -> tuple[int, list[str]]:
    """Deletes the files that the import into `folder` wrote and that are as it wrote them; how many, and the names of the others.

    The folder itself goes where nothing is left in it. Raises DeckError.
    """
    deleted, kept = 0, list[str]()
    root = folder.resolve()
    try:
        for name, hash in sorted(manifest.files.items()):
            path = folder / name
            if not path.parent.resolve().is_relative_to(root) or path.is_symlink() or not path.is_file():
                continue
            if digest(path.read_bytes()) == hash:
                path.unlink()
                deleted += 1
            else:
                kept.append(name)
        drop_drafts(folder, {*manifest.files, RECORD})
        (folder / RECORD).unlink(missing_ok=True)
        for each in (*(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()), folder):
            if not any(each.iterdir()):
                each.rmdir()
    except OSError as error:
        raise DeckError(gettext("{path} cannot be removed: {reason}", path=error.filename, reason=error.strerror)) from error
    return deleted, kept
