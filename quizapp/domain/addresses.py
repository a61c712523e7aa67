"""The addresses of places where machines exchange events: a folder's path, or that of a PostgreSQL database.

The address of a database is read here by a strict grammar before libpq sees it: a password that is written carelessly ("s@cret", "12/ab")
would otherwise be taken in part for a host or a database, which libpq's errors name.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from quizapp.domain.errors import PlaceError
from quizapp.domain.i18n import gettext
from quizapp.domain.passwords import SECRET, is_address, percent_decoded

PARAMETERS = SECRET | frozenset(
    "host hostaddr port dbname user service passfile sslmode sslrootcert sslcert sslkey sslcrl sslcrldir sslnegotiation sslsni "  # noqa: SIM905
    "ssl_min_protocol_version ssl_max_protocol_version channel_binding require_auth gssencmode krbsrvname connect_timeout "
    "application_name target_session_attrs load_balance_hosts keepalives keepalives_idle keepalives_interval keepalives_count "
    "tcp_user_timeout options".split()
)
"""Those of libpq that an address may have."""
POSTGRES = ("postgresql", "postgres")
EXAMPLE = "postgresql://you@db.example.org/quizapp"
_WHOLE = re.compile(
    r"postgres(?:ql)?://(?:(?P<user>[^:@/?]*)(?::(?P<password>[^@/?]*))?@)?"
    r"(?P<hosts>[^@/?]*)(?:/(?P<database>[^@/?]*))?(?:\?(?P<query>[^@?]*))?"
)
_HOST = re.compile(r"(?P<host>\[[0-9A-Fa-f:.%\w]+\]|[\w.%-]*)(?::(?P<port>\d*))?")
_NAME = re.compile(r"[\w.-]*|[0-9A-Fa-f:.]+|[/@][^\x00-\x1f]*")
"""A host, decoded: a name, a number, or the folder of a socket."""


@dataclass(frozen=True)
class DatabaseAddress:
    """A PostgreSQL database, as libpq is to find it."""

    parameters: Mapping[str, str]
    """libpq's own, decoded; passwords among them."""
    shown: str
    """The address without its passwords: the same however it was written, to be stored and shown."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What nobody else may read."""
        return tuple(value for name, value in self.parameters.items() if name in SECRET and value)

    @property
    def local(self) -> bool:
        """Whether it names nothing but this machine: a socket's folder, or a name or number of the machine itself."""
        named = ",".join(filter(None, (self.parameters.get("host"), self.parameters.get("hostaddr"))))
        return bool(named) and all(_is_local(each) for each in named.split(","))


def scheme_of(address: str) -> str:
    """What stands before `://`; empty for a folder."""
    return address.partition("://")[0].casefold() if "://" in address else ""


def has_password(address: str) -> bool:
    """Whether a database's address says what nobody else should read, or may do so, as it cannot be read."""
    if not is_address(address):
        return False
    try:
        return bool(read_address(address).secrets)
    except PlaceError:
        return True


def read_address(text: str) -> DatabaseAddress:
    """The database that `text` names. Raises PlaceError, which repeats no part of an address that cannot be read."""
    whole = _WHOLE.fullmatch(text)
    if whole is None or not text.isprintable():
        raise _unreadable()
    parameters = _hosts(whole["hosts"])
    named = {"user": whole["user"], "password": whole["password"], "dbname": whole["database"]}
    parameters |= {name: _decoded(value) for name, value in named.items() if value}
    for pair in filter(None, (whole["query"] or "").split("&")):
        name, sign, value = pair.partition("=")
        if percent_decoded(name) not in PARAMETERS or not sign or "=" in value:
            raise _unreadable()
        parameters[percent_decoded(name)] = _decoded(value)
    if not all(_NAME.fullmatch(each) for name in ("host", "hostaddr") for each in parameters.get(name, "").split(",")):
        raise _unreadable()
    return DatabaseAddress(parameters, _shown(parameters))


def _hosts(text: str) -> dict[str, str]:
    """As libpq has several: the hosts in one list, their ports in another."""
    found = [_HOST.fullmatch(each) for each in text.split(",")]
    hosts = [_decoded(each["host"].strip("[]")) for each in found if each]
    ports = [each["port"] or "" for each in found if each]
    if len(hosts) < len(found) or any(port and not 0 < int(port) < 65536 for port in ports):
        raise _unreadable()
    lists = {"host": ",".join(hosts), "port": ",".join(ports)}
    return {name: value for name, value in lists.items() if value.strip(",")}


def _decoded(text: str) -> str:
    from urllib.parse import unquote

    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise _unreadable()
    try:
        decoded = unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise _unreadable() from None
    if not decoded.isprintable():
        raise _unreadable()
    return decoded


def _shown(parameters: Mapping[str, str]) -> str:
    from urllib.parse import quote

    kept = {name: value for name, value in parameters.items() if name not in SECRET}
    known = {name: quote(value, safe="/,:" if name in ("host", "hostaddr", "port") else "") for name, value in kept.items()}
    user, host, port, database = (known.pop(name, "") for name in ("user", "host", "port", "dbname"))
    if set("%/:,") & set(host + port):  # a socket's folder, an IPv6 number, or several
        known |= {name: value for name, value in (("host", host), ("port", port)) if value}
        host = port = ""
    authority = (f"{user}@" if user else "") + host + (f":{port}" if port else "")
    query = "&".join(f"{name}={value}" for name, value in sorted(known.items()))
    return f"postgresql://{authority}/{database}" + (f"?{query}" if query else "")


def _is_local(host: str) -> bool:
    return host.startswith(("/", "@", "127.")) or host in ("localhost", "::1")


def _unreadable() -> PlaceError:
    return PlaceError(
        gettext("the address of the database cannot be read; it is not repeated here, because there may be a password in it"),
        gettext("Write it like {example}, with % and two digits in the place of any special character.", example=EXAMPLE),
    )
