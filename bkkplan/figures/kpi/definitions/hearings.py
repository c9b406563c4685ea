from collections.abc import Iterator

from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from bkkplan.figures.kpi.registry import Definition, Mark, Reason, Result, Window, register
from districts.queries import districts_in_being
from forums.queries import HearingFact, HearingStage, hearing_facts

PUBLISHED = gettext_noop("จัดเวที %(held)s เผยแพร่ผล %(published)s")
HELD = gettext_noop("จัดเวทีแล้ว %(held)s รอเผยแพร่ผลภายใน %(by)s")
HELD_LATE = gettext_noop("จัดเวทีแล้ว %(held)s เลยกำหนดเผยแพร่ผล %(days)s วัน")
ANNOUNCED = gettext_noop("ประกาศแล้ว กำหนดจัด %(scheduled)s")
ANNOUNCED_LATE = gettext_noop("เลยวันกำหนดจัด %(scheduled)s ยังไม่ได้บันทึกว่าจัด")
WITHDRAWN = gettext_noop("จัดเวที %(held)s และถอนการเผยแพร่ผลเมื่อ %(withdrawn)s")
MISSING = gettext_noop("ไม่มีเวทีในปีงบประมาณนี้")


def _judge(fact: HearingFact | None, window: Window) -> tuple[Mark, Reason]:
    if fact is None:
        return Mark.MISSING, Reason.of(MISSING)
    if fact.stage is HearingStage.PUBLISHED and fact.held_on and fact.published_on:
        return Mark.COUNTED, Reason.of(PUBLISHED, held=fact.held_on, published=fact.published_on)
    if fact.stage is HearingStage.HELD and fact.held_on and fact.publish_by:
        days_late = (window.known - fact.publish_by).days
        if days_late > 0:
            return Mark.LATE, Reason.of(HELD_LATE, held=fact.held_on, days=days_late)
        return Mark.UNDER_WAY, Reason.of(HELD, held=fact.held_on, by=fact.publish_by)
    if fact.stage is HearingStage.WITHDRAWN and fact.held_on and fact.withdrawn_on:
        return Mark.MISSING, Reason.of(WITHDRAWN, held=fact.held_on, withdrawn=fact.withdrawn_on)
    if fact.last_on < window.day:
        return Mark.LATE, Reason.of(ANNOUNCED_LATE, scheduled=fact.scheduled_on)
    return Mark.UNDER_WAY, Reason.of(ANNOUNCED, scheduled=fact.scheduled_on)


def measure(window: Window) -> Iterator[Result]:
    facts = hearing_facts(year=window.year, day=window.day, known=window.known)
    for district in districts_in_being(window.day):
        yield Result(district.pk, district.name_th, district.pk, *_judge(facts.get(district.pk), window))


KPI_1 = register(
    Definition(
        code="KPI-1",
        version=1,
        number=1,
        title=gettext_lazy("ร้อยละของสำนักงานเขตมีการจัดเวทีให้ภาคประชาชนเสนอแนะแนวทางในการพัฒนาพื้นที่เพื่อกำหนดนโยบายการพัฒนาเขต"),
        short=gettext_lazy("เวทีรับฟังความคิดเห็น"),
        unit_name=pgettext_lazy("หน่วยนับ", "เขต"),
        is_unit_district=True,
        measure=measure,
        about=(
            "Unit: a district office in being on the day. "
            "Happened: a district hearing was held in the year. "
            "Confirmed: its results were published, and not withdrawn."
        ),
        kind=gettext_lazy("ผลผลิต"),
    )
)
