"""How the log tells of the checks of a plan's projects, and of the meetings that decided on them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details
from budget.enums import CheckOutcome
from budget.models import CheckMeeting, ConsistencyCheck, SecondLook, WaitingQuestion


def check_in_words(check: ConsistencyCheck) -> str:
    return _("“%(project)s” ใน%(plan)s") % {"project": check.project, "plan": check.project.revision.plan}


def meeting_in_words(meeting: CheckMeeting) -> str:
    return _("%(meeting)s เรื่องโครงการใน%(plan)s") % {"meeting": meeting, "plan": meeting.revision.plan}


def project_in_words(row: WaitingQuestion | SecondLook) -> str:
    return _("“%(project)s” ใน%(plan)s") % {"project": row.project, "plan": row.project.revision.plan}


declare(
    Thing(
        model=ConsistencyCheck,
        within="project__revision",
        row_name=check_in_words,
        address=lambda check: reverse("budget:check", args=[check.project.revision_id]),
        select=("project__revision__plan__community",),
        district="project__revision__plan__community__district",
        year="project__revision__plan__fiscal_year",
        acts={"budget.project_checked": gettext_lazy("ตรวจความสอดคล้องของ %(thing)s")},
    ),
    Thing(
        model=CheckMeeting,
        within="revision",
        row_name=meeting_in_words,
        address=lambda meeting: reverse("budget:check", args=[meeting.revision_id]),
        select=("revision__plan__community",),
        district="revision__plan__community__district",
        year="revision__plan__fiscal_year",
        acts={
            "budget.meeting_decided": gettext_lazy("บันทึก%(thing)s"),
            "budget.meeting_undone": gettext_lazy("เลิกทำ%(thing)s"),
        },
    ),
    Thing(
        model=SecondLook,
        within="project__revision",
        row_name=project_in_words,
        select=("project__revision__plan__community",),
        district="project__revision__plan__community__district",
        year="project__revision__plan__fiscal_year",
        acts={
            "budget.second_look_asked": gettext_lazy("ขอให้พิจารณา %(thing)s ใหม่"),
            "budget.second_look_decided": gettext_lazy("พิจารณา %(thing)s ใหม่ตามที่ชุมชนขอ"),
        },
    ),
    Thing(
        model=WaitingQuestion,
        row_name=project_in_words,
        select=("project__revision__plan__community",),
        district="project__revision__plan__community__district",
        year="project__revision__plan__fiscal_year",
        acts={
            "budget.community_asked": gettext_lazy("ถามชุมชนว่ายังต้องการ %(thing)s"),
            "budget.waiting_answered": gettext_lazy("ตอบว่ายังต้องการหรือไม่ต้องการ %(thing)s"),
        },
    ),
)

declare_details(
    {
        "budget.outcome": Detail(label=gettext_lazy("มติ"), show=lambda outcome: str(CheckOutcome(outcome).label)),
        "budget.is_wanted": Detail(
            label=gettext_lazy("ยังต้องการ"), show=lambda wanted: str(_("ใช่") if wanted else _("ไม่"))
        ),
        "budget.projects": Detail(label=gettext_lazy("โครงการ"), show=" · ".join),
    }
)
