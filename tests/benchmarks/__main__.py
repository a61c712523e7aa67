"""What is promised about speed, measured: `make bench`. Prints a table and judges nothing.

python -m tests.benchmarks QUIZAPP      QUIZAPP is the installed, compiled command to start
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import repeat
from pathlib import Path
from random import Random

from quizapp.bootstrap import open_services
from quizapp.demos.catalogue import demos
from quizapp.settings import shipped
from tests.benchmarks.browse import listing_times
from tests.benchmarks.exchange import SESSION, exchange_times
from tests.benchmarks.frames import COLUMNS, ROWS, frame_times
from tests.benchmarks.grades import anki_grades, in_turns, quizapp_grades, sqlite_grades
from tests.benchmarks.learners import make_learner, places, settings_of
from tests.benchmarks.outlook import AHEAD, outlook_times
from tests.benchmarks.paint import empty_folders, first_and_later, flow, key_to_frame, once, paired, whole
from tests.simulated import memory, reviews_of, study

Line = tuple[str, str, str, str]


def first_paint(command: str, homes: dict[int, Path], runs: int) -> Iterator[Line]:
    """From starting the process to its first question."""
    with tempfile.TemporaryDirectory() as fresh:
        here = {"QUIZAPP_DATA_DIR": fresh}
        whole([command, "due"], here, 1)
        cases = [
            ("17 cards", here, "What is the difference between"),
            *((f"{n:,} cards", places(home), "asks what") for n, home in homes.items()),
        ]
        for name, environ, marker in cases:
            app, bare, ratio = paired([command, "quiz"], marker, repeat(environ), runs)
            yield f"start to first question, {name}", "1.5x bare", f"{ratio:.2f}x ({app:.0f} ms)", f"bare Textual app {bare:.0f} ms"
        app, bare, ratio = paired([command, "quiz"], "What is the difference between", empty_folders(Path(fresh)), runs)
        yield "the very first start to its first question", "2.5x bare", f"{ratio:.2f}x ({app:.0f} ms)", f"bare Textual app {bare:.0f} ms"


def grades(homes: dict[int, Path], answers: int) -> Iterator[Line]:
    """A grade: commit and next question chosen."""
    for cards, home in homes.items():
        ours, anki = in_turns(answers, quizapp_grades(settings_of(home)), anki_grades(10_000))
        raw = sqlite_grades(settings_of(home), answers)
        peers = f"sqlite3 {raw[0]:.2f} / {raw[1]:.2f} ms, Anki {anki[0]:.2f} / {anki[1]:.2f} ms"
        measured = f"{ours[0] / anki[0]:.1f}x / {ours[1] / anki[1]:.1f}x ({ours[0]:.2f} / {ours[1]:.2f} ms)"
        yield f"a grade, {cards:,} cards: p50 / p99", "2x Anki", measured, peers


def sync(home: Path, cards: int) -> Line:
    """Opening with unchanged decks."""
    services = open_services(settings_of(home))
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        changed = services.library.refresh()
        taken.append((time.perf_counter() - start) * 1000)
        assert not changed
    services.close()
    return (
        f"sync, {cards:,} unchanged cards in as many files",
        "300 ms",
        f"{min(taken):.0f} to {max(taken):.0f} ms",
        "after the first paint",
    )


def reading(command: str, home: Path, cards: int) -> Iterator[Line]:
    """Parsing real cards, each in a file of its own: all of them, then one that has changed."""
    texts = [path.read_text("utf-8") for path in sorted((shipped("content") / "deep-learning").glob("*.md")) if ".ko." not in path.name]
    deck = home / "content" / "many"
    deck.mkdir(parents=True)
    for number in range(cards):
        (deck / f"c{number:06}.md").write_text(texts[number % len(texts)].replace("# ", f"# {number}: ", 1), "utf-8")
    services = open_services(settings_of(home))
    taken = []
    for edit in ("", "\nMore.\n", "\nAnd more.\n"):
        with (deck / "c000005.md").open("a") as file:
            file.write(edit)
        start = time.perf_counter()
        assert services.library.refresh()
        taken.append(time.perf_counter() - start)
    services.close()
    yield (
        f"reading {cards:,} cards for the first time",
        "10 s",
        f"{taken[0]:.1f} s",
        f"{taken[0] / cards * 1000:.2f} ms a card, by {os.cpu_count()} processors",
    )
    yield first_command(command, home)
    yield f"one of {cards:,} files saved: until it can be shown", "500 ms", f"{max(taken[1:]) * 1000:.0f} ms", "on a worker"


def first_command(command: str, home: Path) -> Line:
    """What `deck add` has read, the first command after it does not read again."""
    deck, own = home / "content" / "many", home / "own" / "many"
    shutil.copytree(deck, own)
    here = {"QUIZAPP_DATA_DIR": str(home / "added")}
    added = once([command, "deck", "add", str(own)], here)
    later = once([command, "due"], here)
    return "the first quizapp due after deck add, as many cards", "reads nothing", f"{later:.0f} ms", f"deck add {added / 1000:.1f} s"


def mending(command: str, folder: Path, cards: int) -> Line:
    """`check --fix` over one file whose cards lack their ids, the whole process."""
    deck = folder / "nameless"
    deck.mkdir()
    cards_text = (f"# What is thing number {number} of all?\n\nThe answer number {number} is **this**.\n\n" for number in range(cards))
    (deck / "all.md").write_text("".join(cards_text))
    taken = once([command, "check", "--fix", "--yes", str(deck)], {"QUIZAPP_DATA_DIR": str(folder / "mending")})
    return f"check --fix of {cards:,} missing ids in a file", "2 s", f"{taken / 1000:.1f} s", "whole process"


def replay(home: Path) -> Line:
    """Computing the whole schedule afresh from the events."""
    services = open_services(settings_of(home))
    start = time.perf_counter()
    services.doctor.rebuild()
    taken = time.perf_counter() - start
    events = services.doctor.diagnose().events or 0
    services.close()
    return "replay of 100,000 reviews", "1.5 s", f"{taken * 100_000 / events:.1f} s", f"from {events:,} in {taken:.1f} s, stored"


def exchanging(home: Path, folder: Path) -> Iterator[Line]:
    """A session's grades, sent to a folder that another machine reads."""
    times = exchange_times(home, folder)
    what = f"quizapp sync of {SESSION} grades among {times.events:,}: sent / received"
    yield what, "1 s", f"{times.sent * 1000:.0f} / {times.received * 1000:.0f} ms", "a folder"
    yield "the first sync of as many: sent / received", "", f"{times.first_sent:.1f} / {times.first_received:.1f} s", ""


def desk(home: Path, cards: int) -> Iterator[Line]:
    """What a learner with an interview ahead waits for in the morning, and in front of the figures."""
    services = open_services(settings_of(home))
    services.preferences.change("interview_date", (services.study.day() + timedelta(days=42)).isoformat())
    services.preferences.change("minutes_per_day", 60)
    looks: dict[str, Callable[[], object]] = {
        "planned": services.study.overview,
        "again": services.study.overview,
        "started": services.sessions.start,
        "weeks": lambda: services.desk.view("en"),
        "outlook": services.plans.outlook,
    }
    ms = {name: _taken(look) * 1000 for name, look in looks.items()}
    services.close()
    yield f"home, {cards:,} cards and a date: the day planned", "100 ms", f"{ms['planned']:.0f} ms", "on a worker"
    beside = f"the last weeks {ms['weeks']:.0f} ms, the outlook {ms['outlook']:.0f} ms, on a worker"
    yield "home: planned already / a quiz started from there", "16 ms", f"{ms['again']:.0f} / {ms['started']:.0f} ms", beside


def progress(home: Path) -> Line:
    """All figures of the progress, of a learner who was asked as the app asks."""
    settings = make_learner(home, 10_000, files=100, history=reviews_of(study(memory(), 100_000, Random(1))))
    services = open_services(settings)
    services.study.warm()
    taken = min(_taken(lambda: services.progress().statistics("en")) for _ in range(3))
    services.close()
    return "figures of the progress, 100,000 reviews", "1.5 s", f"{taken:.1f} s", "on a worker"


def _taken(look: Callable[[], object]) -> float:
    start = time.perf_counter()
    look()
    return time.perf_counter() - start


def demo_frames() -> Iterator[Line]:
    """Every frame of every demo."""
    for id in demos():
        times = frame_times(id)
        measured = f"{times.median:.1f} / {times.p99:.1f} ms"
        yield f"{id}: a frame at {COLUMNS}x{ROWS}, p50 / p99", "16 / 33 ms", measured, f"{times.frames} frames, first {times.first:.0f} ms"


def browsing(command: str, home: Path, cards: int, runs: int) -> Iterator[Line]:
    """The list of cards: from a key to what it lists."""
    times = listing_times(command, places(home), cards, runs)
    yield (
        f"key to list, {cards:,} cards in two languages: typed, p50 / max",
        "100 ms",
        f"{times['typed']:.0f} / {times['slowest']:.0f} ms",
        "",
    )
    yield (
        "key to list: misspelt / sorted / the list opened",
        "",
        f"{times['misspelt']:.0f} / {times['sorted']:.0f} / {times['opened']:.0f} ms",
        "",
    )


def planning(cards: int) -> Iterator[Line]:
    """The plan for an interview: what today asks of the cards, what that leads to, and what would make it fit."""
    names = {
        "plan_day": ("what the plan asks today", "50 ms"),
        "forecast": ("the forecast with its band", "1 s"),
        "shortfall": ("what would make the plan fit", "1 s"),
    }
    for work, times in outlook_times(cards).items():
        what, budget = names[work]
        measured = f"{times.typical * 1000:.0f} / {times.longest * 1000:.0f} ms"
        yield f"{what}, {cards:,} cards: p50 / max", budget, measured, f"{AHEAD[0]} to {AHEAD[-1]} days ahead"


def demo_opening(command: str, runs: int) -> Iterator[Line]:
    """From the key to the demo's first frame beside the answer: the first demo since the start, and later ones."""
    first, later = key_to_frame(command, runs)
    yield "key to first frame: first demo / later ones", "150 / 60 ms", f"{first:.0f} / {later:.0f} ms", ""


def answering(command: str, home: Path) -> Iterator[Line]:
    """What a person feels between two questions, in a real terminal."""
    revealed, asked = flow(command, places(home), 30)
    yield "key to answer painted, 100,000 cards", "60 ms", f"{revealed:.0f} ms", "median"
    yield "grade to next question painted, 100,000 cards", "60 ms", f"{asked:.0f} ms", "median"


def due(command: str, home: Path, runs: int) -> Line:
    """The whole of `quizapp due`."""
    with tempfile.TemporaryDirectory() as fresh:
        whole([command, "due"], {"QUIZAPP_DATA_DIR": fresh}, 1)
        small = whole([command, "due"], {"QUIZAPP_DATA_DIR": fresh}, runs)
    large = whole([command, "due"], places(home), runs)
    python = whole([sys.executable, "-c", "pass"], {}, runs)
    measured = f"{small / python:.1f}x / {large / python:.1f}x ({small:.0f} / {large:.0f} ms)"
    return "quizapp due, whole process, 17 / 100,000 cards", "6x python", measured, f"python -c pass {python:.0f} ms"


def first_due(command: str, runs: int) -> Line:
    """`quizapp due` in an empty folder, where it makes the database and reads the deck, and once more there."""
    first, later, ratio = first_and_later([command, "due"], runs)
    return "quizapp due in an empty folder", "2x later", f"{ratio:.1f}x ({first:.0f} ms)", f"later {later:.0f} ms"


def main() -> None:
    """Prints the table, line by line as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("quizapp", type=lambda path: str(Path(path).absolute()))
    parser.add_argument("--runs", type=int, default=9, help="of each whole process")
    parser.add_argument("--answers", type=int, default=500, help="grades given")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}\n")
    print(f"| {'what':<55} | {'budget':<10} | {'measured':<28} | {'beside it':<45} |")
    print(f"|{'-' * 57}|{'-' * 12}|{'-' * 30}|{'-' * 47}|")

    def tell(line: Line) -> None:
        print(f"| {line[0]:<55} | {line[1]:<10} | {line[2]:<28} | {line[3]:<45} |", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        homes = {10_000: Path(folder) / "small", 100_000: Path(folder) / "large"}
        make_learner(homes[10_000], 10_000, files=10_000)
        make_learner(homes[100_000], 100_000, files=100)
        for line in first_paint(options.quizapp, {100_000: homes[100_000]}, options.runs):
            tell(line)
        tell(due(options.quizapp, homes[100_000], options.runs))
        tell(first_due(options.quizapp, options.runs))
        tell(sync(homes[10_000], 10_000))
        for line in reading(options.quizapp, Path(folder) / "real", 10_000):
            tell(line)
        tell(mending(options.quizapp, Path(folder), 3_000))
        for line in answering(options.quizapp, homes[100_000]):
            tell(line)
        tell(replay(homes[10_000]))
        for line in exchanging(homes[100_000], Path(folder) / "exchanged"):
            tell(line)
        for line in grades(homes, options.answers):
            tell(line)
        make_learner(Path(folder) / "browsed", 10_000, files=100, korean=True)
        for line in browsing(options.quizapp, Path(folder) / "browsed", 10_000, options.runs):
            tell(line)
        for line in desk(homes[10_000], 10_000):
            tell(line)
        tell(progress(Path(folder) / "progress"))
    for line in (*planning(10_000), *demo_opening(options.quizapp, options.runs), *demo_frames()):
        tell(line)


if __name__ == "__main__":
    main()
