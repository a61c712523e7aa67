"""The words of the interface: a sentence is looked up here when it is shown, whole, with named fields.

    gettext("Taken back: {what}", what=title)

The sources are in English, so English needs no catalogue and nothing is loaded for it. The functions are named as in the standard library's
`gettext`, which reads the catalogues of other languages.
"""

from collections.abc import Mapping
from typing import Protocol

LANGUAGES: Mapping[str, str] = {"en": "English", "ko": "한국어"}
"""The languages of the interface by their codes, each as those who speak it call it."""


class Translations(Protocol):
    """A catalogue, as the standard library's `gettext.GNUTranslations` is one."""

    def gettext(self, message: str) -> str:
        """Return the translation of `message`."""
        ...

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the translation of the form for `n` things."""
        ...

    def pgettext(self, context: str, message: str) -> str:
        """Return the translation of `message`, which means different things in different contexts."""
        ...


_active: Translations | None = None


def use(translations: Translations | None) -> None:
    """From now on, show sentences in the language of `translations`; None is English."""
    global _active
    _active = translations


def gettext(message: str, /, **fields: object) -> str:
    """Return `message` in the language of the interface, with its named fields filled in. An empty one stays empty.

    Catalogues keep their own description under the empty message.
    """
    return _filled(_active.gettext(message) if _active and message else message, fields)


def ngettext(one: str, many: str, count: int, /, **fields: object) -> str:
    """Return the form for `count` things, which is a field as well: `ngettext("{count} card", "{count} cards", 3)`."""
    sentence = _active.ngettext(one, many, count) if _active else one if count == 1 else many
    return _filled(sentence, {"count": count, **fields})


def pgettext(context: str, message: str, /, **fields: object) -> str:
    """Return `message` as it is meant in `context`, a word or two for the translator, such as "a grade"."""
    return _filled(_active.pgettext(context, message) if _active else message, fields)


def gettext_noop(message: str) -> str:
    """Mark `message` for the catalogue where it is defined; `gettext` translates it where it is shown."""
    return message


def untranslated(message: str, /, **fields: object) -> str:
    """Return `message` as it stands, with its fields filled in: part of what is English in every language, as mistakes in decks are."""
    return _filled(message, fields)


def _filled(sentence: str, fields: dict[str, object]) -> str:
    return sentence.format(**fields) if fields else sentence
