"""Reading thousands of files at once. Python parses on one processor only, so other processes of the program do it, one a processor.

Each takes a line with the names of a batch of files, and answers with what parsing them gave, behind a line of how many bytes each is. It
ends when this process does, however that comes, for then its input ends. A batch that is not answered is left to the caller.
"""

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import IO, TypeAlias

import quizapp
from quizapp.decks.cache import encode_file
from quizapp.decks.parse import parse
from quizapp.decks.source import Source, source
from quizapp.domain.card import Problem

MANY = 400
"""Files from which on it is faster to start other processes, which takes each a quarter of a second."""
_BATCH = 25
_MOST = 8
"""Processes."""
Progress: TypeAlias = Callable[[int, int], None]
"""Called with how many files have been read, and of how many, from whatever thread."""


def parse_many(folder: Path, names: Sequence[str], language: str, languages: Collection[str], progress: Progress | None) -> dict[str, str]:
    """What parsing each of the files `names` of a deck gave, as `encode_file` writes it.

    Those that are refused are missing, and so are those of a process that failed.
    """
    found: dict[str, str] = {}
    number = min(os.cpu_count() or 1, _MOST, len(names) // MANY + 1)
    if number < 2 or not sys.executable:
        return found
    rest, lock, read = iter(names), Lock(), 0

    def take() -> list[str]:
        with lock:
            return list(islice(rest, _BATCH))

    def put(batch: Sequence[str], texts: Sequence[str]) -> None:
        nonlocal read
        with lock:
            found.update((name, text) for name, text in zip(batch, texts, strict=True) if text)
            read += len(batch)
            if progress is not None:
                progress(read, len(names))

    deck = [str(folder), language, [*languages]]
    with ThreadPoolExecutor(number) as threads:
        for each in [threads.submit(_read_batches, deck, take, put) for _ in range(number)]:
            each.result()
    return found


def _read_batches(deck: Sequence[object], take: Callable[[], list[str]], put: Callable[[Sequence[str], Sequence[str]], None]) -> None:
    with suppress(OSError), _process() as (to, back):  # where no process can be started, or it dies, the caller reads
        while batch := take():
            to.write(json.dumps([*deck, batch]).encode() + b"\n")
            to.flush()
            if (texts := _answer(back)) is None:
                return
            put(batch, texts)


def _answer(back: IO[bytes]) -> list[str] | None:
    """The texts of a batch, "" for a file that is refused; None where the process has died over them."""
    line = back.readline()
    sizes = json.loads(line) if line.endswith(b"\n") else [1]
    texts = [back.read(size) for size in sizes]
    return [text.decode() for text in texts] if [len(text) for text in texts] == sizes else None


@contextmanager
def _process() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """A process that reads batches: its input and its output. It imports this very program, and nothing from the working directory."""
    package = Path(quizapp.__file__).parent.parent
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "quizapp.decks.readers"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [str(package), os.environ.get("PYTHONPATH")]))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield process.stdin, process.stdout
        finally:
            process.kill()


def answer(lines: Iterable[bytes], out: IO[bytes]) -> None:
    """What such a process does. Little of what it makes is garbage that only a search finds, so that is made seldom."""
    gc.set_threshold(200_000)
    for line in lines:
        folder, language, languages, names = json.loads(line)
        texts = [_parsed(source(Path(folder), name, languages), language) for name in names]
        out.write(json.dumps([len(text) for text in texts]).encode() + b"\n" + b"".join(texts))
        out.flush()


def _parsed(text: Source | Problem, language: str) -> bytes:
    """Nothing where the file is refused."""
    return encode_file(parse(text, language)).encode() if isinstance(text, Source) else b""


if __name__ == "__main__":
    answer(sys.stdin.buffer, sys.stdout.buffer)
