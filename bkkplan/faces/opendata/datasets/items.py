"""The projects of the districts' annual action plans, and what became of them."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from bkkplan.faces.opendata.datasets.columns import DISTRICT, YEAR, DataColumn, Dataset, Row
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.bulk import in_batches
from budget.models import ActionPlanItem
from budget.models.action_plan import who_is_in_charge
from budget.queries.origins import Origin, trace_back_all
from budget.queries.plan.direct import DirectOrigin, direct_of_all

BETWEEN = ";"
AT_ONCE = 500  # rows that are in memory together


def _rows(year: FiscalYear, as_of: date, at: datetime) -> Iterator[Row]:
    items = (
        ActionPlanItem.objects.carried()
        .filter(plan__fiscal_year=year.be)
        .select_related("plan__district", "section__merged_into", "allocation", "strategy__tree")
        .order_by("plan__district__code", "position", "pk")
    )
    for item, behind, direct in _with_origins(items.iterator(AT_ONCE)):
        money = getattr(item, "allocation", None)
        yield (
            item.uuid,
            year.be,
            item.plan.district.code,
            item.position,
            item.title,
            item.external_code or None,
            item.planned_amount,
            money.transferred if money else None,
            money.committed if money else None,
            money.disbursed if money else None,
            item.progress,
            item.done_on,
            item.cancelled_on,
            item.result,
            who_is_in_charge(item.section, "") or None,
            item.strategy.code or None if item.strategy else None,
            item.strategy.name_th if item.strategy else None,
            item.strategy.tree.name_th if item.strategy else None,
            BETWEEN.join(dict.fromkeys(origin.community_code for origin in behind)),
            BETWEEN.join(dict.fromkeys(str(voice.uuid) for origin in behind for voice in origin.voices)),
            BETWEEN.join(str(proposal.uuid) for proposal in direct),
        )


def _with_origins(
    items: Iterable[ActionPlanItem],
) -> Iterator[tuple[ActionPlanItem, tuple[Origin, ...], tuple[DirectOrigin, ...]]]:
    for some in in_batches(items, AT_ONCE):
        origins, direct = trace_back_all(some), direct_of_all(some)
        yield from ((item, origins[item.pk], direct.get(item.pk, ())) for item in some)


ACTION_PLAN_ITEMS = Dataset(
    code="action-plan-items",
    title=_("โครงการในแผนปฏิบัติราชการประจำปี"),
    about=_("โครงการในแผนของเขตที่อนุมัติแล้ว งบประมาณ การเบิกจ่าย ความก้าวหน้า และข้อเสนอที่อยู่เบื้องหลัง"),
    objective=_("ให้ติดตามได้ว่าเขตทำโครงการใดของชุมชน ใช้เงินเท่าใด และได้ผลอย่างไร"),
    tags=(_("แผนปฏิบัติราชการ"), _("งบประมาณ"), _("เขต")),
    key=("uuid",),
    columns=(
        DataColumn("uuid", "uuid", _("รหัสโครงการ ไม่ซ้ำและไม่เปลี่ยน")),
        YEAR,
        DISTRICT,
        DataColumn("position", "integer", _("ลำดับในแผน")),
        DataColumn("title", "text", _("โครงการ/กิจกรรม")),
        DataColumn("external_code", "text", _("รหัสในระบบของกรุงเทพมหานคร")),
        DataColumn("planned_amount", "number", _("งบประมาณตามแผน (บาท) ว่างหากไม่ใช้งบประมาณ")),
        DataColumn("transferred", "number", _("งบประมาณอนุมัติ (บาท)")),
        DataColumn("committed", "number", _("ก่อหนี้ผูกพัน (บาท)")),
        DataColumn("disbursed", "number", _("เบิกจ่าย (บาท)")),
        DataColumn(
            "progress",
            "text",
            _("ความก้าวหน้า: not_started ยังไม่เริ่ม, under_way กำลังดำเนินการ, done แล้วเสร็จ, cancelled ยกเลิก"),
        ),
        DataColumn("done_on", "date", _("แล้วเสร็จวันที่")),
        DataColumn("cancelled_on", "date", _("ยกเลิกวันที่")),
        DataColumn("result", "text", _("ผลการดำเนินงาน หรือเหตุผลที่ยกเลิก")),
        DataColumn("section", "text", _("ฝ่ายของสำนักงานเขตที่รับผิดชอบ ชื่อตามวันที่ออกแฟ้ม")),
        DataColumn("strategy_code", "text", _("รหัสข้อของแผนยุทธศาสตร์ที่โครงการสอดคล้อง")),
        DataColumn("strategy", "text", _("ชื่อข้อของแผนยุทธศาสตร์")),
        DataColumn("strategy_tree", "text", _("แผนยุทธศาสตร์ของข้อนั้น รหัสเดียวกันอาจเป็นคนละข้อในต่างแผน")),
        DataColumn("community_codes", "text", _("รหัสชุมชนเจ้าของโครงการในแผนพัฒนาชุมชน คั่นด้วย ;")),
        DataColumn("proposal_uuids", "text", _("รหัสข้อเสนอที่อยู่เบื้องหลัง ตรงกับแฟ้มข้อเสนอของประชาชน คั่นด้วย ;")),
        DataColumn("direct_proposal_uuids", "text", _("รหัสข้อเสนอที่เขตนำเข้าโดยตรง ไม่ผ่านแผนพัฒนาชุมชน คั่นด้วย ;")),
    ),
    rows=_rows,
)
