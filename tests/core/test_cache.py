"""The cache is gone, silent, or holds rubbish: whoever asks finds nothing there, soon, and one line says so."""

import socket
import time

import pytest

from bkkplan.ground.core.questions import cache
from bkkplan.ground.core.questions.cache import PassingCache
from tests.waiting import eventually
from tests.workers import Broker

AT_ONCE = 1.0  # seconds


@pytest.fixture
def cache_at():
    made = []

    def cache_at(url):
        PassingCache.breakers.clear()
        made.append(PassingCache(url, {"KEY_PREFIX": "test"}))
        return made[-1]

    yield cache_at
    for one in made:
        one._cache.get_client(None, write=True).connection_pool.disconnect()


@pytest.fixture
def silent(cache_at):
    """A server that takes the call and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        yield cache_at(f"redis://127.0.0.1:{listening.getsockname()[1]}/0")


def everything(kept):
    with pytest.raises(ValueError, match="not found"):
        kept.incr("n")
    return [
        kept.get("a", "default"),
        kept.get_many(["a", "b"]),
        kept.has_key("a"),
        kept.add("a", 1),
        kept.set("a", 1),
        kept.set_many({"a": 1}),
        kept.get_or_set("a", lambda: "computed"),
        kept.touch("a"),
        kept.delete("a"),
        kept.delete_many(["a"]),
        kept.clear(),
    ]


NOTHING_THERE = ["default", {}, False, True, None, ["a"], "computed", False, False, None, None]


def test_a_silent_server_costs_one_short_wait_and_one_line(silent, caplog):
    asked_at = time.monotonic()

    answers = [everything(silent) for _ in range(20)]

    assert time.monotonic() - asked_at < AT_ONCE
    assert answers == [NOTHING_THERE] * 20
    assert [record.message.partition(" (")[0] for record in caplog.records] == ["the cache is away"]


def test_a_server_that_is_gone_looks_empty(cache_at):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    assert everything(cache_at(f"redis://127.0.0.1:{port}/0")) == NOTHING_THERE


def test_other_threads_know_that_a_server_is_away(silent):
    silent.get("a")
    other = PassingCache(silent._servers[0], {})

    asked_at = time.monotonic()
    other.get("a")

    assert time.monotonic() - asked_at < cache.TIMEOUT / 2


@pytest.mark.services
def test_what_cannot_be_read_is_not_there(broker, cache_at):
    kept = cache_at(broker.url)
    kept.set("whole", {"a": 1})
    raw = kept._cache.get_client(None, write=True)
    raw.set(kept.make_key("torn"), b"\x80\x05garbage")
    raw.lpush(kept.make_key("a list"), "x")

    assert kept.get("torn", "computed") == "computed"
    assert kept.get_many(["torn", "whole"]) == {}
    assert kept.get("whole") == {"a": 1}
    assert kept.get("a list") is None  # another kind of thing under our key


@pytest.mark.services
@pytest.mark.parametrize("lose", [Broker.go_away, Broker.fall_silent])
def test_a_server_that_comes_back_is_used_again(broker, cache_at, monkeypatch, caplog, lose):
    monkeypatch.setattr(cache, "PAUSE", 0.1)
    kept = cache_at(broker.url)
    kept.set("a", 1)
    lose(broker)
    assert kept.get("a") is None

    broker.come_back()

    assert eventually(lambda: kept.set("a", 2) or kept.get("a")) == 2
    assert caplog.messages[-1] == "the cache is back"
