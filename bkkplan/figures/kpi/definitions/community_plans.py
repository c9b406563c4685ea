from collections.abc import Iterator

from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from bkkplan.figures.kpi.registry import Definition, Mark, Ratio, Reason, Result, Window, register
from communities.queries import PlanFact, plan_counts, plan_facts

MADE = gettext_noop("ที่ประชุมรับรอง %(adopted)s เขตรับรอง %(confirmed)s")
MADE_FROM_PAPER = gettext_noop("ที่ประชุมรับรอง %(adopted)s เขตรับรอง %(confirmed)s (สำนักงานเขตบันทึกแทนคณะกรรมการ)")
ADOPTED = gettext_noop("ที่ประชุมรับรองแล้ว %(adopted)s เขตยังไม่รับรอง")
SUBMITTED = gettext_noop("ส่งแผนแล้ว %(submitted)s ยังไม่มีวันที่ประชุมชุมชนรับรอง")
MISSING = gettext_noop("ยังไม่มีแผนหรือการทบทวนแผนในปีงบประมาณนี้")


def _judge(fact: PlanFact, window: Window) -> tuple[Mark, Reason]:
    if fact.adopted_on and fact.confirmed_on:
        made = MADE_FROM_PAPER if fact.is_from_paper else MADE
        return Mark.COUNTED, Reason.of(made, adopted=fact.adopted_on, confirmed=fact.confirmed_on)
    if fact.adopted_on:
        # The year is over and the district did not confirm: nothing more can make it count in time.
        mark = Mark.LATE if window.as_of > window.year.end else Mark.UNDER_WAY
        return mark, Reason.of(ADOPTED, adopted=fact.adopted_on)
    if fact.submitted_on:
        return Mark.UNDER_WAY, Reason.of(SUBMITTED, submitted=fact.submitted_on)
    return Mark.MISSING, Reason.of(MISSING)


def measure(window: Window) -> Iterator[Result]:
    for fact in plan_facts(year=window.year, day=window.day, known=window.known):
        yield Result(fact.community, fact.name, fact.district, *_judge(fact, window))


def count(window: Window) -> dict[int, Ratio]:
    counts = plan_counts(year=window.year, day=window.day, known=window.known)
    return {district: Ratio(made, units) for district, (made, units) in counts.items()}


KPI_2 = register(
    Definition(
        code="KPI-2",
        version=1,
        number=2,
        title=gettext_lazy("ร้อยละของชุมชนในพื้นที่กรุงเทพมหานครมีการจัดทำแผนพัฒนาชุมชน"),
        short=gettext_lazy("แผนพัฒนาชุมชน"),
        unit_name=pgettext_lazy("หน่วยนับ", "ชุมชน"),
        is_unit_district=False,
        measure=measure,
        count=count,
        about=(
            "Unit: a community in being on the day, its type valid, not being dissolved, its committee complete. "
            "Happened: its meeting adopted a plan or yearly review in the year, whatever year the plan is for. "
            "Confirmed: the district confirmed that revision or a later one of the same plan."
        ),
    )
)
