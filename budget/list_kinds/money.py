"""The movements of a district's money in a year, as a list."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FIRST_YEAR, LAST_YEAR, FiscalYear
from bkkplan.ground.core.forms.tables import Column
from bkkplan.ground.core.forms.typed_cells import Value
from bkkplan.ground.core.people import within_reach
from bkkplan.ground.core.spreadsheets.columns import Word
from bkkplan.ground.core.wording import localname
from bkkplan.ground.lists.registry import ExistingRow, Line, ListKind, Made, Place, try_out
from budget.actions.errors import MoneyError
from budget.actions.money import money, payments
from budget.actions.money.entry_tables import hold_books, take_back
from budget.actions.money.ledger import Entered
from budget.enums import EntryKind, PaymentState
from budget.models import Allocation, LedgerEntry, Payment
from budget.queries.money.money_table import title_of
from districts.models import District

SATANG = Decimal("0.01")
Act = Callable[..., Entered | Payment]


class RowKind(NamedTuple):
    """A kind of row: the single act that it stands for, what it is called, and the kinds of entries that the act makes.

    ``rank``: of one day, what gives room comes before what needs it.
    """

    act: Act
    name: str
    others: tuple[str, ...]
    makes: frozenset[str]
    rank: int


ROW_KINDS: Mapping[str, RowKind] = {
    "allot": RowKind(
        money.allot, "อนุมัติเงินงวด", ("เงินงวด", "จัดสรร", "ได้รับจัดสรร", "allotment"), frozenset({EntryKind.ALLOTMENT}), 0
    ),
    "commit": RowKind(
        money.commit,
        "ก่อหนี้ผูกพัน",
        ("ผูกพัน", "ก่อหนี้", "สัญญา", "ทำสัญญา", "commitment"),
        frozenset({EntryKind.COMMITMENT}),
        2,
    ),
    "disbursement": RowKind(
        payments.disburse,
        "เบิกจ่าย",
        ("เบิก", "จ่าย", "เบิกจ่ายแล้ว", "disbursement"),
        frozenset({EntryKind.DISBURSEMENT}),
        3,
    ),
    "paid_at_once": RowKind(
        payments.pay_at_once,
        "จ่ายโดยไม่ก่อหนี้",
        ("จ่ายตรง", "จ่ายเงินสด"),
        frozenset({EntryKind.COMMITMENT, EntryKind.DISBURSEMENT}),
        3,
    ),
    "release": RowKind(money.release, "ลดหนี้ผูกพัน", ("คืนหนี้ผูกพัน",), frozenset({EntryKind.COMMITMENT_RELEASE}), 4),
}
UNDONE = "เลิกทำการนำเข้าจากตาราง"  # stands in the ledger, in Thai as all its notes


class MovementList(ListKind):
    """Allotments, commitments and disbursements of a district in a year. A row's key is the act that enters it."""

    code = "money"
    title = gettext_lazy("รายการเงิน")
    permission = "budget.record_money"
    most = 500
    undoing = gettext_lazy("ทุกรายการที่ตารางนี้บันทึกจะถูกกลับรายการในวันเดียวกับรายการเดิม รายการเดิมยังเห็นได้ในบัญชี")
    columns = (
        Column("purse", "โครงการ", ("ชื่อโครงการ", "รายการ", "โครงการ/กิจกรรม", "project"), is_needed=True, sort="word"),
        Column(
            "movement", "ประเภทรายการ", ("ประเภท", "รายการเงิน", "การดำเนินการ", "movement"), is_needed=True, sort="word"
        ),
        Column("amount", "จำนวนเงิน (บาท)", ("จำนวนเงิน", "บาท", "ยอดเงิน", "amount"), is_needed=True, sort="amount"),
        Column("on", "วันที่", ("วันที่รายการ", "วันที่เอกสาร", "ลงวันที่", "date"), is_needed=True, sort="day"),
        Column("document_no", "เลขที่เอกสาร", ("เลขที่หนังสือ", "ฎีกา", "เลขที่ฎีกา", "เลขที่สัญญา", "document"), most=100),
        Column("note", "หมายเหตุ", ("รายละเอียด", "note"), most=300),
        Column("late_reason", "เหตุผลที่ลงย้อนหลัง", ("เหตุผลที่ลงรายการในเดือนที่ปิดบัญชีแล้ว",), most=300),
    )

    def find(self, key: str, user: User) -> Place | None:
        year, _dash, code = key.partition("-")
        if not year.isdecimal() or not FIRST_YEAR <= int(year) <= LAST_YEAR:
            return None
        districts = District.objects.filter(within_reach(user, "pk", in_year=int(year)), code=code)
        district = districts.first()
        return _place(FiscalYear(int(year)), district) if district else None

    def take(self, key: str, *, by: User) -> Place:
        year, _dash, code = key.partition("-")
        place = _place(FiscalYear(int(year)), District.objects.get(code=code))
        hold_books({purse.appropriation_id for purse in purses_of(place)})
        return place

    def cell_words(self, place: Place) -> dict[str, list[Word]]:
        titles = [(str(purse.pk), title_of(purse)) for purse in purses_of(place)]
        counted = [title for _pk, title in titles]
        return {
            # Of two with one title, each has its number, so that nobody guesses.
            "purse": [Word(pk, t if counted.count(t) == 1 else f"{t} ({pk})") for pk, t in titles],
            "movement": [Word(code, one.name, one.others) for code, one in ROW_KINDS.items()],
        }

    def existing_rows(self, place: Place) -> list[ExistingRow]:
        entries = LedgerEntry.objects.filter(allocation__in=purses_of(place), reverses=None, carry=None)
        acts: dict[UUID, list[LedgerEntry]] = {}
        for entry in entries.exclude(reversed_by__isnull=False).order_by("pk"):
            acts.setdefault(entry.act, []).append(entry)
        found = []
        for act, made in acts.items():
            kinds = frozenset(entry.kind for entry in made)
            code = next((code for code, one in ROW_KINDS.items() if one.makes == kinds), None)
            if code and len({entry.allocation_id for entry in made}) == 1:
                found.append(_standing(act, code, made[0]))
        waiting = Payment.objects.filter(allocation__in=purses_of(place), state=PaymentState.WAITING, carry=None)
        found += [_standing(one.act, one.kind, one) for one in waiting.order_by("pk") if one.kind in ROW_KINDS]
        return found

    def elsewhere(self, place: Place, keys: Collection[str]) -> dict[str, str]:
        entries = LedgerEntry.objects.filter(act__in=keys)
        return {str(entry.act): _("รายการที่กลับแล้ว หรือของที่อื่น") for entry in entries}

    def same_row(self, values: Mapping[str, Value]) -> Hashable:
        return tuple(values.get(name) or "" for name in ("purse", "movement", "amount", "on", "document_no"))

    def check(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> None:
        for line in lines:
            amount, day = line.values.get("amount"), line.values.get("on")
            if line.does == "changed":
                line.refuse("row_key", _("รายการเงินที่บันทึกแล้วแก้ในตารางไม่ได้ ให้เลิกทำหรือกลับรายการ แล้วเพิ่มแถวใหม่"))
            elif isinstance(amount, Decimal) and amount < SATANG:
                line.refuse("amount", _("จำนวนเงินต้องมากกว่าศูนย์"))
            elif isinstance(day, date) and day > on:
                line.refuse("on", _("วันที่ต้องไม่อยู่ในอนาคต"))
        # A word that is still asked has no meaning to be tried.
        known = [line for line in _in_order(lines) if line.values["purse"] and line.values["movement"]]
        ready = [line for line in known if line.does == "new"]
        try_out(ready, lambda line: _enter(line, by=by, at=at), leading="amount")

    def write(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> list[Made]:
        made = list[Made]()
        for line in _in_order(lines):
            entered = _enter(line, by=by, at=at)
            made.append((str(entered.act), "new", 0, {}))
        return made

    def undo(self, place: Place, made: Sequence[Made], *, on: date, by: User, at: datetime) -> None:
        for key, _does, _version, _was in reversed(made):
            take_back(UUID(key), note=UNDONE, by=by, at=at)


def purses_of(place: Place) -> list[Allocation]:
    """The allocations of the district in the year, for its items and of flagship projects."""
    year, _dash, _code = place.key.partition("-")
    rows = Allocation.objects.filter(district=place.district, appropriation__fiscal_year=int(year))
    return list(rows.select_related("item", "appropriation__flagship").order_by("pk"))


def _enter(line: Line, *, by: User, at: datetime) -> Entered | Payment:
    """Do the single act for one row."""
    values = line.values
    amount, day = values["amount"], values["on"]
    if not isinstance(amount, Decimal) or not isinstance(day, date):
        raise MoneyError(_("ยังไม่มีจำนวนเงินหรือวันที่"))
    texts = {name: str(values.get(name) or "") for name in ("document_no", "note", "late_reason")}
    return ROW_KINDS[str(values["movement"])].act(
        allocation_id=int(str(values["purse"])),
        amount=amount,
        act=UUID(line.key) if line.key else uuid4(),
        on=day,
        by=by,
        at=at,
        **texts,
    )


def _in_order(lines: Sequence[Line]) -> list[Line]:
    """By day, and of one day what gives room before what needs it."""

    def key(line: Line) -> tuple[str, int]:
        movement = ROW_KINDS.get(str(line.values.get("movement")))
        return str(line.values.get("on")), movement.rank if movement else 0

    return sorted(lines, key=key)


def _standing(act: UUID, code: str, row: LedgerEntry | Payment) -> ExistingRow:
    values: dict[str, Value] = {
        "purse": str(row.allocation_id),
        "movement": code,
        "amount": row.amount,
        "on": row.on,
        "document_no": row.document_no,
        "note": row.note,
        "late_reason": row.late_reason,
    }
    return ExistingRow(str(act), 1, values)


def _place(year: FiscalYear, district: District) -> Place:
    page = reverse("budget:district-money", args=[year, district.code])
    return Place(
        key=f"{year.be}-{district.code}",
        title=_("%(district)s ปีงบประมาณ %(year)s") % {"district": localname(district), "year": year},
        url=page,
        row=Allocation(district=district),
        district=district,
        crumbs=[
            Link(label=_("งบประมาณ"), href=reverse("budget:money", args=[year])),
            Link(label=localname(district), href=page),
        ],
    )
