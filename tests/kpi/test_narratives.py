from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bkkplan.figures.kpi.actions import narratives as actions
from bkkplan.figures.kpi.actions import reported
from bkkplan.figures.kpi.actions.narratives import Evaluation
from bkkplan.figures.kpi.actions.quarters import freeze_quarter, reopen_quarter
from bkkplan.figures.kpi.builders.report_tables import indicator_table, item_table
from bkkplan.figures.kpi.builders.reports import basis_of_evaluation, frozen_of, office_quarters
from bkkplan.figures.kpi.enums import Verdict
from bkkplan.figures.kpi.models import ExternalCode, Narrative, ReportedFigure
from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import BasisChangedError
from budget.actions.plan.quarter_reports import NotOpenError
from budget.models import QuarterReport
from tests.factories.budget import ApprovedItemFactory
from tests.factories.districts import DistrictFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
DAY = date(2023, 6, 2)
YEAR = FiscalYear(2566)
CODES = ("KPI-1", "KPI-2", "KPI-3")
PASSED = Evaluation(Verdict.ACCEPTED, score=Decimal(80), comment="ครบถ้วน")


def write(cast, code="KPI-1", text="จัดเวทีแล้ว", *, by=None, seen=0):
    return actions.save_narrative(
        district_id=cast.home.pk,
        year=YEAR,
        quarter=1,
        code=code,
        words={"text": text, "problems": ""},
        seen=seen,
        on=DAY,
        by=by or cast.officer,
        at=AT,
    )


def of_quarter(cast, **asked):
    return {"district_id": cast.home.pk, "year": YEAR, "quarter": 1, "at": AT, **asked}


@pytest.fixture
def sent(cast):
    for code in CODES:
        write(cast, code)
    actions.gather(**of_quarter(cast, on=DAY, by=cast.officer))
    actions.send(**of_quarter(cast, by=cast.director))
    return Narrative.objects.get(code="KPI-1")


def freeze(cast):
    freeze_quarter(year=YEAR, quarter=1, by=cast.strategy, at=AT)


def evaluate(cast, narrative, evaluation=PASSED, *, by=None, seen=None):
    return actions.evaluate(narrative_id=narrative.pk, evaluation=evaluation, seen=seen, by=by or cast.strategy, at=AT)


def test_only_who_keeps_the_plan_writes_what_the_office_says(cast):
    assert write(cast).text == "จัดเวทีแล้ว"

    with pytest.raises(PermissionDenied):
        write(cast, by=cast.away_officer)
    assert Entry.objects.filter(verb="kpi.narrative_written").count() == 1


def test_a_report_is_gathered_when_each_indicator_has_its_text(cast):
    write(cast)

    with pytest.raises(actions.NarrativeError, match="ยังไม่ได้เขียน"):
        actions.gather(**of_quarter(cast, on=DAY, by=cast.officer))


def test_a_verdict_needs_a_frozen_quarter(cast, sent):
    with pytest.raises(actions.NarrativeError, match="ยังไม่ได้ตรึง"):
        evaluate(cast, sent)

    freeze(cast)

    assert evaluate(cast, sent).score == 80


def test_a_quarter_that_was_reopened_is_not_evaluated_and_says_since_when_and_why(cast, sent):
    freeze(cast)
    evaluate(cast, sent)
    reopen_quarter(year=YEAR, quarter=1, reason="เขตส่งหลักฐานเพิ่ม", by=cast.strategy, at=AT)

    with pytest.raises(actions.NarrativeError, match=r"2 มิ\.ย\. 2566 .*เขตส่งหลักฐานเพิ่ม"):
        evaluate(cast, sent)
    line = office_quarters([cast.home], YEAR, 1, on=DAY, at=AT)[0].indicators[0]
    assert line.is_outdated
    assert not line.is_accepted

    freeze(cast)
    evaluate(cast, sent)
    assert office_quarters([cast.home], YEAR, 1, on=DAY, at=AT)[0].indicators[0].is_accepted


def test_what_was_shown_is_what_is_evaluated(cast, sent):
    freeze(cast)
    shown = basis_of_evaluation(sent, sent.report, frozen_of("KPI-1", sent.report))
    evaluate(cast, sent, Evaluation(Verdict.RETURNED, comment="บอกวันที่จัดด้วย"))
    write(cast, text="จัดเวทีวันที่ 12 ธ.ค. 2565", seen=2)
    actions.gather(**of_quarter(cast, on=DAY, by=cast.officer))
    actions.send(**of_quarter(cast, by=cast.director))

    with pytest.raises(BasisChangedError):
        evaluate(cast, sent, seen=shown)


def test_a_narrative_sent_back_opens_the_report_and_comes_again_without_a_verdict(cast, sent):
    freeze(cast)

    with pytest.raises(actions.CommentNeededError):
        evaluate(cast, sent, Evaluation(Verdict.RETURNED))
    evaluate(cast, sent, Evaluation(Verdict.RETURNED, comment="บอกวันที่จัดด้วย"))

    report = QuarterReport.objects.get()
    assert report.is_open
    assert "บอกวันที่จัดด้วย" in report.return_reason
    assert Notice.objects.filter(recipient=cast.officer, kind="budget.quarter_sent_back").exists()
    write(cast, text="จัดเวทีวันที่ 12 ธ.ค. 2565", seen=2)
    actions.gather(**of_quarter(cast, on=DAY, by=cast.officer))
    actions.send(**of_quarter(cast, by=cast.director))
    assert Narrative.objects.get(code="KPI-1").verdict == ""


def test_an_accepted_narrative_stands(cast, sent):
    freeze(cast)
    evaluate(cast, sent)
    other = Narrative.objects.get(code="KPI-2")
    evaluate(cast, other, Evaluation(Verdict.RETURNED, comment="นับชุมชนผิด"))

    with pytest.raises(actions.AcceptedAlreadyError):
        write(cast, seen=2)
    assert Entry.objects.filter(verb="kpi.narrative_evaluated").count() == 2


def test_the_strategy_office_alone_evaluates_what_was_sent(cast, sent):
    freeze(cast)

    with pytest.raises(PermissionDenied):
        evaluate(cast, sent, by=cast.director)
    with pytest.raises(NotOpenError):
        write(cast, seen=1)
    with pytest.raises(actions.ScoreError):
        evaluate(cast, sent, Evaluation(Verdict.ACCEPTED))
    with pytest.raises(actions.ScoreError):
        evaluate(cast, sent, Evaluation(Verdict.ACCEPTED, score=Decimal(101)))


def test_a_report_that_is_not_sent_is_not_evaluated(cast):
    freeze(cast)

    with pytest.raises(actions.NarrativeError, match="ยังไม่ได้ส่ง"):
        evaluate(cast, write(cast))


def test_a_reported_figure_stands_beside_the_computed_one(cast):
    reported.save_external_codes(year=YEAR, codes={"KPI-1": "2100-1037"}, by=cast.strategy, at=AT)
    reported.save_reported_figure(
        code="KPI-1",
        year=YEAR,
        quarter=1,
        district_id=cast.home.pk,
        text="=100",
        source="รายงานไตรมาส",
        by=cast.strategy,
        at=AT,
    )

    table = indicator_table(office_quarters([cast.home], YEAR, 1, on=DAY, at=AT))

    assert table.rows[0][0] == "2100-1037"
    assert table.rows[0][9] == "=100"
    assert "'=100" in table.as_tabs  # a spreadsheet reads it as text
    assert ExternalCode.objects.get().external_code == "2100-1037"
    assert ReportedFigure.objects.get().text == "=100"
    assert {"kpi.external_code_set", "kpi.figure_reported"} <= set(Entry.objects.values_list("verb", flat=True))


def test_a_reported_figure_says_where_it_is_from(cast):
    with pytest.raises(reported.SourceNeededError):
        reported.save_reported_figure(code="KPI-1", year=YEAR, text="80", source=" ", by=cast.strategy, at=AT)
    with pytest.raises(PermissionDenied):
        reported.save_reported_figure(code="KPI-1", year=YEAR, text="80", source="x", by=cast.officer, at=AT)


def test_items_stand_in_the_columns_of_the_citys_system_on_one_line_each(cast):
    item = ApprovedItemFactory(introduced_in__plan__district=cast.home, external_code="50080000-2982")
    item.objective = ""
    item.title = "ซ่อม\nทางเดิน"
    item.save()

    table = item_table(office_quarters([cast.home], YEAR, 1, on=DAY, at=AT))

    lines = table.as_tabs.split("\n")
    assert lines[1].split("\t")[:3] == ["50080000-2982", str(cast.home), "ซ่อม ทางเดิน"]
    assert len(lines) == 2


def test_several_offices_cost_no_more_questions_than_one(cast, django_assert_num_queries):
    several = [cast.home, cast.away, *DistrictFactory.create_batch(3)]
    with CaptureQueriesContext(connection) as of_one:
        office_quarters([cast.home], YEAR, 1, on=DAY, at=AT)
    with django_assert_num_queries(len(of_one)):
        office_quarters(several, YEAR, 1, on=DAY, at=AT)
