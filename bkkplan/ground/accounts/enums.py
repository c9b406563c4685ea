from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.people import READS_THE_LOG


class Role(TextChoices):
    """The roles of people who work in a district, in a bureau or for the city. docs/roles.md lists their rights.

    A committee member's right is not here: it is a current CommitteeMember row of ``communities``.
    """

    DISTRICT_OFFICER = "district_officer", _("เจ้าหน้าที่เขต")
    SECTION_HEAD = "section_head", _("หัวหน้าฝ่าย")
    ASSISTANT_DIRECTOR = "assistant_director", _("ผู้ช่วยผู้อำนวยการเขต")
    DISTRICT_DIRECTOR = "district_director", _("ผู้อำนวยการเขต")
    BUREAU_OFFICER = "bureau_officer", _("เจ้าหน้าที่สำนัก")
    BUREAU_DIRECTOR = "bureau_director", _("ผู้อำนวยการสำนัก")
    SOCIAL_DEVELOPMENT = "social_development", _("เจ้าหน้าที่สำนักพัฒนาสังคม")
    STRATEGY = "strategy", _("เจ้าหน้าที่ สยป.")
    ADMINISTRATOR = "administrator", _("ผู้ดูแลระบบ")
    BUDGET_OFFICE = "budget_office", _("เจ้าหน้าที่สำนักงบประมาณ")
    FINANCE_OFFICE = "finance_office", _("เจ้าหน้าที่สำนักการคลัง")
    AUDITOR = READS_THE_LOG, _("ผู้ตรวจสอบ")


# Officers, and those who lead them: whatever an officer of the district may, all of these may.
DISTRICT_ROLES = (Role.DISTRICT_OFFICER, Role.SECTION_HEAD, Role.ASSISTANT_DIRECTOR, Role.DISTRICT_DIRECTOR)
BELOW_THE_DIRECTOR = DISTRICT_ROLES[:-1]
BUREAU_ROLES = (Role.BUREAU_OFFICER, Role.BUREAU_DIRECTOR)
# Those who may do every duty of their office, whatever section has it.
ABOVE_THE_SECTIONS = (Role.ASSISTANT_DIRECTOR, Role.DISTRICT_DIRECTOR, Role.BUREAU_DIRECTOR)
CITY_ROLES = (Role.SOCIAL_DEVELOPMENT, Role.STRATEGY, Role.ADMINISTRATOR)
# They look and do nothing: no permission to write may name one of these.
READING_ROLES = (Role.BUDGET_OFFICE, Role.FINANCE_OFFICE, Role.AUDITOR)
# Who sees the daily work of the districts, each as far as the role reaches.
STAFF_ROLES = (*DISTRICT_ROLES, *CITY_ROLES, *READING_ROLES)


class RolePlace(Enum):
    """Where a role is held."""

    DISTRICT = "a district"
    BUREAU = "a bureau"
    CITY = "the city"


PLACES: dict[Role, tuple[RolePlace, ...]] = {
    **dict.fromkeys(DISTRICT_ROLES, (RolePlace.DISTRICT,)),
    **dict.fromkeys(BUREAU_ROLES, (RolePlace.BUREAU,)),
    **dict.fromkeys((*CITY_ROLES, Role.BUDGET_OFFICE, Role.FINANCE_OFFICE), (RolePlace.CITY,)),
    Role.AUDITOR: (RolePlace.DISTRICT, RolePlace.BUREAU, RolePlace.CITY),
}


def roles_held_in(place: RolePlace) -> tuple[Role, ...]:
    return tuple(role for role in Role if place in PLACES[role])


class Acting(TextChoices):
    """In which way a role is held in another's place. The two print differently under a signature."""

    IN_PLACE = "in_place", _("รักษาราชการแทน")  # there is no holder, or the holder cannot act
    BY_ORDER = "by_order", _("ปฏิบัติราชการแทน")  # the holder delegates by an order


class Duty(TextChoices):
    """The work of an office that can be given to its sections (ฝ่าย)."""

    FORUMS = "forums", _("เวทีรับฟัง")
    PLANS = "plans", _("แผนพัฒนาชุมชน")
    ACTION_PLAN = "action_plan", _("แผนปฏิบัติราชการ")
    MONEY = "money", _("งบประมาณและการเบิกจ่าย")
    PROCUREMENT = "procurement", _("พัสดุและการก่อหนี้ผูกพัน")
    COMMITTEES = "committees", _("คณะกรรมการชุมชน")


# The sections that a district office has as a rule, with the duties that they usually have.
USUAL_SECTIONS: tuple[tuple[str, tuple[Duty, ...]], ...] = (
    ("ฝ่ายปกครอง", (Duty.FORUMS, Duty.ACTION_PLAN)),
    ("ฝ่ายทะเบียน", ()),
    ("ฝ่ายโยธา", ()),
    ("ฝ่ายสิ่งแวดล้อมและสุขาภิบาล", ()),
    ("ฝ่ายรายได้", ()),
    ("ฝ่ายรักษาความสะอาดและสวนสาธารณะ", ()),
    ("ฝ่ายการศึกษา", ()),
    ("ฝ่ายการคลัง", (Duty.MONEY, Duty.PROCUREMENT)),
    ("ฝ่ายเทศกิจ", ()),
    ("ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม", (Duty.PLANS, Duty.COMMITTEES)),
)


class LinkPurpose(TextChoices):
    INVITATION = "invitation", _("คำเชิญ")
    LOGIN = "login", _("ลิงก์เข้าระบบครั้งเดียว")


class Pace(TextChoices):
    """When a person is written to about notices."""

    AT_ONCE = "at_once", _("ทันทีที่มีเรื่อง")
    DAILY = "daily", _("สรุปวันละครั้ง")
    NEVER = "never", _("ไม่รับอีเมล")


class NoticeSubject(TextChoices):
    """The subject of a notice, by which people choose letters. A letter lists the subjects in this order."""

    YEARS = "years", _("กำหนดวันของปี")
    FORUMS = "forums", _("เวทีรับฟัง")
    COMMUNITIES = "communities", _("แผนพัฒนาชุมชนและการอบรม")
    BUDGET = "budget", _("แผนปฏิบัติราชการและงบประมาณ")
    KPI = "kpi", _("ตัวชี้วัด")
    ROUTES = "routes", _("เรื่องที่เสนอ")
    ACCOUNTS = "accounts", _("บัญชีและบทบาท")
    OTHER = "other", _("เรื่องอื่น")


# Told at once to whoever did not choose otherwise: an account that others use does not wait for the morning.
TOLD_AT_ONCE = (NoticeSubject.ACCOUNTS,)
