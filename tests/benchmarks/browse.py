"""The list of cards in a terminal: from a key to what it lists."""

import re
import statistics
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress

import pexpect

from tests.benchmarks.paint import environment

WORDS = "카드 asks 0042"
"""Typed key by key: each lists other cards, or says that it lists the same."""
QUIET_SECONDS = 0.3
MISSPELT = "무엊을"
"""For a word of every card: the last key turns it from one that is somewhere into one that is nowhere."""


def listing_times(command: str, places: Mapping[str, str], cards: int, runs: int) -> dict[str, float]:
    """Milliseconds from a key to its list: medians over `runs` of opening the list, and of the median, slowest and misspelt key."""
    taken: dict[str, list[float]] = {"opened": [], "typed": [], "slowest": [], "misspelt": [], "sorted": []}
    for run in range(runs + 1):
        found = _one_run(command, places, cards)
        for name, milliseconds in found.items():
            if run:
                taken[name].append(milliseconds)
    return {name: statistics.median(each) for name, each in taken.items()}


def _one_run(command: str, places: Mapping[str, str], cards: int) -> dict[str, float]:
    process = pexpect.spawn(command, env=environment(places), dimensions=(40, 120), cwd=tempfile.gettempdir(), encoding="utf-8")
    process.delaybeforesend = None  # pexpect waits 50 ms by default
    process.expect_exact("Everything", timeout=60)
    listed = re.compile(rf"\d of {cards:,} cards")
    found = {"opened": _after(process, "c", re.compile(rf"{cards:,} cards"))}
    found["sorted"] = _after(process, "o", re.compile("question ▲"))
    process.send("ooooooo/")
    typed = [_after(process, key, listed) for key in WORDS]
    found |= {"typed": statistics.median(typed), "slowest": max(typed)}
    process.send("\x7f" * len(WORDS) + MISSPELT[:-1])
    found["misspelt"] = _after(process, MISSPELT[-1], listed)
    process.close(force=True)
    return found


def _after(process: "pexpect.spawn[str]", key: str, shown: re.Pattern[str]) -> float:
    """Milliseconds until `shown` is drawn, once the terminal has been quiet: nobody presses the next key at once."""
    with suppress(pexpect.TIMEOUT):
        while True:
            process.read_nonblocking(1 << 16, timeout=QUIET_SECONDS)
    drawn = ""
    start = time.perf_counter()
    process.send(key)
    while not shown.search(drawn):
        drawn += process.read_nonblocking(1 << 16, timeout=60)
    return (time.perf_counter() - start) * 1000
