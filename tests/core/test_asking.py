"""A question is answered once for a page that is read, and each time where something may be written between."""

import pytest
from django.http import StreamingHttpResponse

from bkkplan.ground.core.questions.asking import AskOnce, asked_once


@pytest.fixture
def asked(rf):
    """``asked("get")``: the numbers for which the question was put while one request asked for 1, 1 and 2."""
    put: list[int] = []

    @asked_once
    def question(number, *, factor=2):
        put.append(number)
        return number * factor

    def ask(method):
        put.clear()
        answers = []

        def page(_request):
            answers.extend([question(1), question(1), question(2), question(2, factor=3)])

        AskOnce(page)(getattr(rf, method)("/"))
        assert answers == [2, 2, 4, 6]
        return list(put)

    return ask


def test_a_page_that_is_read_asks_once(asked):
    assert asked("get") == [1, 2, 2]
    assert asked("get") == [1, 2, 2], "the next page asks again"


def test_a_file_that_is_sent_while_it_is_made_asks_once(rf):
    put = []

    @asked_once
    def question():
        put.append(1)
        return b"x"

    def lines():
        for _ in range(3):
            yield question()

    def page(_request):
        question()
        return StreamingHttpResponse(lines())

    response = AskOnce(page)(rf.get("/"))

    assert b"".join(response) == b"xxx"
    assert len(put) == 1
    question()
    assert len(put) == 2, "what is asked after a file, or between two parts of it, belongs to nobody's page"


def test_an_act_asks_each_time(asked):
    assert asked("post") == [1, 1, 2, 2]


def test_what_failed_is_asked_again(rf):
    tries = []

    @asked_once
    def question():
        tries.append(1)
        raise ConnectionError

    def page(_request):
        for _ in range(2):
            with pytest.raises(ConnectionError):
                question()

    AskOnce(page)(rf.get("/"))

    assert len(tries) == 2


def test_without_a_request_it_asks_each_time():
    put = []

    @asked_once
    def question():
        put.append(1)

    question()
    question()

    assert len(put) == 2
