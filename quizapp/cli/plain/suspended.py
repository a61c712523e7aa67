"""The suspended cards, and the way back for each."""

from collections.abc import Callable, Sequence
from functools import partial

from quizapp.cli.lines import say
from quizapp.cli.plain import phrases
from quizapp.cli.plain.dialogue import Dialogue, Key
from quizapp.domain.i18n import gettext, ngettext
from quizapp.domain.schedule import CardState
from quizapp.services.browse import Entry, View, read_cards
from quizapp.services.study import Study
from quizapp.ui.phrases import when


class SuspendedDialogue(Dialogue):
    """Lists them by number; a number resumes its card."""

    def __init__(self, study: Study, language: str, undo: str) -> None:
        """`undo` is the key that undoes it in the quiz. Raises StorageError."""
        super().__init__()
        self._study = study
        self._language = language
        self._undo = undo
        self._cards = self._suspended()
        self._listed = False

    def hold(self, once_drawn: Callable[[], object] = lambda: None) -> None:
        """If none is suspended, say so and go back."""
        if self._cards:
            super().hold(once_drawn)
        else:
            say(gettext("No cards are suspended."))

    def draw(self) -> None:
        """The list, and again after each card that was resumed."""
        if not self._listed:
            self._listed = True
            say(ngettext("{count:,} card is suspended.", "{count:,} cards are suspended.", len(self._cards)))
            for number, entry in enumerate(self._cards, start=1):
                say(f"{number}: {entry.question(self._language)}")

    def prompt(self) -> str:
        """Ask for a number."""
        return gettext("Type the number of a card to resume it")

    def keys(self) -> Sequence[Key]:
        """One for each card; the first stands for them all."""
        name = phrases.span([str(number) for number, _ in enumerate(self._cards, start=1)])
        label, does = gettext("resume"), gettext("Resume the card with this number.")
        numbers = [
            Key(str(number), "" if number > 1 else label, does, partial(self._resume, entry), name)
            for number, entry in enumerate(self._cards, start=1)
        ]
        return [*numbers, Key("", gettext("go back"), gettext("Go back to where you were."), self.close), Key("q", "", "", self.close)]

    def _resume(self, entry: Entry) -> None:
        schedule = self._study.resume(entry.id).schedule
        question = entry.question(self._language)
        if schedule.due:
            say(gettext("Resumed, due {when}: {question}", when=when(schedule.due, self._study.day()), question=question))
        else:
            say(gettext("Resumed as a new card: {question}", question=question))
        say(gettext("The next quiz will ask it when its turn comes. Back in this quiz, {key} undoes this.", key=self._undo))
        self._cards, self._listed = self._suspended(), False
        if not self._cards:
            self.close()

    def _suspended(self) -> Sequence[Entry]:
        return read_cards(self._study).select(View(state=CardState.SUSPENDED))
