from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ForumKind(TextChoices):
    """Only a district hearing is counted by KPI 1."""

    DISTRICT_HEARING = "district_hearing", _("เวทีรับฟังความคิดเห็นของเขต")
    ADOPTION_MEETING = "adoption_meeting", _("เวทีรับรองแผนชุมชน")
    OTHER = "other", _("เวทีอื่น")


class ForumState(TextChoices):
    PLANNED = "planned", _("ร่างกำหนดการ")
    ANNOUNCED = "announced", _("ประกาศแล้ว")
    OPEN = "open", _("กำลังจัดเวที")
    HELD = "held", _("จัดแล้ว กำลังบันทึกผล")
    RECORDED = "recorded", _("บันทึกผลแล้ว รอเผยแพร่")
    PUBLISHED = "published", _("เผยแพร่แล้ว")
    WITHDRAWN = "withdrawn", _("ถอนการเผยแพร่")
    CANCELLED = "cancelled", _("ยกเลิก")


# What everyone may know of: a forum from its announcement on, unless it was cancelled or its results withdrawn.
PUBLIC_STATES = [ForumState.ANNOUNCED, ForumState.OPEN, ForumState.HELD, ForumState.RECORDED, ForumState.PUBLISHED]
# When results may be typed in: the forum may still be going on.
RECORDING_STATES = [ForumState.OPEN, ForumState.HELD]
