"""Every command, as a process of its own, says what it says when it is called here, where other tests have imported everything."""

from collections.abc import Sequence
from pathlib import Path

import click
import pytest

from quizapp.cli.main import group
from tests.cli.conftest import Quizapp

COMMANDS: Sequence[Sequence[str]] = [
    ("quiz", "--plain"),
    ("due", "--json"),
    ("plan", "--json"),
    ("cards", "--state", "new"),
    ("show", "one", "--lang", "ko"),
    ("new", "What is six?", "--topic", "First", "--deck", "small"),
    ("check",),
    ("deck", "list"),
    ("import", "nowhere.md"),
    ("demo", "xor-failure", "--set", "epochs=4", "--json"),
    ("mock", "--list"),
    ("stats", "--json"),
    ("optimise", "--json"),
    ("export", "--format", "csv"),
    ("sync", "nowhere"),
    ("group", "postgresql://127.0.0.1:1/nowhere"),
    ("backup", "--json"),
    ("restore", "--list"),
    ("doctor",),
    ("config", "--keys"),
]


def test_every_command_is_tried() -> None:
    assert [arguments[0] for arguments in COMMANDS] == group.list_commands(click.Context(group))


@pytest.mark.parametrize("arguments", COMMANDS, ids=[arguments[0] for arguments in COMMANDS])
def test_a_process_says_what_the_same_call_says(quizapp: Quizapp, process: Quizapp, content: Path, arguments: Sequence[str]) -> None:
    def run(way: Quizapp) -> tuple[int, str, str]:
        result = way(*arguments, stdin="q\n")
        assert result.stdout or result.stderr
        for started in content.glob("*/six.md"):
            started.unlink()
            contents = started.with_name("deck.toml")
            contents.write_text(contents.read_text("utf-8").replace(', "six"', ""), "utf-8")
        return result.returncode, result.stdout, result.stderr

    quizapp("due")
    assert run(process) == run(quizapp)
