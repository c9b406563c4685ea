"""What is said about acts of money: why one has no room, what the log calls it, and whom it is told."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.enums import Duty
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import people_of_sections, staff_by_district, staff_of_bureau
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.thai.errors import N_
from bkkplan.ground.core.wording import thai_date_short
from budget.enums import EntryKind
from budget.models import ActionPlanItem, FlagshipProject, LedgerEntry
from budget.queries.money.levels import ALLOTTED_FIRST, SPENT_ONCE, WITHIN_TRANSFERS, ZERO, Bound

# Two kinds of entries in one act that has a name of its own.
PAID_AT_ONCE = [EntryKind.COMMITMENT, EntryKind.DISBURSEMENT]

NO_ROOM = {
    EntryKind.APPROPRIATION_CUT: N_("ปรับลด %(amount)s บาทไม่ได้ ณ %(day)s งบที่ยังไม่ได้โอนเหลือ %(left)s บาท"),
    EntryKind.TRANSFER: N_("โอน %(amount)s บาทไม่ได้ ณ %(day)s งบที่ยังไม่ได้โอนเหลือ %(left)s บาท"),
    EntryKind.TRANSFER_BACK: N_("โอนกลับ %(amount)s บาทไม่ได้ ณ %(day)s เงินที่ยังไม่ก่อหนี้ผูกพันเหลือ %(left)s บาท"),
    EntryKind.ALLOTMENT: N_(
        "อนุมัติเงินงวด %(amount)s บาทไม่ได้ ณ %(day)s งบประมาณหลังปรับโอนที่ยังไม่ได้อนุมัติเงินงวดเหลือ %(left)s บาท"
    ),
    EntryKind.ALLOTMENT_CUT: N_("ลดเงินงวด %(amount)s บาทไม่ได้ ณ %(day)s เงินงวดที่ลดได้เหลือ %(left)s บาท"),
    EntryKind.COMMITMENT: N_("ก่อหนี้ผูกพัน %(amount)s บาทไม่ได้ ณ %(day)s เงินจัดสรรเหลือให้ก่อหนี้ผูกพัน %(left)s บาท"),
    EntryKind.COMMITMENT_RELEASE: N_("ลดหนี้ผูกพัน %(amount)s บาทไม่ได้ ณ %(day)s หนี้ผูกพันที่ยังไม่เบิกจ่ายเหลือ %(left)s บาท"),
    EntryKind.DISBURSEMENT: N_("เบิกจ่าย %(amount)s บาทไม่ได้ ณ %(day)s หนี้ผูกพันที่ยังไม่เบิกจ่ายเหลือ %(left)s บาท"),
    EntryKind.REFUND: N_("คืนเงิน %(amount)s บาทไม่ได้ ณ %(day)s เบิกจ่ายแล้ว %(left)s บาท"),
    EntryKind.ADVANCE: N_("ยืมเงิน %(amount)s บาทไม่ได้ ณ %(day)s เงินจัดสรรเหลือให้ก่อหนี้ผูกพัน %(left)s บาท"),
    EntryKind.CARRY_BOUND: N_("กันเงิน %(amount)s บาทไม่ได้ ณ %(day)s หนี้ผูกพันที่ยังไม่เบิกจ่ายและยังไม่ได้กันเหลือ %(left)s บาท"),
    EntryKind.CARRY_BOUND_USED: N_(
        "ใช้เงินกัน %(amount)s บาทไม่ได้ ณ %(day)s เงินกันที่ก่อหนี้ผูกพันแล้วและยังไม่เบิกจ่ายเหลือ %(left)s บาท"
    ),
    EntryKind.CARRY_FREE: N_("กันเงิน %(amount)s บาทไม่ได้ ณ %(day)s เงินที่ยังไม่ก่อหนี้ผูกพันและยังไม่ได้กันเหลือ %(left)s บาท"),
    EntryKind.CARRY_FREE_USED: N_("ใช้เงินกัน %(amount)s บาทไม่ได้ ณ %(day)s เงินกันที่ยังไม่ก่อหนี้ผูกพันเหลือ %(left)s บาท"),
    EntryKind.LAPSE: N_("พับเงิน %(amount)s บาทไม่ได้ ณ %(day)s เงินที่ยังไม่จ่ายและไม่ได้กันเหลือ %(left)s บาท"),
    EntryKind.LAPSE_BACK: N_("กลับรายการพับไป %(amount)s บาทไม่ได้ ณ %(day)s พับไปแล้ว %(left)s บาท"),
    EntryKind.ADVANCE_CLEARED: N_("ล้างเงินยืม %(amount)s บาทไม่ได้ ณ %(day)s เงินยืมที่ยังไม่ล้างเหลือ %(left)s บาท"),
}
# The same where another bound than the usual one of its kind leaves no room.
NO_ROOM_BESIDES = {
    (EntryKind.TRANSFER_BACK, WITHIN_TRANSFERS): N_(
        "โอนกลับ %(amount)s บาทไม่ได้ ณ %(day)s เงินที่ยังไม่ได้อนุมัติเงินงวดเหลือ %(left)s บาท ลดเงินงวดก่อน"
    ),
    (EntryKind.DISBURSEMENT, SPENT_ONCE): N_(
        "เบิกจ่าย %(amount)s บาทไม่ได้ ณ %(day)s เงินที่ยังไม่จ่าย ไม่ได้กันไว้เบิกเหลื่อมปี และยังไม่พับไปเหลือ %(left)s บาท"
    ),
    (EntryKind.ADVANCE, SPENT_ONCE): N_(
        "ยืมเงิน %(amount)s บาทไม่ได้ ณ %(day)s เงินที่ยังไม่จ่าย ไม่ได้กันไว้เบิกเหลื่อมปี และยังไม่พับไปเหลือ %(left)s บาท"
    ),
    (EntryKind.TRANSFER_BACK, SPENT_ONCE): N_(
        "โอนกลับ %(amount)s บาทไม่ได้ ณ %(day)s เงินที่ยังไม่จ่าย ไม่ได้กันไว้เบิกเหลื่อมปี และยังไม่พับไปเหลือ %(left)s บาท"
    ),
    (EntryKind.COMMITMENT, ALLOTTED_FIRST): N_("ก่อหนี้ผูกพัน %(amount)s บาทไม่ได้ ณ %(day)s เงินงวดที่อนุมัติแล้วเหลือ %(left)s บาท"),
    (EntryKind.ADVANCE, ALLOTTED_FIRST): N_("ยืมเงิน %(amount)s บาทไม่ได้ ณ %(day)s เงินงวดที่อนุมัติแล้วเหลือ %(left)s บาท"),
}
NOTICES = {
    EntryKind.TRANSFER: N_("สยป. โอนเงิน %(amount)s บาท ให้%(district)s สำหรับ%(project)sแล้ว"),
    EntryKind.TRANSFER_BACK: N_("สยป. โอนเงิน %(amount)s บาท กลับจาก%(district)s จาก%(project)s"),
}


def why_no_room(kind: EntryKind, bound: Bound, *, amount: Decimal, left: Decimal, day: date) -> str:
    """The sentence that says what is left, and on which day."""
    values = {"amount": format_baht(amount), "left": format_baht(max(left, ZERO)), "day": thai_date_short(day)}
    return _(NO_ROOM_BESIDES.get((kind, bound), NO_ROOM[kind])) % values


def verb_of(entries: Sequence[LedgerEntry]) -> str:
    """What the log calls an act that takes nothing back: by its first entry, and paid at once by a name of its own."""
    kinds = [EntryKind(entry.kind) for entry in entries]
    if len(kinds) > 1 and entries[0].carry_id:  # carried money is used: called by what became of it
        if kinds[-1] is EntryKind.LAPSE:
            return "budget.money_carried_lapse"
        is_paid = kinds[-1] is EntryKind.DISBURSEMENT
        return "budget.money_carried_payment" if is_paid else "budget.money_carried_commitment"
    return "budget.money_paid_at_once" if kinds == PAID_AT_ONCE else f"budget.money_{kinds[0]}"


def tell_section(item: ActionPlanItem, *, amount: Decimal, besides: User | None, at: datetime) -> None:
    """Tell the section in charge of an item that its budget is approved: its work may begin."""
    if item.section is None:
        return
    section = item.section.current
    notify(
        recipients=[person for person in people_of_sections([section.pk], at=at)[section.pk] if person != besides],
        kind="item-budget-approved",
        message=N_("อนุมัติงบประมาณ %(amount)s บาท ให้ “%(item)s” ซึ่ง%(section)sรับผิดชอบ"),
        params={"amount": format_baht(amount, decimals=False), "item": item, "section": section.name},
        url=item.get_absolute_url(),
        at=at,
    )


def tell_places(flagship: FlagshipProject, entries: Sequence[LedgerEntry], *, at: datetime) -> None:
    """Tell the staff of each district or bureau how much was transferred to it or back, with a link to the purse."""
    moved = [(entry, purse) for entry in entries if entry.kind in NOTICES and (purse := entry.allocation)]
    people = staff_by_district(
        [purse.district_id for _entry, purse in moved if purse.district_id], at=at, duty=Duty.MONEY
    )
    for entry, purse in moved:
        notify(
            recipients=staff_of_bureau(purse.bureau_id, at=at) if purse.bureau_id else people[purse.district_id or 0],
            kind=f"money-{entry.kind.replace('_', '-')}",
            message=NOTICES[EntryKind(entry.kind)],
            params={
                "amount": format_baht(entry.amount, decimals=False),
                "district": purse.place,
                "project": flagship,
            },
            url=reverse("budget:allocation", args=[purse.pk]),
            at=at,
        )
