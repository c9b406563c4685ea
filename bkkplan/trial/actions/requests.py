"""What was asked for in the sample city and what others decided on it, by the single actions: there are few of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.actions.batch import uuid_of
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.facts import ActFacts
from bkkplan.trial.builders.staff import Staff
from budget.actions.flagship import request_stages, requests
from budget.actions.flagship.request_stages import DecisionPaper, LineDecision
from budget.enums import AskingStage
from budget.models import BudgetRequest, FlagshipProject, MoneySource, NamedSource, RequestLine
from budget.models.naming import ORDINANCE
from budget.queries.flagship.requests import projects_to_ask_for
from districts.models import District

# When each body decides: so many years before the year, month and day; with its paper.
DECIDED = {
    AskingStage.BUDGET_OFFICE: (1, 3, 15, DecisionPaper("สำนักงบประมาณกรุงเทพมหานคร", "กท 0300/ว 12")),
    AskingStage.DRAFT_ORDINANCE: (1, 7, 4, DecisionPaper("คณะผู้บริหารกรุงเทพมหานคร", "กท 0300/ว 48")),
    AskingStage.COUNCIL: (1, 8, 21, DecisionPaper("คณะกรรมการวิสามัญพิจารณาร่างข้อบัญญัติ สภากรุงเทพมหานคร", "กท 0200/915")),
    AskingStage.VOTED: (1, 9, 8, DecisionPaper("สภากรุงเทพมหานคร", "ข้อบัญญัติงบประมาณรายจ่ายประจำปี")),
}
MORE_WAS_ASKED = Decimal("1.1")  # than the budget office left of a flagship project
LINES = 4
CUT = "ปรับตามกรอบวงเงินของหน่วยงาน"
FELL = "วงเงินของปีนี้ไม่พอ ให้จัดลำดับไว้ขอในปีต่อไป"


@dataclass(frozen=True, slots=True)
class Story:
    """A request that is being told: whose it is, and on which day its story ends."""

    request: BudgetRequest
    by: User
    until: date

    def act(self, on: date) -> ActFacts:
        return Dice("request", self.request, on).act(on, self.by)

    def decide(self, left: Mapping[AskingStage, Mapping[int, LineDecision]]) -> None:
        """Record each stage that happened; a stage that is not named left everything as it was."""
        lines = list(self.request.lines.order_by("position"))
        standing = {line.pk: LineDecision(line.amount) for line in lines}
        source = NamedSource(MoneySource.objects.get(code=ORDINANCE))
        for stage, (years_before, month, day, paper) in DECIDED.items():
            on = date(self.request.year.start.year + 1 - years_before, month, day)
            if on > self.until:
                return
            standing = {line: replace(kept, reason="") for line, kept in standing.items()}
            standing |= {lines[place].pk: decided for place, decided in left.get(stage, {}).items()}
            request_stages.record_stage(
                request_id=self.request.pk,
                stage=stage,
                decided=standing,
                paper=paper,
                from_source=source if stage == AskingStage.VOTED else None,
                today=on,
                **self.act(on).dated,
            )


def ask_for_flagships(granted: Mapping[int, ActFacts]) -> None:
    """Money of these years for the flagship projects: asked the year before, cut once, voted and granted."""
    for year, act in granted.items():
        for flagship in FlagshipProject.objects.filter(fiscal_year=year, budget__isnull=False).order_by("position"):
            assert flagship.budget is not None and act.by is not None  # noqa: S101, PT018  (asked for above)
            asked_on = date(FiscalYear(year).start.year, 1, 18)
            at = Dice("asked", year, flagship.position).moment(asked_on)
            request = requests.begin_for_flagship(flagship_id=flagship.pk, by=act.by, at=at)
            line = request.lines.get()
            words = requests.LineWords(
                title=line.title, amount=flagship.budget * MORE_WAS_ASKED, category=None, note=line.note
            )
            requests.change_line(line_id=line.pk, words=words, by=act.by, at=at)
            requests.hand_in(request_id=request.pk, by=act.by, at=at, on=asked_on)
            story = Story(request, act.by, act.on)
            story.decide({AskingStage.BUDGET_OFFICE: {0: LineDecision(flagship.budget, CUT)}})
            request_stages.grant_voted(
                request_id=request.pk,
                amount=flagship.budget,
                act=uuid_of(f"money:flagship/{year}/{flagship.position}"),
                document_no=DECIDED[AskingStage.VOTED][3].number,
                **act.dated,
            )


def ask_for_districts(codes: Sequence[str], year: FiscalYear, *, staff: Staff, until: date) -> None:
    """These districts ask for projects that wait for money: one is cut, one falls, and one line is of their own."""
    for district in District.objects.filter(code__in=codes).order_by("code"):
        officer, director = staff.officer(district.code), staff.director(district.code)
        asked_on = date(year.start.year, 1, 20)
        at = Dice("asked", year, district.code).moment(asked_on)
        request = requests.begin_for_district(district_id=district.pk, year=year, by=officer, at=at)
        waiting = projects_to_ask_for(request).filter(revision__confirmed_on__lt=asked_on)
        if chosen := [project.pk for project in waiting[:LINES]]:
            requests.add_chosen(request_id=request.pk, projects=chosen, by=officer, at=at)
        own = requests.LineWords(title="ซ่อมแซมเครื่องสูบน้ำของเขต", amount=Decimal(350_000), category=None, note="")
        requests.add_line(request_id=request.pk, words=own, by=officer, at=at)
        requests.hand_in(request_id=request.pk, by=director, at=at + timedelta(minutes=20), on=asked_on)
        lines = list(RequestLine.objects.filter(request=request).order_by("position"))
        cut = lines[-1].amount * Decimal("0.8")
        left = {len(lines) - 1: LineDecision(cut, CUT)} | (
            {0: LineDecision(Decimal(0), FELL)} if len(lines) > 1 else {}
        )
        story = Story(request, officer, until)
        story.decide({AskingStage.BUDGET_OFFICE: left})
        if until >= year.start:
            request_stages.grant_voted(
                request_id=request.pk,
                amount=sum((line.amount for line in lines[1:-1]), cut),
                act=uuid_of(f"money:request/{year}/{district.code}"),
                document_no=DECIDED[AskingStage.VOTED][3].number,
                **story.act(year.start + timedelta(days=2)).dated,
            )
