"""The steps of the Dockerfile in folders of this machine: Debian from debootstrap in the place of the base image.

The base image brings Python and certificates; here Debian's own come by apt. Everything else is done as it is written.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bkkplan.trial.embedded import ROOT

CACHE = ROOT / "build" / "debian"  # the bare system, which costs minutes
FETCHED = Path.home() / ".cache" / "pip"  # what was fetched for this clone's own environment is not fetched again
BROUGHT_BY_BASE_IMAGE = "ca-certificates,python3,python3-venv"
WITHIN = 600  # seconds for one step; on a quiet machine all of them take three minutes
# How this machine reaches the registries is its own affair; the steps may know.
WAYS_OUT = re.compile(r"(?i)(pip|npm_config|node_extra_ca|ssl|.*_proxy$|requests_ca)")
FILES_OF_WAYS_OUT = ("/etc/resolv.conf", "/etc/ssl/certs/ca-certificates.crt", "/etc/pip.conf")


def why_not() -> str:
    """Why the steps cannot be tried here; empty where they can."""
    if os.geteuid():
        return "only root may make and enter another root"
    try_it = ["unshare", "--mount", "sh", "-c", "mount -t tmpfs none /mnt && mount -t proc proc /mnt && chroot / true"]
    done = subprocess.run(try_it, capture_output=True, text=True, check=False)
    return f"mounts are not permitted here: {done.stderr}" if done.returncode else ""


def bare_system() -> Path:
    """A Debian of the release that the Dockerfile names, made once and never written to afterwards."""
    [release] = set(re.findall(r"^FROM \S+-slim-(\w+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    place = CACHE / release
    if not place.exists():
        unfinished = CACHE / f"{release}.unfinished"
        remove(unfinished)
        unfinished.mkdir(parents=True)
        # It mounts, and leaves that behind when it is ended: in a namespace of its own nobody sees it.
        make = ["debootstrap", "--variant=minbase", f"--include={BROUGHT_BY_BASE_IMAGE}", release, str(unfinished)]
        run(["unshare", "--mount", *make])
        unfinished.rename(place)
    return place


def remove(place: Path) -> None:
    """Never into another file system: what is mounted inside is this machine's own."""
    run(["rm", "-rf", "--one-file-system", str(place)])


def run(command: list[str], environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=WITHIN)
    assert done.returncode == 0, f"{shlex.join(command)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


@dataclass
class Stage:
    """One stage (FROM) of the Dockerfile: its root folder, and what the steps run in it have printed."""

    root: Path
    folder: str = "/"
    user: str = "root"
    environment: dict[str, str] = field(
        default_factory=lambda: {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
    )
    command: list[str] = field(default_factory=list)

    def inside(self, path: str) -> Path:
        return self.root / Path(self.folder, path).as_posix().lstrip("/")

    def run(self, words: list[str], **more: str) -> str:
        """Inside, as its user. The mounts are seen by this command alone and go with it."""
        ways_out = (
            {name: value for name, value in os.environ.items() if WAYS_OUT.match(name)} if self.user == "root" else {}
        )
        enter = (
            'r=$1 u=$2 d=$3; shift 3; mount -t proc proc "$r/proc"; mount --rbind /dev "$r/dev";'
            f' mkdir -p "$r/root/.cache/pip"; mount --bind {FETCHED} "$r/root/.cache/pip";'
            ' exec chroot --userspec="$u" "$r" sh -c \'cd "$1" && shift && exec "$@"\' sh "$d" "$@"'
        )
        FETCHED.mkdir(parents=True, exist_ok=True)
        command = ["unshare", "--mount", "sh", "-ec", enter, "sh", str(self.root), self.user, self.folder, *words]
        return run(command, {"HOME": "/root", **ways_out, **self.environment, **more})

    def copy(self, sources: list[Path], target: str) -> None:
        """As COPY does: of a folder what is in it."""
        place = self.inside(target)
        place.mkdir(parents=True, exist_ok=True)
        for source in sources:
            run(["cp", "-a", f"{source}/." if source.is_dir() else str(source), str(place)])


def steps() -> Iterator[tuple[str, str]]:
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    for line in re.sub(r"\\\n", " ", text).splitlines():
        if line.strip():
            verb, _, words = line.partition(" ")
            yield verb, words.strip()


def context(place: Path) -> Path:
    """What a build of this clone sends: the files of the repository without those of .dockerignore."""
    ignored = tuple(f"{name}/" for name in (ROOT / ".dockerignore").read_text().split() if not name.startswith("*"))
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    for name in listed:
        if name and not f"{name}/".startswith(ignored) and (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / name)
    return place


def build(place: Path) -> Stage:
    """The last stage. A step that this file does not know is an error, not passed over."""
    stages: dict[str, Stage] = {}
    sent = context(place / "context")
    for verb, words in steps():
        match verb:
            case "FROM":
                root = place / f"stage{len(stages)}"
                run(["cp", "-a", "--reflink=auto", str(bare_system()), str(root)])
                for file in FILES_OF_WAYS_OUT:
                    if Path(file).exists():
                        shutil.copy(file, root / file.lstrip("/"))
                stage = stages[words.partition(" AS ")[2]] = Stage(root)
            case "WORKDIR":
                stage.folder = words
                stage.inside(".").mkdir(parents=True, exist_ok=True)
            case "COPY":
                origin, *rest = words.split()
                if origin.startswith("--from="):
                    sources = [stages[origin.partition("=")[2]].inside(rest[0])]
                    stage.copy(sources, rest[-1])
                else:
                    *names, target = words.split()
                    stage.copy([sent if name == "." else sent / name for name in names], target)
            case "RUN":
                stage.run(["sh", "-c", words])
            case "ENV":
                for word in shlex.split(words):
                    name, _, value = word.partition("=")
                    stage.environment[name] = value.replace("$PATH", stage.environment["PATH"])
            case "USER":
                stage.user = words
            case "CMD":
                stage.command = json.loads(words)
            case "VOLUME" | "EXPOSE":
                pass
            case _:
                raise AssertionError(f"a step that is not known here: {verb} {words}")
    return stage
