"""What script/bench --city measures besides pages and files: a cold front page, acts, following, a start, imports."""

import os
import resource
import subprocess
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread
from time import perf_counter
from typing import Any

from tests.public.bench import Line, answers

VISITORS = 4  # who come to the cold front page at once
MOST_IMPORTED = 50_000
SAMPLE = 0.1  # seconds between two looks at a worker's memory


@dataclass(frozen=True)
class Child:
    """What a process of its own did."""

    seconds: float
    memory: int  # megabytes by which it grew
    count: int  # rows, proposals
    error: str = ""  # why it did not get through


@dataclass(frozen=True)
class FrontPage:
    cold: float  # seconds for the slowest of VISITORS who come at once when nothing is kept
    measured: int  # how many of them measured
    after: float  # of the first visit after an act anywhere
    next: float  # and of the one after that


def in_child(work: Callable[[], int]) -> Child:
    """What a forked process needs for a work, which says how much it did. The database is as before afterwards."""
    from django.db import connection

    connection.close()
    receiving, sending = Pipe(duplex=False)
    child = get_context("fork").Process(target=_alone, args=(work, sending))
    child.start()
    sending.close()
    try:
        found: Child = receiving.recv()
    except EOFError:
        return Child(0, 0, 0, f"{work.__name__} ended without a word")
    finally:
        child.join()
    return found


def _alone(work: Callable[[], int], sending: Connection) -> None:
    from django.db import transaction

    before, began = resident(), perf_counter()
    try:
        with transaction.atomic():
            count = work()
            seconds = perf_counter() - began
            transaction.set_rollback(True)
    except Exception as error:  # noqa: BLE001  (whatever it is, the other figures are wanted)
        traceback.print_exc()
        sending.send(Child(perf_counter() - began, 0, 0, f"{type(error).__name__}: {error}"[:200]))
        return
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 - before
    sending.send(Child(seconds, max(grown, 0), count))


def resident() -> int:
    """The megabytes that this process has in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024**2


def followed_whole() -> int:
    from budget.actions.stages import follow_all_proposals
    from forums.models import Proposal

    follow_all_proposals()
    return Proposal.objects.count()


def followed_after_an_act() -> int:
    from django.utils.timezone import now

    from bkkplan.ground.audit.record import record
    from budget.actions.stages import follow_proposals
    from budget.models import ConsistencyCheck

    follow_proposals()
    record("budget.check_finished", ConsistencyCheck.objects.order_by("-pk").first(), by=None, at=now())
    began = perf_counter()
    follow_proposals()
    return round((perf_counter() - began) * 1000)


def brought_in(kind: str) -> Callable[[], int]:
    """Returns a function that imports the city's register from a file; each community has one house more in it."""
    from bkkplan.ground.accounts.models import User
    from bkkplan.ground.core.clock import now, today
    from bkkplan.ground.lists import actions
    from communities.queries import register_on
    from communities.resources import register_parts

    rows = [row for row in register_on(today()) if row.status not in ("", "dissolved")][:MOST_IMPORTED]
    for row in rows:
        row.houses = (row.houses or 0) + 1
    data, count = b"".join(register_parts(rows, kind=kind)), len(rows)

    def bring_in() -> int:
        by = User.objects.get(username="social")
        given = {"kind": "communities", "place": "city", "data": data, "name": f"register.{kind}", "day": today()}
        upload = actions.read_at_once(**given, on=today(), by=by, at=now())
        if upload.outcome["wrong"] or upload.outcome["strange"]:
            raise RuntimeError(f"{upload.outcome['wrong']} rows are wrong: {upload.outcome['errors'][:3]}")
        actions.confirm(list_id=upload.pk, on=today(), by=by, at=now())
        assert upload.outcome["changed"] == count, upload.outcome["errors"][:3]
        return count

    return bring_in


def front_page(city: Any, forget: Callable[[Any], None]) -> FrontPage:
    """The front page when nothing is kept, for several visitors at once; and after an act somewhere."""
    import redis
    from django.db import transaction

    from bkkplan.ground.audit.record import record
    from bkkplan.ground.core.clock import now
    from communities.models import Community

    def visit(number: int) -> float:
        status, _size, seconds = Line(city.address).get(f"/?x={number}")
        if status != HTTPStatus.OK:
            raise RuntimeError(f"the front page answers {status}")
        return seconds

    with redis.Redis.from_url(city.environment["REDIS_URL"]) as broker:
        broker.config_set("notify-keyspace-events", "K$")
        heard = broker.pubsub()
        heard.psubscribe("__keyspace@*__:*public:figures*")
        forget(city)
        while heard.get_message(timeout=0.5):
            pass  # that it listens, and what was kept before
        with ThreadPoolExecutor(VISITORS) as visitors:
            cold = max(visitors.map(visit, range(VISITORS)))
        # The lock and the figures are both set; whoever measures sets the figures once.
        measured = 0
        while message := heard.get_message(timeout=0.5):
            measured += message["type"] == "pmessage" and b"lock" not in message["channel"]
        broker.config_set("notify-keyspace-events", "")
    with transaction.atomic():
        record("communities.standing_set", Community.objects.order_by("pk").first(), by=None, at=now())
    return FrontPage(cold, measured, visit(VISITORS), visit(VISITORS + 1))


def started(city: Any) -> float:
    """The seconds from the start of another web server on the same data until it answers."""
    from bkkplan.trial import supervisor
    from bkkplan.trial.processes import processes

    with supervisor.listening_socket(0) as socket:
        address = f"http://127.0.0.1:{socket.getsockname()[1]}"
        command = next(one for one in processes(city.data, socket) if one.name == "web").command
        began = perf_counter()
        process = subprocess.Popen(
            command,
            cwd=supervisor.ROOT,
            env=os.environ | city.environment,
            pass_fds=(socket.fileno(),),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            # The socket is open before the server is: the first request waits until somebody takes it.
            while not answers(f"{address}"):
                if process.poll() is not None:
                    raise RuntimeError("the web server does not start")
            return perf_counter() - began
        finally:
            process.terminate()
            process.wait()


@contextmanager
def watched(size: Callable[[], int]) -> Iterator[list[int]]:
    """Gives a list to which the answer of ``size`` is added every SAMPLE seconds until the block ends."""
    sizes, done = [size()], Event()

    def watch() -> None:
        while not done.wait(SAMPLE):
            sizes.append(size())

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield sizes
    finally:
        done.set()
        watcher.join()
