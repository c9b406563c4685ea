"""The movements of a purse that a person may enter: their names, their forms, and how much they may be at most."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.components import Link
from budget.actions.money import ledger, money, payments
from budget.enums import EntryKind
from budget.forms.money import MovementForm
from budget.forms.spending import AllotmentForm, SpendingForm
from budget.models import Allocation, Payment
from budget.queries.money.spending import bounds_of, room_for


@dataclass(frozen=True, slots=True)
class Verb:
    """One kind of movement: its words, and how much it may be at most."""

    do: Callable[..., ledger.Entered | Payment]
    kind: EntryKind
    heading: Any
    button: Any
    limit_words: Any
    form: type[MovementForm] = MovementForm

    def is_citys(self, purse: Allocation) -> bool:
        """Flagship money goes back by the strategy office, which transferred it."""
        return self.do is money.transfer_back and purse.item_id is None

    def permission(self, purse: Allocation) -> str:
        if self.is_citys(purse):
            return "budget.manage_flagship_money"
        return "budget.commit_money" if self.do in (money.commit, money.release) else "budget.record_money"


VERBS = {
    "commit": Verb(money.commit, EntryKind.COMMITMENT, _l("ก่อหนี้ผูกพัน"), _l("บันทึกก่อหนี้ผูกพัน"), _l("ก่อหนี้ผูกพันได้อีก")),
    "disburse": Verb(
        payments.disburse,
        EntryKind.DISBURSEMENT,
        _l("เบิกจ่าย"),
        _l("บันทึกเบิกจ่าย"),
        _l("เบิกจ่ายได้อีก"),
        SpendingForm,
    ),
    "allot": Verb(
        money.allot,
        EntryKind.ALLOTMENT,
        _l("อนุมัติเงินงวด"),
        _l("บันทึกเงินงวด"),
        _l("อนุมัติเงินงวดได้อีก"),
        AllotmentForm,
    ),
    "release": Verb(money.release, EntryKind.COMMITMENT_RELEASE, _l("ลดหนี้ผูกพัน"), _l("บันทึกลดหนี้ผูกพัน"), _l("ลดได้ไม่เกิน")),
    "refund": Verb(money.refund, EntryKind.REFUND, _l("คืนเงินที่เบิกแล้ว"), _l("บันทึกคืนเงิน"), _l("คืนได้ไม่เกิน")),
    "cut-allotment": Verb(
        money.cut_allotment, EntryKind.ALLOTMENT_CUT, _l("ลดเงินงวด"), _l("บันทึกลดเงินงวด"), _l("ลดได้ไม่เกิน")
    ),
    "transfer-back": Verb(
        money.transfer_back, EntryKind.TRANSFER_BACK, _l("โอนกลับ"), _l("บันทึกโอนกลับ"), _l("โอนกลับได้ไม่เกิน")
    ),
}


def verb_links(purse: Allocation, *, user: User) -> list[Link]:
    """The movements that a person may enter now: those for which there is money."""
    bounds = bounds_of(purse)
    found = {
        slug: Link(label=verb.heading, href=reverse("budget:move", args=[purse.pk, slug]))
        for slug, verb in VERBS.items()
        if room_for(verb.kind, purse, bounds) > 0 and user.has_perm(verb.permission(purse), purse)
    }
    short = []
    # The two short forms take from the same money as commitments.
    if room_for(EntryKind.COMMITMENT, purse, bounds) > 0 and user.has_perm("budget.record_money", purse):
        short = [
            Link(label=_("จ่ายทันที"), href=reverse("budget:pay-at-once", args=[purse.pk])),
            Link(label=_("เงินยืม"), href=reverse("budget:lend", args=[purse.pk])),
        ]
    first = [found.pop(slug) for slug in ("commit", "disburse") if slug in found]
    return [*first, *short, *found.values()]
