"""What the wheel holds beside the sources: a database with the decks in it, which a first start copies instead of parsing them."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NEEDED = ("markdown-it-py", "sqlalchemy", "tzlocal")
"""Of what the program needs, that which reading decks into a database does."""


class ReadyMadeDatabase(BuildHookInterface[Any]):
    """Adds `quizapp/_ready_made.db`; an editable install reads the checkout's decks instead."""

    def dependencies(self) -> list[str]:
        """What pip installs before it builds."""
        return [each for each in self.metadata.core.dependencies if each.startswith(NEEDED)]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Makes the database before the files are gathered."""
        if version != "standard":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from quizapp.bootstrap import make_ready

        self._folder = tempfile.TemporaryDirectory()
        database = Path(self._folder.name) / "ready_made.db"
        make_ready(database, root / "content")
        build_data["force_include"][str(database)] = "quizapp/_ready_made.db"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Clears up after the wheel is written."""
        if version == "standard":
            self._folder.cleanup()
