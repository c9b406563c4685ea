"""KPI 4, supplementary: the hearings whose results were published within the days of the hearing rule."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from bkkplan.figures.kpi.definitions.hearings import back_dated as hearings_back_dated
from bkkplan.figures.kpi.definitions.hearings import evidence_of_hearings
from bkkplan.figures.kpi.queries import Evidence
from bkkplan.figures.kpi.registry import CardWords, Definition, Mark, Reason, Result, Window, register
from forums.hearing_rule import HearingRule
from forums.models import Forum
from forums.queries.publications import PublicationFact, publication_facts

IN_TIME = gettext_noop("จัดเวที %(held)s เผยแพร่ผล %(published)s ทันกำหนด %(by)s")
LATE = gettext_noop("จัดเวที %(held)s เผยแพร่ผล %(published)s ช้ากว่ากำหนด %(days)s วัน")
OVERDUE = gettext_noop("จัดเวที %(held)s ยังไม่เผยแพร่ผล เลยกำหนด %(days)s วัน")
WITHDRAWN = gettext_noop("จัดเวที %(held)s และถอนการเผยแพร่ผลเมื่อ %(withdrawn)s")
RULE = gettext_noop("นับเวทีที่เผยแพร่ผลแล้วหรือพ้นกำหนดเผยแพร่ กำหนดเผยแพร่ของปีนี้คือภายใน %(days)s วันหลังวันจัด")


def _judge(fact: PublicationFact, window: Window) -> tuple[Mark, Reason]:
    if fact.withdrawn_on:
        return Mark.MISSING, Reason.of(WITHDRAWN, held=fact.held_on, withdrawn=fact.withdrawn_on)
    if fact.published_on is None:
        days = (window.known - fact.publish_by).days
        return Mark.LATE, Reason.of(OVERDUE, held=fact.held_on, days=days)
    told = {"held": fact.held_on, "published": fact.published_on}
    if fact.is_in_time:
        return Mark.COUNTED, Reason.of(IN_TIME, **told, by=fact.publish_by)
    return Mark.LATE, Reason.of(LATE, **told, days=(fact.published_on - fact.publish_by).days)


def measure(window: Window) -> Iterator[Result]:
    for fact in publication_facts(year=window.year, day=window.day, known=window.known):
        yield Result(fact.forum, fact.name, fact.district, *_judge(fact, window))


def notes(window: Window) -> Iterator[Reason]:
    yield Reason.of(RULE, days=HearingRule.of(window.year).publish_within)


def evidence(forum: int, window: Window) -> Iterator[Evidence]:
    rule = HearingRule.of(window.year)
    rows = Forum.objects.filter(pk=forum).select_related("published_by").prefetch_related("attachments")
    return evidence_of_hearings(
        rows, window, publish_until=lambda row: rule.publish_by(row.held_on) if row.held_on else window.closing_on
    )


def back_dated(window: Window, entered: datetime) -> int:
    return hearings_back_dated(window, entered)


def codes() -> dict[int, str]:
    return {pk: str(pk) for pk in Forum.objects.values_list("pk", flat=True)}


KPI_4 = register(
    Definition(
        code="KPI-4",
        version=1,
        number=1,
        title=gettext_lazy("ร้อยละของเวทีรับฟังความคิดเห็นที่เผยแพร่ผลภายในกำหนดหลังวันจัด"),
        short=gettext_lazy("เผยแพร่ผลเวทีทันกำหนด"),
        unit_name=pgettext_lazy("หน่วยนับ", "เวที"),
        is_unit_district=False,
        measure=measure,
        evidence=evidence,
        back_dated=back_dated,
        about=(
            "Unit: a district hearing held in the year and not cancelled, once its results are published or its last "
            "day for that has passed. Happened: it was held. Confirmed: its results were published within the days of "
            "the year's hearing rule, and not withdrawn."
        ),
        card=CardWords(
            meaning=gettext_lazy(
                "เวทีรับฟังความคิดเห็นของเขตที่จัดในปีงบประมาณ และเผยแพร่สรุปผลภายในจำนวนวันตามกติกาการรับฟังของปี "
                "เวทีที่ยังไม่ถึงกำหนดและยังไม่เผยแพร่ยังไม่นำมานับ"
            ),
            formula=gettext_lazy("จำนวนเวทีที่เผยแพร่ผลทันกำหนด × 100 ÷ จำนวนเวทีที่เผยแพร่ผลแล้วหรือพ้นกำหนดเผยแพร่"),
            source=gettext_lazy("บันทึกการจัดเวทีและการเผยแพร่ผลของสำนักงานเขตในระบบนี้"),
            office=gettext_lazy("สำนักงานเขต / สำนักยุทธศาสตร์และประเมินผล"),
        ),
        is_supplementary=True,
        only_grows=False,
        codes=codes,
        notes=notes,
    )
)
