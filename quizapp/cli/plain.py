"""`quizapp quiz --plain`: the quiz as a dialogue in lines, for screen readers, pipes and slow links.

Nothing is printed but whole lines, one below the other: no colour, no movement of the cursor, no escape sequence. A prompt is a line of its
own as well, because nothing echoes what comes through a pipe.
"""

import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from threading import Thread
from typing import NamedTuple, TypeAlias

from quizapp.bootstrap import open_services
from quizapp.cli import plain_phrases
from quizapp.cli.lines import columns, note, put, read_line, say
from quizapp.cli.reading import refresh
from quizapp.domain.errors import QuizAppError
from quizapp.domain.history import Rating
from quizapp.domain.modes import MODES, Mode
from quizapp.domain.session import Act, State
from quizapp.domain.turn import Turn
from quizapp.services.container import Services
from quizapp.settings import Settings
from quizapp.ui.phrases import count, event_phrase, when


class Key(NamedTuple):
    """What a line does, and what the help says of it; without words it is understood and not offered."""

    act: Callable[[], None]
    does: str = ""


Keys: TypeAlias = Mapping[str, Key]

SUSPENDED = "Suspended. The list of cards in the app resumes it."


def hold_quiz(settings: Settings, topic: str | None, limit: int | None, lang: str | None, mode: Mode = Mode.QUIZ) -> None:
    """Asks what `mode` asks. Raises StorageError, DeckError where no deck was ever read, UnknownTopicError and UnknownLanguageError."""
    services = open_services(settings)
    backup = Thread(target=partial(_back_up, services))
    try:
        _refresh(services)
        _tell_problems(services)
        wanted = services.catalog.topic(topic) if topic else None
        language = services.catalog.language(lang) if lang else settings.language
        Dialogue(services, wanted, limit, language, mode).hold(backup.start)
    finally:
        if backup.ident is not None:
            backup.join()
        services.close()


def _back_up(services: Services) -> None:
    """The backup of the day, while the first question is read."""
    try:
        services.backups.of_the_day()
    except QuizAppError as error:
        note(f"No backup could be made today. {error}")


def _refresh(services: Services) -> None:
    """Before the first question, for a line that has been printed cannot be mended; where no file has changed it imports nothing."""
    try:
        refresh(services)
    except QuizAppError as error:
        if services.library.empty():
            raise
        note(str(error))


def _tell_problems(services: Services) -> None:
    if broken := sum(problem.is_error for _, problem in services.library.problems()):
        note(f"{count(broken, 'error')} in the decks: `quizapp check` tells where.")
    if services.backup:
        note(f"The database was upgraded. A copy of the old one is at {services.backup}.")


@contextmanager
def reported() -> Iterator[None]:
    """What fails in the block for a reason that we know ends the block, and is said."""
    try:
        yield
    except QuizAppError as error:
        say(str(error))


class Dialogue:
    """Asks until nothing is left, the input ends or the learner leaves. Prints the session after each line, and keeps nothing about it."""

    def __init__(self, services: Services, topic: str | None, limit: int | None, language: str, mode: Mode = Mode.QUIZ) -> None:
        self._study = services.study
        self._lab = services.lab
        self._topic = topic
        self._live = services.sessions.start(mode, topic, limit, language)
        self._number, self._question = -1, ""
        """Of the session as it was printed last, and the card whose question stands there."""
        self._open = True

    def hold(self, once_asked: Callable[[], object] = lambda: None) -> None:
        """Goes from line to line; `once_asked` is called when the first question has been printed."""
        rules = self._live.session.rules
        if self._live.session.state is State.DONE and rules.mode is not Mode.QUIZ:
            say(MODES[rules.mode].none)
        while self._open:
            first = self._number == -1
            if self._live.session.number != self._number:
                self._print_step()
            if first:
                once_asked()
            self._choose(self._keys())

    # -- what is printed ---------------------------------------------------------------------------------------------

    def _print_step(self) -> None:
        """Another question, an answer, or the end. What was taken back comes back as it was, with its answer."""
        session = self._live.session
        self._number = session.number
        if session.state is State.DONE:
            self._print_summary()
        elif session.state is State.LEECH:
            say(plain_phrases.leech(session.lapses))
        elif session.state is State.ASKING or (session.state is State.ANSWERED and self._question != self._turn.card.id):
            self._print_question()
        if session.state is State.ANSWERED:
            self._print_answer()
            with reported():
                self._live.weigh()  # the answer can be read while what counts the days is imported

    def _print_question(self) -> None:
        say(plain_phrases.question(self._study, self._live.session, self._turn))
        self._question = self._turn.card.id

    def _print_answer(self) -> None:
        from quizapp.cli.prose import prose
        from quizapp.domain.sections import answer_markdown

        put(f"\n{prose(answer_markdown(self._turn.answer), columns())}\n")

    def _print_summary(self) -> None:
        say(plain_phrases.summary(self._study, self._topic, self._live.session.languages.chosen))

    # -- what may be typed -------------------------------------------------------------------------------------------

    def _keys(self) -> Keys:
        """Says what may be typed, and tells what it does."""
        match self._live.session.state:
            case State.ASKING:
                say("Enter shows the answer, ? tells the keys.")
                early = Key(partial(say, "First the answer: an empty line shows it."))
                return {"": Key(self._live.reveal, "show the answer"), **dict.fromkeys("1234d", early), **self._card_keys()}
            case State.ANSWERED:
                say(plain_phrases.grades(self._live.session.rules.ratings, self._turn.intervals))
                return {**self._grade_keys(), "d": self._demo_key(), **self._card_keys()}
            case State.LEECH:
                say("Enter goes on with it as it is, s suspends it.")
                suspend = Key(partial(self._put_aside, self._live.suspend, SUSPENDED), "suspend the card that was just graded")
                return {
                    "": Key(self._live.go_on, "go on"),
                    "s": suspend,
                    "u": Key(self._undo, "take the grade back"),
                    "q": Key(self._leave),
                }
            case State.BETWEEN:
                say("Enter tries to read the next question again.")
                return {"": Key(self._live.go_on, "try again"), "u": Key(self._undo, "take back what was done last"), "q": Key(self._leave)}
            case State.DONE:
                say("Enter leaves, u takes back what was done last.")
                return {"": Key(self._end, "leave"), "u": Key(self._undo, "take back what was done last"), "q": Key(self._end)}

    def _grade_keys(self) -> Keys:
        ratings = self._live.session.rules.ratings
        keys = {
            str(place): Key(partial(self._grade, rating), f"grade it {rating.label.lower()}") for place, rating in enumerate(ratings, 1)
        }
        if Rating.HARD not in ratings:
            keys |= dict.fromkeys(("3", ""), Key(partial(self._grade, Rating.GOOD)))
        return keys

    def _demo_key(self) -> Key:
        if Act.RUN_DEMO in self._live.session.acts:
            return Key(self._run_demo, "run the demo and tell what it found")
        return Key(partial(say, "This card has no demo."))

    def _card_keys(self) -> Keys:
        """What can be done with a card before and after its answer."""
        one_language = Key(partial(say, "This card is there in one language only."))
        other_language = Key(self._switch_language, "show the card in its next language")
        return {
            "u": Key(self._undo, "take back what was done last, also in an earlier run"),
            "b": Key(partial(self._put_aside, self._live.bury, "Put aside until tomorrow."), "put the card aside until tomorrow"),
            "s": Key(partial(self._put_aside, self._live.suspend, SUSPENDED), "put the card aside until you resume it in the app"),
            "l": other_language if Act.SWITCH_LANGUAGE in self._live.session.acts else one_language,
            "q": Key(self._leave, "leave; nothing is lost"),
        }

    def _choose(self, keys: Keys) -> None:
        """Reads a line and does what it means. Where that cannot be done the same card goes on waiting."""
        line = read_line()
        does = {key: does for key, (_, does) in keys.items() if does}
        if line is None:
            (self._end if self._live.session.state is State.DONE else self._leave)()
        elif line == "?":
            say(plain_phrases.keys(does))
        elif line.lower() not in keys:
            say(plain_phrases.allowed(does))
        else:
            with reported():
                keys[line.lower()].act()

    # -- what the learner can do -------------------------------------------------------------------------------------

    @property
    def _turn(self) -> Turn:
        assert self._live.turn is not None
        return self._live.turn

    def _grade(self, rating: Rating) -> None:
        counts, schedule = self._live.session.counts, self._live.grade(rating)
        assert schedule is not None, "a grade is offered only where it is allowed"
        say(f"{rating.label}: next {when(schedule.due, self._study.day())}.\n" if counts else f"{rating.label}.\n")

    def _put_aside(self, act: Callable[[], bool], what: str) -> None:
        act()
        say(f"{what} u takes it back.\n")

    def _undo(self) -> None:
        taken_back = self._live.undo()
        if taken_back is None:
            say("There is nothing to take back.")
            return
        say(f"Taken back: {event_phrase(taken_back.event)}.\n")
        self._question = ""  # what was printed in between is not what comes back

    def _switch_language(self) -> None:
        self._live.switch_language()
        self._print_question()
        if self._live.session.state is State.ANSWERED:
            self._print_answer()

    def _run_demo(self) -> None:
        """Tells what the demo found: a picture that moves cannot be read out."""
        from quizapp.cli.demo import claim_line, finding_line

        link = self._turn.question.demos[0]
        settings = [part for name, value in link.settings for part in ("--set", f"{name}={value}")]
        player = self._lab.play(link.demo, dict(link.settings), kept=1)
        say(f"Running `{shlex.join(['quizapp', 'demo', link.demo, *settings])}`, which tells every step.\n{claim_line(player)}")
        player.last()
        say(f"{finding_line(player)}\n")

    def _leave(self) -> None:
        self._print_summary()
        self._end()

    def _end(self) -> None:
        """Leaves without another word."""
        self._open = False
