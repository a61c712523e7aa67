"""Reading cards and decks as a whole: the questions of all cards and demos, and the changes that only the learner can judge."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, Executable, bindparam, func, select

from quizapp.domain.card import CardText
from quizapp.domain.card_json import decode
from quizapp.storage.engine import reading
from quizapp.storage.models import CardRow, DoubtRow, FileRow, TextRow

_QUESTIONS = select(TextRow.card_id, TextRow.language, TextRow.question).order_by(TextRow.card_id, TextRow.rank)
_demo = func.json_extract(TextRow.body, "$.demos[0].demo")
_DEMOS = select(TextRow.card_id, _demo).where(_demo.is_not(None)).order_by(TextRow.card_id, TextRow.rank)
_ANSWERS = select(TextRow.card_id, func.json_extract(TextRow.body, "$.answer"), func.json_extract(TextRow.body, "$.key_points"))
_DOUBTS = (
    select(DoubtRow.card_id, DoubtRow.source_id, DoubtRow.before)
    .join(CardRow, CardRow.id == DoubtRow.card_id)
    .where(DoubtRow.learner_id == bindparam("learner"), CardRow.archived_at.is_(None))
    .order_by(CardRow.position)
)

_head = func.substr(FileRow.parsed, 1, func.instr(FileRow.parsed, "\n") - 1)
_FILES = select(FileRow.path, FileRow.stamp, _head).where(FileRow.deck_id == bindparam("deck"))


class CatalogStore:
    """The cards and decks as `learner` has them."""

    def __init__(self, engine: Engine, learner: int) -> None:
        self._reading = reading(engine)
        self._learner = learner

    def questions(self) -> dict[str, dict[str, str]]:
        """The question of every card by card id and language, the deck's own language first."""
        questions: dict[str, dict[str, str]] = {}
        for card, language, question in self._rows(_QUESTIONS):
            questions.setdefault(card, {})[language] = question
        return questions

    def demos(self) -> dict[str, str]:
        """The demo of every card that has one, by card id: the first one in its own language, or else in a translation."""
        demos: dict[str, str] = {}
        for card, demo in self._rows(_DEMOS):
            demos.setdefault(card, demo)
        return demos

    def answers(self) -> dict[str, str]:
        """The words of every card's answers in all languages, by card id: the answer, its key points, and what else is said for them."""
        answers: dict[str, list[str]] = {}
        for card, answer, points in self._rows(_ANSWERS):
            said = [word for point in json.loads(points) for word in (point["text"], *point["terms"])]
            answers.setdefault(card, []).extend((answer, *said))
        return {card: "\n".join(words) for card, words in answers.items()}

    def doubts(self) -> list[tuple[str, str, CardText]]:
        """What only the learner can tell: a card, the card whose memory is in question, and the text of that one before the change."""
        return [(card, source, decode(**before[0])) for card, source, before in self._rows(_DOUBTS, learner=self._learner)]

    def files(self, deck: str) -> dict[str, tuple[str, str]]:
        """By the name of each file of the deck: its stamp when it was last read, and the first line of what parsing it gave."""
        return {path: (stamp, head) for path, stamp, head in self._rows(_FILES, deck=deck)}

    def file(self, deck: str, path: str) -> str:
        """All that parsing that file gave."""
        (row,) = self._rows(select(FileRow.parsed).where(FileRow.deck_id == deck, FileRow.path == path))
        return str(row.parsed)

    def _rows(self, statement: Executable, **parameters: Any) -> Sequence[Any]:
        with self._reading.begin() as connection:
            return connection.execute(statement, parameters).all()
