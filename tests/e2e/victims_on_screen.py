"""What is killed while it is on the screen: the quiz, typed answers, the mock interview."""

import json
import random
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from quizapp.domain.card import Coverage
from quizapp.ui.widgets.points import MARKS
from tests.e2e.forked import Nursery, Program
from tests.e2e.kills import Victim
from tests.e2e.terminal import REVEALED, services_of

LETTERS = "αβγδεζηθικλμνξοπρστυφχψωбгджзийлпфцчшщъыьэюяաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտցւփքօֆ"
"""Each is another one, and none is part of what else is drawn: that it comes back tells that it is on the screen."""
UNSAVED_SECONDS = 0.5
"""Of typing, at the most."""
PACE_SECONDS = 0.04
"""From a letter to the next: without it half a second would be soon over."""
MARKED = re.escape(MARKS[Coverage.SAID][0].encode())


def rows(home: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(home / "data" / "quizapp.db")) as connection:
        return connection.execute(query).fetchall()


def card(number: int) -> str:
    """The id of the card with this number."""
    return f"numbers/n{number:02}"


def assert_sound(home: Path) -> None:
    """The file is whole, and the schedule is what the history gives."""
    with services_of(home) as services:
        assert services.doctor.diagnose().sound


def next_question(program: Program, asked: int) -> int:
    """Waits for it; the old one may be drawn once more on the way."""
    while (following := program.question()) == asked:
        pass
    return following


class Questions(Victim):
    """Questions are answered, one after another, in a session that the next life goes on with."""

    steps = 8
    grades: str
    """A query for what was stored: card and rating, in order."""

    def __init__(self, home: Path, dice: random.Random) -> None:
        super().__init__(home, dice)
        self._acknowledged: list[tuple[str, int]] = []

    def resume(self, program: Program) -> None:
        """Leads to the first question."""

    def work(self, program: Program) -> Iterator[None]:
        self.resume(program)
        asked = program.question()
        while True:
            assert card(asked) not in dict(self._acknowledged), "a question that was answered is asked again"
            program.press(" ")
            program.wait_for(REVEALED)
            yield
            rating = self.dice.randint(2, 4)
            program.press(str(rating))
            following = next_question(program, asked)
            self._acknowledged.append((card(asked), rating))
            asked = following
            yield

    def check(self) -> None:
        found = rows(self.home, self.grades)
        assert found[: len(self._acknowledged)] == self._acknowledged
        assert len(found) <= len(self._acknowledged) + 1, "one may have been stored and not acknowledged"
        self._acknowledged = found
        assert_sound(self.home)


class Quiz(Questions):
    """Today's cards are graded."""

    grades = "SELECT card_id, rating FROM events WHERE kind = 'grade' ORDER BY id"

    def begin(self, nursery: Nursery) -> Program:
        return Program(nursery, self.home, "quiz")


class Mock(Questions):
    """A mock interview of all forty."""

    grades = "SELECT card_id, rating FROM events WHERE kind = 'practice' AND mode = 'mock' ORDER BY id"

    def begin(self, nursery: Nursery) -> Program:
        return Program(nursery, self.home, "mock", "--questions", "40")

    def resume(self, program: Program) -> None:
        if self._acknowledged:
            program.wait_for(rb"%d of 40 questions" % len(self._acknowledged))
            program.press("\r")


@dataclass
class Attempt:
    """What the learner has done about the card that is asked."""

    card: str = ""
    kept: str = ""
    """Typed in an earlier life, and found on disk after it."""
    letters: str = ""
    sent: list[float] = field(default_factory=list)
    """When each letter was typed, in seconds; they have been drawn but for the last, perhaps."""
    drawn: list[float] = field(default_factory=list)
    """When each was seen on the screen."""
    revealed: bool = False
    marked: bool = False
    graded: bool = False
    """Whether the grade was given, acknowledged or not."""

    @property
    def text(self) -> str:
        return self.kept + self.letters

    def least(self) -> str:
        """What must be on disk: all that was drawn half a second before a letter was typed that has been drawn as well.

        The program then was at work after its half second, however busy the machine is.
        """
        if self.revealed:
            return self.text
        last = self.sent[len(self.drawn) - 1] if self.drawn else 0.0
        sure = sum(last - drawn > UNSAVED_SECONDS for drawn in self.drawn)
        return self.kept + self.letters[:sure]


class Typing(Victim):
    """Answers are typed, some long, some short; their points are marked, and they are graded."""

    steps = 30

    def __init__(self, home: Path, dice: random.Random) -> None:
        super().__init__(home, dice)
        self._attempt = Attempt()
        self._graded: list[tuple[str, str, str]] = []
        """Acknowledged: the card, what was typed and how its point was marked."""
        self._drafts: dict[str, tuple[str, Any]] = {}

    def begin(self, nursery: Nursery) -> Program:
        return Program(nursery, self.home, "quiz")

    def work(self, program: Program) -> Iterator[None]:
        asked = program.question()
        while True:
            self._attempt = Attempt(card(asked), self._drafts.get(card(asked), ("", None))[0])
            yield from self._type(program)
            yield from self._mark(program)
            self._attempt.graded = True
            program.press("3")
            following = next_question(program, asked)
            self._graded.append((card(asked), self._attempt.text, "said"))
            self._drafts.pop(card(asked), None)
            asked = following
            yield

    def _type(self, program: Program) -> Iterator[None]:
        attempt = self._attempt
        left = [letter for letter in LETTERS if letter not in attempt.kept]
        program.press("t")
        program.wait_for(rb"Your answer")
        for letter in left[: self.dice.choice((2, len(left)))]:
            attempt.letters += letter
            attempt.sent.append(monotonic())
            program.press(letter)
            program.wait_for(letter.encode())
            attempt.drawn.append(monotonic())
            yield
            program.watch(PACE_SECONDS)
        program.press("\x1b")
        program.wait_for(rb"Show answer")  # else Esc and the next key would be one

    def _mark(self, program: Program) -> Iterator[None]:
        program.press(" ")
        program.wait_for(REVEALED)
        self._attempt.revealed = True
        program.press("A")
        program.wait_for(MARKED)
        self._attempt.marked = True
        yield

    def check(self) -> None:
        attempt = self._attempt
        found = [
            (id, text, json.loads(ticks)[0]["coverage"])
            for id, text, ticks in rows(self.home, "SELECT card_id, answer, ticks FROM events WHERE kind = 'grade' ORDER BY id")
        ]
        drafts = {id: (text, marks) for id, text, marks in rows(self.home, "SELECT card_id, text, marks FROM drafts")}
        assert found[: len(self._graded)] == self._graded
        if attempt.graded and found[len(self._graded) :] == [(attempt.card, attempt.text, "said")]:
            self._drafts.pop(attempt.card, None)  # stored and not acknowledged
        else:
            assert found == self._graded
            text, marks = drafts.get(attempt.card, ("", None))
            assert attempt.text.startswith(text)
            assert text.startswith(attempt.least()), "more than half a second of typing is lost"
            assert marks is None or not attempt.marked or json.loads(marks) == ["said"]
            assert marks is not None or not attempt.marked, "a mark is lost"
            if text:
                self._drafts[attempt.card] = text, marks
        assert drafts == self._drafts, "what was typed for another card"
        self._graded, self._attempt = found, Attempt()
        assert_sound(self.home)
