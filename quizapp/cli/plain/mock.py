"""A mock interview in lines: what was interrupted is settled first, then questions and follow-ups against the clock, then the report."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from quizapp.cli.lines import columns, put, say
from quizapp.cli.plain.answering import AnsweringDialogue
from quizapp.cli.plain.dialogue import Dialogue, Key, reported
from quizapp.cli.prose import inline_prose, prose
from quizapp.domain.history import MockSetup, Rating
from quizapp.domain.mock_session import WITH_THE_ANSWER, FollowUpTurn, MockSession
from quizapp.domain.session import Act, State
from quizapp.domain.turn import Turn
from quizapp.services.interview import LiveInterview
from quizapp.services.mock_interviews import MockInterviews, Open
from quizapp.services.study import Study
from quizapp.ui.phrases import count, event_phrase, minutes_left

if TYPE_CHECKING:
    from quizapp.export.mock_report import MockReport

KEPT = "The interview is kept: `quizapp mock --plain` goes on with it."
UNANSWERED = "The card holds no answer to this one: judge for yourself."
FIRST_ASK_FOR_IT = "That goes with the model answer: m shows it."
NO_WAY_BACK = "There is no looking back in an interview. Its report comes at the end."


class BeginDialogue(Dialogue):
    """Nothing begins before somebody is there to press Enter. Afterwards `interview` is the one to be held, if any."""

    def __init__(self, mocks: MockInterviews, setup: MockSetup, topics: Sequence[str]) -> None:
        """`setup` is what a new one is to be, and `topics` what its topics are called. Raises StorageError."""
        super().__init__()
        self._mocks = mocks
        self._setup = setup
        self._topics = topics
        self._interrupted: Open | None = mocks.open()
        self._drawn = False
        self.interview: LiveInterview | None = None

    def draw(self) -> None:
        """What waits for Enter."""
        if not self._drawn:
            self._drawn = True
            say(self._interrupted_words(self._interrupted) if self._interrupted else self._setup_words())

    def _interrupted_words(self, found: Open) -> str:
        return (
            f"The interview of {found.begun:%Y-%m-%d %H:%M} was interrupted: {found.answered} of {count(found.questions, 'question')} "
            f"answered, {minutes_left(found.seconds_left).strip()}.\n"
            "Discarded, it ends without a report; what you answered stays in your history as practice."
        )

    def _setup_words(self) -> str:
        questions, minutes = count(self._setup.questions, "question"), count(self._setup.minutes, "minute")
        topics = f" from {', '.join(self._topics)}" if self._topics else ""
        return (
            f"Mock interview: {questions}{topics} in {minutes}, seed {self._setup.seed}. `quizapp mock --help` tells how to choose others."
        )

    def prompt(self) -> str:
        """Which of the two it is."""
        return "Go on with it" if self._interrupted else "Begin"

    def keys(self) -> Sequence[Key]:
        """An interrupted interview comes before a new one."""
        leave = Key("q", "leave", "Leave. Everything stays as it is.", self.close)
        if self._interrupted:
            resume = Key("", "go on", "Ask the questions that are left, in the time that is left.", self._resume)
            return [resume, Key("d", "discard it", "End it without a report, to begin another one.", self._discard), leave]
        return [Key("", "begin", "Draw the questions and ask the first one. The clock starts.", self._begin), leave]

    def _resume(self) -> None:
        self.interview = self._mocks.resume()
        self.close()

    def _discard(self) -> None:
        self._mocks.discard()
        self._interrupted, self._drawn = self._mocks.open(), False
        say("Discarded.\n")

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
            say("The interview is over.\n")
            self.close()
        elif session.state is State.ANSWERED:
            self._print_model_answer()
        elif isinstance(turn, FollowUpTurn):
            say(f"Follow-up {turn.place} of {turn.of}\n{inline_prose(turn.follow_up.question)}")
        elif isinstance(turn, Turn):
            say(f"Question {session.question_number} of {session.questions}\n{turn.question.question}")
            self.print_attempt(turn)

    def _print_model_answer(self) -> None:
        """Where it has been asked for."""
        turn = self._live.session.turn
        if self._live.session.withheld:
            return
        if isinstance(turn, FollowUpTurn):
            put(f"\n{prose(turn.follow_up.answer or UNANSWERED, columns())}\n")
        elif isinstance(turn, Turn):
            self.print_answer(turn)

    def prompt(self) -> str:
        """With the time that is left."""
        left, session = minutes_left(self._live.seconds()[1]).strip(), self._live.session
        if session.state is State.BETWEEN:
            return "The next question could not be read"
        if session.state is State.ASKING:
            return f"{left}. Say your answer"
        turn = self._live.turn
        return f"{left}. {'Did you have it' if turn is None else self.grading_prompt(turn)}"

    # -- what may be typed -------------------------------------------------------------------------------------------

    def by_act(self) -> Mapping[Act, Sequence[Key]]:
        """As answering has them, and what an interview asks beside that. Undo is there to be refused with the reason."""
        return {
            **super().by_act(),
            Act.REVEAL: [Key("", "I have answered", "Say that you have answered.", self._live.reveal)],
            Act.LOOK: [Key("m", "model answer", "Show the model answer now. The report holds it in any case.", self._look)],
            Act.JUDGE: [
                Key("y", "had it", "Say that you had this follow-up.", partial(self._live.judge, correct=True)),
                Key("n", "not yet", "Say that you did not have it.", partial(self._live.judge, correct=False)),
            ],
            Act.GO_ON: [Key("", "try again", "Read the next question again.", self._live.go_on)],
            Act.UNDO: [Key("u", "", "", lambda: None)],
        }

    def reason(self, act: Act) -> str:
        """What goes with the model answer waits until that is asked for."""
        return FIRST_ASK_FOR_IT if self._live.session.withheld and act in WITH_THE_ANSWER else super().reason(act)

    def own_keys(self) -> Sequence[Key]:
        """An interview can be left at any time."""
        return [Key("q", "leave", "Leave. The interview is kept.", self._leave)]

    def links(self, turn: Turn) -> list[tuple[str, str]]:
        """Without those that wait until the interview is over."""
        return [(text, address) for text, address in super().links(turn) if self._live.session.opens(address)]

    # -- what the learner can do -------------------------------------------------------------------------------------

    def grade(self, rating: Rating) -> None:
        """On disk before the next question."""
        self._live.grade(rating)

    def _look(self) -> None:
        self._live.look()
        self._print_model_answer()

    def _leave(self) -> None:
        say(KEPT)
        self.close()


class ReportDialogue(Dialogue):
    """How it went. Here, once, its grades may be counted for the schedule."""

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
                say(f"Saved as {self._mocks.save(self._report)}.md and .json")

    def prompt(self) -> str:
        """Whether the schedule knows of it."""
        return "The grades count" if self._counted else "The schedule is untouched"

    def keys(self) -> Sequence[Key]:
        """What is counted can be taken back."""
        keys = [Key("", "leave", "Leave.", self.close), Key("q", "", "", self.close)]
        if self._counted:
            keys.append(Key("u", "undo", "Take back what was done last: the grades that were counted, one by one.", self._undo))
        elif self._report.answers:
            keys.append(Key("c", "count the grades", "Have the grades of this interview count for the schedule.", self._count))
        return keys

    def _count(self) -> None:
        counted = self._mocks.count(UUID(self._report.id))
        self._counted = True
        say(f"{count(counted, 'grade counts', 'grades count')} for the schedule. u takes them back one by one.")

    def _undo(self) -> None:
        taken_back = self._study.undo()
        say(f"Taken back: {event_phrase(taken_back.event)}." if taken_back else "There is nothing to take back.")


def hold_and_report(mocks: MockInterviews, study: Study, interview: LiveInterview) -> None:
    """Holds `interview`; where it comes to its end, the report follows. Raises EndOfInputError."""
    InterviewDialogue(interview).hold()
    if interview.session.state is State.DONE:
        ReportDialogue(mocks, study, mocks.finish(interview.id)).hold()
