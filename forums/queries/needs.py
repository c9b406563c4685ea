"""What a district needs, as it is shown at a forum: its communities' problems, and last year's proposals still open."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from bkkplan.ground.core.wording import localname
from communities.models import PlanArea, PlanProblem, PlanProject, PlanRevision
from forums.enums import ForumState
from forums.models import Forum, Proposal, Uptake


@dataclass(frozen=True, slots=True)
class Need:
    """A problem of a community, or an open proposal: where, what, and what would help or was asked for."""

    subdistrict: str  # empty where it is about the whole district
    place: str
    text: str
    way_out: str
    source: str
    is_proposal: bool

    @property
    def order(self) -> tuple[bool, str, str, bool]:
        return not self.subdistrict, self.subdistrict, self.place, self.is_proposal


@dataclass(frozen=True, slots=True)
class NeedsOfArea:
    """The needs of one area of plans, place by place; ``area`` is None for those of no known area."""

    area: PlanArea | None
    needs: tuple[Need, ...]

    @property
    def name(self) -> str:
        return localname(self.area) if self.area else _("ยังไม่ระบุด้าน")

    @property
    def problems(self) -> int:
        return sum(not need.is_proposal for need in self.needs)

    @property
    def proposals(self) -> int:
        return sum(need.is_proposal for need in self.needs)


@dataclass(frozen=True, slots=True)
class Needs:
    areas: tuple[NeedsOfArea, ...]
    communities: int  # that have a confirmed plan
    day: date

    @property
    def problems(self) -> int:
        return sum(area.problems for area in self.areas)

    @property
    def proposals(self) -> int:
        return sum(area.proposals for area in self.areas)

    @property
    def places(self) -> list[tuple[str, int]]:
        """How many needs each sub-district has, the one with most first; the whole district's are left out."""
        counted = Counter(need.subdistrict for area in self.areas for need in area.needs if need.subdistrict)
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def needs_before(forum: Forum) -> Needs:
    """The needs of the forum's district as they were public on the day of the forum, by area.

    Of each community the newest confirmed plan counts, of the year after the forum's at the latest. A proposal of the
    year before is open while no plan has it.
    """
    day = forum.scheduled_on
    editions = _editions(forum, day)
    found: dict[int | None, list[Need]] = defaultdict(list)
    for area, need in [*_problems(editions), *_proposals(forum, day)]:
        found[area].append(need)
    areas: list[PlanArea | None] = [*PlanArea.objects.order_by("position"), None]
    return Needs(
        tuple(
            NeedsOfArea(area, tuple(sorted(needs, key=lambda need: need.order)))
            for area in areas
            if (needs := found.get(area.pk if area else None))
        ),
        len(editions),
        day,
    )


def _editions(forum: Forum, day: date) -> list[int]:
    """The newest edition of each community's plan that was confirmed by this day."""
    rows = PlanRevision.objects.confirmed().filter(
        plan__community__district=forum.district_id,
        plan__fiscal_year__range=(forum.fiscal_year - 1, forum.fiscal_year + 1),
        confirmed_on__lte=day,
    )
    newest = rows.order_by("plan__community", "-plan__fiscal_year", "-number").distinct("plan__community")
    return list(newest.values_list("pk", flat=True))


def _problems(editions: list[int]) -> list[tuple[int | None, Need]]:
    """Each problem with the area of the projects that answer it; of several areas, the first."""
    answering = PlanProject.objects.live().filter(revision__in=editions, problem__isnull=False, areas__isnull=False)
    areas: dict[int | None, int | None] = dict(
        answering.order_by("-areas__position").values_list("problem", "areas")  # the last of each problem counts
    )
    rows = PlanProblem.objects.live().filter(revision__in=editions)
    rows = rows.select_related("revision__plan__community__subdistrict")
    return [
        (
            areas.get(row.pk),
            Need(
                subdistrict=localname(row.revision.plan.community.subdistrict),
                place=str(row.revision.plan.community),
                text=row.problem,
                way_out=row.way_out,
                source=_("แผนชุมชน ปี %(year)s") % {"year": row.revision.plan.fiscal_year},
                is_proposal=False,
            ),
        )
        for row in rows.order_by("revision", "position", "pk")
    ]


def _proposals(forum: Forum, day: date) -> list[tuple[int | None, Need]]:
    in_a_plan = Uptake.objects.filter(Q(ended_on=None) | Q(ended_on__gt=day), proposal=OuterRef("pk"), on__lte=day)
    rows = Proposal.objects.not_taken_in().filter(
        ~Exists(in_a_plan),
        removed_on=None,
        district=forum.district_id,
        forum__fiscal_year=forum.fiscal_year - 1,
        forum__state=ForumState.PUBLISHED,
    )
    return [
        (
            row.area_id,
            Need(
                subdistrict=localname(row.subdistrict) if row.subdistrict else "",
                place=" ".join(filter(None, [str(row.community or ""), row.place])),
                text=row.title,
                way_out="",
                source=_("ข้อเสนอในเวที ปี %(year)s") % {"year": row.forum.fiscal_year},
                is_proposal=True,
            ),
        )
        for row in rows.select_related("forum", "subdistrict", "community").order_by("forum", "position", "pk")
    ]
