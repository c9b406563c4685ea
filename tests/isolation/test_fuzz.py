"""No input brings an error of ours: every address and every form of the map, with what people and attackers send.

What is sent is drawn from a seed, so that a failure comes again; each failure says what was sent. What the people's own
pages hold (fields, hidden ones too) is read from their HTML, so that a new form is tried without being named here.
"""

import random
import time
from collections import Counter, defaultdict
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.isolation.answers import is_refusal
from tests.isolation.rows import CASES, READERS
from tests.isolation.urls import arguments, routes

SEED = 2566
SECONDS = 75
LONG = "ก" * 70_000
TEXTS = (
    "\0", "a\0b", "\ud800", "\ufffe", "\u202e", "-1", "0", "1" * 40, "10000000000", "9223372036854775808", "abc", "",
    " ", "1e999", "NaN", "Infinity", "-0.0", "1.5", "๑๒๓", "²", "null", "[]", "{}", "'", "%", "%s", "{0}", "\\",
    "../../etc",
    "25669", "2400", "31 ก.พ. 2566", "1/1/99999", "0000-00-00", "9999-12-31", "2566-13-45", "25.00", "99.99",
    "00000000-0000-0000-0000-000000000000", "zzzzzzzz-zzzz", "<script>", "http://[", "//evil", "\n", "\r\nX: y", "true",
    "on", "9" * 500, LONG,
)  # fmt: skip
# Queries that pages know, for pages whose own forms don't show them.
ASKED = (
    "page", "q", "sort", "on", "as_of", "year", "district", "status", "type", "edition", "dropped", "done", "removed",
    "plan", "few", "kpi", "run", "next", "state", "text", "area", "group", "from", "to", "_changelist_filters",
    "e", "p", "o",
)  # fmt: skip
PIECES = (
    "0", "99999999999999999999", "-1", "2599", "2500", "9999999999", "%00", "%ED%A0%80", "a" * 3000, "%2e%2e", "ก",
    "1001-9999",
)  # fmt: skip
HEADERS = (
    {"HTTP_HX_REQUEST": "true"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://["},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "\xff", "HTTP_HX_TRIGGER": "x" * 9000},
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_ACCEPT": ";;;q=,"},
    {"HTTP_ACCEPT_LANGUAGE": "th;q=x,*;q=9, ,zz-" + "z" * 400},
    {"HTTP_HOST": "[::"},
    {"HTTP_REFERER": "http://["},
    {"HTTP_COOKIE": 'sessionid="\\000"; messages=!; csrftoken=\xff'},
    {"HTTP_IF_MODIFIED_SINCE": "Mon, 99 Foo 99999999 99:99:99 GMT", "HTTP_IF_NONE_MATCH": 'W/"'},
    {"HTTP_RANGE": "bytes=-99999999999999999999"},
    {"HTTP_X_FORWARDED_FOR": "not an address, \0"},
    {"CONTENT_LENGTH": "-1"},
)
BODIES = (
    ("application/x-www-form-urlencoded; charset=utf-16", "version=1".encode("utf-16")),
    ("multipart/form-data; boundary=x; charset=utf-16", b"--x--"),
    ("multipart/form-data", b"--x"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a\0.pdf"\r\n\r\n%PDF\r\n--x--',
    ),
    ("application/json", b'{"version":'),
    ("text/plain", b"\xff\xfe"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=" % n for n in range(6000))),
    ("application/x-www-form-urlencoded", b"version=%ff&" + b"=" * 1000),
)  # fmt: skip


class Forms(HTMLParser):
    """The forms of a page: where each goes, how, and its fields with what stands in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, dict[str, str]]] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((given.get("action", ""), given.get("method", "get").lower(), {}))
        elif tag in ("input", "textarea", "select", "button") and self.found and given.get("name"):
            self.found[-1][2].setdefault(given["name"], given.get("value", ""))
            self._select = given["name"] if tag == "select" else ""
        elif tag == "option" and self._select and not self.found[-1][2].get(self._select):
            self.found[-1][2][self._select] = given.get("value", "")
        elif any(name in given for name in ("hx-post", "hx-get")):
            where = given.get("hx-post") or given.get("hx-get", "")
            self.found.append((where, "post" if "hx-post" in given else "get", {}))


class Sender:
    """Sends as one of the people, and keeps what came back as an error of ours."""

    def __init__(self, city) -> None:
        self.city = city
        self.failures: dict[str, list[str]] = defaultdict(list)
        self.sent = Counter()
        self.who = "visitor"
        self._why = ""
        got_request_exception.connect(self._note)

    def _note(self, sender, request, **_kept):
        import sys

        self._why = repr(sys.exc_info()[1])[:200]

    def send(self, name, who, method, address, data=None, **more):
        client = Client(raise_request_exception=False)
        if who in self.city.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.city.sessions[who]
        self._why = ""
        with transaction.atomic():
            if method == "get" and "data" not in more:
                response = client.get(address, **more)
            elif "content_type" in more:
                response = client.generic("POST", address, data, **more)
            elif any(hasattr(value, "read") for value in data.values()):
                response = client.post(
                    address, {key: value for key, value in data.items() if value != "\ud800"}, **more
                )
            else:
                kind = "application/x-www-form-urlencoded"
                response = client.generic("POST", address, _query(data), content_type=kind, **more)
            page = b"".join(response) if response.streaming else response.content
            transaction.set_rollback(True)
        self.sent[method] += 1
        if response.status_code >= 500:
            said = {key: str(value)[:60] for key, value in more.items()}
            told = {key: repr(value)[:60] for key, value in data.items()} if isinstance(data, dict) else repr(data)[:80]
            self.failures[name].append(
                f"{response.status_code} {who} {method} {address[:120]} {told} {said}: {self._why}"
            )
        return response, page


@pytest.mark.heavy
@pytest.mark.database
def test_no_input_is_answered_with_an_error_of_ours(city):
    dice = random.Random(SEED)
    sender = Sender(city)
    until = time.monotonic() + SECONDS
    rounds = [*_addresses(city, sender, dice), *_forms(city, sender, dice)]
    dice.shuffle(rounds)
    # One of each route first, then whatever time is left for.
    tried: set[str] = set()
    first = [go for go in rounds if not (go[0] in tried or tried.add(go[0]))]
    for place, (name, who, method, address, data, more) in enumerate((*first, *rounds)):
        if place >= len(first) and time.monotonic() > until:
            break
        sender.send(name, who, method, address, data, **more)

    assert tried == {name for name, _row in CASES.values()}
    assert dict(sender.failures) == {}, f"seed {SEED}"


def _reader(row):
    answers = row.get or {}
    return next((who for who in READERS if who in answers and not is_refusal(answers[who])), None)


def _actor(row):
    return next((who for who in READERS if row.post and who in row.post and not is_refusal(row.post[who])), None)


def _addresses(city, sender, dice):
    patterns = routes()
    for name, row in CASES.values():
        address = row.address(name, city)
        readers = [who for who in (_reader(row), _actor(row), "visitor") if who]
        who = readers[0]
        bare = address.partition("?")[0]
        for asked in dice.sample(ASKED, 6):
            yield name, who, "get", f"{bare}?{_query({asked: dice.choice(TEXTS)})}", None, {}
        yield name, who, "get", f"{bare}?page={10**9}&page=-1", None, {}
        for headers in dice.sample(HEADERS, 3):
            yield name, who, "get", address, None, headers
        kind, body = dice.choice(BODIES)
        yield name, _actor(row) or who, "post", address, body, {"content_type": kind}
        for argument in sorted(arguments(patterns[name])):
            piece = dice.choice(PIECES)
            try:
                bent = reverse(name, kwargs=row.args(city)).replace(str(row.args(city)[argument]), piece, 1)
            except NoReverseMatch:
                continue
            yield name, who, "get", bent, None, {}
            yield name, _actor(row) or who, "post", bent, {"version": "1"}, {}
        if actor := _actor(row):
            data = row.data(city)
            for field in data:
                if not hasattr(data[field], "read"):
                    yield name, actor, "post", address, data | {field: dice.choice(TEXTS)}, {}
            yield name, actor, "post", address, data | {"version": dice.choice(TEXTS)}, {}
            yield name, actor, "post", address, data | {"uuid": dice.choice(TEXTS), "version": ""}, {}


def _forms(city, sender, dice):
    """Each form of each page, each field of it bent in turn."""
    for name, row in CASES.values():
        who = _reader(row)
        if who is None:
            continue
        address = row.address(name, city)
        response, page = sender.send(name, who, "get", address)
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        for action, method, fields in Forms(page.decode()).found:
            target = urlsplit(action).path or address
            if target == reverse("account_logout") or not target.startswith("/"):
                continue
            fields.pop("csrfmiddlewaretoken", None)
            bent = list(fields) or ["version"]
            for field in dice.sample(bent, min(3, len(bent))):
                sent = fields | {field: dice.choice(TEXTS)}
                if method == "get":
                    yield name, who, "get", f"{target.partition('?')[0]}?{_query(sent)}", None, {}
                else:
                    yield name, who, "post", target, sent, {}
            for field in fields:
                if "file" in field:
                    odd = SimpleUploadedFile(
                        dice.choice(["a.pdf", "b.xlsx", "c.png", "ก.jpg", "d.docx"]), _odd_bytes(dice)
                    )
                    yield name, who, "post", target, fields | {field: odd}, {}


def _odd_bytes(dice):
    head = dice.choice([b"PK\x03\x04", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b""])
    return head + dice.randbytes(dice.choice([0, 20, 3000]))


def _query(fields):
    return urlencode({name: str(value).encode("utf-8", "surrogatepass") for name, value in fields.items()})
