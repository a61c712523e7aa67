"""One place of the dialogue: it prints where things stand, names the keys that there are, reads a line and does what it means."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from quizapp.cli.lines import read_line, say
from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.domain.keyboard import latin

HELP = "?"
"""The key that explains the others."""
NO_KEY = gettext_noop("That key does nothing here.")


class Key(NamedTuple):
    """A line that may be typed, and what it does."""

    key: str
    """The line; an empty one is Enter."""
    label: str
    """What the line of keys says of it; without a word it is understood and not named."""
    does: str
    """What the help says of it."""
    act: Callable[[], object]
    name: str = ""
    """What it is called, where one name stands for several keys."""

    @property
    def called(self) -> str:
        """Its name."""
        return self.name or self.key or gettext("Enter")


@contextmanager
def reported() -> Iterator[None]:
    """An expected error ends the block and is printed."""
    try:
        yield
    except QuizAppError as error:
        say(str(error))


class Dialogue:
    """Goes from line to line until it is closed. A dialogue within another returns to it; the end of the input ends all of them."""

    def __init__(self) -> None:
        self._open = True

    # -- for subclasses ----------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Prints what has changed since it was called last."""
        raise NotImplementedError

    def prompt(self) -> str:
        """What is expected, in a few words."""
        raise NotImplementedError

    def keys(self) -> Sequence[Key]:
        """What may be typed now."""
        raise NotImplementedError

    def take_other(self, line: str) -> None:  # noqa: ARG002  (a number may be an answer to some)
        """Say that `line` is not one of the keys."""
        say(gettext(NO_KEY))

    def key_meant(self, line: str, keys: Mapping[str, Key]) -> Key | None:
        """The key that `line` means, small or capital; None if it is not a key."""
        return next((keys[each] for each in (line, line.lower(), line.upper()) if each in keys), None)

    def read(self) -> str:
        """The next line. Raises EndOfInputError."""
        return read_line()

    # -- from line to line -------------------------------------------------------------------------------------------

    def hold(self, once_drawn: Callable[[], object] = lambda: None) -> None:
        """Returns when it is closed; `once_drawn` is called when it has printed something. Raises EndOfInputError."""
        self.draw()
        once_drawn()
        while self._open:
            keys = self.keys()
            say(keys_line(self.prompt(), keys))
            self._take(latin(self.read().strip()), keys)
            if self._open:
                self.draw()

    def close(self) -> None:
        """Ends the dialogue."""
        self._open = False

    def _take(self, line: str, keys: Sequence[Key]) -> None:
        """Does what `line` means. Where that cannot be done, everything goes on waiting as it was."""
        if line == HELP:
            say(help_lines(keys))
            return
        meant = self.key_meant(line, {key.key: key for key in keys})
        with reported():
            if meant is None:
                self.take_other(line)
            else:
                meant.act()


def keys_line(prompt: str, keys: Sequence[Key]) -> str:
    """What is expected and what may be typed: "Say your answer: Enter show the answer, t type yours, ? help."."""
    named = [(key.called, key.label) for key in keys if key.label]
    named.append((HELP, gettext("help")))
    return f"{prompt}: {', '.join(map(' '.join, named))}."


def help_lines(keys: Sequence[Key]) -> str:
    """What each key does, a line each."""
    return "\n".join(f"{key.called}: {key.does}" for key in keys if key.label)
