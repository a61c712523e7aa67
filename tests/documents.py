"""The documents, and the sessions at a terminal that they show."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.program import call

ROOT = Path(__file__).parent.parent
PATHS = [ROOT / "README.md", ROOT / "docs" / "guide.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
README, GUIDE, CONTRIBUTING, _ = (path.read_text("utf-8") for path in PATHS)

_BLOCK = re.compile(r"^```(console|markdown|md|csv)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """Something a reader of a section does: gives a command, or saves a file."""

    command: str
    """Empty where a file is saved."""
    shown: str
    """What the document shows below the command, or in the file."""
    path: str = ""
    """Of the file."""


def sections() -> dict[str, list[Step]]:
    """The steps that each section of the documents shows, by page and heading; `...` in them stands for anything in a line."""
    found = {f"{path.stem}: {heading}": _steps(text) for path in PATHS for heading, text in _split(path.read_text("utf-8"))}
    return {name: steps for name, steps in found.items() if any(step.command for step in steps)}


def _split(page: str) -> Iterator[tuple[str, str]]:
    """The sections of a page, each with its heading; what looks like one within a block is none."""
    starts = [found for found in re.finditer(r"^```.*?^```$|^## ([^\n]*)$", page, re.DOTALL | re.MULTILINE) if found[1]]
    for start, end in pairwise([*starts, None]):
        assert start
        yield start[1], page[start.end() : end.start() if end else len(page)]


def _steps(section: str) -> list[Step]:
    """In the order of the section. A card in it is saved where the path is that is named last before it, if one is."""
    steps = []
    for block in _BLOCK.finditer(section):
        if block[1] == "console":
            for part in re.split(r"^\$ ", block[2], flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                steps.append(Step(command, shown))
        elif path := re.search(r"`([\w/.-]+\.(?:md|csv))`[^`]*$", section[: block.start()]):
            steps.append(Step("", block[2], path[1]))
    return steps


def output_of(command: str) -> str:
    """What a terminal shows after `command`: in this process, unless it takes a shell."""
    if command.startswith("quizapp ") and not set(command) & set("|<>$;&*"):
        return call(*shlex.split(command)[1:], together=True).stdout
    line = f"{{ {command}\n}} 2>&1"
    return subprocess.run(["sh", "-c", line], stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False).stdout


def shows(shown: str, output: str) -> bool:
    """Whether `output` is what a document shows."""
    pattern = re.escape(shown).replace(re.escape("..."), ".*").replace('".*"', '(?:".*"|null)')
    return re.fullmatch(pattern, output) is not None


def slug(heading: str) -> str:
    """The address of a heading within its page, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
