"""What docker-compose.yml and Dockerfile promise each other, the settings and .env.example; nothing is started."""

import re
import subprocess
import sys
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from shlex import split
from threading import Thread

import pytest
import yaml
from django.core.management import get_commands

from bkkplan.trial.embedded import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
PORTAL = ("prepare", "web", "worker", "beat")
KEEPING = ("backup", "restore")


def test_the_portal_is_three_processes_on_a_database_and_a_broker():
    assert SERVICES.keys() == {*PORTAL, *KEEPING, "database", "broker"}
    assert [SERVICES[name]["image"].partition(":")[0] for name in ("database", "broker")] == ["postgres", "redis"]


def test_images_are_named_by_version_and_the_portal_s_by_its_own():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert {SERVICES[name]["image"] for name in PORTAL} == {f"bkkplan:{version}"}
    for service in SERVICES.values():
        assert re.search(r":\d+\.\d+", service["image"]), service["image"]


def test_files_are_in_a_volume_that_all_of_the_portal_shares():
    [place] = re.findall(r"^VOLUME (.+)$", DOCKERFILE, re.MULTILINE)

    for name in PORTAL:
        assert f"files:{place}" in SERVICES[name]["volumes"]
        assert SERVICES[name]["environment"]["BKKPLAN_DATA"] == place
    assert "files" in COMPOSE["volumes"]


def test_every_name_in_the_environment_is_one_that_the_settings_read():
    settings = "".join(path.read_text() for path in (ROOT / "bkkplan" / "settings").glob("*.py"))
    read = {*re.findall(r"""\benv(?:\.\w+)?\(\s*"(\w+)\"""", settings), "DATABASE_URL"}
    told = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert told - read == {"POSTGRES_PASSWORD", "BACKUP_DAYS"}  # of the database and of the backup
    for name in PORTAL:
        assert SERVICES[name]["environment"].keys() <= read


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_waits_for_says_when_it_is_ready(name):
    for other, condition in SERVICES[name].get("depends_on", {}).items():
        how = condition["condition"]
        assert "profiles" not in SERVICES[other]
        assert how == ("service_healthy" if "healthcheck" in SERVICES[other] else "service_completed_successfully")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_bounded_in_what_it_may_and_takes(name):
    service = SERVICES[name]

    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "cpus", "pids_limit"} <= service.keys()
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    assert any(place.startswith("/tmp") for place in service["tmpfs"])


@pytest.mark.parametrize("name", [name for name in SERVICES if SERVICES[name]["restart"] != "no"])
def test_a_service_that_stays_says_whether_it_is_well(name):
    assert SERVICES[name]["healthcheck"]["test"]


def test_backups_are_made_by_the_server_s_own_version_as_the_user_of_the_files():
    [user] = re.findall(r"useradd --uid (\d+)", DOCKERFILE)

    for name in KEEPING:
        assert SERVICES[name]["image"] == SERVICES["database"]["image"]
        assert SERVICES[name]["user"] == user
        assert (ROOT / SERVICES[name]["entrypoint"][1].lstrip("/")).exists()
    assert "files:/data:ro" in SERVICES["backup"]["volumes"]
    assert "backups:/backups:ro" in SERVICES["restore"]["volumes"]


@pytest.mark.parametrize("name", PORTAL)
def test_what_a_service_runs_is_there(name):
    [at_first] = re.findall(r"^CMD (\[.+\])$", DOCKERFILE, re.MULTILINE)
    command = SERVICES[name].get("command") or yaml.safe_load(at_first)

    if command[:2] == ["sh", "-c"]:
        for part in command[2].split(" && "):
            assert split(part)[:2] == ["python", "manage.py"]
            assert split(part)[2] in get_commands()
    else:
        assert (ROOT / ".venv" / "bin" / command[0]).exists()


class Answer(BaseHTTPRequestHandler):
    """A portal behind a proxy: whoever did not come by the proxy, or asks for another host, is refused."""

    status = 200

    def do_GET(self):
        came_well = (self.headers["Host"], self.headers["X-Forwarded-Proto"]) == ("portal.example", "https")
        self.send_response(self.status if came_well else 400)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.mark.parametrize(("status", "is_healthy"), [(200, True), (500, False)])
def test_web_is_healthy_when_a_page_that_needs_the_database_is_answered(monkeypatch, status, is_healthy):
    monkeypatch.setattr(Answer, "status", status)
    monkeypatch.setenv("ALLOWED_HOSTS", "portal.example,other.example")
    _cmd, _python, *words = SERVICES["web"]["healthcheck"]["test"]
    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.handle_request, daemon=True).start()
        words = [word.replace(":8000", f":{server.server_port}") for word in words]
        done = subprocess.run([sys.executable, *words], capture_output=True, check=False)

    assert (done.returncode == 0) is is_healthy
