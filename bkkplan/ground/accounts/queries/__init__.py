"""Questions about people: who is told in a district, who decides in another's place, what a committee decides by."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate  # noqa: TID251  (of a moment that is given; no clock is read)
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import ABOVE_THE_SECTIONS, BUREAU_ROLES, DISTRICT_ROLES, Duty, Role
from bkkplan.ground.accounts.models import Assignment, AssignmentQuerySet, DestructionList, Section, User
from bkkplan.ground.core.people import Person, hands_of
from bkkplan.ground.core.rows.basis import Basis, Point
from districts.models import District, Office

NAMES_SHOWN = 5


def staff_by_district(
    districts: Collection[int], *, at: datetime, roles: Collection[Role] = DISTRICT_ROLES, duty: Duty | None = None
) -> dict[int, list[User]]:
    """By district: the people who hold one of the roles there on the day of ``at``, each once, the first first.

    With ``duty`` only those who do it there: the sections that have it, and who leads the office.
    """
    people: dict[int, dict[int, User]] = defaultdict(dict)
    held = assignments_in(districts, on=localdate(at), roles=roles, duty=duty)
    for assignment in held.select_related("user").order_by("user", "pk"):
        people[assignment.district_id or 0][assignment.user_id] = assignment.user
    return {district: list(people[district].values()) for district in districts}


def assignments_in(
    districts: Collection[int], *, on: date, roles: Collection[Role], duty: Duty | None = None
) -> AssignmentQuerySet:
    """The roles of active people in these districts on a day; with ``duty`` only of those who do it there."""
    held = Assignment.objects.current(on).filter(role__in=roles, district__in=districts, user__is_active=True)
    if duty is None:
        return held
    in_charge = Section.objects.in_use().filter(duties__contains=[duty])
    given = in_charge.filter(office__district__in=districts).values("office__district")
    return held.filter(
        Q(role__in=ABOVE_THE_SECTIONS)
        | ~Q(district__in=given)
        | Exists(Assignment.sections.through.objects.filter(assignment=OuterRef("pk"), section__in=in_charge))
    )


def staff_of_bureau(bureau: int, *, at: datetime) -> list[User]:
    """The people who hold a role in the bureau on the day of ``at``, each once."""
    held = Assignment.objects.current(localdate(at)).filter(bureau=bureau, role__in=BUREAU_ROLES, user__is_active=True)
    return list({row.user_id: row.user for row in held.select_related("user").order_by("user", "pk")}.values())


def staff_of(
    district: int,
    *,
    at: datetime,
    roles: Collection[Role] = DISTRICT_ROLES,
    duty: Duty | None = None,
    besides: Person | None = None,
) -> list[User]:
    """The people who hold one of these roles in a district on the day of ``at``, each once, without ``besides``."""
    staff = staff_by_district([district], at=at, roles=roles, duty=duty)[district]
    return [user for user in staff if besides is None or user.pk != besides.pk]


def holders_of(role: Role, *, at: datetime) -> list[User]:
    """The active people who hold a role on the day of ``at``, wherever they hold it."""
    held = Assignment.objects.current(localdate(at)).filter(role=role)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))


def directors_of(office: Office, *, at: datetime) -> list[User]:
    """Who leads an office on the day of ``at``."""
    held = Assignment.objects.current(localdate(at)).filter(
        Q(role=Role.DISTRICT_DIRECTOR, district__office=office) | Q(role=Role.BUREAU_DIRECTOR, bureau=office)
    )
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))


def people_who_look_after(person: User, *, on: date) -> list[User]:
    """Who can help a person with the account: who leads the person's offices; administrators where nobody does."""
    held = Assignment.objects.current(on).filter(user=person)
    led = Assignment.objects.current(on).filter(
        Q(role=Role.DISTRICT_DIRECTOR, district__in=held.values("district"))
        | Q(role=Role.BUREAU_DIRECTOR, bureau__in=held.values("bureau"))
    )
    everywhere = Assignment.objects.current(on).filter(role=Role.ADMINISTRATOR)
    for roles in (led, everywhere):
        people = User.objects.filter(pk__in=roles.values("user"), is_active=True).exclude(pk=person.pk)
        if found := list(people.order_by("pk")):
            return found
    return []


def people_of(office: Office, *, on: date) -> AssignmentQuerySet:
    """The roles of an office's people on a day, with the people and their sections; auditors do not work there."""
    held = Assignment.objects.current(on).filter(Q(district__office=office) | Q(bureau=office), user__is_active=True)
    return held.exclude(role=Role.AUDITOR).select_related("user", "district", "bureau").order_by("role", "pk")


def office_of(assignment: Assignment) -> Office | None:
    """The office in which a role is held; None for a role of the city, and where the district has none yet."""
    if assignment.district is not None:
        return Office.objects.filter(district=assignment.district).first()
    return assignment.bureau


def sections_of(district: District, *, besides: int | None = None) -> QuerySet[Section]:
    """The sections that the district's office has now, in their order; of the closed ones only ``besides``."""
    found = Section.objects.filter(Q(closed_at=None) | Q(pk=besides), office__district=district)
    return found.order_by("position", "pk")


def people_of_sections(sections: Collection[int], *, at: datetime) -> dict[int, list[User]]:
    """By section: the active people who work in it on the day of ``at``, each once."""
    people: dict[int, dict[int, User]] = {section: {} for section in sections}
    works_in = Assignment.sections.through.objects.filter(
        section__in=sections,
        assignment__in=Assignment.objects.current(localdate(at)).filter(user__is_active=True),
    )
    for row in works_in.select_related("assignment__user").order_by("assignment__user", "pk"):
        people[row.section_id][row.assignment.user_id] = row.assignment.user
    return {section: list(found.values()) for section, found in people.items()}


# What a section has in hand that whoever closes it has to know, each a sentence, or "". Higher floors add their own.
hands_full_of: list[Callable[[Section], str]] = []


def deserted(sections: Iterable[Section], *, on: date) -> list[Section]:
    """Return those of the given sections in which nobody works on the day ``on``."""
    worked_in = set(
        Assignment.objects.current(on)
        .filter(user__is_active=True, sections__in=[section.pk for section in sections])
        .values_list("sections", flat=True)
    )
    return [section for section in sections if section.pk not in worked_in]


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
