"""The one page fragment that belongs to no subject: how a typed amount or day is understood."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bkkplan.ground.core.forms.fields import ABOUT, HAPPENS, UNDERSTOOD, consequence_of, in_words
from bkkplan.ground.core.thai import NotUnderstoodError, means_nothing


@require_GET
def show_understood(request: HttpRequest, kind: str) -> HttpResponse:
    # htmx sends the input under its own name, so its text is the only value beside ours.
    asked = request.GET.dict()
    happens, about = asked.pop(HAPPENS, ""), asked.pop(ABOUT, "")
    text = next(iter(asked.values()), "").strip()
    context: dict[str, Any] = {"consequence": ("", True)}
    try:
        context["understood"] = "" if means_nothing(text) else UNDERSTOOD[kind](text)
        if kind == "date" and not means_nothing(text):
            context["consequence"] = consequence_of(happens, text, about)
    except NotUnderstoodError as error:
        context = {"refusal": in_words(error)}
    return render(request, "widgets/understood_text.html", context)
