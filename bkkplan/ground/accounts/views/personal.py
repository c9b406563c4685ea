"""What is held about a person: shown, handed out as a file, forgotten."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.actions import personal as actions
from bkkplan.ground.accounts.forms import ErasureForm
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.views.people import PersonMixin
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.personal import Row
from bkkplan.ground.core.wording import thai_date_short, thai_datetime

SHOWN = 20


class MyData(RecordPage):
    """One's own data; everyone who can log in may see and take them."""

    person: User

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.person = request.user  # type: ignore[assignment]
        super().setup(request, *args, **kwargs)

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        parts = [
            {"title": held.title, "headings": held.headings, "count": len(held.rows), "rows": _newest(held.rows)}
            for held in actions.collect(self.person)
        ]
        context = {"person": self.person, "parts": parts, "shown": SHOWN, "crumbs": self.crumbs()}
        return render(request, "accounts/personal_data.html", context)

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        exported = actions.export_person(user_id=self.person.pk, by=request.user, at=now())
        name = f"personal-data-{self.person.pk}"
        response: HttpResponse
        if request.POST.get("format") == "html":
            held = [
                {**part, "headings": list(part["rows"][0]) if part["rows"] else [], "cells": _values(part["rows"])}
                for part in exported["held"]
            ]
            response = render(request, "accounts/personal_file.html", {"exported": {**exported, "held": held}})
            name += ".html"
        else:
            response = JsonResponse(exported, json_dumps_params={"ensure_ascii": False, "indent": 2})
            name += ".json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def crumbs(self) -> list[Link]:
        return [Link(label=_("งานของฉัน"), href=reverse("desk:my-work")), Link(label=_("ข้อมูลของฉัน"))]


class PersonData(PersonMixin, MyData):
    permission = "accounts.look_after_personal_data"
    heading = gettext_lazy("ข้อมูลของบุคคล")


class ErasePerson(PersonMixin, ActPage):
    permission = "accounts.look_after_personal_data"
    form_class = ErasureForm
    button = gettext_lazy("ลบข้อมูลของบุคคล")
    is_danger = True

    @property
    def heading(self) -> str:
        return _("ลบข้อมูลของ %(person)s") % {"person": self.person}

    def lead(self) -> str:
        return self.person.username

    @property
    def explanation(self) -> str:
        changed = _(
            "ชื่อ บัญชีผู้ใช้ อีเมล โทรศัพท์ และเรื่องแจ้งจะถูกลบ ชื่อในทะเบียนกรรมการ รายงานเวที และบันทึกการทำรายการจะถูกแทนด้วยนามแฝง"
        )
        stays = _("สิ่งที่บัญชีนี้เคยทำยังคงอยู่ตามที่กฎหมายกำหนด แต่ไม่บอกว่าเป็นใคร ลบแล้วเรียกคืนไม่ได้")
        return f"{changed} {stays}"

    @property
    def done(self) -> str:
        return _("ลบข้อมูลของบุคคลแล้ว บัญชีนี้เหลือเพียงนามแฝง “%(who)s”") % {"who": self.erased}

    def obstacle(self) -> str:
        return actions.why_still_in_office(self.person, on=today())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "person": self.person}

    def act(self, data: dict[str, Any]) -> None:
        self.erased = actions.erase_person(user_id=self.person.pk, on=today(), by=self.request.user, at=now())


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
