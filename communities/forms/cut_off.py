from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.fields import ThaiDateField
from bkkplan.ground.core.forms.portal import PortalForm, change_reason
from communities.actions.cut_off import DAYS


class CutOffForm(PortalForm):
    of_year = ThaiDateField(label=_("วันตัดยอดของปี"), required=False, help_text=_("เว้นว่างคือนับชุมชนที่มีอยู่ในวันของตัวเลข"))
    quarter_1 = ThaiDateField(label=_("ไตรมาสที่ 1"), required=False)
    quarter_2 = ThaiDateField(label=_("ไตรมาสที่ 2"), required=False)
    quarter_3 = ThaiDateField(label=_("ไตรมาสที่ 3"), required=False)
    quarter_4 = ThaiDateField(label=_("ไตรมาสที่ 4"), required=False)

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_reason:
            self.fields["reason"] = change_reason()
        quarters = Fieldset(gettext("เฉพาะไตรมาสที่ใช้วันอื่น"), Div(*DAYS[1:], css_class="cols-2"))
        self.helper.layout = Layout(DAYS[0], quarters, *(["reason"] if needs_reason else []))
