"""Years of checks, action plans and money in one go: the same rows that the single actions write, one by one.

Keys are the caller's own words for rows. Running totals are summed from the entries that go in beside them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from bkkplan.ground.audit.record import record_acts
from bkkplan.ground.core.bulk import Act, copy_in
from budget.enums import EditionState, EntryKind, ItemProgress, Level, Part
from budget.models import (
    ActionPlan,
    ActionPlanEdition,
    ActionPlanItem,
    Allocation,
    Appropriation,
    ConsistencyCheck,
    FlagshipProject,
    Inclusion,
    LedgerEntry,
)
from communities.models import PlanProject
from districts.models import District


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFacts:
    """The answers on one project, by the names of the model; ``act`` is None while an answer is missing."""

    project: str
    answers: Mapping[str, Any]
    act: Act | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Money that moved. A transfer to an item comes with the grant that it is of, in one act."""

    kind: EntryKind
    amount: Decimal
    act: Act
    paper: str = ""  # the number of its document
    undone: Act | None = None  # entered by mistake, and taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    key: str
    title: str
    part: str = Part.STRATEGIC
    planned_amount: Decimal | None = None
    # The rest of the line, by the names of the model.
    words: Mapping[str, Any]
    projects: tuple[str, ...] = ()
    included: Act | None = None
    progress: str = ItemProgress.NOT_STARTED
    done_on: date | None = None
    result: str = ""
    reported: Act | None = None
    money: tuple[Movement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    opened: Act
    reason: str = ""
    submitted: Act | None = None
    returned: Act | None = None
    return_reason: str = ""
    approved: Act | None = None
    discarded: Act | None = None  # an amendment that was given up before anything was written in it
    items: tuple[ItemFacts, ...] = ()
    # Items of earlier editions that this one takes out, with the reason.
    drops: tuple[tuple[str, str], ...] = ()

    @property
    def state(self) -> EditionState:
        if self.approved:
            return EditionState.APPROVED
        if self.discarded:
            return EditionState.DISCARDED
        is_back = self.submitted and self.returned and self.returned.at >= self.submitted.at
        return EditionState.SUBMITTED if self.submitted and not is_back else EditionState.DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPlanFacts:
    district: str
    fiscal_year: int
    editions: tuple[EditionFacts, ...]


@transaction.atomic
def check_projects(facts: Iterable[CheckFacts], *, projects: Mapping[str, PlanProject]) -> None:
    pairs = [
        (
            ConsistencyCheck(
                project=projects[fact.project],
                checked_on=fact.act.on if fact.act else None,
                checked_at=fact.act.at if fact.act else None,
                checked_by_id=fact.act.by_id if fact.act else None,
                **fact.answers,
            ),
            fact,
        )
        for fact in facts
    ]
    copy_in([check for check, _ in pairs])
    record_acts(
        "budget.project_checked",
        (
            (check, fact.act, {"project": check.project.title, "outcome": check.outcome})
            for check, fact in pairs
            if fact.act
        ),
    )


@transaction.atomic
def keep_action_plans(facts: Iterable[ActionPlanFacts], *, projects: Mapping[str, PlanProject]) -> None:
    """Action plans with their editions, items and inclusions, and the money of their items."""
    facts = list(facts)
    districts = District.objects.in_bulk(field_name="code")
    plans = [
        ActionPlan(
            district=districts[fact.district],
            fiscal_year=fact.fiscal_year,
            created_at=fact.editions[0].opened.at,
            created_by_id=fact.editions[0].opened.by_id,
        )
        for fact in facts
    ]
    copy_in(plans)
    editions = [
        (_edition(plan, number, fact), fact)
        for plan, of_plan in zip(plans, facts, strict=True)
        for number, fact in _numbered(of_plan.editions)
    ]
    copy_in([edition for edition, _ in editions])
    items = _items(editions)
    inclusions = _include(editions, items, projects)
    _record_plans(editions, items, inclusions)
    _pay([(items[fact.key], fact) for _, edition in editions for fact in edition.items if fact.money])


def _numbered(editions: Sequence[EditionFacts]) -> Iterator[tuple[int, EditionFacts]]:
    """The number of a discarded amendment is given again."""
    number = 0
    for edition in editions:
        yield number, edition
        number += edition.discarded is None


def _edition(plan: ActionPlan, number: int, fact: EditionFacts) -> ActionPlanEdition:
    return ActionPlanEdition(
        plan=plan,
        number=number,
        state=fact.state,
        reason=fact.reason,
        created_at=fact.opened.at,
        created_by_id=fact.opened.by_id,
        submitted_on=fact.submitted.on if fact.submitted else None,
        submitted_at=fact.submitted.at if fact.submitted else None,
        submitted_by_id=fact.submitted.by_id if fact.submitted else None,
        returned_on=fact.returned.on if fact.returned else None,
        returned_at=fact.returned.at if fact.returned else None,
        returned_by_id=fact.returned.by_id if fact.returned else None,
        return_reason=fact.return_reason,
        approved_on=fact.approved.on if fact.approved else None,
        approved_at=fact.approved.at if fact.approved else None,
        approved_by_id=fact.approved.by_id if fact.approved else None,
        discarded_at=fact.discarded.at if fact.discarded else None,
        discarded_by_id=fact.discarded.by_id if fact.discarded else None,
    )


def _items(editions: Sequence[tuple[ActionPlanEdition, EditionFacts]]) -> dict[str, ActionPlanItem]:
    dropped = {key: (edition, reason) for edition, fact in editions for key, reason in fact.drops}
    positions: dict[int, int] = {}
    items = {}
    for edition, of_edition in editions:
        for fact in of_edition.items:
            position = positions[edition.plan_id] = positions.get(edition.plan_id, 0) + 1
            dropped_in, reason = dropped.get(fact.key, (None, ""))
            items[fact.key] = ActionPlanItem(
                uuid=uuid5(NAMESPACE_URL, f"bkkplan:{fact.key}"),
                plan=edition.plan,
                introduced_in=edition,
                dropped_in=dropped_in,
                drop_reason=reason,
                position=position,
                part=fact.part,
                title=fact.title,
                planned_amount=fact.planned_amount,
                progress=fact.progress,
                done_on=fact.done_on,
                cancelled_on=fact.reported.on if fact.reported and fact.progress == ItemProgress.CANCELLED else None,
                result=fact.result,
                **fact.words,
            )
    copy_in(list(items.values()))
    return items


def _include(
    editions: Sequence[tuple[ActionPlanEdition, EditionFacts]],
    items: Mapping[str, ActionPlanItem],
    projects: Mapping[str, PlanProject],
) -> list[tuple[Inclusion, Act]]:
    approvals = {edition.pk: fact.approved for edition, fact in editions}
    rows = []
    for edition, of_edition in editions:
        for fact in of_edition.items:
            item, act = items[fact.key], fact.included
            if act is None:
                continue
            # What an approved amendment drops ends on the day of its approval.
            ending = approvals[item.dropped_in_id] if item.dropped_in_id else None
            for key in fact.projects:
                inclusion = Inclusion(
                    project=projects[key],
                    item=item,
                    edition=edition,
                    included_on=act.on,
                    amount=projects[key].amount or None,
                    at=act.at,
                    by_id=act.by_id,
                    ended_on=ending.on if ending else None,
                    ended_at=ending.at if ending else None,
                    ended_by_id=ending.by_id if ending else None,
                    ended_reason=item.drop_reason if ending else "",
                )
                rows.append((inclusion, act))
    copy_in([inclusion for inclusion, _ in rows])
    return rows


def _record_plans(
    editions: Sequence[tuple[ActionPlanEdition, EditionFacts]],
    items: Mapping[str, ActionPlanItem],
    inclusions: Sequence[tuple[Inclusion, Act]],
) -> None:
    def told(plan: ActionPlan) -> dict[str, Any]:
        return {"district": plan.district.code, "year": plan.fiscal_year}

    def acts(name: str) -> Iterator[tuple[ActionPlanEdition, Act, dict[str, Any]]]:
        for edition, fact in editions:
            if act := getattr(fact, name):
                yield edition, act, {**told(edition.plan), "number": edition.number, "on": act.on}

    record_acts(
        "budget.action_plan_opened",
        ((edition.plan, fact.opened, told(edition.plan)) for edition, fact in editions if edition.number == 0),
    )
    record_acts("budget.amendment_opened", (row for row in acts("opened") if row[0].number))
    record_acts(
        "budget.item_added",
        (
            (items[row.key], row.included or fact.opened, {**told(edition.plan), "edition": edition.number})
            for edition, fact in editions
            for row in fact.items
        ),
    )
    record_acts(
        "budget.project_included",
        (
            (
                row.item,
                act,
                {**told(row.item.plan), "project": row.project_id, "title": row.project.title, "on": act.on},
            )
            for row, act in inclusions
        ),
    )
    record_acts(
        "budget.item_dropped",
        (
            (items[key], fact.opened, {**told(edition.plan), "edition": edition.number, "reason": reason})
            for edition, fact in editions
            for key, reason in fact.drops
        ),
    )
    record_acts("budget.action_plan_submitted", acts("submitted"))
    record_acts("budget.action_plan_sent_back", acts("returned"))
    record_acts("budget.action_plan_approved", acts("approved"))
    record_acts("budget.amendment_discarded", acts("discarded"))
    record_acts(
        "budget.item_progress",
        (
            (items[row.key], row.reported, {**told(edition.plan), "after": {"progress": row.progress}})
            for edition, fact in editions
            for row in fact.items
            if row.reported
        ),
    )


# --- money -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Spent:
    """Entries of one act, in the order in which they were made."""

    act: Act
    entries: tuple[LedgerEntry, ...]


def _pay(paid: Sequence[tuple[ActionPlanItem, ItemFacts]]) -> None:
    """Each item's money, out of its district's budget of the year: granted for it and transferred to it in one act."""
    sources: dict[tuple[int, int], Appropriation] = {}
    for item, fact in paid:
        place = (item.plan.district_id, item.plan.fiscal_year)
        source = sources.setdefault(
            place, Appropriation(district=item.plan.district, fiscal_year=item.plan.fiscal_year)
        )
        for movement in fact.money:
            if movement.kind == EntryKind.TRANSFER and not movement.undone:
                source.amount += movement.amount
            _add_to_source(source, movement)
    copy_in(list(sources.values()))
    purses = [
        Allocation(
            appropriation=sources[item.plan.district_id, item.plan.fiscal_year], district=item.plan.district, item=item
        )
        for item, _ in paid
    ]
    spent: list[_Spent] = []
    for purse, (_, fact) in zip(purses, paid, strict=True):
        for movement in fact.money:
            _add_to_purse(purse, movement)
    copy_in(purses)
    for purse, (_, fact) in zip(purses, paid, strict=True):
        for number, movement in enumerate(fact.money, 1):
            key = f"{fact.key}/{number}"
            kinds = [EntryKind.APPROPRIATION] if movement.kind == EntryKind.TRANSFER else []
            spent += _spent(key, [(kind, purse, movement) for kind in [*kinds, movement.kind]])
    _enter(spent)


@transaction.atomic
def grant_flagships(granted: Mapping[int, Act]) -> None:
    """Give the flagship projects of these years their money. Years are begun and opened by `years.actions`."""
    flagships = FlagshipProject.objects.filter(fiscal_year__in=granted).order_by("fiscal_year", "position")
    sources = [
        Appropriation(flagship=flagship, fiscal_year=flagship.fiscal_year, amount=flagship.budget)
        for flagship in flagships
        if flagship.budget
    ]
    copy_in(sources)
    spent = []
    for source in sources:
        act = _uuid(f"flagship/{source.fiscal_year}/{source.flagship.position}")  # type: ignore[union-attr]
        signed = granted[source.fiscal_year]
        spent.append(_Spent(signed, (_entry(EntryKind.APPROPRIATION, source, None, source.amount, signed, act),)))
    _enter(spent)


@transaction.atomic
def spend_flagships(year: int, *, transferred: Act, spent: Mapping[tuple[int, str], Sequence[Movement]]) -> None:
    """Transfer each shared-out flagship project of a year to the districts in one act, and what these did with it.

    ``spent`` is by the project's position and the district's code; a project that is not there still waits.
    """
    districts = District.objects.in_bulk(field_name="code")
    sources = (
        Appropriation.objects.filter(flagship__fiscal_year=year, flagship__share_per_district__isnull=False)
        .select_for_update(of=("self",), no_key=True)
        .select_related("flagship")
        .order_by("pk")
    )
    for source in sources:
        flagship = source.flagship
        assert flagship is not None and flagship.share_per_district is not None  # noqa: S101, PT018  (asked for above)
        transfer = Movement(kind=EntryKind.TRANSFER, amount=flagship.share_per_district, act=transferred)
        moved = {code: rows for (position, code), rows in spent.items() if position == flagship.position}
        if not moved:
            continue
        purses = {code: Allocation(appropriation=source, district=districts[code]) for code in moved}
        for code, purse in purses.items():
            for movement in (transfer, *moved[code]):
                _add_to_source(source, movement)
                _add_to_purse(purse, movement)
        copy_in(list(purses.values()))
        source.save(update_fields=["transferred_total"])
        key = f"flagship/{year}/{flagship.position}"
        acts = [*_spent(f"{key}/transfer", [(EntryKind.TRANSFER, purse, transfer) for purse in purses.values()])]
        for code, rows in moved.items():
            for n, movement in enumerate(rows, 1):
                acts += _spent(f"{key}/{code}/{n}", [(movement.kind, purses[code], movement)])
        _enter(acts)


def _add_to_source(source: Appropriation, movement: Movement) -> None:
    if movement.kind.level is Level.TRANSFERRED and not movement.undone:
        source.transferred_total += movement.kind.sign * movement.amount


def _add_to_purse(purse: Allocation, movement: Movement) -> None:
    if movement.undone:
        return
    change = movement.kind.sign * movement.amount
    match movement.kind.level:
        case Level.TRANSFERRED:
            purse.transferred += change
        case Level.COMMITTED:
            purse.committed += change
        case Level.DISBURSED:
            purse.disbursed += change


def _spent(key: str, rows: Sequence[tuple[EntryKind, Allocation, Movement]]) -> Iterator[_Spent]:
    """One act, and where it was a mistake the one that took it back."""
    act = _uuid(key)
    entries = tuple(
        _entry(
            kind,
            purse.appropriation,
            None if kind.level is Level.GRANTED else purse,
            m.amount,
            m.act,
            act,
            m.paper,
        )
        for kind, purse, m in rows
    )
    movement = rows[0][2]
    yield _Spent(movement.act, entries)
    if movement.undone:
        undone, act = replace(movement.undone, on=movement.act.on), _uuid(f"{key}/undone")
        yield _Spent(undone, tuple(_reversal(entry, undone, act) for entry in reversed(entries)))


def _reversal(entry: LedgerEntry, signed: Act, act: UUID) -> LedgerEntry:
    kind = EntryKind(entry.kind).opposite
    reversal = _entry(kind, entry.appropriation, entry.allocation, entry.amount, signed, act)
    reversal.reverses = entry
    return reversal


def _entry(
    kind: EntryKind,
    source: Appropriation,
    purse: Allocation | None,
    amount: Decimal,
    signed: Act,
    act: UUID,
    document_no: str = "",
) -> LedgerEntry:
    return LedgerEntry(
        uuid=uuid5(act, f"{kind}:{purse.pk if purse else ''}"),
        appropriation=source,
        allocation=purse,
        kind=kind,
        amount=amount,
        on=signed.on,
        document_no=document_no,
        act=act,
        at=signed.at,
        by_id=signed.by_id,
    )


def _enter(spent: Sequence[_Spent]) -> None:
    """The entries in the order of their moments, as the ledger would have been kept, and each act's line of the log."""
    in_order = sorted(spent, key=lambda each: each.act.at)
    entries = [entry for each in in_order for entry in each.entries]
    copy_in([entry for entry in entries if not entry.reverses])
    reversals = [entry for entry in entries if entry.reverses]
    for reversal in reversals:
        reversal.reverses = reversal.reverses  # which has its number now
    copy_in(reversals)
    by_verb: dict[str, list[_Spent]] = {}
    for each in in_order:
        first = each.entries[0]
        by_verb.setdefault(f"budget.money_{'undone' if first.reverses else first.kind}", []).append(each)
    for verb, acts in by_verb.items():
        record_acts(verb, (_line(each) for each in acts))


def _line(each: _Spent) -> tuple[Appropriation | Allocation, Act, dict[str, Any]]:
    first = each.entries[0]
    target = first.allocation if len(each.entries) == 1 and first.allocation else first.appropriation
    entries = [{"kind": e.kind, "amount": e.amount, "allocation": e.allocation_id} for e in each.entries]
    return target, each.act, {"act": first.act, "on": first.on, "document_no": first.document_no, "entries": entries}


def _uuid(key: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"bkkplan:money:{key}")
