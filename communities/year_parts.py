"""The part of a year that this app keeps, the template of its plans; and what rests on it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.enums import Duty
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import Point
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.years.enums import Audience
from bkkplan.ground.years.queries import of_year
from bkkplan.ground.years.registry import Look, Measure, Touch, YearPart, measure_by, reach, register, touching
from communities.actions.cut_off import DAYS as CUT_OFF_DAYS
from communities.actions.cut_off import PART as CUT_OFF
from communities.actions.cut_off import begin_cut_off, discard_cut_off
from communities.actions.templates import PART, begin_template, discard_template, point_of_template
from communities.builders import committees_missing
from communities.models import CutOff
from communities.queries.handed_in import communities_handed_in, districts_handed_in, districts_settled
from communities.queries.templates import plans_by_template, rules_in_words, template_at


def look_at_template(year: FiscalYear) -> Look:
    template = template_at(year)
    if template is None:
        return Look(lines=(_("ยังไม่มีแบบ"),), missing=(_("บันทึกแบบแผนพัฒนาชุมชน"),))
    asked = template.asked_sections
    required = sum(1 for section in asked if section.get("required"))
    lines = [
        _("รุ่นที่ %(version)s · %(n)s หัวข้อ ต้องเขียน %(required)s หัวข้อ")
        % {"version": template, "n": len(asked), "required": required},
        *rules_in_words(template.rule),
    ]
    if older := sum(n for version, n in plans_by_template(year).items() if version != template.version):
        lines.append(_("แผนของปีนี้ %(n)s แผนเริ่มเขียนด้วยแบบรุ่นก่อน และใช้รุ่นนั้นต่อไป") % {"n": older})
    return Look(lines=tuple(lines), points=(point_of_template(template),))


def plans_begun(year: FiscalYear) -> Iterator[Touch]:
    for version, count in plans_by_template(year).items():
        yield Touch(_("แผนที่ใช้แบบรุ่นที่ %(version)s และใช้รุ่นนั้นต่อไป") % {"version": version}, count)


def look_at_cut_off(year: FiscalYear) -> Look:
    row = of_year(year, CutOff) or CutOff()
    days = {name: getattr(row, name) for name in CUT_OFF_DAYS}
    lines, points = [], []
    for name, day in days.items():
        label = CutOff._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        shown = thai_date_short(day) if day else ""
        points.append(Point(name, label, day, shown))
        if day:
            lines.append(f"{label}: {shown}")
    return Look(lines=tuple(lines) or (_("นับชุมชนที่มีอยู่ในวันของตัวเลข"),), points=tuple(points))


register(
    YearPart(
        code=CUT_OFF,
        place=35,
        title=gettext_lazy("วันตัดยอดชุมชน"),
        about=gettext_lazy("วันที่กำหนดว่าตัวชี้วัดที่ 2 นับชุมชนใดบ้าง ทั้งปีหรือรายไตรมาส"),
        page="communities:year-cut-off",
        look=look_at_cut_off,
        begin=begin_cut_off,
        discard=discard_cut_off,
        permission="years.prepare_year",
    )
)
touching(PART, "communities", plans_begun)
reach(Audience.COMMITTEES, committees_missing)
measure_by(
    Measure(
        code="plans",
        title=gettext_lazy("แผนพัฒนาชุมชนที่ส่งแล้ว"),
        districts=districts_handed_in,
        communities=communities_handed_in,
        duty=Duty.PLANS,
    )
)
measure_by(
    Measure(code="checks", title=gettext_lazy("แผนพัฒนาชุมชนที่ตรวจแล้ว"), districts=districts_settled, duty=Duty.PLANS)
)

register(
    YearPart(
        code=PART,
        place=40,
        title=gettext_lazy("แบบแผนพัฒนาชุมชน"),
        about=gettext_lazy("หัวข้อและคำถามของแผน แบบโครงการ 10 ข้อ และเกณฑ์ที่แผนต้องผ่านก่อนส่งเขต"),
        page="communities:year-template",
        look=look_at_template,
        begin=begin_template,
        discard=discard_template,
    )
)
