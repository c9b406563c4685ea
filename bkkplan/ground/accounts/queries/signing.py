"""How a person signs: the name, the post and, of whoever acts for another, the way of acting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Acting, Role
from bkkplan.ground.accounts.models import Assignment, User
from bkkplan.ground.core.wording import localname
from districts.models import District


def post_of(assignment: Assignment) -> str:
    """The post as papers call it: ผู้อำนวยการเขตพระนคร, หัวหน้าฝ่ายปกครอง, ผู้อำนวยการสำนักการคลัง."""
    sections = [section for section in assignment.sections.all() if section.closed_at is None]
    if assignment.role == Role.SECTION_HEAD and sections:
        return _("หัวหน้า%(section)s") % {"section": min(sections, key=lambda section: section.position)}
    if assignment.bureau is not None:
        label = _("ผู้อำนวยการ%(office)s") if assignment.role == Role.BUREAU_DIRECTOR else _("เจ้าหน้าที่%(office)s")
        return label % {"office": localname(assignment.bureau)}
    place = localname(assignment.district) if assignment.district else ""
    return f"{assignment.get_role_display()}{place}"


def lines_of_signature(assignment: Assignment, *, held: Iterable[Assignment]) -> tuple[str, ...]:
    """What stands under the name of a person who signs by this role: the post.

    Whoever acts for another signs with the own post and the way of acting, above the post that is acted for; ``held``
    are the person's roles, among which the own post is looked for.
    """
    post = post_of(assignment)
    if not assignment.acting:
        return (post,)
    own = [
        other
        for other in held
        if not other.acting
        and (other.district_id, other.bureau_id) == (assignment.district_id, assignment.bureau_id)
        and other.starts_on <= assignment.starts_on
        and (other.ends_on is None or other.ends_on > assignment.starts_on)
    ]
    way = assignment.get_acting_display()
    return (f"{post_of(own[0])} {way}" if own else way, post)


@dataclass(frozen=True, slots=True)
class Signature:
    """What stands under a paper for one person. ``act`` says what was done: ผู้เสนอ, ผู้เห็นชอบ, ผู้อนุมัติ."""

    name: str
    lines: tuple[str, ...]
    act: str = ""
    on: date | None = None


def signature_of(person: User, *, role: Role | None = None, district: District, act: str, on: date) -> Signature:
    """How a person signed in a district on a day: by this role, or without one by the first that was held there.

    The own post goes before one that was acted for. Somebody without a role there signs by the name alone.
    """
    held = list(
        Assignment.objects.current(on)
        .filter(user=person, district=district)
        .exclude(role=Role.AUDITOR)
        .select_related("district", "bureau")
        .prefetch_related("sections")
        .order_by("acting", "pk")
    )
    by_role = [assignment for assignment in held if role is None or assignment.role == role] or held
    lines = lines_of_signature(by_role[0], held=held) if by_role else ()
    return Signature(name=str(person), lines=lines, act=act, on=on)


def director_of(district: District, *, on: date) -> Signature | None:
    """Who signs for the district's office on a day: whoever acts in the director's place, otherwise the director."""
    held = Assignment.objects.current(on).filter(district=district, role=Role.DISTRICT_DIRECTOR, user__is_active=True)
    roles = list(held.exclude(acting=Acting.BY_ORDER).select_related("user").order_by("pk"))
    chosen = next((assignment for assignment in roles if assignment.acting), roles[0] if roles else None)
    if chosen is None:
        return None
    return signature_of(chosen.user, role=Role.DISTRICT_DIRECTOR, district=district, act="", on=on)
