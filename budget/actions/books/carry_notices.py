"""Who is told of carried money: those who decide, that something waits; the office, what was decided."""

from datetime import datetime

from django.utils.translation import gettext_noop

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.enums import Duty, Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import directors_of, holders_of, staff_of, staff_of_bureau
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import thai_date_short
from budget.models import Carry, CarryExtension
from districts.models import Office


def tell_deciders(carry: Carry, extension: CarryExtension | None = None, *, by: User, at: datetime) -> None:
    """Tell whoever may decide on it that a request waits."""
    if carry.is_the_citys_decision:
        people = holders_of(Role.STRATEGY, at=at)
    elif isinstance(carry.place, Office):
        people = directors_of(carry.place, at=at)
    else:
        people = staff_of(carry.place.pk, at=at, roles=[Role.DISTRICT_DIRECTOR])
    message = gettext_noop("%(place)sขอกันเงิน%(kind)s %(amount)s บาท ของปี %(year)s รอท่านพิจารณา")
    if extension:
        message = gettext_noop("%(place)sขอขยายเวลาเงินกันของปี %(year)s ถึง %(until)s รอท่านพิจารณา")
    _tell(people, carry, extension, kind="carry-asked", message=message, by=by, at=at)


def tell_askers(
    carry: Carry, extension: CarryExtension | None = None, *, is_approved: bool, by: User, at: datetime
) -> None:
    """Tell those who keep the office's money what was decided."""
    if isinstance(carry.place, Office):
        people = staff_of_bureau(carry.place.pk, at=at)
    else:
        people = staff_of(carry.place.pk, at=at, duty=Duty.MONEY)
    if extension and is_approved:
        message = gettext_noop("เงินกันของปี %(year)s %(amount)s บาท ของ%(place)s ขยายเวลาใช้ได้ถึง %(until)s แล้ว")
    elif extension:
        message = gettext_noop("คำขอขยายเวลาเงินกันของปี %(year)s ของ%(place)s ไม่ได้รับอนุมัติ: %(reason)s")
    elif is_approved:
        message = gettext_noop("คำขอกันเงิน%(kind)s %(amount)s บาท ของปี %(year)s ของ%(place)s อนุมัติแล้ว")
    else:
        message = gettext_noop("คำขอกันเงิน%(kind)s %(amount)s บาท ของปี %(year)s ของ%(place)s ไม่ได้รับอนุมัติ: %(reason)s")
    _tell(people, carry, extension, kind="carry-decided", message=message, by=by, at=at)


def _tell(
    people: list[User],
    carry: Carry,
    extension: CarryExtension | None,
    *,
    kind: str,
    message: str,
    by: User,
    at: datetime,
) -> None:
    notify(
        recipients=[person for person in people if person.pk != by.pk],
        kind=kind,
        message=message,
        params={
            "place": carry.place,
            "kind": carry.get_kind_display(),
            "amount": format_baht(carry.amount),
            "year": str(carry.year),
            "until": thai_date_short(extension.until) if extension else "",
            "reason": extension.refused_reason if extension else carry.refused_reason,
        },
        url=carry.get_absolute_url(),
        at=at,
    )
