"""Bring people in from a list: hand it in, look at what it would do, confirm, print the links; or take it back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.mail import get_connection
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bkkplan.ground.accounts.actions import lists
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.forms import SamePersonForm
from bkkplan.ground.accounts.models import PeopleImport
from bkkplan.ground.accounts.resources.people import COLUMNS, MOST_PEOPLE, check_people
from bkkplan.ground.accounts.resources.template import people_template
from bkkplan.ground.accounts.views.letters import send_invitation
from bkkplan.ground.accounts.views.people import PeopleMixin
from bkkplan.ground.accounts.views.shown_links import show_links
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Stat, Tone
from bkkplan.ground.core.db import ThaiOrder
from bkkplan.ground.core.list_forms import ListForm
from bkkplan.ground.core.lists import ListState
from bkkplan.ground.core.pages.acts import ActButton, ActPage
from bkkplan.ground.core.pages.lists import ListColumns, ListPage, ListResult, state_of
from bkkplan.ground.core.pages.waiting import wait_for
from bkkplan.ground.core.work import WorkRequest
from districts.models import District, Office

PAGE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
        return self.show(ListForm())

    def post(self, request: WorkRequest) -> HttpResponse:
        form = ListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        data, name = form.content
        uuid = form.cleaned_data["uuid"]
        upload = lists.submit_list(uuid=uuid, data=data, name=name, by=request.user, at=now())
        wait_for(upload.reading)
        return redirect("accounts:people-import-result", uuid=upload.uuid)

    def show(self, form: ListForm, *, status: int = 200) -> HttpResponse:
        user: Any = self.request.user
        uploads = PeopleImport.objects.visible_to(user).select_related("uploaded_by", "reading")
        page = Paginator(uploads.order_by("-uploaded_at", "-pk"), PAGE).get_page(self.request.GET.get("page"))
        context = {
            "form": form,
            "crumbs": self.crumbs(),
            "page": page,
            "uploads": [(upload, *state_of(upload), result_page(upload), "") for upload in page.object_list],
            "columns": [column.heading for column in COLUMNS],
            "most": MOST_PEOPLE,
        }
        return render(self.request, "accounts/people_import.html", context, status=status)


def result_page(upload: PeopleImport) -> str:
    return reverse("accounts:people-import-result", args=[upload.uuid])


class PeopleTemplate(ListMixin):
    def get(self, request: WorkRequest) -> HttpResponse:
        districts, bureaus = (
            places.order_by(ThaiOrder("name_th"), "pk").values_list("name_th", flat=True)
            for places in (District.objects.all(), Office.objects.bureaus())
        )
        response = HttpResponse(people_template([*districts, *bureaus]), content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="people.xlsx"'
        return response


class _OfList(ListMixin, ListPage):
    upload: PeopleImport
    columns = COLUMNS

    def setup(self, request: HttpRequest, *args: Any, uuid: UUID, **kwargs: Any) -> None:
        super().setup(request, *args, uuid=uuid, **kwargs)
        uploads = PeopleImport.objects.visible_to(self.request.user).select_related("reading", "uploaded_by")
        self.upload = get_object_or_404(uploads, uuid=uuid)

    def back(self) -> str:
        return result_page(self.upload)

    def crumbs_here(self) -> list[Link]:
        return self.crumbs(Link(label=self.upload.name))

    def pages(self) -> dict[str, str]:
        return {
            "again": reverse("accounts:people-import"),
            "cancel": reverse("accounts:people-import-cancel", args=[self.upload.uuid]),
            "columns": reverse("accounts:people-import-columns", args=[self.upload.uuid]),
        }

    def show_outcome(self, context: dict[str, Any], *, status: int) -> HttpResponse:
        upload, outcome = self.upload, self.upload.outcome
        is_open, places = context["is_open"], ("assignment__district", "assignment__bureau")
        context |= {
            "can_confirm": is_open and not outcome["errors"] and not outcome["open"] and outcome["given"],
            "answers": context.get("answers") or (answers_form(upload) if is_open else None),
            "rows": shown(outcome.get("rows", ())),
            "admissions": list(upload.admissions.select_related("assignment__user", *places).order_by("pk")),
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


def answers_form(upload: PeopleImport, data: Any = None) -> SamePersonForm | None:
    """The doubled names with what was answered; nothing where no name is doubled."""
    rows = [row for row in upload.outcome["rows"] if row["candidates"]]
    initial = {f"row-{row}": answer for row, answer in upload.answers.items()}
    return SamePersonForm(data, rows=rows, initial=initial) if rows else None


class ImportResult(_OfList, ListResult):
    """What the list would do, or did: every row, every refusal, nothing in silence."""


class ChooseColumns(_OfList, ListColumns):
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
        crumbs = self.crumbs(Link(label=self.upload.name, href=self.back()), Link(label=_("ลิงก์เข้าระบบครั้งเดียว")))
        links = [(invitation, held[invitation.user.pk]) for invitation in made]
        return show_links(self.request, links, crumbs=crumbs, back=self.back())

    def admissions(self) -> Any:
        return self.upload.admissions.select_related("assignment__district", "assignment__bureau").order_by("-pk")
