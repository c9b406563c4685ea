"""What is typed at a stop, and the boxes of an office's routes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.core.forms.fields import ThaiProseField
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.routes.enums import LADDER
from bkkplan.ground.routes.queries.kinds import kinds


class SendBackForm(PortalForm):
    reason = ThaiProseField(label=_("เหตุผลที่ส่งกลับ"), example=_("เช่น ข้อ 3 ยังไม่มีแหล่งงบประมาณ"), max_length=2000)


class RoutesForm(PortalForm):
    """For each kind of paper the roles at which it stops. ``always`` are the last roles by rule: they can't be left."""

    def __init__(self, *args: Any, always: Mapping[str, Role | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds():
            last = always[kind.code]
            field = forms.MultipleChoiceField(
                label=kind.title,
                choices=[(role.value, role.label) for role in LADDER if role != last],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            if last:
                field.help_text = _now("ขั้นสุดท้าย: %(role)s") % {"role": last.label}
            self.fields[kind.code] = field
