"""The processes of the demo: web, worker and beat, and the commands that are run beside them."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from bkkplan.trial.embedded import ROOT
from bkkplan.trial.embedded.servers import end_with_parent

START_PATIENCE = 180.0  # several at once on a small machine read the code for a minute; one that died is not waited for
STOP_PATIENCE = 20.0
RESTARTS = 5  # of one process, within a minute; then something is wrong that a restart does not cure


class DemoError(Exception):
    """The demo cannot run; the message is for the person who started it."""


@dataclass
class Process:
    name: str
    command: list[str]
    log: Path
    pass_fds: tuple[int, ...] = ()
    running: subprocess.Popen[bytes] | None = None
    started: list[float] = field(default_factory=list)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                pass_fds=self.pass_fds,
                start_new_session=True,  # Ctrl-C reaches the supervisor only, which stops them in order
                preexec_fn=end_with_parent(signal.SIGTERM),  # noqa: PLW1509 only the main thread starts processes
            )
        self.started.append(time.monotonic())

    def is_running(self) -> bool:
        return self.running is not None and self.running.poll() is None

    def keep_running(self) -> None:
        if self.running is None or self.is_running():
            return
        if len([moment for moment in self.started if moment > time.monotonic() - 60]) > RESTARTS:
            raise DemoError(f"{self.name} หยุดซ้ำ ๆ ดู {self.log} (keeps stopping; see its log)")
        print(f"! {self.name} หยุดเอง เริ่มใหม่ ดู {self.log} (stopped by itself and is started again)", flush=True)
        self.start()

    def ask_to_stop(self) -> None:
        if self.running is not None:
            self.running.terminate()

    def stop(self) -> None:
        if self.running is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.running.wait(STOP_PATIENCE)
        with contextlib.suppress(ProcessLookupError):  # whatever is left in its session
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()


def processes(data: Path, listener: socket.socket) -> list[Process]:
    log = data / "log"
    celery = [sys.executable, "-m", "celery", "--app", "bkkplan.celery:app"]
    gunicorn = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--workers", "2", "--threads", "4"]
    return [
        Process("worker", [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"], log / "worker.log"),
        Process(
            "beat",
            [*celery, "beat", "--loglevel", "INFO", "--pidfile", "", "--schedule", str(data / "beat-schedule")],
            log / "beat.log",
        ),
        Process(
            "web",
            [*gunicorn, "--bind", f"fd://{listener.fileno()}", "bkkplan.wsgi:application"],
            log / "web.log",
            pass_fds=(listener.fileno(),),
        ),
    ]


def manage(*arguments: str) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "manage.py"), *arguments], check=False, start_new_session=True)
    if done.returncode:
        raise DemoError(f"manage.py {' '.join(arguments)} ไม่สำเร็จ (failed with exit code {done.returncode})")


def manage_side_by_side(*commands: tuple[str, ...]) -> None:
    """Run commands at the same time, and print what each wrote, in their order. For those that only read."""
    words = [sys.executable, str(ROOT / "manage.py")]
    running = [
        subprocess.Popen([*words, *command], stdout=subprocess.PIPE, start_new_session=True) for command in commands
    ]
    try:
        said = [process.communicate()[0].decode() for process in running]
    finally:
        for process in running:
            process.kill()  # does nothing to one that has ended
    print(*said, sep="", end="", flush=True)
    for process, command in zip(running, commands, strict=True):
        if process.returncode:
            raise DemoError(f"manage.py {' '.join(command)} ไม่สำเร็จ (failed with exit code {process.returncode})")


def await_answer(address: str, web: Process) -> None:
    until = time.monotonic() + START_PATIENCE
    while time.monotonic() < until and web.is_running():
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 our own address
                return
        except urllib.error.HTTPError as error:
            if error.code < 500:
                return
            raise DemoError(f"{address}: {error}, {web.log}") from error
        except OSError:
            time.sleep(0.1)
    raise DemoError(f"เว็บไม่ตอบ ดู {web.log} (the portal does not answer; see its log)")
