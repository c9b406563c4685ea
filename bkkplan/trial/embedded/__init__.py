"""PostgreSQL and Valkey out of wheels, for the demo, for tests and for a first look at the portal.

Nobody else starts a server. Whoever needs one holds a *use*: a shared lock on a file in the data folder, which the
kernel takes back however the holder ends. The first use starts a keeper, a process of its own session that runs both
servers as its children and waits for the exclusive lock on the same file. It gets that when the last use is gone; then
it stops the servers and leaves. A keeper that is killed takes its servers along, and the next use starts a new one.

PostgreSQL refuses to run as root. Root's servers therefore belong to "nobody", and where nobody cannot reach the data
folder or the programs (a clone in /root), they get a place in /var/lib/bkkplan. No folder that is not ours changes its
mode.
"""

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import environ

from bkkplan.trial.embedded.places import (
    PATIENCE,
    ROOT,
    Addresses,
    EmbeddedError,
    home_of,
    is_free,
    locked,
    open_lock,
    tail,
)

__all__ = ["ROOT", "Addresses", "EmbeddedError", "Use", "are_named", "erase", "provide", "temporary"]

_held: "list[Use]" = []


def are_named() -> bool:
    """Whether the environment, or .env, names both servers: then nothing of this module runs."""
    environ.Env.read_env(ROOT / ".env")
    return bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


def provide() -> None:
    """Set DATABASE_URL and REDIS_URL for this process and its children; start servers only where one is missing."""
    if are_named():
        return
    use = Use(Path(os.environ.get("BKKPLAN_DATA") or ROOT / "var"))
    use.set_environment()
    _held.append(use)  # until the process ends


class Use:
    """The servers of one data folder, running for at least as long as this process holds the use."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        """Without `durable` (tests, throw-away data) nothing is forced to disk; the first use decides."""
        self.services = data.resolve() / "services"
        data.mkdir(mode=0o711, parents=True, exist_ok=True)  # root's servers run as nobody and must pass
        self.services.mkdir(exist_ok=True)
        self._lock = open_lock(self.services / "uses", fcntl.LOCK_SH)
        try:
            with locked(self.services / "starting"):
                if not _is_kept(self.services):
                    (self.services / "addresses.json").unlink(missing_ok=True)
                    _start_keeper(self.services, durable=durable)
                self.addresses = _await_addresses(self.services)
        except BaseException:
            self.leave()
            raise

    def set_environment(self) -> None:
        for name, address in {"DATABASE_URL": self.addresses.database, "REDIS_URL": self.addresses.broker}.items():
            os.environ[name] = os.environ.get(name) or address

    def leave(self, *, wait: bool = False) -> None:
        """Give the use back; with `wait`, if it was the last one, return when the servers have stopped."""
        os.close(self._lock)
        while wait and _is_kept(self.services) and not self._is_shared():
            time.sleep(0.02)
        if wait:
            os.close(open_lock(self.services / "uses", fcntl.LOCK_SH))  # the keeper's own exit

    def _is_shared(self) -> bool:
        # In this order: a keeper that takes the lock in between fails the second question too.
        return not is_free(self.services / "uses", fcntl.LOCK_EX) and is_free(self.services / "uses", fcntl.LOCK_SH)

    def __enter__(self) -> "Use":
        return self

    def __exit__(self, *_: object) -> None:
        self.leave(wait=True)


@contextlib.contextmanager
def temporary() -> Iterator[Path]:
    """A data folder with running servers, both gone afterwards."""
    data = Path(tempfile.mkdtemp(prefix="bkkplan-"))
    data.chmod(0o711)  # as in Use
    try:
        with Use(data, durable=False) as use:
            use.set_environment()
            os.environ["BKKPLAN_DATA"] = str(data)
            yield data
        erase(data)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def erase(data: Path) -> None:
    """Remove the servers' data. Refused while anyone uses it."""
    services = data.resolve() / "services"
    if not services.exists():
        return
    try:
        lock = open_lock(services / "uses", fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise EmbeddedError(f"ข้อมูลใน {data} กำลังใช้งานอยู่ (the data in {data} is in use)") from None
    shutil.rmtree(home_of(services), ignore_errors=True)
    shutil.rmtree(services, ignore_errors=True)
    os.close(lock)


def _is_kept(services: Path) -> bool:
    return not is_free(services / "keeper", fcntl.LOCK_EX)


def _start_keeper(services: Path, *, durable: bool) -> None:
    with (services / "keeper.log").open("wb") as log:
        subprocess.run(  # it leaves a child of its own session behind and returns at once
            [sys.executable, "-P", "-m", __name__, str(services), "durable" if durable else "fleeting"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
            timeout=PATIENCE,
        )


def _await_addresses(services: Path) -> Addresses:
    until = time.monotonic() + PATIENCE
    while _is_kept(services) and time.monotonic() < until:
        with contextlib.suppress(FileNotFoundError):
            return Addresses(**json.loads((services / "addresses.json").read_text()))
        time.sleep(0.02)
    raise EmbeddedError(
        "เริ่ม PostgreSQL หรือ Valkey ที่มากับโปรแกรมไม่ได้ (the embedded PostgreSQL or Valkey did not start): "
        + tail(services / "keeper.log")
    )
