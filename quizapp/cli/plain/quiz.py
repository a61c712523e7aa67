"""The plain quiz: one question after another, until nothing is left or the learner leaves."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import ClassVar

from quizapp.cli.lines import say
from quizapp.cli.plain import phrases
from quizapp.cli.plain.answering import AnsweringDialogue
from quizapp.cli.plain.dialogue import Dialogue, Key, reported
from quizapp.domain.history import Rating
from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.domain.modes import MODES, Mode
from quizapp.domain.progress import Misses
from quizapp.domain.session import Act, Session, State
from quizapp.domain.turn import Turn
from quizapp.services.container import Services
from quizapp.services.session import LiveQuiz
from quizapp.ui.phrases import event_phrase, when

PROMPTS: Mapping[State, str] = {
    State.ASKING: gettext_noop("Say your answer"),
    State.LEECH: gettext_noop("Keep the card as it is, or suspend it"),
    State.BETWEEN: gettext_noop("The next question could not be read"),
    State.DONE: gettext_noop("Nothing left to ask"),
}
UNDO, PAUSE, RESUME = "u", "p", "r"
"""Keys that sentences name."""


class QuizDialogue(AnsweringDialogue[Session]):
    """Draws a session of one of the modes that ask cards."""

    REASONS: ClassVar = AnsweringDialogue.REASONS | {
        Act.SWITCH_LANGUAGE: gettext_noop("This card is in one language only."),
        Act.RUN_DEMO: gettext_noop("This card has no demo."),
        Act.FOLLOW_UPS: gettext_noop("There are no follow-up questions."),
    }

    _live: LiveQuiz

    def __init__(self, services: Services, topic: str | None, limit: int | None, language: str, mode: Mode = Mode.QUIZ) -> None:
        super().__init__(services.sessions.start(mode, topic, limit, language))
        self._services = services
        self._study = services.study
        self._topic = topic
        self._question = ""
        """The card whose question was printed last."""

    def hold(self, once_drawn: Callable[[], object] = lambda: None) -> None:
        """Say first if there is nothing to ask."""
        session = self._live.session
        if session.state is State.DONE and session.rules.mode is not Mode.QUIZ:
            say(MODES[session.rules.mode].none)
        super().hold(once_drawn)

    def read(self) -> str:
        """Typing shows that somebody is there, so the clock keeps counting."""
        line = super().read()
        self._live.press()
        return line

    # -- what is printed ---------------------------------------------------------------------------------------------

    def draw_step(self) -> None:
        """Another question, an answer, or the end. What was taken back comes back as it was, with its answer."""
        session, turn = self._live.session, self._live.turn
        if session.state is State.DONE:
            self.print_summary()
        elif session.state is State.LEECH:
            say(phrases.leech(session.lapses))
        elif turn is not None:
            if session.state is State.ASKING or self._question != turn.card.id:
                self._print_question(turn)
            if session.state is State.ANSWERED:
                self.print_answer(turn)
                with reported():
                    self._live.weigh()  # the answer can be read while what counts the days is imported

    def _print_question(self, turn: Turn) -> None:
        say(phrases.question(self._study, self._live.session, turn))
        self._question = turn.card.id
        self.print_attempt(turn)

    def misses(self, turn: Turn) -> Sequence[Misses]:
        """How often each was missed in earlier answers. Raises StorageError."""
        return self._live.misses(turn)

    def print_summary(self) -> None:
        """How the study day went, and what still waits."""
        say(phrases.summary(self._study, self._topic, self._live.session.languages.chosen))

    def prompt(self) -> str:
        """What each state asks for."""
        session, turn = self._live.session, self._live.turn
        if turn is not None and turn.watch.paused:
            return gettext("The clock is stopped")
        return self.grading_prompt(turn) if session.state is State.ANSWERED and turn is not None else gettext(PROMPTS[session.state])

    # -- what may be typed -------------------------------------------------------------------------------------------

    def by_act(self) -> Mapping[Act, Sequence[Key]]:
        """The keys for answering, and what else can be done with a card."""
        paused = self._live.turn is not None and self._live.turn.watch.paused
        pause = gettext("start the clock") if paused else gettext("pause")
        state = self._live.session.state
        follow_ups = gettext("follow-ups") if state is State.ANSWERED else gettext("follow-ups to the last card")
        go_on = gettext("try again") if state is State.BETWEEN else gettext("keep it")
        return {
            **super().by_act(),
            Act.GO_ON: [Key("", go_on, gettext("Go on to the next question."), self._live.go_on)],
            Act.RUN_DEMO: [Key("d", gettext("demo"), gettext("Run the card's demo, frame by frame."), self._run_demo)],
            Act.FOLLOW_UPS: [Key("f", follow_ups, gettext("Ask the follow-up questions one by one, for practice."), self._play_follow_ups)],
            Act.SWITCH_LANGUAGE: [Key("l", gettext("language"), gettext("Show the card in its next language."), self._switch_language)],
            Act.UNDO: [Key(UNDO, gettext("undo"), gettext("Undo the last thing you did, even in an earlier quiz."), self._undo)],
            Act.BURY: [Key("b", gettext("bury"), gettext("Put the card aside until tomorrow."), self._bury)],
            Act.SUSPEND: [Key("s", gettext("suspend"), gettext("Put the card aside until you resume it."), self._suspend)],
            Act.PAUSE: [Key(PAUSE, pause, gettext("Stop or start the clock. You cannot grade while it is stopped."), self._pause)],
        }

    def grade_keys(self) -> list[Key]:
        """When there are two buttons, 3 and Enter pass as well."""
        keys, ratings = super().grade_keys(), self.ratings()
        if Rating.HARD not in ratings:
            keys += [Key(key, "", "", partial(self.grade, Rating.GOOD)) for key in ("3", "")]
        return keys

    def ratings(self) -> Sequence[Rating]:
        """The grades that the learner has chosen to use."""
        return self._live.session.rules.ratings

    def own_keys(self) -> Sequence[Key]:
        """At the end, Enter quits as well."""
        resume = Key(RESUME, gettext("resume suspended"), gettext("List the suspended cards to resume one."), self._resume)
        if self._live.session.state is State.DONE:
            return [Key("", gettext("quit"), gettext("Quit."), self.close), resume, Key("q", "", "", self.close)]
        return [resume, Key("q", gettext("quit"), gettext("Quit. Nothing is lost."), self._leave)]

    def take_other(self, line: str) -> None:
        """While the clock is stopped, everything else waits."""
        if self._live.turn is not None and self._live.turn.watch.paused:
            say(gettext("The clock is stopped. {key} starts it again.", key=PAUSE))
        else:
            super().take_other(line)

    # -- what the learner can do -------------------------------------------------------------------------------------

    def grade(self, rating: Rating) -> None:
        """Stores it, and says when the card comes back."""
        counts, schedule = self._live.session.counts, self._live.grade(rating)
        if schedule is not None:
            back = when(schedule.due, self._study.day())
            said = gettext("{rating}: back {when}.", rating=rating.label, when=back) if counts else f"{rating.label}."
            say(f"{said}\n")

    def _bury(self) -> None:
        if self._live.bury():
            say(gettext("Put aside until tomorrow. {key} undoes this.", key=UNDO) + "\n")

    def _suspend(self) -> None:
        if self._live.suspend():
            say(gettext("Suspended. {undo} undoes this; {resume} resumes it at any time.", undo=UNDO, resume=RESUME) + "\n")

    def _undo(self) -> None:
        taken_back = self._live.undo()
        if taken_back is None:
            say(gettext("There is nothing to undo."))
            return
        say(gettext("Taken back: {what}.", what=event_phrase(taken_back.event)) + "\n")
        self._question = ""  # what was printed in between is not what comes back

    def _switch_language(self) -> None:
        self._live.switch_language()
        if self._live.turn is not None:
            self._print_question(self._live.turn)
            if self._live.turn.revealed:
                self.print_answer(self._live.turn)

    def _pause(self) -> None:
        self._live.pause()

    def _run_demo(self) -> None:
        from quizapp.cli.plain.demo import DemoDialogue

        if self._live.turn is not None:
            link, seed = self._live.turn.question.demos[0], self._services.study.demo_seed(self._live.turn.card.id)
            self._visit(lambda: DemoDialogue(self._services.lab, self._services.predictions, link, seed))

    def _play_follow_ups(self) -> None:
        from quizapp.cli.plain.follow_ups import FollowUpsDialogue

        if followed := self._live.session.followed:
            card, text = followed
            self._visit(lambda: FollowUpsDialogue(card, text.language))

    def _resume(self) -> None:
        from quizapp.cli.plain.suspended import SuspendedDialogue

        self._visit(lambda: SuspendedDialogue(self._study, self._live.session.languages.chosen, UNDO))

    def _visit(self, place: Callable[[], Dialogue]) -> None:
        """Hold another dialogue, whose time does not count as the answer's."""
        self._live.look_away()
        try:
            place().hold()
        finally:
            self._live.look_back()
        if self._live.turn is not None:
            say("\n" + gettext("Back to: {question}", question=self._live.turn.question.question))

    def _leave(self) -> None:
        self.print_summary()
        self.close()

    def leave_at_end_of_input(self) -> None:
        """Print the summary, unless that was done already."""
        if self._live.session.state is not State.DONE:
            self.print_summary()
