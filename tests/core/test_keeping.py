"""What is kept for visitors: made by one at a time, the old shown meanwhile, and without a cache by each."""

import threading

import pytest
from django.core.cache import cache

from bkkplan.ground.core.questions import keeping
from bkkplan.ground.core.questions.keeping import kept
from tests.at_once import at_once
from tests.waiting import eventually

FOR = {"seconds": 60, "old_for": 60}


@pytest.fixture(autouse=True)
def nothing_kept(db):
    cache.clear()


def test_what_is_kept_is_made_once():
    made = []

    answers = [kept("it", lambda: made.append(1) or len(made), **FOR) for _ in range(3)]

    assert (answers, made) == ([1, 1, 1], [1])


def test_another_stamp_or_the_end_of_the_time_makes_it_anew():
    first = kept("it", lambda: "first", stamp="1", **FOR)
    of_a_later_act = kept("it", lambda: "second", stamp="2", **FOR)
    cache.clear()
    kept("it", lambda: "old", seconds=-1, old_for=60)

    assert (first, of_a_later_act, kept("it", lambda: "new", **FOR)) == ("first", "second", "new")


def test_ten_at_once_make_it_once_and_all_get_it(monkeypatch):
    made, waiting = [], []
    wait_for = keeping._wait_for
    monkeypatch.setattr(keeping, "_wait_for", lambda *args: waiting.append(1) or wait_for(*args))

    def make():
        made.append(threading.get_ident())
        eventually(lambda: len(waiting) == 9)
        return "made"

    assert at_once(lambda _: kept("it", make, **FOR), range(10)) == ["made"] * 10
    assert len(made) == 1


def test_while_one_makes_it_anew_the_others_get_the_old_at_once():
    kept("it", lambda: "old", stamp="1", **FOR)
    is_making, may_end = threading.Event(), threading.Event()

    def slow():
        is_making.set()
        may_end.wait(20)
        return "new"

    maker = threading.Thread(target=lambda: kept("it", slow, stamp="2", **FOR))
    maker.start()
    is_making.wait(20)
    meanwhile = kept("it", lambda: "made twice", stamp="2", **FOR)
    may_end.set()
    maker.join()

    assert (meanwhile, kept("it", lambda: "made twice", stamp="2", **FOR)) == ("old", "new")


def test_what_fails_is_made_by_the_next():
    def fail():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        kept("it", fail, **FOR)

    assert kept("it", lambda: "made", **FOR) == "made"


def test_what_is_not_worth_keeping_is_made_by_each_who_asks():
    assert kept("it", lambda: None, **FOR) is None
    assert kept("it", lambda: "made", **FOR) == "made"


def test_who_died_while_making_it_stops_nobody_for_long(monkeypatch):
    monkeypatch.setattr(keeping, "LOCKED_FOR", 1)
    cache.add("it:lock", "of a process that is gone", 1)

    assert eventually(lambda: kept("it", lambda: "made", **FOR), 10) == "made"


def test_who_waits_in_vain_makes_it(monkeypatch):
    monkeypatch.setattr(keeping, "WAIT", 0.1)
    cache.add("it:lock", "of another", 60)

    assert kept("it", lambda: "made", **FOR) == "made"


def test_rubbish_in_the_cache_is_no_answer():
    cache.set("it", "rubbish")

    assert kept("it", lambda: "made", **FOR) == "made"


def test_only_of_great_things_what_was_counted_is_kept(monkeypatch):
    monkeypatch.setattr(keeping, "GREAT", 10)

    def counts(*numbers):
        left = list(numbers)
        return lambda asked: keeping.kept_where_great("test", asked, lambda: left.pop(0), size=lambda found: found)

    few, many = counts(3, 4), counts(30, 40)

    assert [few(("a",)), few(("a",))] == [3, 4]
    assert [many(("b",)), many(("b",)), many(("c",))] == [30, 30, 40]
