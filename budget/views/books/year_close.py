"""Closing the books of a year for the whole city: what stands open, what will lapse, and the act."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link, Stat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import localname, thai_date_short
from budget.actions.books import closing
from budget.forms.carrying import YearForm
from budget.models import Allocation
from budget.models.closing import month_name
from budget.queries.books import closing as books
from budget.queries.books.closing import OpenWork
from budget.views.books.year_end import year_end
from districts.models import District, Office


class UnfinishedWork(NamedTuple):
    """One thing that keeps a year open: whose it is, what it is, and the page where it is finished."""

    place: District | Office
    what: str
    href: str


def waiting_of(work: OpenWork, year: FiscalYear) -> Iterator[UnfinishedWork]:
    for row in work.months:
        words = {"months": runs_in_words(row.months, year), "n": len(row.months)}
        yield UnfinishedWork(row.place, _("ปิดบัญชีเดือน %(months)s (%(n)s เดือน)") % words, year_end(year, row.place))
    for carry in work.carries:
        words = {"kind": carry, "amount": format_baht(carry.amount)}
        yield UnfinishedWork(
            carry.place, _("คำขอกันเงิน%(kind)s %(amount)s บาท รออนุมัติ") % words, carry.get_absolute_url()
        )
    for payment in work.payments:
        words = {"what": payment.get_kind_display(), "amount": format_baht(payment.amount)}
        yield UnfinishedWork(
            payment.allocation.place, _("%(what)s %(amount)s บาท รออีกคนหนึ่งยืนยัน") % words, purse(payment.allocation)
        )
    for advance in work.advances:
        words = {"what": advance.agreement_no, "amount": format_baht(advance.outstanding)}
        yield UnfinishedWork(
            advance.allocation.place, _("เงินยืม %(what)s %(amount)s บาท ยังไม่ล้าง") % words, purse(advance.allocation)
        )


def runs_in_words(months: Sequence[date], year: FiscalYear) -> str:
    """Months of a year with those that follow each other as one run: “ต.ค. 2565 – ก.พ. 2566, เม.ย. 2566”."""
    places = [year.months.index(month) for month in months]
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    names = [sorted({run[0], run[-1]}) for run in runs]
    return ", ".join(" – ".join(month_name(year.months[place]) for place in run) for run in names)


def purse(allocation: Allocation) -> str:
    return reverse("budget:allocation", args=[allocation.pk])


def lapsing(work: OpenWork) -> list[tuple[str, Decimal]]:
    """What will lapse: of each office, and of what no office has got yet, in baht."""
    found: dict[str, Decimal] = {}
    for row in work.purses:
        name = localname(row.place)
        found[name] = found.get(name, Decimal(0)) + row.rest
    for source in work.sources:
        name = _("ยังไม่โอนจัดสรร: %(what)s") % {"what": source.flagship or source.district}
        found[name] = found.get(name, Decimal(0)) + source.left_to_transfer
    return list(found.items())


class CloseYear(ActPage):
    """Close the books of a year for the whole city."""

    permission = "budget.close_year"
    template_name = "budget/year_close.html"
    form_class = YearForm
    button = _l("ปิดบัญชีปี")
    done = _l("ปิดบัญชีปีแล้ว")
    explanation = _l("เงินที่ยังไม่จ่ายและไม่ได้กันไว้จะพับไปทั้งหมด ปีที่ปิดแล้วเปิดใหม่ไม่ได้ การลงรายการต้องมีเหตุผลและให้อีกคนหนึ่งอนุญาต")
    is_danger = True

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = year
        self.work = books.open_work(year)
        self.closing = books.closing_of(year)

    @property
    def heading(self) -> str:
        return _("ปิดบัญชีปี %(year)s") % {"year": self.year}

    def stats(self) -> list[Stat]:
        if self.closing:
            who = f"{self.closing.by} · {thai_date_short(self.closing.on)}"
            return [
                Stat(label=_("พับไปแล้ว"), value=format_baht(self.closing.lapsed)),
                Stat(label=_("เลขที่เอกสาร"), value=self.closing.document_no, note=who),
            ]
        return [Stat(label=_("จะพับไป"), value=format_baht(self.work.lapses), tone="late")]

    def basis(self) -> Basis:
        return books.basis_of_year(self.year)

    def obstacle(self) -> str:
        if not self.year.has_ended(today()):
            return _("ปีงบประมาณ %(year)s ยังไม่สิ้นสุด จึงยังปิดบัญชีไม่ได้") % {"year": self.year}
        if self.closing:
            return _("บัญชีปี %(year)s ปิดแล้ว") % {"year": self.year}
        what = " · ".join(self.work.obstacles)
        return _("ยังปิดบัญชีปีไม่ได้ มี%(what)s") % {"what": what} if what else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"year": self.year, "waiting": list(waiting_of(self.work, self.year)), "lapsing": lapsing(self.work)}
        return {**super().get_context_data(**kwargs), **shown}

    def back(self) -> str:
        return reverse("budget:carried", args=[self.year])

    def crumbs(self) -> list[Link]:
        return [Link(label=_("เงินกันไว้เบิกเหลื่อมปี"), href=self.back()), Link(label=self.heading)]

    def next_links(self) -> list[Link]:
        return [Link(label=_("งบประมาณ"), href=reverse("budget:money", args=[self.year]))]

    def act(self, data: dict[str, Any]) -> None:
        closing.close_year(year=self.year, on=today(), **data, **self.signed)
