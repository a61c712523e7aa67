"""The beginning of a deck: a folder whose deck.toml says its title and its language. Nothing is written here."""

import os
from dataclasses import dataclass
from pathlib import Path

from quizapp.decks.listing import CONTENTS
from quizapp.decks.suffix import language_code
from quizapp.domain.drawable import clean
from quizapp.domain.errors import AuthoringError
from quizapp.domain.names import composed


@dataclass(frozen=True)
class StartedDeck:
    """The text of a new deck.toml, and where it goes."""

    path: Path
    text: bytes


def start_deck(folder: Path, title: str, language: str) -> StartedDeck:
    """What has to be written for a deck in `folder`, which need not be there yet. Raises AuthoringError."""
    name = folder.name
    if not name or name.startswith(".") or clean(name) != name:
        raise AuthoringError(
            f"{folder} cannot be a deck", "A deck takes the name of its folder: choose one that does not start with a dot."
        )
    if os.path.isfile(folder):  # noqa: PTH113  (Path's own raise where a name is too long, which making it tells)
        raise AuthoringError(f"{folder} is a file", "Choose another name.")
    if os.path.lexists(folder / CONTENTS):
        raise AuthoringError(f"{folder} is already a deck", f"`quizapp deck add {folder}` adds it.")
    title = composed(" ".join(clean(title or name).split()))
    return StartedDeck(folder / CONTENTS, about_deck(title, language_code(language, ())).encode())


def about_deck(title: str, language: str) -> str:
    """The beginning of a deck.toml."""
    import tomlkit

    return "".join(f"{key} = {tomlkit.item(value).as_string()}\n" for key, value in (("title", title), ("language", language)))
