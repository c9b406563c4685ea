"""What is held about a person: shown, handed out as a file, forgotten."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions import AccountError
from bkkplan.ground.accounts.actions import personal as actions
from bkkplan.ground.accounts.forms import ErasureForm
from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.personal import Row
from bkkplan.ground.core.wording import thai_date_short, thai_datetime
from bkkplan.ground.core.work import WorkRequest, WorkView

SHOWN = 20


class MyData(WorkView):
    """One's own data; everyone who can log in may see and take them."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.person = self.request.user

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        parts = [
            {"title": held.title, "headings": held.headings, "count": len(held.rows), "rows": _newest(held.rows)}
            for held in actions.collect(self.person)
        ]
        context = {"person": self.person, "parts": parts, "shown": SHOWN, "crumbs": self.crumbs()}
        return render(request, "accounts/personal_data.html", context)

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        told = actions.export_person(user_id=self.person.pk, by=request.user, at=now())
        name = f"personal-data-{self.person.pk}"
        response: HttpResponse
        if request.POST.get("format") == "html":
            told["held"] = [
                part | {"headings": list(part["rows"][0]) if part["rows"] else [], "cells": _values(part["rows"])}
                for part in told["held"]
            ]
            response = render(request, "accounts/personal_file.html", {"told": told})
            name += ".html"
        else:
            response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
            name += ".json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def crumbs(self) -> list[Link]:
        return [Link(label=_("งานของฉัน"), href=reverse("desk:my-work")), Link(label=_("ข้อมูลของฉัน"))]


class AboutOthers(WorkView):
    """Pages of those who answer for everyone's data."""

    person: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.request.user.has_perm("accounts.look_after_personal_data"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def person_crumbs(self, here: str) -> list[Link]:
        return [
            Link(label=_("ผู้ใช้และบทบาท"), href=reverse("accounts:people")),
            Link(label=str(self.person), href=reverse("accounts:person", args=[self.person.pk])),
            Link(label=here),
        ]


class PersonData(AboutOthers, MyData):
    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(User.objects.visible_to(self.request.user), pk=pk)

    def crumbs(self) -> list[Link]:
        return self.person_crumbs(_("ข้อมูลของบุคคล"))


class ErasePerson(AboutOthers):
    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(User.objects.visible_to(self.request.user), pk=pk)

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        return self.show(ErasureForm(person=self.person))

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        form = ErasureForm(request.POST, person=self.person)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            erased = actions.erase_person(user_id=self.person.pk, on=today(), by=request.user, at=now())
        except AccountError as error:
            form.add_error(None, str(error))
            return self.show(form, status=422)
        messages.success(request, _("ลบข้อมูลของบุคคลแล้ว บัญชีนี้เหลือเพียงนามแฝง “%(who)s”") % {"who": erased})
        return redirect("accounts:person", erased.pk)

    def show(self, form: ErasureForm, status: int = 200) -> HttpResponse:
        context = {
            "person": self.person,
            "form": form,
            "offices": actions.offices_of(self.person, on=today()),
            "crumbs": self.person_crumbs(_("ลบข้อมูลของบุคคล")),
        }
        return render(self.request, "accounts/erase.html", context, status=status)


def _newest(rows: list[Row]) -> list[list[tuple[str, Any]]]:
    """As a page says them: each cell with its heading, which stands beside it on a phone."""
    return [[(heading, _in_words(value)) for heading, value in row.items()] for row in rows[-SHOWN:]]


def _in_words(value: Any) -> Any:
    match value:
        case bool():
            return _("ใช่") if value else _("ไม่ใช่")
        case datetime():
            return thai_datetime(value)
        case date():
            return thai_date_short(value)
    return value


def _values(rows: list[Row]) -> list[list[Any]]:
    return [list(row.values()) for row in rows]
