"""The scripts refuse before they do anything, and say what to do."""

import shutil
import subprocess
from pathlib import Path

import pytest

from bkkplan.trial.embedded import ROOT


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Only what script/setup reads before its first deed."""
    shutil.copytree(ROOT / "script", tmp_path / "clone" / "script")
    return tmp_path / "clone"


@pytest.fixture
def pretend(tmp_path: Path):
    """Put programs before the real ones."""
    folder = tmp_path / "programs"
    folder.mkdir()

    def program(name: str, script: str) -> None:
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)

    program.path = f"{folder}:/usr/bin:/bin"
    return program


def run_setup(clone: Path, pretend, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [clone / "script" / "setup", *words],
        env={"PATH": pretend.path, **environment},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_ordinary_user_is_told_the_one_line_to_type_before_anything_is_done(clone, pretend):
    pretend("id", "echo 1000")
    pretend("dpkg-query", "exit 1")

    done = run_setup(clone, pretend)

    assert done.returncode == 3
    lines = [line for line in done.stderr.splitlines() if "apt-get" in line]
    assert len(lines) == 1
    assert "libpango-1.0-0" in lines[0]
    assert "chromium" not in lines[0], "the demo does not need a browser"
    assert [path.name for path in clone.iterdir()] == ["script"]


def test_the_tests_ask_for_their_packages_too(clone, pretend):
    pretend("id", "echo 1000")
    pretend("dpkg-query", "exit 1")

    done = run_setup(clone, pretend, "--test")

    assert "chromium" in done.stderr
    assert "redis-server" not in done.stderr


def test_another_python_is_refused_with_a_sentence(clone, pretend):
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        pretend(name, "exit 1")
    pretend("dpkg-query", "echo installed")

    done = run_setup(clone, pretend)

    assert done.returncode == 1
    assert "CPython 3.11, 3.12 or 3.13" in done.stderr
    assert [path.name for path in clone.iterdir()] == ["script"]


@pytest.mark.parametrize("named", ["/nowhere/python", "python-of-mine"])
def test_a_python_that_was_named_is_taken_or_refused_but_not_replaced(clone, pretend, named):
    pretend("python-of-mine", "exit 1")
    pretend("id", "echo 0")
    pretend("apt-get", "echo apt-get >&2")
    pretend("dpkg-query", "exit 1")

    done = run_setup(clone, pretend, PYTHON=named)

    assert done.returncode == 1
    assert f"PYTHON={named}" in done.stderr
    assert "apt-get" not in done.stderr
    assert [path.name for path in clone.iterdir()] == ["script"]


@pytest.mark.parametrize("name", ["setup", "demo", "test", "check"])
def test_every_script_explains_itself_from_any_folder(name, tmp_path):
    done = subprocess.run([ROOT / "script" / name, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert len(done.stdout.splitlines()) >= 2


def test_no_script_needs_more_than_a_plain_shell():
    for script in [*(ROOT / "script").iterdir(), ROOT / ".ci" / "run"]:
        if script.suffix != ".txt":
            assert script.read_text().startswith("#!/bin/sh\n"), script
            subprocess.run(["dash", "-n", script], check=True)
