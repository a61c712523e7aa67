"""Closed, full or broken streams: a sentence and an exit code, whatever the command; never a crash file."""

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from quizapp.__main__ import main
from quizapp.cli.main import NO_OUTPUT, USAGE

COMMANDS = [
    ["due"],
    ["due", "--json"],
    ["cards"],
    ["show", "one"],
    ["deck", "list"],
    ["demo"],
    ["export", "--format", "json"],
    ["export", "--format", "csv"],
    ["export", "--format", "md"],
    ["doctor"],
    ["config"],
    ["config", "--keys"],
    ["mock", "--list"],
    ["quiz", "--plain"],
    ["--help"],
    ["quiz", "--help"],
    ["--version"],
]
FULL = Path("/dev/full")
full = pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full")


@pytest.fixture
def inside(places: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in places.items():
        monkeypatch.setenv(name, value)


@full
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_output_that_cannot_be_written_is_said(
    arguments: list[str], places: dict[str, str], inside: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["quizapp", *arguments])
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with FULL.open("w", encoding="utf-8") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        with pytest.raises(SystemExit) as end:
            main()
        assert end.value.code == NO_OUTPUT
        monkeypatch.undo()
        assert "the output cannot be written: No space left on device" in capsys.readouterr().err
        assert list(Path(places["QUIZAPP_DATA_DIR"]).glob("crash*")) == []


@full
@pytest.mark.parametrize("arguments", [["due"], ["check"], ["show", "nothing"], ["quiz"], ["nonsense"]], ids=" ".join)
def test_errors_that_nobody_can_be_told_change_no_exit_code(
    arguments: list[str], places: dict[str, str], inside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = []
    for errors in (Path(os.devnull), FULL):
        with pytest.MonkeyPatch.context() as patch, errors.open("w", encoding="utf-8") as stderr:
            patch.setattr(sys, "argv", ["quizapp", *arguments])
            patch.setattr(sys, "stdin", io.StringIO())
            patch.setattr(sys, "stderr", stderr)
            with pytest.raises(SystemExit) as end:
                main()
            codes.append(end.value.code)
    assert codes[0] == codes[1]
    assert list(Path(places["QUIZAPP_DATA_DIR"]).glob("crash*")) == []


def run_with_closed(places: dict[str, str], closed: Sequence[int], *arguments: str) -> subprocess.CompletedProcess[str]:
    """A process of its own: its streams are closed before it starts."""
    lines = "".join(f"os.close({fileno});" for fileno in closed)
    start = f"import os, sys; {lines} os.execv(sys.executable, [sys.executable, '-m', 'quizapp', *sys.argv[1:]])"
    return subprocess.run(
        [sys.executable, "-c", start, *arguments], env={**os.environ, **places}, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.skipif(sys.platform == "win32", reason="closing streams is a shell's work there")
@pytest.mark.parametrize(
    ("closed", "arguments", "code", "said"),
    [
        ([1], ["due"], NO_OUTPUT, "the output cannot be written: Bad file descriptor"),
        ([0, 1, 2], ["cards"], NO_OUTPUT, ""),
        ([0], [], USAGE, "the app needs a terminal"),
        ([0], ["quiz", "--plain"], 0, ""),
        ([2], ["due"], 0, ""),
    ],
)
def test_a_closed_stream_is_no_defect(places: dict[str, str], closed: list[int], arguments: list[str], code: int, said: str) -> None:
    result = run_with_closed(places, closed, *arguments)
    assert (result.returncode, said in " ".join(result.stderr.split())) == (code, True)
    data = Path(places["QUIZAPP_DATA_DIR"])
    assert list(data.glob("crash*")) == []
    if data.exists() and (data / "quizapp.db").exists():
        assert (data / "quizapp.db").read_bytes()[:15] == b"SQLite format 3", (
            "nothing was written into the file that got the stream's number"
        )
