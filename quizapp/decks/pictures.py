"""The pictures of a deck: files in its folder, whose places are written from the card's file."""

import stat
from pathlib import Path

from quizapp.domain.drawable import brief
from quizapp.domain.errors import DeckError

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".avif")
"""A deck names what is opened: nothing but pictures, so that no program is run for it."""


def picture_file(folder: Path, card: str, target: str) -> Path:
    """The file of the picture `target` of a card in the file `card` (relative to the deck's `folder`). Raises DeckError where none is."""
    shown = brief(target)
    if not target.lower().endswith(SUFFIXES):
        raise DeckError(f"the picture {shown} must end in one of {', '.join(SUFFIXES)}")
    try:
        path = (folder / card).parent.joinpath(target).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise DeckError(f"the picture {shown} is outside the deck's folder; copy it there")
        if stat.S_ISREG(path.stat().st_mode):
            return path
    except (OSError, ValueError, RuntimeError):  # it is not there, or cannot be the name of a file
        pass
    raise DeckError(f"there is no picture {shown}; its path starts at the card's file")
