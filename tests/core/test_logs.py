import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from gunicorn.config import Config

from bkkplan.ground.core.serving.logs import GunicornLogger, QuietFormatter, without_names
from tests.factories.accounts import UserFactory

NAME = "สมชาย"


def written(caplog) -> str:
    formatter = QuietFormatter("{levelname} {name} {message}", style="{")
    return "\n".join(formatter.format(record) for record in caplog.records)


@pytest.mark.parametrize(
    ("line", "quiet"),
    [
        ("GET /search/?q=สมชาย&district=1 200", "GET /search/?… 200"),
        ("Not Found: /enter/abcDEF123/", "Not Found: /enter/…/"),
        ("/accounts/password/reset/key/1-abc/", "/accounts/password/reset/key/…/"),
        ("DETAIL:  Key (email)=(a@b.c) already exists.", "DETAIL:  Key (email)=(…) already exists."),
        ("DETAIL:  Failing row contains (1, สมชาย, (x)).", "DETAIL:  Failing row contains (…)."),
        ("is it so? yes", "is it so? yes"),
    ],
)  # fmt: skip
def test_a_line_loses_queries_tokens_and_rows(line, quiet):
    assert without_names(line) == quiet


def test_every_handler_of_ours_writes_quiet_lines_and_nothing_is_mailed(settings):
    formats = settings.LOGGING["formatters"]
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == set(formats)
    assert {form["()"] for form in formats.values()} == {f"{QuietFormatter.__module__}.{QuietFormatter.__name__}"}
    assert logging.getLogger("django").handlers == []


def test_what_was_searched_for_is_in_no_line_of_djangos(client, db, caplog):
    for address in (f"/nowhere/?q={NAME}", f"{reverse('public:search')}?q={NAME}&page=x"):
        client.get(address)

    assert "Not Found" in written(caplog)
    assert NAME not in written(caplog)


def test_a_refused_row_is_not_repeated_in_the_traceback(db, caplog):
    UserFactory(email=f"{NAME}@example.org")

    try:
        with transaction.atomic():
            UserFactory(email=f"{NAME}@example.org")
    except IntegrityError:
        logging.getLogger("bkkplan").exception("it failed")

    assert "already exists" in written(caplog)
    assert NAME not in written(caplog)


def test_the_access_log_has_neither_query_nor_referer_nor_user():
    logger = GunicornLogger(Config())
    request = SimpleNamespace(headers=[("REFERER", f"https://portal/search/?q={NAME}"), ("COOKIE", NAME)])
    answer = SimpleNamespace(status="200 OK", sent=1, headers=[])
    environ = {
        "REQUEST_METHOD": "GET", "RAW_URI": f"/search/?q={NAME}", "PATH_INFO": "/search/", "QUERY_STRING": f"q={NAME}",
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "10.0.0.1", "HTTP_REFERER": f"https://portal/search/?q={NAME}",
        "HTTP_AUTHORIZATION": "Basic eDp5",
    }  # fmt: skip
    atoms = logger.atoms(answer, request, environ, timedelta(seconds=1))

    assert NAME not in " ".join(str(value) for value in atoms.values())
    assert atoms["r"] == "GET /search/ HTTP/1.1"
    assert Config().access_log_format % atoms


def test_gunicorns_own_errors_are_quiet_too(capsys):
    logger = GunicornLogger(Config())

    logger.error("Error handling request %s", f"/search/?q={NAME}")

    said = capsys.readouterr().err
    assert "Error handling request /search/?…" in said
    assert NAME not in said
