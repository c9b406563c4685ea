"""The finance section's register of a month comes in as a list."""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.columns import Word
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FIRST_YEAR, LAST_YEAR, FiscalYear
from bkkplan.ground.core.people import within_reach
from bkkplan.ground.core.tables import Column
from bkkplan.ground.core.thai import NotUnderstoodError
from bkkplan.ground.core.typed_cells import Value, read_cell
from bkkplan.ground.core.wording import localname, thai_date_short
from bkkplan.ground.lists.registry import Line, ListKind, Made, Place, Standing
from budget.actions.entry_tables import hold_books
from budget.actions.errors import MoneyError
from budget.actions.register import Registered, take_register, withdraw_register
from budget.models import Allocation, RegisterLine
from budget.models.closing import month_name
from budget.queries.money_table import title_of
from budget.queries.register import paid_in, purse_by_document, purses_paid_in
from districts.models import District


class RegisterList(ListKind):
    """The finance section's register of payments of a district in a month. It is kept beside the ledger.

    An allocation is known by its name or code, else by the document's number and the amount, and asked for last.
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
            "โครงการหรือรหัส",
            ("รหัสโครงการ", "โครงการ", "ชื่อโครงการ", "รหัสงบประมาณ", "แผนงาน/โครงการ", "project"),
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

    def words(self, place: Place) -> dict[str, list[Word]]:
        purses = list(self.purses(place))
        titles = [title_of(purse) for purse in purses]
        return {
            "purse": [
                Word(str(purse.pk), title if titles.count(title) == 1 else f"{title} ({purse.pk})", codes_of(purse))
                for purse, title in zip(purses, titles, strict=True)
            ]
        }

    def known_by_row(self, place: Place) -> Callable[[str, Mapping[str, str]], str]:
        find = purse_by_document(paid_in(place.home, month_of(place)))
        columns = {column.key: column for column in self.columns}

        def known(_column: str, texts: Mapping[str, str]) -> str:
            try:
                amount = read_cell(columns["amount"], texts.get("amount", ""), ())
            except NotUnderstoodError:
                return ""
            purse = find(texts.get("document_no", ""), amount) if isinstance(amount, Decimal) else None
            return str(purse) if purse else ""

        return known

    def standing(self, place: Place) -> list[Standing]:
        lines = RegisterLine.objects.in_force().filter(district=place.home, month=month_of(place))
        return [
            Standing(
                str(line.uuid),
                1,
                {
                    "purse": str(line.purse_id),
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
        month = month_of(place)
        for line in lines:
            amount, day = line.values.get("amount"), line.values.get("on")
            if isinstance(day, date) and day.replace(day=1) != month:
                line.leave(_("แถวของเดือนอื่น (%(day)s) จึงไม่นำเข้า") % {"day": thai_date_short(day)})
            elif isinstance(day, date) and day > on:
                line.refuse("on", _("วันที่ต้องไม่อยู่ในอนาคต"))
            elif amount == 0:
                line.leave(_("จำนวนเงินเป็นศูนย์ จึงไม่นำเข้า"))

    def write(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> list[Made]:
        taken = take_register(
            district=place.home, month=month_of(place), lines=[_registered(line) for line in lines], by=by, at=at
        )
        return [(str(line.uuid), "new", 0, {}) for line in taken]

    def undo(self, place: Place, made: Sequence[Made], *, on: date, by: User, at: datetime) -> None:
        uuids = [UUID(key) for key, _does, _version, _was in made]
        withdraw_register(district=place.home, month=month_of(place), uuids=uuids, by=by, at=at)


MONTH_PLACE = re.compile(r"(?P<year>\d{4})-(?P<month>[1-9]|1[0-2])-(?P<code>[^-]+)")


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


def _registered(line: Line) -> Registered:
    amount, day = line.values["amount"], line.values["on"]
    if not isinstance(amount, Decimal) or not isinstance(day, date):
        raise MoneyError(_("ยังไม่มีจำนวนเงินหรือวันที่"))
    texts = {name: str(line.values.get(name) or "") for name in ("document_no", "number", "text")}
    return Registered(purse=int(str(line.values["purse"])), on=day, amount=amount, **texts)
