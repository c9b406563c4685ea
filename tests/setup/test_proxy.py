"""docs/nginx.conf before the portal as production runs it: cheap load does not keep others from their pages."""

import contextlib
import datetime
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bkkplan.settings import base
from bkkplan.trial.embedded import ROOT
from bkkplan.trial.embedded.servers import free_port
from tests.waiting import eventually
from tests.workers import Broker, address_of_database

pytestmark = [pytest.mark.services, pytest.mark.heavy, pytest.mark.django_db]

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
HOST = "portal.example"
THREADS = 4  # of the portal, so few that every thread that is held up is missed
MEGABYTE = 1024 * 1024
ANYONE = ssl.create_default_context()
ANYONE.check_hostname = False
ANYONE.verify_mode = ssl.CERT_NONE


class Site:
    def __init__(self, folder: Path, broker: str) -> None:
        self.folder = folder
        self.portal, self.plain, self.tls = free_port(), free_port(), free_port()
        self._broker = broker
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        self._configure()
        self._run([NGINX, "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "errors.log")], os.environ)
        self.start_portal()

    def start_portal(self) -> None:
        production = {
            "DJANGO_SETTINGS_MODULE": "bkkplan.settings.production",
            "SECRET_KEY": "a-word-that-nobody-else-knows-0123456789-abcdefghij",
            "ALLOWED_HOSTS": HOST,
            "DATABASE_URL": address_of_database(),
            "REDIS_URL": self._broker,
            "BKKPLAN_DATA": str(self.folder),
            "BKKPLAN_TODAY": "",
        }
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.portal}", "--workers", "1"]
        self._run([*command, "--threads", str(THREADS), "bkkplan.wsgi"], os.environ | production)
        assert eventually(lambda: self.answers(source="127.0.0.9"), 60), (self.folder / "log").read_text()[-4000:]

    def stop_portal(self) -> None:
        portal = self._started.pop()
        portal.terminate()
        portal.wait(20)

    def _run(self, command, environment):
        with (self.folder / "log").open("ab") as log:
            self._started.append(
                subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            )

    def _configure(self) -> None:
        """The file as it is given to whoever runs the portal, with the places of this test in it."""
        ours = (ROOT / "docs" / "nginx.conf").read_text()
        for given, here in {
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.tls} ssl",
            "portal.example.go.th": HOST,
            "/etc/ssl/bkkplan": str(self.folder),
            "/var/log/nginx": str(self.folder),
            "127.0.0.1:8000": f"127.0.0.1:{self.portal}",
        }.items():
            assert given in ours, given
            ours = ours.replace(given, here)
        (self.folder / "bkkplan.conf").write_text(ours)
        as_whom = "" if os.geteuid() else "user root;"
        kept = "".join(
            f"{kind}_temp_path {self.folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (self.folder / "nginx.conf").write_text(
            f"daemon off; {as_whom} pid {self.folder}/pid; error_log {self.folder}/errors.log;"
            f"events {{ worker_connections 4096; }} http {{ {kept} include {self.folder}/bkkplan.conf; }}"
        )
        write_certificate(self.folder)

    def stop(self) -> None:
        for process in reversed(self._started):
            process.terminate()
            process.wait(20)

    def line(self, *, source: str = "127.0.0.1", timeout: float = 10) -> HTTPSConnection:
        return HTTPSConnection("127.0.0.1", self.tls, timeout=timeout, context=ANYONE, source_address=(source, 0))

    def ask(self, path: str = "/about/", *, source: str = "127.0.0.1", **headers: str):
        line = self.line(source=source)
        with contextlib.closing(line):
            line.request("GET", path, headers={"Host": HOST, **headers})
            response = line.getresponse()
            return response.status, dict(response.getheaders()), response.read().decode()

    def answers(self, source: str = "127.0.0.1") -> bool:
        with contextlib.suppress(OSError):
            return self.ask(source=source)[0] == 200
        return False

    def send_without_end(self, count: int, text: bytes) -> list[ssl.SSLSocket]:
        lines = []
        for _ in range(count):
            raw = socket.create_connection(("127.0.0.1", self.tls), timeout=10)
            line = ANYONE.wrap_socket(raw)
            line.sendall(text)
            lines.append(line)
        return lines


def write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + datetime.timedelta(1)
    )
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "privkey.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    """One for all tests of this file; each that makes a flood comes from an address of its own."""
    if NGINX is None:
        pytest.fail("nginx is not installed: script/setup --slow")
    folder = tmp_path_factory.mktemp("site")
    broker = Broker(folder)
    site = Site(folder, broker.url)
    try:
        site.start()
        yield site
    finally:
        site.stop()
        broker.go_away()


def test_half_sent_requests_hold_up_nobody_and_are_ended(site):
    heads = site.send_without_end(150, f"GET / HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: ".encode())
    bodies = site.send_without_end(
        60, f"POST /accounts/login/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 900\r\n\r\nlogin=".encode()
    )

    took = []
    for _ in range(5):
        began = time.monotonic()
        assert site.answers()
        took.append(time.monotonic() - began)

    assert max(took) < 3, took
    until = time.monotonic() + 25
    for line in heads:  # the proxy hangs up; none of them is waited for longer than it says
        line.settimeout(max(0.1, until - time.monotonic()))
        with contextlib.suppress(ConnectionError):
            line.recv(1000)
    for line in heads + bodies:
        line.close()


def test_a_body_of_300_megabytes_is_refused_and_not_kept(site):
    line = site.line()
    line.putrequest("POST", "/accounts/login/", skip_host=True)
    for name, value in {"Host": HOST, "Content-Length": str(300 * MEGABYTE)}.items():
        line.putheader(name, value)
    line.endheaders(b"x" * 1000)

    response = line.getresponse()

    assert response.status == 413
    assert "ข้อมูลที่ส่งใหญ่เกินไป" in response.read().decode()
    assert site.answers()


def test_a_body_in_chunks_is_cut_off_at_the_same_size(site):
    line = site.line()
    line.putrequest("POST", "/accounts/login/", skip_host=True)
    line.putheader("Host", HOST)
    line.putheader("Transfer-Encoding", "chunked")
    line.endheaders()
    kept = []
    with contextlib.suppress(ConnectionError, ssl.SSLError):
        for _ in range(100):
            line.send(b"100000\r\n" + b"x" * MEGABYTE + b"\r\n")
            kept.append(kept_bytes(site.folder / "client_body"))

    assert line.getresponse().status == 413
    assert max(kept) <= base.MAX_BODY_BYTES
    assert site.answers()


def kept_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_without_the_proxy_too_a_large_body_is_refused_unread(site):
    with contextlib.closing(HTTPConnection("127.0.0.1", site.portal, timeout=10)) as line:
        line.putrequest("POST", "/accounts/login/", skip_host=True)
        for name, value in {"Host": HOST, "X-Forwarded-Proto": "https", "Content-Length": str(300 * MEGABYTE)}.items():
            line.putheader(name, value)
        line.endheaders()

        assert line.getresponse().status == 413
    assert site.answers()


def test_a_burst_from_one_address_is_refused_and_another_address_is_served(site):
    seen = []
    with contextlib.closing(site.line(source="127.0.0.3")) as line:
        for _ in range(400):
            line.request("GET", "/robots.txt", headers={"Host": HOST})
            response = line.getresponse()
            seen.append((response.status, response.read().decode()))

    refused = [page for status, page in seen if status == 429]
    assert seen[0][0] == 200
    assert refused
    assert {status for status, _ in seen} == {200, 429}
    assert "มีคำขอถี่เกินไป" in refused[0]
    assert site.answers(source="127.0.0.2")


def test_an_address_that_a_visitor_makes_up_is_not_believed(site):
    most = base.REQUESTS_A_MINUTE["public:search"]
    answers = [
        # Another question each time: a page that is kept for visitors costs nothing, and is not counted.
        site.ask(f"/search/?q={number}", source="127.0.0.4", **{"X-Forwarded-For": f"198.51.100.{number}"})
        for number in range(most * 2 + 5)  # the clock's minute may turn over in between
    ]

    statuses = [status for status, _, _ in answers]
    assert statuses[0] == 200
    assert 429 in statuses
    headers, page = answers[statuses.index(429)][1:]
    assert int(headers["Retry-After"]) <= 60
    assert "เปิดหน้านี้ถี่เกินไป" in page


def test_plain_http_leads_to_tls_and_search_words_stay_out_of_the_log(site):
    with contextlib.closing(HTTPConnection("127.0.0.1", site.plain, timeout=10)) as line:
        line.request("GET", "/about/", headers={"Host": HOST})
        response = line.getresponse()
    site.ask("/search/?q=a-name-of-someone")

    assert (response.status, response.getheader("Location")) == (301, f"https://{HOST}/about/")
    assert eventually(lambda: "/search/" in (site.folder / "bkkplan.log").read_text())
    for log in ("bkkplan.log", "log"):
        assert "a-name-of-someone" not in (site.folder / log).read_text()


def test_while_the_portal_is_away_the_visitor_is_told(site):
    site.stop_portal()

    status, headers, page = site.ask()

    site.start_portal()
    assert status == 503
    assert headers["Retry-After"]
    assert "ระบบยังไม่ตอบ" in page


def test_the_proxy_takes_the_size_that_the_settings_say():
    [size] = re.findall(r"client_max_body_size (\d+)m;", (ROOT / "docs" / "nginx.conf").read_text())

    assert int(size) * MEGABYTE == base.MAX_BODY_BYTES
