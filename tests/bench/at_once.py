"""Fifty clients that mark and look at once for a minute, near the server and over a slow network.

Each is a process of its own with a connection of its own, and decides as a command does: it holds a person,
reads them, plans, saves, and adds to the chains. What is printed beside it is how busy the machine was.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from releasecheck.core.domain import RecordedOutcome
from releasecheck.planning.changes import PersonChange, decide
from releasecheck.planning.planner import Planner
from releasecheck.store.address import Address
from releasecheck.store.again import decided_again
from releasecheck.store.postgres.store import PostgresStore, create, open_record
from releasecheck.store.rows import Look
from tests.bench.people import TODAY, fill, marks_of, planner, prison_number
from tests.made_up import servers
from tests.made_up.servers import TestServer
from tests.made_up.slow_network import slowed

PEOPLE = 400
OFFICES = 10
_ITEM, _OUTCOME = "bank_account", "done"


class Told(NamedTuple):
    """What one client did: the reasons of its marks, its looks, and how many seconds each took."""

    marks: list[str]
    looks: int
    marking: list[float]
    looking: list[float]
    processor: float
    """Seconds of processor that it took."""


class Found(NamedTuple):
    """What all of them did, and what is wrong with the record afterwards."""

    clients: int
    delay: float
    seconds: float
    marking: list[float]
    looking: list[float]
    lost: list[str]
    faults: list[str]
    processor: tuple[float, float]
    """Milliseconds of processor that one of both took: of clients, and of the server."""

    @property
    def a_second(self) -> float:
        """Marks and looks together."""
        return (len(self.marking) + len(self.looking)) / self.seconds


def together(
    server: TestServer, clients: int, seconds: float, delay: float, offices: int = 1, people: int = PEOPLE
) -> Found:
    """Let so many clients at a record of their own; `delay`: milliseconds to the server and back."""
    name = server.database()
    near = Address(server.url(name))
    with create(near) as store:
        fill(store, people)
    for number in range(1, offices):
        server.sql(f"INSERT INTO releasecheck.heads VALUES ('o{number}', '{number:032x}')", name)
        server.sql(f"DROP ROLE IF EXISTS o{number}; CREATE ROLE o{number} LOGIN SUPERUSER")
        server.sql(f"ALTER ROLE o{number} SET releasecheck.office = 'o{number}'")
    context, rules = get_context("fork"), planner()
    pipes = [context.Pipe() for _ in range(clients)]
    processes = [
        context.Process(target=_client, args=(number, pipe[1], rules)) for number, pipe in enumerate(pipes)
    ]
    for process in processes:
        process.start()
    before = _server_seconds(server)
    with slowed(server.port, delay) as port:
        for number, (ours, _) in enumerate(pipes):
            user = f"o{number % offices}" if number % offices else "postgres"
            ours.send((f"postgresql://{user}@127.0.0.1:{port}/{name}", seconds, people))
        told: list[Told] = [ours.recv() for ours, _ in pipes]
    for process in processes:
        process.join()
    done = sum(len(who.marking) + len(who.looking) for who in told) / 1000
    took = sum(who.processor for who in told), _server_seconds(server) - before
    with open_record(near) as store:
        return Found(
            *(clients, delay, seconds, [one for who in told for one in who.marking]),
            *([one for who in told for one in who.looking], _lost(store, told), store.faults()),
            processor=(took[0] / done, took[1] / done),
        )


def _client(number: int, pipe: Connection, rules: Planner) -> None:
    url, seconds, people = pipe.recv()
    told, chosen = Told([], 0, [], [], 0.0), random.Random(number)
    marks = marks_of(rules)
    with open_record(Address(url), login=f"client{number}") as store:
        until, looks, begun = time.monotonic() + seconds, 0, time.process_time()
        while (began := time.monotonic()) < until:
            person = prison_number(chosen.randrange(people))
            if chosen.random() < 0.5:
                look(store, number, person)
                looks += 1
                told.looking.append(time.monotonic() - began)
                continue
            reason = f"{number}-{len(told.marks)}"

            def mark(person: str = person, reason: str = reason) -> None:
                outcome = RecordedOutcome(_ITEM, _OUTCOME, TODAY, reason=reason)
                with store.writing(f"c{number}", datetime.now(UTC), TODAY, "mark") as tx:
                    change = PersonChange(person, outcomes=(outcome,))
                    tx.save(decide(tx.record(person), change, rules, TODAY), marks)

            decided_again(mark)
            told.marks.append(reason)
            told.marking.append(time.monotonic() - began)
    pipe.send(told._replace(looks=looks, processor=time.process_time() - begun))


def look(store: PostgresStore, number: int, person: str) -> None:
    """What is known of somebody, and their plan, once it is logged that they are looked at."""
    store.person(person)
    list(store.saved_plans((person,)))
    store.log_look(Look(f"c{number}", datetime.now(UTC), "show", (person,)))


def _lost(store: PostgresStore, told: list[Told]) -> list[str]:
    """What a client was told is saved, and is not there, or there twice."""
    asked = "SELECT reason FROM outcomes WHERE reason IS NOT NULL ORDER BY reason"
    there = [reason for (reason,) in store._connection.all(asked)]
    wanted = [reason for who in told for reason in who.marks]
    lines = store._connection.one("SELECT count(*) FROM log WHERE kind = 'consultation'") or (0,)
    looks = sum(who.looks for who in told)
    lost = [f"mark {reason}" for reason in wanted if there.count(reason) != 1]
    return lost if lines[0] == looks else [*lost, f"{looks} looks and {lines[0]} lines"]


def _server_seconds(server: TestServer) -> float:
    """Processor time of those of its processes that have ended, as those of the clients have."""
    ((kept,),) = server.sql("SELECT pg_read_file('postmaster.pid')")
    try:
        told = Path(f"/proc/{kept.split()[0]}/stat").read_text()
        times = told.rpartition(")")[2].split()[13:15]
    except OSError:
        return 0.0
    return sum(map(int, times)) / float(os.sysconf("SC_CLK_TCK"))


def p95(times: list[float]) -> float:
    """Milliseconds within which nineteen of twenty were done."""
    return statistics.quantiles(times, n=20)[18] * 1000 if len(times) > 1 else 0.0


def minute(clients: int = 50) -> None:
    """The table: one chain and ten, near and far."""
    seconds = float(os.environ.get("SECONDS_AT_ONCE", "60"))
    print(f"{clients} clients, {seconds:.0f} s each, {os.cpu_count()} cores; half marks, half looks")
    print("chains  network  a second  mark p50  p95  look p50  p95 ms  lost  faults  load  processor ms each")
    with servers.running() as server:
        for offices in (1, OFFICES):
            for delay in (0.0, 20.0):
                found = together(server, clients, seconds, delay, offices)
                print(
                    f"{offices:6}  {delay:4.0f} ms  {found.a_second:8.0f}  "
                    f"{statistics.median(found.marking) * 1000:8.0f}  {p95(found.marking):3.0f}  "
                    f"{statistics.median(found.looking) * 1000:8.0f}  {p95(found.looking):3.0f}     "
                    f"{len(found.lost):4}  {len(found.faults):6}  {os.getloadavg()[0]:4.1f}  "
                    f"{found.processor[0]:.1f} of clients, {found.processor[1]:.1f} of the server",
                    flush=True,
                )
                for line in [*found.lost, *found.faults][:5]:
                    print(f"  {line}")
