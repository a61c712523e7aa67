"""`quizapp quiz --plain`: the quiz as a dialogue in lines, for screen readers, pipes and slow links.

Nothing is printed but whole lines, one below the other: no colour, no movement of the cursor, no escape sequence. A prompt is a line of its
own as well, because nothing echoes what comes through a pipe.
"""

import shlex
from collections.abc import Callable, Mapping
from functools import partial
from time import monotonic
from typing import NamedTuple, Protocol, TypeAlias

from quizapp.bootstrap import open_services
from quizapp.cli import plain_phrases
from quizapp.cli.lines import columns, note, put, read_line, say
from quizapp.cli.reading import refresh
from quizapp.domain.card import Card, CardText
from quizapp.domain.errors import QuizAppError
from quizapp.domain.history import Rating
from quizapp.domain.languages import Languages
from quizapp.domain.modes import MODES, Mode
from quizapp.services.container import Services
from quizapp.settings import Settings
from quizapp.ui.phrases import count, event_phrase, when


class State(Protocol):
    """Says what may be typed, reads a line, and gives the state that follows; None ends the dialogue."""

    def __call__(self) -> "State | None":
        """From state to state."""


class Key(NamedTuple):
    """What a line leads to, and what the help says it does; without words it is understood and not offered."""

    act: State
    does: str = ""


Keys: TypeAlias = Mapping[str, Key]

SUSPENDED = "Suspended. The list of cards in the app resumes it."


def hold_quiz(settings: Settings, topic: str | None, limit: int | None, lang: str | None, mode: Mode = Mode.QUIZ) -> None:
    """Asks what `mode` asks. Raises StorageError, DeckError where no deck was ever read, UnknownTopicError and UnknownLanguageError."""
    services = open_services(settings)
    try:
        _refresh(services)
        _tell_problems(services)
        wanted = services.catalog.topic(topic) if topic else None
        language = services.catalog.language(lang) if lang else settings.language
        Dialogue(services, wanted, limit, language, mode).hold()
    finally:
        services.close()


def _refresh(services: Services) -> None:
    """Before the first question, for a line that has been printed cannot be mended; where no file has changed it imports nothing."""
    try:
        refresh(services)
    except QuizAppError as error:
        if services.library.empty():
            raise
        note(str(error))


def _tell_problems(services: Services) -> None:
    for problem in services.preferences.settings.problems:
        note(problem)
    if broken := sum(problem.is_error for _, problem in services.library.problems()):
        note(f"{count(broken, 'mistake')} in the decks: `quizapp check` tells what keeps cards out of the quiz.")
    if services.backup:
        note(f"The database was upgraded. A copy of the old one is at {services.backup}.")


class Dialogue:
    """Asks what a sitting holds until nothing is left, the input ends or the learner leaves."""

    def __init__(self, services: Services, topic: str | None, limit: int | None, language: str, mode: Mode = Mode.QUIZ) -> None:
        self._study = services.study
        self._lab = services.lab
        self._topic = topic
        self._sitting = services.study.sit(topic, limit, mode)
        self._languages = Languages(language)
        self._state: State | None = None
        self._card: Card | None = None
        self._shown_at = monotonic()
        self._days: Mapping[Rating, int] = {}
        """Until the card comes back, by grade; known once the answer has been shown, and never where it is practice."""

    def hold(self) -> None:
        """Goes from state to state."""
        if self._sitting.mode != Mode.QUIZ and self._sitting.card() is None:
            say(MODES[self._sitting.mode].none)
        self._state = self._next()
        while self._state is not None:
            self._state = self._state()

    # -- the states --------------------------------------------------------------------------------------------------

    def _asking(self) -> State | None:
        say("Enter shows the answer, ? tells the keys.")
        early = Key(partial(self._stay, "First the answer: an empty line shows it."))
        return self._choose({"": Key(self._reveal, "show the answer"), **dict.fromkeys("1234d", early), **self._card_keys()})

    def _revealed(self) -> State | None:
        ratings = self._study.ratings
        say(plain_phrases.grades(ratings, self._days))
        grades = {
            str(place): Key(partial(self._grade, rating), f"grade it {rating.label.lower()}") for place, rating in enumerate(ratings, 1)
        }
        if Rating.HARD not in ratings:
            grades |= dict.fromkeys(("3", ""), Key(partial(self._grade, Rating.GOOD)))
        no_demo = Key(partial(self._stay, "This card has no demo."))
        demo = Key(self._run_demo, "run the demo and tell what it found") if self._text.demos else no_demo
        return self._choose({**grades, "d": demo, **self._card_keys()})

    def _leech(self, card: str) -> State | None:
        say("Enter goes on with it as it is, s suspends it.")
        suspend = Key(partial(self._put_aside, partial(self._sitting.suspend, card), SUSPENDED), "suspend the card that was just graded")
        return self._choose(
            {"": Key(self._next, "go on"), "s": suspend, "u": Key(self._undo, "take the grade back"), "q": Key(self._leave)}
        )

    def _done(self) -> State | None:
        say("Enter leaves, u takes back what was done last.")
        return self._choose({"": Key(_end, "leave"), "u": Key(self._undo, "take back what was done last"), "q": Key(_end)}, at_end=_end)

    def _card_keys(self) -> Keys:
        """What can be done with a card before and after its answer."""
        other_language = Key(self._switch_language, "show the card in its next language")
        one_language = Key(partial(self._stay, "This card is there in one language only."))
        return {
            "u": Key(self._undo, "take back what was done last, also in an earlier run"),
            "b": Key(partial(self._put_aside, self._sitting.bury, "Put aside until tomorrow."), "put the card aside until tomorrow"),
            "s": Key(partial(self._put_aside, self._sitting.suspend, SUSPENDED), "put the card aside until you resume it in the app"),
            "l": other_language if len(self._asked.texts) > 1 else one_language,
            "q": Key(self._leave, "leave; nothing is lost"),
        }

    def _choose(self, keys: Keys, at_end: State | None = None) -> State | None:
        """Reads a line and does what it means. Where that cannot be done the same card goes on waiting."""
        line = read_line()
        if line is None:
            return (at_end or self._leave)()
        does = {key: does for key, (_, does) in keys.items() if does}
        if line == "?":
            return self._stay(plain_phrases.keys(does))
        if line.lower() not in keys:
            return self._stay(plain_phrases.allowed(does))
        try:
            return keys[line.lower()].act()
        except QuizAppError as error:
            if self._sitting.card() != self._card:
                raise  # it is stored all the same
            return self._stay(str(error))

    def _stay(self, said: str) -> State | None:
        say(said)
        return self._state

    # -- the card being asked ----------------------------------------------------------------------------------------

    @property
    def _asked(self) -> Card:
        assert self._card is not None
        return self._card

    @property
    def _text(self) -> CardText:
        """In the language of its question."""
        return self._languages.question(self._asked, self._sitting.done)

    def _next(self) -> State:
        """Asks the sitting's next question."""
        self._card = self._sitting.card()
        if self._card is None:
            self._tell_summary()
            return self._done
        self._languages.next_card()
        self._tell_question()
        self._shown_at = monotonic()
        return self._asking

    def _tell_question(self) -> None:
        say(plain_phrases.question(self._study, self._sitting, self._asked.topic, self._text))

    def _tell_answer(self) -> None:
        from quizapp.cli.prose import prose
        from quizapp.domain.sections import answer_markdown

        text = self._languages.answer(self._asked, self._sitting.done)
        put(f"\n{prose(answer_markdown(text), columns())}\n")

    def _tell_summary(self) -> None:
        say(plain_phrases.summary(self._study, self._topic, self._languages.chosen))

    # -- what the learner can do -------------------------------------------------------------------------------------

    def _reveal(self) -> State:
        """The answer comes first: it can be read while what counts the days is imported."""
        self._tell_answer()
        self._days = {} if self._sitting.practice else self._study.intervals(self._asked.id)
        return self._revealed

    def _grade(self, rating: Rating) -> State:
        taken = round((monotonic() - self._shown_at) * 1000)
        schedule = self._sitting.grade(rating, taken)
        say(f"{rating.label}.\n" if self._sitting.practice else f"{rating.label}: next {when(schedule.due, self._study.day())}.\n")
        if self._sitting.leech:
            say(plain_phrases.leech(schedule.lapses))
            self._card = self._sitting.card()
            return partial(self._leech, self._sitting.leech)
        return self._next()

    def _put_aside(self, act: Callable[[], None], said: str) -> State:
        act()
        say(f"{said} u takes it back.\n")
        return self._next()

    def _undo(self) -> State | None:
        taken_back = self._sitting.undo()
        if taken_back is None:
            return self._stay("There is nothing to take back.")
        say(f"Taken back: {event_phrase(taken_back.event)}.\n")
        return self._next()

    def _switch_language(self) -> State | None:
        self._languages.switch(self._asked, self._sitting.done)
        self._tell_question()
        if self._state == self._revealed:
            self._tell_answer()
        return self._state

    def _run_demo(self) -> State | None:
        """Tells what the demo found: a picture that moves cannot be read out."""

        from quizapp.cli.demo import claim_line, finding_line

        link = self._text.demos[0]
        settings = [part for name, value in link.settings for part in ("--set", f"{name}={value}")]
        player = self._lab.play(link.demo, dict(link.settings), kept=1)
        say(f"Running `{shlex.join(['quizapp', 'demo', link.demo, *settings])}`, which tells every step.\n{claim_line(player)}")
        player.last()
        return self._stay(f"{finding_line(player)}\n")

    def _leave(self) -> None:
        self._tell_summary()


def _end() -> None:
    """Leaves without another word."""
