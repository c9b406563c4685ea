"""KPI 3: the district offices that took projects of communities into their action plans."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from bkkplan.figures.kpi.queries import Evidence, EvidenceStep
from bkkplan.figures.kpi.registry import CardWords, Definition, Mark, Reason, Result, Window, register
from budget.enums import EditionState
from budget.models import Inclusion
from budget.queries.plan.inclusions import InclusionFact, inclusion_facts
from districts.queries import names_in_being

APPROVED = gettext_noop("บรรจุโครงการของชุมชน %(projects)s โครงการ แผนอนุมัติ %(approved)s")
WAITING = gettext_noop("บรรจุโครงการของชุมชน %(projects)s โครงการ แผนยังไม่ได้รับอนุมัติ")
MISSING = gettext_noop("ยังไม่บรรจุโครงการของชุมชนในแผนปฏิบัติราชการ")


def _judge(fact: InclusionFact | None, window: Window) -> tuple[Mark, Reason]:
    if fact is None:
        return Mark.MISSING, Reason.of(MISSING)
    if fact.approved_on:
        return Mark.COUNTED, Reason.of(APPROVED, projects=fact.approved_projects, approved=fact.approved_on)
    mark = Mark.LATE if window.as_of > window.year.end else Mark.UNDER_WAY
    return mark, Reason.of(WAITING, projects=fact.projects)


def measure(window: Window) -> Iterator[Result]:
    facts = inclusion_facts(year=window.year, day=window.day, known=window.known)
    for district, name in names_in_being(window.day):
        yield Result(district, name, district, *_judge(facts.get(district), window))


def evidence(district: int, window: Window) -> Iterator[Evidence]:
    rows = (
        Inclusion.objects.filter(
            item__plan__district=district, included_on__range=(window.year.start, min(window.day, window.year.end))
        )
        .select_related("item__dropped_in", "edition__approved_by", "by", "project")
        .order_by("included_on", "pk")
    )
    for row in rows:
        item, edition = row.item, row.edition
        dropped_on = item.dropped_in.approved_on if item.dropped_in else None
        is_approved = edition.state == EditionState.APPROVED
        yield Evidence(
            title=row.project.title,
            happened=EvidenceStep(_("บรรจุโครงการ"), row.included_on, window.year.end, row.at, str(row.by or "")),
            confirmed=EvidenceStep(
                _("อนุมัติแผนปฏิบัติราชการ"),
                window.if_known(edition.approved_on),
                window.closing_on,
                edition.approved_at,
                str(edition.approved_by or ""),
            ),
            staff_href=item.get_absolute_url(),
            public_href=reverse("public:item", args=[item.uuid]) if is_approved else "",
            note=_("ตัดออกจากแผนแล้ว") if window.if_known(row.ended_on or dropped_on) else "",
        )


def back_dated(window: Window, entered: datetime) -> int:
    taken = Inclusion.objects.filter(included_on__range=(window.year.start, window.year.end))
    return taken.filter(at__gt=entered).count()


KPI_3 = register(
    Definition(
        code="KPI-3",
        version=1,
        number=3,
        title=gettext_lazy(
            "ร้อยละของสำนักงานเขตที่นำโครงการตามแผนพัฒนาชุมชนที่จัดทำโดยชุมชนได้รับการบรรจุในแผนปฏิบัติราชการประจำปีของสำนักงานเขต"
        ),
        short=gettext_lazy("โครงการชุมชนในแผนของเขต"),
        unit_name=pgettext_lazy("หน่วยนับ", "เขต"),
        is_unit_district=True,
        measure=measure,
        evidence=evidence,
        back_dated=back_dated,
        about=(
            "Unit: a district office in being on the day. "
            "Happened: a community-plan project was included in an action plan in the year, whatever year it is for. "
            "Confirmed: the edition that carries it was approved."
        ),
        card=CardWords(
            meaning=gettext_lazy(
                "สำนักงานเขตที่บรรจุโครงการตามแผนพัฒนาชุมชนในแผนปฏิบัติราชการประจำปีอย่างน้อยหนึ่งโครงการในปีงบประมาณ "
                "และแผนหรือการแก้ไขแผนฉบับนั้นได้รับอนุมัติภายในวันปิดข้อมูลของปี"
            ),
            formula=gettext_lazy("จำนวนสำนักงานเขตที่บรรจุโครงการของชุมชนและแผนอนุมัติแล้ว × 100 ÷ จำนวนสำนักงานเขตทั้งหมด"),
            source=gettext_lazy("แผนปฏิบัติราชการประจำปีของสำนักงานเขตในระบบนี้"),
            office=gettext_lazy("สำนักงานเขต / สำนักยุทธศาสตร์และประเมินผล"),
        ),
    )
)
