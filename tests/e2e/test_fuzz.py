"""Random keys in a real terminal, in bursts and slowly, with the window resized in between: for seconds in a normal run.

`QUIZAPP_FUZZ_SECONDS=120 pytest tests/e2e/test_fuzz.py` goes on longer; `QUIZAPP_FUZZ_SEED` is printed with a failure and repeats its keys.
"""

import os
import random
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal to drive", allow_module_level=True)

import pexpect
import pyte

SECONDS = float(os.environ.get("QUIZAPP_FUZZ_SECONDS", "8"))
SEED = int(os.environ.get("QUIZAPP_FUZZ_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
CARDS = 12
KEYS = [
    *[" "] * 8,
    *"112233334444",
    *"ttuuuddffll",
    *"pbsoeAABCnyxgarm/,c+-[]i?",
    *["q", "q", "\x1b", "\x1b", "\r", "\r", "\t", "\x10"],
    *["\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[5~", "\x1b[6~"],
    "words of an attempt ",
    "\x1b[200~pasted text\x1b[201~",
    "ㅅ",
    "한글",
]
UNKNOWN = re.compile(rb"\x1b\[[?=<>][0-9;]*(?:\$p|u)|\x1b[P_][^\x1b]*\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
"""Sequences that the emulator does not know and would print: questions to the terminal, titles."""
CARD = re.compile(r"\bn\d\d\b")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder and a deck in which every text names its card."""
    deck = tmp_path / "content" / "numbers"
    deck.mkdir(parents=True)
    topics = ""
    for topic in range(2):
        cards = [f"n{number:02}" for number in range(CARDS) if number % 2 == topic]
        topics += f'[[topic]]\ntitle = {{ en = "Topic {topic}" }}\ncards = {cards}\n'.replace("'", '"')
        for id in cards:
            points = (
                f"## Key points\n- **point one** of {id}\n- **point two** of {id}\n\n## Follow-ups\n- Follow-up to {id}?\n\n  Yes, {id}.\n"
            )
            demo = "[Watch](demo:xor-failure)" if topic else f"[Another page](https://example.org/{id})"
            (deck / f"{id}.md").write_text(f"# What is {id}?\n\nThe answer to {id}.\n\n{demo}\n\n{points}")
            (deck / f"{id}.ko.md").write_text(f"# {id}은 무엇인가요?\n\n{id}의 답입니다.\n\n{points.replace('Key points', '핵심 포인트')}")
    (deck / "deck.toml").write_text(f'title = {{ en = "Numbers" }}\nlanguage = "en"\n{topics}')
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "config.toml").write_text('new_per_day = 9999\ntime_zone = "UTC"\nleech_lapses = 2\n')
    return tmp_path


class Program:
    """One run of the program, and what its terminal shows."""

    def __init__(self, home: Path, columns: int, rows: int) -> None:
        environ = {"QUIZAPP_DATA_DIR": str(home / "data"), "QUIZAPP_CONTENT": str(home / "content"), "TERM": "xterm-256color"}
        environ |= {"VISUAL": "true", "BROWSER": "true", "COLUMNS": "", "LINES": ""}
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.process = pexpect.spawn(
            sys.executable, ["-m", "quizapp"], env={**os.environ, **environ}, dimensions=(rows, columns), timeout=30, cwd=str(home)
        )
        self.process.delaybeforesend = None

    def read(self, seconds: float) -> None:
        """Takes in what is printed for a while, or until the program ends."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                printed = self.process.read_nonblocking(65536, timeout=0.02)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                return
            self._stream.feed(UNKNOWN.sub(b"", printed))

    def resize(self, columns: int, rows: int) -> None:
        self.process.setwinsize(rows, columns)
        self.screen.resize(rows, columns)

    def check(self) -> None:
        """A quiz and an interview show no word of a card but the one that is asked; notices (behind a bar) may name others."""
        first = self.screen.display[0]
        if "▕" in first or first.strip().startswith("Interview · question"):
            shown = {card for line in self.screen.display for card in CARD.findall(line.partition("▌")[0])}
            assert len(shown) <= 1, "\n".join(self.screen.display)


def presses(chance: random.Random) -> Iterator[tuple[str, float]]:
    """Keys, and how long to wait after them."""
    while True:
        if chance.random() < 0.5:
            yield "".join(chance.choices(KEYS, k=chance.randint(2, 12))), chance.choice([0.05, 0.3])
        else:
            yield chance.choice(KEYS), chance.choice([0.0, 0.02, 0.15, 0.4])


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_no_keys_end_the_app_by_a_defect_or_show_a_card_under_another_question(home: Path, columns: int, rows: int) -> None:
    chance = random.Random(SEED * 1000 + columns)
    pressed: list[str] = []
    end, keys = time.monotonic() + SECONDS, presses(chance)
    while time.monotonic() < end:
        program = Program(home, columns, rows)
        program.read(1.5)
        while time.monotonic() < end and program.process.isalive():
            keys_now, pause = next(keys)
            pressed.append(keys_now)
            if chance.random() < 0.05:
                program.resize(chance.choice([columns, 60, 100, 130]), chance.choice([rows, 20, 30]))
            try:
                program.process.send(keys_now)
            except OSError:
                break
            program.read(pause)
            if pause >= 0.3:
                program.check()
        ended = not program.process.isalive()
        program.process.close(force=True)
        last = f"seed {SEED}, after {pressed[-12:]}"
        assert [crash.read_text() for crash in (home / "data").glob("crash*")] == [], last
        assert not ended or (program.process.exitstatus, program.process.signalstatus) == (0, None), last
