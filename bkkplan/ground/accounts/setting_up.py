"""The offices and the people who have to be there before a year can begin."""

from collections.abc import Callable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import Assignment, Section
from bkkplan.ground.core.questions.asking import asked_once
from bkkplan.ground.core.setting_up import Found, SetUpStep, declare
from districts.queries import count_in_being, count_reachable

OFFICES_OF_THE_CITY = (Role.STRATEGY, Role.SOCIAL_DEVELOPMENT)


def page_of_lists() -> str:
    """Where people come in as a list."""
    return reverse("lists:hand-in", args=["people", "city"])


def districts(on: date) -> Found:
    there = count_in_being(on)
    return Found(
        is_done=there > 0,
        count=_("%(n)s จาก %(all)s เขต มีหมายเลขโทรศัพท์ %(reachable)s เขต")
        % {"n": there, "all": there, "reachable": count_reachable(on)},
        address=reverse("admin:districts_district_changelist"),
    )


def people_of_the_city(on: date) -> Found:
    there = len(_districts_by_role(on).keys() & set(OFFICES_OF_THE_CITY))
    return Found(
        is_done=there == len(OFFICES_OF_THE_CITY),
        count=_("%(n)s จาก %(all)s สำนัก") % {"n": there, "all": len(OFFICES_OF_THE_CITY)},
        address=page_of_lists(),
    )


@asked_once
def _districts_by_role(on: date) -> dict[str, int]:
    """In how many districts somebody with an open account holds each role; 0 for a role of the city that is held."""
    held = Assignment.objects.current(on).filter(user__is_active=True).order_by()
    return dict(held.values_list("role").annotate(n=Count("district", distinct=True)))


def in_every_district(there: int, on: date, *, sentence: str, address: str, **more: object) -> Found:
    """Return how far a step is that every existing district must take. ``there`` is how many have taken it."""
    everywhere = count_in_being(on)
    values = {"n": there, "all": everywhere, **more}
    return Found(is_done=0 < everywhere <= there, count=sentence % values, address=address)


def people_of_districts(role: Role) -> Callable[[date], Found]:
    def look(on: date) -> Found:
        there = _districts_by_role(on).get(role, 0)
        return in_every_district(there, on, sentence=_("%(n)s จาก %(all)s เขต"), address=page_of_lists())

    return look


def sections(on: date) -> Found:
    in_use = Section.objects.in_use().filter(office__district__isnull=False)
    worked_in = Assignment.objects.current(on).filter(user__is_active=True, sections=OuterRef("pk"))
    found = in_use.annotate(is_empty=~Exists(worked_in)).aggregate(
        there=Count("office", distinct=True), empty=Count("pk", filter=Q(is_empty=True))
    )
    sentence = _("%(n)s จาก %(all)s เขต มีฝ่ายแล้ว ฝ่ายที่ยังไม่มีผู้ปฏิบัติงาน %(empty)s ฝ่าย")
    address = reverse("accounts:offices")
    return in_every_district(found["there"], on, sentence=sentence, empty=found["empty"], address=address)


declare(
    SetUpStep(
        code="accounts.districts",
        place=10,
        title=gettext_lazy("สำนักงานเขต"),
        sentence=gettext_lazy("ตรวจว่ามีสำนักงานเขตครบ แล้วเติมหมายเลขที่ประชาชนใช้ติดต่อ"),
        button=gettext_lazy("แก้สำนักงานเขต"),
        permission="accounts.manage_people",
        look=districts,
    ),
    SetUpStep(
        code="accounts.people_of_the_city",
        place=20,
        title=gettext_lazy("ผู้ใช้ของ สยป. และสำนักพัฒนาสังคม"),
        sentence=gettext_lazy("เชิญผู้ใช้ของแต่ละสำนักอย่างน้อยหนึ่งคน จากรายชื่อหรือทีละคน"),
        button=gettext_lazy("นำเข้ารายชื่อ"),
        permission="accounts.manage_people",
        look=people_of_the_city,
    ),
    SetUpStep(
        code="accounts.directors",
        place=30,
        title=gettext_lazy("ผู้อำนวยการเขต"),
        sentence=gettext_lazy("ให้ทุกเขตมีผู้อำนวยการเขตหรือผู้รักษาราชการแทน"),
        button=gettext_lazy("นำเข้ารายชื่อ"),
        permission="accounts.manage_people",
        look=people_of_districts(Role.DISTRICT_DIRECTOR),
    ),
    SetUpStep(
        code="accounts.officers",
        place=40,
        title=gettext_lazy("เจ้าหน้าที่เขต"),
        sentence=gettext_lazy("ให้ทุกเขตมีเจ้าหน้าที่อย่างน้อยหนึ่งคน"),
        button=gettext_lazy("นำเข้ารายชื่อ"),
        permission="accounts.manage_people",
        look=people_of_districts(Role.DISTRICT_OFFICER),
    ),
    SetUpStep(
        code="accounts.sections",
        place=44,
        title=gettext_lazy("ฝ่ายของสำนักงานเขต"),
        sentence=gettext_lazy("แบ่งสำนักงานเป็นฝ่าย มอบงานและคนให้แต่ละฝ่าย หน่วยงานที่ไม่มีฝ่าย ทุกคนทำได้ทุกงาน"),
        button=gettext_lazy("จัดฝ่าย"),
        permission="accounts.manage_people",
        look=sections,
        is_optional=True,
    ),
)
