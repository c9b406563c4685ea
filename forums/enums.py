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


class ReplyKind(TextChoices):
    """What an office says to a proposal that no plan has."""

    ANSWER = "answer", _("ตอบเอง")
    FORWARDED = "forwarded", _("ส่งต่อหน่วยงาน")
    TAKEN_IN = "taken_in", _("เขตนำเข้าแผนปฏิบัติราชการโดยตรง")


# Called off, or its results taken back: whoever was told of it hears why.
ENDED_STATES = [ForumState.CANCELLED, ForumState.WITHDRAWN]
# When results may be typed in: the forum may still be going on.
RECORDING_STATES = [ForumState.OPEN, ForumState.HELD]
# When a forum's day may be prepared: its programme, and who takes part.
PREPARING_STATES = [ForumState.PLANNED, ForumState.ANNOUNCED, ForumState.OPEN, ForumState.HELD]


class BodyPart(TextChoices):
    HOST = "host", _("ร่วมจัด")
    GUEST = "guest", _("เข้าร่วม")


class PublicityChannel(TextChoices):
    """How people are told of a forum."""

    LETTER = "letter", _("หนังสือเชิญ")
    POSTER = "poster", _("ป้ายและประกาศ")
    LOUDSPEAKER = "loudspeaker", _("เสียงตามสาย")
    CAR = "car", _("รถประชาสัมพันธ์")
    SOCIAL = "social", _("เฟซบุ๊กและเว็บไซต์")
    LINE = "line", _("กลุ่มไลน์")
    VISIT = "visit", _("ลงพื้นที่บอกต่อ")
    MEDIA = "media", _("สื่อมวลชน")
    OTHER = "other", _("ช่องทางอื่น")
