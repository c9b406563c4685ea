"""Questions about people: who is told in a district, who decides in another's place, what a committee decides by."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.utils.timezone import localdate  # noqa: TID251  (of a moment that is given; no clock is read)
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import BUREAU_ROLES, DISTRICT_ROLES, Role
from bkkplan.ground.accounts.models import Assignment, DestructionList, User
from bkkplan.ground.core.basis import Basis, Point
from bkkplan.ground.core.people import Person, hands_of
from districts.models import District, Office

NAMES_SHOWN = 5


def staff_by_district(
    districts: Collection[int], *, at: datetime, roles: Collection[Role] = DISTRICT_ROLES
) -> dict[int, list[User]]:
    """By district: the people who hold one of the roles there on the day of ``at``, each once, the first first."""
    held = Assignment.objects.current(localdate(at)).filter(
        role__in=roles, district__in=districts, user__is_active=True
    )
    people: dict[int, dict[int, User]] = defaultdict(dict)
    for assignment in held.select_related("user").order_by("user", "pk"):
        people[assignment.district_id or 0][assignment.user_id] = assignment.user
    return {district: list(people[district].values()) for district in districts}


def staff_of_bureau(bureau: int, *, at: datetime) -> list[User]:
    """The people who hold a role in the bureau on the day of ``at``, each once."""
    held = Assignment.objects.current(localdate(at)).filter(bureau=bureau, role__in=BUREAU_ROLES, user__is_active=True)
    return list({row.user_id: row.user for row in held.select_related("user").order_by("user", "pk")}.values())


def staff_of(
    district: int, *, at: datetime, roles: Collection[Role] = DISTRICT_ROLES, besides: Person | None = None
) -> list[User]:
    """The same for one district, without the person who acted."""
    staff = staff_by_district([district], at=at, roles=roles)[district]
    return [user for user in staff if besides is None or user.pk != besides.pk]


def why_another_decides(
    *,
    by: User,
    handed_in_by: Iterable[int | None],
    roles: Iterable[Role],
    district: District | None = None,
    bureau: Office | None = None,
    on: date,
) -> str:
    """Four eyes: the sentence that says why ``by`` may not decide and who may; "" if ``by`` may.

    The roles are held in the district or in the bureau, whichever is given. ``handed_in_by`` are the ids of the person
    who submitted, and of the maker of the link by which that person logged in.
    """
    behind_it = {pk for pk in handed_in_by if pk is not None}
    deciding = hands_of(by)
    if not behind_it & deciding:
        return ""
    rule = _("ผู้ที่ส่งเรื่องตัดสินเรื่องของตนเองไม่ได้ รวมทั้งผ่านลิงก์เข้าระบบที่ตนออก")
    held = Assignment.objects.current(on).filter(role__in=list(roles), district=district, bureau=bureau)
    others = User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk__in=behind_it | deciding)
    names = [str(person) for person in others.order_by("full_name", "pk")[:NAMES_SHOWN]]
    if not names:
        sentence = _("%(rule)s วันนี้%(district)sยังไม่มีผู้อื่นที่ทำได้ ขอให้ผู้ดูแลระบบตั้งผู้รักษาราชการแทน")
        return sentence % {"rule": rule, "district": district or bureau}
    return _("%(rule)s ให้ %(people)s ตัดสินแทน") % {"rule": rule, "people": ", ".join(names)}


def basis_of_list(listed: DestructionList) -> Basis:
    """What the committee decides by: how far the list has come, what it lets go, and why it keeps what it keeps."""
    items = list(listed.items.order_by("pk").values_list("pk", "label", "kept_reason"))
    going = [pk for pk, _label, reason in items if not reason]
    points = [
        Point("state", _("สถานะ"), listed.state, listed.get_state_display()),
        Point("going", _("ขอทำลาย"), going, str(len(going))),
    ]
    return Basis.of([*points, *(Point(f"item-{pk}", label, reason) for pk, label, reason in items if reason)])
