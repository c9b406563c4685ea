"""One list: what it would do or did, how far a worker is with it, and the answers to what it asks."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Stat, Tone
from bkkplan.ground.core.forms.lists import ListState
from bkkplan.ground.core.jobs import JobState
from bkkplan.ground.core.pages.acts import ActButton
from bkkplan.ground.core.pages.lists import ListColumns, ListPage, ListResult
from bkkplan.ground.core.wording import number
from bkkplan.ground.lists import actions
from bkkplan.ground.lists.builders.preview import seal_of, used_columns
from bkkplan.ground.lists.forms import FieldsForm, RowsForm, WordsForm
from bkkplan.ground.lists.models import ListWriting, RowList
from bkkplan.ground.lists.views.places import DOES, PlaceMixin, does_of

SHOWN_ROWS = 100
MARKED: tuple[Any, Tone] = (gettext_lazy("เปลี่ยนระหว่างตรวจ"), "bad")
UNSOLVED = ("asked", "wrong")


class OfList(PlaceMixin, ListPage):
    upload: RowList

    def setup(self, request: HttpRequest, *args: Any, uuid: UUID, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        lists = RowList.objects.visible_to(self.request.user).select_related(
            "reading", "writing", "uploaded_by", "confirmed_by", "undone_by"
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
        names = ("cancel", "columns", "words", "rows", "stop")
        named = {name: reverse(f"lists:{name}", args=[self.upload.uuid]) for name in names}
        return {"again": self.list_page(), "confirm": reverse("lists:confirm", args=[self.upload.uuid]), **named}

    @property
    def writing(self) -> ListWriting | None:
        """What a worker was asked to do with the list last."""
        return getattr(self.upload, "writing", None)

    def job(self) -> Any:
        writing = self.writing
        return writing if writing is not None and writing.is_live else super().job()

    def how_far(self, job: Any, *, waits_long: bool) -> str:
        if not isinstance(job, ListWriting):
            return super().how_far(job, waits_long=waits_long)
        if waits_long:
            return _("ระบบประมวลผลยังไม่รับงาน คำสั่งถูกเก็บไว้แล้ว และจะทำทันทีที่ระบบกลับมา ปิดหน้านี้ไว้ก่อนได้")
        return f"{_done_so_far(job)} {_('หน้านี้เปลี่ยนเองเมื่อเสร็จ ถ้ายกเลิกก่อนเสร็จ จะไม่มีแถวใดเปลี่ยน')}"

    def stop_page(self) -> str:
        return self.pages()["stop" if self.upload.state != ListState.WAITING else "cancel"]

    def ask_columns(self, data: Any = None) -> FieldsForm:
        return FieldsForm(data, kind=self.kind, outcome=self.upload.outcome)

    def ask_words(self, data: Any = None) -> WordsForm | None:
        """The words that a list does not know; nothing where it knows all."""
        strange = self.upload.outcome.get("strange")
        if not strange:
            return None
        words = self.kind.cell_words(self.place)
        return WordsForm(data, columns=self.kind.columns, strange=strange, words=words, detail=self.kind.detail)

    def ask_rows(self, data: Any = None) -> RowsForm | None:
        """Return a form that asks, for each row with several possible meanings, which one it has.

        Rows that were answered are asked again, with their answer. So are rows that the list does not name. Returns
        None if there is nothing to ask.
        """
        outcome = self.upload.outcome
        rows = [row for row in outcome.get("rows", ()) if row.get("choices")]
        not_named, ended = outcome.get("not_named", ()), outcome.get("ended", ())
        if not rows and not (not_named and self.kind.asking_ended):
            return None
        return RowsForm(data, kind=self.kind, rows=rows, not_named=not_named, ended=ended)

    def show_outcome(self, context: dict[str, Any], *, status: int) -> HttpResponse:
        outcome, marked = self.upload.outcome, set(self.upload.outcome.get("marked", ()))
        parts = outcome.get("parts", ())
        does = does_of(self.kind)
        used = used_columns(self.kind, outcome)
        rows = [
            {
                **row,
                "where": row.get("where", row["row"]),
                "label": word,
                "tone": tone,
                "cells": list(zip(used, row["cells"], strict=True)),
            }
            for row in outcome.get("rows", ())
            for word, tone in [MARKED if row["row"] in marked else does[row["does"]]]
        ]
        rows.sort(key=lambda row: (row["row"] not in marked, row["does"] not in UNSOLVED))
        to_do = outcome.get("new", 0) + outcome.get("changed", 0)
        to_do -= sum(row["does"] in ("new", "changed") and row["row"] in marked for row in rows)
        is_open = context["is_open"]
        is_answered = is_open and not outcome["strange"] and not outcome.get("asked")
        is_whole = is_answered and not any(not error["row"] for error in outcome["errors"])
        leaves_out = bool(marked or outcome.get("wrong"))
        has_some = to_do or (self.kind.takes_unchanged and outcome.get("same"))
        context |= {
            "kind": self.kind,
            "place": self.place,
            "rows": Paginator(rows, SHOWN_ROWS).get_page(self.request.GET.get("page")),
            "used": used,
            "outcome": outcome,
            "marked": len(marked),
            "words": context.get("words") or (self.ask_words() if is_open else None),
            "asked": self.ask_rows() if is_open else None,
            "seen": seal_of(outcome) if is_open else "",
            "can_confirm": is_whole and has_some and not leaves_out,
            "can_do_others": is_whole and to_do and leaves_out and self.kind.leaves_out,
            "hidden": sum(outcome.get(name, 0) for name in DOES) - len(rows) if is_open and outcome.get("sum") else 0,
            "parts": [_("%(sheet)s: %(rows)s แถว") % {"sheet": one, "rows": number(n)} for one, n in parts],
            "not_named_in_all": outcome.get("not_named_in_all", 0) if is_open else 0,
            "columns_open": context["columns_open"] or (not is_whole and is_answered),
            "to_do": to_do,
            "others": ngettext("ทำอีก %(n)s รายการ", "ทำอีก %(n)s รายการ", to_do) % {"n": f"{to_do:,}"},
            "undo": self.undo_page(),
            "told": self.told_by_worker() if not marked else "",
            "told_tone": "late" if self.upload.state == ListState.UNDONE else "bad",
            "stats": self.stats_of(outcome),
            **self.kind.made_context(actions.made_by(self.upload)),
        }
        return render(self.request, "lists/preview.html", context, status=status)

    def stats_of(self, outcome: dict[str, Any]) -> list[Stat]:
        tones: dict[str, Tone | None] = {"wrong": "bad", "asked": "late"}
        return [
            Stat(label=str(word), value=outcome.get(name, 0), tone=tones.get(name) if outcome.get(name) else None)
            for name, (word, _tone) in does_of(self.kind).items()
            if name != "asked" or outcome.get(name)
        ]

    def told_by_worker(self) -> str:
        """Why a worker did not do what it was asked for last, or what stays after it took the list back."""
        writing = self.writing
        return writing.sentence if writing is not None and not writing.is_live else ""

    def undo_page(self) -> str:
        """Empty for a list that is not in, and for one that was brought in too long ago."""
        is_done = self.upload.state == ListState.DONE and self.upload.made
        return reverse("lists:undo", args=[self.upload.uuid]) if is_done else ""


class Preview(OfList, ListResult):
    """What the list would do, or did: every row, every refusal, nothing in silence."""


class ChooseColumns(OfList, ListColumns):
    def get_form(self, form_class: Any = None) -> Any:
        if not self.upload.outcome.get("heads"):
            return super(ListColumns, self).get_form(form_class)
        return self.ask_columns(self.request.POST)

    def act(self, data: dict[str, Any]) -> None:
        if (choice := data.get("choice")) is None:
            raise actions.WrongMomentError
        actions.choose_columns(list_id=self.upload.pk, choice=choice, on=today(), by=self.request.user, at=now())


class AnswerWords(OfList, ActButton):
    done = gettext_lazy("เก็บคำตอบแล้ว ครั้งต่อไปจะไม่ถามคำนี้อีก")

    def get_form(self, form_class: Any = None) -> Any:
        return self.ask_words(self.request.POST) or super().get_form(form_class)

    def act(self, data: dict[str, Any]) -> None:
        answers = data.get("answers", {})
        actions.answer_words(list_id=self.upload.pk, answers=answers, on=today(), by=self.request.user, at=now())


class AnswerRows(OfList, ActButton):
    """Keep the answers to `ask_rows`, and look at the list again with them."""

    done = gettext_lazy("เก็บคำตอบแล้ว ตรวจผลด้านล่าง")

    def get_form(self, form_class: Any = None) -> Any:
        return self.ask_rows(self.request.POST) or super().get_form(form_class)

    def act(self, data: dict[str, Any]) -> None:
        actions.answer_rows(
            list_id=self.upload.pk,
            meant=data.get("meant", {}),
            ended=data.get("ended"),
            on=today(),
            by=self.request.user,
            at=now(),
        )


def _done_so_far(writing: ListWriting) -> str:
    """How many rows a worker has written or taken back; before the first one and after the last, what it does."""
    counts = {"done": number(writing.done), "total": number(writing.total or 0)}
    is_undo = writing.act == ListWriting.Act.UNDO
    if writing.state == JobState.QUEUED:
        return _("ระบบจะเริ่มทันทีที่ว่าง")
    if not writing.done:
        return _("กำลังเลิกทำ") if is_undo else _("กำลังตรวจทุกแถวอีกครั้งก่อนเขียน")
    if writing.done == writing.total:
        said = _("เลิกทำครบ %(total)s แถวแล้ว กำลังลงบันทึก") if is_undo else _("เขียนครบ %(total)s แถวแล้ว กำลังลงบันทึก")
        return said % counts
    said = _("เลิกทำแล้ว %(done)s จาก %(total)s แถว") if is_undo else _("เขียนแล้ว %(done)s จาก %(total)s แถว")
    return said % counts
