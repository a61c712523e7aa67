"""Errors a person can act on: each says what is wrong and where, and, where there is one, what to try."""

from collections.abc import Callable, Iterable

from quizapp.domain.drawable import brief, one_line
from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.domain.passwords import without_passwords


class QuizAppError(Exception):
    """Something outside the program's control is wrong. `message` says what and where; `hint` what to try.

    Both are made drawable here, and show no password: they name files, values and answers of the system that may hold anything.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = without_passwords(one_line(message))
        self.hint = without_passwords(one_line(hint))
        super().__init__(self.message, self.hint)

    def __str__(self) -> str:
        sentence = self.message if self.message.endswith((".", "?", "!")) else f"{self.message}."
        return f"{sentence} {self.hint}".strip()


class DeckError(QuizAppError):
    """A deck's folder cannot be read at all."""


class DemoError(QuizAppError):
    """A demo, one of its parameters or its run is at fault."""


class SettingsError(QuizAppError):
    """A setting has a value that cannot be used."""


class StorageError(QuizAppError):
    """The database cannot be read or written."""


class BusyError(StorageError):
    """Another program has been writing to the database for longer than we wait."""


class GoneError(StorageError):
    """The database that was open is no longer the file at its place: deleted, replaced, or out of reach. Nothing was written."""

    def __init__(self, message: str, hint: str = "", *, deleted: bool = False) -> None:
        """`deleted`: nothing is at its place; what was stored can still be read."""
        super().__init__(message, hint)
        self.deleted = deleted


class PlaceError(QuizAppError):
    """A place where machines exchange events refuses, or holds what needs the learner's decision."""


class OutOfReachError(PlaceError):
    """A place cannot be reached at present: the exchange is made up for later."""


class ExportError(QuizAppError):
    """A file cannot be written to the place asked for."""


class AuthoringError(QuizAppError):
    """A card cannot be written as asked."""


class MockError(QuizAppError):
    """A mock interview cannot be held, or the one asked for does not exist."""


class EditorError(QuizAppError):
    """A file cannot be opened in an editor."""


class ReadOnlyDeckError(EditorError):
    """A card's deck may not be written; `deck` is its id."""

    def __init__(self, deck: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.deck = deck


class ReviewLogError(QuizAppError):
    """A file is not the review log that it should be."""


class OptimiseError(QuizAppError):
    """No weights of the memory model can be learned."""


class TooFewReviewsError(OptimiseError):
    """There are not enough reviews to learn from."""

    def __init__(self, reviews: int, message: str) -> None:
        super().__init__(message)
        self.reviews = reviews


class UnknownCardError(QuizAppError):
    """No card has the id that was asked for."""


class UnknownLanguageError(QuizAppError):
    """No card is written in the language that was asked for."""


class UnknownLearnerError(QuizAppError):
    """A place holds the events of others, and only the learner knows whether they are theirs."""


class UnknownTopicError(QuizAppError):
    """No topic has the name that was asked for."""


def suggestion(name: str, known: Iterable[str], say: Callable[..., str] = gettext, *, main: Iterable[str] | None = None) -> str:
    """A hint for a mistyped name: the nearest known one, or all of them if none is near; in English where `untranslated` is to `say` it.

    Where things have several names, all are known, and those in `main` are offered.
    """
    import difflib

    names = list(dict.fromkeys(known))
    in_small_letters = {each.casefold(): each for each in reversed(names)}
    near = difflib.get_close_matches(name.casefold(), in_small_letters, n=1)
    if near:
        return say(gettext_noop("Did you mean {name}?"), name=brief(in_small_letters[near[0]]))
    offered = names if main is None else list(main)
    return choices(offered, say) if 0 < len(offered) <= 30 else ""


def choices(names: Iterable[str], say: Callable[..., str] = gettext) -> str:
    """A hint that names everything there is to choose from."""
    return one_line(say(gettext_noop("Choose from: {names}."), names=", ".join(names)))
