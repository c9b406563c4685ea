"""Targets are written for a draft year, changed afterwards by a decision, and shown with every figure."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from bkkplan.figures.kpi.actions.targets import (
    DecisionNeededError,
    TargetDecision,
    TargetError,
    begin_targets,
    save_targets,
)
from bkkplan.figures.kpi.models import Target
from bkkplan.figures.kpi.queries import CITY, Owner, OwnerKind, targets_of
from bkkplan.figures.kpi.registry import figure
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import BasisChangedError
from bkkplan.ground.years import registry
from bkkplan.ground.years.models import YearChange
from tests.factories.communities import CommunityFactory
from tests.factories.districts import OfficeFactory
from tests.factories.kpi import TargetFactory
from tests.factories.years import PlannedYearFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
ON = date(2023, 6, 2)
YEAR, DRAFT = FiscalYear(2566), FiscalYear(2567)
MARCH = TargetDecision("สำนักพัฒนาสังคม", "คณะกรรมการกำกับติดตาม ครั้งที่ 2/2566", "ชุมชนใหม่ 40 ชุมชน", date(2023, 3, 10))


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = ON.isoformat()


@pytest.fixture
def opened(cast):
    return PlannedYearFactory(fiscal_year=YEAR.be, opened=True, opened_by=cast.strategy)


@pytest.fixture
def draft(cast):
    return PlannedYearFactory(fiscal_year=DRAFT.be)


def save(cast, texts, *, year=YEAR, code="KPI-2", **more):
    return save_targets(code=code, year=year, texts=texts, on=ON, by=cast.strategy, at=AT, **more)


def of_district(district):
    return Owner(OwnerKind.DISTRICT, district.pk)


def page_of(year, code="KPI-2", quarter=0):
    return reverse("kpi:targets-edit", args=[year, code, quarter])


def post(client, year, **texts):
    seen = targets_of(year, is_draft_shown=True).basis("KPI-2", None).sealed
    return client.post(page_of(year), {"seen": seen, "pasted": "", **texts})


def test_a_draft_is_written_on_one_page_for_everyone(client, cast, draft):
    bureau = OfficeFactory(code="2400")
    client.force_login(cast.strategy)

    post(
        client,
        DRAFT,
        **{
            "city": "ร้อยละ ๑๐๐",
            f"office-{bureau.code}": "75",
            f"group-{cast.home.group.code}": "เพิ่มขึ้น ร้อยละ ๑๐",
            f"district-{cast.home.code}": "จัดทำแผนให้ครบทุกชุมชนที่พร้อม",
        },
    )

    kept = targets_of(DRAFT, is_draft_shown=True).in_force("KPI-2", None)
    assert {owner: (row.text, row.percent, row.is_compared) for owner, row in kept.items()} == {
        CITY: ("ร้อยละ ๑๐๐", Decimal(100), True),
        Owner(OwnerKind.OFFICE, bureau.pk): ("75", Decimal(75), True),
        Owner(OwnerKind.GROUP, cast.home.group_id): ("เพิ่มขึ้น ร้อยละ ๑๐", Decimal(10), False),
        of_district(cast.home): ("จัดทำแผนให้ครบทุกชุมชนที่พร้อม", None, False),
    }
    assert Entry.objects.filter(verb="kpi.target_set").count() == 4
    assert not YearChange.objects.exists()


def test_a_target_of_a_draft_is_rewritten_or_taken_away_without_a_trace_in_the_year(cast, draft):
    save(cast, {CITY: "ร้อยละ 80", of_district(cast.home): "90"}, year=DRAFT)

    assert save(cast, {CITY: "ร้อยละ 85", of_district(cast.home): ""}, year=DRAFT) == 2

    assert Target.objects.get().text == "ร้อยละ 85"
    assert Entry.objects.get(verb="kpi.target_removed").before == {"text": "90"}


def test_a_draft_holds_for_nobody_until_the_year_is_opened(client, cast, draft):
    save(cast, {CITY: "ร้อยละ 85"}, year=DRAFT)

    assert targets_of(DRAFT).aim("KPI-2", on=DRAFT.start) is None
    client.force_login(cast.officer)
    assert client.get(reverse("kpi:targets", args=[DRAFT])).status_code == 404


def test_more_than_a_hundred_per_cent_comes_back_with_a_sentence_and_nothing_is_lost(client, cast, draft):
    client.force_login(cast.strategy)

    answer = post(client, DRAFT, city="ร้อยละ ๑๒๐", **{f"district-{cast.home.code}": "ครบทุกชุมชน"})

    assert answer.status_code == 422
    page = words_of(answer)
    assert "เป้าหมายจึงเกิน 100 ไม่ได้" in page
    assert 'value="ร้อยละ ๑๒๐"' in answer.content.decode()
    assert 'value="ครบทุกชุมชน"' in answer.content.decode()
    assert not Target.objects.exists()


def test_a_list_is_pasted_looked_at_and_then_saved(client, cast, draft):
    client.force_login(cast.strategy)
    pasted = f"เขต\tเป้าหมาย\nเขต{cast.home.name_th}\tร้อยละ 70\n{cast.away.code}\t65\n"

    looked_at = post(client, DRAFT, pasted=pasted, city="80")

    assert looked_at.status_code == 200
    assert "เติมจากที่วางแล้ว 2 หน่วย" in words_of(looked_at)
    assert 'value="ร้อยละ 70"' in looked_at.content.decode()
    assert not Target.objects.exists()


def test_a_pasted_name_that_nobody_has_is_told(client, cast, draft):
    client.force_login(cast.strategy)

    answer = post(client, DRAFT, pasted="เขตดาวอังคาร\t80", city="80")

    assert answer.status_code == 422
    assert "เขตดาวอังคาร" in words_of(answer)
    assert not Target.objects.exists()


def test_two_people_do_not_write_over_each_other(cast, draft):
    seen = targets_of(DRAFT, is_draft_shown=True).basis("KPI-2", None)
    save(cast, {CITY: "80"}, year=DRAFT)

    with pytest.raises(BasisChangedError):
        save(cast, {CITY: "90"}, year=DRAFT, seen=seen)


@pytest.mark.parametrize("who", ["officer", "director", "social", "administrator", "stranger"])
def test_only_the_strategy_office_sets_targets(cast, draft, who):
    with pytest.raises(PermissionDenied):
        save_targets(code="KPI-2", year=DRAFT, texts={CITY: "80"}, on=ON, by=cast.people[who], at=AT)


def test_an_opened_year_is_changed_by_a_decision_and_the_earlier_target_stays(client, cast, opened):
    TargetFactory(text="ร้อยละ 100")

    save(cast, {CITY: "ร้อยละ 90"}, decision=MARCH)

    client.force_login(cast.officer)
    page = words_of(client.get(reverse("kpi:targets", args=[YEAR])))
    for words in ("ร้อยละ 90", "เดิม: ร้อยละ 100", MARCH.meeting, MARCH.requester, MARCH.reason, "10 มี.ค. 2566"):
        assert words in page
    entry = Entry.objects.get(verb="kpi.target_changed")
    assert (entry.before, entry.after) == ({"text": "ร้อยละ 100"}, {"text": "ร้อยละ 90"})
    assert entry.details["meeting"] == MARCH.meeting
    assert YearChange.objects.get().reason == MARCH.reason


def test_a_past_day_is_compared_with_the_target_of_that_day(cast, opened):
    CommunityFactory(subdistrict__district=cast.home)
    TargetFactory(text="ร้อยละ 100")
    save(cast, {CITY: "ร้อยละ 90"}, decision=MARCH)

    before = figure("KPI-2", YEAR, date(2023, 3, 9), at=AT)
    after = figure("KPI-2", YEAR, date(2023, 3, 10), at=AT)

    assert (before.target, after.target) == (Decimal(100), Decimal(90))


def test_a_decision_entered_late_does_not_undo_a_later_one(cast, opened):
    TargetFactory(text="ร้อยละ 100")
    save(cast, {CITY: "ร้อยละ 90"}, decision=MARCH)
    january = TargetDecision("สยป.", "ครั้งที่ 1/2566", "ทบทวน", date(2023, 1, 10))

    save(cast, {CITY: "ร้อยละ 95"}, decision=january)

    targets = targets_of(YEAR)
    on = {day: targets.aim("KPI-2", on=day).text for day in (date(2022, 12, 1), date(2023, 2, 1), ON)}
    assert list(on.values()) == ["ร้อยละ 100", "ร้อยละ 95", "ร้อยละ 90"]


def test_a_target_may_be_taken_away_by_a_decision_and_is_still_told(cast, opened):
    TargetFactory(text="ร้อยละ 100")

    save(cast, {CITY: ""}, decision=MARCH)

    targets = targets_of(YEAR)
    assert targets.aim("KPI-2", on=date(2023, 3, 9)).text == "ร้อยละ 100"
    assert targets.aim("KPI-2", on=ON) is None


def test_without_a_meeting_an_opened_year_stays(client, cast, opened):
    TargetFactory(text="ร้อยละ 100")
    client.force_login(cast.strategy)

    assert post(client, YEAR, city="ร้อยละ 90", reason="เร่งด่วน").status_code == 422
    with pytest.raises(DecisionNeededError):
        save(cast, {CITY: "90"}, decision=TargetDecision("สยป.", " ", "เร่งด่วน", ON))
    with pytest.raises(TargetError, match="ต้องไม่เกิน"):
        save(cast, {CITY: "90"}, decision=TargetDecision("สยป.", "ครั้งที่ 9", "เร่งด่วน", date(2023, 6, 3)))

    assert Target.objects.get().text == "ร้อยละ 100"


def test_a_quarter_with_its_own_target_is_compared_with_it(cast, opened):
    TargetFactory(text="ร้อยละ 80")
    TargetFactory(text="ร้อยละ 20", quarter=1)
    targets = targets_of(YEAR)

    assert targets.aim("KPI-2", on=date(2022, 12, 31)).percent == 20
    assert targets.aim("KPI-2", on=date(2023, 1, 1)).percent == 80
    assert targets.aim("KPI-2", on=date(2023, 10, 15)).percent == 80


def test_words_without_a_number_are_shown_and_never_compared(client, cast, opened):
    CommunityFactory(subdistrict__district=cast.home)
    TargetFactory(text="เพิ่มขึ้น ร้อยละ ๑๐")
    TargetFactory(text="ทุกชุมชนที่พร้อม", district=cast.home)

    shown = figure("KPI-2", YEAR, ON, at=AT)
    assert (shown.target, shown.distance, shown.aim.text) == (None, None, "เพิ่มขึ้น ร้อยละ ๑๐")

    client.force_login(cast.strategy)
    dashboard = words_of(client.get(f"{reverse('kpi:dashboard', args=[YEAR])}?kpi=KPI-2"))
    client.logout()
    public = words_of(client.get(reverse("public:district", args=[cast.home.code])))
    indicator = words_of(client.get(reverse("public:indicator", args=[YEAR, "KPI-2"])))
    assert "เป้าหมายตามแผน: เพิ่มขึ้น ร้อยละ ๑๐" in dashboard
    assert "เป้าหมายตามแผน: เพิ่มขึ้น ร้อยละ ๑๐" in indicator
    assert "ทุกชุมชนที่พร้อม" in dashboard
    assert "เป้าหมายของเขต: ทุกชุมชนที่พร้อม" in public


def test_groups_and_bureaus_stand_on_the_dashboard_with_their_own_targets(client, cast, opened):
    CommunityFactory(subdistrict__district=cast.home)
    TargetFactory(text="75", office=OfficeFactory(code="2400"))
    TargetFactory(text="ร้อยละ 66", group=cast.home.group)
    client.force_login(cast.strategy)

    page = words_of(client.get(f"{reverse('kpi:dashboard', args=[YEAR])}?kpi=KPI-2"))

    assert "75 · ต่ำกว่าเป้าหมาย 75.00 จุดร้อยละ" in page
    assert "ร้อยละ 66" in page


def test_a_new_year_begins_with_the_last_targets_of_the_one_that_is_copied(cast, opened):
    TargetFactory(text="ร้อยละ 100")
    TargetFactory(text="ร้อยละ 20", quarter=1, district=cast.home)
    save(cast, {CITY: "ร้อยละ 90"}, decision=MARCH)

    begin_targets(year=FiscalYear(2580), source=YEAR, by=cast.strategy, at=AT)

    copied = Target.objects.filter(fiscal_year=2580).order_by("pk")
    assert {(row.text, row.quarter, row.change_id) for row in copied} == {
        ("ร้อยละ 90", None, None),
        ("ร้อยละ 20", 1, None),
    }


def test_an_empty_year_begins_with_the_plans_own_targets_and_says_what_is_missing(cast):
    begin_targets(year=FiscalYear(2570), source=None, by=cast.strategy, at=AT)
    begin_targets(year=FiscalYear(2580), source=None, by=cast.strategy, at=AT)

    look = registry.part_called("targets").look
    assert look(FiscalYear(2570)).missing == ()
    assert len(look(FiscalYear(2580)).missing) == 3


def test_the_database_keeps_a_percentage_a_percentage_and_one_owner(cast):
    for wrong in (
        {"text": "120", "percent": 120, "is_compared": True},
        {"text": "", "percent": None, "is_compared": False},
        {"district": cast.home, "group": cast.home.group},
        {"quarter": 5},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            TargetFactory(**wrong)


def test_the_data_file_has_each_target_in_force_with_its_text_and_number(client, cast, opened):
    TargetFactory(text="ร้อยละ 100")
    TargetFactory(text="ทุกชุมชนที่พร้อม", district=cast.home)
    save(cast, {CITY: "ร้อยละ 90"}, decision=MARCH)

    text = b"".join(client.get(reverse("opendata:download", args=["kpi-targets", YEAR]))).decode("utf-8-sig")

    rows = [row for row in csv.DictReader(StringIO(text)) if row["kpi_code"] == "KPI-2"]
    assert [(row["owner_kind"], row["target"], row["percent"], row["is_compared"], row["since"]) for row in rows] == [
        ("city", "ร้อยละ 90", "90.00", "1", "2023-03-10"),
        ("district", "ทุกชุมชนที่พร้อม", "", "0", ""),
    ]
