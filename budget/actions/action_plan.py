"""The path of a district's annual action plan: opened, submitted, approved or sent back, amended."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import staff_of, why_another_decides
from bkkplan.ground.audit.record import record, state_of
from bkkplan.ground.core.basis import Basis
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import hands_of
from bkkplan.ground.core.refusals import Kind, Refusal
from bkkplan.ground.core.thai.errors import N_
from budget.enums import EditionState
from budget.models import ActionPlan, ActionPlanEdition, ActionPlanItem, Inclusion, ItemWords
from budget.queries.action_plans import basis_of_edition
from communities.models import Community
from communities.queries.committees import committees_of
from districts.models import District


class ActionPlanError(Refusal):
    """An action on an action plan is refused, mostly because it is the wrong moment. str() is the sentence to show."""

    kind = Kind.WRONG_MOMENT


class NotOpenError(ActionPlanError):
    """The plan has no edition that may be changed: it is approved, or its edition waits for the director."""


class NotSubmittedError(ActionPlanError):
    pass


class NothingToApproveError(ActionPlanError):
    pass


class OwnEditionError(ActionPlanError):
    """The person who would approve the edition also submitted it."""


class NotAnAmendmentError(ActionPlanError):
    """The first edition (number 0) cannot be discarded: the plan would have no edition."""


class ReasonNeededError(ActionPlanError):
    kind, field = Kind.WRONG_INPUT, "reason"


class ItemHasMoneyError(ActionPlanError):
    pass


@transaction.atomic
def open_plan(*, district_id: int, year: FiscalYear, by: User, at: datetime) -> ActionPlan:
    """Begin the district's action plan of a year and return it. A plan that exists already is returned unchanged."""
    # The district's row is the lock: two officers who begin at once get one plan.
    district = District.objects.select_for_update(of=("self",), no_key=True).get(pk=district_id)
    if not by.has_perm("budget.open_action_plan", district):
        raise PermissionDenied
    existing = ActionPlan.objects.in_year(year).filter(district=district).first()
    if existing:
        return existing
    plan = ActionPlan.objects.create(district=district, fiscal_year=year.be, created_at=at, created_by=by)
    ActionPlanEdition.objects.create(plan=plan, number=0, created_at=at, created_by=by)
    record("budget.action_plan_opened", plan, by=by, at=at, **told(plan))
    return plan


@transaction.atomic
def open_amendment(*, plan_id: int, reason: str, by: User, at: datetime) -> ActionPlanEdition:
    """Begin the next numbered amendment of an approved plan."""
    plan = lock_plan(plan_id, by=by)
    if plan.editions.under_way().exists():
        raise NotOpenError(_("แผนนี้มีฉบับที่กำลังจัดทำอยู่แล้ว"))
    if not reason.strip():
        raise ReasonNeededError(_("ต้องระบุเหตุผลที่แก้ไขเพิ่มเติมแผน"))
    number = (plan.editions.in_use().aggregate(last=Max("number"))["last"] or 0) + 1
    edition = ActionPlanEdition.objects.create(plan=plan, number=number, reason=reason, created_at=at, created_by=by)
    record("budget.amendment_opened", edition, by=by, at=at, **told(plan), number=number, reason=reason)
    return edition


@transaction.atomic
def discard_amendment(*, plan_id: int, by: User, at: datetime, on: date) -> ActionPlanEdition:
    """Close an amendment without approval: the approved plan stays as it is.

    Raises NotAnAmendmentError for edition 0.

    Lines and inclusions that the amendment brought in are ended; lines and inclusions that it would have taken out
    stay. The amendment's own text stays readable.
    """
    plan = lock_plan(plan_id, by=by)
    edition = open_edition(plan)
    if not edition.number:
        raise NotAnAmendmentError(_("แผนฉบับแรกยกเลิกไม่ได้ แก้ไขรายการแทน"))
    reason = str(_("ยกเลิกการแก้ไขเพิ่มเติม"))
    for inclusion in edition.inclusions.filter(ended_on=None):
        end_inclusion(inclusion, reason=reason, by=by, at=at, on=on)
    edition.removals.update(removed_in=None, removal_reason="")
    edition.dropped.exclude(introduced_in=edition).update(dropped_in=None, drop_reason="", version=F("version") + 1)
    edition.introduced.standing().update(dropped_in=edition, drop_reason=reason, version=F("version") + 1)
    edition.state = EditionState.DISCARDED
    edition.discarded_at, edition.discarded_by = at, by
    edition.save(update_fields=["state", "discarded_at", "discarded_by"])
    record("budget.amendment_discarded", edition, by=by, at=at, **told(plan), number=edition.number)
    return edition


@transaction.atomic
def submit(*, plan_id: int, by: User, at: datetime, on: date) -> ActionPlanEdition:
    """Hand the edition under way to the director."""
    plan = lock_plan(plan_id, by=by)
    edition = open_edition(plan)
    if is_empty(edition):
        raise NothingToApproveError(_("ฉบับนี้ยังไม่มีรายการ จึงยังเสนอผู้อำนวยการเขตไม่ได้"))
    edition.state = EditionState.SUBMITTED
    edition.submitted_on, edition.submitted_at = on, at
    edition.submitted_by, edition.submitted_through = by, by.entered_through
    edition.save(update_fields=["state", "submitted_on", "submitted_at", "submitted_by", "submitted_through"])
    record("budget.action_plan_submitted", edition, by=by, at=at, **told(plan), number=edition.number)
    tell_directors(plan, besides=hands_of(by), at=at)
    return edition


@transaction.atomic
def recall(*, plan_id: int, by: User, at: datetime) -> ActionPlanEdition:
    """Take a submitted edition back to draft. Raises NotSubmittedError once the director has decided."""
    plan = lock_plan(plan_id, by=by)
    edition = _submitted_edition(plan)
    edition.state = EditionState.DRAFT
    edition.save(update_fields=["state"])
    record("budget.action_plan_recalled", edition, by=by, at=at, **told(plan), number=edition.number)
    return edition


@transaction.atomic
def send_back(
    *, plan_id: int, reason: str, seen: Basis | None = None, by: User, at: datetime, on: date
) -> ActionPlanEdition:
    """Return a submitted edition to draft, with the director's reason. Raises ReasonNeededError without one."""
    plan = lock_plan(plan_id, by=by, perm="budget.approve_action_plan")
    edition = _submitted_edition(plan)
    seen_as = basis_of_edition(plan).demand(seen)
    if not reason.strip():
        raise ReasonNeededError(_("ต้องระบุเหตุผลที่ส่งกลับ"))
    edition.state = EditionState.DRAFT
    edition.returned_on, edition.returned_at, edition.returned_by = on, at, by
    edition.return_reason = reason
    edition.save(update_fields=["state", "returned_on", "returned_at", "returned_by", "return_reason"])
    facts = {**told(plan), "number": edition.number, "reason": reason, "seen": seen_as}
    record("budget.action_plan_sent_back", edition, by=by, at=at, **facts)
    tell_officers_of_return(plan, reason=reason, at=at)
    return edition


@transaction.atomic
def approve(*, plan_id: int, seen: Basis | None = None, by: User, at: datetime, on: date) -> ActionPlanEdition:
    """Approve the submitted edition: it is closed, and its changes are written into the plan."""
    plan = lock_plan(plan_id, by=by, perm="budget.approve_action_plan")
    edition = _submitted_edition(plan)
    if sentence := why_not_approved_by(by, edition, on=on):
        raise OwnEditionError(sentence)
    seen_as = basis_of_edition(plan).demand(seen)
    dropped = list(edition.dropped.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for item in dropped:
        demand_no_money(item)
    edition.state = EditionState.APPROVED
    edition.approved_on, edition.approved_at = on, at
    edition.approved_by, edition.approved_through = by, by.entered_through
    edition.save(update_fields=["state", "approved_on", "approved_at", "approved_by", "approved_through"])
    changed = _apply_changes(edition)
    _end_what_it_took_out(edition, by=by, at=at, on=on)
    record(
        "budget.action_plan_approved",
        edition,
        by=by,
        at=at,
        **told(plan),
        number=edition.number,
        on=on,
        changed=changed,
        dropped=[item.pk for item in dropped],
        seen=seen_as,
    )
    _tell(
        staff_of(plan.district_id, roles=[Role.DISTRICT_OFFICER], at=at),
        plan,
        kind="action-plan-approved",
        message=N_("ผู้อำนวยการเขตอนุมัติแผนปฏิบัติราชการปี %(year)s ของ%(district)s แล้ว"),
        at=at,
    )
    _tell_communities(edition, plan, at=at, on=on)
    return edition


def why_not_approved_by(by: User, edition: ActionPlanEdition, *, on: date) -> str:
    """The sentence that says why ``by`` may not approve the edition and who may; "" if ``by`` may.

    Whoever submitted an edition does not approve it.
    """
    return why_another_decides(
        by=by,
        handed_in_by=(edition.submitted_by_id, edition.submitted_through_id),
        roles=[Role.DISTRICT_DIRECTOR],
        district=edition.plan.district,
        on=on,
    )


def lock_plan(plan_id: int, *, by: User, perm: str = "budget.edit_action_plan") -> ActionPlan:
    """Lock the plan's row and return the plan.

    Every action that writes in one of its editions takes this lock first.
    """
    plans = ActionPlan.objects.select_for_update(of=("self",), no_key=True).select_related("district")
    plan = plans.get(pk=plan_id)
    if not by.has_perm(perm, plan):
        raise PermissionDenied
    return plan


def open_edition(plan: ActionPlan) -> ActionPlanEdition:
    """Return the draft edition. Raises NotOpenError if the plan has none, or if it waits for the director."""
    edition = plan.editions.under_way().first()
    if edition is None:
        raise NotOpenError(_("แผนอนุมัติแล้ว ต้องเปิดการแก้ไขเพิ่มเติมก่อนจึงเปลี่ยนแปลงได้"))
    if edition.state == EditionState.SUBMITTED:
        raise NotOpenError(_("แผนรอผู้อำนวยการเขตอนุมัติ จึงแก้ไขไม่ได้ ดึงกลับมาก่อนหากต้องการแก้ไข"))
    return edition


def told(plan: ActionPlan) -> dict[str, Any]:
    """Details that every line of the log about an action plan has: the district's code and the year."""
    return {"district": plan.district.code, "year": plan.fiscal_year}


def is_empty(edition: ActionPlanEdition) -> bool:
    """Whether the approval of the edition would change nothing in the plan."""
    return not (
        edition.introduced.standing().exists()
        or edition.dropped.exclude(introduced_in=edition).exists()
        or edition.changes.exists()
        or edition.inclusions.standing().exists()
        or edition.removals.exists()
    )


def demand_no_money(item: ActionPlanItem) -> None:
    money = getattr(item, "allocation", None)
    if money is not None and money.transferred > 0:
        raise ItemHasMoneyError(_("“%(title)s” ได้รับงบประมาณแล้ว ต้องโอนเงินกลับก่อนจึงตัดออกจากแผนได้") % {"title": item.title})


def _submitted_edition(plan: ActionPlan) -> ActionPlanEdition:
    edition = plan.editions.filter(state=EditionState.SUBMITTED).select_related("plan__district").first()
    if edition is None:
        raise NotSubmittedError(_("แผนนี้ไม่ได้รอการอนุมัติแล้ว"))
    return edition


def _apply_changes(edition: ActionPlanEdition) -> list[dict[str, Any]]:
    """Write the amendment's changes into their items and return them for the log.

    Each change keeps the values that it replaced in ``before``; an item that was dropped is left as it is.
    """
    applied = []
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


def end_inclusion(inclusion: Inclusion, *, reason: str, by: User, at: datetime, on: date) -> None:
    inclusion.ended_on, inclusion.ended_at, inclusion.ended_by = on, at, by
    inclusion.ended_reason = reason
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
        staff_of(plan.district_id, roles=[Role.DISTRICT_OFFICER], at=at),
        plan,
        kind="action-plan-sent-back",
        message=N_("ผู้อำนวยการเขตส่งแผนปฏิบัติราชการปี %(year)s ของ%(district)s กลับให้แก้ไข: %(reason)s"),
        at=at,
        reason=reason if len(reason) <= 200 else f"{reason[:199]}…",
    )


def _tell(people: Sequence[User], plan: ActionPlan, *, kind: str, message: str, at: datetime, **params: str) -> None:
    values: dict[str, Any] = {"year": plan.fiscal_year, "district": plan.district, **params}
    notify(recipients=people, kind=kind, message=message, params=values, url=plan.get_absolute_url(), at=at)


def _tell_communities(edition: ActionPlanEdition, plan: ActionPlan, *, at: datetime, on: date) -> None:
    """Send one notice to each community whose projects the approved edition carries.

    It goes to the members of its committee who have an account.
    """
    titles: dict[int, list[str]] = {}
    for place, title in (
        edition.inclusions.standing().order_by("pk").values_list("project__revision__plan__community", "project__title")
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
