"""The acts on a plan, and the list's filter."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.fields import (
    EvidenceField,
    ThaiDateField,
    ThaiIntegerField,
    ThaiProseField,
    ThaiTextField,
)
from bkkplan.ground.core.forms.portal import PortalForm
from communities.actions.errors import ChairNeededError
from communities.actions.paper import PaperRecord
from communities.actions.steps import Meeting
from communities.enums import AdoptionMethod, RevisionState
from communities.models import CommitteeMember, PlanArea
from communities.queries import NOT_BEGUN, UNSENT
from districts.forms import offer_districts, one_or_all_districts
from districts.models import DistrictQuerySet
from districts.queries import first_of


class WithdrawConfirmationForm(PortalForm):
    reason = ThaiProseField(
        label=_("เหตุผล"),
        max_length=5000,
        rows=4,
        error_messages={"required": _("เขียนเหตุผลก่อน เช่น โครงการที่ 2 ยังไม่มีเป้าหมายเป็นตัวเลข")},
    )


OTHER = "other"  # in the list of members: somebody who is none


class SubmitForm(PortalForm):
    """Asks for the meeting's resolution and its chair, and why an area has no project where one has none.

    ``seats`` are the members of the committee, of whom one was in the chair, unless a name is written.
    """

    met_on = ThaiDateField(label=_("วันประชุมที่เห็นชอบแผน"))
    present = ThaiIntegerField(label=_("จำนวนผู้เข้าประชุม (คน)"), min_value=1, max_value=100_000)
    chair = forms.ChoiceField(label=_("ประธานในที่ประชุม"))
    chair_name = ThaiTextField(label=_("หรือชื่อประธานที่มิได้อยู่ในรายการ"), required=False, max_length=150)
    words = ThaiProseField(label=_("มติที่ประชุม"), rows=2, max_length=1000)
    areas_reason = ThaiProseField(
        label=_("เหตุผลที่ไม่มีโครงการในด้านที่ขาด"),
        max_length=2000,
        error_messages={"required": _("เขียนเหตุผลก่อน เช่น ด้านอนามัยใช้โครงการของศูนย์บริการสาธารณสุข")},
    )

    def __init__(
        self,
        *args: Any,
        areas_left: Collection[PlanArea],
        seats: Collection[CommitteeMember],
        earliest: date,
        latest: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {str(seat.pk): seat for seat in seats}
        chair: Any = self.fields["chair"]
        named = [(key, f"{seat} · {seat.get_position_display()}") for key, seat in self.seats.items()]
        chair.choices = [*named, (OTHER, _now("ผู้อื่น เขียนชื่อในช่องถัดไป"))]
        day: Any = self.fields["met_on"]
        day.earliest, day.latest = earliest, latest
        if not areas_left:
            del self.fields["areas_reason"]

    def clean(self) -> dict[str, Any]:
        """What the action asks for: ``meeting`` in place of its fields. A name that is written counts, not the list."""
        cleaned: dict[str, Any] = super().clean() or {}
        chair, chair_name = cleaned.pop("chair", ""), cleaned.pop("chair_name", "")
        given = {name: cleaned.pop(name, None) for name in ("words", "met_on", "present")}
        if chair == OTHER and not chair_name:
            self.add_error("chair_name", ChairNeededError.sentence)
        if not self.errors:
            seat = None if chair_name else self.seats[chair]
            cleaned["meeting"] = Meeting(**given, chair=seat, chair_name=chair_name)
        return cleaned


class PaperSubmitForm(SubmitForm):
    """Submits a plan that the office entered from paper. Asks also for the scan of the meeting's record and its day.

    A record that was handed in with this edition before (``has_record``) counts on if there is no new one.
    """

    method = forms.ChoiceField(
        label=_("รับรองโดย"),
        choices=[(value, label) for value, label in AdoptionMethod.choices if value != AdoptionMethod.FORUM],
    )
    scan = EvidenceField(
        label=_("บันทึกการประชุม (สแกนหรือภาพถ่าย)"),
        error_messages={"required": _("แนบบันทึกการประชุมที่รับรองแผนก่อน เป็นไฟล์สแกนหรือภาพถ่าย")},
    )

    # The meeting's day is that on which it adopted the plan, and is asked for once.
    field_order = ("met_on", "method", "present", "chair", "chair_name", "words", "scan", "areas_reason")

    def __init__(self, *args: Any, has_record: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["met_on"].label = _("วันที่ที่ประชุมชุมชนรับรองแผน")
        self.fields["scan"].required = not has_record

    def clean(self) -> dict[str, Any]:
        """What the action asks for: ``paper`` in place of its fields, too."""
        cleaned = super().clean()
        method, scan = (cleaned.pop(name, None) for name in ("method", "scan"))
        if not self.errors:
            cleaned["paper"] = PaperRecord(cleaned["meeting"].met_on, method, scan, scan.kind if scan else None)
        return cleaned


class PlanFilter(PortalForm):
    """The filter of the list of plans.

    ``districts`` are those in which the reader works; a single one is not asked for.
    """

    q = ThaiTextField(label=_("ค้นชื่อชุมชน"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    district = one_or_all_districts()
    state = forms.ChoiceField(
        label=_("สถานะ"),
        required=False,
        choices=[("", _("ทุกสถานะ")), (UNSENT, _("ยังไม่ส่ง")), (NOT_BEGUN, _("ยังไม่เริ่ม")), *RevisionState.choices],
    )

    def __init__(self, *args: Any, districts: DistrictQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(first_of(districts)) > 1:
            offer_districts(self, districts)
        else:
            del self.fields["district"]
