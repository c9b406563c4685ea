"""The form in which lines of the finance section's register are chosen to be entered."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from budget.forms.money import LateEntryMixin
from budget.forms.sent_once import SentOnceField
from budget.queries.books.reconciling import Paid


class MissingForm(LateEntryMixin):
    """Which lines of the register are entered. ``act`` is given with the form, so that sending it twice enters once."""

    act = SentOnceField()

    def __init__(self, *args: Any, missing: Iterable[Paid], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missing = list(missing)
        for one in self.missing:
            label = _("บันทึก %(title)s") % {"title": f"{one.title} {one.document_no}".strip()}
            self.fields[f"line_{one.pk}"] = forms.BooleanField(label=label, required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """With ``lines``, the ids of the chosen lines."""
        cleaned: dict[str, Any] = super().clean() or {}
        sent = {name.removeprefix("line_") for name in self.data if name.startswith("line_")}
        cleaned["lines"] = [int(pk) for pk in sorted(sent) if pk.isdecimal()]
        if not cleaned["lines"]:
            self.add_error(None, _("ยังไม่ได้เลือกรายการ"))
        return cleaned
