"""What the frame and งานของฉัน show of a person: hats, notices and what waits."""

from dataclasses import dataclass

from django.utils.translation import gettext

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.wording import localname
from communities.models.committee import SEAT, held_of_committees
from districts.models import District


@dataclass(frozen=True, slots=True)
class Hat:
    """One role in one place that a person holds today, as it is chosen in the header.

    ``district`` is that of the office in which the role is held; a seat on a committee is held in none.
    """

    value: str
    label: str
    role: str
    district: District | None


COMMITTEE_MEMBER = "committee_member"
PLAN_ASSISTANT = "plan_assistant"


def hats_of(user: User) -> list[Hat]:
    """Every right the person holds today: assignments first, then committee seats, then plans that one helps with."""
    hats = []
    for a in user.held_assignments:
        place = localname(a.place) if a.place else gettext("ทั้งกรุงเทพมหานคร")
        hats.append(Hat(f"role-{a.pk}", f"{a.name} · {place}", a.role, a.district))
    for held in held_of_committees(user):
        is_seat = held.kind == SEAT
        label = f"{gettext('กรรมการชุมชน') if is_seat else gettext('ผู้ช่วยบันทึกข้อมูล')} · {held.name_th}"
        hats.append(Hat(f"{held.kind}-{held.pk}", label, COMMITTEE_MEMBER if is_seat else PLAN_ASSISTANT, None))
    return hats


def hat_worn(hats: list[Hat], chosen: str | None) -> Hat | None:
    """The hat that was chosen; the first one if none was chosen or the chosen one has ended; None without any."""
    return next((hat for hat in hats if hat.value == chosen), hats[0] if hats else None)
