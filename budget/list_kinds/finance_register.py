"""The finance section's register of a month comes in as a list."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FIRST_YEAR, LAST_YEAR, FiscalYear
from bkkplan.ground.core.forms.tables import Column
from bkkplan.ground.core.forms.typed_cells import Value, read_cell
from bkkplan.ground.core.people import within_reach
from bkkplan.ground.core.spreadsheets.columns import Word, plain
from bkkplan.ground.core.thai import NotUnderstoodError
from bkkplan.ground.core.wording import localname, thai_date_short
from bkkplan.ground.lists.registry import ExistingRow, Line, ListKind, Made, Place
from budget.actions.books.register import Registered, take_register, withdraw_register
from budget.actions.errors import MoneyError
from budget.actions.money.entry_tables import hold_books
from budget.models import Allocation, RegisterLine
from budget.models.closing import month_name
from budget.queries.books.reconciling import FORUM, LOT, target_by_document, target_of
from budget.queries.books.register import forums_paid_in, lots_paid_in, paid_in, purses_paid_in
from budget.queries.money.money_table import title_of
from districts.models import District


@dataclass(frozen=True, slots=True)
class Named:
    """What a line may pay for: its name, the codes that mean it, too, and its name among others, if that is another."""

    value: str
    name: str
    codes: tuple[str, ...]
    full_name: str = ""


class FinanceRegisterList(ListKind):
    """The finance section's register of payments of a district in a month. It is kept beside the ledger.

    What was paid is known by its name or code, else by the document's number and the amount, and asked for last: an
    item or a flagship project, a joint purchase as a whole, or a forum that the money for hearings pays for.
    """

    code = "register"
    title = gettext_lazy("ทะเบียนจ่ายของฝ่ายการคลัง")
    permission = "budget.record_money"
    has_keys = False
    undoing = gettext_lazy(
        "แถวของทะเบียนนี้จะไม่ใช้กระทบยอดอีก รายการที่บันทึกเข้าบัญชีจากทะเบียนแล้วยังอยู่ ถ้าบันทึกผิดให้เลิกทำที่ตารางงบประมาณ"
    )
    columns = (
        Column(
            "purse",
            "โครงการ การจัดซื้อรวม เวที หรือรหัส",
            ("โครงการหรือรหัส", "รหัสโครงการ", "โครงการ", "ชื่อโครงการ", "รหัสงบประมาณ", "แผนงาน/โครงการ", "project"),
            is_needed=True,
            sort="word",
        ),
        Column(
            "amount",
            "จำนวนเงิน (บาท)",
            ("จำนวนเงิน", "จำนวนเงินที่จ่าย", "ยอดเบิกจ่าย", "เบิกจ่าย", "จ่ายเงิน", "บาท", "amount"),
            is_needed=True,
            sort="signed",
        ),
        Column("on", "วันที่", ("วันที่จ่าย", "วันที่เบิกจ่าย", "วันเดือนปี", "วันที่เอกสาร", "date"), is_needed=True, sort="day"),
        Column("document_no", "เลขที่เอกสาร", ("เลขที่ฎีกา", "ฎีกา", "เลขที่ใบสำคัญ", "เลขที่ขบ.", "document"), most=100),
        Column("text", "รายละเอียด", ("รายการ", "รายการจ่าย", "ผู้รับเงิน/รายการ", "หมายเหตุ"), most=300),
        Column("number", "เลขที่รายการ", ("เลขที่ทะเบียน", "ลำดับรายการ"), most=60),
    )

    def find(self, key: str, user: User) -> Place | None:
        found = MONTH_PLACE.fullmatch(key)
        year = int(found["year"]) if found else 0
        if not found or not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        districts = District.objects.filter(within_reach(user, "pk", in_year=year), code=found["code"])
        district = districts.first()
        return _register_place(FiscalYear(year), int(found["month"]), district) if district else None

    def take(self, key: str, *, by: User) -> Place:
        place = self.find(key, by)
        if place is None:
            raise PermissionDenied
        hold_books(set(self.purses(place).values_list("appropriation", flat=True)))
        return place

    def purses(self, place: Place) -> QuerySet[Allocation]:
        return purses_paid_in(place.home, month_of(place))

    def cell_words(self, place: Place) -> dict[str, list[Word]]:
        return {"purse": words_of([*self._named(place)])}

    def _named(self, place: Place) -> Iterator[Named]:
        month = month_of(place)
        for purse in self.purses(place):
            yield Named(str(purse.pk), title_of(purse), codes_of(purse))
        for lot in lots_paid_in(place.home, month):
            kind = _("%(title)s (การจัดซื้อรวม)") % {"title": lot.title}
            yield Named(f"{LOT}{lot.pk}", lot.title, (lot.order_no, lot.egp_number), kind)
        for forum in forums_paid_in(place.home, month)[1]:
            yield Named(f"{FORUM}{forum.pk}", str(forum), (forum.external_code, forum.title))

    def why_left(self, place: Place, texts: Mapping[str, str]) -> str:
        day, amount = self._value("on", texts), self._value("amount", texts)
        if isinstance(day, date) and day.replace(day=1) != month_of(place):
            return _("แถวของเดือนอื่น (%(day)s) จึงไม่นำเข้า") % {"day": thai_date_short(day)}
        return _("จำนวนเงินเป็นศูนย์ จึงไม่นำเข้า") if amount == 0 else ""

    def known_by_row(self, place: Place) -> Callable[[str, Mapping[str, str]], str]:
        find = target_by_document(paid_in(place.home, month_of(place)))
        offered = {named.value for named in self._named(place)}

        def known(_column: str, texts: Mapping[str, str]) -> str:
            amount = self._value("amount", texts)
            found = find(texts.get("document_no", ""), amount) if isinstance(amount, Decimal) else None
            return found if found in offered else ""

        return known

    def _value(self, key: str, texts: Mapping[str, str]) -> Value:
        """A cell of a row as it is understood; None where it is not."""
        column = next(column for column in self.columns if column.key == key)
        try:
            return read_cell(column, texts.get(key, ""), ())
        except NotUnderstoodError:
            return None

    def existing_rows(self, place: Place) -> list[ExistingRow]:
        lines = RegisterLine.objects.in_force().filter(district=place.home, month=month_of(place))
        return [
            ExistingRow(
                str(line.uuid),
                1,
                {
                    "purse": target_of(purse=line.purse_id, lot=line.lot_id, forum=line.forum_id),
                    "amount": line.amount,
                    "on": line.on,
                    "document_no": line.document_no,
                    "text": line.text,
                    "number": line.number,
                },
            )
            for line in lines.order_by("pk")
        ]

    def same_row(self, values: Mapping[str, Value]) -> Hashable:
        return tuple(values.get(column.key) or "" for column in self.columns)

    def check(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> None:
        for line in lines:
            day = line.values.get("on")
            if isinstance(day, date) and day > on:
                line.refuse("on", _("วันที่ต้องไม่อยู่ในอนาคต"))

    def write(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> list[Made]:
        month = month_of(place)
        hearings, _forums = forums_paid_in(place.home, month)
        registered = [_registered(line, hearings) for line in lines]
        taken = take_register(district=place.home, month=month, lines=registered, by=by, at=at)
        return [(str(line.uuid), "new", 0, {}) for line in taken]

    def undo(self, place: Place, made: Sequence[Made], *, on: date, by: User, at: datetime) -> None:
        uuids = [UUID(key) for key, _does, _version, _was in made]
        withdraw_register(district=place.home, month=month_of(place), uuids=uuids, by=by, at=at)


MONTH_PLACE = re.compile(r"(?P<year>\d{4})-(?P<month>[1-9]|1[0-2])-(?P<code>[^-]+)")


def words_of(all_named: Sequence[Named]) -> list[Word]:
    """A word for each; a name or a code that several have means none of them, so that a person is asked."""
    uses = Counter(plain(text) for one in all_named for text in {one.name, *one.codes} if text)
    words = []
    for one in all_named:
        is_own = uses[plain(one.name)] == 1
        name = one.full_name or (one.name if is_own else f"{one.name} ({one.value})")
        others = [text for text in (*one.codes, one.name if is_own else "") if text and uses[plain(text)] == 1]
        words.append(Word(one.value, name, tuple(others)))
    return words


def codes_of(purse: Allocation) -> tuple[str, ...]:
    """The code by which other systems of the city name what the money is for, if it has one."""
    named = purse.item or purse.appropriation.flagship
    return (named.external_code,) if named and named.external_code else ()


def month_of(place: Place) -> date:
    """The first day of the month of a register's place."""
    year, month, _code = place.key.split("-")
    return FiscalYear(int(year)).end_of(int(month)).replace(day=1)


def _register_place(year: FiscalYear, month: int, district: District) -> Place:
    page = reverse("budget:register", args=[year, district.code, month])
    name = month_name(year.end_of(month))
    return Place(
        key=f"{year.be}-{month}-{district.code}",
        title=f"{localname(district)} · {name}",
        url=page,
        row=Allocation(district=district),
        district=district,
        crumbs=[
            Link(label=_("งบประมาณ"), href=reverse("budget:money", args=[year])),
            Link(label=localname(district), href=reverse("budget:district-money", args=[year, district.code])),
            Link(label=_("กระทบยอด"), href=page),
        ],
    )


def _registered(line: Line, hearings: Allocation | None) -> Registered:
    """What is kept of a line; one of a forum is paid by ``hearings``."""
    amount, day = line.values["amount"], line.values["on"]
    if not isinstance(amount, Decimal) or not isinstance(day, date):
        raise MoneyError(_("ยังไม่มีจำนวนเงินหรือวันที่"))
    word = str(line.values["purse"])
    purse, lot, forum = None, None, None
    if word.startswith(LOT):
        lot = int(word.removeprefix(LOT))
    elif word.startswith(FORUM):
        purse, forum = hearings.pk if hearings else None, int(word.removeprefix(FORUM))
    else:
        purse = int(word)
    document_no, number, text = (str(line.values.get(name) or "") for name in ("document_no", "number", "text"))
    return Registered(purse, day, amount, document_no, number, text, lot, forum)
