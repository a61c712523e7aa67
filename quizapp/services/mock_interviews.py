"""Mock interviews: drawn, held question by question, interrupted and resumed, and reported on. Each step is an event on disk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from quizapp.domain.errors import ExportError, MockError
from quizapp.domain.history import MockBegun, MockSetup, Outcome, Practised, Rating
from quizapp.domain.i18n import gettext, ngettext
from quizapp.domain.language_names import meant
from quizapp.domain.languages import ALTERNATE, Languages
from quizapp.domain.mock import Interview, covered, draw, interview, weakest, weight
from quizapp.domain.rules import SCHEDULER_VERSION
from quizapp.services.attempts import Attempts
from quizapp.services.interview import LiveInterview
from quizapp.services.lazy import Lazy
from quizapp.services.session import Seconds
from quizapp.services.study import Random, Study

if TYPE_CHECKING:
    from quizapp.domain.card import Card, CardText
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
    """When it began, in the learner's time zone."""
    answered: int
    questions: int
    seconds_left: float


class MockInterviews:
    """One learner's mock interviews; reports are kept in `folder`."""

    def __init__(self, study: Study, history: Lazy["History"], attempts: Attempts, random: Random, seconds: Seconds, folder: Path) -> None:
        self._study = study
        self._history = history
        self._attempts = attempts
        self._random = random
        self._seconds = seconds
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
        asked_in = self._study.catalog.language(language) if language else meant(setup.language, self.languages())
        return replace(setup, topics=topics, language=asked_in)

    def begin(self, setup: MockSetup) -> LiveInterview:
        """Draws the questions and begins. Raises MockError and StorageError."""
        drawn = replace(setup, cards=tuple(draw(self._weights(setup), setup.questions, setup.seed)))
        if not drawn.cards:
            raise MockError(
                gettext("there are no cards to ask"), gettext("Choose more topics, or resume suspended cards in the list of cards.")
            )
        at = self._study.now()
        begin = self._history().append(at, self._random(), lambda id: MockBegun(id, at, drawn))
        return self._live(interview(begin, ()))

    def open(self) -> Open | None:
        """The interview that was interrupted; None where there is none."""
        found = [one for one in self._all() if one.end is None]
        if not found:
            return None
        begin = found[-1].begin
        zone = self._study.calendar.zone
        return Open(begin.at.astimezone(zone), len(found[-1].answers), len(begin.setup.cards), found[-1].seconds_left)

    def resume(self) -> LiveInterview:
        """Goes on with the interview that was interrupted. Raises MockError where there is none."""
        return self._live(self._interrupted())

    def discard(self) -> None:
        """The interview that was interrupted is over, without a report; its answers stay in the history."""
        self._history().mocks.end(self._study.now(), self._random(), self._interrupted().begin.id, Outcome.DISCARDED)

    def finish(self, id: UUID) -> "MockReport":
        """Ends an interview and reports on it."""
        self._history().mocks.end(self._study.now(), self._random(), id, Outcome.FINISHED)
        held = [one for one in self.held() if one.begin.id <= id]
        if not held or held[-1].begin.id != id:
            raise MockError(gettext("this interview was discarded in another window"), gettext("Its answers stay in your history."))
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
                _not_found(wanted, len(found)),
                gettext("`quizapp mock --list` lists them all.") if held else gettext("`quizapp mock` starts one."),
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
        """A line for each interview that was held, oldest first: its name, its answers, how many were good, the key points said.

        Key points count only in answers whose points were marked.
        """
        return [_listed(self.name(one), one) for one in self.held()]

    def name(self, held: Interview) -> str:
        """The name of an interview's files: when it began, and its seed."""
        begun = held.begin.at.astimezone(self._study.calendar.zone)
        return f"{begun:%Y-%m-%d-%H%M%S}-seed-{held.begin.setup.seed}"

    def save(self, report: "MockReport") -> Path:
        """Keeps the report as Markdown and as JSON; the path without its suffix. Raises ExportError."""
        from quizapp.export.files import write_file
        from quizapp.export.mock_report import mock_json, mock_markdown

        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ExportError(
                gettext("{path} cannot be created: {reason}", path=self.folder, reason=error.strerror),
                gettext("`quizapp mock --report` prints the report."),
            ) from error
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

    def _live(self, state: Interview) -> LiveInterview:
        read = self._study.catalog.card
        return LiveInterview(state, self._study, self._history, self._attempts, read, self._random, self._seconds)

    def _all(self) -> list[Interview]:
        mocks = self._history().mocks
        names = mocks.names()
        return [interview(begin, mocks.sitting(begin.id)).under(names) for begin in mocks.begun()]

    def _interrupted(self) -> Interview:
        found = [one for one in self._all() if one.end is None]
        if not found:
            raise MockError(gettext("no mock interview was interrupted"))
        return found[-1]

    def _report(self, held: Sequence[Interview]) -> "MockReport":
        """The report on the last of `held`, which came after the others."""
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
                Past(
                    one.begin.at.astimezone(zone),
                    covered(tick for answer in one.answers for tick in answer.ticks),
                    tuple(answer.rating for answer in one.answers),
                )
                for one in held[:-1]
            ],
        )

    def _answered(self, held: Interview, answer: Practised) -> "Answered":
        from quizapp.export.mock_report import Answered

        card, text = self._asked(held.begin.setup, answer.card)
        titles = self._study.catalog.topic_titles(text.language)
        demo = text.demos[0].demo if text.demos else None
        points = card.points_in(text)
        ticks = tuple(replace(tick, point=points.get(tick.point, tick.point)) for tick in answer.ticks)
        return Answered(
            answer.card,
            titles.get(card.topic, card.topic),
            text.question,
            answer.rating,
            answer.duration_ms / 1000,
            ticks,
            tuple(held.after(answer)),
            demo,
            self._languages(held.begin.setup, answer.card).answer(card),
        )

    def _asked(self, setup: MockSetup, id: str) -> "tuple[Card, CardText]":
        card = self._study.catalog.card(id)
        return card, self._languages(setup, id).question(card)

    def _languages(self, setup: MockSetup, id: str) -> Languages:
        return Languages(setup.language, setup.cards.index(id))


def _listed(name: str, held: Interview) -> str:
    share = covered(tick for answer in held.answers for tick in answer.ticks).share
    good = sum(answer.rating >= Rating.GOOD for answer in held.answers)
    parts = [
        gettext("{answered} of {questions} answered", answered=len(held.answers), questions=len(held.begin.setup.cards)),
        gettext("{good} Good or Easy", good=good),
    ]
    if share is not None:
        parts.append(gettext("{share:.0%} of key points said", share=share))
    return f"{name:<32} {', '.join(parts)}"


def _not_found(wanted: str, found: int) -> str:
    if wanted == LAST:
        return gettext("no mock interview has been finished")
    if found:
        return ngettext("{count} mock interview is called {name!r}", "{count} mock interviews are called {name!r}", found, name=wanted)
    return gettext("no mock interview is called {name!r}", name=wanted)
