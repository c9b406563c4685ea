"""What stands in an action plan: items, and the community projects that they carry.

While an edition is a draft its own items are written in place. What an earlier edition brought in changes only by
the amendment's approval: a change is kept beside the item, a dropped item and a withdrawn project stay until then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, plain, record, state_of
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
from budget.enums import CheckOutcome, EditionState, ItemProgress, Part
from budget.models import ActionPlan, ActionPlanEdition, ActionPlanItem, Inclusion, ItemChange, StrategyNode
from communities.enums import RevisionState
from communities.models import CommitteeMember, PlanProject


class NotIncludableError(ActionPlanError):
    """A project that was not checked for inclusion, or is not this district's."""


class NotStandingError(ActionPlanError):
    """The line was taken out of the plan."""


class NotMovableError(ActionPlanError):
    """The order of lines that were approved stays as it is."""


class NotCarriedError(ActionPlanError):
    """Progress is reported on what an approved plan carries."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemWords:
    """One line of the plan as it is typed."""

    title: str
    part: str = Part.STRATEGIC
    objective: str = ""
    target: str = ""
    indicator: str = ""
    planned_amount: Decimal | None = None
    money_source: str = ""
    starts_in: int | None = None
    ends_in: int | None = None
    responsible: str = ""
    strategy: StrategyNode | None = None
    note: str = ""


WORDS = tuple(field.name for field in fields(ItemWords))
PROGRESS = ("progress", "done_on", "cancelled_on", "result")
# What the communities behind a project are told of its end.
ENDED = {
    ItemProgress.DONE: ("item-done", N_("“%(title)s” ในแผนปฏิบัติราชการปี %(year)s ของ%(district)s แล้วเสร็จ")),
    ItemProgress.CANCELLED: (
        "item-cancelled",
        N_("“%(title)s” ในแผนปฏิบัติราชการปี %(year)s ของ%(district)s ถูกยกเลิก เปิดดูเหตุผล"),
    ),
}


@transaction.atomic
def add_item(*, plan_id: int, uuid: UUID, words: ItemWords, by: User, at: datetime) -> ActionPlanItem:
    """Put a line into the open edition. The browser gives its ``uuid``: sent twice, it is one line."""
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
    by: User,
    at: datetime,
    on: date,
) -> list[Inclusion]:
    """Take community projects into the plan: into one item that is there, merged into a new one, or one item each.

    The projects stay as they are, so a merged item tells where each part came from.
    """
    plan = lock_plan(plan_id, by=by)
    edition = open_edition(plan)
    projects = _includable(plan, project_ids)
    if item_id is not None:
        groups = [(_standing(plan, item_id), projects)]
    elif is_merged:
        words = words_of(projects, title=title)
        groups = [(_add(plan, edition, uuid=uuid5(act, "merged"), words=words, by=by, at=at), projects)]
    else:
        groups = [
            (_add(plan, edition, uuid=uuid5(act, str(p.pk)), words=words_of([p]), by=by, at=at), [p]) for p in projects
        ]
    made = []
    for item, parts in groups:
        standing = dict(item.inclusions.filter(ended_on=None).values_list("project", "pk"))
        for project in parts:
            _demand_not_included(project, besides=item)
            if project.pk in standing:
                # Sent twice, or withdrawn in this very amendment: it stands again.
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
            )
    return made


@transaction.atomic
def withdraw_project(*, inclusion_id: int, reason: str, by: User, at: datetime, on: date) -> Inclusion:
    """Take a project out of its item: at once where the edition is a draft, otherwise by this amendment's approval."""
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
    """Change a line of the open edition in place; one that is approved already changes when the amendment is."""
    item = ActionPlanItem.objects.get(pk=item_id)
    plan = lock_plan(item.plan_id, by=by)
    edition = open_edition(plan)
    item = _standing(plan, item_id)
    before = state_of(item, WORDS)
    for name in WORDS:
        setattr(item, name, getattr(words, name))
    after = state_of(item, WORDS)
    if item.introduced_in_id == edition.pk:
        item.save_over(seen, update_fields=WORDS)
    else:
        item.save_over(seen, update_fields=[])  # only the version: the text stands until the amendment is approved
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
    """Give a line of the open edition its place among those of its part that came in with it, 1 being the first."""
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
    # Moving a line is no change of its words, so versions stay.
    ActionPlanItem.objects.bulk_update(rows, ["position"])
    if became != was:
        record("budget.item_moved", moved, by=by, at=at, **told(plan), was=was, became=became)


@transaction.atomic
def drop_item(*, item_id: int, reason: str, by: User, at: datetime, on: date) -> ActionPlanItem:
    """Take a line out. Its number is not given again, and its projects are told apart from those never included."""
    # Locked, so that no budget is entered for it meanwhile.
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
    """Undo `drop_item` while its edition is a draft. Projects of a draft's item are included anew by hand."""
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
    """Say how far an approved line has come.

    Done has a day and a result, cancelled a reason and the day on which it was said; the communities behind it are
    told of both.
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


def words_of(projects: Sequence[PlanProject], *, title: str = "") -> ItemWords:
    """What a line says when it is made from community projects."""
    first = projects[0]
    if not title:
        title = first.title
        if more := len(projects) - 1:
            title += ngettext(" และอีก %(count)s โครงการ", " และอีก %(count)s โครงการ", more) % {"count": more}
    communities = sorted({str(p.revision.plan.community) for p in projects})
    return ItemWords(
        title=title[:300],
        objective=_joined(p.objectives for p in projects),
        target=_joined(p.target for p in projects),
        planned_amount=sum((p.amount for p in projects), Decimal(0)) or None,
        starts_in=first.starts_in if len(projects) == 1 else None,
        ends_in=first.ends_in if len(projects) == 1 else None,
        strategy=next((p.check_result.strategy for p in projects if p.check_result.strategy_id), None),
        note=_("จากแผนพัฒนา%(communities)s") % {"communities": ", ".join(communities)},
    )


def words_now(item: ActionPlanItem, change: ItemChange | None) -> Mapping[str, Any]:
    """The line as the amendment under way would have it."""
    values = {name: getattr(item, name) for name in WORDS}
    for name, value in (change.after if change else {}).items():
        field = item._meta.get_field(name)
        values[name] = (
            StrategyNode.objects.filter(pk=value).first() if name == "strategy" else field.to_python(value)  # type: ignore[union-attr]
        )
    return values


def _standing(plan: ActionPlan, item_id: int) -> ActionPlanItem:
    item = plan.items.standing().filter(pk=item_id).first()
    if item is None:
        raise NotStandingError(_("รายการนี้ถูกตัดออกจากแผนแล้ว"))
    return item


def _joined(texts: Any) -> str:
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _add(
    plan: ActionPlan, edition: ActionPlanEdition, *, uuid: UUID, words: ItemWords, by: User, at: datetime
) -> ActionPlanItem:
    if existing := plan.items.filter(uuid=uuid).first():
        return existing
    position = (plan.items.aggregate(last=Max("position"))["last"] or 0) + 1
    item = ActionPlanItem(plan=plan, introduced_in=edition, uuid=uuid, position=position)
    for name in WORDS:
        setattr(item, name, getattr(words, name))
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
    """A project stands in one item at a time, with its whole amount; raises NotIncludableError with the item's name."""
    others = Inclusion.objects.standing().filter(project=project).exclude(item=besides)
    elsewhere = others.select_related("item").order_by("pk").first()
    if elsewhere:
        sentence = _("“%(title)s” อยู่ในรายการ “%(item)s” ของแผนปฏิบัติราชการแล้วเต็มวงเงิน ถอนออกจากรายการนั้นก่อน")
        raise NotIncludableError(sentence % {"title": project.title, "item": elsewhere.item.title})


def _includable(plan: ActionPlan, project_ids: Sequence[int]) -> list[PlanProject]:
    """The projects in the order given, locked; each checked for inclusion and of this district's confirmed plans."""
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
    communities = item.inclusions.filter(ended_on=None).values("project__revision__plan__community")
    seats = CommitteeMember.objects.current(on).filter(committee__community__in=communities)
    notify(
        recipients=User.objects.filter(pk__in=seats.values("user"), is_active=True),
        kind=kind,
        message=message,
        params={"title": item.title, "year": item.plan.fiscal_year, "district": item.plan.district},
        url=item.get_absolute_url(),
        at=at,
    )
