"""The lines (items) of an action plan, and the community projects in them.

Items that a draft edition brings in are written at once. Items that an approved edition brought in change only when the
amendment is approved: until then the change is kept in ItemChange, and a dropped item or a withdrawn project stays.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import Section, User
from bkkplan.ground.audit.record import changes, record, state_of, write_line
from bkkplan.ground.core.rows.basis import Bases
from budget.actions import steps
from budget.actions.errors import (
    CarriesProposalError,
    NotIncludableError,
    NotLiveError,
    NotMovableError,
    NotOfThisOfficeError,
    ReasonNeededError,
)
from budget.actions.naming import demand_category
from budget.actions.parts import part_of
from budget.actions.plan.action_plan import end_inclusion, lock_plan, open_edition, purse_of
from budget.models import ActionPlan, ActionPlanEdition, ActionPlanItem, Inclusion, ItemChange, ItemWords, TakingIn
from budget.models.item_words import WORDS
from budget.queries.plan.pool import basis_of_inclusion, taken_of
from communities.models import PlanProject


@transaction.atomic
def add_item(*, plan_id: int, uuid: UUID, words: ItemWords, by: User, at: datetime) -> ActionPlanItem:
    """Add an item to the draft edition and return it. ``uuid`` is the browser's: sent twice, it is one item."""
    plan = lock_plan(plan_id, by=by)
    edition = open_edition(plan)
    demand_category(words.category, year=plan.year)
    _demand_section(words.section, plan)
    return add_new(plan, edition, uuid=uuid, words=words, by=by, at=at)


@transaction.atomic
def include(
    *,
    plan_id: int,
    project_ids: Sequence[int],
    act: UUID,
    item_id: int | None = None,
    is_merged: bool = False,
    title: str = "",
    amounts: Mapping[int, Decimal] | None = None,
    seen: Bases | None = None,
    by: User,
    at: datetime,
    on: date,
) -> list[Inclusion]:
    """Take community projects into the plan: into a given item, merged into one new item, or each into its own.

    Returns the new inclusions. ``amounts`` are in baht, by the project's id, for projects of which a part goes in; of
    the others, all that is left does. ``act`` is the form's: sent twice, it takes in once. Where this amendment had
    withdrawn a project from the given item, the withdrawal is cancelled instead. The community's projects do not
    change, so a merged item still shows which project gave which part.
    """
    plan = lock_plan(plan_id, by=by)
    edition = open_edition(plan)
    if known := TakingIn.objects.filter(uuid=act).first():
        return list(known.inclusions.filter(ended_on=None).order_by("pk"))
    projects = _includable(plan, project_ids)
    taken = taken_of(projects)
    seen_as = Bases.of({p.pk: basis_of_inclusion(p, taken[p.pk]) for p in projects}).demand(seen)
    item = live_item(plan, item_id) if item_id is not None else None
    others = _elsewhere(projects, besides=item)
    shares = {p.pk: part_of(p, p.check_result, others=others[p.pk], amount=(amounts or {}).get(p.pk)) for p in projects}
    taking = TakingIn.objects.create(uuid=act, edition=edition, at=at, by=by)
    if item is not None:
        groups = [(item, projects)]
    else:
        together = [projects] if is_merged else [[project] for project in projects]
        drawn = [ItemWords.of_projects(group, title=title if is_merged else "", shares=shares) for group in together]
        groups = [
            (add_new(plan, edition, uuid=uuid4(), words=words, taking=taking, by=by, at=at), group)
            for words, group in zip(drawn, together, strict=True)
        ]
    made = []
    for into, group in groups:
        standing = {row.project_id: row for row in into.inclusions.filter(ended_on=None)} if item else {}
        for project in group:
            if project.pk in standing:
                _keep_after_all(standing[project.pk], project, others=others[project.pk])
                continue
            inclusion, line = steps.include(
                into,
                edition,
                project,
                check=project.check_result,
                others=others[project.pk],
                amount=shares[project.pk],
                taking=taking,
                by=by,
                at=at,
                on=on,
            )
            inclusion.save(force_insert=True)
            write_line(line, seen=seen_as[str(project.pk)])
            made.append(inclusion)
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
        **steps.log_details(plan),
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
    item = live_item(plan, item_id)
    demand_category(words.category, year=plan.year)
    if words.section != item.section:
        _demand_section(words.section, plan)
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
    record(
        "budget.item_changed",
        item,
        by=by,
        at=at,
        **steps.log_details(plan),
        edition=edition.number,
        **changes(before, after),
    )
    return item


@transaction.atomic
def move_item(*, item_id: int, to: int, by: User, at: datetime) -> None:
    """Move an item to the place ``to`` (1 is first) among the items of its part that the draft edition brings in."""
    item = ActionPlanItem.objects.get(pk=item_id)
    plan = lock_plan(item.plan_id, by=by)
    edition = open_edition(plan)
    rows = list(edition.introduced.live().filter(part=item.part).order_by("position"))
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
        record("budget.item_moved", moved, by=by, at=at, **steps.log_details(plan), was=was, became=became)


@transaction.atomic
def drop_item(*, item_id: int, reason: str, by: User, at: datetime, on: date) -> ActionPlanItem:
    """Take an item out of the plan; an approved one only when the amendment is approved.

    Its number is not used again. Raises ReasonNeededError for an approved item without a reason, ItemHasMoneyError if
    money was transferred to it, and CarriesProposalError for one of the draft that was made from a proposal.
    """
    # The item is locked, so that nobody enters a budget for it meanwhile.
    item = ActionPlanItem.objects.get(pk=item_id)
    plan = lock_plan(item.plan_id, by=by)
    edition = open_edition(plan)
    item = plan.items.select_for_update(of=("self",), no_key=True).get(pk=item_id)
    if item.dropped_in_id:
        return item
    if item.introduced_in_id == edition.pk and item.direct_inclusions.live().exists():
        raise CarriesProposalError(_("รายการนี้มาจากข้อเสนอในเวที ถอนข้อเสนอออกก่อน แล้วรายการที่ทำขึ้นเพื่อข้อเสนอนั้นจะออกไปด้วย"))
    line = steps.drop(item, edition, purse=purse_of(item), reason=reason, by=by, at=at)
    item.save_over(item.version, update_fields=["dropped_in", "drop_reason"])
    if item.introduced_in_id == edition.pk:
        for inclusion in item.inclusions.filter(ended_on=None):
            end_inclusion(inclusion, reason=item.drop_reason, by=by, at=at, on=on)
    write_line(line)
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
    _demand_room_again(item, ended=ended)
    if item.introduced_in_id == edition.pk:
        _include_again(item, edition, ended=ended, by=by, at=at)
    record("budget.item_restored", item, by=by, at=at, **steps.log_details(plan), edition=edition.number)
    return item


def live_item(plan: ActionPlan, item_id: int) -> ActionPlanItem:
    """An item of the plan. Raises NotLiveError if it was dropped."""
    item = plan.items.live().filter(pk=item_id).first()
    if item is None:
        raise NotLiveError(_("รายการนี้ถูกตัดออกจากแผนแล้ว"))
    return item


def _demand_section(section: Section | None, plan: ActionPlan) -> None:
    """Raise NotOfThisOfficeError unless the section is in use in the office of the plan's district."""
    if section is not None and (section.closed_at is not None or section.district_id != plan.district_id):
        sentence = _("%(section)sไม่ใช่ฝ่ายที่ใช้อยู่ของ%(district)s เลือกฝ่ายอื่น")
        raise NotOfThisOfficeError(sentence % {"section": section.name_today, "district": plan.district})


def add_new(
    plan: ActionPlan,
    edition: ActionPlanEdition,
    *,
    uuid: UUID,
    words: ItemWords,
    taking: TakingIn | None = None,
    by: User,
    at: datetime,
) -> ActionPlanItem:
    """Add an item to the draft edition of a plan whose lock is held; one with this ``uuid`` is returned as it is."""
    if existing := plan.items.filter(uuid=uuid).first():
        return existing
    position = (plan.items.aggregate(last=Max("position"))["last"] or 0) + 1
    item, line = steps.add_item(plan, edition, uuid=uuid, position=position, words=words, taking=taking, by=by, at=at)
    item.save(force_insert=True)
    write_line(line)
    return item


def _elsewhere(projects: Iterable[PlanProject], *, besides: ActionPlanItem | None) -> dict[int, list[Inclusion]]:
    """By the project's id: its live inclusions in the other items of all plans."""
    projects = list(projects)
    rows = Inclusion.objects.live().filter(project__in=projects).select_related("item").order_by("pk")
    found: dict[int, list[Inclusion]] = {project.pk: [] for project in projects}
    for row in rows if besides is None else rows.exclude(item=besides):
        found[row.project_id].append(row)
    return found


def _keep_after_all(standing: Inclusion, project: PlanProject, *, others: Sequence[Inclusion]) -> None:
    """Cancel the withdrawal of a project from an item. Raises NotIncludableError if it was not withdrawn."""
    if standing.removed_in_id is None:
        sentence = _("“%(title)s” อยู่ในรายการนี้แล้ว ถอนออกก่อนถ้าจะเปลี่ยนจำนวน")
        raise NotIncludableError(sentence % {"title": project.title})
    part_of(project, project.check_result, others=others, amount=standing.amount)
    standing.removed_in, standing.removal_reason = None, ""
    standing.save(update_fields=["removed_in", "removal_reason"])


def _includable(plan: ActionPlan, project_ids: Sequence[int]) -> list[PlanProject]:
    """Lock the projects and return them in the order given.

    Raises NotIncludableError unless each belongs to a confirmed plan of this district and was checked with the outcome
    INCLUDE.
    """
    rows = (
        PlanProject.objects.live()
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
        .filter(pk__in=project_ids, revision__plan__community__district=plan.district_id)
        .select_related("revision__plan__community", "check_result__strategy")
    )
    found = {project.pk: project for project in rows}
    if not project_ids or set(project_ids) - found.keys():
        raise NotIncludableError(_("ไม่พบโครงการที่เลือกในแผนพัฒนาชุมชนของเขตนี้"))
    for project in found.values():
        steps.demand_includable(project, getattr(project, "check_result", None))
    return [found[pk] for pk in dict.fromkeys(project_ids)]


def _demand_room_again(item: ActionPlanItem, *, ended: str) -> None:
    """Raise NotIncludableError or PartTooLargeError if a project of a dropped item went elsewhere meanwhile."""
    rows = item.inclusions.filter(Q(ended_on=None, removed_in=None) | Q(ended_reason=ended))
    inclusions = list(rows.select_related("project__check_result"))
    others = _elsewhere([row.project for row in inclusions], besides=item)
    for row in inclusions:
        if found := others[row.project_id]:
            part_of(row.project, row.project.check_result, others=found, amount=row.amount)


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
