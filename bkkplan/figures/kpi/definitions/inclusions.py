from collections.abc import Iterator

from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from bkkplan.figures.kpi.registry import Definition, Mark, Reason, Result, Window, register
from budget.queries.inclusions import InclusionFact, inclusion_facts
from districts.queries import districts_in_being

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
    for district in districts_in_being(window.day):
        yield Result(district.pk, district.name_th, district.pk, *_judge(facts.get(district.pk), window))


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
        about=(
            "Unit: a district office in being on the day. "
            "Happened: a community-plan project was included in an action plan in the year, whatever year it is for. "
            "Confirmed: the edition that carries it was approved."
        ),
    )
)
