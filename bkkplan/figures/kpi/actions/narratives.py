"""What an office says of its KPIs in a quarter, and the strategy office's evaluation of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.figures.kpi.builders.reports import basis_of_evaluation, why_not_evaluated
from bkkplan.figures.kpi.enums import Verdict
from bkkplan.figures.kpi.models import FrozenQuarter, Narrative
from bkkplan.figures.kpi.registry import get, official_definitions
from bkkplan.ground.accounts.enums import DISTRICT_ROLES, Duty
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import staff_of
from bkkplan.ground.audit.record import changes, record, state_of
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Kind, Refusal
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.core.thai.errors import N_
from budget.actions.plan import quarter_reports as reports
from budget.models import QuarterReport

WORDS = ("text", "problems")
EVALUATION = ("verdict", "score", "score_1", "score_2", "comment")
MOST = Decimal(100)


class NarrativeError(Refusal):
    """An act on a narrative is refused. str() is the sentence to show."""

    kind = Kind.WRONG_MOMENT


class AcceptedAlreadyError(NarrativeError):
    sentence = gettext_lazy("สำนักยุทธศาสตร์และประเมินผลรับผลของตัวชี้วัดนี้แล้ว จึงแก้ไม่ได้")


class NotReportedError(NarrativeError):
    sentence = gettext_lazy("ตัวชี้วัดเสริมคำนวณจากระบบอย่างเดียว เขตไม่ต้องเขียนรายงาน")


class ScoreError(NarrativeError):
    kind, field = Kind.WRONG_INPUT, "score"


class CommentNeededError(NarrativeError):
    kind, field = Kind.WRONG_INPUT, "comment"
    sentence = gettext_lazy("การส่งกลับต้องมีความเห็น เขียนว่าให้เขตแก้อะไร")


@dataclass(frozen=True, slots=True)
class Evaluation:
    verdict: str
    score: Decimal | None = None
    score_1: Decimal | None = None
    score_2: Decimal | None = None
    comment: str = ""


@transaction.atomic
def save_narrative(
    *,
    district_id: int,
    year: FiscalYear,
    quarter: int,
    code: str,
    words: Mapping[str, str],
    seen: int,
    on: date,
    by: User,
    at: datetime,
) -> Narrative:
    """Save what the coordinator writes of a KPI while the report is open. ``words`` are `text` and `problems`."""
    place: reports.OfQuarter = {"district_id": district_id, "year": year, "quarter": quarter}
    report = reports.take_report(**place, permission="budget.gather_quarter", by=by)
    reports.demand_open(report, on=on)
    if get(code).is_supplementary:
        raise NotReportedError
    kept = report.narratives.filter(code=code).first()
    row = kept or Narrative(report=report, code=code, version=1)
    if row.verdict == Verdict.ACCEPTED and not row.is_outdated:
        raise AcceptedAlreadyError
    before = state_of(row, WORDS)
    row.text, row.problems = words["text"], words["problems"]
    row.written_at, row.written_by = at, by
    if kept is None:
        row.save(force_insert=True)
    else:
        row.save_over(seen, update_fields=[*WORDS, "written_at", "written_by"])
    told = reports.details_of(report)
    record("kpi.narrative_written", row, by=by, at=at, **told, code=code, **changes(before, state_of(row, WORDS)))
    return row


@transaction.atomic
def gather(*, district_id: int, year: FiscalYear, quarter: int, on: date, by: User, at: datetime) -> QuarterReport:
    """Put the report before the director: each item is reported, and each KPI has its text."""
    place: reports.OfQuarter = {"district_id": district_id, "year": year, "quarter": quarter}
    report = reports.take_report(**place, permission="budget.gather_quarter", by=by)
    reports.demand_open(report, on=on)
    told = set(report.narratives.exclude(text="").values_list("code", flat=True))
    if missing := [str(d.short) for d in official_definitions() if d.code not in told]:
        sentence = _("ยังรวบรวมไม่ได้ ยังไม่ได้เขียนผลการดำเนินงานของตัวชี้วัด: %(indicators)s")
        raise NarrativeError(sentence % {"indicators": ", ".join(missing)})
    return reports.gather(**place, on=on, by=by, at=at)


@transaction.atomic
def send(
    *, district_id: int, year: FiscalYear, quarter: int, seen: Basis | None = None, by: User, at: datetime
) -> QuarterReport:
    """Send the report. What had been sent back waits for the strategy office again, without a verdict."""
    report = reports.send(district_id=district_id, year=year, quarter=quarter, seen=seen, by=by, at=at)
    for row in report.narratives.filter(verdict=Verdict.RETURNED):
        row.verdict = ""
        for signature in ("frozen", "evaluated_at", "evaluated_by"):
            setattr(row, signature, None)
        row.save_over(row.version, update_fields=["verdict", "frozen", "evaluated_at", "evaluated_by"])
    return report


@transaction.atomic
def evaluate(
    *, narrative_id: int, evaluation: Evaluation, seen: Basis | None = None, by: User, at: datetime
) -> Narrative:
    """Say what the strategy office thinks of one KPI of an office: accepted with a score, or sent back with a comment.

    It rests on a frozen figure: a quarter that is not frozen, or was reopened, is refused. Sent back, the whole report
    of the office is open again.
    """
    report_id = Narrative.objects.values_list("report", flat=True).get(pk=narrative_id)
    place = QuarterReport.objects.get(pk=report_id)
    report = reports.take_report(
        district_id=place.district_id, year=place.year, quarter=place.quarter, permission="kpi.evaluate", by=by
    )
    row = Narrative.objects.get(pk=narrative_id)  # its report is locked
    frozen = _take_frozen(row.code, report)
    if why := why_not_evaluated(row, report, frozen):
        raise NarrativeError(why)
    seen_as = basis_of_evaluation(row, report, frozen).demand(seen)
    _demand_complete(evaluation)
    before = state_of(row, EVALUATION)
    for name, value in asdict(evaluation).items():
        setattr(row, name, value)
    row.frozen, row.evaluated_at, row.evaluated_by = frozen, at, by
    row.save_over(row.version, update_fields=[*EVALUATION, "frozen", "evaluated_at", "evaluated_by"])
    told = changes(before, state_of(row, EVALUATION))
    record(
        "kpi.narrative_evaluated",
        row,
        by=by,
        at=at,
        code=row.code,
        seen=seen_as,
        **reports.details_of(report),
        **told,
    )
    if evaluation.verdict == Verdict.RETURNED:
        reason = f"{get(row.code).short}: {evaluation.comment}"
        reports.open_again(report, reason=reason, seen_as=seen_as, by=by, at=at)
    else:
        reports.tell(
            staff_of(report.district_id, roles=DISTRICT_ROLES, duty=Duty.ACTION_PLAN, at=at),
            report,
            kind="kpi.narrative_accepted",
            message=N_("ผลตัวชี้วัด “%(indicator)s” ไตรมาสที่ %(quarter)s ปี %(year)s ของ%(district)s ผ่านการประเมินแล้ว"),
            at=at,
            indicator=str(get(row.code).short),
        )
    return row


def _take_frozen(code: str, report: QuarterReport) -> FrozenQuarter | None:
    """The frozen figure, locked, so that nobody reopens it meanwhile."""
    rows = FrozenQuarter.objects.filter(code=code, fiscal_year=report.fiscal_year, quarter=report.quarter)
    return rows.filter(reopened_at=None).select_for_update(of=("self",), no_key=True).first()


def _demand_complete(evaluation: Evaluation) -> None:
    for name in ("score", "score_1", "score_2"):
        value = getattr(evaluation, name)
        if value is not None and not 0 <= value <= MOST:
            raise ScoreError(_("คะแนนต้องอยู่ระหว่าง 0 ถึง 100"), field=name)
    if evaluation.verdict == Verdict.ACCEPTED and evaluation.score is None:
        raise ScoreError(_("ใส่ผลประเมินก่อน จึงรับผลได้"))
    if evaluation.verdict == Verdict.RETURNED and not evaluation.comment.strip():
        raise CommentNeededError
