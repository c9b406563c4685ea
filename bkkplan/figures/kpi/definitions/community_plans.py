"""KPI 2: the communities that made or reviewed their plan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import overload

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from bkkplan.figures.kpi.queries import Evidence, EvidenceFile, EvidenceStep
from bkkplan.figures.kpi.registry import (
    CardWords,
    Definition,
    Mark,
    Ratio,
    Reason,
    Result,
    UnitsWanted,
    Window,
    register,
)
from bkkplan.ground.core.thai import search_key
from communities.models import Community, Plan, PlanAdoption, PlanRevision, names_on
from communities.queries import PlanFact, SomePlanFacts, plan_counts, plan_facts
from communities.queries.cut_off import cut_off_on, register_used

MADE = gettext_noop("ที่ประชุมรับรอง %(adopted)s เขตรับรอง %(confirmed)s")
MADE_FROM_PAPER = gettext_noop("ที่ประชุมรับรอง %(adopted)s เขตรับรอง %(confirmed)s (สำนักงานเขตบันทึกแทนคณะกรรมการ)")
ADOPTED = gettext_noop("ที่ประชุมรับรองแล้ว %(adopted)s เขตยังไม่รับรอง")
SUBMITTED = gettext_noop("ส่งแผนแล้ว %(submitted)s ยังไม่มีวันที่ประชุมชุมชนรับรอง")
CUT_OFF = gettext_noop("นับชุมชนที่มีอยู่ ณ วันตัดยอดชุมชน %(day)s")
NO_CUT_OFF = gettext_noop("นับชุมชนที่มีอยู่ ณ วันที่ %(day)s ไม่มีวันตัดยอดที่ใช้กับวันนี้")
REGISTER = gettext_noop("ตามทะเบียนชุมชน ณ วันที่ %(day)s ซึ่งนำเข้าเมื่อ %(imported)s และที่บันทึกเพิ่มในระบบ")
NO_REGISTER = gettext_noop("ตามรายการชุมชนที่บันทึกในระบบ ยังไม่มีทะเบียนที่นำเข้าถึงวันนั้น")
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
    units_on = cut_off_on(window.year, window.day)
    for fact in plan_facts(year=window.year, day=window.day, known=window.known, units_on=units_on):
        yield Result(fact.community, fact.name, fact.district, *_judge(fact, window))


def count(window: Window) -> dict[int, Ratio]:
    units_on = cut_off_on(window.year, window.day)
    counts = plan_counts(year=window.year, day=window.day, known=window.known, units_on=units_on)
    return {district: Ratio(made, units) for district, (made, units) in counts.items()}


def evidence(community: int, window: Window) -> Iterator[Evidence]:
    year = window.year
    adoptions = (
        PlanAdoption.objects.filter(
            revision__plan__community=community, adopted_on__range=(year.start, min(window.day, year.end))
        )
        .select_related("revision__plan__community", "recorded_by", "meeting__forum")
        .order_by("adopted_on", "pk")
    )
    name = names_on(window.day, [community]).get(community)
    for adoption in adoptions:
        plan = adoption.revision.plan
        revision = (
            PlanRevision.objects.filter(plan=plan, number__gte=adoption.revision.number, confirmed_on__isnull=False)
            .filter(Q(confirmation_withdrawn_on=None) | Q(confirmation_withdrawn_on__gt=window.known))
            .select_related("confirmed_by")
            .order_by("confirmed_on", "pk")
            .first()
        )
        meeting = getattr(adoption, "meeting", None)
        plan.community.name_th = name or plan.community.name_th
        yield Evidence(
            title=str(plan),
            happened=EvidenceStep(
                _("ที่ประชุมชุมชนรับรอง"),
                adoption.adopted_on,
                year.end,
                adoption.recorded_at,
                str(adoption.recorded_by),
            ),
            confirmed=EvidenceStep(
                _("เขตรับรองแผน"),
                window.if_known(revision.confirmed_on) if revision else None,
                window.closing_on,
                revision.confirmed_at if revision else None,
                str(revision.confirmed_by or "") if revision else "",
            ),
            staff_href=plan.get_absolute_url(),
            public_href=_public_plan(plan, revision),
            files=(
                (EvidenceFile(str(meeting.forum), reverse("public:hearing", args=[meeting.forum_id]), is_public=True),)
                if meeting and meeting.forum.is_announced
                else ()
            ),
            note=_("ยกเลิกการรับรองของชุมชนแล้ว") if window.if_known(adoption.cancelled_on) else "",
            remark=_("สำนักงานเขตบันทึกแทนคณะกรรมการ") if revision and revision.is_from_paper else "",
        )


def _public_plan(plan: Plan, revision: PlanRevision | None) -> str:
    if revision is None or not revision.is_confirmed:
        return ""
    return reverse("public:plan", args=[plan.year, plan.community.code])


def back_dated(window: Window, entered: datetime) -> int:
    made = PlanAdoption.objects.filter(adopted_on__range=(window.year.start, window.year.end))
    return made.filter(recorded_at__gt=entered).count()


def notes(window: Window) -> Iterator[Reason]:
    cut_off = cut_off_on(window.year, window.day)
    yield Reason.of(CUT_OFF, day=cut_off) if cut_off else Reason.of(NO_CUT_OFF, day=window.day)
    used = register_used(cut_off or window.day)
    yield Reason.of(REGISTER, day=used.of_day, imported=used.imported_on) if used else Reason.of(NO_REGISTER)


def codes() -> dict[int, str]:
    return dict(Community.objects.values_list("pk", "code"))


class Communities(Sequence[Result]):
    """The results of the wanted communities, of which only those that are looked at are judged."""

    def __init__(self, window: Window, wanted: UnitsWanted, districts: Mapping[int, Ratio] | None = None) -> None:
        self.window = window
        counts = None
        if districts is not None:
            counts = {pk: (ratio.counted, ratio.units) for pk, ratio in districts.items()}
        facts = SomePlanFacts(
            year=window.year,
            day=window.day,
            known=window.known,
            units_on=cut_off_on(window.year, window.day),
            district=wanted.district,
            is_made=wanted.is_counted,
            communities=None if wanted.unit is None else [wanted.unit],
            counts=counts,
        )
        if wanted.key:
            named = [pk for pk, name in facts.names() if wanted.key in search_key(name)]
            facts = replace(facts, communities=named)
        self.facts = facts

    def __len__(self) -> int:
        return len(self.facts)

    @overload
    def __getitem__(self, at: int) -> Result: ...
    @overload
    def __getitem__(self, at: slice) -> list[Result]: ...
    def __getitem__(self, at: int | slice) -> Result | list[Result]:
        found = self.facts[at]
        return self._result(found) if isinstance(found, PlanFact) else [self._result(fact) for fact in found]

    def _result(self, fact: PlanFact) -> Result:
        return Result(fact.community, fact.name, fact.district, *_judge(fact, self.window))


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
        evidence=evidence,
        back_dated=back_dated,
        codes=codes,
        notes=notes,
        count=count,
        units=Communities,
        about=(
            "Unit: a community in being on the day, its type valid, not being dissolved, its committee complete; "
            "from the year's cut-off day on, where there is one, a community that was so on that day. "
            "Happened: its meeting adopted a plan or yearly review in the year, whatever year the plan is for. "
            "Confirmed: the district confirmed that revision or a later one of the same plan."
        ),
        card=CardWords(
            meaning=gettext_lazy(
                "ชุมชนตามระเบียบกรุงเทพมหานครว่าด้วยชุมชนและกรรมการชุมชน ที่ที่ประชุมชุมชนรับรองแผนพัฒนาชุมชนหรือการทบทวนแผน"
                "ในปีงบประมาณ และเขตรับรองภายในวันปิดข้อมูลของปี ไม่นับชุมชนที่อยู่ระหว่างยุบและชุมชนที่กรรมการไม่ครบ"
            ),
            formula=gettext_lazy("จำนวนชุมชนที่จัดทำหรือทบทวนแผนและเขตรับรองแล้ว × 100 ÷ จำนวนชุมชนทั้งหมด"),
            source=gettext_lazy("ทะเบียนชุมชนของสำนักพัฒนาสังคม และแผนพัฒนาชุมชนในระบบนี้"),
            office=gettext_lazy("สำนักพัฒนาสังคม / สำนักงานเขต / สำนักยุทธศาสตร์และประเมินผล"),
        ),
    )
)
