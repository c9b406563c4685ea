"""What the pages of one training share, and how they show it."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.components import Fact, Link, Step, StepState, Tone
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.wording import number, thai_date_short, time_range
from communities.enums import TrainingState
from communities.models import CourseInvitation, CourseSession

TONES: dict[str, Tone] = {
    TrainingState.PLANNED: "wait",
    TrainingState.ANNOUNCED: "info",
    TrainingState.HELD: "now",
    TrainingState.CLOSED: "done",
    TrainingState.CANCELLED: "bad",
}
ORDER = [TrainingState.PLANNED, TrainingState.ANNOUNCED, TrainingState.HELD, TrainingState.CLOSED]


def crumbs_of(year: FiscalYear, *last: Link, here: str = "") -> list[Link]:
    first = Link(label=_("การอบรม"), href=reverse("communities:trainings", args=[year]) if last or here else "")
    return [first, *last, *([Link(label=here)] if here else [])]


def days_in_words(session: CourseSession) -> str:
    """20–21 มิ.ย. told as two days, with the times of each."""
    days = thai_date_short(session.first_on)
    if session.last_on != session.first_on:
        days = f"{days} – {thai_date_short(session.last_on)}"
    times = time_range(session.starts_at, session.ends_at)
    return f"{days} · {times}" if times else days


def facts_of(session: CourseSession) -> list[Fact]:
    return [
        Fact(label=_("วันและเวลา"), value=days_in_words(session)),
        Fact(label=_("สถานที่"), value=session.place),
        Fact(label=_("จำนวนที่นั่ง"), value=number(session.seats)),
        Fact(label=_("ผู้จัด"), value=session.course.run_by),
    ]


def steps_of(session: CourseSession) -> list[Step]:
    if session.state == TrainingState.CANCELLED:
        return [Step(label=TrainingState.CANCELLED.label, state="bad", when=thai_date_short(session.cancelled_at))]
    here = ORDER.index(TrainingState(session.state))
    moments = [session.created_at, session.announced_at, session.held_at, session.closed_at]
    labels = [_("เตรียม"), _("แจ้งผู้รับเชิญ"), _("จัดอบรม"), _("สรุปผล")]

    def state(place: int) -> StepState:
        if place < here or session.state == TrainingState.CLOSED:
            return "done"
        return "now" if place == here else "wait"

    return [
        Step(label=label, state=state(place), when=thai_date_short(moments[place]) if place <= here else "")
        for place, label in enumerate(labels)
    ]


def invitations_to_record(session: CourseSession, person: Person) -> list[CourseInvitation]:
    """Return the invitations whose attendance the person may record.

    For the office that holds the course these are all, for another district its own.
    """
    rows = list(session.invitations.select_related("district").order_by("district__code", "pk"))
    for row in rows:
        row.session = session  # loaded once
    return [row for row in rows if person.has_perm("communities.bring_trainees", row)]


class TrainingMixin(RecordPage):
    """Loads the session through its door, and says where its pages stand."""

    permission = "communities.manage_training"
    stylesheet = "css/pages/training.css"
    session: CourseSession

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        seen = CourseSession.objects.visible_to(self.request.user).select_related("course__district")
        self.session = self.subject = get_object_or_404(seen, pk=kwargs["pk"])

    def back(self) -> str:
        return self.session.get_absolute_url()  # though the subject of a page may be one district's invitation

    def lead(self) -> str:
        return f"{self.session} · {days_in_words(self.session)} · {self.session.place}"

    def crumbs(self) -> list[Link]:
        here = str(self.heading)
        label = _("%(course)s รุ่นที่ %(number)s") % {"course": self.session.course, "number": self.session.number}
        page = Link(label=label, href=self.session.get_absolute_url() if here else "")
        if not self.request.user.has_perm("communities.view_trainings"):
            own = Link(label=_("การอบรมของฉัน"), href=reverse("communities:my-trainings"))
            return [own, page, *([Link(label=here)] if here else [])]
        return crumbs_of(self.session.course.year, page, here=here)


class TrainingAct(TrainingMixin, ActPage):
    def next_links(self) -> list[Link]:
        self.session.refresh_from_db()
        return steps_after(self.session, person=self.request.user)


def steps_after(session: CourseSession, *, person: Person) -> list[Link]:
    """What a person usually does next, by the state of the session."""
    where = [session.pk]
    links = {
        TrainingState.PLANNED: [
            Link(label=_("เชิญเขต"), href=reverse("communities:training-invite", args=where)),
            Link(label=_("แจ้งผู้รับเชิญ"), href=reverse("communities:training-announce", args=where)),
        ],
        TrainingState.ANNOUNCED: [Link(label=_("จัดแล้ว"), href=reverse("communities:training-held", args=where))],
        TrainingState.HELD: [
            Link(label=_("บันทึกผู้เข้าอบรม"), href=reverse("communities:attendance", args=where)),
            Link(label=_("แนบใบลงชื่อ"), href=reverse("communities:training-upload", args=where)),
            Link(label=_("สรุปผล"), href=reverse("communities:training-close", args=where)),
        ],
    }
    every = Link(label=_("การอบรมทั้งหมด"), href=reverse("communities:trainings", args=[session.course.year]))
    own = links.get(TrainingState(session.state), []) if person.has_perm("communities.manage_training", session) else []
    return [*own, every]
