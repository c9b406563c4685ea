"""A district's policy: drafted by its office after the forums, approved by its director, and then its area strategy."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.enums import BELOW_THE_DIRECTOR, Duty, Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import staff_of
from bkkplan.ground.audit.record import changes, record, state_of
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import demand_permission, hands_of
from bkkplan.ground.core.refusals import Kind, Refusal
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.core.thai.errors import N_
from budget.actions.strategy.nodes import NODE_WORDS, NodeWords, save_order, write_node
from budget.actions.strategy.trees import begin_district_tree, take_tree
from budget.enums import PolicyState, TreeKind
from budget.models import AreaPolicy, PolicyStatement, StrategyNode, StrategyTree
from budget.queries.strategy.policies import basis_of_policy, basis_of_statement, may_be_named, why_not_approved_by
from budget.queries.strategy.trees import in_words, nodes_of, uses_of
from communities.actions.plans import shortened
from districts.models import District

SIGNATURES = ("submitted_at", "submitted_by", "submitted_through")
APPROVAL = ("approved_on", "approved_at", "approved_by", "approved_through")


class PolicyDetails(TypedDict):
    """What every line of the log about a policy has."""

    district: str
    year: int
    number: int


class PolicyError(Refusal):
    """An act on a policy is refused. str() is the sentence to show."""

    kind = Kind.WRONG_MOMENT


class NotDraftError(PolicyError):
    sentence = gettext_lazy("นโยบายนี้เสนอหรืออนุมัติแล้ว จึงแก้ไขไม่ได้จนกว่าจะส่งกลับ หรือเริ่มร่างฉบับใหม่")


class NotSubmittedError(PolicyError):
    sentence = gettext_lazy("นโยบายนี้ไม่ได้รอการอนุมัติ")


class OwnPolicyError(PolicyError):
    """The person who would approve the policy also submitted it."""


class NothingSaidError(PolicyError):
    """The policy has no statement, or one that names no proposal."""


class StatementInUseError(PolicyError):
    """A statement that the edition leaves out is named by checks or items already."""


class SameStatementError(PolicyError):
    kind, field = Kind.WRONG_INPUT, "text"
    sentence = gettext_lazy("มีข้อความนี้ในนโยบายแล้ว")


class NotItsProposalError(PolicyError):
    kind, field = Kind.WRONG_INPUT, "proposals"
    sentence = gettext_lazy("เลือกจากข้อเสนอที่เผยแพร่แล้วของเขตในปีที่จัดทำแผน")


class ReturnReasonNeededError(PolicyError):
    kind, field = Kind.WRONG_INPUT, "reason"
    sentence = gettext_lazy("การส่งกลับต้องมีเหตุผล")


@transaction.atomic
def begin_policy(*, district_id: int, year: FiscalYear, by: User, at: datetime) -> AreaPolicy:
    """Begin the policy of a year, or its next edition with the statements of the one before; one under way is returned.

    ``year`` is the one for which plans are made.
    """
    district = District.objects.select_for_update(of=("self",), no_key=True).get(pk=district_id)  # two begin it once
    demand_permission(by, "budget.draft_policy", district)
    editions = AreaPolicy.objects.filter(district=district, fiscal_year=year.be)
    if under_way := editions.under_way().first():
        return under_way
    before = editions.order_by("-number").first()
    policy = AreaPolicy.objects.create(
        district=district,
        fiscal_year=year.be,
        number=before.number + 1 if before else 1,
        created_at=at,
        created_by=by,
    )
    for statement in before.statements.order_by("position") if before else ():
        copy = policy.statements.create(position=statement.position, text=statement.text, lineage=statement.lineage)
        copy.proposals.set(statement.proposals.all())
    record("budget.policy_begun", policy, by=by, at=at, **_details(policy))
    return policy


@transaction.atomic
def save_statement(
    *,
    policy_id: int,
    lineage: UUID | None = None,
    text: str,
    proposals: Collection[int],
    seen: Basis | None = None,
    by: User,
    at: datetime,
) -> PolicyStatement:
    """Add a statement at the end, or change the one with this lineage; ``proposals`` are the ids of those behind it.

    Raises BasisChangedError if the statement is not what ``seen`` says, and NotItsProposalError for a proposal that is
    not a published one of the district in the year in which the plans are made.
    """
    policy = take_policy(policy_id, permission="budget.draft_policy", by=by)
    _demand_draft(policy)
    statement = policy.statements.filter(lineage=lineage).first() if lineage else None
    if lineage and statement is None:
        raise PolicyError(_("ข้อนี้ถูกนำออกแล้ว"))
    basis_of_statement(statement).demand(seen)
    text = text.strip()
    if any(said != lineage for said in policy.statements.filter(text=text).values_list("lineage", flat=True)):
        raise SameStatementError
    wanted = set(proposals)
    if may_be_named(policy).filter(pk__in=wanted).count() != len(wanted):
        raise NotItsProposalError
    before = _words(statement) if statement else {}
    if statement is None:
        last = policy.statements.aggregate(last=Max("position"))["last"] or 0
        statement = policy.statements.create(position=last + 1, text=text, lineage=uuid4())
    elif statement.text != text:
        statement.text = text
        statement.save(update_fields=["text"])
    statement.proposals.set(wanted)
    changed = changes(before, _words(statement))
    if changed["before"] or changed["after"]:
        record("budget.statement_saved", statement, by=by, at=at, **changed, **_details(policy))
    return statement


@transaction.atomic
def remove_statement(*, policy_id: int, lineage: UUID, seen: Basis | None = None, by: User, at: datetime) -> None:
    """Take a statement out of a draft; the log keeps its text. One that is gone already is left at that."""
    policy = take_policy(policy_id, permission="budget.draft_policy", by=by)
    _demand_draft(policy)
    statement = policy.statements.filter(lineage=lineage).first()
    if statement is None:
        return
    basis_of_statement(statement).demand(seen)
    record("budget.statement_removed", statement, by=by, at=at, before=_words(statement), **_details(policy))
    statement.proposals.clear()
    statement.delete()


@transaction.atomic
def submit_policy(*, policy_id: int, seen: Basis | None = None, by: User, at: datetime) -> AreaPolicy:
    """Put a draft before the director. Raises NothingSaidError for one without statements, or without proposals."""
    policy = take_policy(policy_id, permission="budget.draft_policy", by=by)
    _demand_draft(policy)
    seen_as = basis_of_policy(policy).demand(seen)
    _demand_said(policy)
    policy.state, policy.submitted_at = PolicyState.SUBMITTED, at
    policy.submitted_by, policy.submitted_through = by, by.entered_through  # type: ignore[assignment]
    policy.save(update_fields=["state", *SIGNATURES])
    record("budget.policy_submitted", policy, by=by, at=at, **_details(policy), seen=seen_as)
    directors = staff_of(policy.district_id, roles=[Role.DISTRICT_DIRECTOR], at=at)
    _tell(
        [person for person in directors if person.pk not in hands_of(by)],
        policy,
        kind="budget.policy_submitted",
        message=N_("นโยบายการพัฒนาเขต ปี %(year)s ของ%(district)s รอท่านอนุมัติ"),
        at=at,
    )
    return policy


@transaction.atomic
def send_back_policy(*, policy_id: int, reason: str, seen: Basis | None = None, by: User, at: datetime) -> AreaPolicy:
    """The director returns it to the officers, with a reason that they read."""
    policy = take_policy(policy_id, permission="budget.approve_policy", by=by)
    _demand_submitted(policy)
    seen_as = basis_of_policy(policy).demand(seen)
    if not reason.strip():
        raise ReturnReasonNeededError
    policy.state = PolicyState.DRAFT
    policy.submitted_at = policy.submitted_by = policy.submitted_through = None  # type: ignore[assignment]
    policy.returned_at, policy.returned_by, policy.return_reason = at, by, reason
    policy.save(update_fields=["state", *SIGNATURES, "returned_at", "returned_by", "return_reason"])
    record("budget.policy_sent_back", policy, by=by, at=at, **_details(policy), reason=reason, seen=seen_as)
    _tell(
        staff_of(policy.district_id, roles=BELOW_THE_DIRECTOR, duty=Duty.FORUMS, at=at, besides=by),
        policy,
        kind="budget.policy_sent_back",
        message=N_("นโยบายการพัฒนาเขต ปี %(year)s ของ%(district)s ถูกส่งกลับให้แก้ไข: %(reason)s"),
        at=at,
        reason=shortened(reason),
    )
    return policy


@transaction.atomic
def approve_policy(*, policy_id: int, seen: Basis | None = None, on: date, by: User, at: datetime) -> AreaPolicy:
    """Approve a policy: it is public, and its statements are nodes of the year's area strategy from now on.

    Raises OwnPolicyError for whoever submitted it, and StatementInUseError if the edition leaves out a statement of the
    one before that checks name already.
    """
    policy = take_policy(policy_id, permission="budget.approve_policy", by=by)
    _demand_submitted(policy)
    if sentence := why_not_approved_by(by, policy, on=on):
        raise OwnPolicyError(sentence)
    seen_as = basis_of_policy(policy).demand(seen)
    _demand_said(policy)
    policy.state, policy.approved_on, policy.approved_at = PolicyState.APPROVED, on, at
    policy.approved_by, policy.approved_through = by, by.entered_through  # type: ignore[assignment]
    policy.save(update_fields=["state", *APPROVAL])
    _become_nodes(policy, by=by, at=at)
    record("budget.policy_approved", policy, by=by, at=at, **_details(policy), seen=seen_as)
    _tell(
        staff_of(policy.district_id, roles=BELOW_THE_DIRECTOR, duty=Duty.FORUMS, at=at, besides=by),
        policy,
        kind="budget.policy_approved",
        message=N_("ผู้อำนวยการเขตอนุมัตินโยบายการพัฒนาเขต ปี %(year)s ของ%(district)s แล้ว"),
        at=at,
    )
    return policy


def take_policy(policy_id: int, *, permission: str, by: User) -> AreaPolicy:
    """The policy, locked; PermissionDenied for who may not."""
    rows = AreaPolicy.objects.select_for_update(of=("self",), no_key=True).select_related("district")
    policy = rows.get(pk=policy_id)
    demand_permission(by, permission, policy.district)
    return policy


def _become_nodes(policy: AreaPolicy, *, by: User, at: datetime) -> None:
    """Let each statement have its node in the area strategy of the year: the one of the edition before, or a new one.

    A node with the same words that is left, or that officers had written, becomes the statement's.
    """
    tree = begin_district_tree(district=policy.district, year=policy.year, kind=TreeKind.AREA, by=by, at=at)
    take_tree(tree.pk, by=by)
    nodes = nodes_of(tree)
    earlier = _give_up_nodes(policy)
    statements = list(policy.statements.order_by("position"))
    going_on = {statement.lineage: earlier.pop(statement.lineage, None) for statement in statements}
    kept = {node.pk for node in going_on.values() if node}
    for statement in statements:
        node = going_on[statement.lineage]
        if node is None:
            node = next((one for one in nodes if one.name_th == statement.text and one.pk not in kept), None)
            earlier = {lineage: one for lineage, one in earlier.items() if one != node}
        statement.node = _written(node, statement, tree, nodes, by=by, at=at)
        statement.save(update_fields=["node"])
    for node in earlier.values():
        if used := in_words(uses_of([node]).values()):
            sentence = _("“%(node)s” ใช้อยู่ใน: %(used)s จึงตัดออกจากนโยบายไม่ได้ ส่งกลับเพื่อใส่ข้อนี้คืน")
            raise StatementInUseError(sentence % {"node": node.name_th, "used": used})
        record("budget.node_removed", node, by=by, at=at, before=state_of(node, NODE_WORDS), reason=str(policy))
        nodes = [one for one in nodes if one != node]
        node.delete()
    save_order(nodes)


def _give_up_nodes(policy: AreaPolicy) -> dict[UUID, StrategyNode]:
    """Take the nodes from the statements of earlier editions; by their lineages."""
    editions = AreaPolicy.objects.filter(district=policy.district, fiscal_year=policy.fiscal_year)
    rows = PolicyStatement.objects.filter(policy__in=editions.exclude(pk=policy.pk), node__isnull=False)
    found = {row.lineage: row.node for row in rows.select_related("node__tree__district") if row.node}
    rows.update(node=None)
    return found


def _written(
    node: StrategyNode | None,
    statement: PolicyStatement,
    tree: StrategyTree,
    nodes: list[StrategyNode],
    *,
    by: User,
    at: datetime,
) -> StrategyNode:
    """The node with the words of the statement, saved; a new one joins ``nodes``."""
    reason = str(statement.policy)
    if node is None:
        node = StrategyNode(tree=tree)
        write_node(node, NodeWords(name_th=statement.text), nodes)
        node.save()
        nodes.append(node)
        record("budget.node_added", node, by=by, at=at, after=state_of(node, NODE_WORDS), reason=reason)
        return node
    node = next(one for one in nodes if one == node)
    before = state_of(node, NODE_WORDS)
    if node.name_th != statement.text:
        write_node(node, NodeWords(name_th=statement.text, code=node.code), nodes)
        node.save_over(node.version, update_fields=[*NODE_WORDS, "position", "level"])
        changed = changes(before, state_of(node, NODE_WORDS))
        record("budget.node_saved", node, by=by, at=at, **changed, reason=reason)
    return node


def _demand_draft(policy: AreaPolicy) -> None:
    if not policy.is_draft:
        raise NotDraftError


def _demand_submitted(policy: AreaPolicy) -> None:
    if policy.state != PolicyState.SUBMITTED:
        raise NotSubmittedError


def _demand_said(policy: AreaPolicy) -> None:
    statements = list(policy.statements.order_by("position"))
    if not statements:
        raise NothingSaidError(_("ยังไม่มีข้อนโยบาย เพิ่มอย่างน้อยหนึ่งข้อ"))
    named = may_be_named(policy)
    for statement in statements:
        if not named.filter(statements=statement).exists():
            raise NothingSaidError(_("“%(text)s” ยังไม่มีข้อเสนอที่เป็นที่มา") % {"text": statement.text})


def _words(statement: PolicyStatement) -> dict[str, object]:
    titles = statement.proposals.order_by("position", "pk").values_list("title", flat=True)
    return {"text": statement.text, "proposals": list(titles)}


def _details(policy: AreaPolicy) -> PolicyDetails:
    return {"district": policy.district.code, "year": policy.fiscal_year, "number": policy.number}


def _tell(people: list[User], policy: AreaPolicy, *, kind: str, message: str, at: datetime, **params: str) -> None:
    values = {"year": policy.fiscal_year, "district": policy.district, **params}
    notify(recipients=people, kind=kind, message=message, params=values, url=policy.get_absolute_url(), at=at)
