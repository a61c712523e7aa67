"""Whole processes, as a person meets them: from starting a command to a text on its terminal, or to its end."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pexpect

BARE = """
from textual.app import App
from textual.widgets import Static


class Bare(App):
    def compose(self):
        yield Static("bare-marker")


Bare().run()
"""


def environment(places: Mapping[str, str]) -> dict[str, str]:
    """As a user's: imports are compiled, the terminal has colours."""
    environ = {**os.environ, **places, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return environ


def first_paint(command: Sequence[str], marker: str, places: Mapping[str, str]) -> float:
    """Milliseconds until `marker` is on the terminal."""
    start = time.perf_counter()
    process = pexpect.spawn(
        command[0], list(command[1:]), env=environment(places), dimensions=(30, 100), timeout=60, cwd=tempfile.gettempdir()
    )
    process.expect_exact(marker)
    taken = (time.perf_counter() - start) * 1000
    process.close(force=True)
    return taken


def empty_folders(folder: Path) -> Iterator[dict[str, str]]:
    """Environment variables for a learner who starts for the first time, another one each time."""
    while True:
        yield {"QUIZAPP_DATA_DIR": tempfile.mkdtemp(dir=folder)}


def paired(command: Sequence[str], marker: str, places: Iterator[Mapping[str, str]], runs: int) -> tuple[float, float, float]:
    """Medians in milliseconds of the command, each time in the next of `places`, and of a bare Textual app, and of their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE)
        pairs = []
        for run in range(runs + 1):
            pair = first_paint(command, marker, next(places)), first_paint([sys.executable, str(bare)], "bare-marker", {})
            if run:  # the first one warms the disk
                pairs.append(pair)
    return (
        statistics.median(app for app, _ in pairs),
        statistics.median(base for _, base in pairs),
        statistics.median(app / base for app, base in pairs),
    )


def once(command: Sequence[str], places: Mapping[str, str]) -> float:
    """Milliseconds until the command has ended."""
    start = time.perf_counter()
    subprocess.run(command, env=environment(places), stdout=subprocess.DEVNULL, check=True, cwd=tempfile.gettempdir())
    return (time.perf_counter() - start) * 1000


def whole(command: Sequence[str], places: Mapping[str, str], runs: int) -> float:
    """The median of milliseconds until the command has ended; the first run warms the disk."""
    return statistics.median([once(command, places) for _ in range(runs + 1)][1:])


def first_and_later(command: Sequence[str], runs: int) -> tuple[float, float, float]:
    """Medians in milliseconds of the command in an empty folder and, right after, once more there; and of their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        places = empty_folders(Path(folder))
        pairs = [(once(command, here), once(command, here)) for here, _ in zip(places, range(runs + 1), strict=False)][1:]
    first, later = (statistics.median(times) for times in zip(*pairs, strict=True))
    return first, later, statistics.median(first / later for first, later in pairs)


def key_to_frame(command: str, runs: int) -> tuple[float, float]:
    """Medians in milliseconds from the key `d` to a demo that asks its prediction: of a new learner's first card, and of the second."""
    first: list[float] = []
    later: list[float] = []
    for run in range(runs + 1):
        with tempfile.TemporaryDirectory() as home:
            process = pexpect.spawn(
                command,
                ["quiz", "--topic", "Perceptrons"],
                env=environment({"QUIZAPP_DATA_DIR": home}),
                dimensions=(30, 100),
                timeout=60,
                cwd=home,
            )
            process.delaybeforesend = None  # pexpect waits 50 ms by default
            for taken, question in ((first, "a perceptron"), (later, "role of the weights")):
                process.expect_exact(question)
                process.send(" ")
                process.expect_exact("Again")
                process.expect(pexpect.TIMEOUT, timeout=0.5)  # nobody presses the next key at once
                start = time.perf_counter()
                process.send("d")
                process.expect_exact("‖ 1 ·".encode())  # the first frame; its question comes before it
                if run:
                    taken.append((time.perf_counter() - start) * 1000)
                process.send("d")  # put away, for digits belong to the prediction while it is asked for
                process.expect(pexpect.TIMEOUT, timeout=0.5)
                process.send("3")
            process.close(force=True)
    return statistics.median(first), statistics.median(later)


def flow(command: str, places: Mapping[str, str], answers: int) -> tuple[float, float]:
    """Medians in milliseconds: from the key that shows the answer until it is painted, and from the grade until the next question is."""
    revealed: list[float] = []
    asked: list[float] = []
    process = pexpect.spawn(command, ["quiz"], env=environment(places), dimensions=(30, 100), timeout=60, cwd=tempfile.gettempdir())
    process.delaybeforesend = None  # pexpect waits 50 ms by default
    process.expect(r"Card \d{6} asks")
    for _ in range(answers + 1):
        for taken, key, marker in ((revealed, " ", "The answer"), (asked, "3", r"Card \d{6} asks")):
            process.expect(pexpect.TIMEOUT, timeout=0.4)  # nobody presses the next key at once
            process.expect(r"(?s).*")  # what was painted before the key is no answer to it
            start = time.perf_counter()
            process.send(key)
            process.expect(marker)
            taken.append((time.perf_counter() - start) * 1000)
    process.close(force=True)
    return statistics.median(revealed[1:]), statistics.median(asked[1:])  # the first ones import what all need
