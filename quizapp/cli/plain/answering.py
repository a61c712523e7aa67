"""What the plain quiz and the plain mock interview share: you type an answer, read the card's, mark key points and give a grade.

Such a dialogue prints the session that it is given, and sends inputs to it. It keeps nothing about the card itself.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import ClassVar, Generic

from quizapp.cli.lines import columns, put, say
from quizapp.cli.plain import phrases
from quizapp.cli.plain.dialogue import NO_KEY, Dialogue, Key, reported
from quizapp.domain.history import Rating
from quizapp.domain.i18n import gettext, gettext_noop
from quizapp.domain.progress import Misses
from quizapp.domain.session import ACTS, Act, State
from quizapp.domain.turn import Turn
from quizapp.services.session import LiveSession, S
from quizapp.ui.phrases import POINT_LETTERS, USUAL_POINTS

TAKE_BACK = "-"
TYPING = gettext_noop(
    "Type your answer, as many lines as you like. An empty line ends it; a line with just {take_back} removes the one before."
)
AFTER_THE_ANSWER = ACTS[State.ANSWERED] - ACTS[State.ASKING] | {Act.JUDGE}
FIRST_THE_ANSWER = gettext_noop("Show the answer first: press Enter.")


class AnsweringDialogue(Dialogue, Generic[S]):
    """Draws each question, answer and end of the session once, when it comes."""

    REASONS: ClassVar[dict[Act, str]] = {
        Act.MARK: gettext_noop("This answer has no key point with that letter."),
        Act.TYPE: gettext_noop("You can only type an answer before the card's answer is shown."),
    }
    """Why something that most cards allow cannot be done with this one."""

    def __init__(self, live: LiveSession[S]) -> None:
        super().__init__()
        self._live: LiveSession[S] = live
        self._drawn = -1
        """The number of what was printed last, none at first."""

    # -- for subclasses ----------------------------------------------------------------------------------------------

    def draw_step(self) -> None:
        """Print the session, which has moved on."""
        raise NotImplementedError

    def grade(self, rating: Rating) -> None:
        """The learner has judged the answer. Raises StorageError."""
        raise NotImplementedError

    def by_act(self) -> Mapping[Act, Sequence[Key]]:
        """The keys for everything that sessions can allow, in the order in which they are named. Only what is allowed now is offered."""
        return {
            Act.REVEAL: [Key("", gettext("show the answer"), gettext("Show the card's answer."), self._live.reveal)],
            Act.TYPE: [Key("t", gettext("type yours"), gettext("Type your answer. Each line is saved as you enter it."), self._type)],
            Act.GRADE: self.grade_keys(),
            Act.MARK: self._mark_keys(),
            Act.OPEN_LINK: [self._link_key()],
        }

    def own_keys(self) -> Sequence[Key]:
        """Keys that are always there, whatever the session allows."""
        raise NotImplementedError

    def misses(self, turn: Turn) -> Sequence[Misses]:
        """How often each key point of the answer of `turn` was missed before. Raises StorageError."""
        return [Misses()] * len(turn.answer.key_points)

    def ratings(self) -> Sequence[Rating]:
        """The grades on offer."""
        return tuple(Rating)

    def reason(self, act: Act) -> str:
        """Why the session does not allow `act` now."""
        return gettext(self.REASONS.get(act, NO_KEY))

    # -- what is printed ---------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Print only what is new."""
        if self._live.session.number != self._drawn:
            self._drawn = self._live.session.number
            self.draw_step()

    def print_attempt(self, turn: Turn) -> None:
        """Print what was typed for this question before."""
        if turn.attempt.strip():
            say(gettext("You typed:"))
            put(turn.attempt.strip())

    def print_answer(self, turn: Turn) -> None:
        """Print the card's answer and what goes beyond it; then its key points, next to the prompt that asks for marks and a grade."""
        from quizapp.cli.prose import prose
        from quizapp.domain.sections import beyond_markdown, names_for

        put(f"\n{prose(turn.answer.answer, columns())}\n")
        if beyond := beyond_markdown(replace(turn.answer, follow_ups=())):  # those are asked, not read
            put(f"{prose(beyond, columns())}\n")
        if turn.answer.key_points:
            say(names_for(turn.answer.language).key_points)
            missed: Sequence[Misses] = [Misses()] * len(turn.answer.key_points)
            with reported():
                missed = self.misses(turn)
            for place in range(len(turn.answer.key_points)):
                say(phrases.point(turn, place, missed[place]))
            say()

    def grading_prompt(self, turn: Turn) -> str:
        """Asks for a grade, with the one that the marks suggest."""
        if (suggestion := turn.suggestion) is None:
            return gettext("Grade it")
        rating = suggestion.rating.label.lower()
        return gettext("{reason}, which suggests {rating}. Grade it", reason=suggestion.reason, rating=rating)

    # -- what may be typed -------------------------------------------------------------------------------------------

    def keys(self) -> Sequence[Key]:
        """What the session allows now, and the dialogue's own; Enter is named first."""
        acts: Collection[Act] = self._live.session.acts
        offered: list[Sequence[Key]] = [keys for act, keys in self.by_act().items() if act in acts]
        return sorted([*chain.from_iterable(offered), *self.own_keys()], key=lambda key: bool(key.key))

    def key_meant(self, line: str, keys: Mapping[str, Key]) -> Key | None:
        """A capital letter that a key point can have is nothing else: B shall not bury a card that has no point B."""
        return keys.get(line) if line in self._letters() else super().key_meant(line, keys)

    def _letters(self) -> Sequence[str]:
        """Those that are a key point's, or would be if the card had it."""
        turn = self._live.turn
        return POINT_LETTERS[: max(USUAL_POINTS, len(turn.answer.key_points) if turn is not None else 0)]

    def take_other(self, line: str) -> None:
        """Say why a key that works at other times, or with other cards, does nothing now."""
        say(self._reason(line))

    def _reason(self, line: str) -> str:
        session = self._live.session
        act = next((act for act, keys in self.by_act().items() if line.lower() in {key.key for key in keys}), None)
        act = Act.MARK if line in self._letters() and self._live.turn is not None else act
        if act is None:
            return gettext(NO_KEY)
        if session.state is State.ASKING and act in AFTER_THE_ANSWER:
            return gettext(FIRST_THE_ANSWER)
        return self.reason(act)

    def grade_keys(self) -> list[Key]:
        """A number for each grade, with the days until the card comes back if they are known."""
        days = self._live.turn.intervals if self._live.turn is not None else {}
        return [
            Key(
                str(place),
                phrases.grade(rating, days),
                gettext("Grade it {rating}.", rating=rating.label.lower()),
                partial(self.grade, rating),
            )
            for place, rating in enumerate(self.ratings(), start=1)
        ]

    def _mark_keys(self) -> list[Key]:
        turn = self._live.turn
        letters = POINT_LETTERS[: len(turn.answer.key_points)] if turn is not None and turn.revealed else ()
        if not letters:
            return []
        name, label = phrases.span(letters), gettext("mark")
        does = gettext("Mark the key point with this letter as said or missing.")
        return [
            Key(letter, "" if place else label, does, partial(self._mark, place), "" if place else name)
            for place, letter in enumerate(letters)
        ]

    def _link_key(self) -> Key:
        """The line of keys names it if there are links."""
        turn = self._live.turn
        links = self.links(turn) if turn is not None and turn.revealed else []
        label, words = (gettext("links"), phrases.links(links)) if links else ("", gettext("This answer has no links."))
        return Key("o", label, gettext("List the links in the answer with their addresses."), partial(say, words))

    def links(self, turn: Turn) -> list[tuple[str, str]]:
        """Text and address of each link in the answer."""
        from quizapp.domain.sections import answer_markdown
        from quizapp.services.markdown import links

        return links(answer_markdown(turn.answer))

    # -- what the learner can do -------------------------------------------------------------------------------------

    def _mark(self, place: int) -> None:
        self._live.mark(place)
        if self._live.turn is not None:
            say(phrases.point(self._live.turn, place))

    def _type(self) -> None:
        """Each line is on disk before the next one is read."""
        self._live.start_typing()
        say(gettext(TYPING, take_back=TAKE_BACK))
        try:
            while (line := self.read()).strip():
                with reported():
                    self._write(line.rstrip())
        finally:
            self._live.stop_typing()

    def _write(self, line: str) -> None:
        turn = self._live.turn
        assert turn is not None, "only a question can be answered"
        lines = turn.attempt.split("\n") if turn.attempt else []
        if line.strip() != TAKE_BACK:
            lines.append(line)
        elif lines:
            say(gettext("Removed: {line}", line=lines.pop()))
        self._live.write("\n".join(lines))
        self._live.keep()
