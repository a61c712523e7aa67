"""Time zones by what a person types of their names."""

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
