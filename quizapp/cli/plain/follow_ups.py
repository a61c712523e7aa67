"""The follow-up questions of a card, one by one as an interviewer asks them. For practice: nothing is stored."""

from collections.abc import Sequence
from functools import partial

from quizapp.cli.lines import columns, put, say
from quizapp.cli.plain import phrases
from quizapp.cli.plain.dialogue import Dialogue, Key
from quizapp.cli.prose import inline_prose, prose
from quizapp.domain.card import Card
from quizapp.domain.follow_ups import FollowUpsSession
from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.domain.session import Act
from quizapp.services.markdown import links

UNANSWERED = gettext_noop("The card has no answer to this one.")


class FollowUpsDialogue(Dialogue):
    """Draws the session and sends it inputs; goes back after the last question."""

    def __init__(self, card: Card, language: str) -> None:
        super().__init__()
        self._session = FollowUpsSession.begin(card, language)
        self._drawn: FollowUpsSession | None = None
        """What was printed last."""

    def draw(self) -> None:
        """The question, or its answer."""
        session, drawn = self._session, self._drawn
        self._drawn = session
        if drawn is None or drawn.asked != session.asked:
            question = inline_prose(session.asked.question)
            say(gettext("Follow-up {number} of {total}: {question}", number=session.place + 1, total=session.of, question=question))
        if session.revealed and session != drawn:
            answer = session.asked.answer or gettext(UNANSWERED)
            put(f"\n{prose(answer, columns())}\n")

    def prompt(self) -> str:
        """What is expected before the answer, and after it."""
        return gettext("Go on") if self._session.revealed else gettext("Say your answer")

    def keys(self) -> Sequence[Key]:
        """Enter shows the answer, then asks the next question."""
        found = links(self._session.asked.answer)
        listed = partial(say, phrases.links(found))
        by_act = {
            Act.REVEAL: [Key("", gettext("show the answer"), gettext("Show the answer."), self._reveal)],
            Act.GO_ON: [Key("", gettext("next"), gettext("Ask the next one; after the last, go back."), self._go_on)],
            Act.OPEN_LINK: [Key("o", gettext("links"), gettext("List the links in the answer with their addresses."), listed)]
            if found
            else [],
            Act.SWITCH_LANGUAGE: [Key("l", gettext("language"), gettext("Ask in the next language."), self._switch_language)],
        }
        offered = [key for act, keys in by_act.items() if act in self._session.acts for key in keys]
        return [*offered, Key("q", gettext("go back"), gettext("Go back to where you were."), self.close)]

    def _reveal(self) -> None:
        self._session = self._session.reveal()

    def _go_on(self) -> None:
        self._session = self._session.go_on()
        if self._session.done:
            self.close()

    def _switch_language(self) -> None:
        self._session = self._session.switch_language()
