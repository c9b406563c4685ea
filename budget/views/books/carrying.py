"""The year's end of an office, and one carry-over with all that is done about it."""

from decimal import Decimal
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Fact, Link, MoneyLine, Stat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import localname, thai_date_short
from budget.actions.books import carrying
from budget.enums import CarryState
from budget.forms.carrying import AskForm, DecideForm, WithdrawForm
from budget.models import Carry, Payment
from budget.queries.books import carrying as queries
from budget.queries.money.money import movements_of_carry
from budget.views.books.year_end import year_end
from budget.views.money.purses import PurseMixin, undo_bar
from budget.views.places import money_crumbs


class AskToCarry(PurseMixin, ActPage):
    """Ask to keep money of one allocation after the year's end."""

    form_class = AskForm
    heading = _l("ขอกันเงินไว้เบิกเหลื่อมปี")
    button = _l("ส่งคำขอกันเงิน")
    done = _l("ส่งคำขอกันเงินแล้ว")
    asked: Carry

    @property
    def explanation(self) -> str:
        words = {"end": thai_date_short(self.year.end), "last": thai_date_short(queries.last_day_to_ask(self.year))}
        return _("ตัดสินตามยอด ณ %(end)s ขอได้ถึง %(last)s") % words

    def stats(self) -> list[Stat]:
        return [
            Stat(label=_("กันได้%(kind)s") % {"kind": kind.label}, value=format_baht(max(most, Decimal(0))))
            for kind, most in self.purse.most_carried.items()
        ]

    def obstacle(self) -> str:
        last = queries.last_day_to_ask(self.year)
        if today() > last:
            return _("พ้นกำหนดขอกันเงินของปี %(year)s แล้ว ขอได้ถึง %(day)s") % {
                "year": self.year,
                "day": thai_date_short(last),
            }
        has_money = any(most > 0 for most in self.purse.most_carried.values())
        return "" if has_money else _("เงินก้อนนี้ไม่มีเงินที่จะกันได้")

    def crumbs(self) -> list[Link]:
        return [*year_end_crumbs(self.year, self.purse.place), Link(label=str(self.heading))]

    def back(self) -> str:
        return year_end(self.year, self.purse.place)

    def next_links(self) -> list[Link]:
        return [Link(label=_("สิ้นปีงบประมาณ"), href=self.back())]

    def next_page(self) -> str:
        return self.asked.get_absolute_url()

    def get_initial(self) -> dict[str, Any]:
        most = {kind: left for kind, left in self.purse.most_carried.items() if left > 0}
        kind = next(iter(most), None)
        return {"kind": kind, "amount": most[kind] if kind else None}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "most": self.purse.most_carried}

    def act(self, data: dict[str, Any]) -> None:
        self.asked = carrying.ask(allocation_id=self.purse.pk, on=today(), **data, **self.signed)


def year_end_crumbs(year: FiscalYear, place: Any) -> list[Link]:
    return [*money_crumbs(year, place), Link(label=_("สิ้นปีงบประมาณ"), href=year_end(year, place))]


class CarryMixin(RecordPage):
    """Loads a carry-over through its door."""

    permission = "budget.view_money"
    is_of_the_money: ClassVar[bool] = True  # the permission is asked for the money, or for the carry-over itself
    carry: Carry

    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Carry.objects.visible_to(self.request.user).select_related(
            "allocation__appropriation__flagship",
            "allocation__district",
            "allocation__bureau",
            "allocation__item__plan",
            "by",
            "approved_by",
        )
        self.carry = get_object_or_404(rows, pk=pk)
        self.purse, self.year = self.carry.allocation, self.carry.year
        self.subject = self.purse if self.is_of_the_money else self.carry

    def lead(self) -> str:
        return f"{self.purse.item or self.purse.appropriation.flagship} · {localname(self.purse.place)}"

    def back(self) -> str:
        return self.carry.get_absolute_url()

    def crumbs(self) -> list[Link]:
        above = year_end_crumbs(self.year, self.purse.place)
        own = Link(label=_("เงินกัน%(kind)s") % {"kind": self.carry}, href=self.back())
        return [*above, own, Link(label=str(self.heading))]

    def next_links(self) -> list[Link]:
        return [Link(label=_("สิ้นปีงบประมาณ"), href=year_end(self.year, self.purse.place))]


class CarryPage(CarryMixin):
    """One carry-over: how it was asked and decided, what was used of it, and what may be done next."""

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        carry = self.carry
        sums = queries.sums_of_carries([carry]).get(carry.pk, queries.CarrySums())
        return render(
            request,
            "budget/carry.html",
            {
                "carry": carry,
                "title": self.lead(),
                "year": self.year,
                "purse": self.purse,
                "sums": sums,
                "money_lines": money_lines(carry, sums),
                "facts": facts_of(carry),
                "verbs": self.verbs(),
                "line_text": line_text(carry),
                "extensions": carry.extensions.prefetch_related("papers").select_related("by").order_by("pk"),
                "papers": carry.papers.filter(extension=None).order_by("pk"),
                "may_decide": request.user.has_perm("budget.decide_carry", carry),
                "waiting": Payment.objects.waiting().filter(carry=carry).select_related("by").order_by("pk"),
                "may_spend": request.user.has_perm("budget.record_money", self.purse),
                "movements": movements_of_carry(carry),
                "reversible": (),
                "undo": undo_bar(request, self.back()),
                "crumbs": [
                    *year_end_crumbs(self.year, self.purse.place),
                    Link(label=_("เงินกัน%(kind)s") % {"kind": carry}),
                ],
            },
        )

    def verbs(self) -> list[Link]:
        """What this person may do about it now."""
        user, carry, day = self.request.user, self.carry, today()
        records, decides = (
            user.has_perm("budget.record_money", self.purse),
            user.has_perm("budget.decide_carry", carry),
        )
        is_asked, is_approved = carry.state == CarryState.ASKED, carry.state == CarryState.APPROVED
        is_next_year = is_approved and self.year.has_ended(day)
        commits = user.has_perm("budget.commit_money", self.purse)
        usable = carry.left_free if carry.is_free else carry.left_bound
        offered = [
            ("carry-decide", _("พิจารณา"), is_asked and decides),
            (
                "carry-commit",
                _("ก่อหนี้ผูกพัน"),
                is_next_year and commits and carry.left_free and not carry.is_over(day),
            ),
            (
                "carry-commit-pay",
                _("ก่อหนี้ผูกพันและเบิกจ่าย"),
                is_next_year and commits and records and carry.left_free and not carry.is_over(day),
            ),
            ("carry-pay", _("เบิกจ่ายเหลื่อมปี"), is_next_year and records and carry.left_bound),
            (
                "carry-extend",
                _("ขอขยายเวลา"),
                is_approved and records and not queries.why_not_extended(carry, on=day),
            ),
            ("carry-lapse", _("พับไป"), is_next_year and records and carry.left),
            (
                "carry-withdraw",
                _("ถอน"),
                records and (is_asked or (is_approved and usable == carry.amount)),
            ),
        ]
        return [
            Link(label=label, href=reverse(f"budget:{name}", args=[carry.pk])) for name, label, may in offered if may
        ]


def line_text(carry: Carry) -> str:
    """What is told in LINE of a decision, without amounts and reasons; "" while it waits."""
    words = {"kind": carry, "year": carry.year, "place": localname(carry.place)}
    if carry.state == CarryState.APPROVED:
        return _("คำขอกันเงิน%(kind)s ปี %(year)s ของ%(place)s อนุมัติแล้ว ดูได้ที่") % words
    if carry.state == CarryState.REFUSED:
        return _("คำขอกันเงิน%(kind)s ปี %(year)s ของ%(place)s ไม่ได้รับอนุมัติ ดูเหตุผลได้ที่") % words
    return ""


def money_lines(carry: Carry, sums: queries.CarrySums) -> list[MoneyLine]:
    if carry.state != CarryState.APPROVED:
        return [MoneyLine(label=_("ขอกัน"), amount=carry.amount, is_total=True)]
    return [
        MoneyLine(label=_("เงินกันสุทธิ"), amount=sums.carried),
        MoneyLine(label=_("เบิกจ่ายเหลื่อมปี"), amount=sums.paid),
        MoneyLine(label=_("พับไป"), amount=sums.lapsed),
        *([MoneyLine(label=_("ยังไม่ก่อหนี้ผูกพัน"), amount=carry.left_free)] if carry.is_free else []),
        MoneyLine(label=_("ก่อหนี้ผูกพันแล้ว รอเบิกจ่าย"), amount=carry.left_bound),
        MoneyLine(label=_("คงเหลือ"), amount=sums.left, is_total=True),
    ]


def ends_in_words(carry: Carry) -> str:
    """The last day, and what becomes of the rest after it; empty for money that has no last day."""
    if carry.until is None:
        return ""
    words = {"day": thai_date_short(carry.until)}
    if carry.is_free:
        return _("%(day)s ส่วนที่ยังไม่ก่อหนี้ผูกพันจะพับไปหลังวันนี้") % words
    return _("%(day)s ส่วนที่ยังไม่เบิกจ่ายจะพับไปหลังวันนี้") % words


def facts_of(carry: Carry) -> list[Fact]:
    decided = f"{carry.decision} · {thai_date_short(carry.approved_on)} · {carry.approved_by}" if carry.decision else ""
    facts = [
        (_("เลขที่หนังสือขอกันเงิน"), carry.document_no),
        (_("เหตุผลที่ขอกันเงิน"), carry.reason),
        (_("ขอโดย"), f"{carry.by} · {thai_date_short(carry.on)}"),
        (_("อนุมัติ"), decided),
        (_("ใช้ได้ถึงวันที่"), ends_in_words(carry)),
        (_("เหตุผลที่ไม่อนุมัติ"), carry.refused_reason),
        (_("เหตุผลที่ถอน"), carry.withdrawn_reason),
    ]
    return [Fact(label=label, value=value) for label, value in facts if value]


class CarryAct(CarryMixin, ActPage):
    def stats(self) -> list[Stat]:
        return [Stat(label=str(self.carry), value=format_baht(self.carry.amount))]


class DecideCarry(CarryAct):
    """Approve or refuse; the strategy office records so what the city decided."""

    permission = "budget.decide_carry"
    is_of_the_money = False
    form_class = DecideForm
    heading = _l("พิจารณาคำขอกันเงิน")
    button = _l("อนุมัติ")
    second_button = _l("ไม่อนุมัติ")

    @property
    def explanation(self) -> str:
        carry = self.carry
        return f"{carry.reason} · {carry.document_no} · {carry.by}"

    @property
    def done(self) -> str:
        return _("บันทึกว่าไม่อนุมัติแล้ว") if self.is_second else _("อนุมัติการกันเงินแล้ว")

    def obstacle(self) -> str:
        return queries.why_not_decided_by(self.request.user, self.carry, on=today())

    def get_initial(self) -> dict[str, Any]:
        return {"until": queries.last_day_to_commit(self.year) if self.carry.is_free else None}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "carry": self.carry}

    def act(self, data: dict[str, Any]) -> None:
        facts: dict[str, Any] = {"carry_id": self.carry.pk, "by": self.request.user, "at": now()}
        if self.is_second:
            carrying.refuse(reason=data["decision"], **facts)
        else:
            carrying.approve(decision=data["decision"], until=data["until"], on=today(), **facts)


class WithdrawCarry(CarryAct):
    permission = "budget.record_money"
    form_class = WithdrawForm
    heading = _l("ถอนการกันเงิน")
    explanation = _l("เงินจะกลับไปใช้ในปีเดิมได้ตามปกติ หรือขอกันใหม่ได้ถ้ายังไม่พ้นกำหนด")
    button = _l("ถอน")
    done = _l("ถอนการกันเงินแล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> None:
        carrying.withdraw(carry_id=self.carry.pk, **data, **self.signed)
