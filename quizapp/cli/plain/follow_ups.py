"""The follow-up questions of a card, one by one as an interviewer asks them. For practice: nothing is stored."""

from collections.abc import Sequence
from functools import partial

from quizapp.cli.lines import columns, put, say
from quizapp.cli.plain import phrases
from quizapp.cli.plain.dialogue import Dialogue, Key
from quizapp.cli.prose import inline_prose, links, prose
from quizapp.domain.card import Card, FollowUp

UNANSWERED = "The card has no answer to this one."


class FollowUpsDialogue(Dialogue):
    """Asks, shows the answer on demand, and goes back after the last one."""

    def __init__(self, card: Card, language: str) -> None:
        super().__init__()
        self._texts = [text for text in card.texts.values() if text.follow_ups]
        self._text = card.text(language)
        self._place = 0
        self._revealed = False
        self._drawn: tuple[FollowUp, bool] | None = None
        """What was printed last."""

    @property
    def _asked(self) -> FollowUp:
        return self._text.follow_ups[self._place]

    def draw(self) -> None:
        """The question, or its answer."""
        drawn, self._drawn = self._drawn, (self._asked, self._revealed)
        if drawn == self._drawn:
            return
        if drawn is None or drawn[0] != self._asked:
            say(f"Follow-up {self._place + 1} of {len(self._text.follow_ups)}: {inline_prose(self._asked.question)}")
        if self._revealed:
            put(f"\n{prose(self._asked.answer or UNANSWERED, columns())}\n")

    def prompt(self) -> str:
        """Before the answer and after it."""
        return "Go on" if self._revealed else "Say your answer"

    def keys(self) -> Sequence[Key]:
        """Enter shows the answer, then asks the next question."""
        shown = [Key("", "next", "Ask the next one; after the last, go back.", self._next)]
        if found := links(self._asked.answer):
            shown.append(Key("o", "links", "List the links of the answer with their addresses.", partial(say, phrases.links(found))))
        hidden = [Key("", "show the answer", "Show the answer.", self._reveal)]
        languages = [Key("l", "language", "Ask in the next language.", self._switch_language)] if len(self._texts) > 1 else []
        return [*(shown if self._revealed else hidden), *languages, Key("q", "go back", "Go back to where you were.", self.close)]

    def _reveal(self) -> None:
        self._revealed = True

    def _next(self) -> None:
        if self._place + 1 == len(self._text.follow_ups):
            self.close()
            return
        self._place += 1
        self._revealed = False

    def _switch_language(self) -> None:
        """The same question in the next language; a translation may lag behind and have fewer of them."""
        self._text = self._texts[(self._texts.index(self._text) + 1) % len(self._texts)]
        self._place = min(self._place, len(self._text.follow_ups) - 1)
