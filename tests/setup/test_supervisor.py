"""The demo's supervisor: which port, whose data, and what happens to a process that stops."""

import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bkkplan.trial import embedded, processes, supervisor
from tests.waiting import eventually


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_an_explicit_port_in_use_is_refused_with_a_sentence(taken_port):
    with pytest.raises(processes.DemoError, match=f"port {taken_port} is taken"):
        supervisor.listening_socket(taken_port)


def test_without_a_port_the_next_free_one_is_taken(monkeypatch, taken_port):
    monkeypatch.setattr(supervisor, "FIRST_PORT", taken_port)
    monkeypatch.setattr(supervisor, "LAST_PORT", taken_port + 20)

    with supervisor.listening_socket(None) as listener:
        assert taken_port < listener.getsockname()[1] <= taken_port + 20


def test_the_portal_listens_on_this_machine_only():
    with supervisor.listening_socket(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_two_demos_do_not_share_one_folder(tmp_path):
    with (
        supervisor.sole_demo_of(tmp_path),
        pytest.raises(processes.DemoError, match="running already"),
        supervisor.sole_demo_of(tmp_path),
    ):
        pytest.fail("the second demo was let in")


def test_fresh_leaves_a_server_that_someone_named_alone(monkeypatch, tmp_path):
    monkeypatch.setattr(embedded, "are_named", lambda: True)
    kept = tmp_path / "files" / "kept"
    kept.parent.mkdir()
    kept.touch()

    with pytest.raises(processes.DemoError, match="embedded data only"):
        supervisor.start_afresh(tmp_path)

    assert kept.exists()


def test_fresh_removes_what_the_demo_made_and_nothing_else(monkeypatch, tmp_path):
    monkeypatch.setattr(embedded, "are_named", lambda: False)
    for made in ("files/a", "mail/b", "log/c", "services/d", "mine"):
        (tmp_path / made).parent.mkdir(exist_ok=True)
        (tmp_path / made).touch()

    supervisor.start_afresh(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("words", [["--check", "--fresh"], ["--check", "--port", "9000"], ["--check", "--data", "x"]])
def test_a_check_takes_no_data_or_port(words, capsys):
    with pytest.raises(SystemExit):
        supervisor.options(words)

    assert "temporary data" in capsys.readouterr().err


def test_the_secret_is_made_once_for_its_owner_only(tmp_path):
    secret = supervisor.secret_key(tmp_path)

    assert secret == supervisor.secret_key(tmp_path)
    assert len(secret) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_an_env_file_filled_in_for_production_does_not_stand_in_the_demo_s_way(monkeypatch, tmp_path):
    for name, value in {
        "SECRET_KEY": "",
        "EMAIL_URL": "smtp://mail.example",
        "ALLOWED_HOSTS": "portal.example",
    }.items():
        monkeypatch.setenv(name, value)
    with supervisor.listening_socket(0) as listener:
        supervisor.Demo(tmp_path, listener).set_environment()

    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from django.conf import settings as s; print(len(s.SECRET_KEY), s.EMAIL_FILE_PATH, *s.ALLOWED_HOSTS)",
        ],
        cwd=embedded.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    secret, mail, *hosts = told.stdout.split()
    assert int(secret) >= 50
    assert Path(mail).parent == tmp_path
    assert "127.0.0.1" in hosts


@pytest.mark.parametrize("port", [-1, 99999])
def test_a_number_that_is_no_port_is_refused_with_the_same_sentence(port):
    with pytest.raises(processes.DemoError, match="taken or not allowed"):
        supervisor.listening_socket(port)


@pytest.mark.services
def test_a_process_that_stops_is_started_again_until_it_keeps_stopping(tmp_path, capsys):
    process = processes.Process("worker", [sys.executable, "-c", "pass"], tmp_path / "worker.log")
    process.start()

    for _time in range(processes.RESTARTS):
        process.running.wait()
        process.keep_running()
    process.running.wait()

    assert "is started again" in capsys.readouterr().out
    with pytest.raises(processes.DemoError, match="keeps stopping"):
        process.keep_running()


@pytest.mark.services
def test_stopping_takes_along_what_a_process_left_behind(tmp_path):
    script = "import subprocess, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"
    process = processes.Process("web", [sys.executable, "-c", script], tmp_path / "web.log")
    process.start()
    assert eventually(lambda: (tmp_path / "web.log").read_text().strip())
    left_behind = Path("/proc") / (tmp_path / "web.log").read_text().strip()

    process.ask_to_stop()
    process.stop()

    assert eventually(lambda: not left_behind.exists() or " Z " in (left_behind / "stat").read_text())


def test_the_portal_is_asked_for_a_page_that_costs_nothing(monkeypatch, tmp_path):
    web = SimpleNamespace(start=lambda: None)
    asked = []
    monkeypatch.setattr(supervisor, "processes", lambda _data, _listener: [web])
    monkeypatch.setattr(supervisor, "await_answer", lambda address, process: asked.append((address, process)))
    with supervisor.listening_socket(0) as listener:
        demo = supervisor.Demo(tmp_path, listener)
        demo.start()

    assert asked == [(f"{demo.address}about/", web)]


@pytest.mark.services
def test_a_portal_that_died_is_not_waited_for(tmp_path, taken_port):
    web = processes.Process("web", [sys.executable, "-c", "pass"], tmp_path / "web.log")
    web.start()
    web.running.wait()

    with pytest.raises(processes.DemoError, match="does not answer"):
        processes.await_answer(f"http://127.0.0.1:{taken_port}/", web)


def test_the_empty_portal_and_the_sample_city_do_not_share_one_folder(tmp_path):
    supervisor.demand_kind(tmp_path, is_empty=True)

    supervisor.demand_kind(tmp_path, is_empty=True)  # a second start
    with pytest.raises(processes.DemoError, match="use --empty"):
        supervisor.demand_kind(tmp_path, is_empty=False)

    (tmp_path / "working-day").touch()
    with pytest.raises(processes.DemoError, match="sample city"):
        supervisor.demand_kind(tmp_path, is_empty=True)


def test_the_empty_portal_lives_on_the_real_day_and_says_so(monkeypatch, tmp_path):
    for name in ("BKKPLAN_TODAY", "BKKPLAN_EMPTY_TRIAL", "BKKPLAN_DATA", "EMAIL_URL", "SECRET_KEY"):
        monkeypatch.setenv(name, "2023-06-02" if name == "BKKPLAN_TODAY" else "")
    with supervisor.listening_socket(0) as listener:
        supervisor.Demo(tmp_path, listener, is_empty=True).set_environment()

    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from django.conf import settings as s; print(repr(s.WORKING_DAY), s.IS_EMPTY_TRIAL)",
        ],
        cwd=embedded.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.split() == ["''", "True"]
