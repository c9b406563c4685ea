"""Bring a list in: paste it or choose a file, look at what it would do, confirm it, or take it back."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Stat, Tone
from bkkplan.ground.core.list_forms import ListForm
from bkkplan.ground.core.lists import ListState
from bkkplan.ground.core.pages.acts import ActButton, ActPage
from bkkplan.ground.core.pages.lists import ListColumns, ListPage, ListResult, state_of
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.pages.waiting import wait_for
from bkkplan.ground.core.work import WorkRequest
from bkkplan.ground.lists import actions
from bkkplan.ground.lists.builders.preview import seal_of, used_columns
from bkkplan.ground.lists.exports import sheet_of
from bkkplan.ground.lists.forms import ConfirmForm, FieldsForm, WordsForm
from bkkplan.ground.lists.models import RowList
from bkkplan.ground.lists.registry import ListKind, Place, kind_called

SHOWN_LISTS = 20
SHOWN_ROWS = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOES: dict[str, tuple[Any, Tone]] = {
    "new": (gettext_lazy("เพิ่ม"), "info"),
    "changed": (gettext_lazy("แก้ไข"), "late"),
    "same": (gettext_lazy("มีอยู่แล้ว"), "wait"),
    "left": (gettext_lazy("ไม่นำเข้า"), "wait"),
    "wrong": (gettext_lazy("ต้องแก้"), "bad"),
}
MARKED: tuple[Any, Tone] = (gettext_lazy("เปลี่ยนระหว่างตรวจ"), "bad")


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
        return self.show(ListForm())

    def post(self, request: WorkRequest, **_kept: object) -> HttpResponse:
        form = ListForm(request.POST, request.FILES)
        if self.place.obstacle or not form.is_valid():
            return self.show(form, status=409 if self.place.obstacle else 422)
        data, name = form.content
        upload = actions.submit(
            kind=self.kind.code,
            place=self.place.key,
            uuid=form.cleaned_data["uuid"],
            data=data,
            name=name,
            by=request.user,
            at=now(),
        )
        wait_for(upload.reading)
        return redirect("lists:result", uuid=upload.uuid)

    def show(self, form: ListForm, *, status: int = 200) -> HttpResponse:
        lists = RowList.objects.visible_to(self.request.user).filter(kind=self.kind.code, place=self.place.key)
        lists = lists.select_related("uploaded_by", "reading").order_by("-uploaded_at", "-pk")[:SHOWN_LISTS]
        context = {
            **self.top(),
            "form": form,
            "obstacle": self.place.obstacle,
            "file": reverse("lists:file", args=[self.kind.code, self.place.key]),
            "columns": [column.heading for column in self.kind.columns],
            "most": self.kind.most,
            "uploads": [
                (one, *state_of(one), reverse("lists:result", args=[one.uuid]), in_counts(one)) for one in lists
            ],
        }
        return render(self.request, "lists/rows_in.html", context, status=status)


def in_counts(upload: RowList) -> str:
    """What a list did, in a few words; empty for one that did nothing."""
    if upload.state not in (ListState.DONE, ListState.UNDONE):
        return ""
    values = {"new": upload.outcome.get("new", 0), "changed": upload.outcome.get("changed", 0)}
    return _("เพิ่ม %(new)s แก้ไข %(changed)s") % values


class SheetFile(_AtPlace):
    """The spreadsheet with the rows that stand and blank ones, to be filled in and sent back."""

    def get(self, request: WorkRequest, **_kept: object) -> HttpResponse:
        response = HttpResponse(sheet_of(self.kind, self.place), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{self.kind.code}-{self.place.key}.xlsx"'
        return response


class _OfList(PlaceMixin, ListPage):
    upload: RowList

    def setup(self, request: HttpRequest, *args: Any, uuid: UUID, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        lists = RowList.objects.visible_to(self.request.user).select_related(
            "reading", "uploaded_by", "confirmed_by", "undone_by"
        )
        self.upload = get_object_or_404(lists, uuid=uuid)
        self.at(self.upload.kind, self.upload.place)

    def back(self) -> str:
        return reverse("lists:result", args=[self.upload.uuid])

    def crumbs_here(self) -> list[Link]:
        return [
            *self.place.crumbs,
            Link(label=_("นำเข้าจากตาราง"), href=self.list_page()),
            Link(label=self.upload.name),
        ]

    def crumbs(self) -> list[Link]:
        *above, here = self.crumbs_here()
        return [*above, Link(label=here.label, href=self.back()), Link(label=str(self.heading))]

    def pages(self) -> dict[str, str]:
        named = {name: reverse(f"lists:{name}", args=[self.upload.uuid]) for name in ("cancel", "columns", "words")}
        return {"again": self.list_page(), "confirm": reverse("lists:confirm", args=[self.upload.uuid]), **named}

    def ask_columns(self, data: Any = None) -> FieldsForm:
        outcome = self.upload.outcome
        return FieldsForm(data, columns=self.kind.columns, outcome=outcome, detail=self.kind.detail)

    def ask_words(self, data: Any = None) -> WordsForm | None:
        """The words that a list does not know; nothing where it knows all."""
        strange = self.upload.outcome.get("strange")
        if not strange:
            return None
        words = self.kind.words(self.place)
        return WordsForm(data, columns=self.kind.columns, strange=strange, words=words, detail=self.kind.detail)

    def show_outcome(self, context: dict[str, Any], *, status: int) -> HttpResponse:
        outcome, marked = self.upload.outcome, set(self.upload.outcome.get("marked", ()))
        used = used_columns(self.kind, outcome)
        rows = [
            {**row, "label": word, "tone": tone, "cells": list(zip(used, row["cells"], strict=True))}
            for row in outcome.get("rows", ())
            for word, tone in [MARKED if row["row"] in marked else DOES[row["does"]]]
        ]
        rows.sort(key=lambda row: (row["row"] not in marked, row["does"] != "wrong"))
        to_do = sum(row["does"] in ("new", "changed") and row["row"] not in marked for row in rows)
        is_open = context["is_open"]
        is_whole = is_open and not outcome["strange"] and not any(not error["row"] for error in outcome["errors"])
        leaves_out = bool(marked or outcome.get("wrong"))
        context |= {
            "kind": self.kind,
            "place": self.place,
            "rows": Paginator(rows, SHOWN_ROWS).get_page(self.request.GET.get("page")),
            "used": used,
            "outcome": outcome,
            "marked": len(marked),
            "words": context.get("words") or (self.ask_words() if is_open else None),
            "seen": seal_of(outcome) if is_open else "",
            "can_confirm": is_whole and to_do and not leaves_out,
            "can_do_others": is_whole and to_do and leaves_out,
            "columns_open": context["columns_open"] or (not is_whole and not outcome.get("strange")),
            "to_do": to_do,
            "others": ngettext("ทำอีก %(n)s รายการ", "ทำอีก %(n)s รายการ", to_do) % {"n": f"{to_do:,}"},
            "undo": self.undo_page(),
            "stats": self.stats_of(outcome),
        }
        return render(self.request, "lists/preview.html", context, status=status)

    def stats_of(self, outcome: dict[str, Any]) -> list[Stat]:
        tones: dict[str, Tone | None] = {"wrong": "bad"}
        return [
            Stat(label=str(word), value=outcome.get(name, 0), tone=tones.get(name) if outcome.get(name) else None)
            for name, (word, _tone) in DOES.items()
        ]

    def undo_page(self) -> str:
        """Empty for a list that is not in, and for one that was brought in too long ago."""
        is_done = self.upload.state == ListState.DONE and self.upload.made
        return reverse("lists:undo", args=[self.upload.uuid]) if is_done else ""


class Preview(_OfList, ListResult):
    """What the list would do, or did: every row, every refusal, nothing in silence."""


class ChooseColumns(_OfList, ListColumns):
    def get_form(self, form_class: Any = None) -> Any:
        if not self.upload.outcome.get("heads"):
            return super(ListColumns, self).get_form(form_class)
        return self.ask_columns(self.request.POST)

    def act(self, data: dict[str, Any]) -> None:
        if (choice := data.get("choice")) is None:
            raise actions.WrongMomentError
        actions.choose_columns(list_id=self.upload.pk, choice=choice, on=today(), by=self.request.user, at=now())


class AnswerWords(_OfList, ActButton):
    done = gettext_lazy("เก็บคำตอบแล้ว ครั้งต่อไปจะไม่ถามคำนี้อีก")

    def get_form(self, form_class: Any = None) -> Any:
        return self.ask_words(self.request.POST) or super().get_form(form_class)

    def act(self, data: dict[str, Any]) -> None:
        answers = data.get("answers", {})
        actions.answer_words(list_id=self.upload.pk, answers=answers, on=today(), by=self.request.user, at=now())


class Confirm(_OfList, ActButton):
    form_class = ConfirmForm
    done_text = ""

    @property
    def done(self) -> str:
        return self.done_text

    def act(self, data: dict[str, Any]) -> None:
        upload = actions.confirm(list_id=self.upload.pk, **data, on=today(), by=self.request.user, at=now())
        self.done_text = _("นำเข้าแล้ว: %(counts)s") % {"counts": in_counts(upload)}

    def next_page(self) -> str:
        self.upload.refresh_from_db()
        return self.place.url if self.upload.state == ListState.DONE else self.back()

    def next_links(self) -> list[Link]:
        return [Link(label=_("ดูผลการนำเข้าหรือเลิกทำ"), href=self.back())]


class Cancel(_OfList, ActButton):
    done = gettext_lazy("ไม่ได้นำเข้าแถวใด")

    def act(self, data: dict[str, Any]) -> None:
        actions.cancel(list_id=self.upload.pk, by=self.request.user, at=now())

    def next_page(self) -> str:
        return self.list_page()


class Undo(_OfList, ActPage):
    """Take back what the list wrote."""

    heading = button = gettext_lazy("เลิกทำการนำเข้า")
    done = gettext_lazy("เลิกทำแล้ว")
    is_danger = True

    @property
    def explanation(self) -> Any:
        return self.kind.undoing

    def obstacle(self) -> str:
        if self.upload.state != ListState.DONE or not self.upload.made:
            return _("ตารางนี้ไม่มีอะไรให้เลิกทำ")
        return self.place.obstacle

    def lead(self) -> str:
        return f"{self.upload.name} · {self.place.title}"

    def act(self, data: dict[str, Any]) -> None:
        actions.undo(list_id=self.upload.pk, on=today(), by=self.request.user, at=now())

    def next_page(self) -> str:
        return self.place.url

    def next_links(self) -> list[Link]:
        return [Link(label=_("นำเข้าจากตาราง"), href=self.list_page())]
