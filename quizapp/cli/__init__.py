"""The command line: parse, one service call, print. Each command is imported when it is asked for, so that a short one stays quick."""

from quizapp.cli.main import main

__all__ = ["main"]
