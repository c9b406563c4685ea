"""The action plan for reading, in its official columns: as approved, or with the changes of the edition under way."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Model, Q, Sum
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import Section
from bkkplan.ground.accounts.queries import hands_full_of
from bkkplan.ground.accounts.queries.signing import Signature, signature_of
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.questions.asking import asked_once
from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import month_short
from bkkplan.ground.routes.queries.passages import first_stop
from bkkplan.ground.routes.queries.signing import signatures_of
from budget.enums import EDITION_PAPER, NOT_OVER, EditionState, ItemProgress, Part
from budget.models import (
    ActionPlan,
    ActionPlanEdition,
    ActionPlanItem,
    Inclusion,
    ItemWords,
)
from budget.models.item_words import named_in
from budget.queries.plan.direct import DirectOrigin, direct_of_all
from districts.models import District

ZERO = Decimal(0)


def months_text(first: int | None, last: int | None) -> str:
    """ต.ค. – ม.ค. for two months, ต.ค. for one, "" for none."""
    return " – ".join(dict.fromkeys(month_short(n) for n in (first, last) if n))


@dataclass(frozen=True, slots=True)
class IncludedProject:
    """A community project that an item carries, for the plan's own pages.

    ``amount`` is in baht; ``is_leaving`` says that an amendment withdraws it.
    """

    inclusion: int
    project: int
    title: str
    community: str
    plan_year: int
    revision: int
    amount: Decimal | None
    included_on: date
    is_leaving: bool
    removal_reason: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item in the plan's official columns, and what the edition under way changes in it. Amounts are in baht."""

    pk: int
    uuid: UUID
    number: int
    place: int  # its place (1 is first) among the new items of its part; 0 for an item that is not new
    words: ItemWords
    is_new: bool
    is_changed: bool
    is_dropped: bool
    drop_reason: str
    progress: str
    done_on: date | None
    origins: tuple[IncludedProject, ...]
    direct: tuple[DirectOrigin, ...]  # the proposals that it carries without a community's project
    approved: Decimal | None
    committed: Decimal
    disbursed: Decimal

    @property
    def is_movable(self) -> bool:
        return self.place > 0

    @property
    def progress_label(self) -> str:
        return str(ItemProgress(self.progress).label)

    @property
    def months(self) -> str:
        return months_text(self.words.starts_in, self.words.ends_in)


@dataclass(frozen=True, slots=True)
class PlanPart:
    part: str
    lines: tuple[ItemLine, ...]

    @property
    def label(self) -> str:
        return str(Part(self.part).label)

    @property
    def live_lines(self) -> list[ItemLine]:
        return [line for line in self.lines if not line.is_dropped]

    @property
    def movable(self) -> int:
        return sum(line.is_movable for line in self.lines)

    @property
    def first_movable(self) -> int:
        """The number of the first item that may still be moved: new items stand last."""
        return len(self.live_lines) - self.movable + 1

    @property
    def planned(self) -> Decimal:
        return sum((line.words.planned_amount or ZERO for line in self.live_lines), ZERO)

    @property
    def without_budget(self) -> int:
        return sum(line.words.planned_amount is None for line in self.live_lines)


def signatures_of_edition(edition: ActionPlanEdition) -> list[Signature]:
    """Who signed an approved edition: by its route, or the person who handed it in and the director."""
    district, approved = edition.plan.district, _("ผู้อนุมัติ")
    if by_route := signatures_of(EDITION_PAPER, edition.pk, district=district, decided=approved):
        return by_route
    found = []
    if edition.submitted_by and edition.submitted_on:
        found.append(signature_of(edition.submitted_by, district=district, act=_("ผู้เสนอ"), on=edition.submitted_on))
    if edition.approved_by and edition.approved_on:
        found.append(
            signature_of(
                edition.approved_by,
                role=Role.DISTRICT_DIRECTOR,
                district=district,
                act=approved,
                on=edition.approved_on,
            )
        )
    return found


def first_reader(district: District) -> str:
    """For whom an action plan that is handed in waits first: the first stop of the route, or the director."""
    return str((first_stop(EDITION_PAPER, district) or Role.DISTRICT_DIRECTOR).label)


def hand_in_in_words(district: District) -> str:
    return _("เสนอ%(role)s") % {"role": first_reader(district)}


@asked_once
def open_edition_of(plan: ActionPlan) -> ActionPlanEdition | None:
    return plan.editions.under_way().first()


@asked_once
def plan_parts(plan: ActionPlan, *, edition: ActionPlanEdition | None) -> tuple[PlanPart, ...]:
    """The items of the plan, by part.

    With ``edition``, which must be under way, its changes are shown; with None, the plan as approved.
    """
    items = plan.items.all() if edition else plan.items.carried()
    if edition:
        left_before = Q(dropped_in__isnull=False) & ~Q(dropped_in=edition)
        came_and_went = Q(dropped_in=edition, introduced_in=edition)
        items = items.exclude(left_before).exclude(came_and_went)
    items = items.select_related("section__merged_into", "strategy__tree", "category", "allocation")
    rows = list(items.order_by("position", "pk"))
    changes = {c.item_id: c for c in edition.changes.all()} if edition else {}
    origins = _origins(plan, edition=edition)
    direct = direct_of_all(rows, with_unpublished=edition is not None)
    named = named_in(changes.values())

    numbers: dict[str, int] = defaultdict(int)
    places: dict[str, int] = defaultdict(int)
    lines: dict[str, list[ItemLine]] = {part: [] for part in Part.values}
    for item in rows:
        words = ItemWords.of(item, changes.get(item.pk), named=named)
        is_dropped = bool(edition and item.dropped_in_id == edition.pk)
        if not is_dropped:
            numbers[words.part] += 1
        is_movable = bool(edition and item.introduced_in_id == edition.pk)
        places[words.part] += is_movable
        purse = getattr(item, "allocation", None)
        lines[words.part].append(
            ItemLine(
                pk=item.pk,
                uuid=item.uuid,
                number=numbers[words.part],
                place=places[words.part] if is_movable else 0,
                words=words,
                is_new=bool(edition and edition.number and item.introduced_in_id == edition.pk),
                is_changed=item.pk in changes,
                is_dropped=is_dropped,
                drop_reason=item.drop_reason if is_dropped else "",
                progress=item.progress,
                done_on=item.done_on,
                origins=tuple(origins.get(item.pk, ())),
                direct=direct.get(item.pk, ()),
                approved=purse.transferred if purse else None,
                committed=purse.committed if purse else ZERO,
                disbursed=purse.disbursed if purse else ZERO,
            )
        )
    return tuple(PlanPart(part, tuple(lines[part])) for part in Part.values)


def basis_of_edition(plan: ActionPlan) -> Basis:
    """What the director decides by: the plan's lines as the edition under way would have them, and its state."""
    edition = open_edition_of(plan)
    points = [
        Point("state", _("สถานะ"), edition.state if edition else "", edition.get_state_display() if edition else ""),
        Point("amendment", _("แก้ไขเพิ่มเติมครั้งที่"), edition.number if edition else None),
        Point("reason", _("เหตุผลที่แก้ไขเพิ่มเติม"), edition.reason if edition else ""),
    ]
    lines = [line for part in plan_parts(plan, edition=edition) for line in part.lines]
    return Basis.of([*points, *(_point_of(line) for line in lines)])


def _point_of(line: ItemLine) -> Point:
    words = {
        name: value.pk if isinstance(value, Model) else value  # a row stays the same when it is called another name
        for name, value in line.words.values().items()
    }
    origins = [(o.project, o.amount, o.is_leaving, o.removal_reason) for o in line.origins]
    direct = [(d.pk, d.amount, d.reason, d.is_leaving) for d in line.direct]
    value = [str(word) for word in words.values()] + [line.is_dropped, line.drop_reason, origins, direct]
    shown = [format_baht(line.words.planned_amount or ZERO, decimals=False)]
    if line.origins:
        shown.append(_("โครงการจากแผนพัฒนาชุมชน %(n)s โครงการ") % {"n": len(line.origins)})
    if line.direct:
        shown.append(_("ข้อเสนอที่เขตนำเข้าโดยตรง %(n)s ข้อ") % {"n": len(line.direct)})
    if line.is_dropped:
        shown.append(_("ตัดออก"))
    return Point(f"item-{line.uuid}", line.words.title, value, " · ".join(shown))


def _origins(plan: ActionPlan, *, edition: ActionPlanEdition | None) -> dict[int, list[IncludedProject]]:
    rows = Inclusion.objects.filter(item__plan=plan, ended_on=None)
    if edition is None:
        rows = rows.filter(edition__state=EditionState.APPROVED)
    found: dict[int, list[IncludedProject]] = defaultdict(list)
    for row in rows.select_related("project__revision__plan__community").order_by("pk"):
        revision = row.project.revision
        found[row.item_id].append(
            IncludedProject(
                inclusion=row.pk,
                project=row.project_id,
                title=row.project.title,
                community=str(revision.plan.community),
                plan_year=revision.plan.fiscal_year,
                revision=revision.pk,
                amount=row.amount,
                included_on=row.included_on,
                is_leaving=row.removed_in_id is not None,
                removal_reason=row.removal_reason,
            )
        )
    return found


def origins_of(item: ActionPlanItem, *, sees_drafts: bool) -> tuple[IncludedProject, ...]:
    """The community projects of one item; without ``sees_drafts``, only those that an approved edition took in."""
    rows = _origins(item.plan, edition=None if not sees_drafts else item.introduced_in)
    return tuple(rows.get(item.pk, ()))


@dataclass(frozen=True, slots=True)
class DistrictPlanRow:
    """One district in the year's list of action plans. ``planned`` is in baht."""

    district: District
    plan: int | None
    state: str  # "" if the district has not begun its plan
    amendment: int
    returned: bool
    items: int
    community_projects: int
    planned: Decimal
    approved_on: date | None

    @property
    def state_label(self) -> str:
        return str(EditionState(self.state).label) if self.state else ""


def plans_of_year(year: FiscalYear, districts: Sequence[District]) -> tuple[DistrictPlanRow, ...]:
    """How far each of these districts came with its action plan.

    The number of queries does not depend on how many they are.
    """
    plans = {p.district_id: p for p in ActionPlan.objects.in_year(year).filter(district__in=districts)}
    newest: dict[int, ActionPlanEdition] = {}
    approved_on: dict[int, date] = {}
    for made in ActionPlanEdition.objects.in_use().filter(plan__in=plans.values()).order_by("number"):
        newest[made.plan_id] = made
        if made.approved_on:
            approved_on[made.plan_id] = made.approved_on
    items = ActionPlanItem.objects.live().filter(plan__in=plans.values())
    totals: dict[int, Any] = {
        row["plan"]: row
        for row in items.values("plan").annotate(n=Count("pk"), planned=Sum("planned_amount")).order_by()
    }
    projects = dict(
        Inclusion.objects.live()
        .filter(item__plan__in=plans.values())
        .values_list("item__plan")
        .annotate(n=Count("project__lineage", distinct=True))
        .order_by()
    )
    rows = []
    for district in districts:
        plan = plans.get(district.pk)
        edition = newest.get(plan.pk) if plan else None
        total: dict[str, Any] = totals.get(plan.pk, {}) if plan else {}
        rows.append(
            DistrictPlanRow(
                district=district,
                plan=plan.pk if plan else None,
                state=edition.state if edition else "",
                amendment=edition.number if edition else 0,
                returned=bool(edition and edition.state == EditionState.DRAFT and edition.returned_on),
                items=total.get("n", 0),
                community_projects=projects.get(plan.pk, 0) if plan else 0,
                planned=total.get("planned") or ZERO,
                approved_on=approved_on.get(plan.pk) if plan else None,
            )
        )
    return tuple(rows)


def in_charge_of(section: Section) -> str:
    n = ActionPlanItem.objects.carried().of_sections([section.pk]).filter(progress__in=NOT_OVER).count()
    return _("รับผิดชอบ %(n)s โครงการที่ยังไม่แล้วเสร็จ") % {"n": n} if n else ""


hands_full_of.append(in_charge_of)
