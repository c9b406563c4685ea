from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import overload

from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from bkkplan.figures.kpi.registry import Definition, Mark, Ratio, Reason, Result, Wanted, Window, register
from bkkplan.ground.core.thai import search_key
from communities.queries import PlanFact, SomePlanFacts, plan_counts, plan_facts

MADE = gettext_noop("ที่ประชุมรับรอง %(adopted)s เขตรับรอง %(confirmed)s")
ADOPTED = gettext_noop("ที่ประชุมรับรองแล้ว %(adopted)s เขตยังไม่รับรอง")
SUBMITTED = gettext_noop("ส่งแผนแล้ว %(submitted)s ยังไม่มีวันที่ประชุมชุมชนรับรอง")
MISSING = gettext_noop("ยังไม่มีแผนหรือการทบทวนแผนในปีงบประมาณนี้")


def _judge(fact: PlanFact, window: Window) -> tuple[Mark, Reason]:
    if fact.adopted_on and fact.confirmed_on:
        return Mark.COUNTED, Reason.of(MADE, adopted=fact.adopted_on, confirmed=fact.confirmed_on)
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


class Communities(Sequence[Result]):
    """The results of the wanted communities, of which only those that are looked at are judged."""

    def __init__(self, window: Window, wanted: Wanted) -> None:
        self.window = window
        facts = SomePlanFacts(
            year=window.year,
            day=window.day,
            known=window.known,
            district=wanted.district,
            is_made=wanted.is_counted,
            communities=None if wanted.unit is None else [wanted.unit],
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
        count=count,
        units=Communities,
        about=(
            "Unit: a community in being on the day, its type valid, not being dissolved, its committee complete. "
            "Happened: its meeting adopted a plan or yearly review in the year, whatever year the plan is for. "
            "Confirmed: the district confirmed that revision or a later one of the same plan."
        ),
    )
)
