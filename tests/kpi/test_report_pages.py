import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from bkkplan.figures.kpi.actions import narratives as actions
from bkkplan.figures.kpi.actions.quarters import freeze_quarter, reopen_quarter
from bkkplan.figures.kpi.models import Narrative, ReportedFigure
from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.plan import quarter_reports as reports
from budget.enums import QuarterState
from budget.models import ItemPhoto, ItemReport, QuarterReport
from tests.deciding import decide
from tests.factories.budget import ApprovedItemFactory
from tests.words import words_of

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
DAY = date(2023, 6, 2)
YEAR = FiscalYear(2566)
TOLD = {"text": "จัดเวทีแล้ว", "problems": ""}


@pytest.fixture
def item(cast):
    return ApprovedItemFactory(
        introduced_in__plan__district=cast.home, responsible="ฝ่ายโยธา", external_code="50080000-2982"
    )


def page(cast, name="kpi:quarter-report", *more):
    return reverse(name, args=[2566, 1, cast.home.code, *more])


def tell_all(cast):
    for code in ("KPI-1", "KPI-2", "KPI-3"):
        actions.save_narrative(
            district_id=cast.home.pk,
            year=YEAR,
            quarter=1,
            code=code,
            words=TOLD,
            seen=0,
            on=DAY,
            by=cast.officer,
            at=AT,
        )


def send(cast):
    tell_all(cast)
    asked = {"district_id": cast.home.pk, "year": YEAR, "quarter": 1, "at": AT}
    actions.gather(**asked, on=DAY, by=cast.officer)
    actions.send(**asked, by=cast.director)


def test_one_page_names_the_section_that_a_late_report_waits_for(cast, item, client):
    client.force_login(cast.officer)

    words = words_of(client.get(page(cast)))

    assert "เลยกำหนดส่งแล้ว รอ" in words
    assert "ฝ่ายโยธา 1 จาก 1 โครงการ" in words


def test_an_item_is_reported_on_the_page_and_saves_itself(cast, item, client):
    client.force_login(cast.officer)
    url = reverse("budget:item-report", args=[item.uuid, 1])

    said = client.post(url, {"percent": "๔๐", "done": "ปรับพื้นที่", "version": "0"}, headers={"Accept": "application/json"})
    wrong = client.post(url, {"percent": "120", "version": "1"}, headers={"Accept": "application/json"})

    assert said.json()["version"] == 1
    assert ItemReport.objects.get().percent == 40
    assert wrong.status_code == 422
    assert "0 ถึง 100" in wrong.json()["errors"]["percent"]
    assert "ทำแล้วร้อยละ 40" in words_of(client.get(page(cast)))


def test_falling_progress_is_asked_for_its_reason_beside_the_field(cast, item, client):
    client.force_login(cast.officer)
    client.post(reverse("budget:item-report", args=[item.uuid, 1]), {"percent": "60", "version": "0"})

    answer = client.post(
        reverse("budget:item-report", args=[item.uuid, 2]),
        {"percent": "40", "done": "รื้อผิวทาง", "version": "0"},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 422
    assert "ร้อยละ 60" in answer.json()["errors"]["fall_reason"]


def test_photographs_stand_with_their_item_and_quarter(cast, item, client):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    client.force_login(cast.officer)
    url = reverse("budget:item-photos", args=[item.uuid, 1])

    client.post(url, {"files": SimpleUploadedFile("งาน.png", picture.getvalue())})
    photo = ItemPhoto.objects.get()
    shown = client.get(reverse("budget:item-photo", args=[photo.uuid]))

    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")
    assert "งาน.png" in words_of(client.get(page(cast)))
    client.post(reverse("budget:item-photo-remove", args=[photo.uuid]))
    assert "งาน.png" not in words_of(client.get(page(cast)))


def test_the_coordinator_gathers_and_the_director_sends(cast, client):
    client.force_login(cast.officer)
    client.post(page(cast, "kpi:narrative", "KPI-1"), TOLD | {"version": "0"})
    said = words_of(client.post(page(cast, "kpi:quarter-gather"), follow=True))
    assert "ยังไม่ได้เขียนผลการดำเนินงานของตัวชี้วัด" in said

    for code in ("KPI-2", "KPI-3"):
        client.post(page(cast, "kpi:narrative", code), TOLD | {"version": "0"})
    client.post(page(cast, "kpi:quarter-gather"))
    client.force_login(cast.director)
    client.post(page(cast, "kpi:quarter-send"), {"seen": client.get(page(cast)).context["seen"]})

    assert QuarterReport.objects.get().sent_by == cast.director
    assert "ส่งแล้ว" in words_of(client.get(page(cast)))


def test_the_report_is_read_and_sent_on_the_directors_first_page(cast, item, client, settings):
    settings.WORKING_DAY = "2023-01-10"  # the first quarter has just ended
    client.force_login(cast.officer)
    client.post(reverse("budget:item-report", args=[item.uuid, 1]), {"percent": "60", "version": "0"})
    tell_all(cast)
    asked = {"district_id": cast.home.pk, "year": YEAR, "quarter": 1, "at": AT}
    actions.gather(**asked, on=DAY, by=cast.officer)
    client.force_login(cast.director)
    desk = reverse("desk:my-work")
    [decision] = [one for one in client.get(desk).context["decisions"] if "quarters" in one.sheet]

    sheet = client.get(decision.sheet, headers={"HX-Request": "true"})
    assert f'hx-get="{page(cast)}" hx-select="#report"' in sheet.content.decode()
    assert "ส่งกลับให้แก้ไข" in words_of(sheet)
    shown = client.get(page(cast))
    assert 'id="report"' in shown.content.decode()
    assert item.title in words_of(shown)
    done = client.post(decision.sheet, {"seen": sheet.context["seen"]}, headers={"HX-Request": "true"})

    assert done.headers["HX-Redirect"] == f"{desk}?decided=1"
    assert QuarterReport.objects.get().sent_by == cast.director


@pytest.mark.parametrize(("decision", "more"), [("kpi:quarter-send", {}), ("kpi:quarter-send-back", {"reason": "แก้"})])
def test_a_report_that_was_gathered_again_since_it_was_read_is_not_decided_about(cast, client, decision, more):
    tell_all(cast)
    asked = {"district_id": cast.home.pk, "year": YEAR, "quarter": 1}
    actions.gather(**asked, on=DAY, by=cast.officer, at=AT)
    client.force_login(cast.director)
    seen = client.get(page(cast, decision)).context["seen"]
    reports.send_back(**asked, reason="ยอดไม่ตรง", by=cast.director, at=AT)
    actions.gather(**asked, on=DAY, by=cast.officer, at=AT + timedelta(minutes=5))

    assert client.post(page(cast, decision), {"seen": seen, **more}).status_code == 409
    assert QuarterReport.objects.get().state == QuarterState.GATHERED


def test_whoever_gathered_the_report_reads_why_another_person_sends_it(cast, client):
    tell_all(cast)
    asked = {"district_id": cast.home.pk, "year": YEAR, "quarter": 1, "at": AT}
    actions.gather(**asked, on=DAY, by=cast.director)
    client.force_login(cast.director)

    shown = client.get(page(cast, "kpi:quarter-send"))

    assert shown.context["obstacle"] == str(reports.OwnReportError.sentence)


def test_the_director_gives_it_back_with_a_reason(cast, client):
    tell_all(cast)
    asked = {"district_id": cast.home.pk, "year": YEAR, "quarter": 1, "at": AT}
    actions.gather(**asked, on=DAY, by=cast.officer)
    client.force_login(cast.director)

    decide(client, page(cast, "kpi:quarter-send-back"), reason="ยอดไม่ตรง")

    assert "ยอดไม่ตรง" in words_of(client.get(page(cast)))


def test_the_strategy_office_sees_all_offices_and_evaluates(cast, client):
    send(cast)
    freeze_quarter(year=YEAR, quarter=1, by=cast.strategy, at=AT)
    client.force_login(cast.strategy)

    all_offices = words_of(client.get(reverse("kpi:quarter-reports", args=[2566, 1])))
    answer = decide(client, page(cast, "kpi:evaluate", "KPI-1"), verdict="accepted", score="๘๐", comment="ครบถ้วน")

    assert "ส่งแล้ว 1 จาก 2 เขต" in all_offices
    assert answer.status_code == 302
    assert Narrative.objects.get(code="KPI-1").score == 80
    assert "ครบถ้วน" in words_of(client.get(page(cast)))


def test_a_quarter_reopened_meanwhile_keeps_what_was_typed(cast, client):
    send(cast)
    freeze_quarter(year=YEAR, quarter=1, by=cast.strategy, at=AT)
    client.force_login(cast.strategy)
    url = page(cast, "kpi:evaluate", "KPI-1")
    seen = client.get(url).context["seen"]
    reopen_quarter(year=YEAR, quarter=1, reason="เขตส่งหลักฐานเพิ่ม", by=cast.strategy, at=AT)

    answer = client.post(url, {"verdict": "accepted", "score": "80", "comment": "ครบถ้วนดีมาก", "seen": seen})

    assert answer.status_code == 409
    assert "ถูกเปิดให้คำนวณใหม่" in words_of(answer)
    assert "ครบถ้วนดีมาก" in answer.content.decode()
    assert Narrative.objects.get(code="KPI-1").verdict == ""


def test_a_workbook_has_the_columns_of_the_citys_system(cast, item, client):
    client.force_login(cast.strategy)
    client.post(reverse("kpi:external-codes", args=[2566]), {"KPI-1": "2100-1037"})
    client.post(
        reverse("kpi:reported", args=[2566]),
        {"code": "KPI-1", "quarter": "1", "district": cast.home.code, "text": "ร้อยละ 96", "source": "รายงานไตรมาส"},
    )

    answer = client.get(reverse("reports:quarter-file", args=[2566, 1, cast.home.code]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))

    indicators, items = ([[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets)
    assert indicators[0][0] == "รหัสตัวชี้วัด"
    assert indicators[1][0] == "2100-1037"
    assert "ร้อยละ 96" in indicators[1]
    assert items[1][0] == "50080000-2982"
    assert ReportedFigure.objects.count() == 1


def test_the_page_carries_its_tables_for_the_clipboard(cast, item, client):
    client.force_login(cast.officer)

    text = client.get(page(cast)).content.decode()

    assert "data-copy" in text
    assert "50080000-2982\t" in text


def test_another_office_is_not_there_for_a_colleague(cast, item, client):
    client.force_login(cast.away_officer)

    assert client.get(page(cast)).status_code == 404
    assert client.get(reverse("reports:quarter-file", args=[2566, 1, cast.home.code])).status_code == 404
    assert client.get(reverse("kpi:quarter-reports", args=[2566, 1])).status_code == 403
