"""The settings in force. Whatever depends on them asks here each time, so that a change takes effect at once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from quizapp.domain.day import Calendar
from quizapp.domain.errors import SettingsError
from quizapp.domain.rules import Rules
from quizapp.services.installed import version_of
from quizapp.settings import NO_LIMIT, Settings, look_at_the_zone, refusal, reread, with_config_file, with_usable_zone
from quizapp.settings.file import line_of
from quizapp.settings.text import UnreadableError, text_of


class Preferences:
    """The learner's settings. Nothing but the methods below changes them."""

    def __init__(self, settings: Settings) -> None:
        self._followers: list[Callable[[], None]] = []
        self._engine = version_of("fsrs")
        self._put_in_force(settings)

    @property
    def reviews_per_day(self) -> int | None:
        """Reviews asked on a study day; None where there is no limit."""
        reviews = self.settings.reviews_per_day
        return None if reviews == NO_LIMIT else reviews

    def follow(self, act: Callable[[], None]) -> None:
        """Has `act` called after each change from now on."""
        self._followers.append(act)

    def change(self, name: str, value: Any) -> None:
        """Sets one setting, in the config file and in this run. Raises SettingsError, and then nothing has changed."""
        self._change({name: value})

    def adopt(self, parameters: tuple[float, ...]) -> None:
        """Has the memory model work with these weights; `take_back` brings the ones before. Raises SettingsError as `change` does."""
        self._change({"parameters": parameters, "previous_parameters": self.settings.parameters})

    def take_back(self) -> bool:
        """Exchanges the weights in force and the ones before, so that doing it again undoes it; False where they are the same.

        Raises SettingsError as `change` does.
        """
        if not self.can_take_back:
            return False
        self.adopt(self.settings.previous_parameters)
        return True

    @property
    def can_take_back(self) -> bool:
        """Whether there are other weights to bring back."""
        return self.settings.parameters != self.settings.previous_parameters

    def remember_theme(self, theme: str) -> None:
        """Start with `theme` from now on. Raises SettingsError if the config file cannot be written."""
        if theme != self.settings.theme:
            self.change("theme", theme)

    def add_deck(self, folder: Path) -> None:
        """Add `folder` to the learner's own decks. Raises SettingsError if the config file cannot be written."""
        from quizapp.settings.writing import add_deck

        add_deck(self.settings, str(folder))
        self.reread()  # another window may have added a deck since

    def remove_deck(self, folder: str) -> None:
        """Remove `folder`, as the settings write it. Raises SettingsError if the config file cannot be written."""
        from quizapp.settings.writing import remove_deck

        remove_deck(self.settings, folder)
        self.reread()

    def file(self) -> Path:
        """The config file, to be edited by hand: made, with every setting in it, where there is none. Raises SettingsError."""
        from quizapp.settings.writing import make

        return make(self.settings)

    def reread(self) -> None:
        """Puts in force what the config file says now."""
        self._put_in_force(reread(self.settings))

    def follow_the_zone(self) -> bool:
        """Puts in force the system's time zone, where days follow it and it has changed since; whether it has."""
        if self.settings.time_zone or not look_at_the_zone() or str(self.settings.zone()) == str(self.calendar.zone):
            return False
        self._put_in_force(self.settings)
        return True

    def place(self, name: str, table: str = "") -> str:
        """Where a setting stands, "file:line"; the file alone where it has just gone."""
        file = self.settings.config_file
        try:
            text = text_of(file)
        except UnreadableError:
            text = None
        return str(file) if text is None else f"{file}:{line_of(text, name, table)}"

    def _change(self, values: Mapping[str, Any]) -> None:
        from quizapp.settings.writing import write

        for name, value in values.items():
            if complaint := refusal(name, value):
                raise SettingsError(complaint)
        write(self.settings, values)
        written = with_config_file(self.settings)  # a problem may have been mended by this
        changed = replace(self.settings, problems=written.problems, decks_known=written.decks_known, **values)
        self._put_in_force(with_usable_zone(changed))

    def _put_in_force(self, settings: Settings) -> None:
        self.settings = settings
        self.calendar = Calendar(settings.zone(), settings.rollover_hour)
        self.rules = Rules(self.calendar, settings.desired_retention, settings.parameters or None, self._engine)
        for act in self._followers:
            act()
