"""What waits at the end of a year, and what the last year left: one line for each carry-over and permit."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import chain
from typing import TypedDict

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import BUREAU_ROLES, Role
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.todo import Todo
from bkkplan.ground.core.people import Person, hands_of, own_bureaus, own_districts, works_for_the_city
from bkkplan.ground.core.questions.together import asks_first, later
from bkkplan.ground.core.questions.written_once import written_once
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import localname, thai_date_short
from budget.enums import CarryState
from budget.models import Allocation, Carry, CarryExtension, YearPermit
from budget.queries.books.carrying import last_day_to_ask
from budget.queries.checks.checks import PATIENCE_DAYS
from districts.models import District, Office

PATIENCE = timedelta(days=PATIENCE_DAYS)
# So many days before the last one the offices are told that money is still open.
MONTH_BEFORE = timedelta(days=31)


def year_end_todos(user: Person, paying: Collection[int], *, on: date) -> Iterator[Todo]:
    """For those who keep an office's money, its directors, and the strategy office."""
    bureaus = own_bureaus(user, *BUREAU_ROLES)
    asked = []
    if paying or bureaus:
        asked.append(_to_be_asked(Q(district__in=paying) | Q(bureau__in=bureaus), on))
        asked.append(_left_of_earlier_years(paying, bureaus, on))
    return chain.from_iterable([*asked, _to_be_decided(user, on), _permits(user, on)])


@asks_first
def _to_be_asked(own: Q, on: date) -> Iterator[Todo | None]:
    """Money of the year under way that is still open, in the month before the last day to ask for its carry-over."""
    year = FiscalYear.of(on)
    last = last_day_to_ask(year)
    if not last - MONTH_BEFORE <= on <= last:
        return
    rows = Allocation.objects.filter(own, appropriation__fiscal_year=year.be, transferred__gt=F("disbursed"))
    left: dict[District | Office, int] = {}
    purses = later(rows.select_related("district", "bureau", "appropriation").order_by("pk"))
    yield None
    for purse in purses:
        if any(amount > 0 for amount in purse.most_carried.values()):
            left[purse.place] = left.get(purse.place, 0) + 1
    for place, count in left.items():
        yield Todo.on(
            on,
            text=_("ขอกันเงินไว้เบิกเหลื่อมปี มีเงินที่ยังไม่จ่าย %(n)s รายการ · %(place)s")
            % {"n": count, "place": localname(place)},
            due_on=last,
            url=reverse("budget:year-end", args=[year, place.code]),
        )


@written_once
def _carried(*, districts: Collection[int], bureaus: Collection[int], year: int) -> QuerySet[Carry]:
    own = Q(allocation__district__in=districts) | Q(allocation__bureau__in=bureaus)
    rows = Carry.objects.filter(own, state=CarryState.APPROVED, allocation__appropriation__fiscal_year__lt=year)
    return rows.with_money().with_purse().order_by(F("until").asc(nulls_last=True), "pk")


@asks_first
def _left_of_earlier_years(districts: Collection[int], bureaus: Collection[int], on: date) -> Iterator[Todo | None]:
    year = FiscalYear.of(on)
    carries = later(_carried(districts=districts, bureaus=bureaus, year=year.be))
    yield None
    for carry in carries:
        purse = carry.allocation
        words = {
            "year": carry.year,
            "what": purse.item or purse.appropriation.flagship,
            "amount": format_baht(carry.left),
            "place": localname(purse.place),
        }
        sentence = _("ใช้เงินกันของปี %(year)s · %(what)s · เหลือ %(amount)s บาท · %(place)s")
        yield Todo.on(on, text=sentence % words, due_on=carry.until or year.end, url=carry.get_absolute_url())


def _is_own(user: Person, asked: Carry | CarryExtension | YearPermit) -> bool:
    """Whether the person asked for it; then another decides."""
    return bool(hands_of(user) & {asked.by_id, asked.through_id})


class Places(TypedDict):
    """Of whose money something is asked."""

    districts: Collection[int]
    bureaus: Collection[int]


def _led(districts: Collection[int], bureaus: Collection[int], *, is_citys: bool) -> Q:
    return Q() if is_citys else Q(allocation__district__in=districts) | Q(allocation__bureau__in=bureaus)


@written_once
def _waiting_carries(*, districts: Collection[int], bureaus: Collection[int], is_citys: bool) -> QuerySet[Carry]:
    rows = Carry.objects.waiting().filter(_led(districts, bureaus, is_citys=is_citys))
    return rows.with_purse().order_by("on", "pk")


@written_once
def _waiting_extensions(
    *, districts: Collection[int], bureaus: Collection[int], is_citys: bool
) -> QuerySet[CarryExtension]:
    carries = Carry.objects.filter(_led(districts, bureaus, is_citys=is_citys))
    rows = CarryExtension.objects.waiting().filter(carry__in=carries).order_by("on", "pk")
    return rows.select_related(
        "carry__allocation__appropriation", "carry__allocation__district", "carry__allocation__bureau"
    )


@asks_first
def _to_be_decided(user: Person, on: date) -> Iterator[Todo | None]:
    """Return tasks for the requests that this person may decide; those for a colleague are left out."""
    led, bureaus = own_districts(user, Role.DISTRICT_DIRECTOR), own_bureaus(user, Role.BUREAU_DIRECTOR)
    is_citys = works_for_the_city(user, Role.STRATEGY)
    if not (is_citys or led or bureaus):
        return
    asked: Places = {"districts": set(), "bureaus": set()} if is_citys else {"districts": led, "bureaus": bureaus}
    carries = later(_waiting_carries(**asked, is_citys=is_citys))
    extensions = later(_waiting_extensions(**asked, is_citys=is_citys))
    yield None
    for carry in carries:
        if not user.has_perm("budget.decide_carry", carry):
            continue
        words = {"kind": carry, "amount": format_baht(carry.amount), "place": localname(carry.place)}
        yield Todo.on(
            on,
            text=_("พิจารณาคำขอกันเงิน%(kind)s %(amount)s บาท · %(place)s") % words,
            due_on=carry.on + PATIENCE,
            url=reverse("budget:carry-decide", args=[carry.pk]),
            is_waiting_for_others=_is_own(user, carry),
            decides=not _is_own(user, carry),
        )
    for extension in extensions:
        carry = extension.carry
        if not user.has_perm("budget.decide_carry", carry):
            continue
        words = {"year": carry.year, "until": thai_date_short(extension.until), "place": localname(carry.place)}
        yield Todo.on(
            on,
            text=_("พิจารณาคำขอขยายเวลาเงินกันของปี %(year)s ถึง %(until)s · %(place)s") % words,
            due_on=min(extension.on + PATIENCE, extension.was_until),
            url=reverse("budget:extension-decide", args=[extension.pk]),
            is_waiting_for_others=_is_own(user, extension),
            decides=not _is_own(user, extension),
        )


@asks_first
def _permits(user: Person, on: date) -> Iterator[Todo | None]:
    rows = YearPermit.objects.waiting().visible_to(user).select_related("district", "bureau", "by")
    permits = later(rows.order_by("at", "pk"))
    yield None
    for permit in permits:
        if not user.has_perm("budget.decide_permit", permit):
            continue
        yield Todo.on(
            on,
            text=_("อนุญาตให้ลงรายการในปีที่ปิดแล้ว · %(what)s · %(by)s") % {"what": permit.what, "by": permit.by},
            due_on=permit.at.date() + PATIENCE,
            url=reverse("budget:permit-decide", args=[permit.pk]),
            is_waiting_for_others=_is_own(user, permit),
            decides=not _is_own(user, permit),
        )
