"""`quizapp`, and `python -m quizapp`."""

import gc
import sys

YOUNG_OBJECTS = 100_000
"""So many more are made than freed before the collector looks for garbage among them; the first screen takes fewer.

By Python's own threshold a start is interrupted a hundred times to look through what was imported, all of which stays.
"""


def main() -> None:
    """The installed command."""
    gc.set_threshold(YOUNG_OBJECTS)
    from quizapp.cli import main as run

    sys.exit(run())


if __name__ == "__main__":
    main()
