"""The learner's editor, which the app makes room for: to edit a card, in a copy where its deck is read-only, or the settings."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from quizapp.domain.errors import QuizAppError, ReadOnlyDeckError
from quizapp.domain.i18n import gettext
from quizapp.services.container import Services
from quizapp.ui.notices import report


class Editing:
    """Opens the editor in the place of the app, and calls `edited` when the learner has come back from it."""

    def __init__(self, app: App[Any], services: Services, edited: Callable[[], None]) -> None:
        self._app = app
        self._services = services
        self._edited = edited

    def edit_card(self, card: str, language: str) -> None:
        """Opens the card at its line; where its deck is read-only, after copying it."""
        try:
            path, line = self._services.library.place(card, language)
        except ReadOnlyDeckError as error:
            self._offer_copy(error, card, language)
        except QuizAppError as error:
            report(self._app, error)
        else:
            self._open(path, line)

    def edit_settings(self) -> bool:
        """Opens the settings file, and reads it again. Whether there is one; why not has been reported."""
        try:
            path = self._services.preferences.file()
        except QuizAppError as error:
            report(self._app, error)
            return False
        self._open(path, 1)
        self._services.preferences.reread()
        return True

    def _offer_copy(self, error: ReadOnlyDeckError, card: str, language: str) -> None:
        from quizapp.ui.dialogs.copy_deck import CopyDeckDialog

        def copy(agreed: bool | None) -> None:
            if not agreed:
                return
            try:
                self._services.copy_deck(error.deck)
            except QuizAppError as failure:
                report(self._app, failure)
            else:
                self.edit_card(card, language)

        self._app.push_screen(CopyDeckDialog(error.deck, self._services.library.copy_of(error.deck)), copy)

    def _open(self, path: Path, line: int) -> None:
        """Steps aside for the editor, and comes back to the same screen."""
        from quizapp.services.editor import editor_command

        try:
            command = editor_command(os.environ, path, line, self._services.preferences.settings.editor)
        except QuizAppError as error:
            report(self._app, error)
            return
        try:
            with self._app.suspend():
                result = subprocess.run(command, check=False)  # noqa: S603  (the learner's own editor)
        except (OSError, SuspendNotSupported) as error:
            report(self._app, gettext("{program} could not be started: {error}", program=command[0], error=error))
            return
        if result.returncode:
            report(self._app, gettext("{program} ended with exit code {code}.", program=command[0], code=result.returncode), "warning")
        self._edited()
