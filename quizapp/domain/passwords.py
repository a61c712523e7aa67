"""Passwords in the addresses of databases, which no error, no file of a defect and no setting may repeat.

What hides them knows no grammar: an address that is written wrongly, or in the middle of a sentence, may hold a password as well. So it
rather hides too much.
"""

import re

SECRET = frozenset({"password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key"})
"""Parameters of libpq that nobody else may read."""
HIDDEN = "…"
_ADDRESS = re.compile(r"postgres(ql)?(\+\w+)?:(//)?", re.IGNORECASE)
_USER = re.compile(r"[\w.%-]*")
_HOSTS = re.compile(r"(\[[\w:.%]*\]|[\w.%-]*)(:\d*)?(,(\[[\w:.%]*\]|[\w.%-]*)(:\d*)?)*(?![^/?\s'\"`).,;])")
"""With no user before them: what follows a colon is a port, and not the password of an address that was cut short."""
_PARAMETER = re.compile(r"[?&\s]?([\w%]+)\s*=")
_OF_LIBPQ = re.compile(r"\b(host|hostaddr|dbname|user|service)\s*=")
"""In "host=db.example.org password=...", which libpq also reads as an address."""


def is_address(place: str) -> bool:
    """Whether `place` is meant as the address of a PostgreSQL database, well written or not."""
    return _ADDRESS.match(place) is not None


def without_passwords(text: str) -> str:
    """`text` with no password in any address of a database."""
    if "postgres" not in text.casefold() and "=" not in text:
        return text
    return "\n".join(map(_without, text.split("\n")))


def percent_decoded(text: str) -> str:
    """`text` with a character in the place of each % and two digits, as far as these stand for ASCII."""
    return re.sub(r"%([0-7][0-9A-Fa-f])", lambda found: chr(int(found[1], 16)), text)


def _without(line: str) -> str:
    found = _ADDRESS.search(line)
    if found is None:
        return _without_parameters(line) if _OF_LIBPQ.search(line) else line
    begin, rest = line[: found.end()], line[found.end() :]
    user, at, tail = rest.rpartition("@")
    if not at:
        return begin + (_without_parameters(rest) if _HOSTS.match(rest) else HIDDEN)
    return begin + (user if _USER.fullmatch(user) else HIDDEN) + at + _without_parameters(tail)


def _without_parameters(text: str) -> str:
    """Cut at the first secret one: nobody knows where it was meant to end."""
    for found in _PARAMETER.finditer(text):
        if percent_decoded(found[1]).casefold() in SECRET:
            return text[: found.end()] + HIDDEN
    return text
