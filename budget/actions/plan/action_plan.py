"""The path of a district's annual action plan: opened, submitted, approved or sent back, amended."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.enums import BELOW_THE_DIRECTOR, Duty, Role
from bkkplan.ground.accounts.models import Section, User
from bkkplan.ground.accounts.queries import people_of_sections, staff_of
from bkkplan.ground.audit.record import record, state_of, write_line
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import demand_permission, hands_of
from bkkplan.ground.core.rows.basis import BY_COMMAND, Basis
from bkkplan.ground.core.thai.errors import N_
from bkkplan.ground.routes import actions as routes
from budget.actions import steps
from budget.enums import EDITION_PAPER, EditionState
from budget.models import (
    ActionPlan,
    ActionPlanEdition,
    ActionPlanItem,
    Allocation,
    DirectInclusion,
    Inclusion,
    ItemWords,
)
from budget.queries.plan.action_plans import basis_of_edition
from communities.actions.plans import shortened
from communities.models import Community
from communities.queries.committees import committees_of
from districts.models import District
from forums.actions import replies


@transaction.atomic
def open_plan(*, district_id: int, year: FiscalYear, by: User, at: datetime) -> ActionPlan:
    """Begin the district's action plan of a year and return it. A plan that exists already is returned unchanged."""
    # The district's row is the lock: two officers who begin at once get one plan.
    district = District.objects.select_for_update(of=("self",), no_key=True).get(pk=district_id)
    demand_permission(by, "budget.open_action_plan", district)
    existing = ActionPlan.objects.in_year(year).filter(district=district).first()
    if existing:
        return existing
    plan, line = steps.open_plan(district, year, by=by, at=at)
    plan.save(force_insert=True)
    steps.first_edition(plan, by=by, at=at).save(force_insert=True)
    write_line(line)
    return plan


@transaction.atomic
def open_amendment(*, plan_id: int, reason: str, by: User, at: datetime) -> ActionPlanEdition:
    """Begin the next numbered amendment of an approved plan."""
    plan = lock_plan(plan_id, by=by)
    edition, line = steps.open_amendment(plan, editions=plan.editions.all(), reason=reason, by=by, at=at)
    edition.save(force_insert=True)
    write_line(line)
    return edition


@transaction.atomic
def discard_amendment(
    *, plan_id: int, seen: Basis | None = None, by: User, at: datetime, on: date
) -> ActionPlanEdition:
    """Close an amendment without approval: the approved plan stays as it is.

    Raises NotAnAmendmentError for edition 0, and BasisChangedError if the amendment is not what ``seen`` says.

    Lines and inclusions that the amendment brought in are ended; lines and inclusions that it would have taken out
    stay. The amendment's own text stays readable.
    """
    plan = lock_plan(plan_id, by=by)
    edition = open_edition(plan)
    seen_as = basis_of_edition(plan).demand(seen)
    line = steps.discard(edition, by=by, at=at)
    reason = str(_("ยกเลิกการแก้ไขเพิ่มเติม"))
    for inclusion in edition.inclusions.filter(ended_on=None):
        end_inclusion(inclusion, reason=reason, by=by, at=at, on=on)
    for row in edition.direct_inclusions.standing().select_related("reply"):
        end_direct(row, reason=reason, by=by, at=at, on=on)
    edition.removals.update(removed_in=None, removal_reason="")
    edition.direct_removals.update(removed_in=None, removal_reason="")
    edition.dropped.exclude(introduced_in=edition).update(dropped_in=None, drop_reason="", version=F("version") + 1)
    edition.introduced.live().update(dropped_in=edition, drop_reason=reason, version=F("version") + 1)
    edition.save(update_fields=["state", "discarded_at", "discarded_by"])
    write_line(line, seen=seen_as)
    return edition


@transaction.atomic
def submit(*, plan_id: int, by: User, at: datetime, on: date) -> ActionPlanEdition:
    """Hand the edition under way to the director, by the district's route if it has one."""
    plan = lock_plan(plan_id, by=by)
    edition = open_edition(plan)
    line = steps.submit(edition, is_empty=is_empty(edition), by=by, at=at, on=on)
    edition.save(update_fields=["state", "submitted_on", "submitted_at", "submitted_by", "submitted_through"])
    write_line(line)
    if not routes.hand_in(kind=EDITION_PAPER, paper=edition.pk, district=plan.district, by=by, at=at, on=on):
        tell_directors(plan, besides=hands_of(by), at=at)
    return edition


@transaction.atomic
def recall(*, plan_id: int, by: User, at: datetime, on: date) -> ActionPlanEdition:
    """Take a submitted edition back to draft. Raises NotSubmittedError once the director has decided."""
    plan = lock_plan(plan_id, by=by)
    edition = _submitted_edition(plan)
    edition.state = EditionState.DRAFT
    edition.save(update_fields=["state"])
    routes.end(kind=EDITION_PAPER, paper=edition.pk, by=by, at=at, on=on)
    record("budget.action_plan_recalled", edition, by=by, at=at, **steps.log_details(plan), number=edition.number)
    return edition


@transaction.atomic
def send_back(
    *, plan_id: int, reason: str, seen: Basis | None = None, by: User, at: datetime, on: date
) -> ActionPlanEdition:
    """Return a submitted edition to draft, with the director's reason. Raises ReasonNeededError without one."""
    plan = lock_plan(plan_id, by=by, perm="budget.approve_action_plan")
    edition = _submitted_edition(plan)
    seen_as = basis_of_edition(plan).demand(seen)
    give_back(edition, reason=reason, seen_as=seen_as, by=by, at=at, on=on)
    routes.end(kind=EDITION_PAPER, paper=edition.pk, reason=reason, by=by, at=at, on=on)
    tell_officers_of_return(plan, reason=reason, at=at)
    return edition


def give_back(
    edition: ActionPlanEdition, *, reason: str, seen_as: str = BY_COMMAND, by: User, at: datetime, on: date
) -> None:
    """Return an edition to draft; the plan's row is locked."""
    line = steps.send_back(edition, reason=reason, by=by, at=at, on=on)
    edition.save(update_fields=["state", "returned_on", "returned_at", "returned_by", "return_reason"])
    write_line(line, seen=seen_as)


@transaction.atomic
def approve(*, plan_id: int, seen: Basis | None = None, by: User, at: datetime, on: date) -> ActionPlanEdition:
    """Approve the submitted edition: it is closed, and its changes are written into the plan."""
    plan = lock_plan(plan_id, by=by, perm="budget.approve_action_plan")
    edition = _submitted_edition(plan)
    basis = basis_of_edition(plan)
    routes.decide(kind=EDITION_PAPER, paper=edition.pk, basis=basis, by=by, at=at, on=on)
    dropped = list(edition.dropped.select_for_update(of=("self",), no_key=True).order_by("pk"))
    line = steps.approve(edition, dropped={item: purse_of(item) for item in dropped}, by=by, at=at, on=on)
    seen_as = basis.demand(seen)
    edition.save(update_fields=["state", "approved_on", "approved_at", "approved_by", "approved_through"])
    changed = _apply_changes(edition)
    _end_what_it_took_out(edition, by=by, at=at, on=on)
    write_line(line, changed=changed, seen=seen_as)
    officers = staff_of(plan.district_id, roles=BELOW_THE_DIRECTOR, duty=Duty.ACTION_PLAN, at=at)
    _tell(
        officers,
        plan,
        kind="action-plan-approved",
        message=N_("ผู้อำนวยการเขตอนุมัติแผนปฏิบัติราชการปี %(year)s ของ%(district)s แล้ว"),
        at=at,
    )
    _tell_sections(edition, plan, besides={by.pk, *(person.pk for person in officers)}, at=at)
    _tell_communities(edition, plan, at=at, on=on)
    return edition


def lock_plan(plan_id: int, *, by: User, perm: str = "budget.edit_action_plan") -> ActionPlan:
    """Lock the plan's row and return the plan.

    Every action that writes in one of its editions takes this lock first.
    """
    plans = ActionPlan.objects.select_for_update(of=("self",), no_key=True).select_related("district")
    plan = plans.get(pk=plan_id)
    demand_permission(by, perm, plan)
    return plan


def open_edition(plan: ActionPlan) -> ActionPlanEdition:
    """Return the draft edition. Raises NotOpenError if the plan has none, or if it waits for the director."""
    return steps.demand_draft(plan.editions.under_way().first())


def is_empty(edition: ActionPlanEdition) -> bool:
    """Whether the approval of the edition would change nothing in the plan."""
    return not (
        edition.introduced.live().exists()
        or edition.dropped.exclude(introduced_in=edition).exists()
        or edition.changes.exists()
        or edition.inclusions.live().exists()
        or edition.removals.exists()
        or edition.direct_inclusions.live().exists()
        or edition.direct_removals.exists()
    )


def purse_of(item: ActionPlanItem) -> Allocation | None:
    """The item's money; None if none was ever entered."""
    return getattr(item, "allocation", None)


def _submitted_edition(plan: ActionPlan) -> ActionPlanEdition:
    return steps.demand_submitted(
        plan.editions.filter(state=EditionState.SUBMITTED).select_related("plan__district").first()
    )


class Applied(TypedDict):
    """A change of an item as the log keeps it."""

    item: int
    before: Mapping[str, object]
    after: Mapping[str, object]


def _apply_changes(edition: ActionPlanEdition) -> list[Applied]:
    """Write the amendment's changes into their items and return them for the log.

    Each change keeps the values that it replaced in ``before``; an item that was dropped is left as it is.
    """
    applied: list[Applied] = []
    for change in edition.changes.select_related("item").order_by("pk"):
        item = change.item
        if item.dropped_in_id:
            continue
        change.before = state_of(item, list(change.after))
        change.save(update_fields=["before"])
        ItemWords.of(item, change).write_to(item)
        item.save_over(item.version, update_fields=list(change.after))
        applied.append({"item": item.pk, "before": change.before, "after": change.after})
    return applied


def _end_what_it_took_out(edition: ActionPlanEdition, *, by: User, at: datetime, on: date) -> None:
    for inclusion in Inclusion.objects.filter(removed_in=edition, ended_on=None):
        end_inclusion(inclusion, reason=inclusion.removal_reason, by=by, at=at, on=on)
    for inclusion in Inclusion.objects.filter(item__dropped_in=edition, ended_on=None).select_related("item"):
        end_inclusion(inclusion, reason=inclusion.item.drop_reason, by=by, at=at, on=on)
    gone = Q(removed_in=edition) | Q(item__dropped_in=edition)
    for row in DirectInclusion.objects.standing().filter(gone).select_related("item", "reply").order_by("pk"):
        end_direct(row, reason=row.removal_reason or row.item.drop_reason, by=by, at=at, on=on)


def end_direct(row: DirectInclusion, *, reason: str, by: User, at: datetime, on: date) -> None:
    """The proposal is free again: for a community's plan, an answer, or another try."""
    row.reply = replies.end_taking_in(reply_id=row.reply_id, reason=reason, by=by, at=at, on=on)


def end_inclusion(inclusion: Inclusion, *, reason: str, by: User, at: datetime, on: date) -> None:
    steps.end_inclusion(inclusion, reason=reason, by=by, at=at, on=on)
    inclusion.save(update_fields=["ended_on", "ended_at", "ended_by", "ended_reason"])


def tell_directors(plan: ActionPlan, *, besides: Collection[int] = (), at: datetime) -> None:
    directors = staff_of(plan.district_id, roles=[Role.DISTRICT_DIRECTOR], at=at)
    _tell(
        [person for person in directors if person.pk not in besides],
        plan,
        kind="action-plan-submitted",
        message=N_("แผนปฏิบัติราชการปี %(year)s ของ%(district)s รอท่านอนุมัติ"),
        at=at,
    )


def tell_officers_of_return(plan: ActionPlan, *, reason: str, at: datetime) -> None:
    _tell(
        staff_of(plan.district_id, roles=BELOW_THE_DIRECTOR, duty=Duty.ACTION_PLAN, at=at),
        plan,
        kind="action-plan-sent-back",
        message=N_("ผู้อำนวยการเขตส่งแผนปฏิบัติราชการปี %(year)s ของ%(district)s กลับให้แก้ไข: %(reason)s"),
        at=at,
        reason=shortened(reason),
    )


def _tell(people: Sequence[User], plan: ActionPlan, *, kind: str, message: str, at: datetime, **params: str) -> None:
    values: dict[str, object] = {"year": plan.fiscal_year, "district": plan.district, **params}
    notify(recipients=people, kind=kind, message=message, params=values, url=plan.get_absolute_url(), at=at)


def _tell_sections(edition: ActionPlanEdition, plan: ActionPlan, *, besides: Collection[int], at: datetime) -> None:
    """Tell the people of each section of how many items that the approved edition brings or changes it is in charge.

    They are also told which of their items the edition leaves out.
    """
    concerned = Q(introduced_in=edition) | Q(pk__in=edition.changes.values("item"))
    items = plan.items.live().filter(concerned).exclude(section=None).select_related("section__merged_into")
    counted = Counter(item.section.current for item in items.order_by("pk") if item.section)
    people = people_of_sections([section.pk for section in counted], at=at)
    for section, n in counted.items():
        _tell(
            [person for person in people[section.pk] if person.pk not in besides],
            plan,
            kind="section-in-charge",
            message=N_("%(section)sรับผิดชอบ %(n)s โครงการในแผนปฏิบัติราชการปี %(year)s ของ%(district)s ที่อนุมัติแล้ว"),
            at=at,
            section=section.name,
            n=str(n),
        )
    cut: dict[Section, list[str]] = {}
    dropped = plan.items.filter(dropped_in=edition).exclude(introduced_in=edition)
    for item in dropped.select_related("section__merged_into").order_by("pk"):
        if item.section:
            cut.setdefault(item.section.current, []).append(item.title)
    people = people_of_sections([section.pk for section in cut], at=at)
    for section, titles in cut.items():
        _tell(
            [person for person in people[section.pk] if person.pk not in besides],
            plan,
            kind="section-item-cut",
            message=N_(
                "แผนปฏิบัติราชการปี %(year)s ของ%(district)s ที่อนุมัติแล้วนำออก %(n)s โครงการที่%(section)sรับผิดชอบ: %(titles)s"
            ),
            at=at,
            section=section.name,
            n=str(len(titles)),
            titles=shortened(", ".join(titles)),
        )


def _tell_communities(edition: ActionPlanEdition, plan: ActionPlan, *, at: datetime, on: date) -> None:
    """Send one notice to each community whose projects the approved edition carries.

    It goes to the members of its committee who have an account.
    """
    titles: dict[int, list[str]] = {}
    for place, title in (
        edition.inclusions.live().order_by("pk").values_list("project__revision__plan__community", "project__title")
    ):
        titles.setdefault(place, []).append(title)
    members = committees_of(titles, on=on)
    for community in Community.objects.filter(pk__in=members).order_by("pk"):
        _tell(
            members[community.pk],
            plan,
            kind="projects-included",
            message=N_(
                "%(district)sบรรจุโครงการของ%(community)s %(count)s โครงการในแผนปฏิบัติราชการปี %(year)s: %(titles)s"
            ),
            at=at,
            community=str(community),
            count=str(len(titles[community.pk])),
            titles=_listed(titles[community.pk]),
        )


def _listed(titles: Sequence[str]) -> str:
    text = ", ".join(titles[:3])
    return (text if len(titles) <= 3 else f"{text} …")[:300]
