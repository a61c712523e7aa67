"""The settings in force. Whatever depends on them asks here each time, so that a change takes effect at once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from quizapp.domain.day import Calendar
from quizapp.domain.errors import SettingsError
from quizapp.domain.schedule import Rules
from quizapp.settings import Settings, refusal, reread, with_config_file, with_usable_zone
from quizapp.settings.file import line_of


class Preferences:
    """The learner's settings. Nothing but the methods below changes them."""

    def __init__(self, settings: Settings) -> None:
        self._followers: list[Callable[[], None]] = []
        self._put_in_force(settings)

    def follow(self, act: Callable[[], None]) -> None:
        """Has `act` called after each change from now on."""
        self._followers.append(act)

    def change(self, name: str, value: Any) -> None:
        """Sets one setting, in the config file and in this run. Raises SettingsError, and then nothing has changed."""
        from quizapp.settings.writing import write

        if complaint := refusal(name, value):
            raise SettingsError(f"{name} cannot be {complaint}")
        write(self.settings, name, value)
        problems = with_config_file(self.settings).problems  # one of them may have been mended by this
        self._put_in_force(with_usable_zone(replace(self.settings, problems=problems, **{name: value})))

    def remember_theme(self, theme: str) -> None:
        """Starts with `theme` from now on. Raises SettingsError where the config file cannot be written."""
        if theme != self.settings.theme:
            self.change("theme", theme)

    def remember_decks(self, decks: tuple[str, ...]) -> None:
        """Keeps these deck folders beside the built-in ones. Raises SettingsError where the config file cannot be written."""
        self.change("decks", decks)

    def file(self) -> Path:
        """The config file, to be edited by hand: made, with every setting in it, where there is none. Raises SettingsError."""
        from quizapp.settings.writing import make

        return make(self.settings)

    def reread(self) -> None:
        """Puts in force what the config file says now."""
        self._put_in_force(reread(self.settings))

    def place(self, name: str, table: str = "") -> str:
        """Where a setting stands, "file:line"; the file alone where it has just gone."""
        file = self.settings.config_file
        try:
            return f"{file}:{line_of(file.read_text('utf-8'), name, table)}"
        except OSError:
            return str(file)

    def _put_in_force(self, settings: Settings) -> None:
        self.settings = settings
        self.calendar = Calendar(settings.zone(), settings.rollover_hour)
        self.rules = Rules(self.calendar, settings.desired_retention)
        for act in self._followers:
            act()
