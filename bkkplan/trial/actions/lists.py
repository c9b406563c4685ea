"""A list that an office brought in: items of next year's action plan, out of the spreadsheet in which it kept them."""

from datetime import timedelta

from bkkplan.ground.core import jobs
from bkkplan.ground.lists.actions import confirm, read_rows, submit
from bkkplan.ground.lists.models import ListReading
from bkkplan.trial.actions.batch import uuid_of
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.staff import Staff
from bkkplan.trial.builders.story import SHOWCASE, THIS_YEAR, TODAY
from budget.models import ActionPlan

FILE = "แผนงานประจำปี 2567.csv"
HEADINGS = "ลำดับที่\tชื่อโครงการ\tประเภทงาน\tงบประมาณ\tเดือนที่เริ่ม\tเดือนที่สิ้นสุด\tหน่วยงานที่รับผิดชอบ\tรหัสแถว"
ROWS = (
    "ลอกท่อระบายน้ำก่อนฤดูฝน\tงานประจำ\t๑,๒๐๐,๐๐๐.-\tก.พ.\tพ.ค.\tสำนักการระบายน้ำ",
    "ปรับปรุงทางข้ามหน้าโรงเรียน\tยุทธศาสตร์\t480,000\tต.ค.\tธ.ค.\t-",
    "ตรวจสุขภาพผู้สูงอายุถึงบ้าน\tยุทธศาสตร์\t350,000\tพ.ย.\tก.ย.\tศูนย์บริการสาธารณสุข",
)


def bring_in_items(crew: Staff) -> None:
    """Three items come into the draft of a showcase district, by the act that its officer would do."""
    code = SHOWCASE[0]
    plan = ActionPlan.objects.in_year(THIS_YEAR.next).get(district__code=code)
    officer, on = crew.officer(code), TODAY - timedelta(days=1)
    at = Dice("list", code).moment(on)
    keys = [f"{uuid_of(f'list {code} {number}')}:0:{plan.pk}" for number in range(len(ROWS))]
    rows = [f"{number}\t{row}\t{key}" for number, (row, key) in enumerate(zip(ROWS, keys, strict=True), start=1)]
    upload = submit(
        kind="plan-items",
        place=str(plan.pk),
        uuid=uuid_of(f"list {code}"),
        data="\n".join([HEADINGS, *rows]).encode(),
        name=FILE,
        by=officer,
        at=at,
    )
    jobs.serve(ListReading, upload.reading.pk, lambda claim: read_rows(claim, on=on, at=at))
    confirm(list_id=upload.pk, on=on, by=officer, at=at)
