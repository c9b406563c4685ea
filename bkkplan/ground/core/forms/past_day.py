"""What happened before the day on which it is entered: on which day, why it comes late, and a file that proves it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from crispy_forms.layout import Div
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.files.evidence import FileKind
from bkkplan.ground.core.forms.fields import EvidenceField, ThaiDateField, ThaiProseField
from bkkplan.ground.core.forms.portal import PortalForm, demand
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.wording import thai_date_short

NAMES = ("happened_on", "past_reason", "proof")


class PastDayError(Refusal):
    """The day cannot be, has no reason, or its file cannot be kept."""


@dataclass(frozen=True, slots=True)
class PastDay:
    """``kind`` is what the content of ``proof`` is."""

    on: date
    reason: str
    proof: "UploadedFile[bytes]"
    kind: FileKind

    def demand(self, *, on: date, earliest: date | None) -> None:
        """Raise PastDayError unless the day lies before ``on``, the day of entering, and has a reason."""
        if self.on >= on or (earliest and self.on < earliest):
            sentence = _("วันที่ทำจริงต้องก่อนวันนี้ และไม่ก่อน %(earliest)s") % {"earliest": thai_date_short(earliest)}
            raise PastDayError(sentence, field="happened_on")
        if not self.reason.strip():
            raise PastDayError(_("เขียนเหตุผลก่อน"), field="past_reason")

    def log_details(self, *, on: date) -> dict[str, Any]:
        """What the log says beside the day itself."""
        return {"entered_on": on, "reason": self.reason}


class PastDayForm(PortalForm):
    """Asks for the day on which an act really happened. ``past`` among the cleaned data is None for today.

    A form that derives from it lays ``past_fields`` out and calls ``set_today``.
    """

    happened_on = ThaiDateField(label=gettext_lazy("วันที่ทำจริง"), required=False)
    past_reason = ThaiProseField(
        label=gettext_lazy("เหตุผลที่บันทึกย้อนหลัง"),
        rows=2,
        example=gettext_lazy("เช่น ทำเป็นหนังสือก่อนใช้ระบบนี้"),
        max_length=2000,
        required=False,
    )
    proof = EvidenceField(label=gettext_lazy("หลักฐานของวันนั้น"), required=False)

    def set_today(self, today: date, *, earliest: date | None = None) -> None:
        self.today = today
        day: Any = self.fields["happened_on"]
        day.latest, day.earliest = today, earliest

    @property
    def past_fields(self) -> Div:
        is_open = any(self.data.get(name) for name in NAMES)
        return Div(*NAMES, template="forms/past_day.html", css_class="open" if is_open else "")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        day, reason, proof = (data.pop(name, None) for name in NAMES)
        data["past"] = None
        is_past = day is not None and day < self.today
        if is_past or reason or proof:
            for name, value in zip(NAMES, (is_past, reason, proof), strict=True):
                if not value and name not in self.errors:
                    sentence = _("ใส่วันที่ทำจริงก่อนวันนี้ หรือลบเหตุผล") if name == NAMES[0] else demand(self.fields[name])
                    self.add_error(name, sentence)
        if is_past and reason and proof:
            data["past"] = PastDay(day, reason, proof, proof.kind)
        return data
