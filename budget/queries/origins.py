"""Where the projects of an item come from: the communities' plans, and the proposals that stand behind them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from bkkplan.ground.core.questions.together import later
from bkkplan.ground.core.questions.written_once import written_once
from bkkplan.ground.core.wording import localname
from budget.enums import EditionState
from budget.models import ActionPlanItem, Inclusion
from budget.queries.lots.lots import OwnGoods, goods_of, is_in_a_lot
from budget.queries.money.money import Sums
from budget.queries.money.shares import Parts, ask_parts_of_items, forebears_of, parts_of_items, uptakes_in_force
from forums.enums import ForumState
from forums.models import Uptake


@dataclass(frozen=True, slots=True)
class Voice:
    """A proposal that stands behind a project. ``part`` is its part of the item's money, None of an item without."""

    uuid: UUID
    title: str
    requested_amount: Decimal | None
    forum: int
    forum_name: str
    held_on: date | None
    is_public: bool
    part: Sums | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """A community project that an item carries, with the proposals that it took over."""

    inclusion: int
    project: int
    title: str
    community: str
    subdistrict: str
    place: str
    community_code: str
    plan_year: int
    voices: tuple[Voice, ...]
    part: Sums | None = None
    is_public: bool = False  # its plan is confirmed
    is_in_a_lot: bool = False
    lineage: UUID | None = None
    revision: int = 0
    goods: tuple[OwnGoods, ...] = ()  # known to `trace_back` only


def trace_back(item: ActionPlanItem, *, with_unpublished: bool = False) -> tuple[Origin, ...]:
    """The community projects that an item carries, with the proposals that they took over in any edition and year."""
    origins = trace_back_all([item], with_unpublished=with_unpublished)[item.pk]
    in_lots = [origin.inclusion for origin in origins if origin.is_in_a_lot]
    goods = goods_of(in_lots) if in_lots else {}
    return tuple(replace(origin, goods=goods.get(origin.inclusion, ())) for origin in origins)


def trace_back_all(items: Iterable[ActionPlanItem], *, with_unpublished: bool = False) -> dict[int, tuple[Origin, ...]]:
    """What `trace_back` says of many items, by the item's id; without what was bought in lots."""
    items = list(items)
    inclusions = later(_taken_in(items=[item.pk for item in items], with_unpublished=with_unpublished))
    ask_parts_of_items([item.pk for item in items])
    forebears = forebears_of([row.project for row in inclusions])
    uptakes = _living({lineage for found in forebears.values() for lineage in found}, with_unpublished=with_unpublished)
    parts = parts_of_items([item.pk for item in items])
    origins: dict[int, list[Origin]] = {item.pk: [] for item in items}
    for row in inclusions:
        community = row.project.revision.plan.community
        behind = [uptake for lineage in forebears[row.project_id] for uptake in uptakes.get(lineage, [])]
        origins[row.item_id].append(
            Origin(
                inclusion=row.pk,
                project=row.project_id,
                title=row.project.title,
                community=str(community),
                community_code=community.code,
                subdistrict=localname(community.subdistrict),
                place=row.project.place,
                plan_year=row.project.revision.plan.fiscal_year,
                voices=_voices(row, behind, parts),
                part=parts.of_projects.get(row.pk),
                is_public=row.project.revision.is_confirmed,
                is_in_a_lot=getattr(row, "in_a_lot", False),
                lineage=row.project.lineage,
                revision=row.project.revision_id,
            )
        )
    return {item: tuple(found) for item, found in origins.items()}


@written_once
def _taken_in(*, items: Collection[int], with_unpublished: bool) -> QuerySet[Inclusion]:
    rows = Inclusion.objects.filter(item__in=items, ended_on=None).select_related(
        "project__revision__plan__community__subdistrict"
    )
    if not with_unpublished:
        rows = rows.filter(edition__state=EditionState.APPROVED)
    return rows.annotate(in_a_lot=is_in_a_lot()).order_by("pk")


def _voices(inclusion: Inclusion, uptakes: Iterable[Uptake], parts: Parts) -> tuple[Voice, ...]:
    """Each proposal once, though plans of several years took it over."""
    found: dict[UUID, Voice] = {}
    for uptake in uptakes:
        proposal, forum = uptake.proposal, uptake.proposal.forum
        part = parts.of_proposals.get((inclusion.pk, uptake.pk))
        if earlier := found.get(proposal.uuid):
            part = part + earlier.part if part and earlier.part else part
        found[proposal.uuid] = Voice(
            uuid=proposal.uuid,
            title=proposal.title,
            requested_amount=proposal.requested_amount,
            forum=forum.pk,
            forum_name=f"{forum} {forum.district}",
            held_on=forum.held_on,
            is_public=forum.state == ForumState.PUBLISHED,
            part=part,
        )
    return tuple(found.values())


def _living(lineages: set[UUID], *, with_unpublished: bool) -> dict[UUID, list[Uptake]]:
    """By lineage: the take-ups in force."""
    return {
        lineage: [row for row in rows if with_unpublished or row.proposal.forum.state == ForumState.PUBLISHED]
        for lineage, rows in uptakes_in_force(frozenset(lineages)).items()
    }
