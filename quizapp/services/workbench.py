"""The deck author's workbench: what is wrong in decks and could be better, mending it, and starting new cards. It needs no database."""

import os
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import quizapp
from quizapp.decks.advice import advise
from quizapp.decks.contents import read_contents
from quizapp.decks.files import files_of
from quizapp.decks.folder import deck_id, real
from quizapp.decks.glossary import GLOSSARY
from quizapp.decks.line_diff import line_diff
from quizapp.decks.listing import CONTENTS, is_markdown, listing
from quizapp.decks.load import Loaded, load
from quizapp.decks.mend import Mended, mend
from quizapp.decks.new_card import Wanted, start
from quizapp.decks.new_deck import start_deck
from quizapp.decks.scaffold import ANSWER_LINE
from quizapp.decks.write import check_unchanged, forget_former, keep_former, write
from quizapp.domain.card import Problem, Severity
from quizapp.domain.drawable import brief, escaped, one_line
from quizapp.domain.errors import AuthoringError, DeckError, QuizAppError, suggestion
from quizapp.domain.i18n import gettext
from quizapp.domain.names import composed
from quizapp.services.deck_folders import deck_folders, decks_in_use, is_folder
from quizapp.services.foreign import import_hint
from quizapp.services.library import DemoCheck, check_new, files_in, holds_cards

Found: TypeAlias = tuple[Path, Problem]
"""What is wrong, with the folder of its deck."""
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Mendings:
    """What can be mended in some decks, and what only their author can mend."""

    files: Sequence[Mended]
    notes: Sequence[Found]
    folders: Collection[Path]
    """Of the decks."""

    def diff(self) -> Iterator[str]:
        """The changes as a unified diff, line by line. What would steer a terminal shows as an escape."""

        for file in self.files:
            name = escaped(str(file.path))
            old, new = (_LINE.findall(text.decode("utf-8")) for text in (file.before, file.after))
            for line in line_diff(old, new, name):
                yield escaped(line.removesuffix("\n"))
                if not line.endswith("\n"):
                    yield "\\ No newline at end of file"

    def write(self) -> None:
        """Makes the changes, or none where one of the files is no longer as it was read. Raises DeckError.

        The former files stay beside the new ones, in the place of those that the run before left.
        """

        for file in self.files:
            check_writable(file.path.parent)
            check_unchanged(file.path, file.before)
        for folder in self.folders:
            forget_former(folder)
        for file in self.files:
            keep_former(file.path, file.before)
            write(file.path, file.after)


@dataclass(frozen=True)
class StartedCard:
    """A card that has been started."""

    path: Path
    line: int
    """1-based, where its answer is to be written."""
    in_use: bool
    """Whether its deck is studied."""
    translates: bool
    """Whether it is there in another language."""


class Workbench:
    """Works on the decks in use, those in `content` and the author's `own`, or on those at given paths."""

    def __init__(self, content: Path, own: Sequence[Path], check_demo: DemoCheck) -> None:
        self._content = content
        self._own = own
        self._check_demo = check_demo

    def check(self, paths: Sequence[Path] = ()) -> list[Found]:
        """Everything wrong in the decks, the folders of decks, or the single files at `paths`, and what would make them better.

        In order of place, deck after deck; what keeps a whole deck from being read comes last. Raises DeckError.
        """

        targets = list(self._targets(paths))
        loaded: dict[Path, Loaded] = {}
        unreadable: list[Found] = []
        for folder in dict(targets):
            try:
                loaded[folder] = load(folder, self._check_demo)
            except DeckError as error:
                unreadable.append(_unreadable(folder, error))
        dead = list(self._dead_links(loaded))
        unreadable += [(folder, problem) for folder, name in targets if name for problem in _no_card_file(folder, name)]
        found = [
            (folder, problem)
            for folder, name in targets
            if folder in loaded
            for problem in sorted(set(_problems(folder, loaded[folder], dead)))
            if name in ("", problem.path)
        ]
        return found + unreadable

    def import_hints(self, found: Sequence[Found]) -> list[str]:
        """For each folder with errors in which another program's questions are recognised: how to import them."""
        hints = []
        for folder in dict.fromkeys(folder for folder, problem in found if problem.is_error):
            with suppress(DeckError):  # which is told where that deck is checked
                cards = len(load(folder, lambda _: None).deck.cards) if is_folder(folder) else 0
                hints.append(import_hint(folder, cards))
        return [hint for hint in hints if hint]

    def left_out(self, paths: Sequence[Path] = ()) -> list[tuple[Path, str, str]]:
        """Files in the folders of the decks at `paths` that are no cards': the folder, the name, and the reason. Raises DeckError."""
        found: list[tuple[Path, str, str]] = []
        for folder in dict.fromkeys(folder for folder, name in self._targets(paths) if not name):
            with suppress(DeckError):  # which is told where that deck is read
                found += [(folder, *each) for each in files_of(listing(folder), read_contents(folder)).left_out]
        return found

    def mend(self, paths: Sequence[Path] = ()) -> Mendings:
        """What can be mended at `paths`. Writes nothing. Raises DeckError."""

        wanted: dict[Path, set[str]] = {}
        for folder, name in self._targets(paths):
            wanted.setdefault(folder, set()).add(name)
        files: list[Mended] = []
        notes: list[Found] = []
        for folder, names in wanted.items():
            try:
                mending = mend(folder, self._check_demo, names if all(names) else ())
            except DeckError as error:
                notes.append(_unreadable(folder, error))
            else:
                files += mending.files
                notes += [(folder, note) for note in mending.notes]
        return Mendings(files, notes, wanted)

    def start_deck(self, folder: Path, title: str, language: str) -> None:
        """Makes `folder` a deck, the folder itself where there is none. Raises AuthoringError and DeckError; then all is as it was."""
        check_new(folder, decks_in_use(self._content, self._own))
        started = start_deck(folder, title, language)
        made = [each for each in (folder, *folder.parents) if not os.path.lexists(each)]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            check_writable(folder)
            write(started.path, started.text)
        except (OSError, QuizAppError) as error:
            for each in made:
                if os.path.lexists(each):
                    each.rmdir()
            if isinstance(error, QuizAppError):
                raise
            raise DeckError(
                gettext("no deck can be made in {folder}: {reason}", folder=folder, reason=error.strerror), gettext("Choose another place.")
            ) from error

    def start(
        self,
        question: str,
        *,
        id: str = "",
        language: str = "",
        topic: str = "",
        deck: str = "",
        new_topic: bool = False,
        preferred: str = "",
    ) -> StartedCard:
        """Starts a card in `deck`: a deck in use, or a folder; by default the author's only own deck.

        `language` is by default the deck's, where its deck.toml says one; else the letters of the question tell, and `preferred` counts.
        `new_topic`: the topic is made where the deck has none of that name. The card's file and deck.toml are both written, or neither.
        Raises AuthoringError, UnknownTopicError and DeckError.
        """

        folder = self.deck(deck)
        check_writable(folder)
        started = start(folder, Wanted(question, id, language, topic, new_topic, preferred))
        check_unchanged(started.path, None)
        if started.contents is not None:
            check_unchanged(folder / CONTENTS, started.contents[0])
        write(started.path, started.text)
        try:
            if started.contents is not None:
                write(folder / CONTENTS, started.contents[1])
        except BaseException:
            started.path.unlink()
            raise
        in_use = any(real(folder) == real(other) for other in decks_in_use(self._content, self._own))
        return StartedCard(started.path, ANSWER_LINE, in_use, started.translates)

    def deck(self, name: str) -> Path:
        """The folder of the deck `name`, in use or not; by default the only own one. Raises AuthoringError and DeckError."""
        own = [folder for folder in self._own if is_folder(folder)]
        if not name and len(own) == 1:
            return own[0]
        decks = {composed(deck_id(folder)): folder for folder in decks_in_use(self._content, self._own)}
        if not name:
            raise AuthoringError(
                gettext("which deck is the card for?"),
                gettext("Give --deck with a folder of your own, or one of these: {decks}.", decks=", ".join(decks)),
            )
        folder = decks.get(composed(name)) or Path(name).expanduser().absolute()
        if not is_folder(folder):
            raise AuthoringError(gettext("there is no deck or folder {name!r}", name=name), suggestion(name, decks))
        return folder

    def _targets(self, paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
        """The folder of each deck, and the name of the file that is meant, or an empty string."""
        for path in paths or decks_in_use(self._content, self._own):
            inside = self._inside(path)
            if path.is_file():
                folder = inside or path.parent
                yield folder, one_line(path.absolute().relative_to(folder.absolute()).as_posix())
            elif inside is not None:
                below = f"{path.absolute().relative_to(inside.absolute()).as_posix()}/"
                yield from ((inside, one_line(name)) for name in files_in(inside) if name.startswith(below))
            elif path.absolute() in decks_in_use(self._content, self._own) or holds_cards(path):
                yield path, ""
            else:
                yield from ((folder, "") for folder in deck_folders(path) or [path])

    def _inside(self, path: Path) -> Path | None:
        """The folder of the deck of which `path` is a file, or a subfolder that is no deck of its own."""
        decks = decks_in_use(self._content, self._own)
        if path.absolute() in decks or (path / CONTENTS).exists():
            return None
        return next((folder for folder in path.absolute().parents if folder in decks or (folder / CONTENTS).is_file()), None)

    def _dead_links(self, loaded: dict[Path, Loaded]) -> Iterator[Found]:
        """Links from deck to deck that lead to no card. The decks in use are read only where there are such links."""
        links = [
            (folder, text.text.path, link)
            for folder, deck in loaded.items()
            for texts in deck.found.values()
            for text in texts.values()
            for link in text.links
            if link.scheme == "card" and "/" in link.target.removeprefix(f"{deck.deck.id}/")
        ]
        known = self._cards(loaded) if links else set()
        for folder, path, link in links:
            if link.target not in known:
                message = f"a link to the card {brief(link.target)}, which is in no deck in use. {suggestion(link.target, sorted(known))}"
                yield folder, Problem(path, link.line, message.rstrip(), Severity.WARNING, link.column)

    def _cards(self, loaded: dict[Path, Loaded]) -> set[str]:
        """The full ids of all cards in the decks that were `loaded`, and in those in use that can be read."""

        decks = list(loaded.values())
        known = {deck.deck.id for deck in decks}
        for folder in decks_in_use(self._content, self._own):
            if deck_id(folder) not in known:
                with suppress(DeckError):  # which is told where that deck is checked
                    decks.append(load(folder, lambda _: None))
        return {f"{deck.deck.id}/{id}" for deck in decks for id in deck.found}


def _no_card_file(folder: Path, name: str) -> Iterator[Problem]:
    """The error that a file which was named is no file of cards; none where it is, or where it is part of the deck."""
    if name in (CONTENTS, GLOSSARY):
        return
    if not is_markdown(name):
        yield Problem(name, 0, "is no file of cards: their names end in .md")
        return
    left_out = {"".join(one): reason for *one, reason in files_of(listing(folder), read_contents(folder)).left_out}
    if reason := left_out.get(name):
        yield Problem(name, 0, f"is left out of the deck: {reason}")


def check_writable(folder: Path) -> None:
    """Raises AuthoringError where cards in `folder` are not the author's to write."""
    hint = gettext("`quizapp deck copy {deck}` makes a copy you can edit; or use a folder of your own.", deck=folder.name)
    if folder.resolve().is_relative_to(Path(quizapp.__file__).resolve().parent):
        raise AuthoringError(gettext("{folder} came with QuizApp; the next update would overwrite your changes", folder=folder), hint)
    if not os.access(folder, os.W_OK):
        raise AuthoringError(gettext("you may not write to {folder}", folder=folder), hint)


def _unreadable(folder: Path, error: DeckError) -> Found:
    return folder, Problem(".", 0, str(error))


def _problems(folder: Path, loaded: Loaded, dead: Sequence[Found]) -> Iterator[Problem]:

    yield from loaded.problems
    yield from advise(folder, loaded.deck)
    yield from (problem for place, problem in dead if place == folder)
