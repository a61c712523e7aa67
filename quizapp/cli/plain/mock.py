"""A mock interview in lines: first an interrupted one is settled, then come questions and follow-ups against the clock, then the report."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from quizapp.cli.lines import columns, put, say
from quizapp.cli.plain.answering import AnsweringDialogue
from quizapp.cli.plain.dialogue import Dialogue, Key, reported
from quizapp.cli.prose import inline_prose, prose
from quizapp.domain.history import MockSetup, Rating
from quizapp.domain.i18n import gettext, gettext_noop, ngettext
from quizapp.domain.mock_session import WITH_THE_ANSWER, FollowUpTurn, MockSession
from quizapp.domain.session import Act, State
from quizapp.domain.turn import Turn
from quizapp.services.interview import LiveInterview
from quizapp.services.mock_interviews import MockInterviews, Open
from quizapp.services.study import Study
from quizapp.ui.phrases import event_phrase, minutes_left

if TYPE_CHECKING:
    from quizapp.export.mock_report import MockReport

KEPT = gettext_noop("The interview is saved. `quizapp mock --plain` continues it.")
UNANSWERED = gettext_noop("The card has no answer to this one. Judge for yourself.")
FIRST_ASK_FOR_IT = gettext_noop("Show the model answer first: press {key}.")
NO_WAY_BACK = gettext_noop("Nothing can be undone in an interview. The report comes at the end.")
UNDO, LOOK = "u", "m"
"""Keys that sentences name."""


class BeginDialogue(Dialogue):
    """Waits for somebody to press Enter. Afterwards `interview` is the one to hold, if any."""

    def __init__(self, mocks: MockInterviews, setup: MockSetup, topics: Sequence[str]) -> None:
        """`setup` describes a new one, and `topics` are the titles of its topics. Raises StorageError."""
        super().__init__()
        self._mocks = mocks
        self._setup = setup
        self._topics = topics
        self._interrupted: Open | None = mocks.open()
        self._drawn = False
        self.interview: LiveInterview | None = None

    def draw(self) -> None:
        """What Enter will start."""
        if not self._drawn:
            self._drawn = True
            say(self._interrupted_words(self._interrupted) if self._interrupted else self._setup_words())

    def _interrupted_words(self, found: Open) -> str:
        begun = ngettext(
            "The interview of {begun:%Y-%m-%d %H:%M} was interrupted: {answered} of {count} question answered, {time}.",
            "The interview of {begun:%Y-%m-%d %H:%M} was interrupted: {answered} of {count} questions answered, {time}.",
            found.questions,
            begun=found.begun,
            answered=found.answered,
            time=minutes_left(found.seconds_left).strip(),
        )
        return begun + "\n" + gettext("If you discard it, there is no report; your answers stay in your history as practice.")

    def _setup_words(self) -> str:
        setup = self._setup
        minutes = ngettext("{count} minute", "{count} minutes", setup.minutes)
        if self._topics:
            begins = ngettext(
                "Mock interview: {count} question from {topics} in {minutes}, seed {seed}.",
                "Mock interview: {count} questions from {topics} in {minutes}, seed {seed}.",
                setup.questions,
                topics=", ".join(self._topics),
                minutes=minutes,
                seed=setup.seed,
            )
        else:
            begins = ngettext(
                "Mock interview: {count} question in {minutes}, seed {seed}.",
                "Mock interview: {count} questions in {minutes}, seed {seed}.",
                setup.questions,
                minutes=minutes,
                seed=setup.seed,
            )
        return " ".join((begins, gettext("`quizapp mock --help` explains how to change this.")))

    def prompt(self) -> str:
        """Which of the two it is."""
        return gettext("Continue it") if self._interrupted else gettext("Ready")

    def keys(self) -> Sequence[Key]:
        """An interrupted interview comes before a new one."""
        leave = Key("q", gettext("quit"), gettext("Quit. Everything stays as it is."), self.close)
        if self._interrupted:
            resume = Key("", gettext("continue"), gettext("Ask the remaining questions in the remaining time."), self._resume)
            discard = gettext("End it without a report, to begin another one.")
            return [resume, Key("d", gettext("discard it"), discard, self._discard), leave]
        begins = gettext("Draw the questions and ask the first one. The clock starts.")
        return [Key("", gettext("begin"), begins, self._begin), leave]

    def _resume(self) -> None:
        self.interview = self._mocks.resume()
        self.close()

    def _discard(self) -> None:
        self._mocks.discard()
        self._interrupted, self._drawn = self._mocks.open(), False
        say(gettext("Discarded.") + "\n")

    def _begin(self) -> None:
        self.interview = self._mocks.begin(self._setup)
        self.close()


class InterviewDialogue(AnsweringDialogue[MockSession]):
    """Draws an interview until it is over or left. Each answer is on disk before the next question is printed."""

    REASONS: ClassVar = AnsweringDialogue.REASONS | {Act.UNDO: NO_WAY_BACK}

    _live: LiveInterview

    # -- what is printed ---------------------------------------------------------------------------------------------

    def draw_step(self) -> None:
        """A question, a follow-up, or the answer to one; at the end it is over."""
        session, turn = self._live.session, self._live.session.turn
        if session.state is State.DONE:
            say(gettext("The interview is over.") + "\n")
            self.close()
        elif session.state is State.ANSWERED:
            self._print_model_answer()
        elif isinstance(turn, FollowUpTurn):
            say(gettext("Follow-up {number} of {total}", number=turn.place, total=turn.of))
            say(inline_prose(turn.follow_up.question))
        elif isinstance(turn, Turn):
            say(gettext("Question {number} of {total}", number=session.question_number, total=session.questions))
            say(turn.question.question)
            self.print_attempt(turn)

    def _print_model_answer(self) -> None:
        """Print it if it was asked for."""
        turn = self._live.session.turn
        if self._live.session.withheld:
            return
        if isinstance(turn, FollowUpTurn):
            answer = turn.follow_up.answer or gettext(UNANSWERED)
            put(f"\n{prose(answer, columns())}\n")
        elif isinstance(turn, Turn):
            self.print_answer(turn)

    def prompt(self) -> str:
        """What is expected, with the time that is left."""
        left, session = minutes_left(self._live.seconds()[1]).strip(), self._live.session
        if session.state is State.BETWEEN:
            return gettext("The next question could not be read")
        turn = self._live.turn
        if session.state is State.ASKING:
            asked = gettext("Say your answer")
        else:
            asked = gettext("Did you get it right") if turn is None else self.grading_prompt(turn)
        return f"{left}. {asked}"

    # -- what may be typed -------------------------------------------------------------------------------------------

    def by_act(self) -> Mapping[Act, Sequence[Key]]:
        """The keys for answering, and those of an interview. Undo is included so that it can be refused with a reason."""
        return {
            **super().by_act(),
            Act.REVEAL: [Key("", gettext("I have answered"), gettext("Say that you have answered."), self._live.reveal)],
            Act.LOOK: [Key(LOOK, gettext("model answer"), gettext("Show the model answer now. It is also in the report."), self._look)],
            Act.JUDGE: [
                Key("y", gettext("yes"), gettext("You got this follow-up right."), partial(self._live.judge, correct=True)),
                Key("n", gettext("not yet"), gettext("You did not get it right."), partial(self._live.judge, correct=False)),
            ],
            Act.GO_ON: [Key("", gettext("try again"), gettext("Try to read the next question again."), self._live.go_on)],
            Act.UNDO: [Key(UNDO, "", "", lambda: None)],
        }

    def reason(self, act: Act) -> str:
        """What belongs to the model answer waits until it is asked for."""
        if self._live.session.withheld and act in WITH_THE_ANSWER:
            return gettext(FIRST_ASK_FOR_IT, key=LOOK)
        return super().reason(act)

    def own_keys(self) -> Sequence[Key]:
        """An interview can be left at any time."""
        return [Key("q", gettext("quit"), gettext("Quit. The interview is saved."), self._leave)]

    def links(self, turn: Turn) -> list[tuple[str, str]]:
        """Leave out those that wait until the interview is over."""
        return [(text, address) for text, address in super().links(turn) if self._live.session.opens(address)]

    # -- what the learner can do -------------------------------------------------------------------------------------

    def grade(self, rating: Rating) -> None:
        """Store the grade before the next question."""
        self._live.grade(rating)

    def _look(self) -> None:
        self._live.look()
        self._print_model_answer()

    def _leave(self) -> None:
        say(gettext(KEPT))
        self.close()


class ReportDialogue(Dialogue):
    """Shows how it went. Its grades may be counted in the schedule here, once."""

    def __init__(self, mocks: MockInterviews, study: Study, report: "MockReport") -> None:
        super().__init__()
        self._mocks = mocks
        self._study = study
        self._report = report
        self._counted = False
        self._drawn = False

    def draw(self) -> None:
        """The report as it is saved."""
        if not self._drawn:
            self._drawn = True
            put(f"{prose(self._mocks.markdown(self._report), columns())}\n")
            with reported():
                path = self._mocks.save(self._report)
                say(gettext("Saved as {path}.md and {path}.json", path=path))

    def prompt(self) -> str:
        """Whether the grades count in the schedule."""
        return gettext("The grades count in your schedule") if self._counted else gettext("Your schedule has not changed")

    def keys(self) -> Sequence[Key]:
        """Counting can be undone."""
        keys = [Key("", gettext("quit"), gettext("Quit."), self.close), Key("q", "", "", self.close)]
        if self._counted:
            keys.append(
                Key(UNDO, gettext("undo"), gettext("Undo the last thing you did: first the counted grades, one by one."), self._undo)
            )
        elif self._report.answers:
            keys.append(Key("c", gettext("count the grades"), gettext("Count the grades of this interview in your schedule."), self._count))
        return keys

    def _count(self) -> None:
        counted = self._mocks.count(UUID(self._report.id))
        self._counted = True
        say(
            ngettext(
                "{count} grade counts in your schedule now. {key} undoes it.",
                "{count} grades count in your schedule now. {key} undoes them one by one.",
                counted,
                key=UNDO,
            )
        )

    def _undo(self) -> None:
        taken_back = self._study.undo()
        if taken_back is None:
            say(gettext("There is nothing to undo."))
        else:
            say(gettext("Taken back: {what}.", what=event_phrase(taken_back.event)))


def hold_and_report(mocks: MockInterviews, study: Study, interview: LiveInterview) -> None:
    """Hold `interview`, and report on it once it has come to its end. Raises EndOfInputError."""
    InterviewDialogue(interview).hold()
    if interview.session.state is State.DONE:
        ReportDialogue(mocks, study, mocks.finish(interview.id)).hold()
