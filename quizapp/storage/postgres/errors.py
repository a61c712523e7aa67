"""What PostgreSQL and libpq report, in sentences that say what to try."""

import re
from urllib.parse import quote

from psycopg import Error, InterfaceError, OperationalError

from quizapp.domain.addresses import DatabaseAddress
from quizapp.domain.errors import OutOfReachError, PlaceError
from quizapp.domain.i18n import gettext
from quizapp.domain.passwords import HIDDEN

_PASSING = ("08", "53", "57", "40", "55P03", "25P03")
"""Beginnings of the codes of what passes by itself: a lost connection, a server that is full, stopping or busy."""
_SOON = re.compile(r"starting up|shutting down|recovery mode|too many|connection slots", re.IGNORECASE)
_MISSING = ("42P01", "3F000", "42703")
_FORBIDDEN = "42501"


def explanation(error: BaseException | None, address: DatabaseAddress, forbidden: str = "") -> PlaceError:
    """What a person reads; `forbidden` is a hint for one who lacks a right, otherwise that of a learner."""
    code: str = getattr(error, "sqlstate", None) or ""
    if not code and isinstance(error, OperationalError | InterfaceError):
        return _unconnected(error, address)
    if code.startswith(_PASSING):
        return _out_of_reach(address, _reason(error, address))
    if code in _MISSING:
        return PlaceError(
            gettext("{place} is not prepared for QuizApp", place=address.shown),
            gettext("Its owner runs `quizapp sync --init {place}`.", place=address.shown),
        )
    if code == _FORBIDDEN:
        hint = forbidden or gettext("Its owner adds a learner with `quizapp sync --init {place} --role NAME`.", place=address.shown)
        return PlaceError(gettext("{place} does not allow this: {reason}", place=address.shown, reason=_reason(error, address)), hint)
    return PlaceError(gettext("{place}: {reason}", place=address.shown, reason=_reason(error, address)))


def _unconnected(error: Error, address: DatabaseAddress) -> PlaceError:
    """libpq gives no codes while it connects."""
    reason = _reason(error, address)
    connection = error.pgconn
    if connection is not None and (connection.needs_password or connection.used_password):
        return PlaceError(
            gettext("{place} refuses the login: {reason}", place=address.shown, reason=reason),
            gettext("Put the password into ~/.pgpass or PGPASSWORD, as PostgreSQL's own programs read it."),
        )
    if re.search(r"\b(SSL|TLS)\b|certificate", reason):
        return PlaceError(
            gettext("it cannot be verified that {place} is the right server: {reason}", place=address.shown, reason=reason),
            gettext(
                "Add sslrootcert=system to the address, or sslrootcert with the file of the certificate that signed the server's; "
                "sslmode says how strict the check is."
            ),
        )
    if "FATAL" in reason and not _SOON.search(reason):
        return PlaceError(gettext("{place} refuses: {reason}", place=address.shown, reason=reason))
    return _out_of_reach(address, reason)


def _out_of_reach(address: DatabaseAddress, reason: str) -> OutOfReachError:
    return OutOfReachError(gettext("{place} is out of reach: {reason}", place=address.shown, reason=reason))


def _reason(error: BaseException | None, address: DatabaseAddress) -> str:
    """The first line of what is reported, without anything secret; the rest may quote what was sent."""
    primary = error.diag.message_primary if isinstance(error, Error) else None
    line = next(iter((primary or str(error)).strip().splitlines()), type(error).__name__).removeprefix("connection failed: ")
    for secret in address.secrets:
        for written in (secret, quote(secret), quote(secret, safe="")):
            line = line.replace(written, HIDDEN)
    return line.rstrip(".")
