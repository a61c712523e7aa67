"""A learner with forty cards, and a terminal whose programs can be interrupted."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.conftest import make

CARDS = 40

if sys.platform == "win32":  # there is no pseudo-terminal to drive
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(autouse=True)
def processes_can_be_interrupted(interruptible: None) -> None:
    """Whoever starts the tests."""


@pytest.fixture(scope="session")
def home_to_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder and a deck of forty cards, which has been read and all of which may be new on one day."""
    folder = tmp_path_factory.mktemp("home")
    deck = folder / "content" / "numbers"
    deck.mkdir(parents=True)
    for number in range(CARDS):
        (deck / f"n{number:02}.md").write_text(f"# Number {number:02} asks what?\n\nThe answer is {number}.\n")
    make(folder, folder / "content", read=True)
    (folder / "data" / "config.toml").write_text('new_per_day = 9999\ntime_zone = "UTC"\n')
    return folder


@pytest.fixture
def home(tmp_path: Path, home_to_copy: Path) -> Path:
    """The test's own copy of it."""
    return shutil.copytree(home_to_copy, tmp_path / "home")
