"""KPI 2: who made a plan in a year, from dated facts alone."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import overload

from django.db.backends.utils import CursorWrapper

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.questions.asking import asked_once
from bkkplan.ground.core.rows.replica import reading
from communities.enums import StandingStatus

# One row for each unit. Written as SQL, because the latest row of each community is joined as a whole here: asked for
# by a subquery of each community, it took most of the time. The standing in force is the one without a later one: of
# "distinct on" with a filter behind it the planner expects a few rows, and joins thousands in nested loops.
# {only_…} leaves out communities that nobody looks at, in each part, for what is grouped is not filtered afterwards.
UNITS = """
    unit as (
        select community.id, community.name_th, community.name_order, community.district_id
        from communities_communitystanding held
        join communities_community community on community.id = held.community_id
        join communities_communitytype type on type.id = held.type_id and type.valid_from <= %(units)s
            and (type.valid_until is null or type.valid_until > %(units)s)
        where held.starts_on <= %(units)s and held.status = %(status)s {only_units} and not exists (
            select from communities_communitystanding later
            where later.community_id = held.community_id
                and later.starts_on > held.starts_on and later.starts_on <= %(units)s
        )
    )
"""
ADOPTIONS = """
    from communities_planadoption adoption
    join communities_planrevision revision on revision.id = adoption.revision_id
    join communities_plan plan on plan.id = revision.plan_id {only_plans}
    left join communities_planrevision confirmed
        on confirmed.plan_id = revision.plan_id and confirmed.number >= revision.number
        and confirmed.confirmed_on <= %(known)s
        and (confirmed.confirmation_withdrawn_on is null or confirmed.confirmation_withdrawn_on > %(known)s)
    where adoption.adopted_on between %(start)s and %(day)s
        and (adoption.cancelled_on is null or adoption.cancelled_on > %(known)s)
"""
FACTS = f"""
    with {UNITS}, entry as (
        select distinct on (community_id) community_id, name_th, name_order
        from communities_communityentry
        where true {{only_entries}}
        order by community_id, starts_on <= %(day)s desc, case when starts_on <= %(day)s then starts_on end desc,
            starts_on
    ), submitted as (
        select plan.community_id, max(revision.submitted_on) as submitted_on
        from communities_planrevision revision
        join communities_plan plan on plan.id = revision.plan_id {{only_plans}}
        where revision.submitted_on between %(start)s and %(day)s
        group by plan.community_id
    ), adoption as (
        select plan.community_id, adoption.id, adoption.adopted_on, min(confirmed.confirmed_on) as confirmed_on,
            (array_agg(confirmed.is_from_paper order by confirmed.confirmed_on, confirmed.number))[1] as is_from_paper
        {ADOPTIONS}
        group by plan.community_id, adoption.id, adoption.adopted_on
    ), adopted as (
        select distinct on (community_id) community_id, adopted_on, confirmed_on, is_from_paper
        from adoption order by community_id, confirmed_on is null, adopted_on, id
    ), fact as (
        select unit.id, coalesce(entry.name_th, unit.name_th) as name, unit.district_id,
            submitted.submitted_on, adopted.adopted_on, adopted.confirmed_on,
            coalesce(adopted.is_from_paper, false) as is_from_paper,
            coalesce(entry.name_order, unit.name_order) as name_order
        from unit
        left join entry on entry.community_id = unit.id
        left join submitted on submitted.community_id = unit.id
        left join adopted on adopted.community_id = unit.id
    )
"""  # noqa: S608  (parts of ours)
ROWS = """
    select fact.id, name, fact.district_id, submitted_on, adopted_on, confirmed_on, is_from_paper
    from fact join districts_district district on district.id = fact.district_id
"""
ORDER = """
    order by district.code collate "C", name_order, fact.id
"""
WANTED = """
    where (%(district)s::bigint is null or fact.district_id = %(district)s)
        and (%(is_made)s::boolean is null or (adopted_on is not null and confirmed_on is not null) = %(is_made)s)
"""
COUNT = "select count(*) from fact"
NAMES = "select id, name from fact"
# Which days a plan was made on is not asked: of each community, whether there is one.
COUNTS = f"""
    with {UNITS}, made as (
        select distinct plan.community_id {ADOPTIONS} and confirmed.id is not null
    ), by_district as (
        select unit.district_id, count(made.community_id) as made, count(*) as units
        from unit left join made on made.community_id = unit.id
        group by unit.district_id
    )
    select by_district.*
    from by_district join districts_district district on district.id = by_district.district_id
    order by district.code collate "C"
"""  # noqa: S608  (parts of ours)
OF_COMMUNITIES = "= any(%(communities)s)"
OF_DISTRICTS = "in (select id from communities_community where district_id = any(%(districts)s))"


def _sql(question: str, which: str = "") -> str:
    """The question, about all communities or about those ``which``."""
    columns = {"only_units": "held.community_id", "only_entries": "community_id", "only_plans": "plan.community_id"}
    return question.format(**{name: which and f"and {column} {which}" for name, column in columns.items()})


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
        cursor.execute(_sql(FACTS) + ROWS + ORDER, _values(year, day, known, units_on))
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
    counts: Mapping[int, tuple[int, int]] | None = None  # the answer of `plan_counts`, if it is known

    def __len__(self) -> int:
        if self.communities is None:
            return sum(self._by_district.values())
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
        districts, before = self._districts_of(first, most) if self.communities is None else (None, 0)
        question = ROWS + WANTED + ORDER + "limit %(most)s offset %(first)s"
        with self._asked(question, districts, most=most, first=first - before) as found:
            return [PlanFact(*row) for row in found.fetchall()]

    def names(self) -> list[tuple[int, str]]:
        """Id and name of each."""
        districts = None if self.district is None else [self.district]
        with self._asked(NAMES + WANTED, districts) as found:
            return [(int(pk), str(name)) for pk, name in found.fetchall()]

    @property
    def _by_district(self) -> dict[int, int]:
        """By district, in the order of the districts: how many facts are wanted."""
        counts = self.counts
        if counts is None:
            counts = plan_counts(year=self.year, day=self.day, known=self.known, units_on=self.units_on)
        places = {place: both for place, both in counts.items() if self.district in (None, place)}
        if self.is_made is None:
            return {place: units for place, (_made, units) in places.items()}
        return {place: made if self.is_made else units - made for place, (made, units) in places.items()}

    def _districts_of(self, first: int, most: int | None) -> tuple[list[int], int]:
        """The districts in which a slice of the facts lies, and how many facts lie in the districts before them."""
        found, passed, before = list[int](), 0, 0
        for district, count in self._by_district.items():
            if most is not None and passed >= first + most:
                break
            passed += count
            if passed <= first:
                before = passed
            elif count:
                found.append(district)
        return found, before

    @contextmanager
    def _asked(self, question: str, districts: list[int] | None = None, **more: int | None) -> Iterator[CursorWrapper]:
        """Asks about these communities if some are wanted, else about those of these districts, else about all."""
        which = OF_DISTRICTS if districts is not None else ""
        if self.communities is not None:
            which = OF_COMMUNITIES
        communities = None if self.communities is None else list(self.communities)
        wanted = {"is_made": self.is_made, "district": self.district}
        which_of = {"communities": communities, "districts": districts}
        values = _values(self.year, self.day, self.known, self.units_on)
        with reading().cursor() as cursor:
            cursor.execute(_sql(FACTS, which) + question, {**values, **wanted, **which_of, **more})
            yield cursor


@asked_once
def plan_counts(
    *, year: FiscalYear, day: date, known: date, units_on: date | None = None
) -> dict[int, tuple[int, int]]:
    """By district, in their order: how many of these facts are of a plan that was made, and how many there are."""
    with reading().cursor() as cursor:
        cursor.execute(_sql(COUNTS), _values(year, day, known, units_on))
        return {district: (made, units) for district, made, units in cursor.fetchall()}


def _values(year: FiscalYear, day: date, known: date, units_on: date | None) -> dict[str, date | str]:
    days = {"start": year.start, "day": day, "known": known, "units": units_on or day}
    return {**days, "status": StandingStatus.NORMAL.value}
