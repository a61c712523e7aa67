"""Whatever happens to the program, its window or the disk, a grade that was acknowledged is stored."""

import os
import random
import re
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.conftest import make
from tests.e2e.forked import Nursery
from tests.e2e.kills import Killer, Victim
from tests.e2e.terminal import QUESTION, REVEALED, Terminal, answers, services_of, stored
from tests.e2e.victims_on_disk import FROZEN, Import, Restore, Settings, Sync, Upgrade
from tests.e2e.victims_on_screen import Mock, Quiz, Typing

KILLS = int(os.environ.get("QUIZAPP_KILLS", "25"))
"""How often a program is killed in all; at least once for each that is killed."""
SHARES: dict[type[Victim], int] = {Quiz: 5, Typing: 5, Mock: 3, Settings: 2, Sync: 3, Restore: 2, Import: 3}
"""How many of 25 kills each gets; an upgrade from each frozen version gets one."""
MOST = 8
"""Kills of one victim in one home; then its cards run out."""
QUESTION_OR_REFUSAL = re.compile(QUESTION.pattern + rb"|lost")


def parts() -> Iterator[ParameterSet]:
    """Victims, each with so many kills and a seed."""
    upgrades: dict[type[Victim], int] = {type(f"Upgrade_{each.stem}", (Upgrade,), {"frozen": each}): 1 for each in FROZEN}
    for victim, share in (SHARES | upgrades).items():
        kills = max(1, KILLS * share // 25)
        for seed, first in enumerate(range(0, kills, MOST)):
            group = pytest.mark.xdist_group(f"kills {seed % 2}")
            yield pytest.param(victim, min(MOST, kills - first), seed, id=f"{victim.__name__}-{seed}", marks=group)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture(scope="module")
def pointed_home(tmp_path_factory: pytest.TempPathFactory, home_to_copy: Path) -> Path:
    """The forty cards, each with a key point that no attempt of ours says."""
    folder = tmp_path_factory.mktemp("pointed")
    shutil.copytree(home_to_copy / "content", folder / "content")
    for path in (folder / "content" / "numbers").glob("*.md"):
        path.write_text(path.read_text() + "\n## Key points\n- It is **a number**.\n")
    make(folder, folder / "content", read=True)
    shutil.copy(home_to_copy / "data" / "config.toml", folder / "data")
    return folder


@pytest.mark.parametrize(("victim", "kills", "seed"), parts())
def test_a_killed_program_has_stored_all_that_it_acknowledged(
    victim: type[Victim], kills: int, seed: int, nursery: Nursery, pointed_home: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(pointed_home, tmp_path / "home")
    killer = Killer(victim(home, random.Random(f"{victim.__name__} {seed}")), nursery)
    for kill in range(kills):
        killer.kill(late=kill == 0)


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
    terminal.wait_for(rb"Everything")
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
