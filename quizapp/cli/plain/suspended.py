"""The suspended cards, and the way back for each."""

from collections.abc import Callable, Sequence
from functools import partial

from quizapp.cli.lines import say
from quizapp.cli.plain.dialogue import Dialogue, Key
from quizapp.domain.schedule import CardState
from quizapp.services.browse import Entry, View, read_cards
from quizapp.services.study import Study
from quizapp.ui.phrases import count, when


class SuspendedDialogue(Dialogue):
    """Lists them by number; a number resumes its card."""

    def __init__(self, study: Study, language: str) -> None:
        """Raises StorageError."""
        super().__init__()
        self._study = study
        self._language = language
        self._cards = self._suspended()
        self._listed = False

    def hold(self, once_drawn: Callable[[], object] = lambda: None) -> None:
        """Where none is suspended there is nothing to choose."""
        if self._cards:
            super().hold(once_drawn)
        else:
            say("No card is suspended.")

    def draw(self) -> None:
        """The list, anew after each card that was resumed."""
        if not self._listed:
            self._listed = True
            say(f"{count(len(self._cards), 'card')} suspended.")
            for number, entry in enumerate(self._cards, start=1):
                say(f"{number}: {entry.question(self._language)}")

    def prompt(self) -> str:
        """A number, or back."""
        return "Resume a card by its number"

    def keys(self) -> Sequence[Key]:
        """One for each card; the first stands for them all."""
        name = "1" if len(self._cards) == 1 else f"1 to {len(self._cards)}"
        numbers = [
            Key(str(number), "" if number > 1 else "resume", "Ask the card with this number again.", partial(self._resume, entry), name)
            for number, entry in enumerate(self._cards, start=1)
        ]
        return [*numbers, Key("", "go back", "Go back to where you were.", self.close), Key("q", "", "", self.close)]

    def _resume(self, entry: Entry) -> None:
        schedule = self._study.resume(entry.id).schedule
        follows = f"due {when(schedule.due, self._study.day())}" if schedule.due else "new"
        say(f"Resumed, {follows}: {entry.question(self._language)}")
        say("The next quiz asks it when its turn comes. Back in the quiz, u takes it back.")
        self._cards, self._listed = self._suspended(), False
        if not self._cards:
            self.close()

    def _suspended(self) -> Sequence[Entry]:
        return read_cards(self._study).select(View(state=CardState.SUSPENDED))
