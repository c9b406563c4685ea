"""Where a list is handed in: paste it or choose a file, or take the sheet with the rows that stand."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Tone
from bkkplan.ground.core.forms.list_forms import ListForm
from bkkplan.ground.core.forms.lists import ListState
from bkkplan.ground.core.pages.lists import state_of
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.pages.waiting import wait_for
from bkkplan.ground.core.wording import number, thai_date_short
from bkkplan.ground.lists import actions
from bkkplan.ground.lists.models import RowList
from bkkplan.ground.lists.registry import ListKind, Place, kind_called

SHOWN_LISTS = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOES: dict[str, tuple[Any, Tone]] = {
    "new": (gettext_lazy("เพิ่ม"), "info"),
    "changed": (gettext_lazy("แก้ไข"), "late"),
    "same": (gettext_lazy("มีอยู่แล้ว"), "wait"),
    "left": (gettext_lazy("ไม่นำเข้า"), "wait"),
    "asked": (gettext_lazy("ต้องตอบ"), "late"),
    "wrong": (gettext_lazy("ต้องแก้"), "bad"),
}


def does_of(kind: ListKind) -> dict[str, tuple[Any, Tone]]:
    """What rows of a kind do, each in a word with the tone of its badge."""
    return {name: (kind.does_words.get(name, word), tone) for name, (word, tone) in DOES.items()}


class PlaceMixin(RecordPage):
    """A page of the lists of one kind at one place; the kind says who may open it."""

    kind: ListKind
    place: Place

    def at(self, kind: str, place: str) -> None:
        """Find the place; 404 for a kind that there is not, and for a stranger."""
        try:
            self.kind = kind_called(kind)
        except KeyError as error:
            raise Http404 from error
        found = self.kind.find(place, self.request.user)
        if found is None:
            raise Http404
        self.place, self.subject = found, found.row
        self.permission = self.kind.permission  # type: ignore[misc]

    @property
    def heading(self) -> Any:
        return _("นำเข้า%(what)sจากตาราง") % {"what": self.kind.title}

    def lead(self) -> str:
        return self.place.title

    def list_page(self) -> str:
        return reverse("lists:hand-in", args=[self.kind.code, self.place.key])

    def back(self) -> str:
        return self.place.url


class _AtPlace(PlaceMixin):
    def setup(self, request: HttpRequest, *args: Any, kind: str, place: str, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at(kind, place)

    def crumbs(self) -> list[Link]:
        return [*self.place.crumbs, Link(label=_("นำเข้าจากตาราง"))]


class HandIn(_AtPlace):
    """A list to check, and the lists of before."""

    def get(self, request: WorkRequest, **_kept: object) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: WorkRequest, **_kept: object) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if self.place.obstacle or not form.is_valid():
            return self.show(form, status=409 if self.place.obstacle else 422)
        data, name = form.content
        upload = actions.submit(
            kind=self.kind.code,
            place=self.place.key,
            uuid=form.cleaned_data["uuid"],
            data=data,
            name=name,
            day=form.cleaned_data.get("day"),
            on=today(),
            by=request.user,
            at=now(),
        )
        wait_for(upload.reading)
        return redirect("lists:result", uuid=upload.uuid)

    def form(self, *args: Any) -> ListForm:
        return ListForm(*args, most_bytes=self.kind.most_bytes, day_label=self.kind.day_label)

    def show(self, form: ListForm, *, status: int = 200) -> HttpResponse:
        lists = RowList.objects.visible_to(self.request.user).filter(kind=self.kind.code, place=self.place.key)
        lists = (
            lists.select_related("uploaded_by", "reading", "writing")
            .defer("made")
            .order_by("-uploaded_at", "-pk")[:SHOWN_LISTS]
        )
        context = {
            **self.top(),
            "form": form,
            "obstacle": self.place.obstacle,
            "file": reverse("lists:file", args=[self.kind.code, self.place.key]),
            "columns": [column.heading for column in self.kind.columns],
            "about": self.kind.about,
            "most": number(self.kind.most),
            "uploads": [
                (one, *state_of(one), reverse("lists:result", args=[one.uuid]), in_counts(one)) for one in lists
            ],
        }
        return render(self.request, "lists/rows_in.html", context, status=status)


def in_counts(upload: RowList) -> str:
    """What a list did, in a few words; empty for one that did nothing."""
    if upload.state not in (ListState.DONE, ListState.UNDONE):
        return ""
    values = {name: upload.outcome.get(name, 0) for name in ("new", "changed")}
    counts = _("เพิ่ม %(new)s แก้ไข %(changed)s") % {name: number(count) for name, count in values.items()}
    if words := kind_called(upload.kind).does_words:
        counts = " · ".join(f"{words[name]} {values[name]:,}" for name in values if name in words)
    if upload.day:
        return _("ณ วันที่ %(day)s %(counts)s") % {"day": thai_date_short(upload.day), "counts": counts}
    return counts


class SheetFile(_AtPlace):
    """The spreadsheet with the rows that stand and blank ones, to be filled in and sent back."""

    def get(self, request: WorkRequest, **_kept: object) -> HttpResponse:
        from bkkplan.ground.lists.exports import sheet_of  # openpyxl is large: few processes have it

        response = HttpResponse(sheet_of(self.kind, self.place), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{self.kind.code}-{self.place.key}.xlsx"'
        return response
