"""The addresses of places where machines exchange events: a folder's path, or that of a PostgreSQL database."""

from urllib.parse import parse_qs, urlsplit

POSTGRES = ("postgresql", "postgres")


def scheme_of(address: str) -> str:
    """What stands before `://`; empty for a folder."""
    return address.partition("://")[0].casefold() if "://" in address else ""


def has_password(address: str) -> bool:
    """Whether a database's address says what nobody else should read, or may do so."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    return parts.password is not None or any("password" in name for name in parse_qs(parts.query, keep_blank_values=True))
