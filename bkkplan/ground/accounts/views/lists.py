"""Bring people in from a list: hand it in, look at what it would do, confirm, print the links; or take it back."""

from datetime import date
from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.core.mail import get_connection
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_htmx.http import HttpResponseClientRefresh

from bkkplan.ground.accounts.actions import LINK_LIFETIME, lists
from bkkplan.ground.accounts.enums import ListState, Role
from bkkplan.ground.accounts.forms import ColumnsForm, PeopleListForm, SamePersonForm
from bkkplan.ground.accounts.models import PeopleImport
from bkkplan.ground.accounts.resources.people import COLUMNS, MOST_PEOPLE, check_people
from bkkplan.ground.accounts.resources.template import people_template
from bkkplan.ground.accounts.views.letters import link_address, send_invitation
from bkkplan.ground.accounts.views.people import PeopleMixin
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Stat, Tone
from bkkplan.ground.core.db import ThaiOrder
from bkkplan.ground.core.jobs import JobState
from bkkplan.ground.core.pages.acts import ActButton, ActPage
from bkkplan.ground.core.pages.waiting import wait_for, waits_long
from bkkplan.ground.core.work import WorkRequest
from districts.models import District, Office

PAGE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TONES: dict[str, Tone] = {
    ListState.WAITING: "wait",
    ListState.CHECKED: "now",
    ListState.DONE: "done",
    ListState.CANCELLED: "wait",
    ListState.UNDONE: "wait",
}
DOES: dict[str, tuple[Any, Tone]] = {
    "new": (gettext_lazy("บัญชีใหม่"), "info"),
    "role": (gettext_lazy("ให้บทบาทเพิ่ม"), "info"),
    "same": (gettext_lazy("มีอยู่แล้ว"), "wait"),
    "ask": (gettext_lazy("ต้องตอบ"), "late"),
    "wrong": (gettext_lazy("ต้องแก้"), "bad"),
}


class ListMixin(PeopleMixin):
    permission = "accounts.manage_people"

    def crumbs(self, *last: Link) -> list[Link]:
        return super().crumbs(
            Link(label=_("นำเข้ารายชื่อ"), href=reverse("accounts:people-import") if last else ""), *last
        )

    def back(self) -> str:
        return reverse("accounts:people-import")

    def next_links(self) -> list[Link]:
        return []


def after_a_list() -> list[Link]:
    other = Link(label=_("นำเข้ารายชื่ออื่น"), href=reverse("accounts:people-import"))
    return [other, Link(label=_("ตั้งต้นระบบ"), href=reverse("desk:setting-up"))]


class ImportPeople(ListMixin):
    """A list to check, and the lists of before."""

    def get(self, request: WorkRequest) -> HttpResponse:
        return self.show(PeopleListForm())

    def post(self, request: WorkRequest) -> HttpResponse:
        form = PeopleListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        file, text = form.cleaned_data["file"], form.cleaned_data["text"]
        upload = lists.submit_list(
            uuid=form.cleaned_data["uuid"],
            data=file.read() if file else text.encode(),
            name=file.name if file else _("ตารางที่วาง"),
            by=request.user,
            at=now(),
        )
        wait_for(upload.reading)
        return redirect("accounts:people-import-result", uuid=upload.uuid)

    def show(self, form: PeopleListForm, *, status: int = 200) -> HttpResponse:
        user: Any = self.request.user
        uploads = PeopleImport.objects.visible_to(user).select_related("uploaded_by", "reading")
        page = Paginator(uploads.order_by("-uploaded_at", "-pk"), PAGE).get_page(self.request.GET.get("page"))
        context = {
            "form": form,
            "crumbs": self.crumbs(),
            "page": page,
            "uploads": [(upload, *_state(upload)) for upload in page.object_list],
            "columns": [column.heading for column in COLUMNS],
            "most": MOST_PEOPLE,
        }
        return render(self.request, "accounts/people_import.html", context, status=status)


def _state(upload: PeopleImport) -> tuple[Any, Tone]:
    if upload.state == ListState.WAITING and upload.reading.state == JobState.FAILED:
        return _("อ่านไฟล์ไม่สำเร็จ"), "bad"
    return ListState(upload.state).label, TONES[upload.state]


class PeopleTemplate(ListMixin):
    def get(self, request: WorkRequest) -> HttpResponse:
        districts, bureaus = (
            places.order_by(ThaiOrder("name_th"), "pk").values_list("name_th", flat=True)
            for places in (District.objects.all(), Office.objects.bureaus())
        )
        response = HttpResponse(people_template([*districts, *bureaus]), content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="people.xlsx"'
        return response


class _OfList(ListMixin):
    upload: PeopleImport

    def setup(self, request: HttpRequest, *args: Any, uuid: UUID, **kwargs: Any) -> None:
        super().setup(request, *args, uuid=uuid, **kwargs)
        uploads = PeopleImport.objects.visible_to(self.request.user).select_related("reading", "uploaded_by")
        self.upload = get_object_or_404(uploads, uuid=uuid)

    def back(self) -> str:
        return reverse("accounts:people-import-result", args=[self.upload.uuid])

    def show(self, *, columns: Any = None, answers: Any = None, status: int = 200) -> HttpResponse:
        upload, outcome = self.upload, self.upload.outcome
        if upload.state == ListState.WAITING:
            return self.show_reading()
        if self.request.htmx:  # the page that waited
            return HttpResponseClientRefresh()
        state, tone = _state(upload)
        is_open = upload.state == ListState.CHECKED
        places = ("assignment__district", "assignment__bureau")
        people = list(upload.admissions.select_related("assignment__user", *places).order_by("pk"))
        context = {
            "upload": upload,
            "crumbs": self.crumbs(Link(label=upload.name)),
            "state": state,
            "tone": tone,
            "is_open": is_open,
            "can_confirm": is_open and not outcome["errors"] and not outcome["open"] and outcome["given"],
            "errors": outcome.get("errors", ()),
            "unused": outcome.get("unused", ()),
            "other_sheets": outcome.get("other_sheets", ()),
            "columns": columns or (columns_form(upload) if is_open else None),
            "columns_open": columns is not None or not outcome.get("rows"),
            "answers": answers or (answers_form(upload) if is_open else None),
            "rows": shown(outcome.get("rows", ())),
            "admissions": people,
            "to_print": lists.people_to_hand_links(upload) if upload.state == ListState.DONE else (),
            "stats": [
                Stat(label=_("บัญชีใหม่"), value=outcome.get("new", 0)),
                Stat(label=_("บทบาทที่ให้"), value=outcome.get("given", 0)),
                Stat(label=_("มีอยู่แล้ว"), value=outcome.get("same", 0)),
            ],
        }
        if is_open:
            wrong, asked = len(outcome["errors"]), len(outcome["open"])
            context["stats"] += [
                Stat(label=_("ต้องตอบ"), value=asked, tone="late" if asked else None),
                Stat(label=_("ต้องแก้"), value=wrong, tone="bad" if wrong else None),
            ]
        return render(self.request, "accounts/people_import_result.html", context, status=status)

    def show_reading(self) -> HttpResponse:
        reading = self.upload.reading
        if self.request.htmx and not reading.is_live:
            return HttpResponseClientRefresh()
        state, tone = _state(self.upload)
        context = {
            "upload": self.upload,
            "reading": reading,
            "waits_long": waits_long(reading, at=now()),
            "here": self.back(),
            "cancel": reverse("accounts:people-import-cancel", args=[self.upload.uuid]),
            "crumbs": self.crumbs(Link(label=self.upload.name)),
            "state": state,
            "tone": tone,
        }
        page = "accounts/_people_reading.html" if self.request.htmx else "accounts/people_import_waiting.html"
        return render(self.request, page, context)


def shown(rows: Any) -> list[dict[str, Any]]:
    """The rows of an outcome in words."""
    places: dict[str, District | Office] = {}
    if rows:
        places = {place.code: place for place in (*District.objects.all(), *Office.objects.bureaus())}
    described = []
    for row in rows:
        word, tone = DOES[row["does"]]
        role = Role(row["role"]).label if row["role"] else ""
        days = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("starts_on", "ends_on")}
        described.append(
            row | days | {"word": word, "tone": tone, "role_word": role, "place": places.get(row["place"])}
        )
    return described


def columns_form(upload: PeopleImport, data: Any = None) -> ColumnsForm:
    outcome = upload.outcome
    chosen = {key: str(place) for key, place in outcome["columns"].items()}
    return ColumnsForm(
        data,
        columns=COLUMNS,
        headings=outcome["headings"],
        has_headings=bool(outcome["heading_row"]),
        initial=chosen | {"first_is_heading": upload.columns.get("first_is_heading", False)},
    )


def answers_form(upload: PeopleImport, data: Any = None) -> SamePersonForm | None:
    """The doubled names with what was answered; nothing where no name is doubled."""
    rows = [row for row in upload.outcome["rows"] if row["candidates"]]
    initial = {f"row-{row}": answer for row, answer in upload.answers.items()}
    return SamePersonForm(data, rows=rows, initial=initial) if rows else None


class ImportResult(_OfList):
    """What the list would do, or did: every row, every refusal, nothing in silence."""

    def get(self, request: WorkRequest, uuid: UUID) -> HttpResponse:
        return self.show()


class ChooseColumns(_OfList, ActButton):
    done = gettext_lazy("อ่านตามคอลัมน์ที่เลือกแล้ว ตรวจผลด้านล่าง")

    def get_form(self, form_class: Any = None) -> Any:
        return (
            columns_form(self.upload, self.request.POST) if self.upload.outcome.get("headings") else super().get_form()
        )

    def form_invalid(self, form: Any, *, status: int = 422) -> HttpResponse:
        return self.show(columns=form, status=status)

    def act(self, data: dict[str, Any]) -> None:
        lists.choose_columns(
            import_id=self.upload.pk,
            columns=data.get("columns", {}),
            check=check_people,
            on=today(),
            by=self.request.user,
            at=now(),
        )


class SamePeople(_OfList, ActButton):
    done = gettext_lazy("เก็บคำตอบแล้ว ตรวจผลด้านล่าง")

    def get_form(self, form_class: Any = None) -> Any:
        form = answers_form(self.upload, self.request.POST) if self.upload.outcome.get("rows") else None
        return form or super().get_form(form_class)

    def act(self, data: dict[str, Any]) -> None:
        lists.answer_list(
            import_id=self.upload.pk,
            answers=data.get("answers", {}),
            check=check_people,
            on=today(),
            by=self.request.user,
            at=now(),
        )


class ConfirmList(_OfList, ActButton):
    invited = 0

    @property
    def done(self) -> str:
        if not self.invited:
            return _("นำเข้ารายชื่อแล้ว")
        sentence = ngettext(
            "นำเข้ารายชื่อและส่งคำเชิญทางอีเมล %(n)s คนแล้ว", "นำเข้ารายชื่อและส่งคำเชิญทางอีเมล %(n)s คนแล้ว", self.invited
        )
        return sentence % {"n": self.invited}

    def act(self, data: dict[str, Any]) -> None:
        invitations = lists.confirm_list(
            import_id=self.upload.pk, check=check_people, on=today(), by=self.request.user, at=now()
        )
        with get_connection(fail_silently=True) as post:
            for invitation in invitations:
                send_invitation(self.request, invitation, through=post)
        self.invited = len(invitations)

    def next_links(self) -> list[Link]:
        return after_a_list()


class CancelList(_OfList, ActButton):
    done = gettext_lazy("ยกเลิกแล้ว ไม่มีบัญชีใดถูกสร้าง")

    def act(self, data: dict[str, Any]) -> None:
        lists.cancel_list(import_id=self.upload.pk, by=self.request.user, at=now())

    def next_page(self) -> str:
        return reverse("accounts:people-import")


class UndoList(_OfList, ActPage):
    heading = button = gettext_lazy("เลิกทำการนำเข้า")
    explanation = gettext_lazy("บทบาทที่รายชื่อนี้ให้จะสิ้นสุดวันนี้ และบัญชีใหม่ที่ยังไม่มีใครเข้าใช้จะปิด ส่วนที่มีผู้ใช้แล้วไม่เปลี่ยน")
    is_danger = True
    undone = lists.Undone(ended=0, kept=0)

    @property
    def done(self) -> str:
        return _("เลิกทำแล้ว สิ้นสุดบทบาท %(n)s รายการ") % {"n": self.undone.ended}

    def lead(self) -> str:
        return self.upload.name

    def crumbs(self, *last: Link) -> list[Link]:
        return super().crumbs(Link(label=self.upload.name, href=self.back()), *last)

    def act(self, data: dict[str, Any]) -> None:
        self.undone = lists.undo_list(import_id=self.upload.pk, on=today(), by=self.request.user, at=now())
        if self.undone.kept:
            sentence = _("คงไว้ %(n)s รายการ เพราะมีผู้ใช้แล้ว สิ้นสุดบทบาททีละคนได้ที่หน้าของผู้นั้น")
            messages.warning(self.request, sentence % {"n": self.undone.kept})


class PrintLinks(_OfList, ActButton):
    """The links of everybody on the list who has no e-mail, once: only their hashes are kept."""

    def act(self, data: dict[str, Any]) -> HttpResponse:
        made = lists.links_of_list(import_id=self.upload.pk, by=self.request.user, at=now())
        held = {a.assignment.user_id: a.assignment for a in self.admissions()}
        links = []
        for invitation in made:
            address = link_address(self.request, invitation.token)
            qr = segno.make(address, error="m").svg_data_uri(scale=3, border=2)
            user = invitation.user
            links.append({"person": user, "role": held[user.pk], "address": address, "qr": qr})
        context = {
            "links": links,
            "expires_at": now() + LINK_LIFETIME,
            "back": self.back(),
            "crumbs": self.crumbs(Link(label=self.upload.name, href=self.back()), Link(label=_("ลิงก์เข้าระบบครั้งเดียว"))),
        }
        response = render(self.request, "accounts/links.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def admissions(self) -> Any:
        return self.upload.admissions.select_related("assignment__district", "assignment__bureau").order_by("-pk")
