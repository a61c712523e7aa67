"""Real processes that sync one folder at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import call


def at(home: Path, *arguments: str, stdin: str = "") -> str:
    """What `quizapp` prints on the machine whose data lies in `home`, called here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUIZAPP_DATA_DIR", str(home))
        result = call(*arguments, stdin=stdin)
    assert (result.returncode, result.stderr) == (0, ""), result.stdout
    return result.stdout


def syncing(home: Path, place: Path) -> "subprocess.Popen[bytes]":
    """A process of that machine that syncs."""
    environ = {**os.environ, "QUIZAPP_DATA_DIR": str(home)}
    return subprocess.Popen([sys.executable, "-m", "quizapp", "sync", str(place)], env=environ, stdout=subprocess.PIPE)


def test_machines_that_sync_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    place = tmp_path / "shared"
    place.mkdir()
    desk, laptop = homes = [tmp_path / name for name in ("desk", "laptop")]
    at(desk, "quiz", "--plain", stdin="\n3\n\n3\n\n1\nq\n")
    at(desk, "sync", str(place))
    at(laptop, "sync", str(place))
    at(desk, "quiz", "--plain", stdin="\n3\n\n3\nq\n")
    at(laptop, "quiz", "--plain", stdin="\n4\nu\n\n2\nq\n")
    for process in [syncing(home, place) for home in (*homes, laptop, desk)]:
        process.communicate()
        assert process.returncode == 0
    for home in (*homes, desk):
        at(home, "sync", str(place))
    reviews = at(desk, "export", "--format", "csv")
    assert reviews == at(laptop, "export", "--format", "csv")
    assert len(reviews.splitlines()) == 1 + 3 + 2 + 1
    assert at(laptop, "sync", str(place)) == "Nothing new.\n"
    assert at(laptop, "doctor").endswith("all is well\n")
