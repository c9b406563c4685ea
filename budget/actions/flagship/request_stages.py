"""What others decided on a request: recorded stage by stage, withdrawn where it is wrong, granted at the end."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.files.cleaning.at_once import fit_to_show
from bkkplan.ground.core.files.evidence import FileKind
from bkkplan.ground.core.files.files import removed_on_failure
from bkkplan.ground.core.forms.fields import in_words
from bkkplan.ground.core.refusals import Kind, Refusal
from bkkplan.ground.core.rows.basis import Bases, Basis
from bkkplan.ground.core.thai import NotUnderstoodError, format_baht
from bkkplan.ground.core.thai.errors import N_
from bkkplan.ground.core.wording import thai_date_short
from budget.actions.flagship.requests import RequestError, take_request
from budget.actions.money import money
from budget.actions.money.ledger import Entered, HowEntered
from budget.actions.naming import demand_source
from budget.enums import AskingStage
from budget.models import BudgetRequest, NamedSource, RequestedProject, RequestStage, StageAmount
from budget.queries.flagship.requests import (
    RequestTable,
    basis_of_stage,
    basis_of_vote,
    granted_acts,
    table_of,
    with_stages,
)
from communities.actions.plans import shortened
from communities.models import PlanProject
from communities.queries.committees import committees_of

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

ZERO = Decimal(0)


class OutOfOrderError(RequestError):
    """The stage or its day does not follow those that are recorded."""

    kind, field = Kind.WRONG_INPUT, "on"


class StageReasonError(Refusal):
    """Amounts differ from the stage before without a reason; ``by_field`` names each of them."""

    def __init__(self, sentences: Mapping[str | None, str | list[str]]) -> None:
        super().__init__(_("จำนวนเงินที่ต่างจากขั้นก่อนต้องมีเหตุผล ชุมชนจะอ่านเหตุผลของรายการที่ไม่ได้รับ"))
        self.sentences = sentences

    @property
    def by_field(self) -> Mapping[str | None, str | list[str]]:
        return {None: str(self), **self.sentences}


class StageRestsError(RequestError):
    """Something rests on the stage: a later stage, or money in the ledger."""


class NotVotedError(RequestError):
    """There is nothing to grant: nothing voted, nothing left, or granted before."""


class MoreThanVotedError(RequestError):
    kind, field = Kind.WRONG_INPUT, "amount"


@dataclass(frozen=True, slots=True)
class DecisionPaper:
    """The paper of a decision: who decided, by which number, and the file if there is one, with what its content is."""

    body: str
    number: str
    file: "UploadedFile[bytes] | None" = None
    kind: FileKind | None = None


@dataclass(frozen=True, slots=True)
class LineDecision:
    """What a stage left of one line, in baht."""

    amount: Decimal
    reason: str = ""


@transaction.atomic
def record_stage(
    *,
    request_id: int,
    stage: AskingStage,
    decided: Mapping[int, LineDecision],
    paper: DecisionPaper,
    on: date,
    from_source: NamedSource | None = None,
    seen: Bases | None = None,
    by: User,
    at: datetime,
    today: date,
) -> RequestStage:
    """Record what a body decided on all lines of a request; ``decided`` is by the line's id and has every line.

    Tells the communities whose line fell. Raises OutOfOrderError, and StageReasonError for an amount that differs from
    the stage before and has no reason.
    """
    request = take_request(request_id, by=by)
    table = table_of(with_stages(BudgetRequest.objects.filter(pk=request.pk)).get(), granted={})
    seen_as = basis_of_stage(table).demand(seen)
    _demand_order(table, stage, on=on, today=today)
    if stage == AskingStage.VOTED:
        if from_source is None:
            raise OutOfOrderError(_("เลือกแหล่งเงิน"), field="from_source")
        demand_source(from_source, year=request.year)
    _demand_reasons(table, decided)
    made = RequestStage(
        request=request,
        kind=stage,
        on=on,
        body=paper.body,
        number=paper.number,
        source=from_source.row if from_source and stage == AskingStage.VOTED else None,
        source_number=from_source.number if from_source and stage == AskingStage.VOTED else None,
        recorded_at=at,
        recorded_by=by,
    )
    _save(made, paper)
    StageAmount.objects.bulk_create(
        StageAmount(stage=made, line=row.line, amount=decided[row.line.pk].amount, reason=decided[row.line.pk].reason)
        for row in table.rows
    )
    record(
        "budget.stage_recorded",
        made,
        by=by,
        at=at,
        on=on,
        year=request.fiscal_year,
        document_no=made.number,
        asked=table.latest,
        left=made.total,
        seen=seen_as,
    )
    _tell_of_fallen(table, made, decided, today=today, at=at)
    return made


@transaction.atomic
def withdraw_stage(*, stage_id: int, reason: str, by: User, at: datetime, on: date) -> RequestStage:
    """Take back a stage that was recorded wrongly, so that it can be recorded anew. Nothing may rest on it."""
    request_id = RequestStage.objects.values_list("request", flat=True).get(pk=stage_id)
    request = take_request(request_id, by=by)
    stage = RequestStage.objects.select_related("source").get(pk=stage_id)
    if stage.withdrawn_on:
        raise StageRestsError(_("ถอนขั้นนี้ไปแล้ว"))
    if request.stages.live().filter(pk__gt=stage.pk).exists():
        raise StageRestsError(_("มีขั้นต่อมาบันทึกไว้แล้ว ถอนขั้นหลังสุดก่อน"))
    entered = granted_acts(request.stages.live())
    if stage.granted_act in entered or any(at >= stage.recorded_at for at in entered.values()):
        raise StageRestsError(_("บันทึกงบประมาณที่ได้รับจากขั้นนี้แล้ว กลับรายการบัญชีนั้นก่อน"))
    stage.withdrawn_on, stage.withdrawn_at, stage.withdrawn_by, stage.withdrawn_reason = on, at, by, reason
    stage.save(update_fields=["withdrawn_on", "withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record("budget.stage_withdrawn", stage, by=by, at=at, on=on, year=request.fiscal_year, reason=reason)
    return stage


@transaction.atomic
def grant_voted(*, request_id: int, amount: Decimal, seen: Basis | None = None, **how: Unpack[HowEntered]) -> Entered:
    """Enter what was voted as money that the project or the district received, from the source that was voted.

    Of several votes it is the first whose money is not in the ledger, and only what that vote added. ``amount`` is
    what was received of it. Raises NotVotedError if nothing was voted or all of it is in the ledger already,
    MoreThanVotedError, and BasisChangedError if the vote is not the one of ``seen``.
    """
    request = take_request(request_id, by=how["by"])
    table = table_of(with_stages(BudgetRequest.objects.filter(pk=request.pk)).get())
    sent_twice = next((vote for vote in table.votes if vote.stage.granted_act == how["act"]), None)
    vote = sent_twice or table.to_grant
    if vote is None or vote.stage.source is None:
        is_done = table.is_granted
        raise NotVotedError(_("บันทึกงบประมาณที่ได้รับตามข้อบัญญัตินี้แล้ว") if is_done else _("คำขอนี้ยังไม่มีจำนวนเงินตามข้อบัญญัติ"))
    if sent_twice is None:
        basis_of_vote(vote).demand(seen)
    if amount > vote.given:
        sentence = _("%(stage)sให้ %(voted)s บาท บันทึกมากกว่านี้ไม่ได้")
        raise MoreThanVotedError(sentence % {"stage": vote.stage, "voted": format_baht(vote.given)})
    stage, source = vote.stage, NamedSource(vote.stage.source, vote.stage.source_number)
    if request.flagship_id:
        entered = money.grant(flagship_id=request.flagship_id, amount=amount, from_source=source, **how)
    else:
        assert request.district_id is not None  # noqa: S101  (a constraint: a request has one asker)
        entered = money.grant_yearly_budget(
            district_id=request.district_id, year=request.year, amount=amount, from_source=source, **how
        )
    stage.granted_act = how["act"]
    stage.save(update_fields=["granted_act"])
    return entered


def _demand_order(table: RequestTable, stage: AskingStage, *, on: date, today: date) -> None:
    """Raise OutOfOrderError unless the stage comes after those that are recorded, and its day too.

    After a vote only another vote may come.
    """
    request = table.request
    if request.handed_in_on is None:
        raise RequestError(_("คำขอนี้ยังไม่ได้ยื่น จึงยังไม่มีผลพิจารณา"))
    last = table.last
    if last is not None and (stage < last.kind or stage == last.kind != AskingStage.VOTED):
        sentence = _("บันทึกขั้น “%(last)s” แล้ว เลือกขั้นที่อยู่หลังขั้นนั้น หรือถอนขั้นนั้นถ้าบันทึกผิด")
        raise OutOfOrderError(sentence % {"last": last}, field="stage")
    earliest, what = (last.on, str(last)) if last else (request.handed_in_on, _("วันยื่นคำขอ"))
    if on < earliest:
        words = {"what": what, "day": thai_date_short(earliest)}
        raise OutOfOrderError(_("วันที่ต้องไม่ก่อน %(day)s (%(what)s)") % words)
    if on > today:
        raise OutOfOrderError(_("วันที่ต้องไม่อยู่ในอนาคต"))


def _demand_reasons(table: RequestTable, decided: Mapping[int, LineDecision]) -> None:
    sentences: dict[str | None, str | list[str]] = {}
    for row in table.rows:
        left = decided[row.line.pk]
        if left.amount == row.latest or left.reason.strip():
            continue
        rises = _("เพิ่มขึ้นเพราะเหตุใด") if left.amount > row.latest else _("ลดลงเพราะเหตุใด")
        sentences[f"reason_{row.line.pk}"] = rises
    if sentences:
        raise StageReasonError(sentences)


def _save(stage: RequestStage, paper: DecisionPaper) -> None:
    """Save the stage, with the cleaned file if there is one. Raises OutOfOrderError for a file that can't be kept."""
    with removed_on_failure() as keep:
        if paper.file is not None and paper.kind is not None:
            try:
                content = fit_to_show(paper.file, paper.kind)
            except NotUnderstoodError as error:
                raise OutOfOrderError(in_words(error), field="file") from error
            stage.original_name = (paper.file.name or "")[-255:]
            stage.content_type = paper.kind.mime
            stage.sha256 = hashlib.sha256(content).hexdigest()
            keep(stage.file, f"{stage.uuid.hex}{paper.kind.extensions[0]}", content)
        stage.save(force_insert=True)


def _tell_of_fallen(
    table: RequestTable, stage: RequestStage, decided: Mapping[int, LineDecision], *, today: date, at: datetime
) -> None:
    """Tell the committees whose projects the stage left nothing for, why, and that the projects wait again."""
    fallen = {row.line.pk for row in table.rows if row.latest and not decided[row.line.pk].amount}
    requested = RequestedProject.objects.filter(line__in=fallen).select_related("project__revision__plan__community")
    found = list(requested.order_by("line__position", "pk"))
    people = committees_of({one.project.revision.plan.community_id for one in found}, on=today)
    for one in found:
        project: PlanProject = one.project
        plan = project.revision.plan
        notify(
            recipients=people.get(plan.community_id, ()),
            kind="request-fallen",
            message=N_(
                "โครงการ “%(project)s” ขอตั้งงบประมาณปี %(year)s แล้ว ไม่ได้รับ (%(stage)s) เพราะ %(reason)s "
                "โครงการยังรออยู่ และขอใหม่ในปีต่อไปได้"
            ),
            params={
                "project": project.title,
                "year": table.request.fiscal_year,
                "stage": stage.label,
                "reason": shortened(decided[one.line_id].reason),
            },
            url=plan.get_absolute_url(),
            at=at,
        )
