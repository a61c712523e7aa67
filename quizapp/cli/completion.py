"""Tab completion. Click does it: the shell runs `quizapp` with the line so far in the environment, and reads what may come next."""

import os

import click

VARIABLE = "_QUIZAPP_COMPLETE"
"""What a shell sets to ask: `bash_source` for the script that it evaluates once, `bash_complete` at each Tab; zsh and fish likewise."""


def asked() -> bool:
    """Whether a shell asks, and not a person."""
    return bool(os.environ.get(VARIABLE))


def answer(group: click.Group) -> int:
    """Prints what the shell asks for and returns the exit code, which is 1 for a shell that click does not know."""
    from click.shell_completion import shell_complete

    return shell_complete(group, {}, "quizapp", VARIABLE, os.environ[VARIABLE])
