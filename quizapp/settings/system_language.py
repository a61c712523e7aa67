"""The language of the system that the program runs on."""

import sys
from collections.abc import Mapping


def system_language(environ: Mapping[str, str]) -> str:
    """Its name as the system has it, such as "ko_KR.UTF-8"; empty where it names none.

    The environment comes first, read as GNU gettext reads it; Windows keeps the language elsewhere.
    """
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environ.get(name))), "")
    if not locale:
        return _of_windows()
    if locale.partition(".")[0] in ("C", "POSIX"):
        return ""
    return environ.get("LANGUAGE", "").partition(":")[0] or locale


def _of_windows() -> str:
    """The language of its menus; empty on other systems."""
    if sys.platform != "win32":
        return ""
    import ctypes
    import locale

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
