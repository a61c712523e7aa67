"""One grade: commit and next question, by QuizApp, by sqlite3 alone on the same tables, and by Anki's backend."""

import secrets
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Generator
from contextlib import closing
from itertools import count, islice
from pathlib import Path
from typing import Any, TypeAlias

from quizapp.bootstrap import open_services
from quizapp.domain.history import Rating
from quizapp.domain.session import State
from quizapp.settings import Settings
from tests.benchmarks.learners import ADD_GRADE

TURN = 25
"""Grades."""
WARMING_UP = 20
"""Grades that are not measured, before the others."""
Grades: TypeAlias = Generator[float, None, None]
"""The milliseconds that each one took, as long as somebody asks."""


def percentiles(taken: list[float]) -> tuple[float, float]:
    """The 50th and 99th."""
    return statistics.median(taken), statistics.quantiles(taken, n=100)[98]


def in_turns(answers: int, *peers: Grades) -> list[tuple[float, float]]:
    """The percentiles of each, measured in turns of `TURN` grades: what else the machine does for a while, it does to all of them."""
    taken: list[list[float]] = [[] for _ in peers]
    for peer in peers:
        list(islice(peer, WARMING_UP))
    while len(taken[0]) < answers:
        for peer, its in zip(peers, taken, strict=True):
            its += islice(peer, TURN)
    for peer in peers:
        peer.close()
    return [percentiles(its) for its in taken]


def quizapp_grades(settings: Settings) -> Grades:
    """Milliseconds for each `LiveQuiz.grade`, which stores the grade, chooses the next card and reads it.

    The answer is revealed, and its intervals are counted, while the learner reads: before the time is taken.
    """
    services = open_services(settings)
    services.study.warm()
    quiz = services.sessions.start()
    try:
        for number in count():
            quiz.reveal()
            quiz.weigh()
            start = time.perf_counter()
            quiz.grade(Rating(2 + number % 3))
            taken = (time.perf_counter() - start) * 1000
            assert quiz.session.state is State.ASKING
            yield taken
    finally:
        services.close()


def sqlite_grades(settings: Settings, answers: int) -> tuple[float, float]:
    """The same reads and writes as bare statements, without a scheduler, as durable: p50, p99."""
    with closing(sqlite3.connect(settings.database, isolation_level=None)) as connection:
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {setting}")
        today = connection.execute("SELECT max(due) FROM schedule").fetchone()[0]
        taken = []
        for number in range(answers + WARMING_UP):
            start = time.perf_counter()
            (card,) = connection.execute("SELECT card_id FROM schedule WHERE learner_id = 1 AND due <= ? LIMIT 1", (today,)).fetchone()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("SELECT max(id) FROM events WHERE learner_id = 1").fetchone()
            connection.execute("SELECT * FROM schedule WHERE learner_id = 1 AND card_id = ?", (card,)).fetchone()
            at = int(time.time() * 1000)
            values = (f"f{secrets.token_hex(15)}0", at, card, 3)
            connection.execute(ADD_GRADE, values)
            connection.execute("UPDATE schedule SET due = ?, reviews = reviews + 1 WHERE learner_id = 1 AND card_id = ?", (today + 9, card))
            connection.execute("COMMIT")
            connection.execute("SELECT question, body FROM texts WHERE card_id = ?", (card,)).fetchone()
            if number >= WARMING_UP:
                taken.append((time.perf_counter() - start) * 1000)
    return percentiles(taken)


def anki_grades(cards: int) -> Grades:
    """Milliseconds for each card that Anki's backend answers and chooses the next one after. `make bench` installs it beside QuizApp."""
    from anki.collection import AddNoteRequest, Collection  # isort: skip
    from anki.cards import Card

    collection: Any = Collection(str(Path(tempfile.mkdtemp()) / "peer.anki2"))
    deck = collection.decks.id("Default")
    requests = []
    for number in range(cards):
        note = collection.new_note(collection.models.by_name("Basic"))
        note["Front"], note["Back"] = f"Question {number}", "Answer. " * 30
        requests.append(AddNoteRequest(note=note, deck_id=deck))
    collection.add_notes(requests)
    collection.set_config("fsrs", True)
    limits = collection.decks.config_dict_for_deck_id(deck)
    limits["new"]["perDay"] = limits["rev"]["perDay"] = 9999
    collection.decks.update_config(limits)
    try:
        while True:
            start = time.perf_counter()
            queued = collection.sched.get_queued_cards(fetch_limit=1).cards[0]
            card = Card(collection, backend_card=queued.card)
            card.start_timer()
            collection.sched.answer_card(collection.sched.build_answer(card=card, states=queued.states, rating=2))
            yield (time.perf_counter() - start) * 1000
    finally:
        collection.close()
