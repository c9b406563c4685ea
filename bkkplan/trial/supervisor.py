"""The demo: servers, sample city (or none), web, worker and beat, which start and stop as one thing and clean up.

Run by script/demo, outside Django: the addresses of the servers must be in the environment before settings load.
"""

import argparse
import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bkkplan.trial import embedded
from bkkplan.trial.catalog import PASSWORD
from bkkplan.trial.journey.browser import JourneyError
from bkkplan.trial.journey.steps import THIS_YEAR, Journey, count_pages
from bkkplan.trial.processes import DemoError, Process, await_answer, manage, manage_side_by_side, processes

ROOT = embedded.ROOT
WORKING_DAY = "2023-06-02"
EMPTY_MARK = "empty-portal"
FIRST_PORT, LAST_PORT = 8000, 8099


# --- what was asked for


def options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/demo", description="เปิดเมืองตัวอย่าง (run the sample city: servers, data, web, worker, beat)"
    )
    parser.add_argument(
        "--port", type=int, help="พอร์ต ถ้าไม่ระบุใช้ 8000 หรือพอร์ตว่างถัดไป (default: 8000 or the next free one)"
    )
    parser.add_argument("--data", type=Path, help="โฟลเดอร์ข้อมูล (folder of the data; default: BKKPLAN_DATA or var/)")
    parser.add_argument(
        "--empty",
        action="store_true",
        help="ระบบว่าง ไม่มีเมืองตัวอย่าง ข้อมูลอยู่ใน var/empty (an empty portal without the sample city, in var/empty)",
    )
    parser.add_argument("--fresh", action="store_true", help="ลบข้อมูลเดิมแล้วเริ่มใหม่ (remove the data and begin again)")
    parser.add_argument(
        "--check", action="store_true", help="พิสูจน์ว่าใช้งานได้จริงด้วยข้อมูลชั่วคราว (prove that it works, on temporary data)"
    )
    asked = parser.parse_args(arguments)
    if asked.check and (asked.data or asked.fresh or asked.port or asked.empty):
        parser.error("--check takes temporary data and a port of its own")
    return asked


def listening_socket(port: int | None) -> socket.socket:
    """Bound before anything else is done, and handed to gunicorn: nobody can take the port in between."""
    wanted = range(FIRST_PORT, LAST_PORT + 1) if port is None else [port]
    for number in wanted:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", number))
            listener.listen(128)
        except (OSError, OverflowError):  # taken, not allowed, or no port's number
            listener.close()
        else:
            return listener
    if port is None:
        raise DemoError(f"พอร์ต {FIRST_PORT}–{LAST_PORT} ไม่ว่างเลย (no port of {FIRST_PORT}–{LAST_PORT} is free)")
    raise DemoError(f"พอร์ต {port} ไม่ว่างหรือใช้ไม่ได้ เลือกพอร์ตอื่น (port {port} is taken or not allowed; choose another)")


@contextlib.contextmanager
def sole_demo_of(data: Path) -> Iterator[None]:
    data.mkdir(mode=0o711, parents=True, exist_ok=True)  # root's servers run as nobody and must pass
    with (data / "demo.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoError(
                f"มีเมืองตัวอย่างเปิดอยู่แล้วบนข้อมูลใน {data} (a demo of the data in {data} is running already); --data …"
            ) from None
        yield


def start_afresh(data: Path) -> None:
    if embedded.are_named():
        raise DemoError(
            "--fresh ลบเฉพาะข้อมูลที่ฝังมา (--fresh removes embedded data only; empty your own database yourself)"
        )
    embedded.erase(data)
    for name in ("files", "mail", "log", "secret-key", "working-day", EMPTY_MARK):
        path = data / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def demand_kind(data: Path, *, is_empty: bool) -> None:
    """Refuse a folder in which the other kind of demo lives; leave a mark in one that begins empty."""
    mark = data / EMPTY_MARK
    if is_empty and (data / "working-day").exists():
        raise DemoError(
            f"ข้อมูลใน {data} เป็นของเมืองตัวอย่าง เลือกโฟลเดอร์อื่น (it holds the sample city; choose another folder)"
        )
    if not is_empty and mark.exists():
        raise DemoError(f"ข้อมูลใน {data} เป็นของระบบว่าง ใช้ --empty (it holds the empty portal; use --empty)")
    if is_empty:
        mark.touch()


def secret_key(data: Path) -> str:
    path = data / "secret-key"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


# --- the demo


class Demo:
    def __init__(self, data: Path, listener: socket.socket, *, is_empty: bool = False) -> None:
        self.data, self.is_empty = data, is_empty
        for private in ("files", "mail", "log"):
            (data / private).mkdir(mode=0o700, exist_ok=True)
        self.listener = listener
        self.processes: list[Process] = []
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}/"

    def set_environment(self) -> None:
        os.environ["BKKPLAN_DATA"] = str(self.data)
        os.environ["DJANGO_SETTINGS_MODULE"] = "bkkplan.settings.dev"
        os.environ["EMAIL_URL"] = "filemail://"  # the sample city writes to nobody, whatever .env says
        os.environ["BKKPLAN_ADDRESS"] = self.address
        if self.is_empty:
            os.environ["BKKPLAN_TODAY"] = ""  # the real day, whatever .env says
            os.environ["BKKPLAN_EMPTY_TRIAL"] = "1"
        else:
            os.environ.setdefault("BKKPLAN_TODAY", WORKING_DAY)
        os.environ["SECRET_KEY"] = os.environ.get("SECRET_KEY") or secret_key(self.data)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """The living city: data in place, processes up, the first page answered; all of it stopped afterwards."""
        self.set_environment()
        manage("prepare_demo", *(["--empty"] if self.is_empty else []))
        try:
            self.start()
            if not self.is_empty:
                self.say("งานแรกของโปรแกรมเบื้องหลัง (the worker's first work)")
                manage("first_figures")
            yield
        finally:
            self.stop()

    def start(self) -> None:
        self.processes = processes(self.data, self.listener)
        for process in self.processes:
            process.start()
        # A page: the front page is the dearest, and each try that is given up still keeps a thread busy.
        await_answer(f"{self.address}about/", self.processes[-1])

    def stop(self) -> None:
        for process in self.processes:
            process.ask_to_stop()
        for process in self.processes:
            process.stop()

    def turn_to(self, day: str) -> None:
        """Go on, on another working day."""
        self.stop()
        os.environ["BKKPLAN_TODAY"] = day
        self.start()

    def say(self, line: str) -> None:
        print(f"• {line}", flush=True)

    def watch(self) -> None:
        while True:
            time.sleep(0.5)
            for process in self.processes:
                process.keep_running()

    def introduce(self) -> None:
        print(f"\n  {self.address}\n")
        if self.is_empty:
            manage("first_administrator", "--if-needed", "--address", self.address)
        else:
            manage("seed_demo", "--accounts")
        for name, folder in {"ไฟล์ (files)": "files", "จดหมาย (mail)": "mail", "บันทึก (logs)": "log"}.items():
            print(f"  {name}: {self.data / folder}")
        print("\n  Ctrl-C เพื่อหยุด (to stop)\n", flush=True)


def run(asked: argparse.Namespace) -> None:
    listener = listening_socket(asked.port)
    named = embedded.are_named()  # reads .env
    if asked.empty:
        named = False
        name_no_servers()
    usual = Path(os.environ.get("BKKPLAN_DATA") or ROOT / "var")
    data = (asked.data or (usual / "empty" if asked.empty else usual)).absolute()
    with sole_demo_of(data), contextlib.ExitStack() as stack:
        if asked.fresh:
            start_afresh(data)
        demand_kind(data, is_empty=asked.empty)
        demo = Demo(data, listener, is_empty=asked.empty)
        if not named:
            stack.enter_context(embedded.Use(data)).set_environment()
        with demo.running():
            demo.introduce()
            demo.watch()


def name_no_servers() -> None:
    """Use embedded servers even where others are named: what is tried is never written into those."""
    embedded.are_named()  # reads .env, which sets no name that is set already
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ[name] = ""


def check() -> None:
    """The main job on temporary data and a port of the kernel's, also beside a running demo."""
    name_no_servers()
    os.environ["BKKPLAN_TODAY"] = WORKING_DAY  # the job is done on the sample city's days, whatever .env says
    papers = Path(tempfile.mkdtemp(prefix="bkkplan-check-"))
    with embedded.temporary() as data:
        demo = Demo(data, listening_socket(0))
        with demo.running():
            journey = Journey(demo.address, PASSWORD, papers, demo.turn_to)
            try:
                for sentence, step in journey.steps():
                    step()
                    print(f"✓ {sentence}", flush=True)
            except JourneyError:
                show_ends(data / "log")  # the data are gone in a moment
                raise
            year = str(THIS_YEAR)
            print(f"\nบัญชีเงิน รายงาน และตัวชี้วัด ปีงบประมาณ {year} (ledger, reports and KPIs)", flush=True)
            paper = ("report", "kpi", "--year", year)
            manage_side_by_side(
                ("check_ledger",),
                *(
                    (*paper, "--format", kind, "--out", str(papers / f"command-line.{kind}"))
                    for kind in ("pdf", "xlsx")
                ),
                ("kpi", "--year", year),
            )
    print("\nรายงาน (the report):", *(described(paper) for paper in sorted(papers.iterdir())), sep="\n  ")
    print("✓ script/demo --check", flush=True)


def described(paper: Path) -> str:
    return f"{paper} ({count_pages(paper.read_bytes())} หน้า, pages)" if paper.suffix == ".pdf" else str(paper)


def show_ends(logs: Path) -> None:
    for log in sorted(logs.glob("*.log")):
        lines = log.read_text(errors="replace").splitlines()[-40:]
        print(f"--- {log.name}", *lines, sep="\n", file=sys.stderr)


def interrupt_once() -> None:
    """The first Ctrl-C, or a polite kill, stops everything in order; pressing again does not disturb that."""

    def interrupt(_signum: int, _frame: object) -> None:
        for signum in signals:
            signal.signal(signum, signal.SIG_IGN)
        print("\n• กำลังหยุด (stopping)", flush=True)
        raise KeyboardInterrupt

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for signum in signals:
        signal.signal(signum, interrupt)


def main() -> None:
    asked = options(sys.argv[1:])
    interrupt_once()
    try:
        check() if asked.check else run(asked)
    except (DemoError, JourneyError, embedded.EmbeddedError) as error:
        sys.exit(f"✗ {error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
