from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import StaleError
from budget.actions.plan import quarter_reports as actions
from budget.actions.plan.progress import report_progress
from budget.actions.plan.quarter_reports import ReportWords
from budget.enums import ItemProgress
from budget.models import ItemReport, QuarterReport
from budget.queries.plan.quarter_reports import by_section, items_of_sections, reported_items, waiting_sections
from tests.factories.accounts import AssignmentFactory, SectionFactory, UserFactory
from tests.factories.budget import ApprovedItemFactory
from tests.factories.districts import OfficeFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
DAY = date(2023, 6, 2)
YEAR = FiscalYear(2566)


@pytest.fixture
def office(cast):
    """An approved item of the public works section, and the officer as its coordinator."""
    works = SectionFactory(office=OfficeFactory(district=cast.home), name="ฝ่ายโยธา", made_by=cast.administrator)
    item = ApprovedItemFactory(introduced_in__plan__district=cast.home, section=works)
    other = ApprovedItemFactory(introduced_in=item.introduced_in, responsible="ฝ่ายการศึกษา", title="ค่ายเยาวชน")
    return SimpleNamespace(cast=cast, works=works, item=item, other=other, home=cast.home)


def say(office, quarter, percent, *, item=None, by=None, seen=0, **words):
    return actions.save_item_report(
        item_id=(item or office.item).pk,
        quarter=quarter,
        words=ReportWords(percent=percent, **words),
        seen=seen,
        on=DAY,
        by=by or office.cast.officer,
        at=AT,
    )


def in_office(office, **asked):
    return {"district_id": office.home.pk, "year": YEAR, "quarter": 1, "at": AT, **asked}


def test_a_report_over_nothing_says_that_the_item_is_under_way(office):
    row = say(office, 1, 40, done="ปรับพื้นที่แล้ว", problems="ฝนตก")

    office.item.refresh_from_db()
    assert (row.percent, row.done, row.problems) == (40, "ปรับพื้นที่แล้ว", "ฝนตก")
    assert office.item.progress == ItemProgress.UNDER_WAY
    assert Entry.objects.filter(verb="budget.item_reported").count() == 1


@pytest.mark.parametrize("percent", [101, 120, -1])
def test_progress_is_between_nothing_and_the_whole(office, percent):
    with pytest.raises(actions.OutOfRangeError):
        say(office, 1, percent)

    assert not ItemReport.objects.exists()


def test_the_database_holds_no_progress_over_the_whole(office):
    row = say(office, 1, 90)

    with pytest.raises(IntegrityError, match="progress_is_at_most_the_whole"), transaction.atomic():
        ItemReport.objects.filter(pk=row.pk).update(percent=120)


def test_progress_falls_with_a_reason_only(office):
    say(office, 1, 60)

    with pytest.raises(actions.FallNeedsReasonError, match="60"):
        say(office, 2, 40)
    say(office, 2, 40, fall_reason="รื้อผิวทางที่ทรุด")

    assert ItemReport.objects.get(quarter=2).percent == 40


def test_an_earlier_quarter_is_not_raised_over_a_later_one_in_silence(office):
    say(office, 1, 20)
    say(office, 2, 30)

    with pytest.raises(actions.LaterIsLessError, match="30"):
        say(office, 1, 50, seen=1)


def test_a_text_without_a_percentage_is_kept_and_not_reported(office):
    say(office, 1, None, done="กำลังเขียน")

    assert [section.owed for section in waiting_sections([office.home], YEAR, 1)[office.home.pk]] == [1, 1]


def test_who_saves_over_an_older_text_is_shown_both(office):
    say(office, 1, 10)
    say(office, 1, 20, seen=1)

    with pytest.raises(StaleError):
        say(office, 1, 30, seen=1)


def test_a_quarter_that_has_not_begun_is_not_reported(office):
    with pytest.raises(actions.NotBegunError):
        say(office, 4, 10)


def test_a_section_reports_its_own_items_only(office):

    SectionFactory(
        office=office.works.office, name="ฝ่ายปกครอง", duties=["action_plan"], made_by=office.cast.administrator
    )
    engineer = UserFactory()
    AssignmentFactory(user=engineer, role=Role.DISTRICT_OFFICER, district=office.home).sections.add(office.works)

    say(office, 1, 10, by=engineer)
    with pytest.raises(PermissionDenied):
        say(office, 1, 10, item=office.other, by=engineer)
    with pytest.raises(PermissionDenied):
        actions.gather(**in_office(office, on=DAY, by=engineer))


def test_gathering_names_the_sections_that_it_waits_for(office):
    say(office, 1, 10)

    with pytest.raises(actions.QuarterReportError, match="ฝ่ายการศึกษา 1 จาก 1 โครงการ"):
        actions.gather(**in_office(office, on=DAY, by=office.cast.officer))


def test_what_the_records_know_needs_no_report(office):
    for item, progress in ((office.item, ItemProgress.DONE), (office.other, ItemProgress.CANCELLED)):
        report_progress(
            item_id=item.pk,
            progress=progress,
            done_on=date(2022, 12, 1) if progress == ItemProgress.DONE else None,
            result="ได้ทางเดิน 85 เมตร",
            seen=1,
            by=office.cast.officer,
            at=AT,
            on=date(2022, 12, 2),
        )

    lines = {line.item.pk: line for line in reported_items([office.home], YEAR, 1)[office.home.pk]}

    assert (lines[office.item.pk].percent, lines[office.item.pk].state) == (100, "แล้วเสร็จ")
    assert "85 เมตร" in lines[office.item.pk].done
    assert lines[office.other.pk].state == "ยกเลิก"
    assert not waiting_sections([office.home], YEAR, 1)[office.home.pk]


def test_the_counts_of_sections_are_those_of_the_items(office):
    of_office = {"office": office.works.office, "made_by": office.cast.administrator, "closed_at": AT}
    closed, gone = SectionFactory(**of_office), SectionFactory(**of_office, merged_into=office.works)
    more = [
        ApprovedItemFactory(introduced_in=office.item.introduced_in, **asked)
        for asked in (
            {"section": gone},
            {"section": closed},
            {"responsible": ""},
            {"responsible": "ฝ่ายการศึกษา"},
            {"responsible": office.works.name},
            {"section": closed, "done_on": date(2022, 12, 1), "progress": ItemProgress.DONE, "result": "แล้วเสร็จ"},
        )
    ]
    ApprovedItemFactory(introduced_in__plan__district=office.cast.away)
    say(office, 1, 10)
    say(office, 2, 40, item=office.other)
    say(office, 1, None, item=more[0], done="กำลังเขียน")
    places = [office.home, office.cast.away]

    for quarter in (1, 2, 3):
        wanted = {place: by_section(items) for place, items in reported_items(places, YEAR, quarter).items()}
        assert items_of_sections(places, YEAR, quarter) == wanted
    assert sum(section.items for section in wanted[office.home.pk]) == 8


def gathered(office):
    say(office, 1, 10)
    say(office, 1, 10, item=office.other)
    return actions.gather(**in_office(office, on=DAY, by=office.cast.officer))


def test_a_gathered_report_waits_for_the_director_and_is_closed_to_the_sections(office):
    gathered(office)

    assert Notice.objects.filter(recipient=office.cast.director, kind="budget.quarter_gathered").count() == 1
    with pytest.raises(actions.NotOpenError):
        say(office, 1, 20, seen=1)


def test_the_director_sends_it_once(office):
    gathered(office)

    with pytest.raises(PermissionDenied):
        actions.send(**in_office(office, by=office.cast.officer))
    actions.send(**in_office(office, by=office.cast.director))

    assert QuarterReport.objects.get().sent_by == office.cast.director
    with pytest.raises(actions.QuarterReportError):
        actions.send(**in_office(office, by=office.cast.director))


def test_who_gathered_a_report_does_not_send_it(office):
    say(office, 1, 10)
    say(office, 1, 10, item=office.other)
    actions.gather(**in_office(office, on=DAY, by=office.cast.director))

    with pytest.raises(actions.OwnReportError):
        actions.send(**in_office(office, by=office.cast.director))


def test_a_report_sent_back_is_open_again_and_says_why(office):
    gathered(office)

    with pytest.raises(actions.ReturnReasonNeededError):
        actions.send_back(**in_office(office, reason=" ", by=office.cast.director))
    actions.send_back(**in_office(office, reason="ยอดเบิกไม่ตรง", by=office.cast.director))

    say(office, 1, 20, seen=1)
    assert QuarterReport.objects.get().return_reason == "ยอดเบิกไม่ตรง"
    assert Notice.objects.filter(recipient=office.cast.officer, kind="budget.quarter_sent_back").exists()
    assert Entry.objects.filter(verb="budget.quarter_sent_back").count() == 1
