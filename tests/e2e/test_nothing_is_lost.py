"""Whatever happens to the program, its window or the disk, a grade that was acknowledged is stored."""

import os
import random
import re
from itertools import count
from pathlib import Path

import pytest

from tests.e2e.terminal import QUESTION, REVEALED, Terminal, answers, services_of, stored

KILLS = 5
"""Per seed; with five seeds, 25."""
QUESTION_OR_REFUSAL = re.compile(QUESTION.pattern + rb"|lost")


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_program_has_stored_every_grade_it_acknowledged(home: Path, seed: int) -> None:
    dice = random.Random(seed)
    acknowledged: list[tuple[int, int]] = []
    for kill in range(KILLS):
        terminal = Terminal(home, "quiz")
        asked = terminal.question()
        assert asked not in [card for card, _ in stored(home)], "a card that was passed is asked again"
        session = answers(terminal, asked, dice)
        for _ in range(dice.randint(1, 2)):
            grade, _ = next(session)
            acknowledged.append(grade)
        maybe = 0
        match kill % 3:
            case 1:
                terminal.press(" ")
            case 2:
                terminal.press(" ")
                terminal.wait_for(REVEALED)
                terminal.press("3")
                maybe = 1  # sent but not acknowledged: it may be there or not
        terminal.kill()
        found = stored(home)
        assert found[: len(acknowledged)] == acknowledged
        assert len(found) <= len(acknowledged) + maybe
        acknowledged = found
    with services_of(home) as services:
        assert services.doctor.diagnose().sound


def test_a_full_disk_refuses_the_grade_visibly_and_the_card_stays(home: Path) -> None:
    """Files may not grow beyond 32 KiB, the size of SQLite's shared memory: soon the write-ahead log has no room for another grade."""
    limit = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (32_768, resource.RLIM_INFINITY))"
    terminal = Terminal(home, "quiz", before=limit)
    asked, refused = terminal.question(), False
    given = []
    while not refused:
        terminal.press(" ")
        terminal.wait_for(REVEALED)
        terminal.press("3")
        while not refused and (following := terminal.wait_for(QUESTION_OR_REFUSAL)[1]) in (None, f"{asked:02}".encode()):
            refused = following is None
        if not refused:
            given.append((asked, 3))
            asked = int(following)
    terminal.press("q")
    terminal.wait_for(rb"Everything due today")
    terminal.press("\x11")
    assert terminal.end() == 0
    assert stored(home) == given
    again = Terminal(home, "quiz")
    assert again.question() == asked
    again.kill()


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_database_refuses_the_grade_visibly_and_the_card_stays(home: Path) -> None:
    (home / "data" / "quizapp.db").chmod(0o400)
    (home / "data").chmod(0o500)
    terminal = Terminal(home, "quiz")
    terminal.question()
    terminal.press(" ")
    terminal.wait_for(REVEALED)
    terminal.press("3")
    terminal.wait_for(rb"cannot be written")
    terminal.press("\x11")
    assert terminal.end() == 0
    (home / "data").chmod(0o700)


def test_two_windows_at_once_lose_no_grade(home: Path) -> None:
    terminals = [Terminal(home, "quiz"), Terminal(home, "quiz")]
    sessions = [answers(terminal, terminal.question(), random.Random(number)) for number, terminal in enumerate(terminals)]
    given: list[tuple[int, int]] = []
    for turn in count():
        grade, _ = next(sessions[turn % 2])
        given.append(grade)
        if len(given) == 8:
            break
    for terminal in terminals:
        terminal.kill()
    assert sorted(stored(home)) == sorted(given)
    with services_of(home) as services:
        assert services.doctor.diagnose().sound


def test_a_defect_in_the_app_ends_it_with_a_sentence_and_a_file_and_no_traceback(home: Path) -> None:
    trap = "from quizapp.services.study import Study\nStudy.intervals = lambda *arguments: 1 / 0"
    terminal = Terminal(home, "quiz", before=trap)
    terminal.question()
    terminal.press(" ")
    assert terminal.end() == 70
    assert b"stopped because of a defect (ZeroDivisionError)" in terminal.raw.replace(b"\r\n", b"")
    assert b"Traceback" not in terminal.raw
    assert b"\x1b[?1049l" in terminal.raw
    (crash,) = (home / "data").glob("crash-*.txt")
    assert "ZeroDivisionError: division by zero" in crash.read_text()
