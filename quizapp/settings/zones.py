"""Time zones: by what a person types of their names, and the system's as it is now."""

import time
from difflib import get_close_matches
from zoneinfo import available_timezones


def near_zones(text: str, most: int) -> list[str]:
    """Up to `most` time zones that `text` may mean: those that hold it, in whatever case, or else those that are spelt alike."""
    wanted = text.strip().casefold().replace(" ", "_")
    names = {zone.casefold(): zone for zone in sorted(available_timezones())}
    holding = sorted((name for name in names if wanted in name), key=lambda name: (len(name), name))
    cities = {name.rpartition("/")[2]: name for name in names}
    alike = [cities[city] for city in get_close_matches(wanted.rpartition("/")[2], cities, n=most)]
    return [names[name] for name in (holding or alike)[:most]]


def look_at_the_zone() -> bool:
    """Has `Settings.zone` follow the system's time zone as it is now; False where that cannot be read, and the one before stays."""
    import tzlocal

    if hasattr(time, "tzset"):
        time.tzset()
    try:
        tzlocal.reload_localzone()
    except (LookupError, ValueError, OSError):
        return False
    return True
