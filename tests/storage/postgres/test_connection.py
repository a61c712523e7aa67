"""Connecting: TLS, passwords, time limits, and what is said when it fails. A password is in no error, whatever the error is."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from quizapp.domain.addresses import DatabaseAddress, read_address
from quizapp.domain.errors import OutOfReachError, PlaceError
from quizapp.storage.postgres.connection import explained, open_engine, security
from quizapp.storage.postgres_place import PostgresPlace
from tests.postgres import Ask

PASSWORD = "Tr0ub4dor & geheim/@:"


@pytest.mark.parametrize(
    ("address", "mode"),
    [
        ("postgresql://db.example.org/q", "verify-full"),
        ("postgresql:///q?service=class", "verify-full"),
        ("postgresql:///q", "verify-full"),
        ("postgresql://localhost/q", "prefer"),
        ("postgresql:///q?host=/run/postgresql", "prefer"),
    ],
)
def test_a_server_elsewhere_has_to_prove_its_name(address: str, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGSSLMODE", "disable")
    given: dict[str, str] = {}

    def connect(**parameters: str) -> None:
        given.update(parameters)
        raise psycopg.OperationalError("stopped here")

    monkeypatch.setattr(psycopg, "connect", connect)
    for written, expected in ((address, mode), (address + ("&" if "?" in address else "?") + "sslmode=require", "require")):
        with pytest.raises(psycopg.OperationalError):
            open_engine(read_address(written)).raw_connection()
        assert given["sslmode"] == expected
    assert security(read_address(address)) == {"sslmode": mode}


@given(
    st.from_regex(r"[a-z][a-z0-9 %@:/]{0,8}", fullmatch=True),
    st.sampled_from(["h", "db.example.org:5433", "[::1]:1", "a:1,b:2", "%2Frun%2Fpg", ""]),
    st.sampled_from(["", "/q", "/q%20x"]),
    st.sampled_from(["", "?sslmode=require", "?host=x&application_name=a%26b", "?user=u"]),
)
def test_an_address_is_read_as_libpq_reads_it(user: str, host: str, database: str, query: str) -> None:
    text = f"postgresql://{quote(user, safe='')}@{host}{database}{query}"
    ours = dict(read_address(text).parameters)
    assert ours == {name: value for name, value in conninfo_to_dict(text).items() if str(value).strip(",")}
    assert dict(read_address(read_address(text).shown).parameters) == ours


@pytest.fixture
def silent() -> Iterator[int]:
    """A port at which nobody ever answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server.getsockname()[1]


@pytest.fixture
def refusing() -> Iterator[Callable[[bytes], int]]:
    """Ports at which a server says one thing and hangs up."""
    servers: list[socket.socket] = []

    def start(words: bytes) -> int:
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)

        def answer() -> None:
            while True:
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                with client:
                    if client.recv(8)[4:] in (b"\x04\xd2\x16\x2f", b"\x04\xd2\x16\x30"):  # asks for TLS, or for GSS
                        client.sendall(b"N")
                        client.recv(1000)
                    client.sendall(words)

        Thread(target=answer, daemon=True).start()
        port: int = server.getsockname()[1]
        return port

    yield start
    for server in servers:
        server.close()


def fatal(code: str, words: str) -> bytes:
    fields = (
        b"".join(kind + value.encode() + b"\0" for kind, value in ((b"S", "FATAL"), (b"V", "FATAL"), (b"C", code), (b"M", words))) + b"\0"
    )
    return b"E" + (len(fields) + 4).to_bytes(4, "big") + fields


def sentence(address: str, kind: type[PlaceError] = PlaceError) -> str:
    """What is said when nobody can be reached at `address`, which has a password in it."""
    with pytest.raises(kind) as caught:
        PostgresPlace.learners(read_address(address))
    said = str(caught.value)
    assert type(caught.value) is kind, said
    assert not [each for each in (PASSWORD, quote(PASSWORD), quote(PASSWORD, safe="")) if each in said], said
    return said


def test_every_way_not_to_be_let_in_is_a_sentence_without_the_password(
    server: str, refusing: Callable[[bytes], int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = quote(PASSWORD, safe="")
    socket_folder = read_address(server).parameters["host"]
    free = closing(socket.create_server(("127.0.0.1", 0)))
    with free as taken:
        port = taken.getsockname()[1]
    assert "out of reach: connection" in sentence(f"postgresql://bob:{secret}@127.0.0.1:{port}/q", OutOfReachError)
    assert "is out of reach: " in sentence(f"postgresql://bob:{secret}@no-such-host.invalid/q", OutOfReachError)
    assert "database" in sentence(f"postgresql://postgres:{secret}@/nowhere?host={socket_folder}")
    assert "role" in sentence(f"postgresql://nobody:{secret}@/postgres?host={socket_folder}")
    assert "is not prepared for QuizApp" in sentence(f"postgresql://postgres:{secret}@/postgres?host={socket_folder}")
    assert "refuses" in sentence(f"postgresql://b:{secret}@127.0.0.1:{refusing(fatal('28000', f'no entry for {PASSWORD}'))}/q")
    assert "out of reach" in sentence(f"postgresql://b:{secret}@127.0.0.1:{refusing(fatal('57P03', 'starting up'))}/q", OutOfReachError)
    assert "sslrootcert=system" in sentence(
        f"postgresql://b:{secret}@127.0.0.1:{refusing(b'')}/q?sslmode=verify-full&sslrootcert={tmp_path}/no"
    )
    assert "invalid sslmode" in sentence(f"postgresql://b:{secret}@127.0.0.1/q?sslmode=naja", OutOfReachError)
    for wrong in (f"postgresql://b:{PASSWORD}@h/q", f"postgresql://b:{secret}@h/q?nonsense=1", f"postgresql://b:{secret}@h:99999/q"):
        assert "cannot be read" in sentence(wrong)


def test_a_login_that_is_refused_says_where_a_password_is_kept(
    shared_database: str, learner: Callable[[], DatabaseAddress], psql: Callable[[DatabaseAddress], Ask], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is told to ask this role for a password."""
    address, owner = learner(), psql(read_address(shared_database))
    role = address.parameters["user"]
    owner(f"ALTER ROLE {role} PASSWORD '{PASSWORD}'")
    hba = Path(owner("SHOW hba_file")[0][0])
    before = hba.read_text()
    hba.write_text(f"local all {role} scram-sha-256\n{before}")
    try:
        owner("SELECT pg_reload_conf()")
        while not owner("SELECT 1 FROM pg_hba_file_rules WHERE auth_method = 'scram-sha-256' AND %s = ANY (user_name)", role):
            """It is read anew."""
        monkeypatch.delenv("PGPASSWORD", raising=False)
        monkeypatch.setenv("PGPASSFILE", "/nowhere")
        with pytest.raises(PlaceError, match=r"refuses the login: .*~/.pgpass or PGPASSWORD"):
            PostgresPlace.learners(address)
        monkeypatch.setenv("PGPASSWORD", "wrong" + PASSWORD)
        with pytest.raises(PlaceError, match="refuses the login: ") as caught:
            PostgresPlace.learners(address)
        assert PASSWORD not in str(caught.value)
        monkeypatch.setenv("PGPASSWORD", PASSWORD)
        assert PostgresPlace.learners(address) == []
    finally:
        hba.write_text(before)
        owner("SELECT pg_reload_conf()")


def test_a_server_that_never_answers_is_given_up(silent: int) -> None:
    assert "timeout" in sentence(f"postgresql://b:{quote(PASSWORD, safe='')}@127.0.0.1:{silent}/q?connect_timeout=2", OutOfReachError)


def test_a_statement_that_hangs_is_given_up(learner: Callable[[], DatabaseAddress], place: Callable[..., PostgresPlace]) -> None:
    mine = place(learner())
    shown = mine._connection.exec_driver_sql("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')").one()
    assert tuple(shown) == ("1min", "10s")
    mine._connection.exec_driver_sql("SET statement_timeout = 1")
    with pytest.raises(OutOfReachError, match="statement timeout"), explained(mine._address):
        mine._connection.exec_driver_sql("SELECT pg_sleep(10)")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(PlaceError, match=r"needs psycopg, which is not installed. In your clone of QuizApp") as caught:
        PostgresPlace.learners(read_address("postgresql://h/q"))
    assert '`pipx install --force ".[postgres]"`' in str(caught.value)


def test_nothing_of_it_is_imported_until_a_database_is_opened() -> None:
    program = "import sys, quizapp.cli.main, quizapp.cli.sync, quizapp.services.places, quizapp.services.groups; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"psycopg", "sqlalchemy", "alembic"} & set(modules)
