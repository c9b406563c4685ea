"""The acts on a plan, and the list's filter."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.formfields import EvidenceField, ThaiDateField, ThaiProseField, ThaiTextField
from bkkplan.ground.core.forms import PortalForm
from communities.actions.paper import Paper
from communities.enums import AdoptionMethod, RevisionState
from communities.models import PlanArea
from communities.queries import NOT_BEGUN, UNSENT
from districts.models import District


class WithdrawConfirmationForm(PortalForm):
    reason = ThaiProseField(
        label=_("เหตุผล"),
        max_length=5000,
        rows=4,
        error_messages={"required": _("เขียนเหตุผลก่อน เช่น โครงการที่ 2 ยังไม่มีเป้าหมายเป็นตัวเลข")},
    )


class SubmitForm(PortalForm):
    """Asks why an area has no project; nothing, where every area has one."""

    areas_reason = ThaiProseField(
        label=_("เหตุผลที่ไม่มีโครงการในด้านที่ขาด"),
        max_length=2000,
        error_messages={"required": _("เขียนเหตุผลก่อน เช่น ด้านอนามัยใช้โครงการของศูนย์บริการสาธารณสุข")},
    )

    def __init__(self, *args: Any, areas_left: Collection[PlanArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not areas_left:
            del self.fields["areas_reason"]


class PaperSubmitForm(SubmitForm):
    """Submits a plan that the office entered from paper. Asks also for the scan of the meeting's record and its day.

    A record that was handed in with this edition before (``has_record``) counts on if there is no new one.
    """

    adopted_on = ThaiDateField(label=_("วันที่ที่ประชุมชุมชนรับรองแผน"))
    method = forms.ChoiceField(
        label=_("รับรองโดย"),
        choices=[(value, label) for value, label in AdoptionMethod.choices if value != AdoptionMethod.FORUM],
    )
    scan = EvidenceField(
        label=_("บันทึกการประชุม (สแกนหรือภาพถ่าย)"),
        error_messages={"required": _("แนบบันทึกการประชุมที่รับรองแผนก่อน เป็นไฟล์สแกนหรือภาพถ่าย")},
    )

    def __init__(self, *args: Any, earliest: date, latest: date, has_record: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day: Any = self.fields["adopted_on"]
        day.earliest, day.latest = earliest, latest
        self.fields["scan"].required = not has_record

    def clean(self) -> dict[str, Any]:
        """What the action asks for: ``paper`` in place of the three fields."""
        cleaned: dict[str, Any] = super().clean() or {}
        day, method, scan = (cleaned.pop(name, None) for name in ("adopted_on", "method", "scan"))
        if not self.errors:
            cleaned["paper"] = Paper(day, method, scan, scan.kind if scan else None)
        return cleaned


class PlanFilter(PortalForm):
    """The filter of the list of plans.

    ``districts`` are those in which the reader works; a single one is not asked for.
    """

    q = ThaiTextField(label=_("ค้นชื่อชุมชน"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    district = forms.ModelChoiceField(
        label=_("เขต"),
        queryset=District.objects.none(),
        required=False,
        empty_label=_("ทุกเขต"),
        to_field_name="code",
    )
    state = forms.ChoiceField(
        label=_("สถานะ"),
        required=False,
        choices=[("", _("ทุกสถานะ")), (UNSENT, _("ยังไม่ส่ง")), (NOT_BEGUN, _("ยังไม่เริ่ม")), *RevisionState.choices],
    )

    def __init__(self, *args: Any, districts: list[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(districts) > 1:
            pks = [district.pk for district in districts]
            self.fields["district"].queryset = District.objects.filter(pk__in=pks).order_by("code")  # type: ignore[attr-defined]
        else:
            del self.fields["district"]
