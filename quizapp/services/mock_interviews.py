"""Mock interviews: drawn, held question by question, interrupted and resumed, and reported on. Each step is an event on disk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from quizapp.domain.errors import ExportError, MockError
from quizapp.domain.history import Attempt, FollowUpAnswered, MockBegun, MockSetup, Outcome, Practised, Rating
from quizapp.domain.languages import ALTERNATE, Languages
from quizapp.domain.mock import Interview, covered, draw, interview, weakest, weight
from quizapp.domain.modes import Mode
from quizapp.domain.schedule import SCHEDULER_VERSION
from quizapp.services.lazy import Lazy
from quizapp.services.study import Random, Study

if TYPE_CHECKING:
    from quizapp.domain.card import Card, CardText, FollowUp
    from quizapp.domain.history import Mark
    from quizapp.export.mock_report import Answered, MockReport
    from quizapp.storage.history import History

LAST = "last"
SEEDS = 10_000
"""Seeds that are made up lie below this: short enough to be told to somebody."""
WEAKEST = 5
"""Cards that a report recommends at most."""


@dataclass(frozen=True)
class Open:
    """An interview that has not ended."""

    begun: datetime
    """In the learner's time zone."""
    answered: int
    questions: int
    seconds_left: float


@dataclass(frozen=True)
class Question:
    """The next question of an interview."""

    card: "Card"
    asked: "CardText"
    answer: "CardText"
    """What is shown when it is answered; its follow-ups come afterwards, one by one."""
    number: int
    """From 1."""


@dataclass(frozen=True)
class FollowUpQuestion:
    """A follow-up to the question just answered."""

    question: "CardText"
    follow_up: "FollowUp"
    number: int
    """Of the question that it follows, from 1."""
    place: int
    """Among the question's follow-ups, from 1."""
    of: int


class MockSession:
    """A mock interview being held. What is answered is on disk, so that it may be left at any time."""

    def __init__(self, study: Study, history: Lazy["History"], random: Random, state: Interview) -> None:
        self._study = study
        self._history = history
        self._random = random
        self._state = state
        self._languages = Languages(state.begin.setup.language)

    @property
    def id(self) -> UUID:
        """Of the interview."""
        return self._state.begin.id

    @property
    def questions(self) -> int:
        """How many there are."""
        return len(self._state.begin.setup.cards)

    @property
    def seconds_left(self) -> float:
        """Without what the question being asked has taken."""
        return self._state.seconds_left

    def next(self) -> Question | FollowUpQuestion | None:
        """What to ask now; None when all is asked, or no time is left."""
        if self._state.seconds_left <= 0:
            return None
        if self._state.answers and (follow_up := self._follow_up(self._state.answers[-1])):
            return follow_up
        card = self._state.next
        return None if card is None else self._question(card)

    def grade(self, rating: Rating, duration_ms: int, said: Attempt) -> None:
        """Stores the answer to the question being asked. Raises StorageError, and then nothing has changed."""
        card, at = self._state.next, self._study.now()
        assert card is not None, "nothing is being asked"

        def draft(id: UUID) -> Practised:
            return Practised(id, at, card, Rating(rating), duration_ms, Mode.MOCK, said.answer, said.ticks, self.id)

        event = self._history().record(at, self._random(), draft).event
        assert isinstance(event, Practised)
        self._state = self._state.with_event(event)

    def follow_up(self, *, correct: bool, duration_ms: int) -> None:
        """Stores whether the learner had the follow-up being asked. Raises StorageError, and then nothing has changed."""
        asked, at, answer = self.next(), self._study.now(), self._state.answers[-1]
        assert isinstance(asked, FollowUpQuestion), "no follow-up is being asked"

        def draft(id: UUID) -> FollowUpAnswered:
            return FollowUpAnswered(id, at, self.id, answer.id, asked.follow_up.question, correct, duration_ms)

        self._state = self._state.with_event(self._history().append(at, self._random(), draft))

    def _question(self, id: str) -> Question:
        card, turn = self._study.catalog.card(id), self._state.begin.setup.cards.index(id)
        answer = replace(self._languages.answer(card, turn), follow_ups=())
        return Question(card, self._languages.question(card, turn), answer, turn + 1)

    def _follow_up(self, answer: Practised) -> FollowUpQuestion | None:
        turn = self._state.begin.setup.cards.index(answer.card)
        text = self._languages.question(self._study.catalog.card(answer.card), turn)
        asked = {each.question for each in self._state.after(answer)}
        for place, follow_up in enumerate(text.follow_ups, start=1):
            if follow_up.question not in asked:
                return FollowUpQuestion(text, follow_up, turn + 1, place, len(text.follow_ups))
        return None


class MockInterviews:
    """One learner's mock interviews; reports are kept in `folder`."""

    def __init__(self, study: Study, history: Lazy["History"], random: Random, folder: Path) -> None:
        self._study = study
        self._history = history
        self._random = random
        self.folder = folder

    # -- before and while it is held ---------------------------------------------------------------------------------

    def new_seed(self) -> int:
        """A seed that nobody has chosen."""
        return self._random() % SEEDS

    def languages(self) -> list[str]:
        """What can be chosen: the languages of the decks, and to alternate where there are several."""
        languages = self._study.catalog.languages()
        return [*languages, ALTERNATE] if len(languages) > 1 else languages

    def named(self, setup: MockSetup, language: str | None) -> MockSetup:
        """`setup` with its topics, as a person writes them, by their ids, and in `language`, where one is given.

        Raises UnknownTopicError and UnknownLanguageError.
        """
        topics = tuple(dict.fromkeys(map(self._study.catalog.topic, setup.topics)))
        return replace(setup, topics=topics, language=self._study.catalog.language(language) if language else setup.language)

    def begin(self, setup: MockSetup) -> MockSession:
        """Draws the questions and begins. Raises MockError and StorageError."""
        drawn = replace(setup, cards=tuple(draw(self._weights(setup), setup.questions, setup.seed)))
        if not drawn.cards:
            raise MockError("there is no card to ask", "Choose more topics, or resume suspended cards in the list of cards.")
        at = self._study.now()
        begin = self._history().append(at, self._random(), lambda id: MockBegun(id, at, drawn))
        return self._sitting(interview(begin, ()))

    def open(self) -> Open | None:
        """The interview that was interrupted; None where there is none."""
        found = [one for one in self._all() if one.end is None]
        if not found:
            return None
        begin = found[-1].begin
        zone = self._study.calendar.zone
        return Open(begin.at.astimezone(zone), len(found[-1].answers), len(begin.setup.cards), found[-1].seconds_left)

    def resume(self) -> MockSession:
        """Goes on with the interview that was interrupted. Raises MockError where there is none."""
        return self._sitting(self._interrupted())

    def discard(self) -> None:
        """The interview that was interrupted is over, without a report; its answers stay in the history."""
        self._history().mocks.end(self._study.now(), self._random(), self._interrupted().begin.id, Outcome.DISCARDED)

    def finish(self, id: UUID) -> "MockReport":
        """Ends an interview and reports on it."""
        self._history().mocks.end(self._study.now(), self._random(), id, Outcome.FINISHED)
        held = [one for one in self.held() if one.begin.id <= id]
        if not held or held[-1].begin.id != id:
            raise MockError("this interview was discarded in another window", "Its answers stay in your history.")
        return self._report(held)

    def count(self, id: UUID) -> int:
        """Has the grades of an interview count for the schedule; how many did. Done once: a second time none does."""
        return self._history().mocks.count(self._random, id, SCHEDULER_VERSION)

    # -- afterwards --------------------------------------------------------------------------------------------------

    def held(self) -> list[Interview]:
        """The interviews that came to their end, oldest first."""
        return [one for one in self._all() if one.finished]

    def report(self, wanted: str = LAST) -> "MockReport":
        """The report of the interview with this name or id, or the start of one; LAST means the latest. Raises MockError."""
        held = self.held()
        found = held[-1:] if wanted == LAST else [one for one in held if str(one.begin.id) == wanted or self.name(one).startswith(wanted)]
        if len(found) != 1:
            raise MockError(
                f"{'more than one' if found else 'no'} mock interview {f'is called {wanted!r}' if wanted != LAST else 'has been finished'}",
                "`quizapp mock --list` shows them all." if held else "`quizapp mock` begins one.",
            )
        return self._report(held[: held.index(found[0]) + 1])

    def markdown(self, report: "MockReport") -> str:
        """The report to read."""
        from quizapp.export.mock_report import mock_markdown

        return mock_markdown(report)

    def text(self, wanted: str, format: str) -> str:
        """The report of an interview, "md" or "json". Raises MockError as `report` does."""
        from quizapp.export.mock_report import mock_json, mock_markdown

        return {"md": mock_markdown, "json": mock_json}[format](self.report(wanted))

    def listing(self) -> list[str]:
        """A line for each interview that was held, oldest first: its name, the answers given, the share of key points said."""
        return [_listed(self.name(one), one) for one in self.held()]

    def name(self, held: Interview) -> str:
        """Of an interview's files: when it began, and its seed."""
        begun = held.begin.at.astimezone(self._study.calendar.zone)
        return f"{begun:%Y-%m-%d-%H%M%S}-seed-{held.begin.setup.seed}"

    def save(self, report: "MockReport") -> Path:
        """Keeps the report as Markdown and as JSON; the path without its suffix. Raises ExportError."""
        from quizapp.export.files import write_file
        from quizapp.export.mock_report import mock_json, mock_markdown

        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ExportError(f"{self.folder} cannot be created: {error.strerror}", "`quizapp mock --report` prints the report.") from error
        for suffix, text in (("md", mock_markdown(report)), ("json", mock_json(report))):
            write_file(self.folder / f"{report.name}.{suffix}", text, overwrite=True)
        return self.folder / report.name

    # -- from events -------------------------------------------------------------------------------------------------

    def _weights(self, setup: MockSetup) -> dict[str, float]:
        listed = [
            row.schedule
            for row in self._study.catalog.listing()
            if not row.schedule.suspended and (not setup.topics or row.topic in setup.topics)
        ]
        recalls = self._study.recall(listed)
        return {schedule.card: weight(recall, schedule.lapses) for schedule, recall in zip(listed, recalls, strict=True)}

    def _sitting(self, state: Interview) -> MockSession:
        return MockSession(self._study, self._history, self._random, state)

    def _all(self) -> list[Interview]:
        mocks = self._history().mocks
        return [interview(begin, mocks.sitting(begin.id)) for begin in mocks.begun()]

    def _interrupted(self) -> Interview:
        found = [one for one in self._all() if one.end is None]
        if not found:
            raise MockError("no mock interview has been interrupted")
        return found[-1]

    def _report(self, held: Sequence[Interview]) -> "MockReport":
        """On the last of `held`, after the others."""
        from quizapp.export.mock_report import MockReport, Past

        this, zone, setup = held[-1], self._study.calendar.zone, held[-1].begin.setup
        assert this.end is not None
        answers = {answer.card: self._answered(this, answer) for answer in this.answers}
        failed = {card: sum(not each.correct for each in answered.follow_ups) for card, answered in answers.items()}
        titles = self._study.catalog.topic_titles(setup.language)
        return MockReport(
            id=str(this.begin.id),
            name=self.name(this),
            begun=this.begin.at.astimezone(zone),
            ended=this.end.at.astimezone(zone),
            setup=setup,
            topics=[titles.get(topic, topic) for topic in setup.topics],
            answers=list(answers.values()),
            not_reached=[self._asked(setup, card)[1].question for card in setup.cards if card not in answers],
            weakest=[answers[answer.card] for answer in weakest(this.answers, failed)[:WEAKEST]],
            earlier=[
                Past(one.begin.at.astimezone(zone), covered(tick for answer in one.answers for tick in answer.ticks)) for one in held[:-1]
            ],
        )

    def _answered(self, held: Interview, answer: Practised) -> "Answered":
        from quizapp.export.mock_report import Answered

        card, text = self._asked(held.begin.setup, answer.card)
        titles = self._study.catalog.topic_titles(text.language)
        demo = text.demos[0].demo if text.demos else None
        ticks = _translated(answer.ticks, card, text)
        return Answered(
            answer.card,
            titles.get(card.topic, card.topic),
            text.question,
            answer.rating,
            answer.duration_ms / 1000,
            ticks,
            tuple(held.after(answer)),
            demo,
        )

    def _asked(self, setup: MockSetup, id: str) -> "tuple[Card, CardText]":
        card = self._study.catalog.card(id)
        return card, Languages(setup.language).question(card, setup.cards.index(id))


def _listed(name: str, held: Interview) -> str:
    share = covered(tick for answer in held.answers for tick in answer.ticks).share
    said = "key points not gone through" if share is None else f"{share:.0%} of key points said"
    return f"{name:<32} {len(held.answers)} of {len(held.begin.setup.cards)} answered, {said}"


def _translated(ticks: "Sequence[Mark]", card: "Card", text: "CardText") -> "tuple[Mark, ...]":
    """The points, which are stored in the deck's own language, in that of `text` where it has the same ones."""
    own = next(iter(card.texts.values())).key_points
    if len(own) != len(text.key_points):
        return tuple(ticks)
    words = {point.text: other.text for point, other in zip(own, text.key_points, strict=True)}
    return tuple(replace(tick, point=words.get(tick.point, tick.point)) for tick in ticks)
