"""The language of the interface: which it is, and its catalogue put in force."""

import os
from pathlib import Path

from quizapp.domain import i18n
from quizapp.domain.errors import SettingsError
from quizapp.domain.i18n import gettext
from quizapp.domain.language_names import meant
from quizapp.settings.system_language import system_language
from quizapp.settings.table import Settings

ENGLISH = "en"
"""The language of the sources, which needs no catalogue."""


def interface_language(settings: Settings) -> str:
    """Its code: the setting, or else the language of the questions or the system's, if there is a catalogue of it."""
    wanted = (settings.interface_language, settings.language, system_language(os.environ))
    return next((found for name in wanted if (found := meant(name, i18n.LANGUAGES))), ENGLISH)


def catalogue_of(language: str) -> Path:
    """The file with the words of `language`, as the standard library's `gettext` reads it."""
    return Path(__file__).resolve().parent.parent / "locale" / language / "LC_MESSAGES" / "quizapp.mo"


def speak(language: str) -> None:
    """Shows every sentence in `language` from now on. Raises SettingsError, with English in force, where its catalogue cannot be read."""
    i18n.use(None)
    if language == ENGLISH:
        return
    import gettext as standard
    import struct

    file = catalogue_of(language)
    try:
        with file.open("rb") as words:
            i18n.use(standard.GNUTranslations(words))
    except (OSError, ValueError, LookupError, struct.error) as error:  # it is not there, or cut short, or something else
        reason = error.strerror if isinstance(error, OSError) else error
        raise SettingsError(
            gettext("the words for {language} in {file} cannot be read: {reason}", language=language, file=file, reason=reason),
            gettext("Install QuizApp again, or run `make catalog` in its sources. Until then, it speaks English."),
        ) from error
