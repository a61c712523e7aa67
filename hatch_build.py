"""What the wheel holds beside the sources: the words of other languages, compiled, and a database with the decks in it.

The catalogues are compiled for an editable install as well, beside their sources. The database is for a first start, which copies it
instead of parsing the decks; an editable install reads those of the checkout.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NEEDED = ("markdown-it-py", "sqlalchemy", "tzlocal")
"""Of what the program needs, that which reading decks into a database does."""
COMPILER = "babel>=2.17"


class BuiltFiles(BuildHookInterface[Any]):
    """Adds `quizapp/locale/*/LC_MESSAGES/quizapp.mo` and `quizapp/_ready_made.db`."""

    def dependencies(self) -> list[str]:
        """What pip installs before it builds."""
        return [COMPILER, *(each for each in self.metadata.core.dependencies if each.startswith(NEEDED))]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Makes the files before all files are gathered."""
        root = Path(self.root)
        if version != "standard":
            compile_catalogues(root, root)
            return
        self._folder = tempfile.TemporaryDirectory()
        made = Path(self._folder.name)
        compile_catalogues(root, made)
        make_database(root, made / "quizapp/_ready_made.db")
        for file in (made / "quizapp/_ready_made.db", *made.glob("quizapp/locale/*/LC_MESSAGES/*.mo")):
            build_data["force_include"][str(file)] = file.relative_to(made).as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Clears up after the wheel is written."""
        if version == "standard":
            self._folder.cleanup()


def compile_catalogues(root: Path, to: Path) -> None:
    """Compiles the translations in the sources at `root` into the same places at `to`."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted(root.glob("quizapp/locale/*/LC_MESSAGES/*.po")):
        target = (to / source.relative_to(root)).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as words, target.open("wb") as compiled:
            write_mo(compiled, read_po(words))


def make_database(root: Path, target: Path) -> None:
    """Makes a database at `target` into which the decks of the sources at `root` have been read."""
    sys.path.insert(0, str(root))
    from quizapp.bootstrap import make_ready

    target.parent.mkdir(parents=True, exist_ok=True)
    make_ready(target, root / "content")
