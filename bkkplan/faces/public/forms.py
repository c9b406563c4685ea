"""What a visitor may ask for: words, a district, how far a proposal came; a kind of forum and its year."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.portal import PortalForm
from budget.enums import CheckOutcome, Ending, Stage
from districts.forms import one_or_all_districts
from forums.enums import ForumKind, ForumState

WAITING = (CheckOutcome.WAITING.value, CheckOutcome.WAITING.label)
PROPOSAL_STATUSES = [*((stage.name.lower(), stage.label) for stage in Stage), WAITING, *Ending.choices]
EVERY = "all"


class DistrictForm(PortalForm):
    """One district, or all of them."""

    district = one_or_all_districts(error_messages={"invalid_choice": _("ไม่มีเขตรหัสนี้ เลือกจากรายการ")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].widget.attrs["class"] = "form-select"


class SearchForm(DistrictForm):
    """One box: words and a district, and how far the proposal came."""

    q = forms.CharField(
        label=_("คำที่ต้องการค้น"),
        required=False,
        max_length=200,
        error_messages={"max_length": _("คำที่ค้นยาวได้ไม่เกิน 200 ตัวอักษร เช่น กล้องวงจรปิด หน้าตลาด")},
    )
    reached = forms.ChoiceField(label=_("ไปถึงไหน"), choices=[("", _("ทุกขั้น")), *PROPOSAL_STATUSES], required=False)

    field_order = ("q", "district", "reached")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs |= {"placeholder": _("เช่น กล้องวงจรปิด เต็นท์ ทางเท้า"), "class": "form-control"}
        self.fields["reached"].widget.attrs["class"] = "form-select"


class HearingFilter(DistrictForm):
    """Hearings of districts unless another kind is asked for: most forums only adopt a community's plan."""

    kind = forms.ChoiceField(label=_("ประเภทเวที"), choices=[*ForumKind.choices, (EVERY, _("ทุกประเภท"))], required=False)
    year = forms.TypedChoiceField(label=_("ปีงบประมาณ"), coerce=int, empty_value=None, required=False)
    state = forms.ChoiceField(
        label=_("สถานะ"),
        choices=[("", _("ทุกสถานะ")), *(c for c in ForumState.choices if c[0] != ForumState.PLANNED)],
        required=False,
    )

    field_order = ("kind", "district", "year", "state")

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", _("ทุกปี")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]
        self.fields["kind"].initial = ForumKind.DISTRICT_HEARING
