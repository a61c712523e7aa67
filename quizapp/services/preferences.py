"""What the learner has chosen, and choices worth remembering until the next start."""

from quizapp.settings import Settings, remember


class Preferences:
    """The settings of this run."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def remember_theme(self, theme: str) -> None:
        """Starts with `theme` from now on. Raises SettingsError where the config file cannot be written."""
        if theme != self.settings.theme:
            self.settings = remember(self.settings, "theme", theme)

    def remember_decks(self, decks: tuple[str, ...]) -> None:
        """Keeps these deck folders beside the built-in ones. Raises SettingsError where the config file cannot be written."""
        self.settings = remember(self.settings, "decks", decks)
