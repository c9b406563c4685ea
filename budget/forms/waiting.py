"""What the waiting list is filtered by, and what a community answers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.fields import BahtField, ThaiProseField
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.rows.db import ThaiOrder
from budget.queries.waiting import WaitingRow
from communities.models import Community, PlanArea
from districts.forms import one_or_all_districts
from districts.models import District


class WaitingFilter(PortalForm):
    """``districts`` None stands for all; only then the district is a choice."""

    district = one_or_all_districts(queryset=District.objects.order_by("code"))
    community = forms.ModelChoiceField(
        label=_("ชุมชน"), queryset=Community.objects.none(), required=False, empty_label=_("ทุกชุมชน")
    )
    area = forms.ModelChoiceField(
        label=_("ด้าน"), queryset=PlanArea.objects.order_by("pk"), required=False, empty_label=_("ทุกด้าน")
    )
    most = BahtField(label=_("วงเงินไม่เกิน (บาท)"), required=False, min_value=0)
    years = forms.TypedChoiceField(
        label=_("รอมาแล้ว"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("ทั้งหมด")), *((str(n), _("%(n)s ปีขึ้นไป") % {"n": n}) for n in (1, 2, 3, 5))],
    )

    def __init__(
        self, *args: Any, of_district: District | None, is_of_the_city: bool, rows: Iterable[WaitingRow], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_of_the_city:
            del self.fields["district"]
        places = {row.project.revision.plan.community_id for row in rows} if of_district or not is_of_the_city else ()
        named = Community.objects.filter(pk__in=places).order_by(ThaiOrder("name_th"), "pk")
        self.fields["community"].queryset = named  # type: ignore[attr-defined]

    def chosen(self, rows: Iterable[WaitingRow], *, on: date) -> list[WaitingRow]:
        wanted = self.cleaned_data if self.is_valid() else {}
        community, area, most = wanted.get("community"), wanted.get("area"), wanted.get("most")
        return [
            row
            for row in rows
            if (community is None or row.project.revision.plan.community_id == community.pk)
            and (area is None or area in row.areas)
            and (most is None or row.amount <= most)
            and row.years(on) >= (wanted.get("years") or 0)
        ]


class AnswerForm(PortalForm):
    is_wanted = forms.TypedChoiceField(
        label=_("ชุมชนยังต้องการโครงการนี้หรือไม่"),
        choices=[("yes", _("ยังต้องการ ให้อยู่ในบัญชีต่อไป")), ("no", _("ไม่ต้องการแล้ว ให้ออกจากบัญชี"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    why = ThaiProseField(label=_("เหตุผลที่ไม่ต้องการแล้ว"), required=False, rows=3, help_text=_("สำนักงานเขตจะเห็นข้อความนี้"))
