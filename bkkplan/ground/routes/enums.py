from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.enums import Role

# The roles at which a paper may stop, in the order in which it goes up. A route leaves out what it does not need.
LADDER = (Role.SECTION_HEAD, Role.ASSISTANT_DIRECTOR, Role.DISTRICT_DIRECTOR)


class PassageState(TextChoices):
    UNDER_WAY = "under_way", _("อยู่ระหว่างเสนอ")
    DECIDED = "decided", _("ตัดสินแล้ว")
    SENT_BACK = "sent_back", _("ส่งกลับ")
    RECALLED = "recalled", _("ผู้เสนอดึงกลับ")
