"""Writing a statement of a district's policy, and choosing the proposals behind it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.fields import ThaiProseField
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.wording import localname, number
from forums.models import Proposal


class StatementForm(PortalForm):
    text = ThaiProseField(
        label=_("ข้อความ"),
        max_length=500,
        rows=2,
        example=_("เช่น ให้ทุกซอยในเขตสว่างและปลอดภัยสำหรับคนเดินเท้า"),
    )
    proposals = forms.TypedMultipleChoiceField(
        label=_("ข้อเสนอที่เป็นที่มา"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("เลือกข้อเสนอที่เป็นที่มาอย่างน้อยหนึ่งข้อ")},
    )

    def __init__(
        self, *args: Any, proposals: Iterable[Proposal], named_elsewhere: Mapping[int, int], **kwargs: Any
    ) -> None:
        """``named_elsewhere``: by the proposal's id, the number of another statement that names it."""
        super().__init__(*args, **kwargs)
        by_area: dict[str, list[tuple[int, str]]] = {}
        for proposal in proposals:
            area = localname(proposal.area) if proposal.area else _now("ไม่ได้ระบุด้าน")
            by_area.setdefault(area, []).append((proposal.pk, _in_words(proposal, named_elsewhere.get(proposal.pk))))
        self.fields["proposals"].choices = list(by_area.items())  # type: ignore[attr-defined]


def _in_words(proposal: Proposal, named_in: int | None) -> str:
    parts = [proposal.title, proposal.place]
    if proposal.votes:
        parts.append(_now("%(n)s คะแนน") % {"n": number(proposal.votes)})
    if named_in:
        parts.append(_now("อยู่ในข้อ %(number)s แล้ว") % {"number": named_in})
    return " · ".join(part for part in parts if part)
