"""The quarter reports of the showcase districts: the first quarter evaluated, the second on its way."""

from datetime import date, timedelta
from decimal import Decimal

from bkkplan.figures.kpi.actions import narratives
from bkkplan.figures.kpi.actions.narratives import Evaluation
from bkkplan.figures.kpi.actions.reported import save_external_codes, save_reported_figure
from bkkplan.figures.kpi.enums import Verdict
from bkkplan.figures.kpi.models import Narrative
from bkkplan.figures.kpi.registry import official_definitions
from bkkplan.ground.accounts.models import User
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.staff import Staff
from bkkplan.trial.builders.story import FIRST_YEAR, SHOWCASE, THIS_YEAR
from bkkplan.trial.catalog import phrases
from budget.actions.plan import quarter_reports
from budget.actions.plan.quarter_reports import OfQuarter, ReportWords
from budget.enums import ItemProgress
from budget.queries.plan.quarter_reports import ReportedItem, reported_items
from districts.models import District

# In the second quarter a section of the one owes an item, and the director of the other has not sent the report.
ITEMS_LEFT, NOT_SENT = SHOWCASE[1], SHOWCASE[2]
SENT_BACK = SHOWCASE[-1]  # in the first quarter, for one indicator


def report_quarters(crew: Staff) -> None:
    keep_what_the_citys_system_says(crew.strategy)
    for district in District.objects.filter(code__in=SHOWCASE).order_by("code"):
        for quarter in (1, 2):
            report_quarter(district, quarter, crew)
    evaluate_first_quarter(crew.strategy)


def keep_what_the_citys_system_says(by: User) -> None:
    words = phrases()["quarter_reports"]
    at = Dice("external codes").moment(THIS_YEAR.start)
    codes = {d.code: code for d, code in zip(official_definitions(), words["external_codes"], strict=True)}
    save_external_codes(year=THIS_YEAR, codes=codes, by=by, at=at)
    for definition, text in zip(official_definitions(), words["reported"], strict=True):
        said = {"text": text, "source": words["reported_source"]}
        save_reported_figure(code=definition.code, year=FIRST_YEAR, **said, by=by, at=at)


def report_quarter(district: District, quarter: int, crew: Staff) -> None:
    """What the sections report, what the coordinator says of the indicators, and how far the report went."""
    dice = Dice("quarter report", district.code, quarter)
    officer = crew.officer(district.code)
    last = THIS_YEAR.quarter(quarter)[1]
    written, at = last - timedelta(days=4), dice.moment(last - timedelta(days=4))
    words = phrases()["quarter_reports"]
    lines = [line for line in reported_items([district], THIS_YEAR, quarter)[district.pk] if not line.is_known]
    is_left = quarter == 2 and district.code == ITEMS_LEFT
    for line in lines[1:] if is_left else lines:
        said = words_of(line, quarter, dice)
        quarter_reports.save_item_report(
            item_id=line.item.pk, quarter=quarter, words=said, seen=0, on=written, by=officer, at=at
        )
    place: OfQuarter = {"district_id": district.pk, "year": THIS_YEAR, "quarter": quarter}
    for definition, text in zip(official_definitions(), words["narratives"], strict=True):
        told = {"text": text, "problems": dice.pick(words["problems"])}
        narratives.save_narrative(**place, code=definition.code, words=told, seen=0, on=written, by=officer, at=at)
    if is_left and lines:
        return
    day = last - timedelta(days=1)
    narratives.gather(**place, on=day, by=officer, at=dice.moment(day))
    if quarter == 1 or district.code != NOT_SENT:
        narratives.send(**place, by=crew.director(district.code), at=dice.moment(last))


def words_of(line: ReportedItem, quarter: int, dice: Dice) -> ReportWords:
    """What a section says of an item that is not done: it goes on from what it said before."""
    words = phrases()["quarter_reports"]
    if line.item.progress == ItemProgress.NOT_STARTED:
        return ReportWords(percent=0, done=words["not_begun"])
    before = (line.before.percent if line.before else 0) or 0
    percent = min(before + dice.between(15, 35), 95)
    return ReportWords(
        percent=percent,
        done=dice.pick(words["done"]),
        problems=dice.pick(words["problems"]),
        remedy=dice.pick(words["remedies"]) if quarter == 2 else "",
    )


def evaluate_first_quarter(by: User) -> None:
    """All that was sent: accepted with a score, but for one indicator of one district."""
    words = phrases()["quarter_reports"]
    day = date(2023, 1, 16)
    waiting = Narrative.objects.filter(report__fiscal_year=THIS_YEAR.be, report__quarter=1)
    for row in waiting.select_related("report__district").order_by("report__district__code", "-code"):
        dice = Dice("evaluated", row.report.district.code, row.code)
        is_returned = row.report.district.code == SENT_BACK and row.code == official_definitions()[0].code
        if is_returned:
            evaluation = Evaluation(Verdict.RETURNED, comment=words["sent_back"])
        else:
            score = Decimal(dice.between(70, 100))
            evaluation = Evaluation(Verdict.ACCEPTED, score=score, score_1=score, comment=dice.pick(words["comments"]))
        narratives.evaluate(narrative_id=row.pk, evaluation=evaluation, by=by, at=dice.moment(day))
