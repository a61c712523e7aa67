"""The time zone of the system that the program runs on.

Most systems name it by a link, and following that takes no time. `tzlocal` knows all other ways; importing it and having it search would
take a seventh of `quizapp due`.
"""

import os
import time
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

LINK = Path("/etc/localtime")
_FOLDER = "/zoneinfo/"
"""In which the files of all zones are, by name."""


def system_zone() -> tzinfo:
    """As it was at the last `look_again`, or as it is now. Raises LookupError, ValueError and OSError where it cannot be read."""
    if (linked := _linked_zone()) is not None:
        return linked
    import tzlocal

    return tzlocal.get_localzone()


def look_again() -> None:
    """Has this process follow the zone as it is now. Raises as `system_zone` does, and then follows the one before."""
    if hasattr(time, "tzset"):
        time.tzset()
    if _linked_zone() is None:
        import tzlocal

        tzlocal.reload_localzone()


def _linked_zone() -> ZoneInfo | None:
    """The zone to which `LINK` leads; None where the environment names another one, or it leads to none."""
    if os.environ.get("TZ") or not LINK.is_symlink():
        return None
    _, found, name = os.path.realpath(LINK).rpartition(_FOLDER)
    try:
        return ZoneInfo(name) if found else None
    except (LookupError, ValueError, OSError):
        return None
