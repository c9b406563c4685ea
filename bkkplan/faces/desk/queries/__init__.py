"""What the frame and งานของฉัน show of a person: hats, notices and what waits."""

from dataclasses import dataclass

from django.utils.translation import gettext

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.wording import localname
from communities.models.committee import seats_today
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


def hats_of(user: User) -> list[Hat]:
    """Every right the person holds today: assignments first, then committee seats."""
    hats = []
    for a in user.held_assignments:
        place = localname(a.place) if a.place else gettext("ทั้งกรุงเทพมหานคร")
        hats.append(Hat(f"role-{a.pk}", f"{a.name} · {place}", a.role, a.district))
    for seat in seats_today(user):
        community = seat.committee.community
        label = f"{gettext('กรรมการชุมชน')} · {community.name_th}"
        hats.append(Hat(f"seat-{seat.pk}", label, COMMITTEE_MEMBER, None))
    return hats


def hat_worn(hats: list[Hat], chosen: str | None) -> Hat | None:
    """The hat that was chosen; the first one if none was chosen or the chosen one has ended; None without any."""
    return next((hat for hat in hats if hat.value == chosen), hats[0] if hats else None)
