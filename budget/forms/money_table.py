"""The form of money that is entered by the table: one day, and for each purse its amounts."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.forms.fields import BahtField, ThaiDateField, ThaiTextField
from budget.actions.money.entry_tables import TableRow
from budget.forms.money import SATANG, LateEntryMixin
from budget.forms.sent_once import SentOnceField
from budget.models import Allocation
from budget.queries.money.money_table import title_of

KINDS = {"commit": gettext_lazy("ก่อหนี้ผูกพันครั้งนี้"), "disbursement": gettext_lazy("เบิกจ่ายครั้งนี้")}


class MoneyTableForm(LateEntryMixin):
    """Commitments and payments of many purses on one day, with one document number or one in each row.

    ``act`` is given with the form, so that sending it twice enters it once.
    """

    act = SentOnceField()
    on = ThaiDateField(label=gettext_lazy("วันที่"), latest=today)
    document_no = ThaiTextField(
        label=gettext_lazy("เลขที่เอกสาร"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("ใช้กับทุกแถวที่ไม่ได้ใส่เลขของตัวเอง"),
    )
    note = ThaiTextField(label=gettext_lazy("หมายเหตุ"), required=False, max_length=300)

    def __init__(self, *args: Any, purses: Iterable[Allocation], kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purses, self.kinds = list(purses), list(kinds)
        for purse in self.purses:
            title = title_of(purse)
            for kind in self.kinds:
                self.fields[f"{kind}_{purse.pk}"] = BahtField(
                    label=f"{title}: {KINDS[kind]}", required=False, min_value=SATANG
                )
            label = _("%(title)s: เลขที่เอกสาร") % {"title": title}
            self.fields[f"document_{purse.pk}"] = ThaiTextField(label=label, required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        """With ``rows``, what is entered."""
        cleaned: dict[str, Any] = super().clean() or {}
        day = cleaned.get("on")
        cleaned["rows"] = list(self._rows(cleaned, day)) if day else []
        if not cleaned["rows"] and not self.errors:
            self.add_error(None, _("ยังไม่ได้ใส่จำนวนเงินของแถวใดเลย"))
        return cleaned

    def _rows(self, cleaned: dict[str, Any], day: date) -> Iterable[TableRow]:
        for purse in self.purses:
            for kind in self.kinds:
                amount: Decimal | None = cleaned.get(f"{kind}_{purse.pk}")
                if amount:
                    yield TableRow(
                        field=f"{kind}_{purse.pk}",
                        kind=kind,
                        purse=purse.pk,
                        amount=amount,
                        on=day,
                        document_no=cleaned.get(f"document_{purse.pk}") or cleaned.get("document_no") or "",
                        note=cleaned.get("note") or "",
                        late_reason=cleaned.get("late_reason") or "",
                    )
