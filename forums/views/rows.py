"""The rows of a forum's results. Each is posted by the recording page as it is typed, or from a plain page.

Both come the same way in: one form, one action. Only the answer differs.
"""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions import notify_of_replacement
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core import autosave
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Difference
from bkkplan.ground.core.models import StaleError, Versioned
from bkkplan.ground.core.wording import thai_time
from bkkplan.ground.core.work import WorkRequest
from forums.actions import minutes, proposals
from forums.actions.errors import ForumError
from forums.enums import RECORDING_STATES
from forums.forms.rows import AGENDA_TOPICS, AgendaForm, AttendanceForm, MeetingForm, ProposalForm, ResultsForm
from forums.models import AgendaItem, Attendance, Forum, ParticipantSector, Proposal
from forums.views.base import ForumMixin, crumbs_to, why_not_recorded


class RowView(autosave.ForItsPersonMixin, ForumMixin):
    """One row: GET is a plain page, POST saves. Subclasses say which form, what stands in it, and which action."""

    form_class: ClassVar[type[ResultsForm]]
    template_name: ClassVar[str] = "forums/row.html"
    row: Versioned | None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.row = self.find()

    def find(self) -> Versioned | None:
        """The row as it stands, if it stands already."""
        raise NotImplementedError

    def heading(self) -> str:
        raise NotImplementedError

    def key(self) -> str:
        """The row's name on the recording page, under which a browser keeps what it could not save."""
        raise NotImplementedError

    def texts(self, row: Any) -> dict[str, Any]:
        """What the row's form holds."""
        raise NotImplementedError

    def save(self, form: Any, *, seen: int) -> Any:
        raise NotImplementedError

    def form_kwargs(self) -> dict[str, Any]:
        return {"forum": self.forum}

    def form(self, **kwargs: Any) -> ResultsForm:
        return self.form_class(**self.form_kwargs(), **kwargs)

    def shown(self, row: Any) -> dict[str, str]:
        return autosave.texts_of(self.form(initial=self.texts(row)))

    def shown_after_saving(self, row: Any) -> dict[str, str]:
        return self.shown(row)

    def next_page(self) -> str:
        is_published = self.forum.published_on is not None
        return self.forum.get_absolute_url() + ("" if is_published else "record/")

    def get(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.form(initial=self.texts(self.row)))

    def post(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        as_json = autosave.wants_json(request)
        if as_json and self.forum.state not in RECORDING_STATES:
            return autosave.refused(sentence=why_not_recorded(self.forum))
        form = self.form(data=request.POST)
        if not form.is_valid():
            return autosave.refused_form(form) if as_json else self.show(form, status=422)
        seen = request.POST.get("version", "")
        try:
            row = self.save(form, seen=int(seen) if seen.isdecimal() else 0)
        except StaleError as error:
            return self.answer_stale(form, error, as_json=as_json)
        except ForumError as error:
            if as_json:
                there = {error.field: error.sentence} if error.field in form.fields else {}
                return autosave.refused(errors=there, sentence="" if there else error.sentence)
            form.add_error(error.field if error.field in form.fields else None, error.sentence)
            return self.show(form, status=422)
        if self.row and request.POST.get("over"):
            self.tell_replaced(form, row)
        if as_json:
            shown = self.shown_after_saving(row)
            notes = autosave.notes_of(request.POST, shown, form)
            return autosave.saved(version=row.version, shown=shown, notes=notes, at=now())
        messages.success(request, _("บันทึกแล้ว"))
        return redirect(f"{self.next_page()}?saved={self.key()}")

    def answer_stale(self, form: ResultsForm, error: StaleError, *, as_json: bool) -> HttpResponse:
        theirs = self.shown(error.theirs)
        last = Entry.objects.about(error.theirs).order_by("-at", "-pk").first()
        by, at = (last.actor_label, last.at) if last else (_("เพื่อนร่วมงาน"), None)
        if as_json:
            return autosave.stale(version=error.theirs.version, theirs=theirs, by=by, at=at)  # type: ignore[attr-defined]
        differences = [
            Difference(label=form[name].label, yours=_in_words(form, name, yours), theirs=_in_words(form, name, text))
            for name, text in theirs.items()
            if name in form.fields and (yours := str(form[name].value() or "")) != text
        ]
        return self.show(
            form,
            status=409,
            version=error.theirs.version,  # type: ignore[attr-defined]
            conflict={"items": differences, "by": by, "at": thai_time(at) if at else ""},
        )

    def tell_replaced(self, form: ResultsForm, row: Any) -> None:
        before, after = self.shown(self.row), self.shown(row)
        changed = [name for name in after if before[name] != after[name]]
        notify_of_replacement(
            row=row,
            place=self.forum,
            before=" · ".join(_in_words(form, name, before[name]) for name in changed),
            after=" · ".join(_in_words(form, name, after[name]) for name in changed),
            url=self.next_page(),
            by=self.request.user,
            at=now(),
        )

    def show(self, form: ResultsForm, *, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "form": form,
            "forum": self.forum,
            "heading": self.heading(),
            "key": self.key(),
            "version": self.request.POST.get("version") or (self.row.version if self.row else 0),
            "crumbs": crumbs_to(self.forum, here=self.heading()),
            "back": self.next_page(),
            **more,
        }
        return render(self.request, self.template_name, context, status=status)


def _in_words(form: ResultsForm, name: str, value: str) -> str:
    choices = getattr(form.fields[name], "choices", None)
    if choices is None:
        return value
    return next((str(label) for key, label in choices if str(key) == value), value)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class ProposalRow(RowView):
    """A proposal under the uuid that the browser gave it."""

    form_class = ProposalForm
    uuid: UUID

    def find(self) -> Proposal | None:
        self.uuid = self.kwargs["uuid"]
        proposal = Proposal.objects.filter(uuid=self.uuid).select_related("community").first()
        if proposal and proposal.forum_id != self.forum.pk:
            raise Http404  # a uuid of another forum is not ours to touch, nor to know of
        return proposal

    def heading(self) -> str:
        return _("แก้ไขข้อเสนอ") if self.row else _("เพิ่มข้อเสนอ")

    def key(self) -> str:
        return str(self.uuid)

    def texts(self, row: Proposal | None) -> dict[str, Any]:
        if row is None:
            return {}
        texts = {name: getattr(row, f"{name}_id", getattr(row, name, None)) for name in proposals.TEXT}
        return {
            **texts,
            "community": row.community.name_th if row.community else "",
            "removed": row.removed_on is not None,
        }

    def save(self, form: ProposalForm, *, seen: int) -> Proposal:
        common: dict[str, Any] = {"forum_id": self.forum.pk, "uuid": self.uuid, "by": self.request.user, "at": now()}
        if form.cleaned_data["removed"]:
            return proposals.remove_proposal(**common, seen=seen, on=today(), reason=form.reason)
        before = _uuid(self.request.POST.get("before", ""))
        return proposals.save_proposal(**common, seen=seen, text=form.row, before=before, reason=form.reason)

    def post(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row is None and request.POST.get("removed") and autosave.wants_json(request):
            # Typed and taken out before it was ever sent: there is nothing to keep.
            return autosave.saved(version=0, shown=self.as_typed(), at=now())
        return super().post(request, *args, **kwargs)

    def shown_after_saving(self, row: Proposal) -> dict[str, str]:
        # Taking out saves nothing else: what was typed last stays in the page, and goes with putting it back.
        return self.shown(row) if row.removed_on is None else self.as_typed()

    def as_typed(self) -> dict[str, str]:
        return {name: self.request.POST.get(name, "") for name in ProposalForm.base_fields}


class AttendanceRow(RowView):
    """The whole grid of sectors is one row: its parts stand against one total."""

    form_class = AttendanceForm

    def find(self) -> Forum:
        return self.forum

    def heading(self) -> str:
        return _("ผู้เข้าร่วมตามภาคส่วน")

    def key(self) -> str:
        return "attendance"

    def form_kwargs(self) -> dict[str, Any]:
        return {"forum": self.forum, "sectors": sectors_of(self.forum)}

    def texts(self, row: Forum) -> dict[str, Any]:
        return attendance_texts(row)

    def save(self, form: AttendanceForm, *, seen: int) -> Forum:
        return minutes.save_attendance(
            forum_id=self.forum.pk,
            seen=seen,
            people=form.people,
            total=form.cleaned_data["attendance_total"],
            reason=form.reason,
            by=self.request.user,
            at=now(),
        )


class MeetingRow(RowView):
    form_class = MeetingForm

    def find(self) -> Forum:
        return self.forum

    def heading(self) -> str:
        return _("การประชุมและสรุปผล")

    def key(self) -> str:
        return "meeting"

    def texts(self, row: Forum) -> dict[str, Any]:
        return {name: getattr(row, name) for name in minutes.MEETING}

    def save(self, form: MeetingForm, *, seen: int) -> Forum:
        return minutes.save_meeting(
            forum_id=self.forum.pk, seen=seen, **form.row, reason=form.reason, by=self.request.user, at=now()
        )


class AgendaRow(RowView):
    form_class = AgendaForm

    def find(self) -> AgendaItem | None:
        if self.kwargs["part"] not in AGENDA_TOPICS:
            raise Http404
        return AgendaItem.objects.filter(forum=self.forum, part=self.kwargs["part"]).first()

    def heading(self) -> str:
        return _("ระเบียบวาระที่ %(part)s") % {"part": self.kwargs["part"]}

    def key(self) -> str:
        return f"agenda-{self.kwargs['part']}"

    def texts(self, row: AgendaItem | None) -> dict[str, Any]:
        if row is None:
            return {"topic": AGENDA_TOPICS[self.kwargs["part"]], "resolution": ""}
        return {"topic": row.topic, "resolution": row.resolution}

    def save(self, form: AgendaForm, *, seen: int) -> AgendaItem:
        return minutes.save_agenda_part(
            forum_id=self.forum.pk,
            part=self.kwargs["part"],
            seen=seen,
            **form.row,
            reason=form.reason,
            by=self.request.user,
            at=now(),
        )


def sectors_of(forum: Forum) -> list[ParticipantSector]:
    """Those in use, and those that were counted when they still were."""
    counted = Attendance.objects.filter(forum=forum).values("sector")
    in_use = ParticipantSector.objects.filter(is_active=True) | ParticipantSector.objects.filter(pk__in=counted)
    return list(in_use.order_by("position"))


def attendance_texts(forum: Forum) -> dict[str, Any]:
    """The counts as the form holds them; the total only where it is more than the sum."""
    counts = dict(Attendance.objects.filter(forum=forum).values_list("sector", "people"))
    texts: dict[str, Any] = {f"sector_{sector}": people for sector, people in counts.items()}
    texts["attendance_total"] = forum.attendance_total if forum.attendance_total != sum(counts.values()) else None
    return texts
