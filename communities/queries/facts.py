"""KPI 2: who made a plan in a year, from dated facts alone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import overload

from django.db.backends.utils import CursorWrapper

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.replica import reading
from communities.enums import StandingStatus

# One row for each unit. Written as SQL, because the latest row of each community is joined as a whole here: asked for
# by a subquery of each community, it took most of the time. The standing in force is the one without a later one: of
# "distinct on" with a filter behind it the planner expects a few rows, and joins thousands in nested loops.
FACTS = """
    with standing as (
        select held.community_id, held.type_id
        from communities_communitystanding held
        where held.starts_on <= %(units)s and held.status = %(status)s and not exists (
            select from communities_communitystanding later
            where later.community_id = held.community_id
                and later.starts_on > held.starts_on and later.starts_on <= %(units)s
        )
    ), entry as (
        select distinct on (community_id) community_id, name_th, name_order
        from communities_communityentry
        order by community_id, starts_on <= %(day)s desc, case when starts_on <= %(day)s then starts_on end desc,
            starts_on
    ), submitted as (
        select plan.community_id, max(revision.submitted_on) as submitted_on
        from communities_planrevision revision join communities_plan plan on plan.id = revision.plan_id
        where revision.submitted_on between %(start)s and %(day)s
        group by plan.community_id
    ), adoption as (
        select plan.community_id, adoption.id, adoption.adopted_on, min(confirmed.confirmed_on) as confirmed_on,
            (array_agg(confirmed.is_from_paper order by confirmed.confirmed_on, confirmed.number))[1] as is_from_paper
        from communities_planadoption adoption
        join communities_planrevision revision on revision.id = adoption.revision_id
        join communities_plan plan on plan.id = revision.plan_id
        left join communities_planrevision confirmed
            on confirmed.plan_id = revision.plan_id and confirmed.number >= revision.number
            and confirmed.confirmed_on <= %(known)s
            and (confirmed.confirmation_withdrawn_on is null or confirmed.confirmation_withdrawn_on > %(known)s)
        where adoption.adopted_on between %(start)s and %(day)s
            and (adoption.cancelled_on is null or adoption.cancelled_on > %(known)s)
        group by plan.community_id, adoption.id, adoption.adopted_on
    ), adopted as (
        select distinct on (community_id) community_id, adopted_on, confirmed_on, is_from_paper
        from adoption order by community_id, confirmed_on is null, adopted_on, id
    ), fact as (
        select community.id, coalesce(entry.name_th, community.name_th) as name, community.district_id,
            submitted.submitted_on, adopted.adopted_on, adopted.confirmed_on,
            coalesce(adopted.is_from_paper, false) as is_from_paper,
            coalesce(entry.name_order, community.name_order) as name_order
        from communities_community community
        join standing on standing.community_id = community.id
        join communities_communitytype type on type.id = standing.type_id and type.valid_from <= %(units)s
            and (type.valid_until is null or type.valid_until > %(units)s)
        left join entry on entry.community_id = community.id
        left join submitted on submitted.community_id = community.id
        left join adopted on adopted.community_id = community.id
    )
"""
ROWS = """
    select fact.id, name, district_id, submitted_on, adopted_on, confirmed_on, is_from_paper
    from fact join districts_district district on district.id = fact.district_id
"""
ORDER = """
    order by district.code collate "C", name_order, fact.id
"""
WANTED = """
    where (%(district)s::bigint is null or district_id = %(district)s)
        and (%(is_made)s::boolean is null or (adopted_on is not null and confirmed_on is not null) = %(is_made)s)
        and (%(communities)s::bigint[] is null or fact.id = any(%(communities)s))
"""
COUNT = "select count(*) from fact"
NAMES = "select id, name from fact"
COUNTS = """
    select district_id, count(*) filter (where adopted_on is not null and confirmed_on is not null), count(*)
    from fact group by district_id
"""


@dataclass(frozen=True, slots=True)
class PlanFact:
    """One community that KPI 2 counts over, and how far it came with a plan or a yearly review."""

    community: int
    name: str
    district: int
    # The latest days in the window; None if there is none.
    submitted_on: date | None
    adopted_on: date | None
    confirmed_on: date | None
    is_from_paper: bool = False  # the confirmed edition was submitted by the office in the committee's place

    @property
    def is_made(self) -> bool:
        return self.adopted_on is not None and self.confirmed_on is not None


def plan_facts(*, year: FiscalYear, day: date, known: date, units_on: date | None = None) -> Iterator[PlanFact]:
    """One fact for each community that is eligible on ``day``, called as on that day; by district and name.

    With ``units_on``, an earlier day, those that were eligible then, whatever became of them since.

    A plan or a review counts if the community adopted it from the year's first day to ``day``, the district confirmed
    that revision or a later one of the plan by ``known``, and neither was cancelled or withdrawn by ``known``.
    """
    with reading().cursor() as cursor:
        cursor.execute(FACTS + ROWS + ORDER, _values(year, day, known, units_on))
        for row in cursor.fetchall():
            yield PlanFact(*row)


@dataclass(frozen=True, slots=True, kw_only=True)
class SomePlanFacts(Sequence[PlanFact]):
    """The facts of `plan_facts` that are wanted, in the same order. Only the slice that is looked at is asked for.

    Without ``district``, ``is_made`` or ``communities`` (ids) all are wanted.
    """

    year: FiscalYear
    day: date
    known: date
    units_on: date | None = None
    district: int | None = None
    is_made: bool | None = None
    communities: Sequence[int] | None = None

    def __len__(self) -> int:
        with self._asked(COUNT + WANTED) as found:
            [(count,)] = found.fetchall()
        return int(count)

    @overload
    def __getitem__(self, at: int) -> PlanFact: ...
    @overload
    def __getitem__(self, at: slice) -> list[PlanFact]: ...
    def __getitem__(self, at: int | slice) -> PlanFact | list[PlanFact]:
        if isinstance(at, int):
            return self[at : at + 1][0]
        first = at.start or 0
        most = None if at.stop is None else max(at.stop - first, 0)
        question = ROWS + WANTED + ORDER + "limit %(most)s offset %(first)s"
        with self._asked(question, most=most, first=first) as found:
            return [PlanFact(*row) for row in found.fetchall()]

    def names(self) -> list[tuple[int, str]]:
        """Id and name of each."""
        with self._asked(NAMES + WANTED) as found:
            return [(int(pk), str(name)) for pk, name in found.fetchall()]

    @contextmanager
    def _asked(self, question: str, **more: int | None) -> Iterator[CursorWrapper]:
        wanted = {"district": self.district, "is_made": self.is_made}
        communities = None if self.communities is None else list(self.communities)
        values = _values(self.year, self.day, self.known, self.units_on)
        with reading().cursor() as cursor:
            cursor.execute(FACTS + question, {**values, **wanted, **more, "communities": communities})
            yield cursor


def plan_counts(
    *, year: FiscalYear, day: date, known: date, units_on: date | None = None
) -> dict[int, tuple[int, int]]:
    """By district: how many of these facts are of a plan that was made, and how many there are."""
    with reading().cursor() as cursor:
        cursor.execute(FACTS + COUNTS, _values(year, day, known, units_on))
        return {district: (made, units) for district, made, units in cursor.fetchall()}


def _values(year: FiscalYear, day: date, known: date, units_on: date | None) -> dict[str, date | str]:
    days = {"start": year.start, "day": day, "known": known, "units": units_on or day}
    return {**days, "status": StandingStatus.NORMAL.value}
