"""Forms of lists that people hand in."""

import csv
import io
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.files.evidence import MEGABYTE
from bkkplan.ground.core.forms.fields import ThaiDateField
from bkkplan.ground.core.forms.lists import HandedIn
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.forms.tables import Column
from bkkplan.ground.core.spreadsheets.columns import pasted_cells

LIST_BYTES = 2 * MEGABYTE
PASTE, LONG_PASTE = 200_000, 700_000  # letters; a browser sends three bytes for most, and Django takes 2.5 MB


class ListForm(PortalForm):
    """A list, as a file or as a block that was copied from a spreadsheet."""

    # Made when the form is opened, so that a form sent twice is one import.
    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    file = forms.FileField(
        label=_("ไฟล์"),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    text = forms.CharField(
        label=_("หรือวางตารางที่คัดลอกมา"),
        required=False,
        strip=False,
        help_text=_("คัดลอกจากโปรแกรมตาราง รวมแถวหัวตาราง"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, most_bytes: int = LIST_BYTES, day_label: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most_bytes = most_bytes
        size = {"size": most_bytes // MEGABYTE}
        self.fields["file"].help_text = _now("XLSX หรือ CSV ขนาดไม่เกิน %(size)s MB") % size
        text: Any = self.fields["text"]
        text.validators.append(MaxLengthValidator(LONG_PASTE if most_bytes > LIST_BYTES else PASTE))
        if day_label:
            self.fields["day"] = ThaiDateField(label=day_label, initial=today())
            self.fields["day"].latest = today()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, text = data.get("file"), (data.get("text") or "").strip()
        if file and (file.size or 0) > self.most_bytes:
            self.add_error("file", _now("ไฟล์ใหญ่เกิน %(size)s MB") % {"size": self.most_bytes // MEGABYTE})
        elif file and text:
            self.add_error("text", _("เลือกไฟล์ หรือวางตาราง อย่างใดอย่างหนึ่ง"))
        elif not file and not text and "file" not in self.errors:
            self.add_error("file", _("เลือกไฟล์ หรือวางตาราง"))
        return data

    @property
    def content(self) -> tuple[bytes, str]:
        """What was handed in, and what it is called."""
        file = self.cleaned_data["file"]
        if file:
            return file.read(), file.name
        return _as_csv(self.cleaned_data["text"]).encode(), _now("ตารางที่วาง")


def _as_csv(text: str) -> str:
    """Pasted text with its cells as the browser finds them: a quote within a cell is a letter."""
    if "\t" not in text:
        return text
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(pasted_cells(text))
    return out.getvalue()


class ColumnsForm(PortalForm):
    """Which column of a list is which. Each field is called as the column's key and holds its place."""

    def __init__(
        self, *args: Any, columns: Sequence[Column], headings: Sequence[str], has_headings: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        places = [(str(place), heading or str(place + 1)) for place, heading in enumerate(headings)]
        for column in columns:
            self.fields[column.key] = forms.ChoiceField(
                label=column.heading, choices=[("", _now("– ไม่มีในไฟล์ –")), *places], required=column.is_needed
            )
        if not has_headings:
            label = _now("แถวแรกเป็นหัวตาราง ไม่ใช่ข้อมูล")
            self.fields["first_is_heading"] = forms.BooleanField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_heading = data.pop("first_is_heading", False)
        chosen = {key: int(place) for key, place in data.items() if place != ""}
        if len(set(chosen.values())) < len(chosen):
            raise forms.ValidationError(_now("คอลัมน์หนึ่งในไฟล์ใช้ได้กับหัวข้อเดียว"))
        return {"columns": {"columns": chosen, "first_is_heading": is_heading}}


def columns_form(upload: HandedIn, columns: Sequence[Column], data: Any = None) -> ColumnsForm:
    """Which column of a list that was read is which, as it is now."""
    outcome = upload.outcome
    chosen = {key: str(place) for key, place in outcome["columns"].items()}
    return ColumnsForm(
        data,
        columns=columns,
        headings=outcome["headings"],
        has_headings=bool(outcome["heading_row"]),
        initial=chosen | {"first_is_heading": upload.columns.get("first_is_heading", False)},
    )
