from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# What goes up an office's route (`bkkplan.ground.routes`): the results of a forum.
RESULTS_PAPER = "forum-results"


class ForumKind(TextChoices):
    """The kinds of forums. KPI 1 counts district hearings only."""

    DISTRICT_HEARING = "district_hearing", _("เวทีรับฟังความคิดเห็นของเขต")
    ADOPTION_MEETING = "adoption_meeting", _("ประชาคมรับรองแผนพัฒนาชุมชน")
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


class SuccessionKind(TextChoices):
    """How another proposal came to stand for one."""

    MERGED = "merged", _("รวมกับข้อเสนออื่น")
    SPLIT = "split", _("แยกเป็นหลายข้อเสนอ")


# Called off, or its results taken back: whoever was told of it hears why.
ENDED_STATES = [ForumState.CANCELLED, ForumState.WITHDRAWN]
# When results may be typed in: the forum may still be going on.
RECORDING_STATES = [ForumState.OPEN, ForumState.HELD]
