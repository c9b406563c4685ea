"""KPI 1: the district offices that held a hearing and published its results."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from bkkplan.figures.kpi.queries import Evidence, EvidenceFile, EvidenceStep
from bkkplan.figures.kpi.registry import CardWords, Definition, Mark, Reason, Result, Window, register
from bkkplan.ground.audit.models import Entry
from districts.queries import names_in_being
from forums.enums import ForumKind, ForumState
from forums.models import Forum
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
    for district, name in names_in_being(window.day):
        yield Result(district, name, district, *_judge(facts.get(district), window))


def evidence(district: int, window: Window) -> Iterator[Evidence]:
    year = window.year
    forums = (
        Forum.objects.filter(district=district, kind=ForumKind.DISTRICT_HEARING, announced_on__lte=window.known)
        .filter(Q(held_on__range=(year.start, year.end)) | Q(held_on=None, scheduled_on__range=(year.start, year.end)))
        .select_related("published_by")
        .prefetch_related("attachments")
        .order_by("scheduled_on", "pk")
    )
    return evidence_of_hearings(forums, window, publish_until=lambda _forum: window.closing_on)


def evidence_of_hearings(
    forums: Iterable[Forum], window: Window, *, publish_until: Callable[[Forum], date]
) -> Iterator[Evidence]:
    held = _acts("forums.forum_held", forums)
    for forum in forums:
        was_held = held.get(str(forum.pk))
        gone = window.if_known(forum.cancelled_on) or window.if_known(forum.withdrawn_on)
        yield Evidence(
            title=str(forum),
            happened=EvidenceStep(
                _("จัดเวที"),
                window.if_known(forum.held_on),
                window.year.end,
                was_held.at if was_held else None,
                was_held.actor_label if was_held else "",
            ),
            confirmed=EvidenceStep(
                _("เผยแพร่ผล"),
                window.if_known(forum.published_on),
                publish_until(forum),
                forum.published_at,
                str(forum.published_by or ""),
            ),
            staff_href=forum.get_absolute_url(),
            public_href=reverse("public:hearing", args=[forum.pk]) if forum.is_announced else "",
            files=tuple(
                EvidenceFile(
                    file.caption or file.original_name,
                    reverse("file", args=[file.uuid]),
                    file.is_public and forum.state == ForumState.PUBLISHED,
                )
                for file in forum.attachments.all()
                if file.removed_on is None
            ),
            note=str(forum.get_state_display()) if gone else "",
        )


def _acts(verb: str, forums: Iterable[Forum]) -> dict[str, Entry]:
    """By the row's id: the latest act of this kind, for facts whose row does not say who recorded them."""
    entries = Entry.objects.filter(verb=verb, target_id__in=[str(forum.pk) for forum in forums]).order_by("at", "pk")
    return {entry.target_id: entry for entry in entries}


def back_dated(window: Window, entered: datetime) -> int:
    held = Forum.objects.filter(kind=ForumKind.DISTRICT_HEARING, held_on__range=(window.year.start, window.year.end))
    return held.filter(published_on__lte=window.closing_on, published_at__gt=entered).count()


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
        evidence=evidence,
        back_dated=back_dated,
        about=(
            "Unit: a district office in being on the day. "
            "Happened: a district hearing was held in the year. "
            "Confirmed: its results were published, and not withdrawn."
        ),
        card=CardWords(
            meaning=gettext_lazy(
                "สำนักงานเขตที่จัดเวทีรับฟังความคิดเห็นของประชาชนในปีงบประมาณ และเผยแพร่ผลเวทีภายในวันปิดข้อมูลของปี "
                "เขตที่จัดหลายเวทีนับเป็นหนึ่งเขต เวทีที่ยกเลิกหรือถอนการเผยแพร่ไม่นับ"
            ),
            formula=gettext_lazy("จำนวนสำนักงานเขตที่จัดเวทีและเผยแพร่ผลแล้ว × 100 ÷ จำนวนสำนักงานเขตทั้งหมด"),
            source=gettext_lazy("บันทึกการจัดเวทีและการเผยแพร่ผลของสำนักงานเขตในระบบนี้"),
            office=gettext_lazy("สำนักงานเขต / สำนักยุทธศาสตร์และประเมินผล"),
        ),
        kind=gettext_lazy("ผลผลิต"),
    )
)
