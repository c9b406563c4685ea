"""The one page fragment that belongs to no subject: how a typed amount or day is understood."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bkkplan.ground.core.formfields import UNDERSTOOD, in_words
from bkkplan.ground.core.thai import NotUnderstoodError, means_nothing


@require_GET
def show_understood(request: HttpRequest, kind: str) -> HttpResponse:
    # htmx sends the input under its own name, so its text is the only value there is.
    text = str(next(iter(request.GET.values()), "")).strip()
    try:
        context = {"understood": "" if means_nothing(text) else UNDERSTOOD[kind](text)}
    except NotUnderstoodError as error:
        context = {"refusal": in_words(error)}
    return render(request, "widgets/understood_text.html", context)
