"""Questions about people, for higher floors."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import Assignment, User
from bkkplan.ground.core.people import hands_of
from districts.models import District

NAMES_SHOWN = 5


def why_another_decides(
    *, by: User, handed_in_by: Iterable[int | None], roles: Iterable[Role], district: District, on: date
) -> str:
    """Four eyes: the sentence that says why ``by`` may not decide and who may; "" if ``by`` may.

    ``handed_in_by`` are the ids of the person who submitted, and of the maker of the link by which that person logged
    in.
    """
    behind_it = {pk for pk in handed_in_by if pk is not None}
    deciding = hands_of(by)
    if not behind_it & deciding:
        return ""
    rule = _("ผู้ที่ส่งเรื่องตัดสินเรื่องของตนเองไม่ได้ รวมทั้งผ่านลิงก์เข้าระบบที่ตนออก")
    held = Assignment.objects.current(on).filter(role__in=list(roles), district=district)
    others = User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk__in=behind_it | deciding)
    names = [str(person) for person in others.order_by("full_name", "pk")[:NAMES_SHOWN]]
    if not names:
        words = _("%(rule)s วันนี้%(district)sยังไม่มีผู้อื่นที่ทำได้ ขอให้ผู้ดูแลระบบตั้งผู้รักษาราชการแทน")
        return words % {"rule": rule, "district": district}
    return _("%(rule)s ให้ %(people)s ตัดสินแทน") % {"rule": rule, "people": ", ".join(names)}
