from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """The roles that are held in a district or in the city; docs/roles.md says who may what.

    A committee member's right is not here: it is a current CommitteeMember row of ``communities``.
    """

    DISTRICT_OFFICER = "district_officer", _("เจ้าหน้าที่เขต")
    DISTRICT_DIRECTOR = "district_director", _("ผู้อำนวยการเขต")
    SOCIAL_DEVELOPMENT = "social_development", _("เจ้าหน้าที่สำนักพัฒนาสังคม")
    STRATEGY = "strategy", _("เจ้าหน้าที่ สยป.")
    ADMINISTRATOR = "administrator", _("ผู้ดูแลระบบ")


DISTRICT_ROLES = (Role.DISTRICT_OFFICER, Role.DISTRICT_DIRECTOR)
CITY_ROLES = (Role.SOCIAL_DEVELOPMENT, Role.STRATEGY, Role.ADMINISTRATOR)


class LinkPurpose(TextChoices):
    INVITATION = "invitation", _("คำเชิญ")
    LOGIN = "login", _("ลิงก์เข้าระบบครั้งเดียว")
