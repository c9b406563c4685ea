"""The lines (items) of an action plan, and the community projects in them.

Items that a draft edition brings in are written at once. Items that an approved edition brought in change only when the
amendment is approved: until then the change is kept in ItemChange, and a dropped item or a withdrawn project stays.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, plain, record, state_of
from bkkplan.ground.core.basis import Bases
from bkkplan.ground.core.thai.errors import N_
from budget.actions.action_plan import (
    ActionPlanError,
    ReasonNeededError,
    demand_no_money,
    end_inclusion,
    lock_plan,
    open_edition,
    told,
)
from budget.enums import CheckOutcome, EditionState, ItemProgress
from budget.models import ActionPlan, ActionPlanEdition, ActionPlanItem, Inclusion, ItemChange, ItemWords
from budget.models.item_words import WORDS
from budget.queries.action_plans import basis_of_inclusion
from communities.enums import RevisionState
from communities.models import PlanProject
from communities.queries.committees import committees_of


class NotIncludableError(ActionPlanError):
    """The project has no check with the outcome INCLUDE, is in another item, or belongs to another district."""


class NotStandingError(ActionPlanError):
    """The item was dropped from the plan."""


class NotMovableError(ActionPlanError):
    """Only items that the draft edition brings in can be moved; approved items keep their order."""


class NotCarriedError(ActionPlanError):
    """Progress can be reported only on items of the approved plan."""


PROGRESS = ("progress", "done_on", "cancelled_on", "result")
# The notice that the communities of an item's projects get when the item is done or cancelled.
ENDED = {
    ItemProgress.DONE: ("item-done", N_("“%(title)s” ในแผนปฏิบัติราชการปี %(year)s ของ%(district)s แล้วเสร็จ")),
    ItemProgress.CANCELLED: (
        "item-cancelled",
        N_("“%(title)s” ในแผนปฏิบัติราชการปี %(year)s ของ%(district)s ถูกยกเลิก เปิดดูเหตุผล"),
    ),
}


@transaction.atomic
def add_item(*, plan_id: int, uuid: UUID, words: ItemWords, by: User, at: datetime) -> ActionPlanItem:
    """Add an item to the draft edition and return it. ``uuid`` is the browser's: sent twice, it is one item."""
    plan = lock_plan(plan_id, by=by)
    edition = open_edition(plan)
    return _add(plan, edition, uuid=uuid, words=words, by=by, at=at)


@transaction.atomic
def include(
    *,
    plan_id: int,
    project_ids: Sequence[int],
    act: UUID,
    item_id: int | None = None,
    is_merged: bool = False,
    title: str = "",
    seen: Bases | None = None,
    by: User,
    at: datetime,
    on: date,
) -> list[Inclusion]:
    """Take community projects into the plan: into a given item, merged into one new item, or each into its own.

    Returns the new inclusions. A project that the item has already gets none; if this amendment had withdrawn it, the
    withdrawal is cancelled. The community's projects do not change, so a merged item still shows which project gave
    which part.
    """
    plan = lock_plan(plan_id, by=by)
    edition = open_edition(plan)
    projects = _includable(plan, project_ids)
    seen_as = Bases.of({project.pk: basis_of_inclusion(project) for project in projects}).demand(seen)
    if item_id is not None:
        groups = [(_standing(plan, item_id), projects)]
    elif is_merged:
        words = ItemWords.of_projects(projects, title=title)
        groups = [(_add(plan, edition, uuid=uuid5(act, "merged"), words=words, by=by, at=at), projects)]
    else:
        groups = [
            (_add(plan, edition, uuid=uuid5(act, str(p.pk)), words=ItemWords.of_projects([p]), by=by, at=at), [p])
            for p in projects
        ]
    made = []
    for item, parts in groups:
        standing = dict(item.inclusions.filter(ended_on=None).values_list("project", "pk"))
        for project in parts:
            _demand_not_included(project, besides=item)
            if project.pk in standing:
                # The item has the project already: the form was sent twice, or this amendment had withdrawn the
                # project.
                Inclusion.objects.filter(pk=standing[project.pk]).update(removed_in=None, removal_reason="")
                continue
            made.append(
                Inclusion.objects.create(
                    project=project,
                    item=item,
                    edition=edition,
                    included_on=on,
                    amount=project.amount or None,
                    at=at,
                    by=by,
                )
            )
            record(
                "budget.project_included",
                item,
                by=by,
                at=at,
                **told(plan),
                project=project.pk,
                title=project.title,
                on=on,
                edition=edition.number,
                seen=seen_as[str(project.pk)],
            )
    return made


@transaction.atomic
def withdraw_project(*, inclusion_id: int, reason: str, by: User, at: datetime, on: date) -> Inclusion:
    """Take a project out of its item. Raises ReasonNeededError without a reason.

    If the draft edition brought the project in, the inclusion ends now; otherwise it ends when the amendment is
    approved.
    """
    inclusion = Inclusion.objects.select_related("item", "project").get(pk=inclusion_id)
    plan = lock_plan(inclusion.item.plan_id, by=by)
    edition = open_edition(plan)
    if not reason.strip():
        raise ReasonNeededError(_("ต้องระบุเหตุผลที่ถอนโครงการ"))
    inclusion = Inclusion.objects.select_related("item", "project").get(pk=inclusion_id)
    if inclusion.ended_on or inclusion.removed_in_id:
        return inclusion
    if inclusion.edition_id == edition.pk:
        end_inclusion(inclusion, reason=reason, by=by, at=at, on=on)
    else:
        inclusion.removed_in, inclusion.removal_reason = edition, reason
        inclusion.save(update_fields=["removed_in", "removal_reason"])
    record(
        "budget.project_withdrawn",
        inclusion.item,
        by=by,
        at=at,
        **told(plan),
        project=inclusion.project_id,
        title=inclusion.project.title,
        reason=reason,
    )
    return inclusion


@transaction.atomic
def change_item(*, item_id: int, words: ItemWords, seen: int, by: User, at: datetime) -> ActionPlanItem:
    """Change an item of the draft edition. Raises StaleError if it is no longer at version ``seen``.

    The text of an approved item stays; what the amendment changes in it is kept in ItemChange until the approval.
    """
    item = ActionPlanItem.objects.get(pk=item_id)
    plan = lock_plan(item.plan_id, by=by)
    edition = open_edition(plan)
    item = _standing(plan, item_id)
    before = state_of(item, WORDS)
    words.write_to(item)
    after = state_of(item, WORDS)
    if item.introduced_in_id == edition.pk:
        item.save_over(seen, update_fields=WORDS)
    else:
        # Raises only the version: the approved text stays until the amendment is approved.
        item.save_over(seen, update_fields=[])
        difference = {name: after[name] for name in WORDS if after[name] != before[name]}
        if difference:
            ItemChange.objects.update_or_create(
                edition=edition, item=item, defaults={"after": difference, "at": at, "by": by}
            )
        else:
            ItemChange.objects.filter(edition=edition, item=item).delete()
    record("budget.item_changed", item, by=by, at=at, **told(plan), edition=edition.number, **changes(before, after))
    return item


@transaction.atomic
def move_item(*, item_id: int, to: int, by: User, at: datetime) -> None:
    """Move an item to the place ``to`` (1 is first) among the items of its part that the draft edition brings in."""
    item = ActionPlanItem.objects.get(pk=item_id)
    plan = lock_plan(item.plan_id, by=by)
    edition = open_edition(plan)
    rows = list(edition.introduced.standing().filter(part=item.part).order_by("position"))
    was = next((place for place, row in enumerate(rows, 1) if row.pk == item_id), None)
    if was is None:
        raise NotMovableError(_("เลื่อนได้เฉพาะรายการที่เพิ่มในฉบับที่กำลังจัดทำ"))
    places = [row.position for row in rows]
    moved = rows.pop(was - 1)
    became = min(max(to, 1), len(places))
    rows.insert(became - 1, moved)
    for row, place in zip(rows, places, strict=True):
        row.position = place
    # Moving does not change what an item says, so versions stay.
    ActionPlanItem.objects.bulk_update(rows, ["position"])
    if became != was:
        record("budget.item_moved", moved, by=by, at=at, **told(plan), was=was, became=became)


@transaction.atomic
def drop_item(*, item_id: int, reason: str, by: User, at: datetime, on: date) -> ActionPlanItem:
    """Take an item out of the plan; an approved one only when the amendment is approved.

    Its number is not used again. Raises ReasonNeededError for an approved item without a reason, and ItemHasMoneyError
    if money was transferred to it.
    """
    # The item is locked, so that nobody enters a budget for it meanwhile.
    item = ActionPlanItem.objects.get(pk=item_id)
    plan = lock_plan(item.plan_id, by=by)
    edition = open_edition(plan)
    item = plan.items.select_for_update(of=("self",), no_key=True).get(pk=item_id)
    if item.dropped_in_id:
        return item
    is_draft = item.introduced_in_id == edition.pk
    if not reason.strip() and not is_draft:
        raise ReasonNeededError(_("ต้องระบุเหตุผลที่ตัดโครงการออกจากแผน"))
    demand_no_money(item)
    item.dropped_in, item.drop_reason = edition, reason.strip() or str(_("ตัดออกระหว่างจัดทำ"))
    item.save_over(item.version, update_fields=["dropped_in", "drop_reason"])
    if is_draft:
        for inclusion in item.inclusions.filter(ended_on=None):
            end_inclusion(inclusion, reason=item.drop_reason, by=by, at=at, on=on)
    record("budget.item_dropped", item, by=by, at=at, **told(plan), edition=edition.number, reason=item.drop_reason)
    return item


@transaction.atomic
def restore_item(*, item_id: int, by: User, at: datetime) -> ActionPlanItem:
    """Undo `drop_item` while the edition is a draft.

    An item that was not dropped in this edition is returned unchanged.
    """
    item = ActionPlanItem.objects.get(pk=item_id)
    plan = lock_plan(item.plan_id, by=by)
    edition = open_edition(plan)
    item = plan.items.get(pk=item_id)
    if item.dropped_in_id != edition.pk:
        return item
    ended = item.drop_reason
    item.dropped_in, item.drop_reason = None, ""
    item.save_over(item.version, update_fields=["dropped_in", "drop_reason"])
    if item.introduced_in_id == edition.pk:
        _include_again(item, edition, ended=ended, by=by, at=at)
    record("budget.item_restored", item, by=by, at=at, **told(plan), edition=edition.number)
    return item


@transaction.atomic
def report_progress(
    *,
    item_id: int,
    progress: str,
    done_on: date | None = None,
    result: str = "",
    seen: int,
    by: User,
    at: datetime,
    on: date,
) -> ActionPlanItem:
    """Set how far an approved item has come, and tell the communities of its projects when it is done or cancelled.

    DONE needs ``done_on`` and a result. CANCELLED needs a reason in ``result``; its day is ``on`` of the first report.
    Raises StaleError if the item is no longer at version ``seen``.
    """
    items = ActionPlanItem.objects.select_for_update(of=("self",), no_key=True)
    item = items.select_related("plan__district", "introduced_in", "dropped_in").get(pk=item_id)
    if not by.has_perm("budget.edit_action_plan", item.plan):
        raise PermissionDenied
    if item.introduced_in.state != EditionState.APPROVED:
        raise NotCarriedError(_("โครงการนี้อยู่ในแผนที่ยังไม่อนุมัติ จึงยังรายงานความก้าวหน้าไม่ได้"))
    if item.dropped_in and item.dropped_in.state == EditionState.APPROVED:
        raise NotCarriedError(_("โครงการนี้ถูกตัดออกจากแผนแล้ว"))
    if progress == ItemProgress.DONE and (done_on is None or not result.strip()):
        raise ReasonNeededError(_("โครงการที่แล้วเสร็จต้องมีวันที่แล้วเสร็จและผลการดำเนินงาน"))
    if progress == ItemProgress.CANCELLED and not result.strip():
        raise ReasonNeededError(_("การยกเลิกโครงการต้องมีเหตุผล"))
    was = state_of(item, PROGRESS)
    item.progress, item.result = progress, result
    item.done_on = done_on if progress == ItemProgress.DONE else None
    item.cancelled_on = (item.cancelled_on or on) if progress == ItemProgress.CANCELLED else None
    item.save_over(seen, update_fields=PROGRESS)
    record("budget.item_progress", item, by=by, at=at, **told(item.plan), **changes(was, state_of(item, PROGRESS)))
    if was["progress"] != progress and (ending := ENDED.get(ItemProgress(progress))):
        kind, message = ending
        _tell_communities_of(item, kind=kind, message=message, at=at, on=on)
    return item


def _standing(plan: ActionPlan, item_id: int) -> ActionPlanItem:
    item = plan.items.standing().filter(pk=item_id).first()
    if item is None:
        raise NotStandingError(_("รายการนี้ถูกตัดออกจากแผนแล้ว"))
    return item


def _add(
    plan: ActionPlan, edition: ActionPlanEdition, *, uuid: UUID, words: ItemWords, by: User, at: datetime
) -> ActionPlanItem:
    if existing := plan.items.filter(uuid=uuid).first():
        return existing
    position = (plan.items.aggregate(last=Max("position"))["last"] or 0) + 1
    item = ActionPlanItem(plan=plan, introduced_in=edition, uuid=uuid, position=position)
    words.write_to(item)
    item.save(force_insert=True)
    record(
        "budget.item_added",
        item,
        by=by,
        at=at,
        **told(plan),
        edition=edition.number,
        after=plain(state_of(item, WORDS)),
    )
    return item


def _demand_not_included(project: PlanProject, *, besides: ActionPlanItem) -> None:
    """Raise NotIncludableError, which names the other item, if the project is in another item of any plan."""
    others = Inclusion.objects.standing().filter(project=project).exclude(item=besides)
    elsewhere = others.select_related("item").order_by("pk").first()
    if elsewhere:
        sentence = _("“%(title)s” อยู่ในรายการ “%(item)s” ของแผนปฏิบัติราชการแล้วเต็มวงเงิน ถอนออกจากรายการนั้นก่อน")
        raise NotIncludableError(sentence % {"title": project.title, "item": elsewhere.item.title})


def _includable(plan: ActionPlan, project_ids: Sequence[int]) -> list[PlanProject]:
    """Lock the projects and return them in the order given.

    Raises NotIncludableError unless each belongs to a confirmed plan of this district and was checked with the outcome
    INCLUDE.
    """
    rows = (
        PlanProject.objects.standing()
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
        .filter(pk__in=project_ids, revision__plan__community__district=plan.district_id)
        .select_related("revision__plan__community", "check_result__strategy")
    )
    found = {project.pk: project for project in rows}
    if not project_ids or set(project_ids) - found.keys():
        raise NotIncludableError(_("ไม่พบโครงการที่เลือกในแผนพัฒนาชุมชนของเขตนี้"))
    for project in found.values():
        check = getattr(project, "check_result", None)
        if project.revision.state != RevisionState.CONFIRMED or project.revision.confirmation_withdrawn_on:
            raise NotIncludableError(_("“%(title)s” อยู่ในแผนที่เขตไม่ได้รับรอง") % {"title": project.title})
        if check is None or check.checked_on is None or check.outcome != CheckOutcome.INCLUDE:
            raise NotIncludableError(_("“%(title)s” ไม่มีผลพิจารณาให้นำเข้าแผนปฏิบัติราชการ") % {"title": project.title})
    return [found[pk] for pk in dict.fromkeys(project_ids)]


def _include_again(item: ActionPlanItem, edition: ActionPlanEdition, *, ended: str, by: User, at: datetime) -> None:
    for old in item.inclusions.filter(edition=edition, ended_reason=ended).order_by("pk"):
        Inclusion.objects.get_or_create(
            project=old.project,
            item=item,
            ended_on=None,
            defaults={
                "edition": edition,
                "included_on": old.included_on,
                "amount": old.amount,
                "reason": old.reason,
                "at": at,
                "by": by,
            },
        )


def _tell_communities_of(item: ActionPlanItem, *, kind: str, message: str, at: datetime, on: date) -> None:
    standing = item.inclusions.filter(ended_on=None)
    members = committees_of(standing.values_list("project__revision__plan__community", flat=True), on=on)
    notify(
        recipients=[person for people in members.values() for person in people],
        kind=kind,
        message=message,
        params={"title": item.title, "year": item.plan.fiscal_year, "district": item.plan.district},
        url=item.get_absolute_url(),
        at=at,
    )
