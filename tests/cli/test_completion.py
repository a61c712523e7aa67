"""Tab completes commands, options and their values."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.cli.completion import VARIABLE
from tests.cli.conftest import Quizapp


def completed(quizapp: Quizapp, line: str) -> list[str]:
    """What Tab offers at the end of `line` in bash."""
    words = line.split(" ")
    result = quizapp(COMP_WORDS=line, COMP_CWORD=str(len(words) - 1), **{VARIABLE: "bash_complete"})
    assert (result.returncode, result.stderr) == (0, "")
    return [offer.partition(",")[2] for offer in result.stdout.split()]


def test_a_command_an_option_and_its_value_are_completed(quizapp: Quizapp) -> None:
    assert completed(quizapp, "quizapp de") == ["deck", "demo"]
    assert completed(quizapp, "quizapp deck re") == ["remove"]
    assert completed(quizapp, "quizapp quiz --mo") == ["--mode"]
    assert completed(quizapp, "quizapp quiz --mode we") == ["weakest"]
    assert completed(quizapp, "quizapp export --format a") == ["anki", "apkg"]


def test_after_a_command_that_is_not_there_no_error_lands_in_the_line(quizapp: Quizapp) -> None:
    assert "quiz" in completed(quizapp, "quizapp qiuz ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str, quizapp: Quizapp) -> None:
    result = quizapp(**{VARIABLE: f"{shell}_source"})
    assert result.returncode == 0
    assert f"{VARIABLE}={shell}_complete" in result.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_completes_a_line(quizapp: Quizapp, tmp_path: Path) -> None:
    program = tmp_path / "quizapp"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m quizapp "$@"\n')
    program.chmod(0o755)
    script = quizapp(**{VARIABLE: "bash_source"}).stdout
    pressed = f'COMP_WORDS=(quizapp deck re) COMP_CWORD=2; _quizapp_completion "{program}"; echo "${{COMPREPLY[@]}}"'
    result = subprocess.run(["bash", "--norc", "-c", f"{script}\n{pressed}"], capture_output=True, text=True, check=True)
    assert result.stdout == "remove\n"
