"""The targets of one year, of the city and of districts, set by the strategy office."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.figures.kpi.actions.targets import set_target
from bkkplan.figures.kpi.forms import SetTargetForm
from bkkplan.figures.kpi.models import Target
from bkkplan.figures.kpi.registry import all_definitions
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActPage


class Targets(ActPage):
    permission = "kpi.set_target"
    template_name = "kpi/targets.html"
    form_class = SetTargetForm
    heading = _l("เป้าหมายตัวชี้วัด")
    explanation = _l("เป้าหมายใช้ทันทีในทุกหน้าที่แสดงตัวชี้วัด เว้นค่าว่างเพื่อยกเลิกเป้าหมายที่เคยตั้ง")
    button = _l("บันทึกเป้าหมาย")
    done = _l("บันทึกเป้าหมายแล้ว")

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = year

    def lead(self) -> str:
        return _("ปีงบประมาณ %(year)s") % {"year": self.year}

    def crumbs(self) -> list[Link]:
        return [Link(label=_("ตัวชี้วัด"), href=reverse("kpi:dashboard", args=[self.year])), Link(label=_("เป้าหมาย"))]

    def back(self) -> str:
        return reverse("kpi:dashboard", args=[self.year])

    def next_page(self) -> str:
        return self.request.path

    def next_links(self) -> list[Link]:
        return [Link(label=_("ดูตัวชี้วัดเทียบเป้าหมาย"), href=self.back())]

    def act(self, data: dict[str, Any]) -> None:
        district = data.pop("district")
        set_target(
            year=self.year, district_id=district.pk if district else None, **data, by=self.request.user, at=now()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Target.objects.filter(fiscal_year=self.year.be).select_related("district")
        titles = {definition.code: f"{definition.number} · {definition.short}" for definition in all_definitions()}
        ordered = rows.order_by("code", "district__code", "pk")
        return super().get_context_data(**kwargs) | {
            "targets": [(titles.get(row.code, row.code), row) for row in ordered]
        }
