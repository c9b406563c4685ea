"""The rows of a forum's results."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.views.rows import RowPage
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.pages import autosave
from bkkplan.ground.core.pages.my_work import WorkRequest
from forums.actions import minutes, proposals
from forums.actions.steps import TEXT
from forums.enums import RECORDING_STATES
from forums.forms.rows import AGENDA_TOPICS, AgendaForm, AttendanceForm, MeetingForm, ProposalForm, ResultsForm
from forums.models import AgendaItem, Attendance, Forum, ParticipantSector, Proposal
from forums.queries.readiness import why_not_recorded
from forums.views.base import ForumMixin


class ForumRow(ForumMixin, RowPage):
    """A row of one forum's results. Subclasses say which form, what stands in it, and which action."""

    template_name = "forums/row.html"
    form_class: ClassVar[type[ResultsForm]]
    row_key = ""

    def key(self) -> str:
        """The row's name on the recording page."""
        return self.row_key

    def texts_of(self, row: Any) -> dict[str, Any]:
        """What the row's form holds."""
        raise NotImplementedError

    def form_kwargs(self) -> dict[str, Any]:
        return {"forum": self.forum}

    def form(self, row: Any, data: Any = None) -> ResultsForm:
        return self.form_class(data, initial=self.texts_of(row), **self.form_kwargs())

    def closed(self) -> str:
        return "" if self.forum.state in RECORDING_STATES else why_not_recorded(self.forum)

    def lead(self) -> str:
        return str(self.forum)

    def back(self) -> str:
        is_published = self.forum.published_on is not None
        return self.forum.get_absolute_url() if is_published else self.record_page()

    def next_page(self) -> str:
        return f"{self.back()}?saved={self.key()}"

    def kept_under(self) -> str:
        return f"forum-{self.forum.pk}:{self.key()}"

    def show(self, form: Any, *, status: int = 200, **more: Any) -> HttpResponse:
        return super().show(form, status=status, forum=self.forum, **more)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class ProposalRow(ForumRow):
    """A proposal under the uuid that the browser gave it."""

    form_class = ProposalForm

    @property
    def uuid(self) -> UUID:
        uuid: UUID = self.kwargs["uuid"]
        return uuid

    def find(self) -> Proposal | None:
        proposal = Proposal.objects.filter(uuid=self.uuid).select_related("community").first()
        if proposal and proposal.forum_id != self.forum.pk:
            raise Http404  # a uuid of another forum is not ours to touch, nor to know of
        return proposal

    @property
    def heading(self) -> str:
        return _("แก้ไขข้อเสนอ") if self.row else _("เพิ่มข้อเสนอ")

    def key(self) -> str:
        return str(self.uuid)

    def texts_of(self, row: Proposal | None) -> dict[str, Any]:
        if row is None:
            return {}
        texts = {name: getattr(row, f"{name}_id", getattr(row, name, None)) for name in TEXT}
        return {
            **texts,
            "community": row.community.name_th if row.community else "",
            "removed": row.removed_on is not None,
        }

    def save(self, form: ProposalForm, *, seen: int) -> Proposal:
        common: dict[str, Any] = {"forum_id": self.forum.pk, "uuid": self.uuid, **self.signed}
        if form.cleaned_data["removed"]:
            return proposals.remove_proposal(**common, seen=seen, on=today(), reason=form.reason)
        before = _uuid(self.request.POST.get("before", ""))
        return proposals.save_proposal(**common, seen=seen, text=form.row, before=before, reason=form.reason)

    def post(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row is None and request.POST.get("removed") and autosave.wants_json(request):
            # Typed and taken out before it was ever sent: there is nothing to keep.
            return autosave.saved(version=0, shown=self.as_typed(), at=now())
        return super().post(request, *args, **kwargs)

    def shown_after_saving(self, form: Any, row: Proposal) -> dict[str, str]:
        # Taking out saves nothing else: what was typed last stays in the page, and goes with putting it back.
        return super().shown_after_saving(form, row) if row.removed_on is None else self.as_typed()

    def as_typed(self) -> dict[str, str]:
        return {name: self.request.POST.get(name, "") for name in ProposalForm.base_fields}


class AttendanceRow(ForumRow):
    """The whole grid of sectors is one row: its parts stand against one total."""

    form_class = AttendanceForm
    heading = gettext_lazy("ผู้เข้าร่วมตามภาคส่วน")
    row_key = "attendance"

    def find(self) -> Forum:
        return self.forum

    def form_kwargs(self) -> dict[str, Any]:
        return {"forum": self.forum, "sectors": sectors_of(self.forum)}

    def texts_of(self, row: Forum) -> dict[str, Any]:
        return attendance_texts(row)

    def save(self, form: AttendanceForm, *, seen: int) -> Forum:
        return minutes.save_attendance(
            forum_id=self.forum.pk,
            seen=seen,
            people=form.people,
            total=form.cleaned_data["attendance_total"],
            reason=form.reason,
            **self.signed,
        )


class MeetingRow(ForumRow):
    form_class = MeetingForm
    heading = gettext_lazy("การประชุมและสรุปผล")
    row_key = "meeting"

    def find(self) -> Forum:
        return self.forum

    def texts_of(self, row: Forum) -> dict[str, Any]:
        return {name: getattr(row, name) for name in minutes.MEETING}

    def save(self, form: MeetingForm, *, seen: int) -> Forum:
        return minutes.save_meeting(forum_id=self.forum.pk, seen=seen, **form.row, reason=form.reason, **self.signed)


class AgendaRow(ForumRow):
    form_class = AgendaForm

    def find(self) -> AgendaItem | None:
        if self.kwargs["part"] not in AGENDA_TOPICS:
            raise Http404
        return AgendaItem.objects.filter(forum=self.forum, part=self.kwargs["part"]).first()

    @property
    def heading(self) -> str:
        return _("ระเบียบวาระที่ %(part)s") % {"part": self.kwargs["part"]}

    def key(self) -> str:
        return f"agenda-{self.kwargs['part']}"

    def texts_of(self, row: AgendaItem | None) -> dict[str, Any]:
        if row is None:
            return {"topic": AGENDA_TOPICS[self.kwargs["part"]], "resolution": ""}
        return {"topic": row.topic, "resolution": row.resolution}

    def save(self, form: AgendaForm, *, seen: int) -> AgendaItem:
        return minutes.save_agenda_part(
            forum_id=self.forum.pk, part=self.kwargs["part"], seen=seen, **form.row, reason=form.reason, **self.signed
        )


def sectors_of(forum: Forum) -> list[ParticipantSector]:
    """Those in use, and those that were counted when they still were."""
    counted = Attendance.objects.filter(forum=forum).values("sector")
    in_use = ParticipantSector.objects.filter(is_active=True) | ParticipantSector.objects.filter(pk__in=counted)
    return list(in_use.order_by("position"))


def attendance_texts(forum: Forum) -> dict[str, Any]:
    """The counts as the form holds them; the total only where it is more than the sum."""
    counts = {row.sector_id: row.people for row in forum.attendance.all()}
    texts: dict[str, Any] = {f"sector_{sector}": people for sector, people in counts.items()}
    texts["attendance_total"] = forum.attendance_total if forum.attendance_total != sum(counts.values()) else None
    return texts
