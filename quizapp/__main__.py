"""`quizapp`, and `python -m quizapp`."""

import sys

from quizapp.cli import main as run


def main() -> None:
    """The installed command."""
    sys.exit(run())


if __name__ == "__main__":
    main()
