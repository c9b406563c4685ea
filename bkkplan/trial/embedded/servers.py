"""PostgreSQL and Valkey as processes: how each is made, started and stopped."""

import contextlib
import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bkkplan.trial.embedded.places import PATIENCE, EmbeddedError, Owner, tail, write_privately

PR_SET_PDEATHSIG = 1


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
            if self._starts_on(self.port or free_port()):
                return
            time.sleep(attempt / 2)  # the processes of a killed server need a moment to notice
        raise EmbeddedError(f"{self.name}: {tail(self.log)}")

    def _starts_on(self, port: int) -> bool:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def postgres(
    services: Path, home: Path, bin_folder: Path, owner: Owner, *, durable: bool
) -> tuple[Server, Callable[[int, str], str]]:
    data = home / "postgres"
    secret = services / "secret"
    if not data.exists():
        write_privately(secret, secrets.token_urlsafe(24))
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
    write_privately(password_file, password)
    owner.own(password_file)
    command = [str(bin_folder / "initdb"), f"--pgdata={unfinished}", "--username=bkkplan", f"--pwfile={password_file}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-sync", *_locale(bin_folder)]
    with log.open("ab") as output:
        done = subprocess.run(command, check=False, stdout=output, stderr=output, cwd="/", **owner.kwargs)
    password_file.unlink()
    if done.returncode:
        raise EmbeddedError(tail(log))
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


def create_database(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'bkkplan'").fetchone():
            connection.execute("CREATE DATABASE bkkplan")


def valkey(services: Path, home: Path, program: Path, owner: Owner) -> tuple[Server, Callable[[int], str]]:
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
