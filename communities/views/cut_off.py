"""The cut-off days of a year, with the register that each rests on; written by the strategy office."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link, Stat
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.wording import number, thai_date_short
from bkkplan.ground.years import registry
from bkkplan.ground.years.views.base import YearMixin
from communities.actions.cut_off import DAYS, PART, save_cut_off
from communities.forms.cut_off import CutOffForm
from communities.models import Community, CutOff
from communities.queries.cut_off import register_used


class YearCutOff(YearMixin, ActPage):
    permission = "years.prepare_year"
    template_name = "communities/cut_off.html"
    form_class = CutOffForm
    heading = gettext_lazy("วันตัดยอดชุมชน")
    explanation = gettext_lazy(
        "ตัวชี้วัดที่ 2 นับชุมชนที่มีอยู่ ณ วันตัดยอด ชุมชนที่ตั้งหรือยุบหลังจากนั้นไม่เปลี่ยนตัวหาร "
        "ก่อนถึงวันตัดยอดนับชุมชนที่มีอยู่ในวันของตัวเลข ไตรมาสที่ตรึงแล้วไม่เปลี่ยน"
    )
    button = gettext_lazy("บันทึกวันตัดยอด")
    done = gettext_lazy("บันทึกวันตัดยอดชุมชนแล้ว")

    @property
    def row(self) -> CutOff:
        return CutOff.objects.filter(planned=self.planned).first() or CutOff()

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in DAYS}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "needs_reason": not self.planned.is_draft}

    def next_links(self) -> list[Link]:
        return [Link(label=YearMixin.lead(self), href=reverse("years:year", args=[self.year]))]

    def stats(self) -> list[Stat]:
        """What each day that is set means: how many communities, by which register."""
        row, shown = self.row, []
        for name in DAYS:
            day = getattr(row, name)
            if day is None:
                continue
            used = register_used(day)
            label = f"{CutOff._meta.get_field(name).verbose_name} · {thai_date_short(day)}"  # type: ignore[union-attr]
            register = _("ทะเบียน ณ %(day)s") % {"day": thai_date_short(used.of_day)} if used else _("ไม่มีทะเบียนที่นำเข้า")
            if day > today():
                shown.append(Stat(label=label, value="–", note=_("ยังไม่ถึงวันตัดยอด")))
            else:
                count = Community.objects.eligible_on(day).count()
                shown.append(Stat(label=label, value=_("%(n)s ชุมชน") % {"n": number(count)}, note=register))
        return shown

    def act(self, data: dict[str, Any]) -> None:
        days = {name: data.pop(name) for name in DAYS}
        save_cut_off(year=self.year, days=days, on=today(), **data, **self.signed)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**registry.before_a_change(PART, self.planned), **super().get_context_data(**kwargs)}
