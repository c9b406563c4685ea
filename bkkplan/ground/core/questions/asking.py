"""Questions that many parts of one page ask, and the database answers once."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

P = ParamSpec("P")
T = TypeVar("T")

READS_ONLY = frozenset({"GET", "HEAD"})
_answers: ContextVar[dict[Hashable, object] | None] = ContextVar("answers", default=None)


def asked_once(question: Callable[P, T]) -> Callable[P, T]:
    """Answer a call with the same arguments from the first answer, for as long as one page is read.

    Acts, jobs, commands and tests ask the database each time, because they may write between two calls. The arguments
    must be hashable. Callers share the answer, so they do not change it.
    """

    @wraps(question)
    def answer(*args: P.args, **kwargs: P.kwargs) -> T:
        answers = _answers.get()
        if answers is None:
            return question(*args, **kwargs)
        key = (question, args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = question(*args, **kwargs)
        return answers[key]  # type: ignore[return-value]

    return answer


def answers_of_the_page() -> dict[Hashable, object] | None:
    """What was answered for the page that is read now; None while none is."""
    return _answers.get()


class AskOnce:
    """Begins the answers of `asked_once` for each request that only reads, and forgets them after it.

    An answer that is sent while it is made keeps them until its last part.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in READS_ONLY:
            return self.get_response(request)
        answers: dict[Hashable, object] = {}
        with _answering(answers):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = _Parts(iter(response), answers)
        return response


class _Parts:
    """The parts of an answer, each of which is made with the same answers to questions."""

    def __init__(self, left: Iterator[bytes], answers: dict[Hashable, object]) -> None:
        self.left, self.answers = left, answers

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with _answering(self.answers):
            return next(self.left)


@contextmanager
def _answering(answers: dict[Hashable, object]) -> Iterator[None]:
    token = _answers.set(answers)
    try:
        yield
    finally:
        _answers.reset(token)
